//! New components of a product: alone, after or before another, or spliced into a link.

use super::state::App;
use crate::design::{Component, Design, Edit, Element, ElementId, Id, Link, LinkKind, Point};
use std::collections::BTreeSet;

/// What a new component has to do with what is there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Beside {
    /// Nothing.
    Nothing,
    /// A link comes to it from this component.
    After(Id),
    /// A link goes from it to this component.
    Before(Id),
    /// It goes into this link.
    On(Id),
}

/// Room that is left between a new component and those that are there, in grid steps.
const GAP: i32 = 2;

/// The places of the grid about a place, the nearest first.
fn about(at: Point) -> impl Iterator<Item = Point> {
    let (across, down) = (Component::SIZE.x + 2 * GAP, Component::SIZE.y + GAP);
    (0..12_i32).flat_map(move |ring| {
        let edge = move |(x, y): &(i32, i32)| x.abs().max(y.abs()) == ring;
        let square = (-ring..=ring).flat_map(move |y| (-ring..=ring).map(move |x| (x, y)));
        // What lies below or to the right comes before what lies above.
        let mut places: Vec<(i32, i32)> = square.filter(edge).collect();
        places.sort_by_key(|(x, y)| (x.abs() + y.abs(), *y < 0, *x < 0));
        places.into_iter().map(move |(x, y)| at.moved(x * across, y * down))
    })
}

/// The free place for a component that is nearest to a place.
fn free_about(design: &Design, at: Point) -> Point {
    let size = Component::SIZE;
    let taken = |place: &Point| {
        design
            .components()
            .any(|other| (other.at.x - place.x).abs() < size.x + GAP && (other.at.y - place.y).abs() < size.y + GAP)
    };
    about(at).find(|place| !taken(place)).unwrap_or(at)
}

impl App {
    /// Where a component goes that was asked for without a place: near the pointer or the middle of the board, on
    /// nothing.
    pub(super) fn free_place(&self) -> Point {
        free_about(self.doc.history.design(), self.doc.view.focus_point())
    }

    /// Puts in a component of a product, as one step, and selects it.
    pub(super) fn put_product(&mut self, product: &str, at: Point, beside: &Beside) {
        let Some(product) = self.catalog.product(product) else {
            self.tell(format!("the catalogue has no product `{product}`"));
            return;
        };
        let design = self.doc.history.design();
        let id = design.fresh_component_id(&Id::from_name(&product.name));
        // The second Kafka is called Kafka 2, as its id is kafka-2.
        let name = match id.as_str().rsplit_once('-') {
            Some((_, number)) if id != Id::from_name(&product.name) => format!("{} {number}", product.name),
            _ => product.name.clone(),
        };
        let component = Component::new(id.clone(), &name, product.role, &product.id, at);
        self.last_product = Some(product.id.clone());
        // One step, in two edits: the component is wanted even where the link is refused.
        let gesture = Some(self.doc.history.begin());
        if !self.edit(Edit::insert(Element::Component(component)), gesture) {
            return;
        }
        self.doc.view.selection = BTreeSet::from([ElementId::Component(id.clone())]);
        // A chain that grows by keyboard grows out of the board.
        self.doc.view.reveal(self.doc.history.design(), &self.doc.view.selection.clone());
        let edit = match beside {
            Beside::Nothing => None,
            Beside::After(from) => Some(self.link(from, &id)),
            Beside::Before(to) => Some(self.link(&id, to)),
            Beside::On(link) => self.doc.history.design().splice(link, &id),
        };
        if let Some(edit) = edit {
            self.edit(edit, gesture);
        }
    }

    fn link(&self, from: &Id, to: &Id) -> Edit {
        let design = self.doc.history.design();
        let mut link = Link::new(from.clone(), to.clone());
        link.id = design.fresh_link_id(from, to);
        if design.component(from).is_some_and(|source| !source.role.carries_data()) {
            link.kind = LinkKind::Watch;
        }
        Edit::insert(Element::Link(link))
    }
}
