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
    let names = distinct(points.iter().map(|row| &*row.line));
    let curves = names.iter().enumerate().flat_map(|(place, name)| {
        let of_it: Vec<&LawPointRow> = points.iter().filter(|row| *row.line == **name).copied().collect();
        let (theory, simulated): (Vec<&LawPointRow>, Vec<&LawPointRow>) = of_it.into_iter().partition(|row| *row.by == *THEORY);
        [curve(name, palette::at(place), Shape::Thin, &theory), curve("", palette::at(place), Shape::Dots, &simulated)]
    });
    let across = if first.across_unit.is_empty() { first.across.to_string() } else { format!("{} ({})", first.across, first.across_unit) };
    let lines = Lines { across: Axis::number(&across, Form::Plain), up: Axis::number("", Form::of(&first.unit)), curves: curves.collect() };
    let panel = Panel { title: first.up.to_string(), unit: first.unit.to_string(), body: Body::Lines(lines) };
    let name = format!("{law}_{}", told.title).to_lowercase().replace(|c: char| !c.is_ascii_alphanumeric(), "_");
    let title = format!("{law}  {}", first.picture);
    Some(Figure {
        subtitle: subtitle(told),
        marks: Vec::new(),
        key: vec![KeyEntry { label: "theory (dots: simulation)".to_owned(), dash: Some(Dash::Whole) }],
        ..frame::figure(manifest, &name, &title, vec![panel], 1, Heights::Own)
    })
}

fn subtitle(told: &LawRow) -> String {
    format!("{}  ·  {}", told.says, told.source)
}

fn curve(label: &str, ink: Ink, shape: Shape, rows: &[&LawPointRow]) -> Curve {
    let points = rows.iter().map(|row| Point { x: row.x, mean: row.mean, low: row.low, high: row.high }).collect();
    Curve { label: label.to_owned(), ink, dash: Dash::Whole, shape, points }
}
