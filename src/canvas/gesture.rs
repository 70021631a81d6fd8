//! Gestures under way, and the edits that they mean.

use super::Request;
use crate::design::{Design, Edit, Element, ElementId, Id, Link, LinkKind, Point};
use egui::Pos2;
use std::collections::BTreeSet;

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

/// The places of what can be moved: not of what is locked.
pub(super) fn places(design: &Design, selection: &BTreeSet<ElementId>) -> Vec<(ElementId, Point)> {
    selection
        .iter()
        .filter(|id| design.arrangement(id).is_some_and(|arrangement| !arrangement.locked))
        .filter_map(|id| Some((id.clone(), design.place(id)?)))
        .collect()
}

/// The edit that moves elements so many steps from where they were.
pub(super) fn moved(start: &[(ElementId, Point)], (dx, dy): (i32, i32)) -> Edit {
    Edit::All(start.iter().map(|(id, at)| Edit::Move { element: id.clone(), to: at.moved(dx, dy) }).collect())
}

/// The places of what an edit puts in.
pub(super) fn inserted(edit: &Edit) -> Vec<(ElementId, Point)> {
    let place = |element: &Element| match element {
        Element::Component(component) => Some((element.id(), component.at)),
        Element::Note(note) => Some((element.id(), note.at)),
        Element::Frame(frame) => Some((element.id(), frame.at)),
        Element::Stroke(stroke) => Some((element.id(), stroke.at)),
        Element::Link(_) | Element::Scenario(_) => None,
    };
    match edit {
        Edit::All(edits) => edits.iter().flat_map(inserted).collect(),
        Edit::Insert { element, .. } => place(element).into_iter().collect(),
        _ => Vec::new(),
    }
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
