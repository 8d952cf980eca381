//! A matrix: colour for how much, figures where there is room, a scale where there is not.

use super::super::font::{self, Weight};
use super::super::number::{self, Form};
use super::super::palette::{self, BLACK, DIM, FAINT, GREY, Ink, WHITE};
use super::canvas::{Anchor, Canvas, Dash};
use super::{Frame, Heat};

const NAME: f64 = 13.0;
/// The least size in which a name can still be read.
const NAME_LEAST: f64 = 8.0;
/// Height of a line of text, in its size.
const LINE: f64 = 1.16;
/// The least size of figures with their unit, where they must be smaller for it.
const FIGURE_LEAST: f64 = 11.0;
/// Between a row's name and its cells.
const ROW_GAP: f64 = 10.0;
const CELL_HEIGHT_MOST: f64 = 112.0;
const CELL_WIDTH_MOST: f64 = 150.0;

/// What stands in the cells.
struct Figures {
    texts: Vec<String>,
    size: f64,
    /// Whether there is room for them at all; a scale stands for them where there is none.
    fit: bool,
    has_unit: bool,
}

impl Figures {
    fn of(heat: &Heat, cells: &Frame) -> Figures {
        let values = values(heat);
        let (width, height) = cell_size(heat, cells);
        // Low rows give their figures more of their height.
        let mut size = (height * 0.42).max((height * 0.7).min(10.0)).min(16.0);
        let written = |suffix: &str, size: f64| -> (Vec<String>, f64) {
            let text = |cell: &Option<f64>| value_of(cell).map_or("–".to_owned(), |value| cell_text(value, &values, heat.form) + suffix);
            let texts: Vec<String> = heat.cells.iter().map(text).collect();
            let widest = texts.iter().map(|text| font::width(text, size, Weight::Regular)).fold(0.0, f64::max);
            (texts, widest)
        };
        let (mut texts, mut widest) = written(heat.form.suffix(), size);
        let mut has_unit = true;
        // Figures are somewhat smaller before they lose their unit.
        let shrunk = size * (width - 8.0) / widest;
        if (FIGURE_LEAST..size).contains(&shrunk) {
            (size, widest) = (shrunk, width - 8.0);
        } else if shrunk < size {
            (texts, widest) = written("", size);
            has_unit = heat.form.suffix().is_empty();
        }
        Figures { texts, size, fit: size >= 8.5 && widest + 4.0 <= width, has_unit }
    }
}

fn value_of(cell: &Option<f64>) -> Option<f64> {
    cell.filter(|value| value.is_finite())
}

fn values(heat: &Heat) -> Vec<f64> {
    heat.cells.iter().filter_map(value_of).collect()
}

/// The unit beside the panel's title, with that of the figures where cells have no room for it.
pub fn unit(unit: &str, heat: &Heat, inside: &Frame) -> String {
    if heat.rows.is_empty() || heat.columns.is_empty() {
        return unit.to_owned();
    }
    let figures = Figures::of(heat, &place_cells(heat, inside));
    if figures.has_unit || !figures.fit {
        return unit.to_owned();
    }
    let (of, rest) = unit.split_at(unit.find(';').unwrap_or(unit.len()));
    format!("{of}, {}{rest}", heat.form.suffix().trim())
}

pub fn draw(canvas: &mut Canvas<'_>, heat: &Heat, inside: &Frame) {
    let values = values(heat);
    if values.is_empty() || heat.rows.is_empty() || heat.columns.is_empty() {
        let (x, y) = inside.centre();
        canvas.text("nothing was measured", x, y, 14.0, GREY, Anchor::Middle, Weight::Regular);
        return;
    }
    let span = heat.span.unwrap_or_else(|| own_span(&values, heat.form));
    let cells = place_cells(heat, inside);
    draw_names(canvas, heat, &cells, cells.left - ROW_GAP - inside.left);
    let (width, height) = cell_size(heat, &cells);
    let Figures { texts, size, fit, .. } = Figures::of(heat, &cells);
    let if_alike = if span.1 == 0.0 && !is_difference(heat.form) { 0.0 } else { 0.5 };
    for (place, cell) in heat.cells.iter().enumerate() {
        let Some(value) = *cell else { continue };
        let left = cells.left + (place % heat.columns.len()) as f64 * width;
        let top = cells.top + (place / heat.columns.len()) as f64 * height;
        let share = if span.1 > span.0 { (value - span.0) / (span.1 - span.0) } else { if_alike };
        let may_be_nothing = heat.may_be_nothing.get(place).is_some_and(|may| *may);
        let ink = match value.is_finite() {
            // White within a thin frame.
            true if may_be_nothing => WHITE,
            true => colour(heat.form, share),
            false => FAINT,
        };
        let seam = if width.min(height) > 12.0 { 0.8 } else { 0.0 };
        if may_be_nothing {
            canvas.rectangle(left + seam, top + seam, left + width - seam, top + height - seam, FAINT, 1.0);
        }
        let seam = if may_be_nothing { 2.0 * seam } else { seam };
        canvas.rectangle(left + seam, top + seam, left + width - seam, top + height - seam, ink, 1.0);
        if fit {
            let middle = (left + width / 2.0, top + height / 2.0 + size * 0.36);
            let on_it = if may_be_nothing { GREY } else { ink.text_on() };
            canvas.text(&texts[place], middle.0, middle.1, size, on_it, Anchor::Middle, Weight::Regular);
        } else if !value.is_finite() {
            // Grey alone could be taken for a light blue.
            let (from, to) = ((left + seam, top + height - seam), (left + width - seam, top + seam));
            canvas.line(&[from, to], GREY, 0.8, Dash::Whole);
        }
    }
    if !fit {
        draw_scale(canvas, heat.form, span, inside);
    }
}

