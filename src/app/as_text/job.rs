//! The design's text as it is painted: texts and comments in their colours, what is selected on a ground of its own,
//! and what is wrong underlined.

use crate::canvas::Palette;
use crate::catalog::Role;
use crate::design::{Design, ElementId, Id};
use crate::file::FileError;
use egui::text::{LayoutJob, TextFormat};
use egui::{Color32, FontId, Stroke, TextStyle, Visuals};
use std::ops::Range;

/// Longer texts are painted in one colour, in bytes: thousands of pieces would be felt with each letter.
const COLOURED: usize = 100_000;

/// What is pointed out in a text, in bytes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pointed {
    /// The line of what is selected.
    pub selected: Option<Range<usize>>,
    /// What is wrong.
    pub wrong: Option<Range<usize>>,
}

/// The last job, and what it was made for.
#[derive(Debug, Default)]
pub struct Painted {
    of: Option<(Pointed, bool, f32)>,
    job: LayoutJob,
}

impl Painted {
    /// The job for a text; made anew only when something has changed.
    pub fn job(&mut self, ui: &egui::Ui, text: &str, pointed: &Pointed, wrap: f32) -> LayoutJob {
        let visuals = ui.visuals();
        let of = (pointed.clone(), visuals.dark_mode, wrap);
        if self.of.as_ref() != Some(&of) || self.job.text != text {
            self.job = paint(text, pointed, visuals, TextStyle::Monospace.resolve(ui.style()));
            self.job.wrap.max_width = wrap;
            self.job.keep_trailing_whitespace = true;
            self.of = Some(of);
        }
        self.job.clone()
    }
}

fn paint(text: &str, pointed: &Pointed, visuals: &Visuals, font: FontId) -> LayoutJob {
    let palette = Palette::of(visuals);
    let quiet = visuals.weak_text_color();
    let plain = visuals.text_color();
    let pieces = if text.len() > COLOURED { vec![(0..text.len(), Piece::Plain)] } else { pieces(text) };
    let cuts: Vec<usize> =
        [&pointed.selected, &pointed.wrong].into_iter().flatten().flat_map(|range| [range.start, range.end]).collect();
    let inside = |range: &Option<Range<usize>>, at: usize| range.as_ref().is_some_and(|range| range.contains(&at));
    let mut job = LayoutJob::default();
    for (range, piece) in pieces {
        let color = match piece {
            Piece::Plain => plain,
            Piece::Quoted => palette.role(Role::Compute),
            Piece::Comment => quiet,
        };
        let mut at = range.start;
        while at < range.end {
            let end = cuts.iter().copied().filter(|cut| (at + 1..range.end).contains(cut)).min().unwrap_or(range.end);
            let mut format = TextFormat { italics: piece == Piece::Comment, ..TextFormat::simple(font.clone(), color) };
            if inside(&pointed.selected, at) {
                format.background = ground(visuals);
            }
            if inside(&pointed.wrong, at) {
                format.underline = Stroke::new(2.0, visuals.error_fg_color);
            }
            job.append(text.get(at..end).unwrap_or_default(), 0.0, format);
            at = end;
        }
    }
    job
}

/// The ground of the line that is selected.
fn ground(visuals: &Visuals) -> Color32 {
    if visuals.dark_mode { Color32::from_gray(38) } else { Color32::from_gray(232) }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Piece {
    Plain,
    Quoted,
    Comment,
}

/// A text in pieces, from end to end.
fn pieces(text: &str) -> Vec<(Range<usize>, Piece)> {
    let mut pieces = Vec::new();
    let mut put = |from: usize, to: usize, piece| {
        if from < to {
            pieces.push((from..to, piece));
        }
    };
    let (mut begun, mut at) = (0, 0);
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        let (length, piece) = if rest.starts_with('"') {
            (quoted(rest), Piece::Quoted)
        } else if rest.starts_with("//") {
            (rest.find('\n').unwrap_or(rest.len()), Piece::Comment)
        } else if rest.starts_with("/*") {
            (rest.find("*/").map_or(rest.len(), |end| end + 2), Piece::Comment)
        } else {
            at += rest.chars().next().map_or(1, char::len_utf8);
            continue;
        };
        put(begun, at, Piece::Plain);
        put(at, at + length, piece);
        at += length;
        begun = at;
    }
    put(begun, text.len(), Piece::Plain);
    pieces
}

