//! Differences between designs, in the words of the window.

use crate::compare::{Change, Diff};
use crate::design::{Design, Element, ElementId};
use egui::{Label, RichText, Ui};

/// How an element is called.
pub(super) fn name_of(design: &Design, id: &ElementId) -> String {
    let name = match design.element(id) {
        Some(Element::Component(component)) => component.name,
        Some(Element::Link(link)) => {
            let end = |id| design.component(id).map_or_else(|| id.to_string(), |component| component.name.clone());
            return format!("the link {} to {}", end(&link.from), end(&link.to));
        }
        Some(Element::Note(note)) => note.text.lines().next().unwrap_or_default().to_owned(),
        Some(Element::Frame(frame)) => frame.name,
        Some(Element::Scenario(scenario)) => scenario.name,
        Some(Element::Stroke(_)) | None => String::new(),
    };
    if name.is_empty() { id.to_string() } else { format!("the {} “{name}”", id.sort()) }
}

/// What a change is, in one line, with the sign that marks it everywhere.
pub(super) fn line(change: &Change, before: &Design, after: &Design) -> String {
    match change {
        Change::Design(field) => format!("~ the design, {field}"),
        Change::Added { id, .. } => format!("+ {}", name_of(after, id)),
        Change::Removed { id, .. } => format!("− {}", name_of(before, id)),
        Change::Changed { id, fields } => {
            let name = name_of(after, id);
            if fields.iter().all(|field| field.field == "at") {
                return format!("> {name} was moved");
            }
            let fields: Vec<String> = fields.iter().map(ToString::to_string).collect();
            format!("~ {name}, {}", fields.join("; "))
        }
        Change::Order { list } => format!("> {list} stand in another order"),
    }
}

/// Counts of a difference, in words: `2 added, 1 changed`.
pub(super) fn counts(diff: &Diff) -> String {
    let counts = diff.counts();
    let parts =
        [(counts.added, "added"), (counts.removed, "removed"), (counts.changed, "changed"), (counts.moved, "moved")];
    let parts: Vec<String> =
        parts.into_iter().filter(|(count, _)| *count > 0).map(|(count, word)| format!("{count} {word}")).collect();
    match (parts.is_empty(), diff.is_empty()) {
        (true, true) => "nothing differs".to_owned(),
        (true, false) => "the design itself differs".to_owned(),
        _ => parts.join(", "),
    }
}

/// The first of the changes as a list, and how many more there are.
pub(super) fn list(ui: &mut Ui, diff: &Diff, before: &Design, after: &Design, most: usize) {
    for change in diff.changes.iter().take(most) {
        let line = line(change, before, after);
        ui.add(Label::new(RichText::new(&line).small()).truncate()).on_hover_text(line);
    }
    let more = diff.changes.len().saturating_sub(most);
    if more > 0 {
        ui.weak(format!("and {more} more"));
    }
}
