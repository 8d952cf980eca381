//! `moat schema`: the JSON Schema of the files, for editors.

use clap::{Args, ValueEnum};

use super::failure::Failure;
use super::terminal::Terminal;
use crate::scenario::{schema_scenario, schema_study};

/// Print the JSON Schema of scenario or study files.
///
/// An editor that knows the schema completes keys and checks values while you type. With the extension "Even Better TOML" or Taplo, save it and write
/// `#:schema scenario.schema.json` as the first line of a scenario.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  moat schema > scenario.schema.json")]
pub struct Arguments {
    /// Of which files.
    #[arg(value_enum, default_value = "scenario", value_name = "OF")]
    of: Of,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Of {
    Scenario,
    Study,
}

pub fn schema(arguments: &Arguments, terminal: &Terminal) -> Result<(), Failure> {
    let schema = match arguments.of {
        Of::Scenario => schema_scenario(),
        Of::Study => schema_study(),
    };
    terminal.print(&format!("{schema:#}\n"))?;
    Ok(())
}
