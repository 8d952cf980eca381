//! What became of installers by days since installing, one curve a platform and variant: what retention and churn are drawn from.

use super::super::Manifest;
use super::super::figure::{Axis, Body, Lines, Panel};
use super::super::number::Form;
use super::super::tables::Point;
use super::{frame, over_time};

/// Ages of which each has its tick.
const FEW: u32 = 6;

/// A panel of the points of each platform and variant, in that order; `None` without any.
pub fn panel(manifest: &Manifest, title: &str, unit: &str, points: impl Fn(&str, &str) -> Vec<Point>) -> Option<Panel> {
    let mut curves = Vec::new();
    for platform in &manifest.platforms {
        let series = frame::shown_variants(manifest).into_iter().map(|variant| {
            let mut points = frame::told(manifest, points(&platform.name, variant));
            points.sort_by(|one, other| one.x.total_cmp(&other.x));
            points
        });
        curves.extend(over_time::curves(&platform.name, manifest.ink(&platform.name), series));
    }
    let shown = curves.iter().flat_map(|curve| &curve.points).filter(|point| point.mean.is_finite());
    let last = shown.map(|point| point.x as u32).max().unwrap_or(0);
    // No age lies between two days.
    let named = (0..=last).filter(|_| last < FEW).map(|age| (f64::from(age), age.to_string())).collect();
    let across = Axis { named, ..Axis::from_zero("days since installing", Form::Plain) };
    let lines = Lines { across, up: Axis::from_zero("", Form::Share), curves };
    lines.has_points().then(|| frame::panel(title, unit, Body::Lines(lines)))
}
