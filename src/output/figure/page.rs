//! The page: title above, panels in a grid, the key of events and the footer below.

use super::super::font::{self, Weight};
use super::super::palette::{BLACK, DIM, GREY, WHITE};
use super::canvas::{Anchor, Canvas, Dash};
use super::ticks::{self, Settled};
use super::{Body, Figure, Frame, HEIGHT, Heights, KeyEntry, Panel, WIDTH, bars, heat, lines, marks};

const MARGIN: f64 = 44.0;
const TITLE: f64 = 25.0;
const SUBTITLE: f64 = 15.0;
const PANEL_TITLE: f64 = 16.5;
const PANEL_UNIT: f64 = 13.0;
/// What a panel's title of one line takes, and what each further line adds.
const PANEL_HEAD: f64 = 28.0;
const PANEL_LINE: f64 = 19.0;
const KEY: f64 = 13.5;
/// A line of the key with the gap to its label, and what lies between entries.
const KEY_DASH: f64 = 41.0;
const KEY_GAP: f64 = 26.0;
const FOOTER: f64 = 11.5;
const ACROSS_PANELS: f64 = 34.0;
const DOWN_PANELS: f64 = 22.0;

/// The SVG of a figure whose words are legible.
pub fn draw(figure: &Figure) -> String {
    let mut svg = String::new();
    let mut canvas = Canvas::new(&mut svg, WIDTH, HEIGHT);
    canvas.rectangle(0.0, 0.0, WIDTH, HEIGHT, WHITE, 1.0);
    let top = draw_head(&mut canvas, figure);
    canvas.text(&figure.footer, MARGIN, HEIGHT - 20.0, FOOTER, GREY, Anchor::Start, Weight::Regular);

    let mut within = Frame { left: MARGIN, top, right: WIDTH - MARGIN, bottom: HEIGHT - 44.0 };
    let figure = &with_units(figure, &within);
    let heights = common_height(figure);
    let plans = |within: &Frame| -> Vec<(Frame, Option<lines::Plan>)> {
        let frames = grid(within, figure.panels.len(), figure.columns);
        let head = head_height(figure, &frames);
        let plan = |(frame, panel): (Frame, &Panel)| match &panel.body {
            Body::Lines(body) => (frame, Some(lines::plan(body, &below(&frame, head), heights.as_ref()))),
            Body::Heat(_) | Body::Bars(_) => (frame, None),
        };
        frames.into_iter().zip(&figure.panels).map(plan).collect()
    };
    let plots: Vec<lines::Plan> = plans(&within).into_iter().filter_map(|(_, plan)| plan).collect();
    let placing = marks::place(&figure.marks, &plots);
    if let marks::Placing::Numbered { .. } = placing {
        within.bottom -= marks::draw_key(&mut canvas, &figure.marks, &within);
    }
    let head = head_height(figure, &grid(&within, figure.panels.len(), figure.columns));
    for ((frame, plan), panel) in plans(&within).into_iter().zip(&figure.panels) {
        draw_heading(&mut canvas, panel, &frame);
        match (&panel.body, plan) {
            (Body::Lines(body), Some(plan)) => lines::draw(&mut canvas, body, &plan, &figure.marks, &placing),
            (Body::Lines(_), None) => unreachable!("a panel with lines has a plan"),
            (Body::Heat(body), _) => heat::draw(&mut canvas, body, &below(&frame, head)),
            (Body::Bars(body), _) => bars::draw(&mut canvas, body, &below(&frame, head), heights.as_ref()),
        }
    }
    canvas.finish();
    at_page_size(&svg, &figure.title)
}

/// The figure with the unit of cells beside the title of their panel, where they have no room for it.
fn with_units(figure: &Figure, within: &Frame) -> Figure {
    let frames = grid(within, figure.panels.len(), figure.columns);
    let head = head_height(figure, &frames);
    let mut figure = figure.clone();
    for (panel, frame) in figure.panels.iter_mut().zip(frames) {
        if let Body::Heat(heat) = &panel.body {
            panel.unit = heat::unit(&panel.unit, heat, &below(&frame, head));
        }
    }
    figure
}

