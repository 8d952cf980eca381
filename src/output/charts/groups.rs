//! Groups: where they live, how much is said in them, and how many say nothing.

use super::super::figure::{Body, Figure, Heights, Panel};
use super::super::{Manifest, Tables};
use super::{frame, over_time};
use crate::scenario::Measure;

pub fn draw(manifest: &Manifest, tables: &Tables) -> Option<Figure> {
    let of = [
        (Measure::GroupHomes, "Where groups live"),
        (Measure::GroupMessages, "What members say"),
        (Measure::GroupSilent, "Silent members"),
    ];
    let panel = |(measure, title): (Measure, &str)| {
        let panel = over_time::panel(manifest, tables, measure, title)?;
        Some(if measure == Measure::GroupMessages { after_day_0(panel) } else { panel })
    };
    let panels: Vec<_> = of.into_iter().filter_map(panel).collect();
    let columns = panels.len();
    let title = "Groups: where they live, and whether they are alive";
    let figure = frame::figure(manifest, "groups", title, panels, columns, Heights::Own);
    (columns > 0).then(|| Figure { key: frame::key(manifest), ..figure })
}

/// Without day 0, on which nothing can have been said yet.
fn after_day_0(mut panel: Panel) -> Panel {
    if let Body::Lines(lines) = &mut panel.body {
        lines.curves.iter_mut().for_each(|curve| curve.points.retain(|point| point.x > 0.0));
    }
    panel
}
