//! Histories: the share of each one's expectations that are met, whole and without each mechanism.

use super::super::figure::{Body, Figure, Heat, Heights, Panel};
use super::super::layout::HistoryRow;
use super::super::number::Form;
use super::super::table::distinct;
use super::super::{Manifest, Tables};
use super::frame;

const WHOLE: &str = "all on";

/// Rows of one panel that a reader can follow.
const ROWS_MOST: usize = 18;

pub fn draw(manifest: &Manifest, tables: &Tables) -> Option<Figure> {
    let rows = &tables.histories;
    let histories = distinct(rows.iter().map(|row| &*row.history));
    let columns = distinct(rows.iter().map(|row| &*row.without));
    if histories.is_empty() {
        return None;
    }
    // With many columns, names need the width.
    let columns_of_panels = if columns.len() > 2 { 1 } else { 2 };
    let panels: Vec<Panel> = histories
        .chunks(ROWS_MOST.max(histories.len().div_ceil(columns_of_panels)))
        .map(|histories| panel(rows, histories, &columns))
        .collect();
    let title = if columns.len() > 1 {
        "What rests on which mechanism: expectations met, with all on and with one off"
    } else {
        "Expectations met"
    };
    let count = panels.len();
    let figure = frame::figure(manifest, "histories", title, panels, count, Heights::Own);
    let subtitle = match manifest.replicates {
        0 | 1 => format!("{}  ·  one replicate, so no intervals", manifest.title),
        count => format!("{}  ·  met: the whole 95 % interval over {count} replicates lies within what is needed", manifest.title),
    };
    Some(Figure { marks: Vec::new(), subtitle, ..figure })
}

fn panel(rows: &[HistoryRow], histories: &[&str], columns: &[&str]) -> Panel {
    let cell = |history: &str, without: &str| {
        let of_it: Vec<&HistoryRow> = rows.iter().filter(|row| *row.history == *history && *row.without == *without).collect();
        let met = of_it.iter().filter(|row| row.is_met()).count();
        (!of_it.is_empty()).then(|| met as f64 / of_it.len() as f64)
    };
    let name = |without: &&str| match (without.is_empty(), columns.len()) {
        (true, 1) => "met".to_owned(),
        (true, _) => WHOLE.to_owned(),
        (false, _) => without.replace('_', " "),
    };
    let heat = Heat {
        across: if columns.len() > 1 { "with all on, then without".to_owned() } else { String::new() },
        down: String::new(),
        columns: columns.iter().map(name).collect(),
        rows: histories.iter().map(|history| (*history).to_owned()).collect(),
        cells: histories
            .iter()
            .flat_map(|history| columns.iter().map(move |without| (*history, *without)))
            .map(|(h, w)| cell(h, w))
            .collect(),
        row_endings: Vec::new(),
        may_be_nothing: Vec::new(),
        form: Form::Share,
        span: Some((0.0, 1.0)),
    };
    frame::panel("", "share of expectations met", Body::Heat(heat))
}
