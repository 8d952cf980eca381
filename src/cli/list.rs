//! `moat list`: what may stand in a file, what is measured, and what tables of results hold, as tables.

use std::io::IsTerminal;
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use comfy_table::{ContentArrangement, LineStyle, Table, TableStyle};

use super::failure::Failure;
use super::terminal::Terminal;
use crate::error::{Error, Result};
use crate::output::table::Kind;
use crate::output::tables::{self, TableInfo};
use crate::scenario::Measure;
use crate::scenario::behaviour::NUMBERS;
use crate::scenario::lists::{LEVELS, Lasting, PRESETS, Reach, VERBS, Verb, platform_keys, verb_fields};
use crate::scenario::measure::{MeasureInfo, Pace, Scope};

/// List what may stand in a scenario, what is measured, and what tables hold.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Arguments {
    #[arg(value_enum, value_name = "WHAT")]
    what: What,
    /// Where `list scenarios` looks.
    #[arg(long, value_name = "DIR", default_value = "scenarios")]
    folder: PathBuf,
}

const EXAMPLES: &str = "\
Examples:
  moat list measures                       what a metric may be
  moat list events                         what can happen to a platform
  moat list tables                         what the columns of results mean
  moat list behaviour | grep habit         numbers of how people act, with their priors";

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum What {
    /// What is measured: names, units and meanings.
    Measures,
    /// Ways to make ties between people.
    Presets,
    /// Words for how well a conversation fits.
    Levels,
    /// What events can do, with their keys.
    Events,
    /// What platforms are described by.
    Attributes,
    /// The numbers that say how people act, the same in every scenario.
    Behaviour,
    /// The tables that runs, sweeps and studies leave behind, with their columns.
    Tables,
    /// Scenario files in a folder.
    Scenarios,
}

pub fn list(arguments: &Arguments, terminal: &Terminal) -> std::result::Result<(), Failure> {
    let (header, rows) = match arguments.what {
        What::Measures => (vec!["name", "of", "taken", "unit", "meaning"], Measure::ALL.iter().map(measure).collect()),
        What::Presets => (vec!["preset", "meaning", "keys"], presets()),
        What::Levels => (vec!["level", "utility", "meaning"], levels()),
        What::Events => (vec!["event", "key", "default", "unit", "meaning"], VERBS.iter().flat_map(event).collect()),
        What::Attributes => (vec!["attribute", "default", "unit", "meaning"], attributes()),
        What::Behaviour => (vec!["number", "value", "prior", "unit", "meaning", "prior from"], behaviour()),
        What::Tables => (vec!["table", "column", "holds", "meaning"], tables::ALL.iter().flat_map(table).collect()),
        What::Scenarios => (vec!["file", "title", "asks"], scenarios(&arguments.folder)?),
    };
    terminal.print(&aligned(&header, rows))?;
    Ok(())
}

type Cells = Vec<String>;

fn measure(info: &MeasureInfo) -> Cells {
    let of = match info.scope {
        Scope::World => "the world",
        Scope::Platform => "platform",
        Scope::PlatformLayer => "platform, layer",
        Scope::PlatformTopic => "platform, topic",
        Scope::Pair => "platform, other",
    };
    let taken = match info.pace {
        Pace::Daily => "daily",
        Pace::Survey => "monthly",
    };
    [info.name, of, taken, info.unit, info.meaning].map(str::to_owned).to_vec()
}

/// A line for the table, then one for each of its columns.
fn table(info: &TableInfo) -> Vec<Cells> {
    let whole = vec![info.name.to_owned(), String::new(), String::new(), info.meaning().to_owned()];
    let column = |(name, kind): &(&str, Kind)| {
        let meaning = info.column_meaning(name).unwrap_or_default();
        vec![String::new(), (*name).to_owned(), kind.name().to_owned(), meaning.to_owned()]
    };
    [whole].into_iter().chain(info.columns.iter().map(column)).collect()
}

