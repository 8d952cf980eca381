//! Pixels from a drawing, with our font and no other.

use resvg::{tiny_skia, usvg};

use super::super::font;
use super::{HEIGHT, WIDTH};

/// Pixels for each unit of the page.
const SCALE: f32 = 2.0;

/// The PNG of an SVG that [`super::Figure::draw`] made; the text says what went wrong.
pub fn to_png(svg: &str) -> Result<Vec<u8>, String> {
    let options = usvg::Options { fontdb: font::database(), font_family: "Moat Sans".to_owned(), ..usvg::Options::default() };
    let tree = usvg::Tree::from_str(svg, &options).map_err(|cause| cause.to_string())?;
    let size = (WIDTH as f32 * SCALE, HEIGHT as f32 * SCALE);
    let mut pixels = tiny_skia::Pixmap::new(size.0 as u32, size.1 as u32).ok_or("a picture needs a size")?;
    resvg::render(&tree, tiny_skia::Transform::from_scale(SCALE, SCALE), &mut pixels.as_mut());
    pixels.encode_png().map_err(|cause| cause.to_string())
}
