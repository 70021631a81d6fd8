//! How much flows where: one pass in the order of the flow; cycles are solved until they no longer change.
//!
//! Linear in the load: in = own + sum over links of share x out, out = ratio x in. A cycle converges if it passes on
//! less than it takes; otherwise it amplifies without end, and is named.

use super::graph::Graph;
use super::inputs::{Changes, Inputs};
use super::rates::{Rates, highest, mean};
use super::stage::{Before, Fan, Stage, is_flat};
use crate::catalog::{Catalog, HOURS, Role};
use crate::design::{Design, LinkKind};

/// Visits to components that the solution of one cycle may take.
const MOST_VISITS: usize = 2_000_000;

/// All stages, in the order of the graph.
pub(super) struct Traffic<'a> {
    pub graph: Graph<'a>,
    pub inputs: Vec<Inputs<'a>>,
    pub stages: Vec<Stage>,
    /// One for a flat day, 24 otherwise.
    pub hours: usize,
    /// Cycles that amplify without end, as ranges of the order.
    pub amplifying: Vec<std::ops::Range<usize>>,
}

impl<'a> Traffic<'a> {
    pub fn new(design: &'a Design, catalog: &'a Catalog, changes: &'a Changes<'a>) -> Self {
        let graph = Graph::new(design);
        let inputs: Vec<Inputs<'a>> =
            graph.components.iter().map(|component| Inputs::new(component, catalog, changes)).collect();
        let flat = inputs.iter().filter(|inputs| inputs.component.role == Role::Source).all(|inputs| is_flat(*inputs));
        let hours = if flat { 1 } else { HOURS };
        let mut traffic =
            Self { stages: Vec::with_capacity(inputs.len()), graph, inputs, hours, amplifying: Vec::new() };
        traffic.run();
        traffic
    }

    fn run(&mut self) {
        let cycles = self.graph.cycles.clone();
        let mut cycles = cycles.into_iter().peekable();
        let mut place = 0;
        while place < self.inputs.len() {
            if let Some(cycle) = cycles.next_if(|cycle| cycle.start == place) {
                self.solve(cycle.clone());
                place = cycle.end;
            } else {
                let stage = self.visit(place);
                self.stages.push(stage);
                place += 1;
            }
        }
    }

    fn visit(&self, place: usize) -> Stage {
        match self.inputs.get(place) {
            Some(inputs) => Stage::new(*inputs, &self.before(place), self.fan(place), self.hours),
            // Places come from the graph that the inputs were made from.
            None => unreachable_stage(self),
        }
    }

    /// What flows into a component out of the stages that are known so far.
    fn before(&self, place: usize) -> Before {
        let mut before = Before { input: Rates::none(self.hours), buffered: true, ..Before::default() };
        let mut any = false;
        for (_, arc) in self.graph.links_into(place) {
            let (Some(stage), Some(giver)) = (self.stages.get(arc.from), self.inputs.get(arc.from)) else { continue };
            let share = share(&arc.link.kind);
            any = true;
            before.input.add(&stage.output, share);
            before.buffered &= matches!(giver.component.role, Role::Queue | Role::Store);
            if let Some(burst) = stage.burst_out {
                let burst = burst.scaled(share, share);
                before.burst = Some(before.burst.map_or(burst, |other| other.stronger(burst)));
            }
            if let Some(partitions) = &stage.partitions {
                before.partitions =
                    Some(before.partitions.map_or(partitions.value, |least| least.min(partitions.value)));
            }
            if let Some(period) = stage.emits {
                before.period = Some(before.period.map_or(period, |longest| longest.max(period)));
            }
        }
        before.buffered &= any;
        before
    }

    /// What the data links of a component take of its output.
    fn fan(&self, place: usize) -> Fan {
        let mut fan = Fan::default();
        for (_, arc) in self.graph.links_out_of(place) {
            let share = share(&arc.link.kind);
            fan.total += share;
            fan.largest = fan.largest.max(share);
        }
        fan
    }

    /// Solves a cycle: round after round, until the rates stay as they are.
    fn solve(&mut self, cycle: std::ops::Range<usize>) {
        for place in cycle.clone() {
            let stage = self.visit(place);
            self.stages.push(stage);
        }
        let level = |stages: &[Stage]| -> f64 {
            stages.iter().map(|stage| highest(&stage.input.records) + highest(&stage.input.bytes)).sum()
        };
        let rounds = (MOST_VISITS / cycle.len().max(1)).clamp(4, 20_000);
        let (mut before, mut change) = (level(self.stages.get(cycle.clone()).unwrap_or_default()), f64::INFINITY);
        for round in 0..rounds {
            for place in cycle.clone() {
                let stage = self.open(place);
                if let Some(slot) = self.stages.get_mut(place) {
                    *slot = stage;
                }
            }
            let now = level(self.stages.get(cycle.clone()).unwrap_or_default());
            let step = (now - before).abs();
            // Growing by no less than in the round before, round after round: it never ends.
            let endless = round > 8 && step >= change * (1.0 - 1e-9) && step > now * 1e-9;
            if endless || !now.is_finite() || round + 1 == rounds && step > now * 1e-6 {
                self.amplifying.push(cycle.clone());
                break;
            }
            if step <= now * 1e-12 {
                break;
            }
            (before, change) = (now, step);
        }
        if self.amplifying.last() == Some(&cycle) {
            // No steady state: only what enters from outside is shown, and the problem is named.
            for place in cycle.clone() {
                let stage = self.entering(place, &cycle);
                if let Some(slot) = self.stages.get_mut(place) {
                    *slot = stage;
                }
            }
            return;
        }
        for place in cycle {
            let stage = self.visit(place);
            if let Some(slot) = self.stages.get_mut(place) {
                *slot = stage;
            }
        }
    }

    /// The stage without clipping at its capacity, for the linear equations.
    fn open(&self, place: usize) -> Stage {
        match self.inputs.get(place) {
            Some(inputs) => Stage::unclipped(*inputs, &self.before(place), self.hours),
            None => unreachable_stage(self),
        }
    }

    fn entering(&self, place: usize, cycle: &std::ops::Range<usize>) -> Stage {
        let mut before = self.before(place);
        before.input = Rates::none(self.hours);
        for (_, arc) in self.graph.links_into(place).filter(|(_, arc)| !cycle.contains(&arc.from)) {
            if let Some(stage) = self.stages.get(arc.from) {
                before.input.add(&stage.output, share(&arc.link.kind));
            }
        }
        match self.inputs.get(place) {
            Some(inputs) => Stage::new(*inputs, &before, self.fan(place), self.hours),
            None => unreachable_stage(self),
        }
    }

    /// Mean bytes a second that leave all sources.
    pub fn sent(&self, upstream: &[bool]) -> f64 {
        self.stages
            .iter()
            .zip(&self.inputs)
            .zip(upstream)
            .filter(|((_, inputs), reached)| **reached && inputs.component.role == Role::Source)
            .map(|((stage, _), _)| mean(&stage.output.bytes))
            .sum()
    }
}

/// A stage for a place that does not exist; places are never made up, so this is never asked for.
fn unreachable_stage(traffic: &Traffic<'_>) -> Stage {
    Stage::idle(traffic.hours)
}

/// What a link takes of the output of its giver.
pub(super) fn share(kind: &LinkKind) -> f64 {
    match kind {
        LinkKind::Copy => 1.0,
        LinkKind::Split(weight) | LinkKind::Share(weight) => weight.amount().base(),
        LinkKind::Watch => 0.0,
    }
}
