//! Leakage: what was born on a platform and lives elsewhere now.

use super::super::figure::{Figure, Heights};
use super::super::{Manifest, Tables};
use super::{frame, over_time};
use crate::scenario::Measure;

pub fn draw(manifest: &Manifest, tables: &Tables) -> Option<Figure> {
    let panels: Vec<_> = [(Measure::Leakage, "Ties, by where they were born"), (Measure::GroupLeakage, "Groups, by where they were born")]
        .into_iter()
        .filter_map(|(measure, title)| over_time::panel(manifest, tables, measure, title))
        .collect();
    let columns = panels.len();
    let title = "What moves away: ties and groups that now live elsewhere than where they were born";
    let figure = frame::figure(manifest, "leakage", title, panels, columns, Heights::Own);
    (columns > 0).then(|| Figure { key: frame::key(manifest), ..figure })
}
