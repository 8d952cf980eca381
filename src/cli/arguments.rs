//! Arguments that several commands have.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::terminal::Terminal;
use crate::error::{Error, Result};
use crate::output::place::Existing;
use crate::scenario::Overrides;
use crate::study::progress::Progress;

/// What the command line says instead of the file.
#[derive(Debug, Args)]
#[command(next_help_heading = "Instead of the file")]
pub struct OverrideArguments {
    /// Number of people.
    #[arg(long, value_name = "N")]
    people: Option<u32>,
    /// Number of days. What a scenario says of later ones is dropped; a study that measures later ones is refused.
    #[arg(long, value_name = "N")]
    days: Option<u32>,
    /// Number of replicates: runs that differ by chance alone.
    #[arg(long, value_name = "N")]
    replicates: Option<u32>,
    /// Seed of all chance; the same seed gives the same results, bit for bit.
    #[arg(long, value_name = "N")]
    seed: Option<u64>,
}

impl OverrideArguments {
    pub fn overrides(&self) -> Overrides {
        let OverrideArguments { people, days, replicates, seed } = *self;
        Overrides { people, days, replicates, seed }
    }
}

/// Where results go, and by how many threads the work is done.
#[derive(Debug, Args)]
pub struct WorkPlace {
    /// Folder for the results [default: output/ and the file's name].
    #[arg(long, short, value_name = "DIR")]
    output: Option<PathBuf>,
    /// Replace the results that are in the folder, finished or not.
    #[arg(long)]
    overwrite: bool,
    /// Threads to use [default: as many as the machine has], at most four a core. Results do not depend on it.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=4096))]
    threads: Option<u32>,
    /// Say nothing while working.
    #[arg(long, short)]
    pub quiet: bool,
}

/// The same for work that can be stopped and gone on with.
#[derive(Debug, Args)]
pub struct WorkArguments {
    #[command(flatten)]
    pub place: WorkPlace,
    /// Go on where an earlier run into this folder stopped: finished runs count, unfinished ones continue. Refused where it would give up runs that are kept there.
    #[arg(long, conflicts_with = "overwrite")]
    resume: bool,
    /// How progress is shown, on standard error: `json` writes one object a line.
    #[arg(long, value_enum, default_value = "auto", value_name = "HOW")]
    progress: Shown,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Shown {
    /// A bar on a terminal, lines elsewhere.
    Auto,
    /// Plain lines.
    Lines,
    /// JSON lines, for programs.
    Json,
}

/// The help of `--output` where results of all files go into one folder.
pub fn default_output(output: clap::Arg, folder: &str) -> clap::Arg {
    output.help(format!("Folder for the results [default: output/{folder}]"))
}

/// More are busy with each other, and hundreds on a few cores with nothing else.
const THREADS_A_CORE: usize = 4;

impl WorkPlace {
    /// What is done about earlier results, in a command that may or may not go on with them.
    pub fn existing(&self, resume: bool) -> Existing {
        match (self.overwrite, resume) {
            (_, true) => Existing::Resume,
            (true, false) => Existing::Overwrite,
            (false, false) => Existing::Refuse,
        }
    }

    /// Where results go.
    pub fn folder(&self, name: &str) -> PathBuf {
        self.output.clone().unwrap_or_else(|| PathBuf::from("output").join(name))
    }

    /// Threads for runs; the threads that collect and draw are as many.
    pub fn threads(&self) -> Result<usize> {
        let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
        let threads = self.threads.map_or(cores, |threads| (threads as usize).min(THREADS_A_CORE * cores));
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build_global();
        pool.map_err(|cause| Error::Machine { doing: format!("start {threads} threads"), path: None, cause: cause.to_string() })?;
        Ok(threads)
    }
}

impl WorkArguments {
    pub fn existing(&self) -> Existing {
        self.place.existing(self.resume)
    }

    pub fn progress(&self, terminal: &Terminal) -> Progress {
        match self.progress {
            _ if self.place.quiet => Progress::quiet(),
            Shown::Json => Progress::json(std::io::stderr()),
            Shown::Auto if terminal.messages_are_seen() => Progress::bar(),
            Shown::Auto | Shown::Lines => Progress::lines(std::io::stderr()),
        }
    }
}
