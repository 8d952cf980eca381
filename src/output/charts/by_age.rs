//! What became of installers by days since installing, one curve a platform and variant: what retention and churn are drawn from.

use super::super::Manifest;
use super::super::figure::{Axis, Body, Lines, Panel};
use super::super::number::Form;
use super::super::tables::Point;
use super::{frame, over_time};

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
    let across = Axis::from_zero("days since installing", Form::Plain);
    let lines = Lines { across, up: Axis::from_zero("", Form::Share), curves };
    lines.has_points().then(|| frame::panel(title, unit, Body::Lines(lines)))
}
