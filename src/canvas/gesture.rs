//! Gestures under way, and the edits that they mean.

use super::Request;
use crate::design::{Design, Edit, Element, ElementId, Id, Link, LinkKind, Point};
use egui::Pos2;
use std::collections::{BTreeMap, BTreeSet};

/// Which end of a link.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum End {
    From,
    To,
}

/// What the pointer is doing. Places are on the board.
#[derive(Clone, Debug, Default)]
pub(super) enum Gesture {
    #[default]
    None,
    /// Moves elements: from where, and where each was.
    Move { number: u64, from: Pos2, start: Vec<(ElementId, Point)>, steps: (i32, i32), moved: bool },
    /// Draws a rectangle that selects.
    Marquee { from: Pos2, before: BTreeSet<ElementId> },
    /// Draws a link from a component; backwards from its left port.
    Connect { from: Id, backwards: bool },
    /// Takes an end of a link elsewhere.
    Reconnect { link: Id, end: End },
    /// Cancelled: nothing more until the button is up.
    Over,
}

/// The places of what can be moved.
pub(super) fn places(design: &Design, selection: &BTreeSet<ElementId>) -> Vec<(ElementId, Point)> {
    selection
        .iter()
        .filter_map(|id| {
            let at = match id {
                ElementId::Component(id) => design.component(id)?.at,
                ElementId::Note(id) => design.note(id)?.at,
                ElementId::Frame(id) => design.frame(id)?.at,
                ElementId::Link(_) | ElementId::Scenario(_) => return None,
            };
            Some((id.clone(), at))
        })
        .collect()
}

/// The edit that moves elements so many steps from where they were.
pub(super) fn moved(start: &[(ElementId, Point)], (dx, dy): (i32, i32)) -> Edit {
    Edit::All(start.iter().map(|(id, at)| Edit::Move { element: id.clone(), to: at.moved(dx, dy) }).collect())
}

/// Copies of elements with the links among them: the edit that puts them in, and where each of them stands.
pub(super) fn copies(design: &Design, selection: &BTreeSet<ElementId>) -> (Edit, Vec<(ElementId, Point)>) {
    let mut edits = Vec::new();
    let mut made: Vec<(ElementId, Point)> = Vec::new();
    let mut names: BTreeMap<Id, Id> = BTreeMap::new();
    for element in selection {
        let copy = match design.element(element) {
            Some(Element::Component(mut component)) => {
                let old = component.id.clone();
                component.id =
                    free(&old, |id| design.component(id).is_some() || names.values().any(|taken| taken == id));
                names.insert(old, component.id.clone());
                Element::Component(component)
            }
            Some(Element::Note(mut note)) => {
                note.id = free(&note.id, |id| {
                    design.note(id).is_some() || made.iter().any(|(taken, _)| *taken == ElementId::Note(id.clone()))
                });
                Element::Note(note)
            }
            Some(Element::Frame(mut frame)) => {
                frame.id = free(&frame.id, |id| {
                    design.frame(id).is_some() || made.iter().any(|(taken, _)| *taken == ElementId::Frame(id.clone()))
                });
                Element::Frame(frame)
            }
            _ => continue,
        };
        let at = match &copy {
            Element::Component(component) => component.at,
            Element::Note(note) => note.at,
            Element::Frame(frame) => frame.at,
            Element::Link(_) | Element::Scenario(_) => continue,
        };
        made.push((copy.id(), at));
        edits.push(Edit::insert(copy));
    }
    let mut linked: BTreeSet<Id> = BTreeSet::new();
    for link in design.links() {
        if let (Some(from), Some(to)) = (names.get(&link.from), names.get(&link.to)) {
            // Two may have several links, which need an id each.
            let link_id = free(&Id::of_link(from, to), |id| design.link(id).is_some() || linked.contains(id));
            linked.insert(link_id.clone());
            let copy = Link { id: link_id, from: from.clone(), to: to.clone(), ..link.clone() };
            edits.push(Edit::insert(Element::Link(copy)));
        }
    }
    (Edit::All(edits), made)
}

fn free(base: &Id, taken: impl Fn(&Id) -> bool) -> Id {
    Id::fresh(base, taken)
}

/// A new link between two components, or why there can be none.
pub(super) fn connect(design: &Design, from: &Id, to: &Id) -> Request {
    let watches = design.component(from).is_some_and(|component| !component.role.carries_data());
    if let Some(why) = design.link_objection(from, to, watches) {
        return Request::Tell(format!("No link: {why}."));
    }
    if design.outgoing(from).any(|link| link.to == *to && link.kind.carries_data() != watches) {
        return Request::Tell("These two are linked already.".to_owned());
    }
    let mut link = Link::new(from.clone(), to.clone());
    link.id = design.fresh_link_id(from, to);
    if watches {
        link.kind = LinkKind::Watch;
    }
    Request::Edit { edit: Edit::insert(Element::Link(link)), gesture: None }
}

/// A link with one end taken to another component, or why not.
pub(super) fn reconnect(design: &Design, link: &Id, end: End, to: &Id) -> Option<Request> {
    let mut link = design.link(link)?.clone();
    let unchanged = match end {
        End::From => link.from == *to,
        End::To => link.to == *to,
    };
    if unchanged {
        return None;
    }
    match end {
        End::From => link.from = to.clone(),
        End::To => link.to = to.clone(),
    }
    if let Some(why) = design.link_objection(&link.from, &link.to, link.kind == LinkKind::Watch) {
        return Some(Request::Tell(format!("No link: {why}.")));
    }
    let twin = |other: &Link| other.id != link.id && other.to == link.to && other.kind == link.kind;
    if matches!(link.kind, LinkKind::Copy | LinkKind::Watch) && design.outgoing(&link.from).any(twin) {
        return Some(Request::Tell("These two are linked already.".to_owned()));
    }
    Some(Request::Edit { edit: Edit::Replace(Element::Link(link)), gesture: None })
}
