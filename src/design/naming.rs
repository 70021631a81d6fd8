//! What elements are called, and where they are, whatever their sort.

use super::component::{Component, Point};
use super::document::Design;
use super::id::ElementId;

impl Design {
    /// What a person calls an element: its name, the first line of its text, the two ends of a link.
    pub fn title(&self, id: &ElementId) -> String {
        let found = match id {
            ElementId::Component(id) => self.component(id).map(|component| component.name.clone()),
            ElementId::Frame(id) => self.frame(id).map(|frame| frame.name.clone()),
            ElementId::Scenario(id) => self.scenario(id).map(|scenario| scenario.name.clone()),
            ElementId::Note(id) => self.note(id).and_then(|note| note.text.lines().next()).map(ToOwned::to_owned),
            ElementId::Stroke(_) => None,
            ElementId::Link(id) => self.link(id).map(|link| {
                let name = |end| self.component(end).map_or("nothing", |component| component.name.as_str());
                format!("{} to {}", name(&link.from), name(&link.to))
            }),
        };
        found.filter(|name| !name.trim().is_empty()).unwrap_or_else(|| id.to_string())
    }

    /// The top left corner and the size of what has a place of its own, in grid steps.
    pub fn extent(&self, id: &ElementId) -> Option<(Point, Point)> {
        Some(match id {
            ElementId::Component(id) => (self.component(id)?.at, Component::SIZE),
            ElementId::Note(id) => self.note(id).map(|note| (note.at, note.size))?,
            ElementId::Frame(id) => self.frame(id).map(|frame| (frame.at, frame.size))?,
            ElementId::Stroke(id) => self.stroke(id)?.extent(),
            ElementId::Link(_) | ElementId::Scenario(_) => return None,
        })
    }
}
