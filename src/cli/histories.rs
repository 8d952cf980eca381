//! `moat histories`: what really happened, expected beside what comes out.

use std::fs::OpenOptions;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use clap::Args;

use super::arguments::{OverrideArguments, WorkArguments, default_output};
use super::failure::Failure;
use super::quoting::{command_line, lasting_command_line};
use super::run::tell_not_judged;
use super::terminal::Terminal;
use super::work::{self, Work};
use crate::error::Error;
use crate::histories::{self, MECHANISMS, Mechanism, Replay};
use crate::output::Tables;
use crate::output::layout::HistoryRow;
use crate::scenario::{LeftOut, Overrides, Scenario};
use crate::study::collect::shortened_note;
use crate::study::provenance;

/// Replay real histories with the one set of behaviour numbers, and say which expectations are met.
///
/// Every scenario of the folder is run with its comparisons; what its `[[expect]]` rows ask for is judged over replicates. What does not come out is told first.
/// With --ablate everything is run again with one mechanism of the model switched off at a time, to see what rests on it.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES, mut_arg("output", |output| default_output(output, FOLDER)))]
pub struct Arguments {
    /// Scenario files, or folders of them.
    #[arg(value_name = "PATH", default_value = "scenarios/histories")]
    paths: Vec<PathBuf>,
    #[arg(long, conflicts_with = "without", help = format!("Also without each mechanism: {}", names_of_mechanisms()))]
    ablate: bool,
    /// Also without this mechanism.
    #[arg(long, value_name = "MECHANISM")]
    without: Vec<String>,
    /// Write what came out as a page of documentation, too: of the histories or, where mechanisms are off, of what rests on each. It
    /// replaces an earlier page and no other file.
    #[arg(long, value_name = "FILE.md")]
    page: Option<PathBuf>,
    /// Exit with 1 unless every expectation is met: one that is undecided is not, nor one that --days leaves out.
    #[arg(long)]
    strict: bool,
    #[command(flatten)]
    work: WorkArguments,
    #[command(flatten)]
    overrides: OverrideArguments,
}

/// Where results go, unless the user says otherwise.
const FOLDER: &str = "histories";

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
    let (scenarios, left_out) = loaded(&arguments.paths, &overrides)?;
    if let Some(page) = &arguments.page {
        may_write(page)?;
    }
    let replay = Replay::new(&scenarios, &without);
    let jobs = replay.jobs();
    let mut manifest = provenance::of_histories(&scenarios, &command_line(), &overrides);
    manifest.notes.extend(shortened_note(&scenarios, left_out));
    let work = Work::begin(&arguments.work, FOLDER, &manifest, &jobs, terminal)?;
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
    let expectations_hold = !arguments.strict || tell_unmet(&tables.histories, left_out, terminal);
    if outcome.failures.is_empty() && expectations_hold { Ok(()) } else { Err(Failure::Told) }
}

/// Sees that the page can be written when all work is done, in the place of nothing but an earlier one, and leaves everything as it is.
fn may_write(page: &Path) -> Result<(), Error> {
    let is_new = page.symlink_metadata().is_err();
    let there = if page.is_file() { std::fs::read(page).unwrap_or_default() } else { Vec::new() };
    if !there.is_empty() && !histories::is_page(&String::from_utf8_lossy(&there)) {
        let advice = "name another file with --page, or move this one away";
        return Err(Error::request(format!("{} is no page that moat wrote, so it is not replaced\n{advice}", page.display())));
    }
    let opened = OpenOptions::new().append(true).create(is_new).open(page);
    opened.and_then(|_| if is_new { std::fs::remove_file(page) } else { Ok(()) }).map_err(|cause| match (cause.kind(), page.parent()) {
        (ErrorKind::NotFound, Some(folder)) => Error::request(format!("there is no folder {} for the page", folder.display())),
        _ => Error::file("write", page, cause),
    })
}

/// Whether every expectation is judged, and met with all mechanisms on.
fn tell_unmet(rows: &[HistoryRow], left_out: LeftOut, terminal: &Terminal) -> bool {
    let count = |met: &str| rows.iter().filter(|row| row.without.is_empty() && *row.met == *met).count();
    let (not_met, undecided) = (count("not met"), count("undecided"));
    if not_met + undecided > 0 {
        let advice = if undecided > 0 { "\nmore replicates may decide what is undecided" } else { "" };
        terminal.say_error(&format!("not every expectation is met: {not_met} are not, {undecided} are undecided{advice}"));
    }
    tell_not_judged(left_out, "these runs", terminal) && not_met + undecided == 0
}

/// The histories of files and folders with what overrides leave out of them, or everything that is wrong in them.
pub fn loaded(paths: &[PathBuf], overrides: &Overrides) -> Result<(Vec<Scenario>, LeftOut), Failure> {
    histories::load(paths, overrides).map_err(|refusal| match refusal {
        histories::Refusal::Error(error) => Failure::Error(error),
        histories::Refusal::Problems(problems) => Failure::Problems(problems),
    })
}

fn names_of_mechanisms() -> String {
    MECHANISMS.iter().map(|mechanism| mechanism.name).collect::<Vec<&str>>().join(", ")
}

fn mechanisms(arguments: &Arguments) -> Result<Vec<&'static Mechanism>, Error> {
    if arguments.ablate {
        return Ok(MECHANISMS.iter().collect());
    }
    let named = |name: &String| {
        Mechanism::named(name).ok_or_else(|| {
            let known = names_of_mechanisms();
            Error::request(format!("there is no mechanism `{name}`\nmechanisms are {known}"))
        })
    };
    arguments.without.iter().map(named).collect()
}
