//! Migration: from where to where people's main platform and the homes of ties moved. Rows sum to the stock before.

use super::super::figure::{Body, Figure, Heat, Heights, Panel};
use super::super::layout::FlowRow;
use super::super::number::Form;
use super::super::table::distinct;
use super::super::tables::SCENARIO;
use super::super::{Manifest, Tables};
use super::frame;
use crate::scenario::measure::MONTH;

pub fn draw(manifest: &Manifest, tables: &Tables) -> Option<Figure> {
    let panels: Vec<Panel> = [Kind::People, Kind::Homes].into_iter().filter_map(|kind| panel(manifest, tables, kind)).collect();
    if panels.is_empty() {
        return None;
    }
    let columns = panels.len();
    let title = "Who moved where: main platforms and homes, before and after";
    let figure = frame::figure(manifest, "flows", title, panels, columns, Heights::Own);
    Some(Figure { marks: Vec::new(), ..figure })
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    People,
    Homes,
}

fn panel(manifest: &Manifest, tables: &Tables, kind: Kind) -> Option<Panel> {
    let (name, title, whole) = match kind {
        Kind::People => ("people", "People, by main platform", "people"),
        Kind::Homes => ("homes", "Ties, by home", "ties that live"),
    };
    let all = tables.flows.iter().filter(|row| *row.kind == *name && *row.variant == *SCENARIO);
    // Main platforms are those of whole months, where there is one.
    let is_whole = |to: i64| kind == Kind::People && to % MONTH as i64 == 0;
    let (from_day, to_day) = all.clone().map(|row| (row.from_day, row.to_day)).max_by_key(|&(from, to)| (is_whole(to), to - from, to))?;
    let rows: Vec<&FlowRow> = all.filter(|row| (row.from_day, row.to_day) == (from_day, to_day)).collect();
    let names = names(manifest, &rows);
    let share = |from: &str, to: &str| rows.iter().find(|row| *row.from == *from && *row.to == *to).map_or(0.0, |row| row.mean);
    let stock = |from: &str| -> f64 { names.iter().map(|to| share(from, to)).filter(|share| share.is_finite()).sum() };
    // Each row in per cent of its own stock, which stands beside its name.
    let kept: Vec<&String> = names.iter().filter(|from| stock(from) > 0.0).collect();
    let before = match kind {
        Kind::People => format!("on {} ↓", manifest.day_text(from_day)),
        // Ties that strangers make have no home before they are born.
        Kind::Homes => "where born ↓".to_owned(),
    };
    let heat = Heat {
        across: format!("on {} →", manifest.day_text(to_day)),
        down: before,
        columns: names.clone(),
        rows: kept.iter().map(|from| (*from).clone()).collect(),
        row_endings: kept.iter().map(|from| format!("  {}", percent(stock(from)))).collect(),
        cells: kept.iter().flat_map(|from| names.iter().map(|to| Some(share(from, to) / stock(from)))).collect(),
        may_be_nothing: Vec::new(),
        form: Form::Share,
        span: Some((0.0, 1.0)),
    };
    (!kept.is_empty()).then(|| frame::panel(title, &format!("of each row; in brackets, of all {whole}"), Body::Heat(heat)))
}

fn percent(share: f64) -> String {
    match share * 100.0 {
        // What is not nothing does not read as nothing.
        little if little < 0.05 => "(<0.1 %)".to_owned(),
        few if few < 9.5 => format!("({few:.1} %)"),
        many => format!("({many:.0} %)"),
    }
}

/// Platforms in their order, then what else flows name.
fn names(manifest: &Manifest, rows: &[&FlowRow]) -> Vec<String> {
    let named = |name: &&str| rows.iter().any(|row| *row.from == **name || *row.to == **name);
    let platforms = manifest.platforms.iter().map(|platform| platform.name.as_str()).filter(named);
    let others = rows.iter().flat_map(|row| [&*row.from, &*row.to]);
    distinct(platforms.chain(others)).into_iter().map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_small_stock_is_not_nothing() {
        assert_eq!([0.0002, 0.0008, 0.03, 0.2].map(percent), ["(<0.1 %)", "(0.1 %)", "(3.0 %)", "(20 %)"]);
    }
}
