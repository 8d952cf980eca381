//! The fonts of the charts: no others are drawn with, so that a chart is the same on every machine.

use std::sync::{Arc, OnceLock};

use resvg::usvg::fontdb;
use ttf_parser::Face;

/// The family that charts ask for, with what a viewer without it may use.
pub const FAMILY: &str =
    "Moat Sans, Moat Sans Letters, Noto Sans SC, Noto Sans CJK SC, PingFang SC, Microsoft YaHei, Helvetica, Arial, sans-serif";

/// All fonts of a weight, in the order in which a character is looked for.
macro_rules! fonts {
    ($weight:literal: $($file:literal),*; $($script:literal),*) => {
        [
            $(include_bytes!(concat!("../../assets/fonts/", $file, "-", $weight, ".otf")) as &[u8],)*
            include_bytes!(concat!("../../assets/fonts/MoatSansLetters-", $weight, ".ttf")),
            $(include_bytes!(concat!("../../assets/fonts/scripts/MoatSans", $script, "-", $weight, ".ttf")),)*
        ]
    };
    ($weight:literal) => {
        fonts!(
            $weight: "MoatSans", "MoatSansEast"; "Arabic", "Armenian", "Bengali", "Devanagari", "Ethiopic", "Georgian", "Gujarati", "Gurmukhi",
            "Hebrew", "Kannada", "Khmer", "Lao", "Malayalam", "Myanmar", "Oriya", "Sinhala", "Tamil", "Telugu", "Thai"
        )
    };
}

const FONTS: usize = 22;

static REGULAR: [&[u8]; FONTS] = fonts!("Regular");
static BOLD: [&[u8]; FONTS] = fonts!("Bold");

/// So many fonts come first in which letters stand one after another.
const PLAIN: usize = 3;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weight {
    Regular,
    /// For titles and names. Text with a character of the East that is rare is drawn in regular weight.
    Bold,
}

