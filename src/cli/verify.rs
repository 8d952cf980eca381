//! `moat verify`: the laws of theory, predicted beside measured.

use clap::Args;

use super::arguments::{WorkPlace, default_output};
use super::failure::Failure;
use super::quoting::command_line;
use super::terminal::Terminal;
use crate::error::Error;
use crate::laws::{LAWS, Law, Size, report};
use crate::output::place::{self, Kept};
use crate::output::{run_folder, summary};

/// Hold the engine to what theory demands.
///
/// Twenty results of theory are met by the same engine that runs scenarios, with mechanisms switched off by ordinary keys of a scenario: each law is a file in
/// scenarios/laws/. Prints what is predicted beside what is measured, and draws each law: lines are theory, dots are simulation.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES, mut_arg("output", |output| default_output(output, FOLDER)))]
pub struct Arguments {
    /// Laws by their codes [default: all].
    #[arg(value_name = "LAW")]
    laws: Vec<String>,
    /// Smaller worlds, as in the tests: a minute instead of several.
    #[arg(long)]
    quick: bool,
    #[command(flatten)]
    place: WorkPlace,
}

/// Where results go, unless the user says otherwise.
const FOLDER: &str = "laws";

const EXAMPLES: &str = "\
Examples:
  moat verify --quick            all twenty, in small worlds
  moat verify L3 L4              coordination and hysteresis alone

Exit code 1 when a law is not met.";

pub fn verify(arguments: &Arguments, terminal: &Terminal) -> Result<(), Failure> {
    let laws = chosen(&arguments.laws)?;
    let folder = arguments.place.folder(FOLDER);
    let size = if arguments.quick { Size::quick() } else { Size::full() };
    let manifest = report::manifest(&laws, size, &command_line());
    let _lock = place::take(&folder, arguments.place.existing(false), &manifest, |_| Ok(Kept::Nothing))?;
    arguments.place.threads()?;
    let tell = |law: &Law| {
        if !arguments.place.quiet {
            terminal.say(&format!("{} {}", law.code, law.title));
        }
    };
    let checked = crate::laws::verify(&laws, size, &tell);
    let tables = report::tables(&checked);
    let manifest = run_folder::save_all(&folder, &manifest, &tables)?;
    terminal.print(&summary::text(&manifest, &tables, Some(&folder)))?;
    let is_met = checked.iter().all(|(_, verdict)| verdict.as_ref().is_ok_and(|verdict| verdict.is_met()));
    if is_met { Ok(()) } else { Err(Failure::Told) }
}

/// The laws of these codes, in the order of the laws.
fn chosen(codes: &[String]) -> Result<Vec<&'static Law>, Error> {
    let is_law = |code: &&String| LAWS.iter().any(|law| law.code.eq_ignore_ascii_case(code));
    if let Some(unknown) = codes.iter().find(|code| !is_law(code)) {
        let known = format!("{} to {}", LAWS[0].code, LAWS[LAWS.len() - 1].code);
        return Err(Error::request(format!("there is no law `{unknown}`\nlaws are {known}")));
    }
    let is_chosen = |law: &&Law| codes.is_empty() || codes.iter().any(|code| law.code.eq_ignore_ascii_case(code));
    Ok(LAWS.iter().filter(is_chosen).collect())
}
