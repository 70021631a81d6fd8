//! Writes designs: one element a line, defaults left out, texts as they were typed, comments where they stood.

use super::comments::{Around, Comments};
use crate::catalog::{FieldKind, Setting};
use crate::design::{
    Arrangement, Boundary, Component, Design, ElementId, Frame, Link, LinkKind, Note, Point, Requirement, Scenario,
    Settings, Stroke,
};
use crate::units::Kind;
use std::fmt::Write as _;

/// The canonical text of a design.
pub(super) fn design(design: &Design, comments: &Comments) -> String {
    let mut out = String::with_capacity(256 * (design.components().len() + design.links().len()) + 1024);
    for comment in &comments.header {
        let _ = writeln!(out, "{comment}");
    }
    out.push_str("Design(\n");
    let mut writer = Writer { out, comments };
    writer.field("version", super::VERSION.to_string());
    writer.field("name", quoted(design.name()));
    if let Some(date) = design.catalog_date() {
        writer.field("catalog", quoted(date));
    }
    if !design.about().is_empty() {
        writer.field("about", quoted(design.about()));
    }
    writer.list("components", design.components().map(|c| (ElementId::Component(c.id.clone()), component(c))));
    writer.list("links", design.links().map(|l| (ElementId::Link(l.id.clone()), link(l))));
    writer.list("notes", design.notes().map(|n| (ElementId::Note(n.id.clone()), note(n))));
    writer.list("frames", design.frames().map(|f| (ElementId::Frame(f.id.clone()), frame(f))));
    writer.list("strokes", design.strokes().map(|s| (ElementId::Stroke(s.id.clone()), stroke(s))));
    writer.list("scenarios", design.scenarios().map(|s| (ElementId::Scenario(s.id.clone()), scenario(s))));
    let mut out = writer.out;
    for comment in &comments.end {
        let _ = writeln!(out, "    {comment}");
    }
    out.push_str(")\n");
    for comment in &comments.footer {
        let _ = writeln!(out, "{comment}");
    }
    out
}

struct Writer<'a> {
    out: String,
    comments: &'a Comments,
}

impl Writer<'_> {
    fn line(&mut self, indent: &str, around: Option<&Around>, text: &str) {
        for comment in around.map(|around| around.before.as_slice()).unwrap_or_default() {
            let _ = writeln!(self.out, "{indent}{comment}");
        }
        let _ = write!(self.out, "{indent}{text},");
        if let Some(after) = around.and_then(|around| around.after.as_ref()) {
            let _ = write!(self.out, " {after}");
        }
        self.out.push('\n');
    }

    fn field(&mut self, key: &'static str, value: String) {
        let around = self.comments.fields.get(key);
        self.line("    ", around, &format!("{key}: {value}"));
    }

    fn list(&mut self, key: &'static str, elements: impl ExactSizeIterator<Item = (ElementId, String)>) {
        let around = self.comments.fields.get(key);
        let ends = self.comments.ends.get(key);
        if elements.len() == 0 && around.is_none() && ends.is_none() {
            return;
        }
        for comment in around.map(|around| around.before.as_slice()).unwrap_or_default() {
            let _ = writeln!(self.out, "    {comment}");
        }
        let _ = writeln!(self.out, "    {key}: [");
        for (id, text) in elements {
            let around = self.comments.elements.get(&id);
            self.line("        ", around, &text);
        }
        for comment in ends.into_iter().flatten() {
            let _ = writeln!(self.out, "        {comment}");
        }
        self.out.push_str("    ],");
        if let Some(after) = around.and_then(|around| around.after.as_ref()) {
            let _ = write!(self.out, " {after}");
        }
        self.out.push('\n');
    }
}