fn ends(values: &[f64]) -> (f64, f64) {
    values.iter().fold((f64::INFINITY, f64::NEG_INFINITY), |(least, most), &value| (least.min(value), most.max(value)))
}

/// The values of the first and the last colour: from nothing on, so that what hardly differs has hardly different colours.
fn own_span(values: &[f64], form: Form) -> (f64, f64) {
    let (least, most) = ends(values);
    let farthest = most.max(-least);
    if is_difference(form) { (-farthest, farthest) } else { (least.min(0.0), most.max(0.0)) }
}

fn is_difference(form: Form) -> bool {
    form == form.difference()
}

/// Differences have a colour for what is below zero and one for what is above.
fn colour(form: Form, share: f64) -> Ink {
    if is_difference(form) { palette::diverging(share) } else { palette::ramp(share) }
}

fn cell_text(value: f64, values: &[f64], form: Form) -> String {
    let greatest = values.iter().fold(0.0, |most: f64, value| most.max(value.abs())) * form.scale();
    let places = if form.scale() > 1.0 {
        usize::from(greatest < 10.0)
    } else {
        // Two digits of the greatest, and one of what lies between the least and the greatest.
        let digits = |size: f64, wanted: f64| (wanted - 1.0 - libm::floor(libm::log10(size.max(1e-9)))).clamp(0.0, 4.0) as usize;
        let (least, most) = ends(values);
        let spread = most - least;
        digits(greatest, 2.0).max(if spread > 1e-3 * greatest { digits(spread, 1.0) } else { 0 })
    };
    // What would round to nothing is told from nothing: of a difference by one more place, as it may be less than nothing.
    let shown = value * form.scale();
    let least = libm::pow(10.0, -(places as f64));
    let is_lost = shown != 0.0 && shown.abs() < least / 2.0;
    if is_lost && shown > 0.0 && !is_difference(form) {
        return format!("<{least:.places$}");
    }
    let places = if is_lost { places + 1 } else { places };
    let text = format!("{shown:.places$}");
    let sign = if shown > 0.0 && is_difference(form) { "+" } else { "" };
    if number::is_nothing(&text) { "0".to_owned() } else { format!("{sign}{}", text.replace('-', "−")) }
}

/// Where the cells lie once names have their room.
fn place_cells(heat: &Heat, inside: &Frame) -> Frame {
    let top = inside.top + 44.0;
    let height = (inside.bottom - top - 30.0).min(CELL_HEIGHT_MOST * heat.rows.len() as f64);
    let size = row_name_size(height / heat.rows.len() as f64);
    let names = (0..heat.rows.len()).map(|row| row_name(heat, row, size, f64::INFINITY));
    let name_width = names.map(|name| font::width(&name, size, Weight::Regular)).fold(0.0, f64::max);
    let name_width = name_width.max(font::width(&heat.down, NAME, Weight::Regular));
    let left = inside.left + name_width.min(inside.width() * 0.32) + ROW_GAP + 2.0;
    let width = (inside.right - left).min(CELL_WIDTH_MOST * heat.columns.len() as f64);
    Frame { left, top, right: left + width, bottom: top + height }
}

/// Names of low rows are smaller, so that every row has its name.
fn row_name_size(height: f64) -> f64 {
    (height / LINE).clamp(NAME_LEAST, NAME)
}

/// A row's name with its ending, cut between the two where it is wider than there is room.
fn row_name(heat: &Heat, row: usize, size: f64, room: f64) -> String {
    let ending = heat.row_endings.get(row).map_or("", String::as_str);
    let room = room - font::width(ending, size, Weight::Regular);
    font::fitted(&heat.rows[row], size, Weight::Regular, room) + ending
}

