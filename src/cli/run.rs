//! `moat run`: a scenario's days, and its tables, charts and summary.

use std::path::PathBuf;

use clap::Args;

use super::arguments::{OverrideArguments, WorkArguments};
use super::failure::Failure;
use super::quoting::command_line;
use super::terminal::Terminal;
use super::work::{self, Work};
use crate::output::Tables;
use crate::scenario::{LeftOut, left_out, load_scenario};
use crate::study::collect::{self, Gathered};
use crate::study::provenance;
use crate::study::replicates::{in_pairs, run_all};

/// Run a scenario: days → tables, charts, summary.
///
/// Lives the scenario and its comparisons, each with every replicate, and writes tables (CSV and Parquet), charts (SVG and PNG), a summary and a manifest into
/// the folder. The summary is printed too.
///
/// A run can be stopped with Ctrl-C and continued with --resume. Results do not depend on threads, or on having been stopped.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Arguments {
    /// The scenario file.
    #[arg(value_name = "SCENARIO")]
    scenario: PathBuf,
    /// Exit with 1 unless every expectation of the file is met: one that is undecided is not, nor one that --days leaves out.
    #[arg(long)]
    strict: bool,
    #[command(flatten)]
    work: WorkArguments,
    #[command(flatten)]
    overrides: OverrideArguments,
}

const EXAMPLES: &str = "\
Examples:
  moat run my.toml                                   into output/my/
  moat run my.toml --output first --replicates 4     fewer replicates, into first/
  moat run my.toml --resume                          go on after Ctrl-C
  moat run my.toml --overwrite --strict --quiet      in a script: 1 unless all expectations are met";

pub fn run(arguments: &Arguments, terminal: &Terminal) -> Result<(), Failure> {
    let overrides = arguments.overrides.overrides();
    let scenario = load_scenario(&arguments.scenario, &overrides)?;
    let left_out = left_out(&arguments.scenario, &overrides, &scenario);
    let jobs = in_pairs(&collect::names(&scenario), scenario.run.replicates);
    let mut manifest = provenance::of_run(&scenario, &command_line(), &overrides);
    let work = Work::begin(&arguments.work, &scenario.name, &manifest, &jobs, terminal)?;
    let mut gathered = Gathered::of(&scenario);
    let outcome = run_all(&jobs, &work.setting(), &mut |job, record| gathered.add(job.place, record))?;
    if outcome.stopped {
        return Err(work::stopped(&outcome, jobs.len()).into());
    }
    if gathered.variants.iter().any(|variant| variant.records.is_empty()) {
        work.tell_failures(&outcome);
        return Err(Failure::Told);
    }
    let tables = gathered.tables();
    manifest.notes = collect::notes(&gathered);
    manifest.notes.extend(collect::shortened_note(std::slice::from_ref(&scenario), left_out));
    work.finish(&manifest, &tables, &jobs, &outcome)?;
    let expectations_hold = !arguments.strict || tell_unmet(&tables, left_out, terminal);
    if outcome.failures.is_empty() && expectations_hold { Ok(()) } else { Err(Failure::Told) }
}

/// Whether every expectation is met.
fn tell_unmet(tables: &Tables, left_out: LeftOut, terminal: &Terminal) -> bool {
    let unmet: Vec<_> = tables.expect.iter().filter(|row| *row.met != *"met").collect();
    for row in &unmet {
        let advice = if *row.met == *"undecided" { "\nmore replicates may decide it" } else { "" };
        let why = if row.missed.is_empty() { String::new() } else { format!("\nwhy? {}", row.missed) };
        terminal
            .say_error(&format!("{}: {}\n{}: needed {}, found {}{why}{advice}", row.met, row.that, row.quantity, row.needed, row.found));
    }
    tell_not_judged(left_out, "this run", terminal) && unmet.is_empty()
}

/// Whether no expectation is left out.
pub fn tell_not_judged(left_out: LeftOut, whose: &str, terminal: &Terminal) -> bool {
    let expects = left_out.expects;
    if expects > 0 {
        terminal.say_error(&format!(
            "not judged: expectations that look beyond the end of {whose}: {expects}\nleave out --days, or give more of them"
        ));
    }
    expects == 0
}
