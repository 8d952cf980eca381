//! `moat sweep`: a study, many runs of one scenario.

use std::path::PathBuf;

use clap::Args;

use super::arguments::{OverrideArguments, WorkArguments};
use super::failure::Failure;
use super::quoting::command_line;
use super::terminal::Terminal;
use super::{results, stop};
use crate::output::Tables;
use crate::scenario::load_study;
use crate::study::replicates::Setting;
use crate::study::{memory, provenance, sweep};

/// Run a study: one scenario at many points.
///
/// A study file names a scenario, what is varied, and what is measured. Every point is run with every replicate; the same replicate has the same chance at
/// every point, so that points differ by what is varied alone. Writes one table, heat maps and curves.
///
/// A study can be stopped with Ctrl-C and continued with --resume; widening it later and resuming runs only the new points.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Arguments {
    /// The study file.
    #[arg(value_name = "STUDY")]
    study: PathBuf,
    #[command(flatten)]
    work: WorkArguments,
    #[command(flatten)]
    overrides: OverrideArguments,
}

const EXAMPLES: &str = "\
Examples:
  moat check study.toml                       how many runs, how long
  moat sweep study.toml --people 5000         a quick look at the shape
  moat sweep study.toml --resume              go on, or add points to an earlier study";

pub fn sweep(arguments: &Arguments, terminal: &Terminal) -> Result<(), Failure> {
    let work = &arguments.work;
    let overrides = arguments.overrides.overrides();
    let study = load_study(&arguments.study, &overrides)?;
    let folder = work.place.folder(&study.name);
    let store = results::prepare(&folder, work.beginning())?;
    let stop = stop::on_request(terminal);
    let progress = work.progress(terminal);
    let setting = Setting {
        runner: &crate::engine::run,
        store: &store,
        past: work.beginning().past(),
        progress: &progress,
        stop: &stop,
        threads: work.place.threads()?,
        available_bytes: memory::available_bytes(),
    };
    let plan = sweep::plan(&study)?;
    let (table, outcome) = sweep::run(&plan, &setting)?;
    if outcome.stopped {
        return Err(results::stopped(&outcome, plan.jobs().len()).into());
    }
    if outcome.finished == 0 {
        results::tell_failures(&outcome, &folder, terminal);
        return Err(Failure::Told);
    }
    let mut manifest = provenance::of_sweep(&study, &command_line(), &overrides);
    manifest.notes.extend(outcome.notes.iter().cloned());
    manifest.notes.extend(results::failure_notes(&outcome));
    manifest.files = results::run_files(&plan.jobs())?;
    let tables = Tables { sweep: table, ..Tables::default() };
    results::finish(&folder, &manifest, &tables, terminal)?;
    results::tell_failures(&outcome, &folder, terminal);
    if outcome.failures.is_empty() { Ok(()) } else { Err(Failure::Told) }
}
