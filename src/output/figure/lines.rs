//! A panel of curves: bands, lines, dots, and each curve's name at its end.

use super::super::font::{self, Weight};
use super::super::palette::{BLACK, DIM, FAINT, GREY, Ink};
use super::super::tables::Point;
use super::canvas::{Anchor, Canvas, Dash};
use super::ticks::{self, Settled};
use super::{Axis, Curve, Frame, Lines, Mark, Reading, Shape, labels, marks};

const TICK: f64 = 12.5;
/// How far below the plot ticks stand: clear of the lowest one beside it.
const ACROSS_TICK: f64 = 21.0;
/// The axis's own label, and how far below the plot it stands.
const ACROSS: f64 = 13.0;
const ACROSS_LABEL: f64 = 39.0;
const LABEL: f64 = 13.5;
/// The least size in which a name can still be read.
const LABEL_LEAST: f64 = 8.0;
/// Height of a name's line, in its size.
const LABEL_LINE: f64 = 1.26;
/// Room for a curve's name, at most.
const LABEL_MOST: f64 = 150.0;
/// The same in a panel that has the page's width.
const LABEL_MOST_WIDE: f64 = 270.0;
const WIDE: f64 = 800.0;
/// Where points lie this far apart on average, each has a dot: what was between them was not measured.
const APART: f64 = 10.0;
/// How far intervals at the ends of lines stand from one another, what all of them take, and half the width of their caps.
const END_STEP: f64 = 6.0;
const ENDS: f64 = 36.0;
const END_CAP: f64 = 2.2;

/// Where things go, before anything is drawn.
pub struct Plan {
    pub plot: Frame,
    pub across: Settled,
    pub up: Settled,
    pub has_days: bool,
    /// From where to where the panel reaches across.
    panel: (f64, f64),
    label_room: f64,
}

impl Plan {
    pub fn x(&self, value: f64) -> f64 {
        self.plot.left + self.across.along(value) * self.plot.width()
    }

    fn y(&self, value: f64) -> f64 {
        // An interval of a share may reach past what a share can be.
        self.plot.bottom - self.up.along(value).clamp(0.0, 1.0) * self.plot.height()
    }
}

/// Every height that a panel must show.
pub fn heights(body: &Lines) -> impl Iterator<Item = f64> {
    let all = |point: &Point| [point.mean, point.low, point.high];
    let of_curve = move |curve: &Curve| -> Vec<f64> {
        match curve.shape {
            Shape::Banded | Shape::Dots => curve.points.iter().flat_map(all).collect(),
            Shape::Thin => curve.points.iter().map(|point| point.mean).chain(curve.end().iter().flat_map(all)).collect(),
            Shape::Guide => curve.points.iter().map(|point| point.mean).collect(),
        }
    };
    body.curves.iter().flat_map(of_curve)
}

pub fn plan(body: &Lines, inside: &Frame, common: Option<&Settled>) -> Plan {
    let wanted_up = (inside.height() / 70.0).clamp(3.0, 6.0) as usize;
    let up = common.cloned().unwrap_or_else(|| ticks::settle(&body.up, heights(body), wanted_up));
    let tick_width = up.ticks.iter().map(|(_, text)| font::width(text, TICK, Weight::Regular)).fold(0.0, f64::max);
    let label_room = if inside.width() > WIDE { LABEL_MOST_WIDE } else { LABEL_MOST };
    let named = body.curves.iter().filter(|curve| curve.shape != Shape::Guide);
    let label_width = named.map(|curve| font::width(&name_of(curve, LABEL, label_room), LABEL, Weight::Bold)).fold(0.0, f64::max);
    let left = inside.left + tick_width + 10.0;
    let right = inside.right - if label_width > 0.0 { label_width + 16.0 } else { 10.0 };
    let bottom = inside.bottom - 24.0 - if body.across.label.is_empty() { 0.0 } else { 18.0 };
    let wanted = ((right - left) / 92.0).clamp(2.0, 9.0) as usize;
    let shown = body.curves.iter().flat_map(|curve| &curve.points).filter(|point| point.mean.is_finite());
    let places = shown.map(|point| point.x);
    let across = ticks::settle_tight(&body.across, places, wanted);
    let has_days = matches!(body.across.reading, Reading::Days(_)) && body.across.span.is_some();
    Plan {
        plot: Frame { left, top: inside.top + 4.0, right, bottom },
        across,
        up,
        has_days,
        panel: (inside.left, inside.right),
        label_room,
    }
}

/// A curve's label whose ending is never cut.
pub fn label_with(name: &str, ending: &str) -> String {
    let room = LABEL_MOST - font::width(&format!(" {ending}"), LABEL, Weight::Bold);
    format!("{} {ending}", font::fitted(name, LABEL, Weight::Bold, room))
}

/// The label of a curve of two things, in a panel that has the page's width: both names are cut alike, so that pairs can be told apart.
pub fn label_of_pair(one: &str, other: &str) -> String {
    let room = LABEL_MOST_WIDE - font::width(" & ", LABEL, Weight::Bold);
    font::fitted_evenly(&[one, other], LABEL, Weight::Bold, room).join(" & ")
}