/// Length of the quoted text with which `rest` begins; one that has no end goes to the end of its line.
fn quoted(rest: &str) -> usize {
    let mut escaped = false;
    for (at, letter) in rest.char_indices().skip(1) {
        match letter {
            '\n' => return at,
            '"' if !escaped => return at + 1,
            _ => escaped = letter == '\\' && !escaped,
        }
    }
    rest.len()
}

/// The line of an element in the canonical text of a design, without its indentation.
pub fn line_of(text: &str, design: &Design, element: &ElementId) -> Option<Range<usize>> {
    let section = text.find(&format!("\n    {}s: [\n", element.sort()))?;
    let mut heads = vec![format!("(id: \"{}\"", element.id())];
    if let ElementId::Link(id) = element
        && let Some(link) = design.link(id).filter(|link| Id::of_link(&link.from, &link.to) == *id)
    {
        heads.push(format!("(from: \"{}\", to: \"{}\"", link.from, link.to));
    }
    let mut at = section + 1;
    for line in text.get(at..)?.split_inclusive('\n').skip(1) {
        // The first line was that of the section.
        at += text.get(at..)?.find('\n')? + 1;
        if line.starts_with("    ]") {
            return None;
        }
        let own = line.trim_start();
        if heads.iter().any(|head| own.starts_with(head.as_str()) && !letter_follows(own, head)) {
            let from = at + line.len() - own.len();
            return Some(from..at + line.trim_end().len());
        }
    }
    None
}

/// Whether a head is only the beginning of a longer word. The quote at its end rules that out.
fn letter_follows(line: &str, head: &str) -> bool {
    line.get(head.len()..).and_then(|rest| rest.chars().next()).is_some_and(char::is_alphanumeric)
}

/// What is wrong, in bytes: from the place of an error to the end of its word.
pub fn place_of(text: &str, error: &FileError) -> Range<usize> {
    let mut from = 0;
    for _ in 1..error.line {
        match text.get(from..).and_then(|rest| rest.find('\n')) {
            Some(end) => from += end + 1,
            None => break,
        }
    }
    let line = text.get(from..).unwrap_or_default().split('\n').next().unwrap_or_default();
    let start = line.char_indices().nth(error.column.saturating_sub(1)).map_or(line.len(), |(at, _)| at);
    let rest = line.get(start..).unwrap_or_default();
    let length = if rest.starts_with('"') {
        quoted(rest)
    } else {
        rest.find(|c: char| !(c.is_alphanumeric() || c == '_'))
            .filter(|end| *end > 0)
            .unwrap_or_else(|| rest.chars().next().filter(|c| !c.is_alphanumeric()).map_or(rest.len(), char::len_utf8))
    };
    if length > 0 {
        return from + start..from + start + length;
    }
    // Nothing stands there: the last letter before it.
    let before = line.get(..start).and_then(|line| line.char_indices().next_back()).map_or(0, |(at, _)| at);
    from + before..from + start
}

#[cfg(test)]
mod tests {
    use super::*;

    fn error(line: usize, column: usize) -> FileError {
        FileError { line, column, message: String::new() }
    }

    #[test]
    fn what_is_wrong_is_underlined_to_the_end_of_its_word() {
        let text = "Design(\n    version: 1,\n    nmae: \"ä b\",\n)\n";
        let wrong = |line, column| text.get(place_of(text, &error(line, column))).unwrap();
        assert_eq!(wrong(3, 5), "nmae");
        assert_eq!(wrong(3, 11), "\"ä b\"");
        assert_eq!(wrong(3, 16), ",");
        assert_eq!(wrong(3, 17), ",", "at the end of a line, what stands last in it");
        assert_eq!(wrong(1, 1), "Design");
        assert!(place_of(text, &error(99, 99)).end <= text.len());
        assert!(place_of("", &error(1, 1)).is_empty());
    }

    #[test]
    fn pieces_go_from_end_to_end() {
        let text = "// a \"b\"\n(id: \"x \\\" y\", /* c */ at: (1, 2)), \"no end\n";
        let found = pieces(text);
        let joined: String = found.iter().map(|(range, _)| text.get(range.clone()).unwrap()).collect();
        assert_eq!(joined, text);
        let of = |piece| found.iter().filter(|(_, p)| *p == piece).map(|(r, _)| &text[r.clone()]).collect::<Vec<_>>();
        assert_eq!(of(Piece::Comment), ["// a \"b\"", "/* c */"]);
        assert_eq!(of(Piece::Quoted), ["\"x \\\" y\"", "\"no end"]);
    }
}
