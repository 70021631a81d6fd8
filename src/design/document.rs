//! The document: components and links in a petgraph, behind stable ids; notes, frames, strokes and scenarios beside it.

use super::component::{Arrangement, Component, Frame, Link, Note, Point, Stroke};
use super::edit::Element;
use super::id::{ById, ElementId, Id};
use super::scenario::Scenario;
use petgraph::Direction;
use petgraph::stable_graph::{EdgeIndex, NodeIndex, StableDiGraph};

/// A design: what a file holds and the board shows.
///
/// Components and links live in a [`StableDiGraph`]; everything outside this type names them by [`Id`], because
/// petgraph gives the index of a removed component to the next one. Order of insertion is kept: it is the order of
/// the lines of the file. Two designs are equal when their files would be.
#[derive(Clone, Debug, Default)]
pub struct Design {
    pub(super) name: String,
    pub(super) about: String,
    pub(super) catalog_date: Option<String>,
    graph: StableDiGraph<Component, Link>,
    components: ById<NodeIndex>,
    links: ById<EdgeIndex>,
    notes: ById<Note>,
    frames: ById<Frame>,
    strokes: ById<Stroke>,
    scenarios: ById<Scenario>,
}

impl PartialEq for Design {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
            && self.about == other.about
            && self.catalog_date == other.catalog_date
            && self.components().eq(other.components())
            && self.links().eq(other.links())
            && self.notes().eq(other.notes())
            && self.frames().eq(other.frames())
            && self.strokes().eq(other.strokes())
            && self.scenarios().eq(other.scenarios())
    }
}

impl Design {
    /// An empty design of that name.
    pub fn new(name: &str) -> Self {
        Self { name: name.to_owned(), ..Self::default() }
    }

    /// The name of the design.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What the design is about, in prose.
    pub fn about(&self) -> &str {
        &self.about
    }

    /// The date of the catalogue that the design was made with, as `2026-11-23`.
    pub fn catalog_date(&self) -> Option<&str> {
        self.catalog_date.as_deref()
    }

    /// The graph, for algorithms. Its indices hold until the next edit and no longer.
    pub fn graph(&self) -> &StableDiGraph<Component, Link> {
        &self.graph
    }

    /// The index of a component in the graph.
    pub(crate) fn index_of(&self, id: &Id) -> Option<NodeIndex> {
        self.components.get(id).copied()
    }

    /// The indices of the components in the graph, in the order of the file.
    pub(crate) fn indices(&self) -> impl ExactSizeIterator<Item = NodeIndex> {
        self.components.values().copied()
    }

    /// The indices of the links in the graph, in the order of the file.
    pub(crate) fn link_indices(&self) -> impl ExactSizeIterator<Item = EdgeIndex> {
        self.links.values().copied()
    }

    /// The components, in the order of the file.
    pub fn components(&self) -> impl ExactSizeIterator<Item = &Component> {
        self.components.values().map(|&index| &self.graph[index])
    }

    /// The links, in the order of the file.
    pub fn links(&self) -> impl ExactSizeIterator<Item = &Link> {
        self.links.values().map(|&index| &self.graph[index])
    }

    /// The notes, in the order of the file.
    pub fn notes(&self) -> impl ExactSizeIterator<Item = &Note> {
        self.notes.values()
    }

    /// The frames, in the order of the file.
    pub fn frames(&self) -> impl ExactSizeIterator<Item = &Frame> {
        self.frames.values()
    }

    /// The freehand strokes, in the order of the file.
    pub fn strokes(&self) -> impl ExactSizeIterator<Item = &Stroke> {
        self.strokes.values()
    }

    /// The scenarios, in the order of the file.
    pub fn scenarios(&self) -> impl ExactSizeIterator<Item = &Scenario> {
        self.scenarios.values()
    }

    /// The component of that id.
    pub fn component(&self, id: &Id) -> Option<&Component> {
        self.components.get(id).and_then(|&index| self.graph.node_weight(index))
    }

    /// The link of that id.
    pub fn link(&self, id: &Id) -> Option<&Link> {
        self.links.get(id).and_then(|&index| self.graph.edge_weight(index))
    }

    /// The note of that id.
    pub fn note(&self, id: &Id) -> Option<&Note> {
        self.notes.get(id)
    }

