//! Things that happened: a dotted line on their day, named above the plot where names fit, else numbered there and named in a key below.

use std::ops::Range;

use super::super::font::{self, Weight};
use super::super::palette::{BLACK, DIM, GREY, Ink, WHITE};
use super::canvas::{Anchor, Canvas, Dash};
use super::labels::{self, Hung};
use super::lines::Plan;
use super::{Frame, Mark};

const NAME: f64 = 12.5;
const KEY: f64 = 12.5;
const ROW: f64 = 19.0;
/// Half a badge's height, and the least half of its width.
const BADGE: f64 = 8.5;
const NUMBER: f64 = 11.0;
const BADGE_GAP: f64 = 2.0;
const NAME_GAP: f64 = 8.0;
/// How far a name may reach beyond the plot.
const BESIDE: f64 = 40.0;
const KEY_ROWS_MOST: usize = 3;
/// The most that an event takes in the key.
const LONGEST: f64 = 420.0;

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

/// Names where all fit into a few rows of every panel, numbers elsewhere. No panel gives more than a small part of its height.
pub fn place(happened: &[Mark], plots: &[Plan]) -> Placing {
    let mut with_days = plots.iter().filter(|plan| plan.has_days).peekable();
    if happened.is_empty() || with_days.peek().is_none() {
        return Placing::Unmarked;
    }
    let plans: Vec<&Plan> = with_days.collect();
    let fits = |rows: usize| {
        plans.iter().all(|plan| {
            let is_short = |name: &Hung| name.to - name.from < plan.plot.width() * 0.7;
            names(happened, plan).is_some_and(|names| names.iter().all(is_short) && labels::rows(&names, rows, NAME_GAP).is_some())
        })
    };
    let lowest = plans.iter().map(|plan| plan.plot.height()).fold(f64::INFINITY, f64::min);
    let rows_most = (lowest / 130.0).clamp(1.0, 3.0) as usize;
    if let Some(rows) = (1..=rows_most).find(|&rows| fits(rows)) {
        return Placing::Named { rows };
    }
    let badges_fit = |rows: usize| plans.iter().all(|plan| labels::rows(&hung(&badges(happened, plan)), rows, BADGE_GAP).is_some());
    Placing::Numbered { rows: (1..=rows_most).find(|&rows| badges_fit(rows)).unwrap_or(1) }
}

/// Where each name would reach: right of its line, or left of it where the plot ends; `None` where any has room on neither side.
fn names(happened: &[Mark], plan: &Plan) -> Option<Vec<Hung>> {
    let name = |mark: &Mark| {
        let line = plan.x(mark.from);
        let width = font::width(&mark.label, NAME, Weight::Regular) + 4.0;
        let right = Hung { line, from: line, to: line + width };
        let left = Hung { line, from: line - width, to: line };
        if right.to <= plan.plot.right + BESIDE { Some(right) } else { (left.from >= plan.plot.left).then_some(left) }
    };
    happened.iter().map(name).collect()
}

/// A badge that stands for one event or more: their places in the order of days, and from where to where it reaches.
#[derive(Clone, Debug, PartialEq)]
struct Badge {
    events: Range<usize>,
    from: f64,
    to: f64,
}

impl Badge {
    /// As wide as its text needs, and at least over the lines of all its events.
    fn new(events: Range<usize>, lines: &[f64]) -> Badge {
        let (first, last) = (lines[events.start], lines[events.end - 1]);
        let half = font::width(&numbers(&events), NUMBER, Weight::Bold) / 2.0 + 4.0;
        let middle = (first + last) / 2.0;
        Badge { events, from: (first - BADGE).min(middle - half), to: (last + BADGE).max(middle + half) }
    }
}

/// The numbers of events, as the key has them: `3`, `3, 4`, `3–7`.
fn numbers(events: &Range<usize>) -> String {
    match events.len() {
        1 => events.end.to_string(),
        2 => format!("{}, {}", events.start + 1, events.end),
        _ => format!("{}–{}", events.start + 1, events.end),
    }
}

/// One badge an event.
fn badges(happened: &[Mark], plan: &Plan) -> Vec<Badge> {
    let lines: Vec<f64> = happened.iter().map(|mark| plan.x(mark.from)).collect();
    (0..lines.len()).map(|event| Badge::new(event..event + 1, &lines)).collect()
}

/// Badges of which none touches another: events whose own would touch share one.
fn shared(lines: &[f64]) -> Vec<Badge> {
    let mut badges: Vec<Badge> = Vec::new();
    for event in 0..lines.len() {
        let mut badge = Badge::new(event..event + 1, lines);
        // What is wider for it may touch the one before.
        while let Some(before) = badges.pop_if(|before| before.to + BADGE_GAP > badge.from) {
            badge = Badge::new(before.events.start..badge.events.end, lines);
        }
        badges.push(badge);
    }
    badges
}

fn hung(badges: &[Badge]) -> Vec<Hung> {
    badges.iter().map(|badge| Hung { line: (badge.from + badge.to) / 2.0, from: badge.from, to: badge.to }).collect()
}