/// The faces of a weight, in the order in which a character is looked for.
fn faces(weight: Weight) -> &'static [Face<'static>; FONTS] {
    static FACES: OnceLock<[[Face<'static>; FONTS]; 2]> = OnceLock::new();
    let parse = |bytes| Face::parse(bytes, 0).expect("our own font is a font");
    &FACES.get_or_init(|| [REGULAR.map(parse), BOLD.map(parse)])[weight as usize]
}

/// The fonts, for drawing SVG into pixels.
pub fn database() -> Arc<fontdb::Database> {
    static DATABASE: OnceLock<Arc<fontdb::Database>> = OnceLock::new();
    let made = || {
        let mut database = fontdb::Database::new();
        for bytes in REGULAR.into_iter().chain(BOLD) {
            database.load_font_source(fontdb::Source::Binary(Arc::new(bytes)));
        }
        Arc::new(database)
    };
    DATABASE.get_or_init(made).clone()
}

/// Whether letters of a font join, and change places.
fn is_shaped(font: usize) -> bool {
    font >= PLAIN
}

/// The family of one of the fonts of a script, with what a viewer without it may use.
pub fn family(font: usize) -> String {
    const FAMILY_NAME: u16 = 1;
    let names = faces(Weight::Regular)[font].names();
    let name =
        names.into_iter().find(|name| name.name_id == FAMILY_NAME).and_then(|name| name.to_string()).expect("our own font has a name");
    format!("{name}, {}, sans-serif", name.replace("Moat", "Noto"))
}

/// The first font that has a character.
fn font_of(character: char, weight: Weight) -> Option<usize> {
    faces(weight).iter().position(|face| face.glyph_index(character).is_some())
}

fn has(character: char, weight: Weight) -> bool {
    font_of(character, weight).is_some()
}

/// The weight in which a text can be drawn whole.
pub fn weight_for(text: &str, wanted: Weight) -> Weight {
    if text.chars().all(|character| has(character, wanted)) { wanted } else { Weight::Regular }
}

/// How wide a text is, in the unit of `size`.
pub fn width(text: &str, size: f64, weight: Weight) -> f64 {
    let weight = weight_for(text, weight);
    size * runs(text, weight).into_iter().map(|(font, run)| run_width(font, &run, weight)).sum::<f64>()
}

/// The parts of a text, each with the font of its script, if its letters join; what the plain fonts have between them is one part.
pub fn runs(text: &str, weight: Weight) -> Vec<(Option<usize>, String)> {
    let mut runs: Vec<(Option<usize>, String)> = Vec::new();
    for character in text.chars() {
        // What several scripts share stays with the letters before it.
        let last = runs.last().and_then(|&(font, _)| font).filter(|&font| faces(weight)[font].glyph_index(character).is_some());
        let font = last.or_else(|| font_of(character, weight).filter(|&font| is_shaped(font)));
        match runs.last_mut() {
            Some((of_last, run)) if *of_last == font => run.push(character),
            _ => runs.push((font, character.into())),
        }
    }
    runs
}

/// How wide a run is, as a multiple of its size.
fn run_width(font: Option<usize>, run: &str, weight: Weight) -> f64 {
    let Some(font) = font else {
        return run.chars().map(|character| plain_width(character, weight)).sum();
    };
    let bytes = if weight == Weight::Regular { REGULAR[font] } else { BOLD[font] };
    let shapes = harfrust::FontRef::from_index(bytes, 0).expect("our own font is a font");
    let mut buffer = harfrust::UnicodeBuffer::new();
    buffer.push_str(run);
    buffer.guess_segment_properties();
    let shaped = harfrust::ShaperData::new(&shapes).shaper(&shapes).build().shape(buffer, harfrust::ShapeOptions::new());
    let units: i32 = shaped.glyph_positions().iter().map(|glyph| glyph.x_advance).sum();
    f64::from(units) / f64::from(faces(weight)[font].units_per_em())
}

fn plain_width(character: char, weight: Weight) -> f64 {
    let Some(font) = font_of(character, weight) else {
        return 0.5;
    };
    let face = &faces(weight)[font];
    let advance = face.glyph_index(character).and_then(|glyph| face.glyph_hor_advance(glyph)).unwrap_or(0);
    f64::from(advance) / f64::from(face.units_per_em())
}

/// The text with every character that the font lacks replaced, and those characters. Emoji are dropped where text remains without them;
/// others stand as their code, never as a box.
pub fn legible(text: &str) -> (String, Vec<char>) {
    let lacking: Vec<char> = text.chars().filter(|&character| !character.is_whitespace() && !has(character, Weight::Regular)).collect();
    if lacking.is_empty() && !text.contains(|character: char| character.is_whitespace() && character != ' ') {
        return (text.to_owned(), lacking);
    }
    let readable = |character: char| !character.is_whitespace() && !is_joining(character) && has(character, Weight::Regular);
    let drops_emoji = text.chars().any(readable);
    let mut legible = String::new();
    for character in text.chars() {
        if readable(character) {
            legible.push(character);
        } else if character.is_whitespace() {
            legible.push(' ');
        } else if matches!(character, '\u{200C}' | '\u{200D}') && legible.ends_with(is_joined) {
            legible.push(character);
        } else if !(is_joining(character) || drops_emoji && is_emoji(character)) {
            legible.push_str(&format!("U+{:04X}", u32::from(character)));
        }
    }
    (legible.split_whitespace().collect::<Vec<_>>().join(" "), lacking)
}

/// Whether a letter changes with those beside it.
fn is_joined(character: char) -> bool {
    font_of(character, Weight::Regular).is_some_and(is_shaped)
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
    for piece in unbroken(text) {
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
fn unbroken(text: &str) -> Vec<String> {
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
        assert_eq!(legible("བོད").0, "U+0F56U+0F7CU+0F51");
        assert_eq!(legible("👨\u{200d}👩").0, "U+1F468U+1F469");
        // Joiners belong to the letters of scripts that join.
        assert_eq!(legible("می\u{200c}خواهم 🦊").0, "می\u{200c}خواهم");
    }

    #[test]
    fn platforms_of_all_the_world_have_letters() {
        let names = [
            "카카오톡",
            "라인",
            "メルカリ",
            "読書メーター",
            "小紅書",
            "蝦皮購物",
            "واتساب",
            "سروش‌پلاس",
            "ہائیک",
            "ווטסאפ",
            "शेयरचैट",
            "শেয়ারচ্যাট",
            "ਸ਼ੇਅਰਚੈਟ",
            "શેરચેટ",
            "ଓଡ଼ିଆ",
            "ஷேர்சாட்",
            "షేర్‌చాట్",
            "ಕೂ",
            "ഷെയർചാറ്റ്",
            "සිංහල",
            "ไลน์",
            "ລາວ",
            "ဗိုင်ဘာ",
            "თელეგრამი",
            "Թելեգրամ",
            "ቴሌግራም",
            "តេឡេក្រាម",
            "Zalo Việt",
        ];
        for name in names {
            assert_eq!(legible(name), (name.to_owned(), Vec::new()));
            assert_eq!(weight_for(name, Weight::Bold), Weight::Bold, "{name}");
            let [narrow, wide] = [Weight::Regular, Weight::Bold].map(|weight| width(name, 100.0, weight));
            assert!(0.0 < narrow && narrow < wide * 1.2 && wide < narrow * 1.3, "{name}: {narrow} and {wide}");
        }
    }

    #[test]
    fn letters_that_join_are_measured_together() {
        // The sign for e stands above its letter, and i before it.
        let letter = width("क", 100.0, Weight::Regular);
        assert_eq!(width("के", 100.0, Weight::Regular), letter);
        assert!(width("कि", 100.0, Weight::Regular) > letter);
        // Letters of one word join, and are narrower than alone; beside letters of another script each has its own font.
        let alone: f64 = "سلام".chars().map(|letter| width(&letter.to_string(), 100.0, Weight::Regular)).sum();
        let word = width("سلام", 100.0, Weight::Regular);
        assert!(word < 0.9 * alone, "{word} and {alone}");
        assert_eq!(width("سلام LINE", 100.0, Weight::Regular), word + width(" LINE", 100.0, Weight::Regular));
    }

    #[test]
    fn text_breaks_where_it_may() {
        assert_eq!(wrapped("one two three", 10.0, Weight::Regular, 45.0), ["one two", "three"]);
        assert_eq!(wrapped("微信和抖音，快手", 10.0, Weight::Regular, 61.0), ["微信和抖音，", "快手"]);
        assert!(fitted("a very long platform name", 10.0, Weight::Regular, 60.0).ends_with("..."));
    }
}
