//! A text as the pieces that it is drawn in, one after another: each in one font, or in the plain ones. Who draws an SVG shapes a text that needs several
//! fonts by all of them in turn, and mixes up letters that join or change places.

use super::super::font::{self, Weight};

/// What is drawn at once.
#[derive(Debug, PartialEq)]
pub struct Piece {
    /// The font of a script; `None`: the plain ones.
    pub font: Option<usize>,
    /// Without blanks at its ends.
    pub text: String,
    /// Where it begins, as a multiple of the size.
    pub start: f64,
}

/// The pieces of a text from left to right, and how wide it is as a multiple of its size. Several blanks are one, as in an SVG.
pub fn pieces(text: &str, weight: Weight) -> (Vec<Piece>, f64) {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let (mut pieces, mut end) = (Vec::new(), 0.0);
    for (font, text) in from_left_to_right(font::runs(&text, weight)) {
        let width = |text: &str| font::width(text, 1.0, weight);
        let trimmed = text.trim();
        if !trimmed.is_empty() {
            let blanks = &text[..text.len() - text.trim_start().len()];
            pieces.push(Piece { font, text: trimmed.to_owned(), start: end + width(blanks) });
        }
        end += width(&text);
    }
    (pieces, end)
}

type Run = (Option<usize>, String);

/// Texts of charts are read from left to right, whatever names are in them, so that a number behind a name stays behind it; but words in a row that are
/// read from right to left, and what stands between them, go from right to left.
fn from_left_to_right(runs: Vec<Run>) -> Vec<Run> {
    let is_rtl = |(_, run): &Run| run.contains(is_right_to_left);
    let has_letters = |(_, run): &Run| run.contains(char::is_alphabetic);
    let (mut ordered, mut rest) = (Vec::new(), runs.as_slice());
    while let Some(first) = rest.first() {
        let is_between = |run: &&Run| is_rtl(run) || !has_letters(run);
        let in_a_row = if is_rtl(first) { rest.iter().take_while(is_between).count() } else { 1 };
        let count = rest[..in_a_row].iter().rposition(is_rtl).map_or(1, |last| last + 1);
        let (row, after) = rest.split_at(count);
        ordered.extend(row.iter().rev().map(|run| if is_rtl(run) || count == 1 { run.clone() } else { mirrored(run) }));
        rest = after;
    }
    ordered
}

/// What stands between words that are read from right to left: brackets open to the other side, and numbers are as they are.
fn mirrored((font, run): &Run) -> Run {
    if run.contains(char::is_alphanumeric) {
        return (*font, run.clone());
    }
    let turned = |character| match character {
        '(' => ')',
        ')' => '(',
        '[' => ']',
        ']' => '[',
        _ => character,
    };
    (*font, run.chars().rev().map(turned).collect())
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
    use super::super::{HEIGHT, WIDTH};
    use super::*;
    use crate::output::palette::Ink;

    #[test]
    fn numbers_stay_behind_names_that_are_read_from_right_to_left() {
        let texts = |text: &str| -> Vec<String> { pieces(text, Weight::Regular).0.into_iter().map(|piece| piece.text).collect() };
        assert_eq!(texts("微信 (9 %)"), ["微信 (9 %)"]);
        assert_eq!(texts("سلام (9 %)"), ["سلام", "(9 %)"]);
        assert_eq!(pieces("سلام  (9 %)", Weight::Regular), pieces("سلام (9 %)", Weight::Regular));
        assert_eq!(texts("LINE & سوق 2024 جديد (9 %)"), ["LINE &", "جديد", "2024", "سوق", "(9 %)"]);
        assert_eq!(texts("سوق (جديد"), ["جديد", ")", "سوق"]);
        assert_eq!(texts("سلام & LINE & سلام"), ["سلام", "& LINE &", "سلام"]);
    }

    #[test]
    fn a_text_without_letters_that_join_is_one_piece() {
        for text in ["微信 & LINE 統合", "Zürich ğ (9 %)", "카카오톡"] {
            let (found, width) = pieces(text, Weight::Bold);
            assert_eq!(found, [Piece { font: None, text: text.to_owned(), start: 0.0 }]);
            assert_eq!(width, font::width(text, 1.0, Weight::Bold));
        }
    }

    const SIZE: f64 = 60.0;

    /// The ink of a text that begins at so many units of the page, between two of them.
    fn ink(text: &str, at: f64, [from, until]: [f64; 2]) -> Vec<u8> {
        let mut svg = String::new();
        let mut canvas = Canvas::new(&mut svg, WIDTH, HEIGHT);
        canvas.text(text, at, 2.0 * SIZE, SIZE, Ink(0, 0, 0), Anchor::Start, Weight::Regular);
        canvas.finish();
        let pixels = Pixmap::decode_png(&to_png(&at_page_size(&svg, "")).expect("a picture")).expect("a picture");
        let columns = (2.0 * from) as usize..(2.0 * until) as usize;
        let rows = pixels.pixels().chunks(pixels.width() as usize).take((6.0 * SIZE) as usize);
        rows.flat_map(|row| row[columns.clone()].iter().map(|pixel| pixel.alpha())).collect()
    }

    #[test]
    fn names_are_drawn_the_same_beside_others() {
        let names = ["टेलीग्राम", "واتساب", "سوق جديد", "ไลน์", "తెలుగు", "ווטסאפ", "카카오톡", "微信", "LINE"];
        for (place, name) in names.into_iter().enumerate() {
            let other = names[(place + 2) % names.len()];
            let both = format!("{name} & {other}");
            let width = |text: &str| font::width(text, SIZE, Weight::Regular);
            // Two that are read from right to left are read so together.
            let is_turned = [name, other].iter().all(|name| name.contains(is_right_to_left));
            let [first, second] = if is_turned { [other, name] } else { [name, other] };
            for (part, at) in [(first, 0.0), (second, width(&both) - width(second))] {
                let columns = [at, at + width(part)];
                let (alone, beside) = (ink(part, at, columns), ink(&both, 0.0, columns));
                let all: u32 = alone.iter().copied().map(u32::from).sum();
                assert!(all > 0, "{part} is drawn");
                // Edges of letters may lie a part of a pixel further on.
                let differs: u32 = alone.iter().zip(&beside).map(|(&one, &other)| u32::from(one.abs_diff(other))).sum();
                assert!(differs * 8 < all, "{part} in {both}: {differs} of {all}");
            }
        }
    }
}