fn name_of(curve: &Curve, size: f64, room: f64) -> String {
    font::fitted(&curve.label, size, Weight::Bold, room)
}

pub fn draw(canvas: &mut Canvas<'_>, body: &Lines, plan: &Plan, happened: &[Mark], placing: &marks::Placing) {
    let head = if plan.has_days { placing.head() } else { 0.0 };
    let plan = &Plan { plot: Frame { top: plan.plot.top + head, ..plan.plot }, across: plan.across.clone(), up: plan.up.clone(), ..*plan };
    draw_axes(canvas, body, plan);
    if !body.has_points() {
        let (x, y) = plan.plot.centre();
        canvas.text("nothing was measured", x, y, 14.0, GREY, Anchor::Middle, Weight::Regular);
        return;
    }
    if plan.has_days {
        marks::draw(canvas, happened, plan, placing);
    }
    for curve in &body.curves {
        draw_band(canvas, curve, plan);
    }
    for curve in body.curves.iter().rev() {
        draw_curve(canvas, curve, plan);
    }
    draw_ends(canvas, body, plan);
    body.curves.iter().filter(|curve| curve.shape == Shape::Guide).for_each(|guide| name_guide(canvas, guide, plan));
    draw_names(canvas, body, plan);
}

/// The name of a guide beside its start: left of it, or below it where there is no room.
fn name_guide(canvas: &mut Canvas<'_>, guide: &Curve, plan: &Plan) {
    let Some(start) = guide.points.first() else { return };
    let (x, y) = (plan.x(start.x), plan.y(start.mean));
    let has_room = x - font::width(&guide.label, TICK, Weight::Regular) - 6.0 > plan.plot.left;
    let (at, baseline, anchor) =
        if has_room { (x - 6.0, y + 4.4, Anchor::End) } else { (x + 8.0, (y + 15.0).min(plan.plot.bottom - 5.0), Anchor::Start) };
    canvas.text(&guide.label, at, baseline, TICK, DIM, anchor, Weight::Regular);
}

fn draw_axes(canvas: &mut Canvas<'_>, body: &Lines, plan: &Plan) {
    let plot = &plan.plot;
    for (value, text) in &plan.up.ticks {
        let y = plan.y(*value);
        let is_zero = *value == 0.0;
        let (ink, width) = if is_zero { (GREY, 1.2) } else { (FAINT, 1.0) };
        canvas.line(&[(plot.left, y), (plot.right, y)], ink, width, Dash::Whole);
        canvas.text(text, plot.left - 7.0, y + 4.4, TICK, DIM, Anchor::End, Weight::Regular);
    }
    canvas.line(&[(plot.left, plot.bottom), (plot.right, plot.bottom)], GREY, 1.2, Dash::Whole);
    let mut end = f64::NEG_INFINITY;
    for (value, text) in &plan.across.ticks {
        let x = plan.x(*value);
        let half = font::width(text, TICK, Weight::Regular) / 2.0;
        if x < plot.left - 0.5 || x > plot.right + 0.5 {
            continue;
        }
        canvas.line(&[(x, plot.bottom), (x, plot.bottom + 4.0)], GREY, 1.2, Dash::Whole);
        if x - half > end + 8.0 {
            canvas.text(text, x, plot.bottom + ACROSS_TICK, TICK, DIM, Anchor::Middle, Weight::Regular);
            end = x + half;
        }
    }
    if !body.across.label.is_empty() {
        let (left, right) = plan.panel;
        let label = across_label(&body.across, right - left);
        let half = font::width(&label, ACROSS, Weight::Regular) / 2.0;
        let x = plot.centre().0.min(right - half).max(left + half);
        canvas.text(&label, x, plot.bottom + ACROSS_LABEL, ACROSS, DIM, Anchor::Middle, Weight::Regular);
    }
}

/// An axis's label with its ending: whole, in fewer words, or cut between the two, as there is room.
fn across_label(axis: &Axis, room: f64) -> String {
    let width = |text: &str| font::width(text, ACROSS, Weight::Regular);
    let room = room - width(&axis.ending);
    let label = if axis.short.is_empty() || width(&axis.label) <= room { &axis.label } else { &axis.short };
    font::fitted(label, ACROSS, Weight::Regular, room) + &axis.ending
}

/// Stretches of points that can all be shown.
fn stretches<'a>(curve: &'a Curve, plan: &'a Plan) -> impl Iterator<Item = &'a [Point]> {
    let shown = |point: &Point| plan.up.shows(point.mean) && plan.across.shows(point.x);
    curve.points.chunk_by(move |one, other| shown(one) == shown(other)).filter(move |stretch| shown(&stretch[0]))
}

fn draw_band(canvas: &mut Canvas<'_>, curve: &Curve, plan: &Plan) {
    if curve.shape != Shape::Banded {
        return;
    }
    for stretch in stretches(curve, plan) {
        let bounded = |point: &&Point| plan.up.shows(point.low) && plan.up.shows(point.high);
        let edge = |of: fn(&Point) -> f64| -> Vec<(f64, f64)> {
            stretch.iter().filter(bounded).map(|point| (plan.x(point.x), plan.y(of(point)))).collect()
        };
        let mut corners = edge(|point| point.high);
        corners.extend(edge(|point| point.low).into_iter().rev());
        canvas.fill(&corners, curve.ink, 0.18);
    }
}