fn presets() -> Vec<Cells> {
    PRESETS.iter().map(|preset| vec![preset.name.to_owned(), preset.meaning.to_owned(), preset.keys.join(", ")]).collect()
}

fn levels() -> Vec<Cells> {
    LEVELS.iter().map(|level| vec![level.name.to_owned(), level.value.to_string(), level.meaning.to_owned()]).collect()
}

/// A line for the verb, then one for each of its keys. What `set` changes are the attributes, which have a list of their own.
fn event(verb: &Verb) -> Vec<Cells> {
    let reach = match verb.reach {
        Reach::Audience => "; reaches who `to` names",
        Reach::Platform => "",
    };
    let lasting = match verb.lasting {
        Lasting::WhileItLasts | Lasting::NeedsEnd => "",
        Lasting::Instant => "; acts once",
        Lasting::ForGood => "; for good",
    };
    let mut rows =
        vec![vec![verb.name.to_owned(), String::new(), String::new(), String::new(), format!("{}{reach}{lasting}", verb.meaning)]];
    if verb.name == "set" {
        rows.push(vec![String::new(), "…".to_owned(), String::new(), String::new(), "any of `moat list attributes`".to_owned()]);
        return rows;
    }
    for key in verb_fields(verb) {
        rows.push(vec![String::new(), key.name.to_owned(), key.default_text(), key.unit.to_owned(), key.meaning.to_owned()]);
    }
    rows
}

fn attributes() -> Vec<Cells> {
    let row =
        |key: &crate::scenario::file::key::Key| vec![key.name.to_owned(), key.default_text(), key.unit.to_owned(), key.meaning.to_owned()];
    platform_keys().iter().map(row).collect()
}

fn behaviour() -> Vec<Cells> {
    let row = |number: &crate::scenario::behaviour::Number| {
        let prior = format!("{}–{}", number.prior.0, number.prior.1);
        let texts = [number.unit, number.meaning, number.source].map(str::to_owned);
        [vec![number.name.to_owned(), number.default.to_string(), prior], texts.to_vec()].concat()
    };
    NUMBERS.iter().map(row).collect()
}

/// Every TOML file with a title, in the folder and below.
fn scenarios(folder: &Path) -> Result<Vec<Cells>> {
    let mut rows = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        let entries = std::fs::read_dir(&next).map_err(|cause| match cause.kind() {
            std::io::ErrorKind::NotFound => Error::request(format!("there is no folder {}\nname another with --folder", next.display())),
            _ => Error::file("look into", &next, cause),
        })?;
        for entry in entries.filter_map(|entry| entry.ok()) {
            let path = entry.path();
            // A link to a folder may lead back up.
            if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "toml") {
                rows.extend(scenario(&path));
            }
        }
    }
    rows.sort();
    Ok(rows)
}

fn scenario(path: &Path) -> Option<Cells> {
    let table: toml::Table = std::fs::read_to_string(path).ok()?.parse().ok()?;
    let text = |key: &str| table.get(key).and_then(toml::Value::as_str).unwrap_or_default().to_owned();
    table.contains_key("title").then(|| vec![path.display().to_string(), text("title"), text("asks")])
}

/// Columns that line up: wrapped to the width of a terminal, one line a row for a pipe.
fn aligned(header: &[&str], rows: Vec<Cells>) -> String {
    let mut table = Table::new();
    table.load_style(TableStyle::new().header_separator(LineStyle::none().fill('─').junction('─')));
    table.set_header(header.to_vec()).add_rows(rows);
    if std::io::stdout().is_terminal() {
        table.set_content_arrangement(ContentArrangement::Dynamic);
    } else {
        table.set_content_arrangement(ContentArrangement::Disabled).force_no_tty();
    }
    let lines: Vec<String> = table.to_string().lines().map(|line| line.trim_end().to_owned()).collect();
    lines.join("\n") + "\n"
}
