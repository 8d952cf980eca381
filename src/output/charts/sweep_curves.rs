//! A sweep, axis by axis: lines where the design is a line or a small grid, dots where it is a scatter.

use super::super::figure::{Axis, Body, Curve, Dash, Figure, Heights, Lines, Panel, Shape, label_with};
use super::super::layout::{Sweep, SweepRow, told_apart};
use super::super::number::Form;
use super::super::palette;
use super::super::tables::Point;
use super::super::{Manifest, Tables};
use super::frame;
use crate::scenario::study::word_for;

const PANELS_MOST: usize = 6;
/// Lines of one panel, for a second axis with few values.
const LINES_MOST: usize = 6;
/// Dots of one panel whose intervals can be told apart.
const INTERVALS_MOST: usize = 100;
/// Characters of a path, beyond which it has no room beside a unit.
const LONG: usize = 48;

pub fn draw(manifest: &Manifest, tables: &Tables) -> Option<Figure> {
    let sweep = &tables.sweep;
    let varied = sweep.varied();
    let names = sweep.measures();
    let mut drawn: Vec<(f64, Panel)> = Vec::new();
    for name in &names {
        for &axis in &varied {
            drawn.extend(panel(manifest, tables, name, axis, &varied).map(|panel| (strength(&sweep.rows, name, axis), panel)));
        }
    }
    let all = drawn.len();
    let panels = strongest(drawn);
    if panels.is_empty() {
        return None;
    }
    let columns = match panels.len() {
        1 => 1,
        2 | 4 => 2,
        _ => 3,
    };
    let title = if all > panels.len() {
        format!("What it depends on, one thing at a time: the {} closest relations of {all}", panels.len())
    } else {
        "What it depends on: one thing at a time".to_owned()
    };
    let figure = frame::figure(manifest, "sweep_curves", &title, panels, columns, Heights::Own);
    Some(Figure { marks: Vec::new(), ..figure })
}

/// All, in the order in which they stand; where a page cannot hold them, those in which the measure goes most closely with the axis, the closest first.
fn strongest(mut panels: Vec<(f64, Panel)>) -> Vec<Panel> {
    if panels.len() > PANELS_MOST {
        panels.sort_by(|one, other| other.0.total_cmp(&one.0));
        panels.truncate(PANELS_MOST);
    }
    panels.into_iter().map(|(_, panel)| panel).collect()
}

/// How closely a measure goes with an axis: the size of the correlation of its means with the axis (Pearson 1895), 0 where either does not vary.
fn strength(rows: &[SweepRow], name: &str, axis: usize) -> f64 {
    let of_it: Vec<(f64, f64)> =
        rows.iter().filter(|row| *row.measure == *name && row.mean.is_finite()).map(|row| (row.at[axis], row.mean)).collect();
    let count = of_it.len() as f64;
    let (x, y) = (of_it.iter().map(|(x, _)| x).sum::<f64>() / count, of_it.iter().map(|(_, y)| y).sum::<f64>() / count);
    let sum = |part: fn(f64, f64) -> f64| of_it.iter().map(|(at, mean)| part(at - x, mean - y)).sum::<f64>();
    let strength = (sum(|x, y| x * y) / libm::sqrt(sum(|x, _| x * x) * sum(|_, y| y * y))).abs();
    if strength.is_finite() { strength } else { 0.0 }
}

