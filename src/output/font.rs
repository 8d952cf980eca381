//! The font of the charts: the only one that is drawn with, so that a chart is the same on every machine.

use std::sync::{Arc, OnceLock};

use resvg::usvg::fontdb;
use ttf_parser::Face;

/// The family that charts ask for, with what a viewer without it may use.
pub const FAMILY: &str =
    "Moat Sans, Moat Sans Letters, Noto Sans SC, Noto Sans CJK SC, PingFang SC, Microsoft YaHei, Helvetica, Arial, sans-serif";

static REGULAR: &[u8] = include_bytes!("../../assets/fonts/MoatSans-Regular.otf");
static BOLD: &[u8] = include_bytes!("../../assets/fonts/MoatSans-Bold.otf");
/// Letters that the two above lack, in the same design.
static LETTERS_REGULAR: &[u8] = include_bytes!("../../assets/fonts/MoatSansLetters-Regular.ttf");
static LETTERS_BOLD: &[u8] = include_bytes!("../../assets/fonts/MoatSansLetters-Bold.ttf");

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weight {
    Regular,
    /// For titles. Text with a character that is rare in Chinese is drawn in regular weight.
    Bold,
}

/// The faces of a weight, in the order in which a character is looked for.
fn faces(weight: Weight) -> &'static [Face<'static>; 2] {
    static FACES: OnceLock<[[Face<'static>; 2]; 2]> = OnceLock::new();
    let parse = |bytes| Face::parse(bytes, 0).expect("our own font is a font");
    &FACES.get_or_init(|| [[parse(REGULAR), parse(LETTERS_REGULAR)], [parse(BOLD), parse(LETTERS_BOLD)]])[weight as usize]
}

/// The fonts, for drawing SVG into pixels.
pub fn database() -> Arc<fontdb::Database> {
    static DATABASE: OnceLock<Arc<fontdb::Database>> = OnceLock::new();
    let made = || {
        let mut database = fontdb::Database::new();
        for bytes in [REGULAR, BOLD, LETTERS_REGULAR, LETTERS_BOLD] {
            database.load_font_source(fontdb::Source::Binary(Arc::new(bytes)));
        }
        Arc::new(database)
    };
    DATABASE.get_or_init(made).clone()
}

fn has(character: char, weight: Weight) -> bool {
    faces(weight).iter().any(|face| face.glyph_index(character).is_some())
}

/// The weight in which a text can be drawn whole.
pub fn weight_for(text: &str, wanted: Weight) -> Weight {
    if text.chars().all(|character| has(character, wanted)) { wanted } else { Weight::Regular }
}

/// How wide a text is, in the unit of `size`.
pub fn width(text: &str, size: f64, weight: Weight) -> f64 {
    let faces = faces(weight_for(text, weight));
    let of_character = |character: char| {
        let found = faces.iter().find_map(|face| Some((face.glyph_hor_advance(face.glyph_index(character)?)?, face.units_per_em())));
        found.map_or(0.5, |(advance, units)| f64::from(advance) / f64::from(units))
    };
    size * text.chars().map(of_character).sum::<f64>()
}

/// The text with every character that the font lacks replaced, and those characters. Emoji are dropped where text remains without them;
/// others stand as their code, never as a box.
pub fn legible(text: &str) -> (String, Vec<char>) {
    let lacking: Vec<char> = text.chars().filter(|&character| !character.is_whitespace() && !has(character, Weight::Regular)).collect();
    if lacking.is_empty() && !text.contains(|character: char| character.is_whitespace() && character != ' ') {
        return (text.to_owned(), lacking);
    }
    let readable = |character: char| !character.is_whitespace() && has(character, Weight::Regular);
    let drops_emoji = text.chars().any(readable);
    let mut legible = String::new();
    for character in text.chars() {
        if readable(character) {
            legible.push(character);
        } else if character.is_whitespace() {
            legible.push(' ');
        } else if !(is_joining(character) || drops_emoji && is_emoji(character)) {
            legible.push_str(&format!("U+{:04X}", u32::from(character)));
        }
    }
    (legible.split_whitespace().collect::<Vec<_>>().join(" "), lacking)
}

fn is_emoji(character: char) -> bool {
    matches!(u32::from(character), 0x2600..=0x27BF | 0x2B00..=0x2BFF | 0x1F000..=0x1FAFF | 0xE0020..=0xE007F)
}

/// What has no shape of its own: joiners, direction marks, variation selectors, controls.
fn is_joining(character: char) -> bool {
    character.is_control() || matches!(u32::from(character), 0x200B..=0x200F | 0x2028..=0x202E | 0x2060..=0x2064 | 0xFE00..=0xFE0F | 0xFEFF)
}

/// The text, cut with dots where it is wider than there is room.
pub fn fitted(text: &str, size: f64, weight: Weight, room: f64) -> String {
    if width(text, size, weight) <= room {
        return text.to_owned();
    }
    let mut kept = String::new();
    for character in text.chars() {
        kept.push(character);
        if width(&format!("{kept}..."), size, weight) > room {
            kept.pop();
            break;
        }
    }
    format!("{}...", kept.trim_end())
}

/// The texts with room for all of them together: the longest are cut, all to one width.
pub fn fitted_evenly(texts: &[&str], size: f64, weight: Weight, room: f64) -> Vec<String> {
    let mut widths: Vec<f64> = texts.iter().map(|text| width(text, size, weight)).collect();
    widths.sort_by(f64::total_cmp);
    let (mut left, mut share) = (room, f64::INFINITY);
    for (place, width) in widths.iter().enumerate() {
        share = left / (widths.len() - place) as f64;
        if *width > share {
            break;
        }
        left -= width;
        share = f64::INFINITY;
    }
    texts.iter().map(|text| fitted(text, size, weight, share)).collect()
}

/// The text in lines of at most this width. Breaks at spaces, and between Chinese characters.
pub fn wrapped(text: &str, size: f64, weight: Weight, room: f64) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = String::new();
    for piece in pieces(text) {
        let joined = format!("{line}{piece}");
        if !line.is_empty() && width(joined.trim_end(), size, weight) > room {
            lines.push(line.trim_end().to_owned());
            line = piece.trim_start().to_owned();
        } else {
            line = joined;
        }
    }
    if !line.trim().is_empty() {
        lines.push(line.trim_end().to_owned());
    }
    lines
}

/// A text's parts between which a line may break; each keeps the space after it.
fn pieces(text: &str) -> Vec<String> {
    let wide = |character: char| u32::from(character) >= 0x2E80;
    let mut pieces: Vec<String> = Vec::new();
    let mut last = ' ';
    for character in text.chars() {
        let closes = matches!(character, '，' | '。' | '、' | '：' | '；' | '？' | '！' | '）' | '》' | '”');
        let breaks = last == ' ' && character != ' ' || (wide(character) || wide(last)) && character != ' ' && !closes;
        match pieces.last_mut() {
            Some(piece) if !breaks => piece.push(character),
            _ => pieces.push(character.to_string()),
        }
        last = character;
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_too_long_together_is_cut_to_one_width() {
        let fitted = |texts: &[&str], room: f64| fitted_evenly(texts, 13.0, Weight::Regular, room);
        assert_eq!(fitted(&["one", "other"], 100.0), ["one", "other"]);
        let cut = fitted(&["The Incumbent Messenger", "Signal", "The Incumbent of the Country"], 200.0);
        assert_eq!(cut[1], "Signal");
        assert!(cut.iter().map(|text| width(text, 13.0, Weight::Regular)).sum::<f64>() <= 200.0, "{cut:?}");
        assert!(cut[0].starts_with("The Incum") && cut[2].starts_with("The Incum"), "{cut:?}");
        assert!(fitted(&[], 10.0).is_empty());
    }

    #[test]
    fn the_font_has_what_labels_need() {
        let names = [
            "微信",
            "抖音",
            "小红书",
            "支付宝",
            "钉钉",
            "飞聊",
            "多闪",
            "快手",
            "哔哩哔哩",
            "陌陌",
            "脉脉",
            "豆瓣",
            "WhatsApp",
            "ВКонтакте",
        ];
        for text in names.iter().chain(&["± × − – — … · % → ← ↑ ↓ ≈ ≤ ≥ ① ¥ € “”", "αβγδηκλμνξπρστφχψω", "café Zürich Łódź ığş"])
        {
            assert!(legible(text).1.is_empty(), "{text}: {:?}", legible(text).1);
        }
        for weight in [Weight::Regular, Weight::Bold] {
            assert_eq!(weight_for("Who is used, 微信 and 抖音", weight), weight);
        }
        for info in crate::scenario::Measure::ALL {
            assert!(legible(info.unit).1.is_empty() && legible(info.meaning).1.is_empty(), "{}", info.name);
        }
    }

    #[test]
    fn what_the_font_lacks_is_dropped_or_told_never_a_box() {
        assert_eq!(legible("🦊 Fox"), ("Fox".to_owned(), vec!['🦊']));
        assert_eq!(legible("🦊"), ("U+1F98A".to_owned(), vec!['🦊']));
        assert_eq!(legible("a\u{a0}b\nc").0, "a b c");
        assert_eq!(legible("ไทย").0, "U+0E44U+0E17U+0E22");
    }

    #[test]
    fn text_breaks_where_it_may() {
        assert_eq!(wrapped("one two three", 10.0, Weight::Regular, 45.0), ["one two", "three"]);
        assert_eq!(wrapped("微信和抖音，快手", 10.0, Weight::Regular, 61.0), ["微信和抖音，", "快手"]);
        assert!(fitted("a very long platform name", 10.0, Weight::Regular, 60.0).ends_with("..."));
    }
}
