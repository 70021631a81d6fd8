//! Parts of a design on their own: what is copied, and what is put in with fresh ids.

use super::component::{Arrangement, Component, Frame, Note, Point};
use super::document::Design;
use super::edit::{Edit, Element};
use super::id::{ElementId, Id};
use std::collections::{BTreeMap, BTreeSet};

/// Where the elements of a fragment go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Placement {
    /// The top left corner of them all comes here.
    At(Point),
    /// Each stands this far from where it was.
    Offset(i32, i32),
}

impl Design {
    /// A selection with what its frames hold.
    pub fn with_contents(&self, selection: &BTreeSet<ElementId>) -> BTreeSet<ElementId> {
        let mut all = selection.clone();
        for frame in self.frames().filter(|frame| selection.contains(&ElementId::Frame(frame.id.clone()))) {
            all.extend(self.held_by(frame));
        }
        all
    }

    /// What lies wholly inside a frame, without the frame itself.
    pub fn held_by(&self, frame: &Frame) -> impl Iterator<Item = ElementId> {
        let components = self.components().filter(|c| frame.holds(c.at, Component::SIZE));
        let notes = self.notes().filter(|n| frame.holds(n.at, n.size));
        let frames = self.frames().filter(|f| f.id != frame.id && frame.holds(f.at, f.size));
        let strokes = self.strokes().filter(|s| {
            let (at, size) = s.extent();
            frame.holds(at, size)
        });
        components
            .map(|c| ElementId::Component(c.id.clone()))
            .chain(notes.map(|n| ElementId::Note(n.id.clone())))
            .chain(frames.map(|f| ElementId::Frame(f.id.clone())))
            .chain(strokes.map(|s| ElementId::Stroke(s.id.clone())))
    }

    /// A selection with all that belongs to the same groups.
    pub fn with_groups(&self, selection: &BTreeSet<ElementId>) -> BTreeSet<ElementId> {
        let group = |id: &ElementId| self.arrangement(id).and_then(|arrangement| arrangement.group.clone());
        let groups: BTreeSet<Id> = selection.iter().filter_map(group).collect();
        let mut all = selection.clone();
        if !groups.is_empty() {
            all.extend(self.placed().filter(|id| group(id).is_some_and(|group| groups.contains(&group))));
        }
        all
    }

    /// The selected elements, what selected frames hold, and the links between components among them; components
    /// first, as the file has them.
    pub fn fragment(&self, selection: &BTreeSet<ElementId>) -> Vec<Element> {
        let selection = self.with_contents(selection);
        let chosen = |id: &Id| selection.contains(&ElementId::Component(id.clone()));
        let components = self.components().filter(|component| chosen(&component.id)).cloned().map(Element::Component);
        let links = self.links().filter(|link| chosen(&link.from) && chosen(&link.to)).cloned().map(Element::Link);
        let others = selection
            .iter()
            .filter(|id| matches!(id, ElementId::Note(_) | ElementId::Frame(_) | ElementId::Stroke(_)))
            .filter_map(|id| self.element(id));
        components.chain(links).chain(others).collect()
    }

    /// The edit that puts elements in with fresh ids and groups, and the ids of what is to be selected. Links whose
    /// ends are not among the elements are left out.
    pub fn put_in(&self, elements: &[Element], placement: Placement) -> (Edit, BTreeSet<ElementId>) {
        let mut putting = Putting {
            design: self,
            by: shift(elements, placement),
            taken: BTreeSet::new(),
            names: self.components().map(|component| component.name.clone()).collect(),
            numbers: BTreeMap::new(),
            components: BTreeMap::new(),
            groups: BTreeMap::new(),
            edits: Vec::with_capacity(elements.len()),
        };
        let (components, others): (Vec<_>, Vec<_>) =
            elements.iter().partition(|element| matches!(element, Element::Component(_)));
        for element in components.into_iter().chain(others) {
            putting.put(element);
        }
        let mut selection = putting.taken;
        selection.retain(|id| !matches!(id, ElementId::Link(_) | ElementId::Scenario(_)));
        (Edit::All(putting.edits), selection)
    }

    /// A name for a new frame that no other has: frames of one name are one zone, or one region.
    pub fn fresh_frame_name(&self) -> String {
        let taken = |name: &str| self.frames().any(|frame| frame.name == name);
        let numbered = (2..u32::MAX).map(|number| format!("Frame {number}"));
        std::iter::once("Frame".to_owned()).chain(numbered).find(|name| !taken(name)).unwrap_or_default()
    }

