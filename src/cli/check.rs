//! `moat check`: every problem of every file at once, and what a run will take.

use std::path::{Path, PathBuf};

use clap::Args;

use super::arguments::OverrideArguments;
use super::failure::Failure;
use super::terminal::Terminal;
use crate::engine::parting_day;
use crate::output::number::{count, counted};
use crate::output::run_folder;
use crate::scenario::study::Study;
use crate::scenario::{Problems, Scenario, is_study, left_out, load_scenario, load_study, resolved_text};
use crate::study::memory::{self, Needs};
use crate::study::progress::time_in_words;
use crate::study::{collect, provenance, sweep};

/// Check scenario and study files: every problem at once, without running.
///
/// Says where each problem is, what was found, what is needed, and what to try. For files that are right, says what a run will take.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Arguments {
    /// Scenario and study files.
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,
    /// Print each scenario whole, with every default filled in.
    #[arg(long)]
    resolved: bool,
    #[command(flatten)]
    overrides: OverrideArguments,
}

const EXAMPLES: &str = "\
Examples:
  moat check my.toml
  moat check scenarios/*.toml
  moat check my.toml --resolved > whole.toml
  moat check my.toml --people 10000000        would it fit into memory?";

pub fn check(arguments: &Arguments, terminal: &Terminal) -> Result<(), Failure> {
    let mut wrong = Vec::new();
    for file in &arguments.files {
        match look(file, arguments) {
            Ok(about) => terminal.print(&about)?,
            Err(problems) => wrong.push(problems),
        }
    }
    if wrong.is_empty() { Ok(()) } else { Err(Failure::Problems(wrong)) }
}

/// What there is to say about a file that is right.
fn look(file: &Path, arguments: &Arguments) -> Result<String, Problems> {
    let overrides = arguments.overrides.overrides();
    if is_study(file) {
        let study = load_study(file, &overrides)?;
        return Ok(if arguments.resolved { resolved_text(&study.base) } else { study_text(file, &study) });
    }
    let scenario = load_scenario(file, &overrides)?;
    Ok(if arguments.resolved {
        resolved_text(&scenario)
    } else {
        let manifest = provenance::of_run(&scenario, "", &overrides);
        let disk = memory::in_words(run_folder::bytes_expected(&manifest));
        let left_out = collect::shortened_note(std::slice::from_ref(&scenario), left_out(file, &overrides, &scenario));
        scenario_text(file, &scenario, &disk, left_out)
    })
}

fn scenario_text(file: &Path, scenario: &Scenario, disk: &str, left_out: Option<String>) -> String {
    let variants = collect::names(scenario).len();
    let runs = variants as u64 * u64::from(scenario.run.replicates);
    let what = format!("{} × {}", counted(variants as u64, "variant"), counted(u64::from(scenario.run.replicates), "replicate"));
    let seconds = family_seconds(scenario) * f64::from(scenario.run.replicates);
    let notes: String = collect::scenario_notes(scenario).chain(left_out).map(|note| format!("  note: {note}\n")).collect();
    let needs = needs_text(&[scenario], runs, seconds, &what);
    format!("{}: nothing is wrong\n{needs}  disk: about {disk} of results\n{notes}", file.display())
}

/// What a scenario and its comparisons take with one replicate, on one thread: what they share is lived once.
fn family_seconds(scenario: &Scenario) -> f64 {
    let own = |compare: &crate::scenario::Compare| {
        let run = &compare.scenario.run;
        let shared = parting_day(scenario, &compare.scenario).min(run.days);
        let part = if shared == 0 { 1.0 } else { f64::from(run.days - shared) / f64::from(run.days + run.settle_days) };
        Needs::of(&compare.scenario).seconds * part
    };
    Needs::of(scenario).seconds + scenario.compares.iter().map(own).sum::<f64>()
}

fn study_text(file: &Path, study: &Study) -> String {
    let plan = sweep::plan(study);
    let worlds = plan.scenarios();
    let runs = plan.jobs().len() as u64;
    let what = format!(
        "{}, {} × {}",
        counted(study.points.len() as u64, "point"),
        counted(worlds.len() as u64, "world"),
        counted(u64::from(study.replicates), "replicate")
    );
    let seconds = worlds.iter().map(|scenario| Needs::of(scenario).seconds).sum::<f64>() * f64::from(study.replicates);
    format!("{}: nothing is wrong\n{}", file.display(), needs_text(&worlds, runs, seconds, &what))
}

/// What the runs of these worlds will take on this machine, and so many seconds of one thread.
fn needs_text(worlds: &[&Scenario], runs: u64, seconds: f64, what: &str) -> String {
    let threads = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let needs: Vec<Needs> = worlds.iter().map(|scenario| Needs::of(scenario)).collect();
    let Some((largest, scenario)) = needs.iter().zip(worlds).max_by_key(|(needs, _)| needs.world_bytes) else { return String::new() };
    let at_once = match memory::worlds_at_once(scenario, threads.min(usize::try_from(runs).unwrap_or(threads)), memory::available_bytes()) {
        Ok(worlds) => format!("{} at a time", counted(worlds as u64, "world")),
        Err(_) => "more than this machine has free".to_owned(),
    };
    format!(
        "  runs: {what} = {} of {} people × {} days\n  memory: about {} a world, {at_once}\n  time: roughly {} on {}\n",
        counted(runs, "run"),
        count(u64::from(scenario.run.people)),
        scenario.run.days,
        memory::in_words(largest.world_bytes),
        time_in_words(seconds / threads as f64),
        counted(threads as u64, "thread"),
    )
}
