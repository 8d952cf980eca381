//! Churn: how likely a user is to leave on a day, by how long they have been there.

use super::super::figure::{Axis, Body, Figure, Heights, Lines};
use super::super::number::Form;
use super::super::tables::Point;
use super::super::{Manifest, Tables};
use super::{frame, over_time};

pub fn draw(manifest: &Manifest, tables: &Tables) -> Option<Figure> {
    let mut curves = Vec::new();
    for platform in &manifest.platforms {
        for (place, variant) in frame::shown_variants(manifest).into_iter().enumerate() {
            let mut points: Vec<Point> = tables
                .churn
                .iter()
                .filter(|row| *row.platform == *platform.name && *row.variant == *variant && row.people > 0.0)
                .map(|row| Point { x: row.tenure_days as f64, mean: row.mean, low: row.low, high: row.high })
                .collect();
            points.sort_by(|one, other| one.x.total_cmp(&other.x));
            curves.extend(over_time::curve(manifest, &platform.name, place, points));
        }
    }
    let across = Axis::from_zero("days since installing", Form::Plain);
    let lines = Lines { across, up: Axis::from_zero("", Form::Share), curves };
    if !lines.has_points() {
        return None;
    }
    let panels = vec![frame::panel("Hazard of leaving", "share of those still there, a day", Body::Lines(lines))];
    let figure = frame::figure(manifest, "churn", "Who leaves when: hazard of leaving by tenure", panels, 1, Heights::Own);
    Some(Figure { key: frame::key(manifest), marks: Vec::new(), ..figure })
}
