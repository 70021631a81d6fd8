//! Of what the staleness at a component is made: the steps on the way of its stalest data, from the source on.
//!
//! Means and maxima of the steps add up, percentiles do not. What the steps leave open is the rest: other inputs that
//! are waited for as well, schedules that fit together, parts that are not at their most in the same hour.

use super::figures::{Staleness, StalenessPart};
use super::whole::{Whole, part};
use crate::design::ElementId;
use crate::units::{Measure as _, Time};

/// A step on the way: the component or the link where it arises, and how long it takes.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// Where.
    pub at: ElementId,
    /// What it is, and how long.
    pub part: StalenessPart,
}

/// The way of the stalest data to a component.
#[derive(Clone, Debug, PartialEq)]
pub struct Way {
    /// From the source on.
    pub steps: Vec<Step>,
    /// What it comes to.
    pub whole: Staleness,
}

impl Way {
    /// Mean and maximum of the whole less those of all steps: nothing on a chain without known schedules.
    pub fn rest(&self) -> (Time, Time) {
        self.steps.iter().fold((self.whole.mean, self.whole.max), |(mean, max), Step { part, .. }| {
            (mean - part.mean, max - part.max)
        })
    }
}

impl Whole<'_> {
    /// The steps of the staleness at a place.
    pub fn steps(&self, place: usize) -> Vec<Step> {
        let mut steps = Vec::new();
        let mut before = None;
        for here in self.way(place) {
            let arcs = self.model.graph.links_into(here).iter().filter(|arc| Some(arc.from) == before);
            let slowest = arcs.max_by(|a, b| a.wire.delay.total_cmp(&b.wire.delay));
            if let Some(arc) = slowest.filter(|arc| arc.wire.delay > 0.0)
                && let Some(link) = self.design.graph().edge_weight(arc.edge)
            {
                let delay = Time::from_base(arc.wire.delay);
                let part = StalenessPart { what: "on the way", min: delay, mean: delay, max: delay };
                steps.push(Step { at: ElementId::Link(link.id.clone()), part });
            }
            if let (Some(id), Some(stage)) = (self.id(here), self.stage(here)) {
                let at = ElementId::Component(id.clone());
                steps.extend(stage.parts.iter().map(|own| Step { at: at.clone(), part: part(own) }));
            }
            before = Some(here);
        }
        steps
    }
}
