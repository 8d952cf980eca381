//! Figures, as a table for people and as lines for programs.

use std::io::Write;
use std::path::Path;

use comfy_table::{CellAlignment, LineStyle, Table, TableStyle};
use serde::Serialize;

use crate::Outcome;
use crate::clock::Spread;
use crate::machine::Machine;

/// One thing that was measured.
#[derive(Clone, Debug)]
pub struct Figure {
    pub what: &'static str,
    pub part: String,
    pub unit: &'static str,
    pub people: u32,
    pub threads: usize,
    pub value: Spread,
    /// The same in processor time of all threads.
    pub processor: Option<f64>,
    /// What the value is a multiple of, in the same unit: the bound, or a budget.
    pub bound: Option<f64>,
}

impl Figure {
    pub fn new(what: &'static str, part: &str, unit: &'static str, people: u32, threads: usize, value: Spread) -> Figure {
        Figure { what, part: part.to_owned(), unit, people, threads, value, processor: None, bound: None }
    }

    #[must_use]
    pub fn against(self, bound: f64) -> Figure {
        Figure { bound: Some(bound), ..self }
    }

    #[must_use]
    pub fn with_processor(self, processor: Option<f64>) -> Figure {
        Figure { processor, ..self }
    }

    pub fn multiple(&self) -> Option<f64> {
        self.bound.map(|bound| self.value.median / bound)
    }
}

#[derive(Default)]
pub struct Report {
    figures: Vec<Figure>,
    notes: Vec<String>,
}

/// A line of the file of results.
#[derive(Serialize)]
struct Line<'a> {
    #[serde(flatten)]
    machine: &'a Machine,
    what: &'a str,
    part: &'a str,
    people: u32,
    threads: usize,
    unit: &'a str,
    median: f64,
    lower_quartile: f64,
    upper_quartile: f64,
    samples: usize,
    processor: Option<f64>,
    bound: Option<f64>,
    multiple: Option<f64>,
}

impl Report {
    pub fn add(&mut self, figure: Figure) {
        self.figures.push(figure);
    }

    /// A sentence below the table.
    pub fn note(&mut self, sentence: String) {
        self.notes.push(sentence);
    }

    /// The median of a figure, where it was measured.
    pub fn median(&self, what: &str, part: &str, people: u32, threads: usize) -> Option<f64> {
        let is_it = |figure: &&Figure| figure.what == what && figure.part == part && figure.people == people && figure.threads == threads;
        self.figures.iter().find(is_it).map(|figure| figure.value.median)
    }

    pub fn print(&self, machine: &Machine) {
        println!(
            "\n{} · {} cores · commit {} · {} · {}\n",
            machine.processor_name, machine.cores, machine.commit, machine.rustc, machine.date
        );
        let mut table = Table::new();
        table.load_style(TableStyle::new().header_separator(LineStyle::none().fill('─').junction('─')));
        table.set_header(["what", "part", "people", "threads", "median", "middle half", "processor", "unit", "× bound"]);
        for column in [2, 3, 4, 5, 6, 8] {
            table.column_mut(column).expect("the header has nine").set_cell_alignment(CellAlignment::Right);
        }
        for figure in &self.figures {
            let spread = if figure.value.samples > 1 {
                format!("{} – {}", short(figure.value.lower_quartile), short(figure.value.upper_quartile))
            } else {
                String::new()
            };
            let optional = |value: Option<f64>| value.map(short).unwrap_or_default();
            table.add_row([
                figure.what.to_owned(),
                figure.part.clone(),
                figure.people.to_string(),
                figure.threads.to_string(),
                short(figure.value.median),
                spread,
                optional(figure.processor),
                figure.unit.to_owned(),
                optional(figure.multiple()),
            ]);
        }
        println!("{table}");
        if machine.load.is_some_and(|load| load > 0.3) {
            println!("Others were using the machine: its load was {} when this began.", short(machine.load.unwrap_or_default()));
        }
        for note in &self.notes {
            println!("{note}");
        }
    }

    /// Appends one line a figure.
    pub fn save(&self, machine: &Machine, path: &Path) -> Outcome<()> {
        let explain = |cause: std::io::Error| format!("cannot write {}: {cause}", path.display());
        let mut file = std::fs::OpenOptions::new().create(true).append(true).open(path).map_err(explain)?;
        for figure in &self.figures {
            let line = Line {
                machine,
                what: figure.what,
                part: &figure.part,
                people: figure.people,
                threads: figure.threads,
                unit: figure.unit,
                median: figure.value.median,
                lower_quartile: figure.value.lower_quartile,
                upper_quartile: figure.value.upper_quartile,
                samples: figure.value.samples,
                processor: figure.processor,
                bound: figure.bound,
                multiple: figure.multiple(),
            };
            let text = serde_json::to_string(&line).expect("a line is plain data");
            writeln!(file, "{text}").map_err(explain)?;
        }
        println!("\n{} figures appended to {}", self.figures.len(), path.display());
        Ok(())
    }
}

/// Three digits.
fn short(value: f64) -> String {
    match value.abs() {
        size if size >= 100.0 => format!("{value:.0}"),
        size if size >= 10.0 => format!("{value:.1}"),
        size if size >= 0.1 => format!("{value:.2}"),
        _ => format!("{value:.3}"),
    }
}