/// Draws title, subtitle and key; returns where they end.
fn draw_head(canvas: &mut Canvas<'_>, figure: &Figure) -> f64 {
    let room = WIDTH - 2.0 * MARGIN;
    let mut baseline = 28.0;
    for line in first_lines(&figure.title, TITLE, Weight::Bold, room, 2) {
        baseline += 22.0;
        canvas.text(&line, MARGIN, baseline, TITLE, BLACK, Anchor::Start, Weight::Bold);
        baseline += 10.0;
    }
    baseline += 4.0;
    for line in first_lines(&figure.subtitle, SUBTITLE, Weight::Regular, room, 2) {
        baseline += 13.0;
        canvas.text(&line, MARGIN, baseline, SUBTITLE, DIM, Anchor::Start, Weight::Regular);
        baseline += 8.0;
    }
    for row in key_rows(&figure.key) {
        baseline += 17.0;
        draw_key(canvas, row, baseline);
        baseline += 6.0;
    }
    baseline + 16.0
}

fn first_lines(text: &str, size: f64, weight: Weight, room: f64, most: usize) -> Vec<String> {
    let mut lines = font::wrapped(text, size, weight, room);
    if lines.len() > most {
        let rest = lines.split_off(most - 1).join(" ");
        lines.push(font::fitted(&rest, size, weight, room));
    }
    lines.iter().map(|line| font::fitted(line, size, weight, room)).collect()
}

/// The key in one row, or in two where labels would have to be cut.
fn key_rows(key: &[KeyEntry]) -> impl Iterator<Item = &[KeyEntry]> {
    let width: f64 = key.iter().map(|entry| KEY_DASH + font::width(&entry.label, KEY, Weight::Regular) + KEY_GAP).sum();
    let rows = if width > WIDTH - 2.0 * MARGIN { 2 } else { 1 };
    key.chunks(key.len().div_ceil(rows).max(1))
}

/// A row of lines with what they mean, and of words; labels are cut alike where they are too long together.
fn draw_key(canvas: &mut Canvas<'_>, key: &[KeyEntry], baseline: f64) {
    let of_dash = |entry: &KeyEntry| if entry.dash.is_some() { KEY_DASH } else { 0.0 };
    let room = WIDTH - 2.0 * MARGIN - key.iter().map(|entry| of_dash(entry) + KEY_GAP).sum::<f64>();
    let labels: Vec<&str> = key.iter().map(|entry| entry.label.as_str()).collect();
    let labels = font::fitted_evenly(&labels, KEY, Weight::Regular, room);
    let mut x = MARGIN;
    for (entry, label) in key.iter().zip(&labels) {
        if let Some(dash) = entry.dash {
            let thick = if dash == Dash::Whole { 2.6 } else { 1.7 };
            canvas.line(&[(x, baseline - 4.5), (x + KEY_DASH - 7.0, baseline - 4.5)], DIM, thick, dash);
        }
        let ink = if entry.dash.is_some() { BLACK } else { DIM };
        canvas.text(label, x + of_dash(entry), baseline, KEY, ink, Anchor::Start, Weight::Regular);
        x += of_dash(entry) + font::width(label, KEY, Weight::Regular) + KEY_GAP;
    }
}

/// The vertical axis of all panels with lines or bars, where they share it.
fn common_height(figure: &Figure) -> Option<Settled> {
    if figure.heights == Heights::Own {
        return None;
    }
    let axis = figure.panels.iter().find_map(|panel| match &panel.body {
        Body::Lines(body) => Some(body.up.clone()),
        Body::Bars(body) => Some(bars::axis(body)),
        Body::Heat(_) => None,
    })?;
    let heights = figure.panels.iter().flat_map(|panel| match &panel.body {
        Body::Lines(body) => lines::heights(body).collect(),
        Body::Bars(body) => bars::heights(body).collect(),
        Body::Heat(_) => Vec::new(),
    });
    Some(ticks::settle(&axis, heights, ticks::UP))
}

