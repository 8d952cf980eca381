//! `moat redraw`: charts and summary again, from saved tables.

use std::path::PathBuf;

use clap::Args;

use super::failure::Failure;
use super::terminal::Terminal;
use crate::output::{run_folder, summary};

/// Draw charts and summary again from saved tables, without a run.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  moat redraw output/my      after an update of moat, or of the tables")]
pub struct Arguments {
    /// The folder of a run or a sweep.
    #[arg(value_name = "DIR")]
    folder: PathBuf,
}

pub fn redraw(arguments: &Arguments, terminal: &Terminal) -> Result<(), Failure> {
    run_folder::redraw(&arguments.folder)?;
    let (manifest, tables) = run_folder::load_all(&arguments.folder)?;
    terminal.print(&summary::text(&manifest, &tables, Some(&arguments.folder)))?;
    Ok(())
}
