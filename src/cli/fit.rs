//! `moat fit`: the numbers of behaviour that all histories together ask for.

use std::path::PathBuf;

use clap::Args;

use super::arguments::{OverrideArguments, WorkPlace, default_output};
use super::failure::Failure;
use super::histories::loaded;
use super::quoting::{command_line, resuming_command_line};
use super::stop;
use super::terminal::Terminal;
use crate::error::Error;
use crate::histories::fit::{Fit, Plan};
use crate::output::{place, run_folder, summary};
use crate::study::collect::shortened_note;
use crate::study::provenance;

/// Fit the numbers of behaviour to all histories at once.
///
/// Draws the numbers from their priors, replays every history at each draw with the same chance, learns from that what comes out where, and proposes numbers with
/// which most expectations should be met; then replays those too. Says which numbers the histories identify, how many of the prior's draws meet each expectation,
/// and what comes of each history at the numbers that are best without it. Nothing is changed: the numbers stand in the tables for a person to judge.
///
/// Each draw is kept as it is finished; --resume goes on.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES, mut_arg("output", |output| default_output(output, FOLDER)))]
pub struct Arguments {
    /// Scenario files, or folders of them.
    #[arg(value_name = "PATH", default_value = "scenarios/histories")]
    paths: Vec<PathBuf>,
    /// Draws from the prior.
    #[arg(long, value_name = "N", default_value_t = 96, value_parser = clap::value_parser!(u32).range(1..=100_000))]
    draws: u32,
    /// How often the surrogate proposes.
    #[arg(long, value_name = "N", default_value_t = 3)]
    rounds: u32,
    /// Proposals each time.
    #[arg(long, value_name = "N", default_value_t = 12, value_parser = clap::value_parser!(u32).range(1..=10_000))]
    proposals: u32,
    /// Go on where an earlier fit into this folder stopped. With another number of draws, that many are made beside those that are kept. Refused where none
    /// of the draws that are kept there counts.
    #[arg(long, conflicts_with = "overwrite")]
    resume: bool,
    #[command(flatten)]
    place: WorkPlace,
    #[command(flatten)]
    overrides: OverrideArguments,
}

/// Where results go, unless the user says otherwise.
const FOLDER: &str = "fit";

const EXAMPLES: &str = "\
Examples:
  moat fit --people 2000 --replicates 1            an hour or so on two cores
  moat fit --people 2000 --replicates 1 --resume   go on, or add draws";

pub fn fit(arguments: &Arguments, terminal: &Terminal) -> Result<(), Failure> {
    let overrides = arguments.overrides.overrides();
    let (histories, left_out) = loaded(&arguments.paths, &overrides)?;
    let folder = arguments.place.folder(FOLDER);
    let mut manifest = provenance::of_histories(&histories, &command_line(), &overrides);
    manifest.scenario = "fit".to_owned();
    manifest.title = "The numbers of behaviour that all histories together ask for".to_owned();
    manifest.asks = "Which numbers do the histories identify, and what comes out with them?".to_owned();
    manifest.files = vec![Fit::FILE.to_owned()];
    manifest.notes.extend(shortened_note(&histories, left_out));
    let mut fit = Fit::of(&histories, &folder);
    let _lock = place::take(&folder, arguments.place.existing(arguments.resume), &manifest, |_| fit.kept())?;
    fit.begin(arguments.resume)?;
    let stop = stop::on_request(terminal);
    let plan = Plan {
        draws: arguments.draws as usize,
        rounds: arguments.rounds as usize,
        proposals: arguments.proposals as usize,
        threads: arguments.place.threads()?,
        seed: histories[0].run.seed,
    };
    let tell = |done: usize, all: usize, met: usize, cases: usize| {
        if !arguments.place.quiet {
            terminal.say(&format!("{done} of {all} draws; {met} of {cases} expectations met at the last"));
        }
    };
    if !fit.run(&plan, &stop, &tell)? {
        return Err(Error::Stopped(format!("stopped: {} draws are kept\ngo on with: {}", fit.draws(), resuming_command_line())).into());
    }
    let tables = fit.tables(&mut manifest.notes);
    let manifest = run_folder::save_all(&folder, &manifest, &tables)?;
    terminal.print(&summary::text(&manifest, &tables, Some(&folder)))?;
    Ok(())
}
