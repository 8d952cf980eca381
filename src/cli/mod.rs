//! The command line: one file a command. What the commands do is in the rooms below.

mod arguments;
mod check;
mod completions;
mod defects;
mod failure;
mod fit;
mod histories;
mod list;
mod man;
mod quoting;
mod redraw;
mod run;
mod schema;
mod stop;
mod sweep;
mod terminal;
mod verify;
mod work;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::process::ExitCode;

use clap::{CommandFactory, Parser, Subcommand};

use defects::Defects;
use failure::Failure;
use terminal::{Colour, Terminal};

/// Simulate social platforms competing for people.
///
/// A scenario file describes people, platforms and what happens to them. `moat run` lives it day by day, with as many replicates as the file says, and leaves tables,
/// charts and a summary in a folder.
#[derive(Debug, Parser)]
#[command(name = "moat", version, propagate_version = true, max_term_width = 100, after_help = EXAMPLES)]
pub struct Cli {
    #[command(subcommand)]
    command: Command,
    /// Colours in messages; `auto` means on terminals, unless NO_COLOR is set.
    #[arg(long, global = true, value_enum, default_value = "auto", value_name = "WHEN")]
    color: Colour,
}

const EXAMPLES: &str = "\
Examples:
  moat check my.toml                    is the file right, and what will it take?
  moat run my.toml                      run it; results in output/my/
  moat run my.toml --people 10000 --replicates 2 --output try
                                        a quick look first
  moat list measures                    what is measured
  moat sweep study.toml                 the same scenario at many points
  moat verify                           does the engine meet what theory demands?
  moat histories                        does what really happened come out?

Exit codes: 0 done, 1 failed while running, 2 the request is wrong.";

#[derive(Debug, Subcommand)]
enum Command {
    Run(run::Arguments),
    Check(check::Arguments),
    Sweep(sweep::Arguments),
    Redraw(redraw::Arguments),
    Verify(verify::Arguments),
    Histories(histories::Arguments),
    Fit(fit::Arguments),
    List(list::Arguments),
    Schema(schema::Arguments),
    Completions(completions::Arguments),
    Man(man::Arguments),
}

/// The whole program: reads the arguments, does what they say, and tells what went wrong.
pub fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(help) => {
            // Asking for help or the version comes this way too, and may be asked into a closed pipe.
            let _ = help.print();
            return ExitCode::from(if help.use_stderr() { 2 } else { 0 });
        }
    };
    let terminal = Terminal::new(cli.color);
    let defects = Defects::watch();
    let done = catch_unwind(AssertUnwindSafe(|| dispatch(&cli.command, &terminal)));
    let done = done.unwrap_or(Err(Failure::Defect));
    defects.tell(&terminal);
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            failure.tell(&terminal);
            ExitCode::from(failure.exit_code())
        }
    }
}

fn dispatch(command: &Command, terminal: &Terminal) -> Result<(), Failure> {
    match command {
        Command::Run(arguments) => run::run(arguments, terminal),
        Command::Check(arguments) => check::check(arguments, terminal),
        Command::Sweep(arguments) => sweep::sweep(arguments, terminal),
        Command::Redraw(arguments) => redraw::redraw(arguments, terminal),
        Command::Histories(arguments) => histories::histories(arguments, terminal),
        Command::Fit(arguments) => fit::fit(arguments, terminal),
        Command::Verify(arguments) => verify::verify(arguments, terminal),
        Command::List(arguments) => list::list(arguments, terminal),
        Command::Schema(arguments) => schema::schema(arguments, terminal),
        Command::Completions(arguments) => completions::completions(arguments, terminal),
        Command::Man(arguments) => man::man(arguments, terminal),
    }
}

/// The definition of the command line, for completions, man pages and tests.
pub fn definition() -> clap::Command {
    Cli::command()
}