pub fn draw(canvas: &mut Canvas<'_>, happened: &[Mark], plan: &Plan, placing: &Placing) {
    for mark in happened {
        if let Some(until) = mark.until {
            canvas.rectangle(plan.x(mark.from), plan.plot.top, plan.x(until).min(plan.plot.right), plan.plot.bottom, mark.ink, 0.07);
        }
    }
    let middle = |row: usize| plan.plot.top - placing.head() + ROW * row as f64 + ROW / 2.0;
    match placing {
        Placing::Unmarked => {}
        Placing::Named { rows } => {
            let placed = names(happened, plan).and_then(|names| Some((labels::rows(&names, *rows, NAME_GAP)?, names)));
            let (rows, names) = placed.expect("names were placed because they fit");
            for ((mark, name), row) in happened.iter().zip(names).zip(rows) {
                draw_line(canvas, mark, middle(row), plan);
                let is_right = name.from >= name.line - 0.01;
                let (at, anchor) = if is_right { (name.line + 4.0, Anchor::Start) } else { (name.line - 4.0, Anchor::End) };
                canvas.text(&mark.label, at, middle(row) + 4.4, NAME, DIM, anchor, Weight::Regular);
            }
        }
        Placing::Numbered { rows } => {
            let single = badges(happened, plan);
            let badges = match labels::rows(&hung(&single), *rows, BADGE_GAP) {
                Some(rows) => single.into_iter().zip(rows).collect(),
                None => {
                    let lines: Vec<f64> = happened.iter().map(|mark| plan.x(mark.from)).collect();
                    shared(&lines).into_iter().map(|badge| (badge, 0)).collect::<Vec<_>>()
                }
            };
            for (badge, row) in badges {
                let marks = &happened[badge.events.clone()];
                marks.iter().for_each(|mark| draw_line(canvas, mark, middle(row) + BADGE, plan));
                let is_alike = marks.iter().all(|mark| mark.ink == marks[0].ink);
                draw_badge(canvas, &badge, middle(row), if is_alike { marks[0].ink } else { DIM });
            }
        }
    }
}

/// The line of an event's day, from a height above the plot down to its end.
fn draw_line(canvas: &mut Canvas<'_>, mark: &Mark, top: f64, plan: &Plan) {
    let x = plan.x(mark.from);
    let ink = if mark.ink == BLACK { GREY } else { mark.ink };
    canvas.line(&[(x, top), (x, plan.plot.bottom)], ink, 1.0, Dash::Dotted);
}

fn draw_badge(canvas: &mut Canvas<'_>, badge: &Badge, middle: f64, ink: Ink) {
    let (left, right) = (badge.from + BADGE, badge.to - BADGE);
    canvas.dot((left, middle), BADGE, ink);
    if right > left {
        canvas.dot((right, middle), BADGE, ink);
        canvas.rectangle(left, middle - BADGE, right, middle + BADGE, ink, 1.0);
    }
    let centre = (badge.from + badge.to) / 2.0;
    canvas.text(&numbers(&badge.events), centre, middle + 3.9, NUMBER, WHITE, Anchor::Middle, Weight::Bold);
}

/// Draws the key of numbers at the foot of a frame; returns how high it is.
pub fn draw_key(canvas: &mut Canvas<'_>, happened: &[Mark], within: &Frame) -> f64 {
    // A long name is cut before its day is.
    let text = |mark: &Mark| {
        let when = format!(", {}", mark.when);
        let name = font::fitted(&mark.label, KEY, Weight::Regular, LONGEST - font::width(&when, KEY, Weight::Regular));
        name + &when
    };
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
            draw_badge(canvas, &Badge { events: number..number + 1, from: x, to: x + 2.0 * BADGE }, middle, happened[number].ink);
            canvas.text(&text(&happened[number]), x + 2.0 * BADGE + 5.0, middle + 4.4, KEY, DIM, Anchor::Start, Weight::Regular);
        }
    }
    if dropped > 0 {
        let more = format!("and {dropped} more, in manifest.json");
        canvas.text(&more, within.right, within.bottom + 14.0, KEY, DIM, Anchor::End, Weight::Regular);
    }
    height
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn events_on_near_days_share_a_badge() {
        let told = |lines: &[f64]| shared(lines).iter().map(|badge| numbers(&badge.events)).collect::<Vec<_>>();
        assert_eq!(told(&[50.0; 7]), ["1–7"]);
        assert_eq!(told(&[50.0, 55.0, 200.0]), ["1, 2", "3"]);
        assert_eq!(told(&[50.0, 100.0, 150.0]), ["1", "2", "3"]);
        // What two share is wider than either, and takes in a third.
        assert_eq!(told(&[50.0, 70.0, 71.0, 300.0]), ["1–3", "4"]);
        assert!(told(&[]).is_empty());
        let lines: Vec<f64> = (0..40).map(|event| f64::from(event * event) / 4.0).collect();
        let badges = shared(&lines);
        assert!(badges.windows(2).all(|pair| pair[0].to + BADGE_GAP <= pair[1].from && pair[0].events.end == pair[1].events.start));
        let covers = |badge: &Badge| lines[badge.events.clone()].iter().all(|line| (badge.from..=badge.to).contains(line));
        assert!(badges.iter().all(covers) && badges.last().is_some_and(|badge| badge.events.end == lines.len()), "{badges:?}");
    }
}
