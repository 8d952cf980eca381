//! `moat man`: manual pages.

use std::path::PathBuf;

use clap::Args;
use clap_mangen::Man;

use super::failure::Failure;
use super::terminal::Terminal;
use crate::error::Error;

/// Print the manual page, or write the pages of all commands into a folder.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  moat man | man -l -\n  moat man ~/.local/share/man/man1")]
pub struct Arguments {
    /// Folder for one page a command.
    #[arg(value_name = "DIR")]
    folder: Option<PathBuf>,
}

pub fn man(arguments: &Arguments, terminal: &Terminal) -> Result<(), Failure> {
    let definition = super::definition();
    if let Some(folder) = &arguments.folder {
        let told = |cause: std::io::Error| Error::file("write manual pages into", folder, cause);
        std::fs::create_dir_all(folder).map_err(told)?;
        clap_mangen::generate_to(definition, folder).map_err(told)?;
        return Ok(());
    }
    let mut page = Vec::new();
    Man::new(definition).render(&mut page).map_err(|cause| Error::Machine {
        doing: "make the manual page".to_owned(),
        path: None,
        cause: cause.to_string(),
    })?;
    terminal.print_bytes(&page)?;
    Ok(())
}