/// A text between quotes, on one line.
pub(super) fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c if c.is_control() || ('\u{2028}'..='\u{202e}').contains(&c) => {
                let _ = write!(out, "\\u{{{:x}}}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

fn point(point: Point) -> String {
    format!("({}, {})", point.x, point.y)
}

/// The line of a component.
pub(super) fn component(component: &Component) -> String {
    let mut out = format!("(id: {}", quoted(component.id.as_str()));
    if component.name != component.id.as_str() {
        let _ = write!(out, ", name: {}", quoted(&component.name));
    }
    let _ = write!(
        out,
        ", role: {}, product: {}, at: {}",
        component.role.name(),
        quoted(&component.product),
        point(component.at)
    );
    out.push_str(&arrangement(&component.arrangement));
    out.push_str(&settings(&component.settings));
    if !component.note.is_empty() {
        let _ = write!(out, ", note: {}", quoted(&component.note));
    }
    out.push(')');
    out
}

/// The line of a link.
pub(super) fn link(link: &Link) -> String {
    let mut out = String::from("(");
    if link.id != crate::design::Id::of_link(&link.from, &link.to) {
        let _ = write!(out, "id: {}, ", quoted(link.id.as_str()));
    }
    let _ = write!(out, "from: {}, to: {}", quoted(link.from.as_str()), quoted(link.to.as_str()));
    match &link.kind {
        LinkKind::Copy => {}
        LinkKind::Watch => out.push_str(", kind: watch"),
        LinkKind::Split(part) | LinkKind::Share(part) => {
            let _ = write!(out, ", kind: {}({})", link.kind.name(), quoted(part.text()));
        }
    }
    if !link.label.is_empty() {
        let _ = write!(out, ", label: {}", quoted(&link.label));
    }
    out.push_str(&settings(&link.settings));
    out.push(')');
    out
}

/// What differs from an element that lies as it was put.
fn arrangement(arrangement: &Arrangement) -> String {
    let mut out = String::new();
    if arrangement.layer != 0 {
        let _ = write!(out, ", layer: {}", arrangement.layer);
    }
    if arrangement.locked {
        out.push_str(", locked: true");
    }
    if let Some(group) = &arrangement.group {
        let _ = write!(out, ", group: {}", quoted(group.as_str()));
    }
    out
}

/// The line of a note.
pub(super) fn note(note: &Note) -> String {
    format!(
        "(id: {}, at: {}, size: {}, text: {}{}{})",
        quoted(note.id.as_str()),
        point(note.at),
        point(note.size),
        quoted(&note.text),
        if note.plain { ", plain: true" } else { "" },
        arrangement(&note.arrangement)
    )
}

/// The line of a frame.
pub(super) fn frame(frame: &Frame) -> String {
    let boundary = match frame.boundary {
        Boundary::None => String::new(),
        boundary => format!(", boundary: {}", boundary.name()),
    };
    format!(
        "(id: {}, name: {}, at: {}, size: {}{boundary}{})",
        quoted(frame.id.as_str()),
        quoted(&frame.name),
        point(frame.at),
        point(frame.size),
        arrangement(&frame.arrangement)
    )
}

/// The line of a stroke.
pub(super) fn stroke(stroke: &Stroke) -> String {
    let points: Vec<String> = stroke.points.iter().copied().map(point).collect();
    format!(
        "(id: {}, at: {}, points: [{}]{})",
        quoted(stroke.id.as_str()),
        point(stroke.at),
        points.join(", "),
        arrangement(&stroke.arrangement)
    )
}

/// The line of a scenario.
pub(super) fn scenario(scenario: &Scenario) -> String {
    let mut out = format!("(id: {}", quoted(scenario.id.as_str()));
    if scenario.name != scenario.id.as_str() {
        let _ = write!(out, ", name: {}", quoted(&scenario.name));
    }
    if scenario.what_if {
        out.push_str(", what_if: true");
    }
    if let Some(base) = &scenario.based_on {
        let _ = write!(out, ", based_on: {}", quoted(base.as_str()));
    }
    if !scenario.changes.is_empty() {
        let changes: Vec<String> = scenario.changes.iter().map(|change| quoted(&change.to_string())).collect();
        let _ = write!(out, ", change: [{}]", changes.join(", "));
    }
    if !scenario.requirements.is_empty() {
        let requirements: Vec<String> = scenario.requirements.iter().map(requirement).collect();
        let _ = write!(out, ", require: [{}]", requirements.join(", "));
    }
    if !scenario.note.is_empty() {
        let _ = write!(out, ", note: {}", quoted(&scenario.note));
    }
    out.push(')');
    out
}

fn requirement(requirement: &Requirement) -> String {
    let q = |id: &crate::design::Id| quoted(id.as_str());
    let t = |stated: &crate::units::Stated| quoted(stated.text());
    let inside = match requirement {
        Requirement::Staleness { at, statistic, limit } => {
            format!("at: {}, statistic: {}, limit: {}", q(at), quoted(statistic.name()), t(limit))
        }
        Requirement::Completion { at, volume, within } => {
            format!("at: {}, volume: {}, within: {}", q(at), t(volume), t(within))
        }
        Requirement::Throughput { at, rate } => format!("at: {}, rate: {}", q(at), t(rate)),
        Requirement::Cost { at: Some(at), limit } => format!("at: {}, limit: {}", q(at), t(limit)),
        Requirement::Cost { at: None, limit } => format!("limit: {}", t(limit)),
        Requirement::Completeness { at, share } | Requirement::Availability { at, share } => {
            format!("at: {}, share: {}", q(at), t(share))
        }
        Requirement::Recovery { of, outage, within } => {
            format!("of: {}, outage: {}, within: {}", q(of), t(outage), t(within))
        }
        Requirement::Backfill { at, history, within, throttle } => {
            let throttle = throttle.as_ref().map(|rate| format!(", throttle: {}", t(rate))).unwrap_or_default();
            format!("at: {}, history: {}, within: {}{throttle}", q(at), t(history), t(within))
        }
        Requirement::Detection { at, within } => format!("at: {}, within: {}", q(at), t(within)),
    };
    format!("{}({inside})", requirement.name())
}

fn settings(settings: &Settings) -> String {
    if settings.is_empty() {
        return String::new();
    }
    let parts: Vec<String> = settings
        .iter()
        .map(|(field, setting)| {
            let text = setting_text(field.kind() == FieldKind::Quantity(Kind::Count), setting);
            format!("{}: {text}", field.name())
        })
        .collect();
    format!(", set: ({})", parts.join(", "))
}

fn setting_text(count: bool, setting: &Setting) -> String {
    let text = setting.text();
    match &setting.reason {
        Some(reason) => format!("({}, {})", quoted(text), quoted(reason)),
        // A count is a number, if its text is exactly how the number is written.
        None if count && text.parse::<u64>().is_ok_and(|number| number.to_string() == text) => text.to_owned(),
        None => quoted(text),
    }
}
