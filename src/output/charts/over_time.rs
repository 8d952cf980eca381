//! A measure over days, one curve a platform and variant: what most charts are made of.

use super::super::figure::{Axis, Body, Curve, Dash, Lines, Panel, Shape};
use super::super::number::Form;
use super::super::tables::{Point, What};
use super::super::{Manifest, Tables};
use super::frame;
use crate::scenario::Measure;

/// A panel of one measure of platforms, in the scenario and what it is compared with; `None` without any value.
pub fn panel(manifest: &Manifest, tables: &Tables, measure: Measure, title: &str) -> Option<Panel> {
    let info = measure.info();
    let mut curves = Vec::new();
    for platform in &manifest.platforms {
        for (place, variant) in frame::shown_variants(manifest).into_iter().enumerate() {
            let points = tables.series(variant, What { measure: info.name, platform: &platform.name, ..What::default() });
            curves.extend(curve(manifest, &platform.name, place, points));
        }
    }
    let up = Axis::from_zero("", Form::of(info.unit));
    let lines = Lines { across: Axis::days(manifest.start, manifest.days), up, curves };
    lines.has_points().then(|| frame::panel(title, info.unit, Body::Lines(lines)))
}

/// The curve of a platform: named and banded for the scenario, thin and broken for what it is compared with.
pub fn curve(manifest: &Manifest, platform: &str, variant_place: usize, points: Vec<Point>) -> Option<Curve> {
    if points.is_empty() {
        return None;
    }
    let is_scenario = variant_place == 0;
    Some(Curve {
        label: if is_scenario { platform.to_owned() } else { String::new() },
        ink: manifest.ink(platform),
        dash: Dash::at(variant_place),
        shape: if is_scenario { Shape::Banded } else { Shape::Thin },
        points,
    })
}
