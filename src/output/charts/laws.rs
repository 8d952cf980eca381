//! Laws of theory, one picture each: theory as lines, simulation as dots with their intervals.

use super::super::figure::{Axis, Body, Curve, Dash, Figure, Heights, KeyEntry, Lines, Panel, Shape};
use super::super::layout::{LawPointRow, LawRow};
use super::super::number::Form;
use super::super::palette::{self, Ink};
use super::super::table::distinct;
use super::super::tables::{Point, THEORY};
use super::super::{Manifest, Tables};
use super::frame;

pub fn draw_all(manifest: &Manifest, tables: &Tables) -> Vec<Figure> {
    distinct(tables.law_points.iter().map(|row| &*row.law)).into_iter().filter_map(|law| draw(manifest, tables, law)).collect()
}

fn draw(manifest: &Manifest, tables: &Tables, law: &str) -> Option<Figure> {
    let told = tables.laws.iter().find(|row| *row.law == *law)?;
    let points: Vec<&LawPointRow> = tables.law_points.iter().filter(|row| *row.law == *law).collect();
    let first = points.first()?;
    let has_theory = points.iter().any(|row| *row.by == *THEORY);
    let names = distinct(points.iter().map(|row| &*row.line));
    let curves = names.iter().enumerate().flat_map(|(place, name)| {
        let of_it: Vec<&LawPointRow> = points.iter().filter(|row| *row.line == **name).copied().collect();
        let (theory, simulated): (Vec<&LawPointRow>, Vec<&LawPointRow>) = of_it.into_iter().partition(|row| *row.by == *THEORY);
        // Where theory demands no value but that they are alike, dots are joined.
        let line = if has_theory { &theory } else { &simulated };
        [curve(name, palette::at(place), Shape::Thin, line), curve("", palette::at(place), Shape::Dots, &simulated)]
    });
    let across = if first.across_unit.is_empty() { first.across.to_string() } else { format!("{} ({})", first.across, first.across_unit) };
    let up = Axis::number("", Form::of(&first.unit));
    let up = Axis { bounds: up.bounds.or(bounds(&first.unit)), ..up };
    let lines = Lines { across: Axis::number(&across, Form::Plain), up, curves: curves.collect() };
    let panel = Panel { title: first.up.to_string(), unit: first.unit.to_string(), body: Body::Lines(lines) };
    let name = format!("{law}_{}", told.title).to_lowercase().replace(|c: char| !c.is_ascii_alphanumeric(), "_");
    let title = format!("{law}  {}", first.picture);
    let key = if has_theory { "theory (dots: simulation)" } else { "simulation: means, with their intervals" };
    Some(Figure {
        subtitle: subtitle(told),
        marks: Vec::new(),
        key: vec![KeyEntry { label: key.to_owned(), dash: Some(Dash::Whole) }],
        ..frame::figure(manifest, &name, &title, vec![panel], 1, Heights::Own)
    })
}

/// What a unit such as `0..1` leaves possible.
fn bounds(unit: &str) -> Option<(f64, f64)> {
    let (least, greatest) = unit.split_once("..")?;
    Some((least.replace('−', "-").parse().ok()?, greatest.parse().ok()?))
}

fn subtitle(told: &LawRow) -> String {
    format!("{}  ·  {}", told.says, told.source)
}

fn curve(label: &str, ink: Ink, shape: Shape, rows: &[&LawPointRow]) -> Curve {
    // A line has none of its own: dots bear the intervals.
    let interval = |row: &LawPointRow| if shape == Shape::Thin { (f64::NAN, f64::NAN) } else { (row.low, row.high) };
    let point = |row: &&LawPointRow| {
        let (low, high) = interval(row);
        Point { x: row.x, mean: row.mean, low, high, n: 0 }
    };
    let points = rows.iter().map(point).collect();
    Curve { label: label.to_owned(), ink, dash: Dash::Whole, shape, points }
}
