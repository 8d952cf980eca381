//! `moat sweep`: a study, many runs of one scenario.

use std::path::PathBuf;

use clap::Args;

use super::arguments::{OverrideArguments, WorkArguments};
use super::failure::Failure;
use super::quoting::command_line;
use super::terminal::Terminal;
use super::work::{self, Work};
use crate::output::Tables;
use crate::scenario::load_study;
use crate::study::{provenance, sweep};

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
    let overrides = arguments.overrides.overrides();
    let study = load_study(&arguments.study, &overrides)?;
    let plan = sweep::plan(&study);
    let jobs = plan.jobs();
    let manifest = provenance::of_sweep(&study, &command_line(), &overrides);
    let work = Work::begin(&arguments.work, &study.name, &manifest, &jobs, terminal)?;
    let (table, outcome) = sweep::run(&plan, &work.setting())?;
    if outcome.stopped {
        return Err(work::stopped(&outcome, jobs.len()).into());
    }
    if outcome.finished == 0 {
        work.tell_failures(&outcome);
        return Err(Failure::Told);
    }
    let tables = Tables { sweep: table, ..Tables::default() };
    work.finish(&manifest, &tables, &jobs, &outcome)?;
    if outcome.failures.is_empty() { Ok(()) } else { Err(Failure::Told) }
}
