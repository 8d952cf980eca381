//! A measure over days, one curve a platform and variant: what most charts are made of.

use super::super::figure::{Axis, Body, Curve, Dash, Lines, Panel, Shape};
use super::super::number::Form;
use super::super::palette::Ink;
use super::super::tables::{Point, What};
use super::super::{Manifest, Tables};
use super::frame;
use crate::scenario::Measure;
use crate::scenario::measure::MONTH;

/// A panel of one measure of platforms, in the scenario and what it is compared with; `None` without any value.
pub fn panel(manifest: &Manifest, tables: &Tables, measure: Measure, title: &str) -> Option<Panel> {
    let info = measure.info();
    let mut curves = Vec::new();
    for platform in &manifest.platforms {
        let what = What { measure: info.name, platform: &platform.name, ..What::default() };
        let series = frame::shown_variants(manifest).into_iter().map(|variant| {
            let mut points = frame::told(manifest, tables.series(variant, what));
            points.retain(|point| !measure.is_over_month() || ends_month(point));
            points
        });
        curves.extend(self::curves(&platform.name, manifest.ink(&platform.name), series));
    }
    let up = Axis::from_zero("", Form::of(info.unit));
    let lines = Lines { across: Axis::days(manifest.start, manifest.days), up, curves };
    lines.has_points().then(|| frame::panel(title, info.unit, Body::Lines(lines)))
}

/// Elsewhere a month holds a few days, or none on day 0, and what adds up over it would jump.
fn ends_month(point: &Point) -> bool {
    let day = point.x as usize;
    day > 0 && day.is_multiple_of(MONTH)
}

/// The curves of a colour: banded for the first series, thin and broken for what it is compared with. The first that has something to show bears
/// the name, so that every colour that is drawn has one.
pub fn curves(name: &str, ink: Ink, series: impl Iterator<Item = Vec<Point>>) -> Vec<Curve> {
    let curve = |(place, points): (usize, Vec<Point>)| Curve {
        label: String::new(),
        ink,
        dash: Dash::at(place),
        shape: if place == 0 { Shape::Banded } else { Shape::Thin },
        points,
    };
    let mut curves: Vec<Curve> = series.enumerate().map(curve).filter(Curve::has_points).collect();
    if let Some(first) = curves.first_mut() {
        name.clone_into(&mut first.label);
    }
    curves
}
