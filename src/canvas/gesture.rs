//! Gestures under way, and the edits that they mean.

use super::{Request, Tool};
use crate::catalog::Role;
use crate::design::{Design, Edit, Element, ElementId, Id, Link, LinkKind, Point};
use egui::{Pos2, Rect};
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
    /// Moves elements.
    Move(Moving),
    /// Draws a rectangle that selects.
    Marquee { from: Pos2, before: BTreeSet<ElementId>, mark: Mark },
    /// Draws a link from a component; backwards from its left port. By click it ends with the next click, else when
    /// the button is let go.
    Connect { from: Id, backwards: bool, by_click: bool },
    /// Takes an end of a link elsewhere.
    Reconnect { link: Id, end: End },
    /// Takes an edge or a corner of a note or frame elsewhere.
    Resize(Resizing),
    /// Draws the rectangle of a new note, text or frame.
    Draw { tool: Tool, from: Pos2 },
    /// Draws freehand.
    Pen { points: Vec<Pos2> },
    /// Cancelled: nothing more until the button is up.
    Over,
}

/// What a marquee does with what it touches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mark {
    /// Selects it and nothing else.
    Only,
    /// Selects it as well.
    Add,
    /// Selects it no longer.
    Take,
}

/// A move under way.
#[derive(Clone, Debug)]
pub(super) struct Moving {
    pub number: u64,
    pub from: Pos2,
    /// What is moved, in order, and where it was.
    pub start: Vec<(ElementId, Point)>,
    /// The rectangle around it there; none until it is in the design.
    pub bounds: Option<Rect>,
    pub steps: (i32, i32),
    /// Whether the design has been changed.
    pub changed: bool,
    /// What was selected before copies were made.
    pub before: BTreeSet<ElementId>,
    /// A single component without links: let go on a link it splices itself in.
    pub lone: Option<Id>,
}

/// A resize under way.
#[derive(Clone, Debug)]
pub(super) struct Resizing {
    pub number: u64,
    pub element: ElementId,
    /// Which edges move: -1 left or top, 1 right or bottom, 0 neither.
    pub edges: (i32, i32),
    pub from: Pos2,
    /// Corner and size as they were.
    pub was: (Point, Point),
    pub now: (Point, Point),
    pub changed: bool,
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

/// Why a person cannot draw a link from one component to another.
pub(super) fn objection(design: &Design, from: &Id, to: &Id) -> Option<&'static str> {
    let watches = design.component(from).is_some_and(|component| !component.role.carries_data());
    if let Some(why) = design.link_objection(from, to, watches) {
        return Some(why);
    }
    if !watches && design.component(to).is_some_and(|component| component.role == Role::Source) {
        return Some("a source is where data begins; it takes none");
    }
    let twin = |link: &Link| link.to == *to && link.kind.carries_data() != watches;
    design.outgoing(from).any(twin).then_some("these two are linked already")
}

/// A new link between two components, or why there can be none.
pub(super) fn connect(design: &Design, from: &Id, to: &Id) -> Request {
    if let Some(why) = objection(design, from, to) {
        return Request::Tell(format!("No link: {why}."));
    }
    let mut link = Link::new(from.clone(), to.clone());
    link.id = design.fresh_link_id(from, to);
    if design.component(from).is_some_and(|component| !component.role.carries_data()) {
        link.kind = LinkKind::Watch;
    }
    Request::Edit { edit: Edit::insert(Element::Link(link)), gesture: None }
}

/// Why one end of a link cannot be taken to another component.
pub(super) fn objection_to_end(design: &Design, link: &Link, end: End, to: &Id) -> Option<&'static str> {
    let (from, to) = match end {
        End::From => (to, &link.to),
        End::To => (&link.from, to),
    };
    if let Some(why) = design.link_objection(from, to, link.kind == LinkKind::Watch) {
        return Some(why);
    }
    let twin = |other: &Link| other.id != link.id && other.to == *to && other.kind == link.kind;
    (matches!(link.kind, LinkKind::Copy | LinkKind::Watch) && design.outgoing(from).any(twin))
        .then_some("these two are linked already")
}

/// A link with one end taken to another component, or why not.
pub(super) fn reconnect(design: &Design, link: &Id, end: End, to: &Id) -> Option<Request> {
    let mut link = design.link(link)?.clone();
    let slot = match end {
        End::From => &link.from,
        End::To => &link.to,
    };
    if slot == to {
        return None;
    }
    if let Some(why) = objection_to_end(design, &link, end, to) {
        return Some(Request::Tell(format!("No link: {why}.")));
    }
    match end {
        End::From => link.from = to.clone(),
        End::To => link.to = to.clone(),
    }
    Some(Request::Edit { edit: Edit::Replace(Element::Link(link)), gesture: None })
}
