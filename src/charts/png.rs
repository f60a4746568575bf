//! How an SVG becomes pixels: 300 to the inch, with our own letters, the same bytes on any machine.

use png::{BitDepth, ColorType, DeflateCompression, Encoder, EncodingError, Filter, PixelDimensions, Unit};
use resvg::{tiny_skia, usvg};

use super::fonts;

const DOTS_PER_INCH: f32 = 300.0;
/// The same in dots to the metre, for programs that print.
const DOTS_PER_METRE: u32 = 11_811;
/// Flat surfaces need no more effort than the least.
const COMPRESSION: DeflateCompression = DeflateCompression::Level(1);

/// The pixels of a page and the letters that fill them, as a PNG.
///
/// # Panics
/// If the SVG is not one that charts write.
pub fn render_png(svg: &str) -> Vec<u8> {
    let read = usvg::Options { dpi: DOTS_PER_INCH, ..fonts::options() };
    let tree = usvg::Tree::from_str(svg, &read).expect("charts write well-formed SVG");
    let size = tree.size().to_int_size();
    let mut pixels = tiny_skia::Pixmap::new(size.width(), size.height()).expect("a sheet has a size");
    // a white sheet: nothing is left to shine through
    pixels.fill(tiny_skia::Color::WHITE);
    resvg::render(&tree, tiny_skia::Transform::identity(), &mut pixels.as_mut());
    encoded(&pixels).expect("a sheet of pixels can be encoded")
}

fn encoded(pixels: &tiny_skia::Pixmap) -> Result<Vec<u8>, EncodingError> {
    let colours: Vec<u8> = pixels.data().chunks_exact(4).flat_map(|dot| [dot[0], dot[1], dot[2]]).collect();
    let mut file = Vec::new();
    let mut encoder = Encoder::new(&mut file, pixels.width(), pixels.height());
    encoder.set_color(ColorType::Rgb);
    encoder.set_depth(BitDepth::Eight);
    encoder.set_filter(Filter::NoFilter);
    encoder.set_deflate_compression(COMPRESSION);
    encoder.set_pixel_dims(Some(PixelDimensions {
        xppu: DOTS_PER_METRE,
        yppu: DOTS_PER_METRE,
        unit: Unit::Meter,
    }));
    let mut writer = encoder.write_header()?;
    writer.write_image_data(&colours)?;
    writer.finish()?;
    Ok(file)
}
