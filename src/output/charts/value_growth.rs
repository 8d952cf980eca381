//! Value growth: how what is exchanged grows with users. Measured, never an input.

use super::super::figure::{Axis, Body, Curve, Dash, Figure, Heights, Lines, Panel, Shape};
use super::super::number::Form;
use super::super::palette;
use super::super::tables::{Point, SCENARIO, What};
use super::super::{Manifest, Tables};
use super::{frame, over_time};
use crate::scenario::Measure;

/// Days between points of a path, so that the path and not each day's chance is seen.
const STEP_DAYS: i64 = 7;

/// Nothing where users of no platform vary enough for a slope: there is no growth to show.
pub fn draw(manifest: &Manifest, tables: &Tables) -> Option<Figure> {
    let slopes = over_time::panel(manifest, tables, Measure::ValueSlope, "Slope of log active ties on log users")?;
    let panels: Vec<Panel> = paths(manifest, tables).into_iter().chain([slopes]).collect();
    let columns = panels.len();
    let title = "Does value grow faster than users: messages against daily users";
    let figure = frame::figure(manifest, "value_growth", title, panels, columns, Heights::Own);
    Some(Figure { key: frame::key(manifest), ..figure })
}

fn paths(manifest: &Manifest, tables: &Tables) -> Option<Panel> {
    let series =
        |platform: &str, measure: Measure| tables.series(SCENARIO, What { measure: measure.info().name, platform, ..What::default() });
    let mut curves = Vec::new();
    for platform in &manifest.platforms {
        let users = series(&platform.name, Measure::DailyUsers);
        let messages = frame::told(manifest, series(&platform.name, Measure::Messages));
        let on_step = |point: &&Point| (point.x as i64) % STEP_DAYS == 0;
        let join = |message: &Point| {
            let place = users.binary_search_by(|user| user.x.total_cmp(&message.x)).ok()?;
            Some(Point { x: users[place].mean, low: f64::NAN, high: f64::NAN, ..*message })
        };
        let points: Vec<Point> =
            messages.iter().filter(on_step).filter_map(join).filter(|point| point.x > 0.0 && point.mean > 0.0).collect();
        let (label, ink) = (platform.name.clone(), manifest.ink(&platform.name));
        curves.push(Curve { label, ink, dash: Dash::Whole, shape: Shape::Banded, points });
    }
    let lines = Lines { across: Axis::log("daily users, share of people", Form::Share), up: Axis::log("", Form::Plain), curves };
    if !lines.has_points() {
        return None;
    }
    let curves = lines.curves.iter().cloned().chain(guides(&lines)).collect();
    Some(frame::panel("Messages on daily users", "messages a person-day, log scales", Body::Lines(Lines { curves, ..lines })))
}

/// Straight lines through the middle of what is shown: value in step with users, and with their square.
fn guides(lines: &Lines) -> Vec<Curve> {
    let points: Vec<Point> = lines.curves.iter().flat_map(|curve| curve.points.iter().copied()).collect();
    let ends = |of: fn(&Point) -> f64| {
        points.iter().map(of).fold((f64::INFINITY, f64::NEG_INFINITY), |(least, most), value| (least.min(value), most.max(value)))
    };
    let (across, up) = (ends(|point| point.x), ends(|point| point.mean));
    if across.1 / across.0 < 1.2 {
        return Vec::new();
    }
    let guide = |slope: f64, label: &str| {
        // From the greatest point downwards, cut where the panel ends.
        let lowest = up.1 * libm::pow(across.0 / across.1, slope);
        let start = if lowest >= up.0 { across.0 } else { across.1 * libm::pow(up.0 / up.1, 1.0 / slope) };
        let at = |x: f64| Point { x, mean: up.1 * libm::pow(x / across.1, slope), low: f64::NAN, high: f64::NAN, n: 0 };
        // Whole, as dashes mean comparisons.
        Curve { label: label.to_owned(), ink: palette::GREY, dash: Dash::Whole, shape: Shape::Guide, points: vec![at(start), at(across.1)] }
    };
    vec![guide(1.0, "slope 1"), guide(2.0, "slope 2")]
}
