//! What was found, for readers: a table of numbers against their predictions, and a picture a law, theory as a line and simulation as dots.

use comfy_table::{CellAlignment, ContentArrangement, LineStyle, Table, TableStyle};

use super::{Curve, Law, Line, Size, Verdict};
use crate::error::Result;
use crate::output::figure::{self, Axis, Body, Dash, Figure, Heights, KeyEntry, Lines, Panel, Shape};
use crate::output::number::Form;
use crate::output::palette;
use crate::output::tables::Point;

/// All findings as a table, and below it how many laws are met.
pub fn table(results: &[(&Law, Result<Verdict>)]) -> String {
    let mut table = Table::new();
    table.load_style(TableStyle::new().header_separator(LineStyle::default()));
    table.set_content_arrangement(ContentArrangement::Disabled);
    table.set_header(["law", "quantity", "predicted", "measured", "tolerance", "met"]);
    for column in 2..=4 {
        if let Some(column) = table.column_mut(column) {
            column.set_cell_alignment(CellAlignment::Right);
        }
    }
    let mut met = 0;
    for (law, verdict) in results {
        let name = format!("{} {}", law.code, law.title);
        match verdict {
            Err(error) => {
                table.add_row([name, error.to_string(), String::new(), String::new(), String::new(), "no".to_owned()]);
            }
            Ok(verdict) => {
                met += usize::from(verdict.is_met());
                for (row, finding) in verdict.findings.iter().enumerate() {
                    let name = if row == 0 { name.clone() } else { String::new() };
                    let met = if finding.met { "yes" } else { "NO" };
                    let numbers = [finding.predicted, finding.measured, finding.tolerance].map(decimals);
                    let [predicted, measured, tolerance] = numbers;
                    table.add_row([name, finding.quantity.clone(), predicted, measured, tolerance, met.to_owned()]);
                }
            }
        }
    }
    let lines: Vec<String> = table.lines().map(|line| line.trim_end().to_owned()).collect();
    format!("{}\n\n{met} of {} laws are met.\n", lines.join("\n"), results.len())
}

/// Four decimals, or none for whole numbers.
fn decimals(number: f64) -> String {
    if number == libm::trunc(number) { format!("{number}") } else { format!("{number:.4}") }
}

/// The picture of a law.
pub fn figure(law: &Law, curve: &Curve, size: Size) -> Figure {
    let ink = |place: usize| palette::at(place);
    let curves = curve.lines.iter().enumerate().flat_map(|(place, line)| [theory(line, ink(place)), simulated(line, ink(place))]);
    let unit = &curve.y.unit;
    let across = if curve.x.unit.is_empty() { curve.x.title.clone() } else { format!("{} ({})", curve.x.title, curve.x.unit) };
    let lines = Lines { across: Axis::number(&across, Form::Plain), up: Axis::number("", Form::of(unit)), curves: curves.collect() };
    Figure {
        name: format!("{}_{}", law.code.to_lowercase(), law.title.to_lowercase().replace(' ', "_")),
        title: curve.title.clone(),
        subtitle: format!("{}  ·  {}", law.says, law.source),
        footer: format!("moat {}  ·  {} seeds, 95 % intervals", env!("CARGO_PKG_VERSION"), size.seeds),
        key: vec![KeyEntry { label: "line: theory · dots: simulation".to_owned(), dash: Dash::Whole }],
        marks: Vec::new(),
        panels: vec![Panel { title: curve.y.title.clone(), unit: unit.clone(), body: Body::Lines(lines) }],
        columns: 1,
        heights: Heights::Own,
    }
}

fn theory(line: &Line, ink: palette::Ink) -> figure::Curve {
    let points = line.theory.iter().map(|&(x, mean)| Point { x, mean, low: f64::NAN, high: f64::NAN }).collect();
    figure::Curve { label: line.label.clone(), ink, dash: Dash::Whole, shape: Shape::Thin, points }
}

fn simulated(line: &Line, ink: palette::Ink) -> figure::Curve {
    let points = line.simulated.iter().map(|dot| Point { x: dot.x, mean: dot.mean, low: dot.low, high: dot.high }).collect();
    figure::Curve { label: String::new(), ink, dash: Dash::Whole, shape: Shape::Dots, points }
}
