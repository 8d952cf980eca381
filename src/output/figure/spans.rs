//! Letters that join, in spans of their own font, and names that are read from right to left.
//!
//! Who draws an SVG shapes a text by its first font, and leaves boxes where another font joins letters otherwise. plotters writes plain text: so spans are
//! marked while it writes, with characters that no legible text has, and are made elements afterwards.

use super::super::font::{self, Weight};

/// The start of a span in the first font; that of the next font's is the next character.
const STARTS: u32 = 0xE000;
const END: char = '\u{F8FF}';

/// What has no shape, and is read from left to right.
const LEFT_TO_RIGHT: char = '\u{200E}';

/// A text, with its spans marked.
pub fn marked(text: &str, weight: Weight) -> String {
    let mut marked = String::new();
    for (font, run) in font::runs(&directed(text), weight) {
        match font.filter(|&font| font::is_shaped(font)) {
            Some(font) => {
                marked.extend(char::from_u32(STARTS + font as u32));
                marked.push_str(&run);
                marked.push(END);
            }
            None => marked.push_str(&run),
        }
    }
    marked
}

/// A drawing, with elements for the marks in it.
pub fn elements(svg: String) -> String {
    if !svg.contains(END) {
        return svg;
    }
    let mut elements = String::with_capacity(svg.len());
    for character in svg.chars() {
        match font_started_by(character) {
            Some(font) => elements.push_str(&format!("<tspan font-family=\"{}\">", font::family(font))),
            None if character == END => elements.push_str("</tspan>"),
            None => elements.push(character),
        }
    }
    elements
}

fn font_started_by(mark: char) -> Option<usize> {
    u32::from(mark).checked_sub(STARTS).map(|font| font as usize).filter(|&font| font < font::FONTS)
}

/// Texts of charts are read from left to right, whatever names are in them: numbers behind a name stay behind it.
fn directed(text: &str) -> String {
    let is_other = |character: char| character.is_alphanumeric() && !is_right_to_left(character);
    if !(text.contains(is_right_to_left) && text.contains(is_other)) {
        return text.to_owned();
    }
    let mut directed = String::from(LEFT_TO_RIGHT);
    for (place, character) in text.char_indices() {
        directed.push(character);
        let rest = &text[place + character.len_utf8()..];
        let next_letter = || rest.chars().find(|&next| next.is_alphabetic() || is_right_to_left(next));
        if is_right_to_left(character) && !next_letter().is_some_and(is_right_to_left) {
            directed.push(LEFT_TO_RIGHT);
        }
    }
    directed
}

/// Letters of Hebrew and Arabic, with the marks on them.
fn is_right_to_left(character: char) -> bool {
    matches!(u32::from(character), 0x590..=0x6FF | 0x750..=0x77F | 0x8A0..=0x8FF)
}

#[cfg(test)]
mod tests {
    use resvg::tiny_skia::Pixmap;

    use super::super::canvas::{Anchor, Canvas};
    use super::super::page::at_page_size;
    use super::super::picture::to_png;
    use super::*;
    use crate::output::palette::Ink;

    #[test]
    fn numbers_stay_behind_names_that_are_read_from_right_to_left() {
        for plain in ["微信 (9 %)", "سوق جديد"] {
            assert_eq!(directed(plain), plain);
        }
        assert_eq!(directed("سوق 2024 جديد (9 %)"), "\u{200E}سوق 2024 جديد\u{200E} (9 %)");
        assert_eq!(directed("LINE & سلام & LINE"), "\u{200E}LINE & سلام\u{200E} & LINE");
    }

    #[test]
    fn marks_become_spans() {
        let svg = elements(marked("<抖音 ไลน์>", Weight::Bold));
        assert_eq!(svg, "<抖音 <tspan font-family=\"Moat Sans Thai, Noto Sans Thai, sans-serif\">ไลน์</tspan>>");
    }

    /// The ink of a text at the left of the page, as far as so much of the page.
    fn ink(text: &str, size: f64, until: f64) -> Vec<u8> {
        let mut svg = String::new();
        let mut canvas = Canvas::new(&mut svg, super::super::WIDTH, super::super::HEIGHT);
        canvas.text(text, 0.0, 2.0 * size, size, Ink(0, 0, 0), Anchor::Start, Weight::Regular);
        canvas.finish();
        let pixels = Pixmap::decode_png(&to_png(&at_page_size(&elements(svg), "")).expect("a picture")).expect("a picture");
        let rows = pixels.pixels().chunks(pixels.width() as usize).take((3.0 * size * 2.0) as usize);
        rows.flat_map(|row| row.iter().take((until * 2.0) as usize).map(|pixel| pixel.alpha())).collect()
    }

    #[test]
    fn a_name_is_drawn_the_same_with_a_number_behind_it() {
        for name in ["टेलीग्राम", "واتساب", "سوق جديد", "ไลน์", "తెలుగు", "카카오톡", "微信", "微信 & واتساب"]
        {
            let width = font::width(name, 60.0, Weight::Regular);
            let (alone, with_number) = (ink(name, 60.0, width), ink(&format!("{name} (0.3 %)"), 60.0, width));
            let all: u32 = alone.iter().copied().map(u32::from).sum();
            assert!(all > 0, "{name} is drawn");
            // Edges of letters may lie a part of a pixel further on.
            let differs: u32 = alone.iter().zip(&with_number).map(|(&one, &other)| u32::from(one.abs_diff(other))).sum();
            assert!(differs * 50 < all, "{name}: {differs} of {all}");
        }
    }
}