fn cell_size(heat: &Heat, cells: &Frame) -> (f64, f64) {
    (cells.width() / heat.columns.len() as f64, cells.height() / heat.rows.len() as f64)
}

fn draw_names(canvas: &mut Canvas<'_>, heat: &Heat, cells: &Frame, row_room: f64) {
    let (width, height) = cell_size(heat, cells);
    canvas.text(&heat.across, cells.left, cells.top - 28.0, NAME, DIM, Anchor::Start, Weight::Regular);
    canvas.text(&heat.down, cells.left - ROW_GAP, cells.top - 8.0, NAME, DIM, Anchor::End, Weight::Regular);
    let is_number = |name: &String| name.chars().all(|character| character.is_ascii_digit() || ".−-–% ".contains(character));
    let skips = heat.columns.iter().all(is_number);
    let room = width - 6.0;
    let widest = heat.columns.iter().map(|name| font::width(name, NAME, Weight::Regular)).fold(room, f64::max);
    let size = if skips { NAME } else { (NAME * room / widest).max(NAME_LEAST) };
    let mut end = f64::NEG_INFINITY;
    for (place, name) in heat.columns.iter().enumerate() {
        let name = if skips { name.clone() } else { font::fitted(name, size, Weight::Regular, room) };
        let x = cells.left + (place as f64 + 0.5) * width;
        let half = font::width(&name, size, Weight::Regular) / 2.0;
        if x - half >= end + 6.0 || !skips {
            canvas.text(&name, x, cells.top - 8.0, size, BLACK, Anchor::Middle, Weight::Regular);
            end = x + half;
        }
    }
    let size = row_name_size(height);
    let half = size * LINE / 2.0;
    let mut end = f64::NEG_INFINITY;
    for place in 0..heat.rows.len() {
        let y = cells.top + (place as f64 + 0.5) * height;
        // A hair of tolerance: rows as high as a line follow one another without a gap.
        if y - half >= end - 1e-6 {
            let name = row_name(heat, place, size, row_room);
            canvas.text(&name, cells.left - ROW_GAP, y + size * 0.354, size, BLACK, Anchor::End, Weight::Regular);
            end = y + half;
        }
    }
}

fn draw_scale(canvas: &mut Canvas<'_>, form: Form, span: (f64, f64), inside: &Frame) {
    let (left, right) = (inside.right - 190.0, inside.right - 60.0);
    let (top, bottom) = (inside.bottom - 18.0, inside.bottom - 8.0);
    let steps = 52;
    for step in 0..steps {
        let from = left + (right - left) * f64::from(step) / f64::from(steps);
        let to = left + (right - left) * f64::from(step + 1) / f64::from(steps);
        let to = (to + 0.6).min(right);
        canvas.rectangle(from, top, to, bottom, colour(form, (f64::from(step) + 0.5) / f64::from(steps)), 1.0);
    }
    let text = |value: f64| format!("{}{}", number::alone(value, f64::NAN, f64::NAN, form), form.suffix());
    canvas.text(&text(span.0), left - 6.0, bottom, 12.0, DIM, Anchor::End, Weight::Regular);
    canvas.text(&text(span.1), right + 6.0, bottom, 12.0, DIM, Anchor::Start, Weight::Regular);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn little_is_told_from_nothing() {
        let text = |form: Form| [0.0, 0.003, -0.003, -0.00002, 0.48].map(|value| cell_text(value, &[0.48], form));
        assert_eq!(text(Form::Share), ["0", "<1", "−0.3", "0", "48"]);
        assert_eq!(text(Form::ShareDifference), ["0", "+0.3", "−0.3", "0", "+48"]);
    }

    #[test]
    fn what_hardly_differs_has_hardly_different_colours() {
        let noise = [48.3, 49.1, 50.2];
        assert_eq!(own_span(&noise, Form::Plain), (0.0, 50.2));
        assert_eq!(own_span(&[-2.0, 1.0], Form::Plain), (-2.0, 1.0));
        assert_eq!(own_span(&[-2.0, 1.0], Form::PlainDifference), (-2.0, 2.0));
        let text = |values: &[f64]| values.iter().map(|&value| cell_text(value, values, Form::Plain)).collect::<Vec<_>>();
        assert_eq!(text(&noise), ["48", "49", "50"]);
        assert_eq!(text(&[48.31, 48.42, 48.66]), ["48.3", "48.4", "48.7"]);
        assert_eq!(text(&[50.0, 50.0]), ["50", "50"]);
    }
}
