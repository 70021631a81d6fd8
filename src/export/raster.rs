//! PNG and PDF out of SVG, with the font of the board: the same bytes on every machine.

use super::ExportError;
use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{Options, Tree, fontdb};
use std::sync::Arc;

/// Longest side of a picture in dots: larger ones would take gigabytes.
const LONGEST: f32 = 16_000.0;

fn fonts() -> Arc<fontdb::Database> {
    let mut fonts = fontdb::Database::new();
    fonts.load_font_data(epaint_default_fonts::UBUNTU_LIGHT.to_vec());
    fonts.set_sans_serif_family("Ubuntu");
    Arc::new(fonts)
}

fn tree(svg: &str) -> Result<Tree, ExportError> {
    let options = Options { fontdb: fonts(), font_family: "Ubuntu".to_owned(), ..Options::default() };
    Tree::from_str(svg, &options).map_err(|error| ExportError::Picture(error.to_string()))
}

/// The picture in dots; its size is that of the SVG.
pub(super) fn pixels(svg: &str) -> Result<Pixmap, ExportError> {
    let tree = tree(svg)?;
    let size = tree.size();
    let shrink = (LONGEST / size.width().max(size.height())).min(1.0);
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "1 to 16,000")]
    let side = |length: f32| (length * shrink).ceil().clamp(1.0, LONGEST) as u32;
    let mut pixels = Pixmap::new(side(size.width()), side(size.height()))
        .ok_or_else(|| ExportError::Picture("it has no size".to_owned()))?;
    resvg::render(&tree, Transform::from_scale(shrink, shrink), &mut pixels.as_mut());
    Ok(pixels)
}

pub(super) fn png(svg: &str) -> Result<Vec<u8>, ExportError> {
    pixels(svg)?.encode_png().map_err(|error| ExportError::Picture(error.to_string()))
}

pub(super) fn pdf(svg: &str) -> Result<Vec<u8>, ExportError> {
    let options = svg2pdf::ConversionOptions { embed_text: true, ..Default::default() };
    let mut pdf = svg2pdf::to_pdf(&tree(svg)?, options, svg2pdf::PageOptions::default())
        .map_err(|error| ExportError::Picture(error.to_string()))?;
    for list in ["ExtGState", "Font", "XObject", "Pattern", "Shading", "ColorSpace"] {
        sort_entries(&mut pdf, format!("/{list} <<\n").as_bytes());
    }
    Ok(pdf)
}

/// Sorts the lines of every list that begins so: the library writes them in another order each time. No line changes
/// its length, so that every place that the file refers to stays where it is.
fn sort_entries(pdf: &mut [u8], begin: &[u8]) {
    let mut from = 0;
    while let Some(at) = pdf.get(from..).and_then(|rest| rest.windows(begin.len()).position(|window| window == begin)) {
        let start = from + at + begin.len();
        from = start;
        let Some(list) = pdf.get_mut(start..) else { return };
        let mut lines: Vec<Vec<u8>> = Vec::new();
        for line in list.split_inclusive(|byte| *byte == b'\n') {
            if !line.trim_ascii_start().starts_with(b"/") || !line.ends_with(b" R\n") {
                break;
            }
            lines.push(line.to_vec());
        }
        lines.sort();
        for (to, byte) in list.iter_mut().zip(lines.concat()) {
            *to = byte;
        }
    }
}
