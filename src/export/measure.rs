//! How wide words are, so that names are cut where they would leave their box, on every machine alike.

use ttf_parser::Face;

/// From the top of a line of text to its foot line, as a share of its size.
pub(super) const ASCENT: f32 = 0.932;
/// The height of a line of text, as a share of its size.
pub(super) const LINE: f32 = 1.15;

/// Measures words in the font of the board.
pub(super) struct Measure {
    face: Option<Face<'static>>,
}

impl Measure {
    pub fn new() -> Self {
        Self { face: Face::parse(epaint_default_fonts::UBUNTU_LIGHT, 0).ok() }
    }

    /// The width of a text, in points.
    pub fn width(&self, text: &str, size: f32) -> f32 {
        let Some(face) = &self.face else {
            // Half a square a letter.
            #[expect(clippy::cast_precision_loss, reason = "texts are short")]
            return text.chars().count() as f32 * size * 0.5;
        };
        let units: f32 = text
            .chars()
            // What the font lacks is drawn by another, about this wide.
            .map(|letter| {
                face.glyph_index(letter).and_then(|glyph| face.glyph_hor_advance(glyph)).map_or(600.0, f32::from)
            })
            .sum();
        units * size / f32::from(face.units_per_em())
    }

    /// The text, cut with an ellipsis if it is wider.
    pub fn elide(&self, text: &str, size: f32, width: f32) -> String {
        let text = text.lines().next().unwrap_or_default();
        if self.width(text, size) <= width {
            return text.to_owned();
        }
        let room = width - self.width("…", size);
        let mut out = String::new();
        let mut used = 0.0;
        for letter in text.chars() {
            used += self.width(letter.encode_utf8(&mut [0; 4]), size);
            if used > room {
                break;
            }
            out.push(letter);
        }
        out.truncate(out.trim_end().len());
        out.push('…');
        out
    }

    /// The text in lines no wider than that; a word that is wider is cut.
    pub fn wrap(&self, text: &str, size: f32, width: f32) -> Vec<String> {
        let mut lines = Vec::new();
        for paragraph in text.lines() {
            let mut line = String::new();
            for word in paragraph.split(' ') {
                let longer = if line.is_empty() { word.to_owned() } else { format!("{line} {word}") };
                if line.is_empty() || self.width(&longer, size) <= width {
                    line = longer;
                } else {
                    lines.push(std::mem::replace(&mut line, word.to_owned()));
                }
            }
            lines.push(line);
        }
        lines.iter().map(|line| self.elide(line, size, width)).collect()
    }
}
