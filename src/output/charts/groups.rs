//! Groups: where they live, how much is said in them, and how many say nothing.

use super::super::figure::{Figure, Heights};
use super::super::{Manifest, Tables};
use super::{frame, over_time};
use crate::scenario::Measure;

pub fn draw(manifest: &Manifest, tables: &Tables) -> Option<Figure> {
    let of = [
        (Measure::GroupHomes, "Where groups live"),
        (Measure::GroupMessages, "What members say"),
        (Measure::GroupSilent, "Silent members"),
    ];
    let panels: Vec<_> = of.into_iter().filter_map(|(measure, title)| over_time::panel(manifest, tables, measure, title)).collect();
    let columns = panels.len();
    let title = "Groups: where they live, and whether they are alive";
    let figure = frame::figure(manifest, "groups", title, panels, columns, Heights::Own);
    (columns > 0).then(|| Figure { key: frame::key(manifest), ..figure })
}
