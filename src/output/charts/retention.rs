//! Retention curves: of those who installed, the share that is there after so many days.

use super::super::figure::{Axis, Body, Figure, Heights, Lines, Panel};
use super::super::number::Form;
use super::super::tables::Point;
use super::super::{Manifest, Tables};
use super::{frame, over_time};

pub fn draw(manifest: &Manifest, tables: &Tables) -> Option<Figure> {
    let panels: Vec<_> = [("classic", "Opened on that very day (classic)"), ("rolling", "Opened on that day or later (rolling)")]
        .into_iter()
        .filter_map(|(definition, title)| panel(manifest, tables, definition, title))
        .collect();
    let columns = panels.len();
    let title = "Who stays: retention by days since installing";
    let figure = frame::figure(manifest, "retention", title, panels, columns, Heights::Shared);
    (columns > 0).then(|| Figure { key: frame::key(manifest), marks: Vec::new(), ..figure })
}

fn panel(manifest: &Manifest, tables: &Tables, definition: &str, title: &str) -> Option<Panel> {
    let mut curves = Vec::new();
    for platform in &manifest.platforms {
        for (place, variant) in frame::shown_variants(manifest).into_iter().enumerate() {
            let mut points: Vec<Point> = tables
                .retention
                .iter()
                .filter(|row| *row.platform == *platform.name && *row.variant == *variant && *row.definition == *definition)
                .filter(|row| row.people > 0.0)
                .map(|row| Point { x: row.age_days as f64, mean: row.mean, low: row.low, high: row.high })
                .collect();
            points.sort_by(|one, other| one.x.total_cmp(&other.x));
            curves.extend(over_time::curve(manifest, &platform.name, place, points));
        }
    }
    let across = Axis::from_zero("days since installing", Form::Plain);
    let lines = Lines { across, up: Axis::from_zero("", Form::Share), curves };
    lines.has_points().then(|| frame::panel(title, "share of installers", Body::Lines(lines)))
}
