//! Selections made of selections: along the links, of the same product, the next one.

use super::state::App;
use crate::canvas::reading_order;
use crate::design::{Component, Design, ElementId, Id};
use std::collections::BTreeSet;

/// Everything that data reaches from, or comes to, some components; these included.
fn along(design: &Design, from: BTreeSet<Id>, upstream: bool, downstream: bool) -> BTreeSet<Id> {
    // To all that is connected a link that only watches leads as well.
    let any = upstream && downstream;
    let mut found = from.clone();
    let mut open: Vec<Id> = from.into_iter().collect();
    while let Some(here) = open.pop() {
        let before = design.incoming(&here).filter(|_| upstream).map(|link| (link, &link.from));
        let after = design.outgoing(&here).filter(|_| downstream).map(|link| (link, &link.to));
        for (link, next) in before.chain(after) {
            if (any || link.kind.carries_data()) && !found.contains(next) {
                found.insert(next.clone());
                open.push(next.clone());
            }
        }
    }
    found
}

impl App {
    /// The selected components, and the ends of selected links.
    fn starts(&self, upstream: bool, downstream: bool) -> BTreeSet<Id> {
        let design = self.doc.history.design();
        let mut starts = BTreeSet::new();
        for element in &self.doc.view.selection {
            match element {
                ElementId::Component(id) => {
                    starts.insert(id.clone());
                }
                ElementId::Link(id) => {
                    if let Some(link) = design.link(id) {
                        starts.extend(upstream.then(|| link.from.clone()));
                        starts.extend(downstream.then(|| link.to.clone()));
                    }
                }
                ElementId::Frame(id) => {
                    let held = design.frame(id).into_iter().flat_map(|frame| design.held_by(frame));
                    starts.extend(held.filter_map(|held| match held {
                        ElementId::Component(id) => Some(id),
                        _ => None,
                    }));
                }
                ElementId::Note(_) | ElementId::Stroke(_) | ElementId::Scenario(_) => {}
            }
        }
        starts
    }

    pub(super) fn select_along(&mut self, upstream: bool, downstream: bool) {
        let starts = self.starts(upstream, downstream);
        if starts.is_empty() {
            self.tell("select a component or a link first");
            return;
        }
        let before = starts.len();
        let found = along(self.doc.history.design(), starts, upstream, downstream);
        if found.len() == before {
            let place = match (upstream, downstream) {
                (true, false) => "upstream of it",
                (false, true) => "downstream of it",
                _ => "connected with it",
            };
            self.tell(format!("nothing is {place}"));
        }
        self.select_components(found);
    }

    pub(super) fn select_alike(&mut self, alike: fn(&Component, &Component) -> bool) {
        let design = self.doc.history.design();
        let models: Vec<&Component> = self
            .doc
            .view
            .selection
            .iter()
            .filter_map(|id| match id {
                ElementId::Component(id) => design.component(id),
                _ => None,
            })
            .collect();
        let found =
            design.components().filter(|c| models.iter().any(|model| alike(model, c))).map(|c| c.id.clone()).collect();
        self.select_components(found);
    }

    fn select_components(&mut self, found: BTreeSet<Id>) {
        self.doc.view.selection = found.into_iter().map(ElementId::Component).collect();
    }

    pub(super) fn select_inverse(&mut self) {
        let selected = &self.doc.view.selection;
        self.doc.view.selection = self.doc.history.design().placed().filter(|id| !selected.contains(id)).collect();
    }

    /// The component after or before the selected one, in the order in which the board is read.
    pub(super) fn select_next(&mut self, forward: bool) {
        let design = self.doc.history.design();
        let order = reading_order(design);
        let here = order.iter().position(|c| self.doc.view.selection.contains(&ElementId::Component(c.id.clone())));
        let next = match (here, forward) {
            (None, true) => order.first(),
            (None, false) => order.last(),
            // Past the end it begins again.
            (Some(here), true) => order.get(here + 1).or(order.first()),
            (Some(here), false) => here.checked_sub(1).and_then(|before| order.get(before)).or(order.last()),
        };
        if let Some(component) = next {
            self.doc.view.selection = BTreeSet::from([ElementId::Component(component.id.clone())]);
            self.doc.view.reveal(design, &self.doc.view.selection.clone());
        }
    }
}
