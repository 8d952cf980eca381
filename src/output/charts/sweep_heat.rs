//! A sweep over two axes: a measure by colour.

use super::super::figure::{Body, Figure, Heat, Heights, Panel};
use super::super::layout::SweepRow;
use super::super::number::Form;
use super::super::{Manifest, Tables};
use super::frame;
use super::sweep_curves::axis_text;

/// Values of an axis, at most, for which a cell can still be read.
const SIDE_MOST: usize = 40;
const PANELS_MOST: usize = 4;

pub fn draw(manifest: &Manifest, tables: &Tables) -> Option<Figure> {
    let sweep = &tables.sweep;
    let [across, down] = sweep.varied()[..] else { return None };
    let (columns, rows) = (sweep.values(across), sweep.values(down));
    if columns.len() > SIDE_MOST || rows.len() > SIDE_MOST {
        return None;
    }
    let names = sweep.measures();
    let panel = |name: &&str| -> Option<Panel> {
        let of_it: Vec<&SweepRow> = sweep.rows.iter().filter(|row| *row.measure == **name).collect();
        let form = Form::of(&of_it.first()?.unit);
        let found = |x: f64, y: f64| of_it.iter().find(|row| row.at[across] == x && row.at[down] == y).copied();
        // The greatest value of the axis stands on top, as on a graph.
        let found: Vec<Option<&SweepRow>> = rows.iter().rev().flat_map(|&y| columns.iter().map(move |&x| found(x, y))).collect();
        let filled = found.iter().flatten().count();
        let may_be_nothing = |row: &SweepRow| form == form.difference() && row.low <= 0.0 && row.high >= 0.0;
        let heat = Heat {
            across: format!("across: {}", axis_text(manifest, &sweep.axes[across], &sweep.axes[down])),
            down: String::new(),
            columns: columns.iter().map(|value| manifest.chosen(&sweep.axes[across], *value)).collect(),
            rows: rows.iter().rev().map(|value| manifest.chosen(&sweep.axes[down], *value)).collect(),
            cells: found.iter().map(|row| row.map(|row| if frame::tells(manifest, row.n) { row.mean } else { f64::NAN })).collect(),
            row_endings: Vec::new(),
            may_be_nothing: found.iter().map(|row| row.is_some_and(may_be_nothing)).collect(),
            form,
            span: (form == Form::Share).then_some((0.0, 1.0)),
        };
        let unit = format!("{}; down: {}", of_it[0].unit, axis_text(manifest, &sweep.axes[down], &sweep.axes[across]));
        // A design that is not a grid leaves most cells empty; its curves tell more.
        (filled * 2 >= columns.len() * rows.len()).then(|| frame::panel(name, &unit, Body::Heat(heat)))
    };
    let panels: Vec<Panel> = names.iter().filter_map(panel).take(PANELS_MOST).collect();
    if panels.is_empty() {
        return None;
    }
    let columns = panels.len().min(2);
    let figure = frame::figure(manifest, "sweep_heat", "What it depends on: two things varied at once", panels, columns, Heights::Own);
    let may_be_nothing = |panel: &Panel| matches!(&panel.body, Body::Heat(heat) if heat.may_be_nothing.contains(&true));
    let note = if figure.panels.iter().any(may_be_nothing) { "  ·  without colour: the 95 % interval holds zero" } else { "" };
    Some(Figure { marks: Vec::new(), subtitle: figure.subtitle.clone() + note, ..figure })
}