    /// The frame of that id.
    pub fn frame(&self, id: &Id) -> Option<&Frame> {
        self.frames.get(id)
    }

    /// The stroke of that id.
    pub fn stroke(&self, id: &Id) -> Option<&Stroke> {
        self.strokes.get(id)
    }

    /// The scenario of that id.
    pub fn scenario(&self, id: &Id) -> Option<&Scenario> {
        self.scenarios.get(id)
    }

    /// The links into a component.
    pub fn incoming(&self, id: &Id) -> impl Iterator<Item = &Link> {
        self.around(id, Direction::Incoming)
    }

    /// The links out of a component.
    pub fn outgoing(&self, id: &Id) -> impl Iterator<Item = &Link> {
        self.around(id, Direction::Outgoing)
    }

    fn around(&self, id: &Id, direction: Direction) -> impl Iterator<Item = &Link> {
        let index = self.components.get(id).copied();
        index.into_iter().flat_map(move |index| self.graph.edges_directed(index, direction)).map(|edge| edge.weight())
    }

    /// The layer, lock and group of an element; none if it is missing or has no place on the board of its own.
    pub fn arrangement(&self, id: &ElementId) -> Option<&Arrangement> {
        Some(match id {
            ElementId::Component(id) => &self.component(id)?.arrangement,
            ElementId::Note(id) => &self.note(id)?.arrangement,
            ElementId::Frame(id) => &self.frame(id)?.arrangement,
            ElementId::Stroke(id) => &self.stroke(id)?.arrangement,
            ElementId::Link(_) | ElementId::Scenario(_) => return None,
        })
    }

    /// The top left corner of an element; none if it is missing or has no place on the board of its own.
    pub fn place(&self, id: &ElementId) -> Option<Point> {
        Some(match id {
            ElementId::Component(id) => self.component(id)?.at,
            ElementId::Note(id) => self.note(id)?.at,
            ElementId::Frame(id) => self.frame(id)?.at,
            ElementId::Stroke(id) => self.stroke(id)?.at,
            ElementId::Link(_) | ElementId::Scenario(_) => return None,
        })
    }

    /// Everything that has a place of its own on the board.
    pub fn placed(&self) -> impl Iterator<Item = ElementId> {
        let components = self.components().map(|c| ElementId::Component(c.id.clone()));
        let notes = self.notes().map(|n| ElementId::Note(n.id.clone()));
        let frames = self.frames().map(|f| ElementId::Frame(f.id.clone()));
        let strokes = self.strokes().map(|s| ElementId::Stroke(s.id.clone()));
        components.chain(notes).chain(frames).chain(strokes)
    }

    /// Whether there is an element of that id.
    pub fn contains(&self, id: &ElementId) -> bool {
        match id {
            ElementId::Component(id) => self.components.contains_key(id),
            ElementId::Link(id) => self.links.contains_key(id),
            ElementId::Note(id) => self.notes.contains_key(id),
            ElementId::Frame(id) => self.frames.contains_key(id),
            ElementId::Stroke(id) => self.strokes.contains_key(id),
            ElementId::Scenario(id) => self.scenarios.contains_key(id),
        }
    }

    /// The element of that id.
    pub fn element(&self, id: &ElementId) -> Option<Element> {
        match id {
            ElementId::Component(id) => self.component(id).cloned().map(Element::Component),
            ElementId::Link(id) => self.link(id).cloned().map(Element::Link),
            ElementId::Note(id) => self.note(id).cloned().map(Element::Note),
            ElementId::Frame(id) => self.frame(id).cloned().map(Element::Frame),
            ElementId::Stroke(id) => self.stroke(id).cloned().map(Element::Stroke),
            ElementId::Scenario(id) => self.scenario(id).cloned().map(Element::Scenario),
        }
    }

    /// The first free component id of `base`, `base-2`, ...
    pub fn fresh_component_id(&self, base: &Id) -> Id {
        Id::fresh(base, |id| self.components.contains_key(id))
    }

    /// A free id for a link between two components: `a>b`, or `a>b-2` if there is one already.
    pub fn fresh_link_id(&self, from: &Id, to: &Id) -> Id {
        Id::fresh(&Id::of_link(from, to), |id| self.links.contains_key(id))
    }