fn panel(manifest: &Manifest, tables: &Tables, name: &str, axis: usize, varied: &[usize]) -> Option<Panel> {
    let sweep = &tables.sweep;
    let rows: Vec<&SweepRow> = sweep.rows.iter().filter(|row| *row.measure == *name).collect();
    let unit = rows.first()?.unit.clone();
    let second = match varied {
        [one, other] => Some(if *one == axis { *other } else { *one }),
        _ => None,
    };
    let mut left_out = String::new();
    let curves = match second {
        None if varied.len() == 1 => vec![curve(manifest, &rows, axis, "", palette::at(0), Shape::Banded)],
        Some(second) if is_grid(&rows, axis, second) => {
            let values = sweep.values(second);
            let second_name = told_apart(&[&sweep.axes[second], &sweep.axes[axis]])[0];
            let shown = values.iter().step_by(values.len().div_ceil(LINES_MOST));
            if shown.len() < values.len() {
                left_out = format!("; {} of {} values", shown.len(), values.len());
            }
            let line = |(place, value): (usize, &f64)| {
                let of_it: Vec<&SweepRow> = rows.iter().filter(|row| row.at[second] == *value).copied().collect();
                let label = label_with(second_name, &manifest.chosen(&sweep.axes[second], *value));
                curve(manifest, &of_it, axis, &label, palette::at(place), Shape::Banded)
            };
            shown.enumerate().map(line).collect()
        }
        _ => vec![curve(manifest, &rows, axis, "", palette::at(0), Shape::Dots)],
    };
    let form = Form::of(&unit);
    let up = if form == Form::Share { Axis::from_zero("", form) } else { Axis::number("", form) };
    let lines = Lines { across: across(manifest, sweep, axis, varied), up, curves };
    lines.has_points().then(|| frame::panel(name, &(unit.to_string() + &left_out), Body::Lines(lines)))
}

/// The axis of a path: the path as the user wrote it, or as short as it is told from the others, and its unit.
fn across(manifest: &Manifest, sweep: &Sweep, axis: usize, varied: &[usize]) -> Axis {
    let path = &*sweep.axes[axis];
    let paths: Vec<&str> = varied.iter().map(|&axis| &*sweep.axes[axis]).collect();
    let short = varied.iter().zip(told_apart(&paths)).find(|(varied, _)| **varied == axis).map_or(path, |(_, short)| short);
    let values = sweep.values(axis);
    let is_log = spans_decades(&values);
    // Where any value has a word, ticks are the values; where all have, the unit is none of theirs.
    let words = manifest.axis(path).map_or(&[][..], |axis| &axis.words);
    let has_word = |value: &&f64| word_for(words, **value).is_some();
    let in_words = values.iter().filter(has_word).count();
    let named = values.iter().filter(|_| in_words > 0).map(|value| (*value, manifest.chosen(path, *value))).collect();
    let unit = manifest.axis(path).map_or("", |axis| &axis.unit);
    let unit = if unit.is_empty() || in_words == values.len() { String::new() } else { format!(" ({unit})") };
    Axis {
        short: short.to_owned(),
        named,
        ending: if is_log { unit + ", logarithmic" } else { unit },
        ..if is_log { Axis::log(path, Form::Plain) } else { Axis::number(path, Form::Plain) }
    }
}

fn curve(manifest: &Manifest, rows: &[&SweepRow], axis: usize, label: &str, ink: palette::Ink, shape: Shape) -> Curve {
    let point = |row: &&SweepRow| Point { x: row.at[axis], mean: row.mean, low: row.low, high: row.high, n: row.n };
    let mut points = frame::told(manifest, rows.iter().map(point).collect());
    points.sort_by(|one, other| one.x.total_cmp(&other.x));
    if shape == Shape::Dots && points.len() > INTERVALS_MOST {
        points.iter_mut().for_each(|point| (point.low, point.high) = (f64::NAN, f64::NAN));
    }
    Curve { label: label.to_owned(), ink, dash: Dash::Whole, shape, points }
}

/// Whether each value of one axis is met at each of the other.
fn is_grid(rows: &[&SweepRow], axis: usize, second: usize) -> bool {
    let count = |axis| SweepRow::values(rows.iter().copied(), axis).len();
    count(axis) * count(second) == rows.len()
}

/// Values so far apart that most of them would stand in one corner of a plain axis.
fn spans_decades(values: &[f64]) -> bool {
    let (least, greatest) =
        values.iter().fold((f64::INFINITY, 0.0_f64), |(least, greatest), &value| (least.min(value), greatest.max(value)));
    values.len() > 2 && least > 0.0 && greatest >= 50.0 * least
}

/// The first of two axes as the user wrote it, where that is not long, or as short as it is told from the second, with its unit.
pub fn axis_text(manifest: &Manifest, path: &str, second: &str) -> String {
    let name = if path.chars().count() > LONG { told_apart(&[path, second])[0] } else { path };
    match manifest.axis(path) {
        Some(axis) if !axis.unit.is_empty() => format!("{name} ({})", axis.unit),
        _ => name.to_owned(),
    }
}
