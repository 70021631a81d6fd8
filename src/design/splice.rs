//! A component put into a link: what flowed past it flows through it.

use super::component::{Component, Link, LinkKind, Point};
use super::document::Design;
use super::edit::{Edit, Element};
use super::id::{ElementId, Id};
use std::collections::BTreeSet;

/// Grid steps between two components of a row below which a link between them can hardly be seen.
const NARROW: i32 = 3;
/// Grid steps between them after room was made.
const CLEAR: i32 = 5;

impl Design {
    /// The edit that leads a link through a component: the link with its kind, settings and words ends at the
    /// component, and a plain link goes on from there. Where there is no room between the two ends, what follows moves to
    /// the right. `None` if the link carries no data, or an end would make no sense.
    ///
    /// ```
    /// use loadline::catalog::Role;
    /// use loadline::design::{Component, Edit, Element, History, Id, Link, Point};
    /// let id = |name: &str| Id::from_name(name);
    /// let mut history = History::default();
    /// for (name, role) in [("app", Role::Source), ("log", Role::Queue), ("lake", Role::Store)] {
    ///     let component = Component::new(id(name), name, role, "none", Point::default());
    ///     history.apply(Edit::insert(Element::Component(component)))?;
    /// }
    /// history.apply(Edit::insert(Element::Link(Link::new(id("app"), id("lake")))))?;
    /// let link = Id::of_link(&id("app"), &id("lake"));
    /// history.apply(history.design().splice(&link, &id("log")).unwrap())?;
    /// let ends: Vec<_> = history.design().links().map(|link| link.id.to_string()).collect();
    /// assert_eq!(ends, ["app>log", "log>lake"]);
    /// # Ok::<(), loadline::design::EditError>(())
    /// ```
    pub fn splice(&self, link: &Id, through: &Id) -> Option<Edit> {
        let old = self.link(link)?;
        let refused = old.kind == LinkKind::Watch
            || old.from == *through
            || old.to == *through
            || self.link_objection(&old.from, through, false).is_some()
            || self.link_objection(through, &old.to, false).is_some();
        if refused {
            return None;
        }
        let mut first = old.clone();
        first.to = through.clone();
        first.id = self.fresh_link_id(&first.from, through);
        let mut second = Link::new(through.clone(), old.to.clone());
        second.id = self.fresh_link_id(through, &old.to);
        let mut edits = vec![
            Edit::Remove(ElementId::Link(link.clone())),
            Edit::insert(Element::Link(first)),
            Edit::insert(Element::Link(second)),
        ];
        edits.extend(self.room(&old.from, through, &old.to));
        Some(Edit::All(edits))
    }

    /// The moves that keep a component clear of the two between which it comes, in a row that runs to the right: it goes
    /// clear of the first, and the second with all that follows goes clear of it.
    fn room(&self, from: &Id, through: &Id, to: &Id) -> Vec<Edit> {
        let (Some(a), Some(b), Some(c)) = (self.component(from), self.component(through), self.component(to)) else {
            return Vec::new();
        };
        let in_row = |other: &Component| (other.at.y - b.at.y).abs() <= Component::SIZE.y;
        if a.at.x >= c.at.x {
            return Vec::new();
        }
        let after = |x: i32| x.saturating_add(Component::SIZE.x);
        let mut edits = Vec::new();
        let mut x = b.at.x;
        if in_row(a) && x < after(a.at.x).saturating_add(NARROW) {
            x = after(a.at.x).saturating_add(CLEAR);
            edits.push(Edit::Move { element: ElementId::Component(through.clone()), to: Point::new(x, b.at.y) });
        }
        if !in_row(c) || c.at.x >= after(x).saturating_add(NARROW) {
            return edits;
        }
        let by = after(x).saturating_add(CLEAR).saturating_sub(c.at.x);
        let mut seen: BTreeSet<&Id> = BTreeSet::from([through, to, from]);
        let mut open = vec![c];
        while let Some(component) = open.pop() {
            if !component.arrangement.locked {
                let to = component.at.moved(by, 0);
                edits.push(Edit::Move { element: ElementId::Component(component.id.clone()), to });
            }
            let next = self.outgoing(&component.id).filter(|link| link.kind.carries_data());
            let next = next.filter_map(|link| self.component(&link.to)).filter(|next| next.at.x >= c.at.x);
            open.extend(next.filter(|next| seen.insert(&next.id)));
        }
        edits
    }
}