fn draw_curve(canvas: &mut Canvas<'_>, curve: &Curve, plan: &Plan) {
    if curve.shape == Shape::Dots {
        return draw_dots(canvas, curve, plan);
    }
    let (width, ink) = match curve.shape {
        Shape::Banded | Shape::Dots => (2.4, curve.ink),
        Shape::Thin => (1.6, curve.ink),
        Shape::Guide => (0.9, GREY),
    };
    for stretch in stretches(curve, plan) {
        let path: Vec<(f64, f64)> = stretch.iter().map(|point| (plan.x(point.x), plan.y(point.mean))).collect();
        canvas.line(&path, ink, width, curve.dash);
        match path[..] {
            [only] => {
                canvas.dot(only, 4.0, ink);
                whisker(canvas, &stretch[0], ink, plan);
            }
            [first, .., last] if curve.shape == Shape::Banded && last.0 - first.0 >= APART * (path.len() - 1) as f64 => {
                path.iter().for_each(|point| canvas.dot(*point, 2.6, ink));
            }
            _ => {}
        }
    }
}

fn draw_dots(canvas: &mut Canvas<'_>, curve: &Curve, plan: &Plan) {
    for stretch in stretches(curve, plan) {
        for point in stretch {
            whisker(canvas, point, curve.ink, plan);
            canvas.dot((plan.x(point.x), plan.y(point.mean)), 3.2, curve.ink);
        }
    }
}

fn whisker(canvas: &mut Canvas<'_>, point: &Point, ink: Ink, plan: &Plan) {
    if plan.up.shows(point.low) && plan.up.shows(point.high) {
        let x = plan.x(point.x);
        canvas.line(&[(x, plan.y(point.low)), (x, plan.y(point.high))], ink, 1.4, Dash::Whole);
    }
}

/// The intervals of lines without bands where they end, side by side so that none hides another.
fn draw_ends(canvas: &mut Canvas<'_>, body: &Lines, plan: &Plan) {
    let is_shown = |end: &Point| plan.up.shows(end.low) && plan.up.shows(end.high) && plan.across.shows(end.x);
    let thin = body.curves.iter().filter(|curve| curve.shape == Shape::Thin);
    let ends: Vec<(Ink, Point)> = thin.filter_map(|curve| Some((curve.ink, curve.end().filter(is_shown)?))).collect();
    let step = END_STEP.min(ENDS / ends.len() as f64);
    for (place, (ink, end)) in ends.into_iter().enumerate() {
        let x = plan.x(end.x) - step * place as f64;
        let (low, high) = (plan.y(end.low), plan.y(end.high));
        canvas.line(&[(x, low), (x, high)], ink, 1.2, Dash::Whole);
        for y in [low, high] {
            canvas.line(&[(x - END_CAP, y), (x + END_CAP, y)], ink, 1.2, Dash::Whole);
        }
    }
}

fn draw_names(canvas: &mut Canvas<'_>, body: &Lines, plan: &Plan) {
    let last = |curve: &Curve| curve.points.iter().rfind(|point| plan.up.shows(point.mean) && plan.across.shows(point.x)).copied();
    let has_name = |curve: &&Curve| !curve.label.is_empty() && curve.shape != Shape::Guide;
    let named: Vec<(&Curve, Point)> = body.curves.iter().filter(has_name).filter_map(|curve| Some((curve, last(curve)?))).collect();
    let wanted: Vec<f64> = named.iter().map(|(_, point)| plan.y(point.mean)).collect();
    let (top, bottom) = (plan.plot.top + 4.0, plan.plot.bottom - 4.0);
    // Where lines of names would lie on one another, they are smaller.
    let gap = (bottom - top) / named.len().saturating_sub(1).max(1) as f64;
    let size = (gap / LABEL_LINE).clamp(LABEL_LEAST, LABEL);
    let placed = labels::spread(&wanted, size * LABEL_LINE, top, bottom);
    let x = plan.plot.right + 12.0;
    for ((curve, point), y) in named.into_iter().zip(placed) {
        let end = (plan.x(point.x), plan.y(point.mean));
        let weight = if curve.shape == Shape::Thin { Weight::Regular } else { Weight::Bold };
        if (end.1 - y).abs() > 3.0 && plan.plot.right - end.0 < 2.0 {
            canvas.line(&[end, (x - 3.0, y)], curve.ink, 0.8, Dash::Whole);
        } else if plan.plot.right - end.0 >= 2.0 {
            canvas.line(&[end, (plan.plot.right, y), (x - 3.0, y)], curve.ink, 0.8, Dash::Dotted);
        }
        let ink = if curve.ink == GREY { BLACK } else { curve.ink };
        canvas.text(&name_of(curve, size, plan.label_room), x, y + 0.355 * size, size, ink, Anchor::Start, weight);
    }
}
