//! Shapes and text on the page, in units of the page with one decimal: plotters draws on whole pixels, so it is given ten for each of ours.

use plotters::prelude::{DrawingBackend, FontDesc, FontFamily, FontStyle, RGBAColor, SVGBackend, ShapeStyle};
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{Color, RGBColor};

use super::super::font::{self, Weight};
use super::super::palette::Ink;
use super::pieces::{self, Piece};

/// Pixels of plotters for each unit of the page.
const FINE: f64 = 10.0;

/// How a line is broken, so that lines differ without colour too.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dash {
    Whole,
    Dashed,
    Dotted,
    DashDot,
}

impl Dash {
    /// The dash of the variant at a place: the scenario is whole.
    pub fn at(place: usize) -> Dash {
        [Dash::Whole, Dash::Dashed, Dash::Dotted, Dash::DashDot][place % 4]
    }

    /// Lengths drawn and skipped, in turn.
    fn lengths(self) -> &'static [f64] {
        match self {
            Dash::Whole => &[],
            Dash::Dashed => &[7.0, 4.0],
            Dash::Dotted => &[2.0, 3.0],
            Dash::DashDot => &[9.0, 3.5, 2.0, 3.5],
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Anchor {
    Start,
    Middle,
    End,
}

pub struct Canvas<'a> {
    backend: SVGBackend<'a>,
}

/// The promise that lets drawing go without results.
const INTO_STRING: &str = "drawing into a string does not fail";

impl<'a> Canvas<'a> {
    pub fn new(svg: &'a mut String, width: f64, height: f64) -> Canvas<'a> {
        let size = ((width * FINE) as u32, (height * FINE) as u32);
        Canvas { backend: SVGBackend::with_string(svg, size) }
    }

    /// Closes the document.
    pub fn finish(mut self) {
        self.backend.present().expect(INTO_STRING);
    }

    pub fn line(&mut self, points: &[(f64, f64)], ink: Ink, width: f64, dash: Dash) {
        if points.len() < 2 {
            return;
        }
        let style = ShapeStyle { color: colour(ink, 1.0), filled: false, stroke_width: (width * FINE).round() as u32 };
        if dash == Dash::Whole {
            self.backend.draw_path(points.iter().map(|&point| fine(point)), &style).expect(INTO_STRING);
            return;
        }
        for stroke in strokes(points, dash.lengths()) {
            self.backend.draw_path(stroke.into_iter().map(fine), &style).expect(INTO_STRING);
        }
    }

    pub fn fill(&mut self, corners: &[(f64, f64)], ink: Ink, opacity: f64) {
        if corners.len() > 2 {
            self.backend.fill_polygon(corners.iter().map(|&corner| fine(corner)), &colour(ink, opacity)).expect(INTO_STRING);
        }
    }

    pub fn rectangle(&mut self, left: f64, top: f64, right: f64, bottom: f64, ink: Ink, opacity: f64) {
        self.backend.draw_rect(fine((left, top)), fine((right, bottom)), &colour(ink, opacity), true).expect(INTO_STRING);
    }

    pub fn dot(&mut self, centre: (f64, f64), radius: f64, ink: Ink) {
        self.backend.draw_circle(fine(centre), (radius * FINE) as u32, &colour(ink, 1.0), true).expect(INTO_STRING);
    }

    /// Text on a baseline, in characters that the font has.
    #[allow(clippy::too_many_arguments)]
    pub fn text(&mut self, text: &str, x: f64, baseline: f64, size: f64, ink: Ink, anchor: Anchor, weight: Weight) {
        let weight = font::weight_for(text, weight);
        let (pieces, width) = pieces::pieces(text, weight);
        if let [Piece { font: None, .. }] = pieces.as_slice() {
            return self.write(text, font::FAMILY, x, baseline, size, ink, anchor, weight);
        }
        let left = match anchor {
            Anchor::Start => x,
            Anchor::Middle => x - width * size / 2.0,
            Anchor::End => x - width * size,
        };
        for Piece { font, text, start } in pieces {
            let family = font.map_or(font::FAMILY.to_owned(), font::family);
            self.write(&text, &family, left + start * size, baseline, size, ink, Anchor::Start, weight);
        }
    }

    #[allow(clippy::too_many_arguments)]
    fn write(&mut self, text: &str, family: &str, x: f64, baseline: f64, size: f64, ink: Ink, anchor: Anchor, weight: Weight) {
        let style = match weight {
            Weight::Regular => FontStyle::Normal,
            Weight::Bold => FontStyle::Bold,
        };
        let across = match anchor {
            Anchor::Start => HPos::Left,
            Anchor::Middle => HPos::Center,
            Anchor::End => HPos::Right,
        };
        // plotters divides the size by 1.24 and hangs the text 0.76 em below its point.
        let written = FontDesc::new(FontFamily::Name(family), size * FINE * 1.24, style)
            .color(&RGBColor(ink.0, ink.1, ink.2))
            .pos(Pos::new(across, VPos::Top));
        self.backend.draw_text(text, &written, fine((x, baseline - 0.76 * size))).expect(INTO_STRING);
    }
}

fn fine((x, y): (f64, f64)) -> (i32, i32) {
    ((x * FINE).round() as i32, (y * FINE).round() as i32)
}

fn colour(ink: Ink, opacity: f64) -> RGBAColor {
    RGBColor(ink.0, ink.1, ink.2).mix(opacity)
}

/// The parts of a line that a dash pattern draws.
fn strokes(points: &[(f64, f64)], lengths: &[f64]) -> Vec<Vec<(f64, f64)>> {
    let mut strokes = Vec::new();
    let mut stroke = vec![points[0]];
    let (mut turn, mut left) = (0, lengths[0]);
    for pair in points.windows(2) {
        let (mut from, to) = (pair[0], pair[1]);
        let mut rest = libm::hypot(to.0 - from.0, to.1 - from.1);
        while rest > left {
            let share = left / rest;
            from = (from.0 + share * (to.0 - from.0), from.1 + share * (to.1 - from.1));
            rest -= left;
            let is_drawn = turn % 2 == 0;
            if is_drawn {
                stroke.push(from);
                strokes.push(std::mem::take(&mut stroke));
            } else {
                stroke = vec![from];
            }
            turn = (turn + 1) % lengths.len();
            left = lengths[turn];
        }
        left -= rest;
        if turn % 2 == 0 {
            stroke.push(to);
        }
    }
    strokes.push(stroke);
    strokes.retain(|stroke| stroke.len() > 1);
    strokes
}
