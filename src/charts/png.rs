//! How an SVG becomes pixels: 300 to the inch, with our own letters, the same bytes on any machine.

use resvg::{tiny_skia, usvg};

use super::fonts;

const DOTS_PER_INCH: f32 = 300.0;

/// The pixels of a page and the letters that fill them, as a PNG.
///
/// # Panics
/// If the SVG is not one that charts write.
pub fn render_png(svg: &str) -> Vec<u8> {
    let read = usvg::Options { dpi: DOTS_PER_INCH, ..fonts::options() };
    let tree = usvg::Tree::from_str(svg, &read).expect("charts write well-formed SVG");
    let size = tree.size().to_int_size();
    let mut pixels = tiny_skia::Pixmap::new(size.width(), size.height()).expect("a sheet has a size");
    resvg::render(&tree, tiny_skia::Transform::identity(), &mut pixels.as_mut());
    with_resolution(&pixels.encode_png().expect("a sheet of pixels can be encoded"))
}

/// The PNG with the chunk that tells programs how large to print it.
fn with_resolution(png: &[u8]) -> Vec<u8> {
    /// Signature and header, which must stand first.
    const HEAD: usize = 8 + 25;
    /// Length 9, `pHYs`, 11 811 pixels a metre both ways, check sum.
    const PHYS: [u8; 21] =
        [0, 0, 0, 9, b'p', b'H', b'Y', b's', 0, 0, 0x2e, 0x23, 0, 0, 0x2e, 0x23, 1, 0x78, 0xa5, 0x3f, 0x76];
    [&png[..HEAD], &PHYS, &png[HEAD..]].concat()
}