fn grid(within: &Frame, panels: usize, columns: usize) -> Vec<Frame> {
    let columns = columns.clamp(1, panels.max(1));
    let rows = panels.div_ceil(columns).max(1);
    let width = (within.width() - ACROSS_PANELS * (columns - 1) as f64) / columns as f64;
    let height = (within.height() - DOWN_PANELS * (rows - 1) as f64) / rows as f64;
    (0..panels)
        .map(|panel| {
            let left = within.left + (width + ACROSS_PANELS) * (panel % columns) as f64;
            let top = within.top + (height + DOWN_PANELS) * (panel / columns) as f64;
            Frame { left, top, right: left + width, bottom: top + height }
        })
        .collect()
}

/// A panel's title in lines, and its unit: beside the last of them where there is room, else below.
struct Heading {
    title: Vec<String>,
    unit: String,
    is_unit_beside: bool,
}

impl Heading {
    fn of(panel: &Panel, room: f64) -> Heading {
        let title = first_lines(&panel.title, PANEL_TITLE, Weight::Bold, room, 2);
        let beside = Heading::beside(&title) + font::width(&panel.unit, PANEL_UNIT, Weight::Regular);
        Heading { title, unit: font::fitted(&panel.unit, PANEL_UNIT, Weight::Regular, room), is_unit_beside: beside <= room }
    }

    /// Where a unit beside the title begins.
    fn beside(title: &[String]) -> f64 {
        title.last().map_or(0.0, |line| font::width(line, PANEL_TITLE, Weight::Bold) + 10.0)
    }

    fn height(&self) -> f64 {
        let lines = self.title.len() + usize::from(!self.is_unit_beside);
        PANEL_HEAD + PANEL_LINE * lines.saturating_sub(1) as f64
    }
}

/// What the tallest heading takes, so that panels side by side begin alike.
fn head_height(figure: &Figure, frames: &[Frame]) -> f64 {
    let heights = figure.panels.iter().zip(frames).map(|(panel, frame)| Heading::of(panel, frame.width()).height());
    heights.fold(PANEL_HEAD, f64::max)
}

fn below(frame: &Frame, head: f64) -> Frame {
    Frame { top: frame.top + head, ..*frame }
}

fn draw_heading(canvas: &mut Canvas<'_>, panel: &Panel, frame: &Frame) {
    let heading = Heading::of(panel, frame.width());
    let mut baseline = frame.top + 14.0;
    for (place, line) in heading.title.iter().enumerate() {
        baseline += if place > 0 { PANEL_LINE } else { 0.0 };
        canvas.text(line, frame.left, baseline, PANEL_TITLE, BLACK, Anchor::Start, Weight::Bold);
    }
    let (x, baseline) =
        if heading.is_unit_beside { (frame.left + Heading::beside(&heading.title), baseline) } else { (frame.left, baseline + PANEL_LINE) };
    canvas.text(&heading.unit, x, baseline, PANEL_UNIT, DIM, Anchor::Start, Weight::Regular);
}

/// Shrinks the fine grid that was drawn on to the page's size, and names the picture for those who hear it read.
pub fn at_page_size(svg: &str, title: &str) -> String {
    let inside = svg.find("viewBox").expect("plotters writes a view box");
    let after = svg[inside..].find(">\n").map(|end| inside + end + 2).expect("plotters closes its first tag");
    let escaped = title.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    format!("<svg width=\"{WIDTH}\" height=\"{HEIGHT}\" role=\"img\" {}<title>{escaped}</title>\n{}", &svg[inside..after], &svg[after..])
}
