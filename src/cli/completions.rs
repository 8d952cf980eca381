//! `moat completions`: a script that lets a shell complete the command line.

use clap::Args;
use clap_complete::Shell;

use super::failure::Failure;
use super::terminal::Terminal;

/// Print a script that completes moat's command line in a shell.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Arguments {
    #[arg(value_enum)]
    shell: Shell,
}

const EXAMPLES: &str = "\
Examples:
  moat completions bash > ~/.local/share/bash-completion/completions/moat
  moat completions zsh > ~/.zfunc/_moat
  moat completions fish > ~/.config/fish/completions/moat.fish";

pub fn completions(arguments: &Arguments, terminal: &Terminal) -> Result<(), Failure> {
    let mut script = Vec::new();
    clap_complete::generate(arguments.shell, &mut super::definition(), "moat", &mut script);
    terminal.print_bytes(&script)?;
    Ok(())
}