    /// A group id that no element has.
    pub fn fresh_group(&self, also_taken: impl Fn(&Id) -> bool) -> Id {
        let taken: BTreeSet<Id> =
            self.placed().filter_map(|id| self.arrangement(&id).and_then(|a| a.group.clone())).collect();
        Id::fresh(&Id::from_name("group"), |id| taken.contains(id) || also_taken(id))
    }
}

struct Putting<'a> {
    design: &'a Design,
    by: (i32, i32),
    taken: BTreeSet<ElementId>,
    /// The names of components, so that a copy can be told from what it is of.
    names: BTreeSet<String>,
    /// The next number to try behind a name.
    numbers: BTreeMap<String, u32>,
    components: BTreeMap<Id, Id>,
    groups: BTreeMap<Id, Id>,
    edits: Vec<Edit>,
}

impl Putting<'_> {
    fn put(&mut self, element: &Element) {
        let copy = match element.clone() {
            Element::Component(mut component) => {
                let id = self.fresh(ElementId::Component, &component.id);
                self.components.insert(component.id, id.clone());
                component.id = id;
                component.name = self.fresh_name(&component.name);
                component.at = self.moved(component.at);
                self.regroup(&mut component.arrangement);
                Element::Component(component)
            }
            Element::Link(mut link) => {
                let (Some(from), Some(to)) = (self.components.get(&link.from), self.components.get(&link.to)) else {
                    return;
                };
                (link.from, link.to) = (from.clone(), to.clone());
                link.id = self.fresh(ElementId::Link, &Id::of_link(&link.from, &link.to));
                Element::Link(link)
            }
            Element::Note(mut note) => {
                note.id = self.fresh(ElementId::Note, &note.id);
                note.at = self.moved(note.at);
                self.regroup(&mut note.arrangement);
                Element::Note(note)
            }
            Element::Frame(mut frame) => {
                frame.id = self.fresh(ElementId::Frame, &frame.id);
                frame.at = self.moved(frame.at);
                self.regroup(&mut frame.arrangement);
                Element::Frame(frame)
            }
            Element::Stroke(mut stroke) => {
                stroke.id = self.fresh(ElementId::Stroke, &stroke.id);
                stroke.at = self.moved(stroke.at);
                self.regroup(&mut stroke.arrangement);
                Element::Stroke(stroke)
            }
            Element::Scenario(mut scenario) => {
                scenario.id = self.fresh(ElementId::Scenario, &scenario.id);
                Element::Scenario(scenario)
            }
        };
        self.taken.insert(copy.id());
        self.edits.push(Edit::insert(copy));
    }

    fn fresh(&self, sort: fn(Id) -> ElementId, base: &Id) -> Id {
        Id::fresh(base, |id| {
            let id = sort(id.clone());
            self.design.contains(&id) || self.taken.contains(&id)
        })
    }

    /// The name, or with the first number behind it that no other component has: the copy of "Load" is "Load 2".
    fn fresh_name(&mut self, name: &str) -> String {
        let stem = match name.rsplit_once(' ') {
            Some((stem, number)) if number.parse::<u32>().is_ok() && self.names.contains(stem) => stem,
            _ => name,
        };
        let mut fresh = name.to_owned();
        if self.names.contains(name) {
            let number = self.numbers.entry(stem.to_owned()).or_insert(2);
            while self.names.contains(&fresh) && *number < u32::MAX {
                fresh = format!("{stem} {number}");
                *number += 1;
            }
        }
        self.names.insert(fresh.clone());
        fresh
    }

    fn moved(&self, at: Point) -> Point {
        at.moved(self.by.0, self.by.1)
    }

    /// Copies of a group are a group of their own.
    fn regroup(&mut self, arrangement: &mut Arrangement) {
        let Some(group) = &arrangement.group else { return };
        if !self.groups.contains_key(group) {
            let fresh = self.design.fresh_group(|id| self.groups.values().any(|taken| taken == id));
            self.groups.insert(group.clone(), fresh);
        }
        arrangement.group = self.groups.get(group).cloned();
    }
}

fn shift(elements: &[Element], placement: Placement) -> (i32, i32) {
    match placement {
        Placement::Offset(dx, dy) => (dx, dy),
        Placement::At(point) => {
            let corners = elements.iter().filter_map(|element| match element {
                Element::Component(component) => Some(component.at),
                Element::Note(Note { at, .. }) | Element::Frame(Frame { at, .. }) => Some(*at),
                Element::Stroke(stroke) => Some(stroke.extent().0),
                Element::Link(_) | Element::Scenario(_) => None,
            });
            let corner = corners.reduce(|a, b| Point::new(a.x.min(b.x), a.y.min(b.y))).unwrap_or(point);
            (point.x.saturating_sub(corner.x), point.y.saturating_sub(corner.y))
        }
    }
}
