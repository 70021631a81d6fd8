//! A component put into a link: what flowed past it flows through it.

use super::component::{Link, LinkKind};
use super::document::Design;
use super::edit::{Edit, Element};
use super::id::{ElementId, Id};

impl Design {
    /// The edit that leads a link through a component: the link with its kind, settings and words ends at the
    /// component, and a plain link goes on from there. `None` if the link carries no data, or an end would make no sense.
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
        Some(Edit::All(vec![
            Edit::Remove(ElementId::Link(link.clone())),
            Edit::insert(Element::Link(first)),
            Edit::insert(Element::Link(second)),
        ]))
    }
}
