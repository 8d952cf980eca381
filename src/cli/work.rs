//! A study at work, as commands begin and end with it: its folder and store, how its runs are run, and what is told at the end.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use super::arguments::WorkArguments;
use super::failure::Failure;
use super::quoting::{resuming_command_line, subcommand};
use super::stop;
use super::terminal::Terminal;
use crate::engine::RESULTS_VERSION;
use crate::error::{Error, Result};
use crate::output::place::{self, Existing, FolderLock, Kept};
use crate::output::{Manifest, Tables, run_folder, summary};
use crate::study::memory;
use crate::study::progress::Progress;
use crate::study::replicates::{Job, Outcome, Past, Setting, keys_of};
use crate::study::store::{RunKey, Store, stem_of};

const RUNS: &str = "runs";

pub struct Work<'a> {
    folder: PathBuf,
    _lock: FolderLock,
    store: Store,
    past: Past,
    progress: Progress,
    stop: Arc<AtomicBool>,
    threads: usize,
    terminal: &'a Terminal,
}

impl<'a> Work<'a> {
    /// Sees that results may be written, before any work is done, and makes ready for it. Without a folder in the arguments the name is that of the folder.
    pub fn begin(arguments: &WorkArguments, name: &str, manifest: &Manifest, jobs: &[Job], terminal: &'a Terminal) -> Result<Work<'a>> {
        let folder = arguments.place.folder(name);
        let (existing, runs) = (arguments.existing(), folder.join(RUNS));
        let lock = place::take(&folder, existing, manifest, |there| kept(&runs, there, manifest, jobs))?;
        let store = Store::open(&runs)?;
        if existing == Existing::Overwrite {
            // What is replaced stays until there is something to replace it with; what an unfinished study left is nobody's any more.
            let mut staying: BTreeSet<String> = run_folder::listed(&folder)?.iter().filter_map(|file| stem_in_store(file)).collect();
            // What another version made under the names of these runs could not be told from what is made now, if this is interrupted.
            let old = Store::of_another_version(&runs, &stems_of(jobs));
            staying.retain(|stem| !old.contains_key(stem));
            store.retain(&staying)?;
        }
        Ok(Work {
            folder,
            _lock: lock,
            store,
            past: if existing == Existing::Resume { Past::Continue } else { Past::Redo },
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
        let manifest = Manifest { notes, files: run_files(jobs), ..manifest.clone() };
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

/// What of a study is kept among these runs, beside the results that the manifest is of or alone.
fn kept(runs: &Path, there: Option<&Manifest>, now: &Manifest, jobs: &[Job]) -> Result<Kept> {
    let kept = Store::stems(runs)?;
    let ours = stems_of(jobs);
    let old = Store::of_another_version(runs, &ours);
    if let Some(version) = old.values().next() {
        let (old, kept) = (old.len(), kept.len());
        return Ok(Kept::OfOther(format!(
            "{old} of the {kept} runs that are kept there were made by another version of the model (results {version}; this one makes results {RESULTS_VERSION})"
        )));
    }
    let Some(there) = there else {
        return Ok(match kept.intersection(&ours).count() {
            0 if kept.is_empty() && is_empty_and_alone(runs) => Kept::Counts,
            0 if kept.is_empty() => Kept::Nothing,
            0 => Kept::OfOther(format!("none of the {} runs that are kept there is among those that are asked for", kept.len())),
            _ => Kept::Counts,
        });
    };
    let listed: BTreeSet<String> = there.files.iter().filter_map(|file| stem_in_store(file)).collect();
    // Runs that the manifest does not list are of a study that was to replace its results, and was stopped.
    if kept.difference(&listed).any(|stem| ours.contains(stem)) {
        return Ok(Kept::Counts);
    }
    // Results that were not written to the end are still listed with those that they were to replace.
    let is_asked_for = (&there.scenario_hash, there.seed, there.replicates) == (&now.scenario_hash, now.seed, now.replicates);
    if there.unfinished && is_asked_for && ours.is_subset(&listed) {
        return Ok(Kept::Counts);
    }
    let lost = listed.difference(&ours).count();
    Ok(match (subcommand(&there.command) == subcommand(&now.command), lost) {
        (true, 0) if !listed.is_empty() => Kept::Counts,
        (_, 0) => Kept::Nothing,
        _ => Kept::OfOther(format!("{lost} of the {} runs that are kept there are not among those that are asked for", listed.len())),
    })
}

/// The stems of the runs of these jobs.
fn stems_of(jobs: &[Job]) -> BTreeSet<String> {
    keys_of(jobs).iter().map(RunKey::stem).collect()
}

/// Whether the folder of runs is empty, and there is nothing else: a study that was stopped before anything was kept.
fn is_empty_and_alone(runs: &Path) -> bool {
    let names = |folder: &Path| -> Vec<std::ffi::OsString> {
        let entries = std::fs::read_dir(folder).into_iter().flatten();
        let names = entries.filter_map(|entry| Some(entry.ok()?.file_name()));
        names.filter(|name| !name.as_encoded_bytes().starts_with(b".")).collect()
    };
    runs.is_dir() && names(runs).is_empty() && runs.parent().is_some_and(|folder| names(folder) == [RUNS])
}

/// The files of the store that belong to these jobs, as the manifest lists them.
fn run_files(jobs: &[Job]) -> Vec<String> {
    stems_of(jobs).iter().map(|stem| format!("{RUNS}/{stem}.run")).collect()
}

/// The stem of a run by its file as the manifest lists it.
fn stem_in_store(file: &str) -> Option<String> {
    Some(stem_of(file.strip_prefix(RUNS)?.strip_prefix('/')?)?.to_owned())
}
