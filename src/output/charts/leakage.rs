//! Leakage: what was born on a platform and lives elsewhere now.

use super::super::figure::{Body, Figure, Heights, Panel};
use super::super::{Manifest, Tables};
use super::{frame, over_time};
use crate::scenario::Measure;

pub fn draw(manifest: &Manifest, tables: &Tables) -> Option<Figure> {
    let panels: Vec<_> = [(Measure::Leakage, "Ties, by where they were born"), (Measure::GroupLeakage, "Groups, by where they were born")]
        .into_iter()
        .filter_map(|(measure, title)| over_time::panel(manifest, tables, measure, title))
        .filter(has_any)
        .collect();
    let columns = panels.len();
    let title = "What moves away: what now lives elsewhere than where it was born";
    let figure = frame::figure(manifest, "leakage", title, panels, columns, Heights::Own);
    (columns > 0).then(|| Figure { key: frame::key(manifest), ..figure })
}

/// Whether anything moved away at all.
fn has_any(panel: &Panel) -> bool {
    let Body::Lines(lines) = &panel.body else { return true };
    lines.curves.iter().flat_map(|curve| &curve.points).any(|point| point.mean > 0.0)
}
