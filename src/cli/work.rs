//! A study at work, as commands begin and end with it: its folder and store, how its runs are run, and what is told at the end.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use super::arguments::{Beginning, WorkArguments};
use super::failure::Failure;
use super::quoting::resuming_command_line;
use super::stop;
use super::terminal::Terminal;
use crate::error::{Error, Result};
use crate::output::run_folder::{self, Existing};
use crate::output::{Manifest, Tables, summary};
use crate::study::memory;
use crate::study::progress::Progress;
use crate::study::replicates::{Job, Outcome, Past, Setting};
use crate::study::store::{RunKey, Store};

const RUNS: &str = "runs";

pub struct Work<'a> {
    folder: PathBuf,
    store: Store,
    past: Past,
    progress: Progress,
    stop: Arc<AtomicBool>,
    threads: usize,
    terminal: &'a Terminal,
}

impl<'a> Work<'a> {
    /// Sees that results may be written, before any work is done, and makes ready for it. Without a folder in the arguments the name is that of the folder.
    pub fn begin(arguments: &WorkArguments, name: &str, terminal: &'a Terminal) -> Result<Work<'a>> {
        let folder = arguments.place.folder(name);
        Ok(Work {
            store: prepare(&folder, arguments.beginning())?,
            folder,
            past: arguments.beginning().past(),
            stop: stop::on_request(terminal),
            progress: arguments.progress(terminal),
            threads: arguments.place.threads()?,
            terminal,
        })
    }

    /// How its runs are run.
    pub fn setting(&self) -> Setting<'_> {
        Setting {
            runner: &crate::engine::run,
            store: &self.store,
            past: self.past,
            progress: &self.progress,
            stop: &self.stop,
            threads: self.threads,
            available_bytes: memory::available_bytes(),
        }
    }

    /// Writes everything, shows the summary and tells of runs that failed. The notes of the manifest are followed by those of the runs, its files are those of the jobs.
    pub fn finish(&self, manifest: &Manifest, tables: &Tables, jobs: &[Job], outcome: &Outcome) -> std::result::Result<(), Failure> {
        let failed = outcome.failures.iter().map(|failure| format!("not in the tables: {failure}"));
        let notes = manifest.notes.iter().chain(&outcome.notes).cloned().chain(failed).collect();
        let manifest = Manifest { notes, files: run_files(jobs)?, ..manifest.clone() };
        let manifest = run_folder::save_all(&self.folder, &manifest, tables)?;
        self.terminal.print(&summary::text(&manifest, tables, Some(&self.folder)))?;
        self.tell_failures(outcome);
        Ok(())
    }

    /// Tells of runs that failed.
    pub fn tell_failures(&self, outcome: &Outcome) {
        for failure in &outcome.failures {
            self.terminal.say_error(&failure.to_string());
        }
        if !outcome.failures.is_empty() {
            let (finished, runs) = (outcome.finished, self.folder.join(RUNS));
            self.terminal.say(&format!("  {finished} finished runs are kept in {}; --resume tries the others again", runs.display()));
        }
    }
}

/// The error of a study that was stopped: what is kept, and how to go on.
pub fn stopped(outcome: &Outcome, runs: usize) -> Error {
    let finished = outcome.finished;
    Error::Stopped(format!("stopped: {finished} of {runs} runs are finished and kept\ngo on with: {}", resuming_command_line()))
}

/// Sees that results may be written into the folder, and opens its store of runs.
fn prepare(folder: &Path, beginning: Beginning) -> Result<Store> {
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
fn run_files(jobs: &[Job]) -> Result<Vec<String>> {
    let file = |job: &Job| Ok(format!("{RUNS}/{}.run", RunKey::of(job.scenario, job.replicate)?.stem()));
    let mut files: Vec<String> = jobs.iter().map(file).collect::<Result<_>>()?;
    files.sort();
    files.dedup();
    Ok(files)
}
