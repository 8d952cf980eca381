//! Things that happened: a dotted line on their day, named above the plot where names fit, else numbered there and named in a key below.

use super::super::font::{self, Weight};
use super::super::palette::{BLACK, DIM, GREY, Ink, WHITE};
use super::canvas::{Anchor, Canvas, Dash};
use super::labels::{self, Hung};
use super::lines::Plan;
use super::{Frame, Mark};

const NAME: f64 = 12.5;
const KEY: f64 = 12.5;
const ROW: f64 = 19.0;
const BADGE: f64 = 8.5;
const KEY_ROWS_MOST: usize = 3;

/// How marks are told from one another, the same in every panel.
#[derive(Clone, Debug, PartialEq)]
pub enum Placing {
    Unmarked,
    Named { rows: usize },
    Numbered { rows: usize },
}

impl Placing {
    /// Room above the plot.
    pub fn head(&self) -> f64 {
        match self {
            Placing::Unmarked => 0.0,
            Placing::Named { rows } | Placing::Numbered { rows } => *rows as f64 * ROW + 4.0,
        }
    }
}

/// Names where all fit into a few rows of every panel, numbers elsewhere.
pub fn place(happened: &[Mark], plots: &[Plan]) -> Placing {
    let mut with_days = plots.iter().filter(|plan| plan.has_days).peekable();
    if happened.is_empty() || with_days.peek().is_none() {
        return Placing::Unmarked;
    }
    let plans: Vec<&Plan> = with_days.collect();
    let fits = |rows: usize| {
        plans.iter().all(|plan| {
            let names = names(happened, plan);
            names.iter().all(|name| name.to - name.from < plan.plot.width() * 0.7) && labels::rows(&names, rows, 8.0).is_some()
        })
    };
    let lowest = plans.iter().map(|plan| plan.plot.height()).fold(f64::INFINITY, f64::min);
    let rows_most = (lowest / 130.0).clamp(1.0, 3.0) as usize;
    if let Some(rows) = (1..=rows_most).find(|&rows| fits(rows)) {
        return Placing::Named { rows };
    }
    let badges_fit = |rows: usize| plans.iter().all(|plan| labels::rows(&badges(happened, plan), rows, 2.0).is_some());
    Placing::Numbered { rows: (1..=6).find(|&rows| badges_fit(rows)).unwrap_or(6) }
}

/// Where each name would reach: right of its line, or left of it where the plot ends.
fn names(happened: &[Mark], plan: &Plan) -> Vec<Hung> {
    let name = |mark: &Mark| {
        let line = plan.x(mark.from);
        let width = font::width(&mark.label, NAME, Weight::Regular) + 4.0;
        let fits_right = line + width <= plan.plot.right + 40.0 || line - width < plan.plot.left;
        if fits_right { Hung { line, from: line, to: line + width } } else { Hung { line, from: line - width, to: line } }
    };
    happened.iter().map(name).collect()
}

fn badges(happened: &[Mark], plan: &Plan) -> Vec<Hung> {
    happened.iter().map(|mark| plan.x(mark.from)).map(|line| Hung { line, from: line - BADGE, to: line + BADGE }).collect()
}

pub fn draw(canvas: &mut Canvas<'_>, happened: &[Mark], plan: &Plan, placing: &Placing) {
    let (hung, count) = match placing {
        Placing::Unmarked => return,
        Placing::Named { rows } => (names(happened, plan), *rows),
        Placing::Numbered { rows } => (badges(happened, plan), *rows),
    };
    let gap = if matches!(placing, Placing::Named { .. }) { 8.0 } else { 2.0 };
    let rows = labels::rows(&hung, count, gap).unwrap_or_else(|| (0..happened.len()).map(|mark| mark % count).collect());
    for (number, (mark, row)) in happened.iter().zip(rows).enumerate() {
        let x = plan.x(mark.from);
        let middle = plan.plot.top - 4.0 - ROW * (count - row) as f64 + ROW / 2.0;
        if let Some(until) = mark.until {
            canvas.rectangle(x, plan.plot.top, plan.x(until).min(plan.plot.right), plan.plot.bottom, mark.ink, 0.07);
        }
        canvas.line(&[(x, middle), (x, plan.plot.bottom)], ink_of_line(mark), 1.0, Dash::Dotted);
        match placing {
            Placing::Named { .. } => {
                let is_right = hung[number].from >= x - 0.01;
                let (at, anchor) = if is_right { (x + 4.0, Anchor::Start) } else { (x - 4.0, Anchor::End) };
                canvas.text(&mark.label, at, middle + 4.4, NAME, DIM, anchor, Weight::Regular);
            }
            _ => badge(canvas, number, x, middle, mark.ink),
        }
    }
}

fn ink_of_line(mark: &Mark) -> Ink {
    if mark.ink == BLACK { GREY } else { mark.ink }
}

fn badge(canvas: &mut Canvas<'_>, number: usize, x: f64, middle: f64, ink: Ink) {
    canvas.dot((x, middle), BADGE, ink);
    canvas.text(&(number + 1).to_string(), x, middle + 3.9, 11.0, WHITE, Anchor::Middle, Weight::Bold);
}

/// Draws the key of numbers at the foot of a frame; returns how high it is.
pub fn draw_key(canvas: &mut Canvas<'_>, happened: &[Mark], within: &Frame) -> f64 {
    let text = |mark: &Mark| font::fitted(&format!("{}, {}", &mark.label, mark.when), KEY, Weight::Regular, 330.0);
    let mut rows: Vec<Vec<(usize, f64)>> = vec![Vec::new()];
    let mut x = within.left;
    for (number, mark) in happened.iter().enumerate() {
        let width = 2.0 * BADGE + 5.0 + font::width(&text(mark), KEY, Weight::Regular);
        if x + width > within.right && x > within.left {
            rows.push(Vec::new());
            x = within.left;
        }
        rows.last_mut().expect("there is always a row").push((number, x));
        x += width + 18.0;
    }
    let dropped: usize = rows.iter().skip(KEY_ROWS_MOST).map(Vec::len).sum();
    rows.truncate(KEY_ROWS_MOST);
    let height = 22.0 * rows.len() as f64 + 10.0;
    for (row, marks) in rows.iter().enumerate() {
        let middle = within.bottom - height + 10.0 + 22.0 * row as f64 + 11.0;
        for &(number, x) in marks {
            badge(canvas, number, x + BADGE, middle, happened[number].ink);
            canvas.text(&text(&happened[number]), x + 2.0 * BADGE + 5.0, middle + 4.4, KEY, DIM, Anchor::Start, Weight::Regular);
        }
    }
    if dropped > 0 {
        let more = format!("and {dropped} more, in manifest.json");
        canvas.text(&more, within.right, within.bottom + 14.0, KEY, DIM, Anchor::End, Weight::Regular);
    }
    height
}
