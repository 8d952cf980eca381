//! Pixels from a drawing, with our fonts and no others.

use std::sync::Arc;

use resvg::usvg::fontdb;
use resvg::{tiny_skia, usvg};

use super::super::font;
use super::{HEIGHT, WIDTH};

/// Pixels for each unit of the page.
const SCALE: f32 = 2.0;

/// The PNG of an SVG that [`super::Figure::draw`] made; the text says what went wrong.
pub fn to_png(svg: &str) -> Result<Vec<u8>, String> {
    let font_resolver =
        usvg::FontResolver { select_font: usvg::FontResolver::default_font_selector(), select_fallback: Box::new(letters_of_weight) };
    let options =
        usvg::Options { fontdb: font::database(), font_family: "Moat Sans".to_owned(), font_resolver, ..usvg::Options::default() };
    let tree = usvg::Tree::from_str(svg, &options).map_err(|cause| cause.to_string())?;
    let size = (WIDTH as f32 * SCALE, HEIGHT as f32 * SCALE);
    let mut pixels = tiny_skia::Pixmap::new(size.0 as u32, size.1 as u32).ok_or("a picture needs a size")?;
    resvg::render(&tree, tiny_skia::Transform::from_scale(SCALE, SCALE), &mut pixels.as_mut());
    pixels.encode_png().map_err(|cause| cause.to_string())
}

/// The face of the same weight that has a character which the text's own face lacks.
fn letters_of_weight(character: char, tried: &[fontdb::ID], fonts: &mut Arc<fontdb::Database>) -> Option<fontdb::ID> {
    let weight = fonts.face(*tried.first()?)?.weight;
    let has = |id: fontdb::ID| {
        let found = |bytes: &[u8], face| ttf_parser::Face::parse(bytes, face).is_ok_and(|face| face.glyph_index(character).is_some());
        fonts.with_face_data(id, found).unwrap_or(false)
    };
    fonts.faces().find(|face| face.weight == weight && !tried.contains(&face.id) && has(face.id)).map(|face| face.id)
}