    /// The first free note id of `base`, `base-2`, ...
    pub fn fresh_note_id(&self, base: &Id) -> Id {
        Id::fresh(base, |id| self.notes.contains_key(id))
    }

    /// The first free frame id of `base`, `base-2`, ...
    pub fn fresh_frame_id(&self, base: &Id) -> Id {
        Id::fresh(base, |id| self.frames.contains_key(id))
    }

    /// The first free stroke id of `base`, `base-2`, ...
    pub fn fresh_stroke_id(&self, base: &Id) -> Id {
        Id::fresh(base, |id| self.strokes.contains_key(id))
    }

    /// The first free scenario id of `base`, `base-2`, ...
    pub fn fresh_scenario_id(&self, base: &Id) -> Id {
        Id::fresh(base, |id| self.scenarios.contains_key(id))
    }

    // What follows changes the design; only `edit` calls it.

    pub(super) fn component_mut(&mut self, id: &Id) -> Option<&mut Component> {
        self.components.get(id).and_then(|&index| self.graph.node_weight_mut(index))
    }

    pub(super) fn link_mut(&mut self, id: &Id) -> Option<&mut Link> {
        self.links.get(id).and_then(|&index| self.graph.edge_weight_mut(index))
    }

    pub(super) fn note_mut(&mut self, id: &Id) -> Option<&mut Note> {
        self.notes.get_mut(id)
    }

    pub(super) fn frame_mut(&mut self, id: &Id) -> Option<&mut Frame> {
        self.frames.get_mut(id)
    }

    pub(super) fn stroke_mut(&mut self, id: &Id) -> Option<&mut Stroke> {
        self.strokes.get_mut(id)
    }

    pub(super) fn scenario_mut(&mut self, id: &Id) -> Option<&mut Scenario> {
        self.scenarios.get_mut(id)
    }

    /// Puts an element at a place in the order; beyond the end counts as the end. The caller has checked that the id
    /// is free and, for a link, that both ends exist.
    pub(super) fn insert(&mut self, element: Element, place: usize) {
        match element {
            Element::Component(component) => {
                let id = component.id.clone();
                let index = self.graph.add_node(component);
                let place = place.min(self.components.len());
                self.components.shift_insert(place, id, index);
            }
            Element::Link(link) => {
                let ends = (self.components.get(&link.from).copied(), self.components.get(&link.to).copied());
                if let (Some(from), Some(to)) = ends {
                    let id = link.id.clone();
                    let index = self.graph.add_edge(from, to, link);
                    let place = place.min(self.links.len());
                    self.links.shift_insert(place, id, index);
                }
            }
            Element::Note(note) => {
                self.notes.shift_insert(place.min(self.notes.len()), note.id.clone(), note);
            }
            Element::Frame(frame) => {
                self.frames.shift_insert(place.min(self.frames.len()), frame.id.clone(), frame);
            }
            Element::Stroke(stroke) => {
                self.strokes.shift_insert(place.min(self.strokes.len()), stroke.id.clone(), stroke);
            }
            Element::Scenario(scenario) => {
                self.scenarios.shift_insert(place.min(self.scenarios.len()), scenario.id.clone(), scenario);
            }
        }
    }

    /// Takes an element out, and says where in the order it was. A component must have no links left.
    pub(super) fn take(&mut self, id: &ElementId) -> Option<(Element, usize)> {
        match id {
            ElementId::Component(id) => {
                let (place, _, index) = self.components.shift_remove_full(id)?;
                self.graph.remove_node(index).map(|component| (Element::Component(component), place))
            }
            ElementId::Link(id) => {
                let (place, _, index) = self.links.shift_remove_full(id)?;
                self.graph.remove_edge(index).map(|link| (Element::Link(link), place))
            }
            ElementId::Note(id) => {
                self.notes.shift_remove_full(id).map(|(place, _, note)| (Element::Note(note), place))
            }
            ElementId::Frame(id) => {
                self.frames.shift_remove_full(id).map(|(place, _, frame)| (Element::Frame(frame), place))
            }
            ElementId::Stroke(id) => {
                self.strokes.shift_remove_full(id).map(|(place, _, stroke)| (Element::Stroke(stroke), place))
            }
            ElementId::Scenario(id) => {
                self.scenarios.shift_remove_full(id).map(|(place, _, scenario)| (Element::Scenario(scenario), place))
            }
        }
    }
}
