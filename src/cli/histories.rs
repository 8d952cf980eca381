//! `moat histories`: what really happened, expected beside what comes out.

use std::path::PathBuf;

use clap::Args;

use super::arguments::{OverrideArguments, WorkArguments};
use super::failure::Failure;
use super::quoting::{command_line, lasting_command_line};
use super::terminal::Terminal;
use super::work::{self, Work};
use crate::error::Error;
use crate::histories::{self, MECHANISMS, Mechanism, Replay};
use crate::output::Tables;
use crate::output::layout::HistoryRow;
use crate::scenario::Scenario;
use crate::study::provenance;

/// Replay real histories with the one set of behaviour numbers, and say which expectations are met.
///
/// Every scenario of the folder is run with its comparisons; what its `[[expect]]` rows ask for is judged over replicates. What does not come out is told first.
/// With --ablate everything is run again with one mechanism of the model switched off at a time, to see what rests on it.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Arguments {
    /// Scenario files, or folders of them.
    #[arg(value_name = "PATH", default_value = "scenarios/histories")]
    paths: Vec<PathBuf>,
    /// Also without each mechanism: presence, pull, habit, history, novelty, word_of_mouth, groups, exposure, loneliness.
    #[arg(long, conflicts_with = "without")]
    ablate: bool,
    /// Also without this mechanism.
    #[arg(long, value_name = "MECHANISM")]
    without: Vec<String>,
    /// Write what came out as a page of documentation, too: of the histories or, where mechanisms are off, of what rests on each.
    #[arg(long, value_name = "FILE.md")]
    page: Option<PathBuf>,
    /// Exit with 1 when an expectation is not met.
    #[arg(long)]
    strict: bool,
    #[command(flatten)]
    work: WorkArguments,
    #[command(flatten)]
    overrides: OverrideArguments,
}

const EXAMPLES: &str = "\
Examples:
  moat histories --people 2000 --replicates 2          a quick look at all
  moat histories scenarios/histories/threads.toml      one history
  moat histories --page docs/histories.md              the page of what came out
  moat histories --ablate --people 2000 --replicates 2 --page docs/mechanisms.md
                                                       the page of what rests on which mechanism";

pub fn histories(arguments: &Arguments, terminal: &Terminal) -> Result<(), Failure> {
    let overrides = arguments.overrides.overrides();
    let without = mechanisms(arguments)?;
    let scenarios = loaded(&arguments.paths, &overrides)?;
    let replay = Replay::new(&scenarios, &without);
    let jobs = replay.jobs();
    let manifest = provenance::of_histories(&scenarios, &command_line(), &overrides);
    let work = Work::begin(&arguments.work, "histories", &manifest, &jobs, terminal)?;
    let (replayed, outcome) = replay.run(&scenarios, &work.setting())?;
    if outcome.stopped {
        return Err(work::stopped(&outcome, jobs.len()).into());
    }
    let rows = histories::rows(&replayed);
    let tables = Tables { histories: rows, ..Tables::default() };
    work.finish(&manifest, &tables, &jobs, &outcome)?;
    if let Some(page) = &arguments.page {
        let text = histories::page(&tables.histories, &manifest, &scenarios, &lasting_command_line());
        std::fs::write(page, text).map_err(|cause| Error::file("write", page, cause))?;
    }
    let holds = |row: &HistoryRow| !row.without.is_empty() || &*row.met != "not met";
    let expectations_hold = !arguments.strict || tables.histories.iter().all(holds);
    if outcome.failures.is_empty() && expectations_hold { Ok(()) } else { Err(Failure::Told) }
}

/// The histories of files and folders, or everything that is wrong in them.
pub fn loaded(paths: &[PathBuf], overrides: &crate::scenario::Overrides) -> Result<Vec<Scenario>, Failure> {
    histories::load(paths, overrides).map_err(|refusal| match refusal {
        histories::Refusal::Error(error) => Failure::Error(error),
        histories::Refusal::Problems(problems) => Failure::Problems(problems),
    })
}

fn mechanisms(arguments: &Arguments) -> Result<Vec<&'static Mechanism>, Error> {
    if arguments.ablate {
        return Ok(MECHANISMS.iter().collect());
    }
    let named = |name: &String| {
        Mechanism::named(name).ok_or_else(|| {
            let known: Vec<&str> = MECHANISMS.iter().map(|mechanism| mechanism.name).collect();
            Error::request(format!("there is no mechanism `{name}`\nmechanisms are {}", known.join(", ")))
        })
    };
    arguments.without.iter().map(named).collect()
}
