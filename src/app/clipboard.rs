//! Cut, copy, paste and duplicate: elements out of a design, and back in with fresh ids and their inner links.

use crate::design::{Design, Edit, Element, ElementId, Id, Point};
use std::collections::{BTreeMap, BTreeSet};

/// The selected elements, with the links between selected components; components first, as the file has them.
pub fn gather(design: &Design, selection: &BTreeSet<ElementId>) -> Vec<Element> {
    let chosen = |id: &Id| selection.contains(&ElementId::Component(id.clone()));
    let components = design.components().filter(|component| chosen(&component.id)).cloned().map(Element::Component);
    let links = design.links().filter(|link| chosen(&link.from) && chosen(&link.to)).cloned().map(Element::Link);
    let notes = design.notes().filter(|note| selection.contains(&ElementId::Note(note.id.clone())));
    let frames = design.frames().filter(|frame| selection.contains(&ElementId::Frame(frame.id.clone())));
    components
        .chain(links)
        .chain(notes.cloned().map(Element::Note))
        .chain(frames.cloned().map(Element::Frame))
        .collect()
}

/// Where pasted elements go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Placement {
    /// The top left corner of them all comes here.
    At(Point),
    /// Each stands this far from where it was.
    Offset(i32, i32),
}

/// The edit that puts elements in with fresh ids, and the ids of what is to be selected. Links whose ends are not
/// among the elements are left out.
pub fn place(design: &Design, elements: &[Element], placement: Placement) -> (Edit, BTreeSet<ElementId>) {
    let (dx, dy) = shift(elements, placement);
    let mut taken: BTreeSet<ElementId> = BTreeSet::new();
    let mut renamed: BTreeMap<Id, Id> = BTreeMap::new();
    let mut edits = Vec::with_capacity(elements.len());
    let mut insert = |element: Element, taken: &mut BTreeSet<ElementId>| {
        taken.insert(element.id());
        edits.push(Edit::insert(element));
    };
    let fresh = |sort: fn(Id) -> ElementId, base: &Id, taken: &BTreeSet<ElementId>| {
        Id::fresh(base, |id| {
            let id = sort(id.clone());
            design.contains(&id) || taken.contains(&id)
        })
    };
    for element in elements {
        if let Element::Component(component) = element {
            let mut component = component.clone();
            let id = fresh(ElementId::Component, &component.id, &taken);
            renamed.insert(component.id, id.clone());
            component.id = id;
            component.at = component.at.moved(dx, dy);
            insert(Element::Component(component), &mut taken);
        }
    }
    for element in elements {
        match element {
            Element::Component(_) => {}
            Element::Link(link) => {
                let (Some(from), Some(to)) = (renamed.get(&link.from), renamed.get(&link.to)) else { continue };
                let mut link = link.clone();
                (link.from, link.to) = (from.clone(), to.clone());
                link.id = fresh(ElementId::Link, &Id::of_link(from, to), &taken);
                insert(Element::Link(link), &mut taken);
            }
            Element::Note(note) => {
                let mut note = note.clone();
                note.id = fresh(ElementId::Note, &note.id, &taken);
                note.at = note.at.moved(dx, dy);
                insert(Element::Note(note), &mut taken);
            }
            Element::Frame(frame) => {
                let mut frame = frame.clone();
                frame.id = fresh(ElementId::Frame, &frame.id, &taken);
                frame.at = frame.at.moved(dx, dy);
                insert(Element::Frame(frame), &mut taken);
            }
            Element::Scenario(scenario) => {
                let mut scenario = scenario.clone();
                scenario.id = fresh(ElementId::Scenario, &scenario.id, &taken);
                insert(Element::Scenario(scenario), &mut taken);
            }
        }
    }
    taken.retain(|id| !matches!(id, ElementId::Link(_) | ElementId::Scenario(_)));
    (Edit::All(edits), taken)
}

fn shift(elements: &[Element], placement: Placement) -> (i32, i32) {
    match placement {
        Placement::Offset(dx, dy) => (dx, dy),
        Placement::At(point) => {
            let corners = elements.iter().filter_map(|element| match element {
                Element::Component(component) => Some(component.at),
                Element::Note(note) => Some(note.at),
                Element::Frame(frame) => Some(frame.at),
                Element::Link(_) | Element::Scenario(_) => None,
            });
            let corner = corners.reduce(|a, b| Point::new(a.x.min(b.x), a.y.min(b.y))).unwrap_or(point);
            (point.x.saturating_sub(corner.x), point.y.saturating_sub(corner.y))
        }
    }
}

/// "3 components", "1 note", "4 elements": what has been done something to, in words.
pub fn count(elements: &[Element]) -> String {
    let of = |test: fn(&Element) -> bool| elements.iter().filter(|element| test(element)).count();
    let components = of(|element| matches!(element, Element::Component(_)));
    let others = of(|element| !matches!(element, Element::Component(_) | Element::Link(_)));
    let plural = |n: usize, word: &str| format!("{n} {word}{}", if n == 1 { "" } else { "s" });
    match (components, others) {
        (n, 0) => plural(n, "component"),
        (n, m) => plural(n + m, "element"),
    }
}
