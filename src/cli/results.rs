//! The folder of results as commands begin and end with it: is it free, what is unfinished in it, and what is told at the end.

use std::path::Path;

use super::arguments::Beginning;
use super::failure::Failure;
use super::quoting::resuming_command_line;
use super::terminal::Terminal;
use crate::error::{Error, Result};
use crate::output::run_folder::{self, Existing};
use crate::output::{Manifest, Tables, summary};
use crate::study::replicates::{Job, Outcome};
use crate::study::store::{RunKey, Store};

const RUNS: &str = "runs";

/// Sees that results may be written into the folder, before any work is done, and opens its store of runs.
pub fn prepare(folder: &Path, beginning: Beginning) -> Result<Store> {
    let existing = match beginning {
        Beginning::New => Existing::Refuse,
        Beginning::Overwrite | Beginning::Resume => Existing::Overwrite,
    };
    match (holds_only_runs(folder), beginning) {
        (false, _) => run_folder::prepare(folder, existing)?,
        (true, Beginning::New) => {
            return Err(Error::request(format!(
                "{} holds runs of a study that was not finished\ngo on with it with --resume, or begin again with --overwrite",
                folder.display()
            )));
        }
        (true, Beginning::Overwrite | Beginning::Resume) => {}
    }
    Store::open(&folder.join(RUNS))
}

/// Whether the folder is one that a stopped study leaves behind.
fn holds_only_runs(folder: &Path) -> bool {
    let Ok(entries) = std::fs::read_dir(folder) else { return false };
    let names: Vec<std::ffi::OsString> = entries.filter_map(|entry| Some(entry.ok()?.file_name())).collect();
    names == [RUNS]
}

/// The files of the store that belong to these jobs, as the manifest lists them.
pub fn run_files(jobs: &[Job]) -> Result<Vec<String>> {
    let file = |job: &Job| Ok(format!("{RUNS}/{}.run", RunKey::of(job.scenario, job.replicate)?.stem()));
    let mut files: Vec<String> = jobs.iter().map(file).collect::<Result<_>>()?;
    files.sort();
    files.dedup();
    Ok(files)
}

/// The error of a study that was stopped: what is kept, and how to go on.
pub fn stopped(outcome: &Outcome, runs: usize) -> Error {
    let finished = outcome.finished;
    Error::Stopped(format!("stopped: {finished} of {runs} runs are finished and kept\ngo on with: {}", resuming_command_line()))
}

/// Tells of runs that failed.
pub fn tell_failures(outcome: &Outcome, folder: &Path, terminal: &Terminal) {
    for failure in &outcome.failures {
        terminal.say_error(&failure.to_string());
    }
    if !outcome.failures.is_empty() {
        let finished = outcome.finished;
        terminal.say(&format!("  {finished} finished runs are kept in {}; --resume tries the others again", folder.join(RUNS).display()));
    }
}

/// Notes about failed runs, for those who read the tables later.
pub fn failure_notes(outcome: &Outcome) -> Vec<String> {
    outcome.failures.iter().map(|failure| format!("not in the tables: {failure}")).collect()
}

/// Writes everything and shows the summary.
pub fn finish(folder: &Path, manifest: &Manifest, tables: &Tables, terminal: &Terminal) -> std::result::Result<(), Failure> {
    let manifest = run_folder::save_all(folder, manifest, tables)?;
    terminal.print(&summary::text(&manifest, tables, Some(folder)))?;
    Ok(())
}
