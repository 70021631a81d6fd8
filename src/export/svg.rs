//! Writes SVG: shapes and texts with every letter that means something to XML escaped.

use crate::layout::{Area, Piece, Route, Spot};
use crate::look::Rgb;
use std::fmt::Write as _;

/// A text as it stands in XML and HTML. What XML does not allow at all becomes a sign for that.
pub(super) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\t' | '\n' => out.push(letter),
            '\0'..='\u{1f}' | '\u{7f}'..='\u{9f}' | '\u{fffe}' | '\u{ffff}'
            // These would turn the text around them.
            | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => out.push('\u{fffd}'),
            _ => out.push(letter),
        }
    }
    out
}

/// Where a text stands at its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Anchor {
    Start,
    Middle,
    End,
}

/// A picture that is being written.
#[derive(Default)]
pub(super) struct Svg {
    out: String,
}

/// A number with two digits after the point at most.
pub(super) fn n(number: f32) -> String {
    let number = if number.is_finite() { f64::from(number) } else { 0.0 };
    let text = format!("{number:.2}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text == "-0" { "0".to_owned() } else { text.to_owned() }
}

impl Svg {
    pub fn rect(&mut self, area: Area, radius: f32, fill: Option<(Rgb, f32)>, stroke: Option<(Rgb, f32)>) {
        let _ = write!(
            self.out,
            "<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"",
            n(area.min.x),
            n(area.min.y),
            n(area.width().max(0.0)),
            n(area.height().max(0.0))
        );
        if radius > 0.0 {
            let _ = write!(self.out, " rx=\"{}\"", n(radius));
        }
        match fill {
            Some((fill, opacity)) => {
                let _ = write!(self.out, " fill=\"{fill}\"");
                if opacity < 1.0 {
                    let _ = write!(self.out, " fill-opacity=\"{}\"", n(opacity));
                }
            }
            None => self.out.push_str(" fill=\"none\""),
        }
        if let Some((stroke, width)) = stroke {
            let _ = write!(self.out, " stroke=\"{stroke}\" stroke-width=\"{}\"", n(width));
        }
        self.out.push_str("/>\n");
    }

    pub fn circle(&mut self, at: Spot, radius: f32, fill: Option<Rgb>, stroke: Option<(Rgb, f32)>) {
        let fill = fill.map_or_else(|| "none".to_owned(), |fill| fill.to_string());
        let _ = write!(self.out, "<circle cx=\"{}\" cy=\"{}\" r=\"{}\" fill=\"{fill}\"", n(at.x), n(at.y), n(radius));
        if let Some((stroke, width)) = stroke {
            let _ = write!(self.out, " stroke=\"{stroke}\" stroke-width=\"{}\"", n(width));
        }
        self.out.push_str("/>\n");
    }

    pub fn line(&mut self, points: &[Spot], color: Rgb, width: f32) {
        let points: Vec<String> = points.iter().map(|spot| format!("{},{}", n(spot.x), n(spot.y))).collect();
        let _ = writeln!(
            self.out,
            "<polyline points=\"{}\" fill=\"none\" stroke=\"{color}\" stroke-width=\"{}\" stroke-linecap=\"round\"/>",
            points.join(" "),
            n(width)
        );
    }

    pub fn polygon(&mut self, points: &[Spot], fill: Rgb) {
        let points: Vec<String> = points.iter().map(|spot| format!("{},{}", n(spot.x), n(spot.y))).collect();
        let _ = writeln!(self.out, "<polygon points=\"{}\" fill=\"{fill}\"/>", points.join(" "));
    }

    /// A route with round corners.
    pub fn route(&mut self, route: &Route, color: Rgb, width: f32, dashed: bool) {
        let start = route.start();
        let mut path = format!("M{} {}", n(start.x), n(start.y));
        for piece in route.path(10.0) {
            match piece {
                Piece::Line(end) => {
                    let _ = write!(path, "L{} {}", n(end.x), n(end.y));
                }
                Piece::Cubic([b, c, d]) => {
                    let _ = write!(path, "C{} {} {} {} {} {}", n(b.x), n(b.y), n(c.x), n(c.y), n(d.x), n(d.y));
                }
            }
        }
        let dash = if dashed { " stroke-dasharray=\"6 4\"" } else { "" };
        let _ = writeln!(
            self.out,
            "<path d=\"{path}\" fill=\"none\" stroke=\"{color}\" stroke-width=\"{}\"{dash}/>",
            n(width)
        );
    }

    /// A text whose foot line is there.
    pub fn text(&mut self, at: Spot, anchor: Anchor, size: f32, color: Rgb, text: &str) {
        if text.trim().is_empty() {
            return;
        }
        let anchor = match anchor {
            Anchor::Start => "",
            Anchor::Middle => " text-anchor=\"middle\"",
            Anchor::End => " text-anchor=\"end\"",
        };
        let _ = writeln!(
            self.out,
            "<text x=\"{}\" y=\"{}\" font-size=\"{}\" fill=\"{color}\"{anchor}>{}</text>",
            n(at.x),
            n(at.y),
            n(size),
            escaped(text)
        );
    }

    /// A group with a name that a person sees on hover and a screen reader reads.
    pub fn group(&mut self, title: &str, draw: impl FnOnce(&mut Self)) {
        let _ = writeln!(self.out, "<g><title>{}</title>", escaped(title));
        draw(self);
        self.out.push_str("</g>\n");
    }

    /// The whole picture. `carried` is what it carries.
    pub fn finish(self, view: Area, scale: f32, title: &str, carried: Option<&str>) -> String {
        let metadata =
            carried.map(|packed| format!("<metadata id=\"loadline\">{packed}</metadata>\n")).unwrap_or_default();
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{}\" height=\"{}\" viewBox=\"{} {} {} {}\" \
             font-family=\"Ubuntu, 'Ubuntu Light', 'DejaVu Sans', sans-serif\" font-weight=\"300\" role=\"img\">\n\
             <title>{}</title>\n{metadata}{}</svg>\n",
            n(view.width() * scale),
            n(view.height() * scale),
            n(view.min.x),
            n(view.min.y),
            n(view.width()),
            n(view.height()),
            escaped(title),
            self.out
        )
    }
}
