//! How a drawing becomes a PDF page of its own size: vectors with their text as text, described for those who do not
//! see it, the same bytes on any machine.

use std::io;

use krilla::Document;
use krilla::geom::Size;
use krilla::metadata::Metadata;
use krilla::page::PageSettings;
use krilla::tagging::{ContentTag, Tag, TagGroup, TagTree};
use krilla_svg::{SurfaceExt, SvgSettings};
use resvg::usvg;

use super::{Picture, fonts};
use crate::words::Lang;

/// PDF counts in points.
const DOTS_PER_INCH: f32 = 72.0;

/// The page of a picture.
pub fn render(picture: &Picture) -> io::Result<Vec<u8>> {
    let read = usvg::Options { dpi: DOTS_PER_INCH, ..fonts::options() };
    let tree = usvg::Tree::from_str(&picture.svg, &read).map_err(io::Error::other)?;
    let size = Size::from_wh(tree.size().width(), tree.size().height())
        .ok_or_else(|| io::Error::other("a page has a size"))?;
    let mut document = Document::new();
    let mut page = document.start_page_with(PageSettings::new(size));
    let mut surface = page.surface();
    let drawn = surface.start_tagged(ContentTag::Other);
    surface
        .draw_svg(&tree, size, SvgSettings::default())
        .ok_or_else(|| io::Error::other("a picture cannot be drawn"))?;
    surface.end_tagged();
    surface.finish();
    page.finish();
    let mut figure = TagGroup::new(Tag::Figure(Some(picture.alt.clone())));
    figure.push(drawn);
    let mut tags = TagTree::new();
    tags.push(figure);
    document.set_tag_tree(tags);
    let language = match picture.lang {
        Lang::Fr => "fr",
        Lang::En => "en",
    };
    document.set_metadata(Metadata::new().title(picture.title.clone()).language(language.to_owned()));
    document.finish().map_err(|why| io::Error::other(format!("{why:?}")))
}
