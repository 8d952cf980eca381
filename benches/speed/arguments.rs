//! What to measure, and at which sizes.

use std::path::PathBuf;

use clap::{Parser, ValueEnum};

/// Measure the speed of Moat: a day of the whole model pass by pass, the making of worlds, plain adoption on a network, and memory.
///
/// Beside each size stands a bound, measured in the same run: reading a person's 20 half-ties of 8 bytes in sequence and as many rows of 8 bytes at
/// random. Figures are medians, with the range of the middle half of samples.
#[derive(Debug, Parser)]
#[command(name = "cargo bench --", bin_name = "cargo bench --")]
pub struct Arguments {
    /// What to measure [default: all].
    #[arg(value_enum, value_name = "WHAT")]
    what: Vec<What>,
    /// Numbers of people, as 100000, 100_000 or 1e5.
    #[arg(long, value_delimiter = ',', value_parser = people, default_value = "10_000,100_000")]
    pub people: Vec<u32>,
    /// Numbers of threads.
    #[arg(long, value_delimiter = ',', default_value = "1,2", value_parser = clap::value_parser!(u16).range(1..=4096))]
    pub threads: Vec<u16>,
    /// Days of the whole model that are lived, three of four of them timed [default: 56, and 28 of more than 200,000 people].
    #[arg(long)]
    pub days: Option<u32>,
    /// How often a world is made and a network lived [default: 5, and 3 of more than 200,000 people].
    #[arg(long)]
    runs: Option<u32>,
    /// Append the figures to a file, one JSON object a line, with machine, commit and date.
    #[arg(long, value_name = "FILE", num_args = 0..=1, default_missing_value = RESULTS)]
    pub save: Option<PathBuf>,
    /// Measure nothing: write the network of `adoption` as an edge list, for other programs.
    #[arg(long, value_name = "FILE")]
    pub edges: Option<PathBuf>,
    /// What a fresh process does whose memory is watched.
    #[arg(long, hide = true, value_enum)]
    pub grow: Option<Grow>,
    /// Given by cargo.
    #[arg(long, hide = true)]
    bench: bool,
}

const RESULTS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/benches/results.jsonl");

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum What {
    /// The machine alone, which is measured beside all others too.
    Bound,
    /// A day of the whole model, pass by pass.
    Day,
    /// What single rules add to a day, of at most 20,000 people.
    Rules,
    /// The making of people, ties and groups.
    Making,
    /// Plain adoption on a network.
    Adoption,
    /// Bytes a person, a half-tie and a group membership.
    Memory,
}

/// How much of a world is made to see what it takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Grow {
    People,
    Ties,
    Groups,
}

impl Arguments {
    pub fn measures(&self, what: What) -> bool {
        self.what.is_empty() || self.what.contains(&what)
    }

    pub fn days(&self, people: u32) -> u32 {
        self.days.unwrap_or(if people > LARGE { 28 } else { 56 }).max(2)
    }

    pub fn runs(&self, people: u32) -> u32 {
        self.runs.unwrap_or(if people > LARGE { 3 } else { 5 }).max(1)
    }
}

/// More people than this take seconds rather than moments.
const LARGE: u32 = 200_000;

fn people(text: &str) -> Result<u32, String> {
    let number: f64 = text.replace('_', "").parse().map_err(|_| "a number is needed".to_owned())?;
    if (100.0..=2e8).contains(&number) { Ok(number as u32) } else { Err("a number from 100 to 200,000,000 is needed".to_owned()) }
}
