//! How much flows where: one pass in the order of the flow; cycles are solved until they no longer change.
//!
//! Linear in the load: in = own + sum over links of share x out, out = ratio x in. A cycle converges if it passes on
//! less than it takes; otherwise it amplifies without end, and is named.

use super::graph::Graph;
use super::node::Node;
use super::rates::{Burst, Rates, highest, mean};
use super::stage::{Before, Fan, Lateness, Stage};
use crate::catalog::Role;
use smallvec::SmallVec;
use std::ops::Range;

/// Visits to components that the solution of one cycle may take.
const MOST_VISITS: usize = 2_000_000;
/// Sources whose lateness is followed apart.
const MOST_LATE: usize = 64;

/// The pass over the traffic, with what it reads and what it has found so far.
pub(super) struct Pass<'a> {
    pub graph: &'a Graph,
    pub nodes: &'a [Node],
    pub hours: usize,
    pub stages: &'a mut Vec<Stage>,
    /// Cycles that amplify without end, as ranges of the order.
    pub amplifying: &'a mut Vec<Range<usize>>,
}

impl Pass<'_> {
    /// All stages, in order.
    pub fn run(&mut self) {
        let mut cycles = self.graph.cycles.iter().cloned().peekable();
        let mut place = 0;
        while place < self.nodes.len() {
            if let Some(cycle) = cycles.next_if(|cycle| cycle.start == place) {
                self.enter(&cycle);
                place = cycle.end;
            } else {
                if let Some(stage) = self.visit(place) {
                    self.stages.push(stage);
                }
                place += 1;
            }
        }
    }

    /// The stage at a place, from those before it.
    pub fn visit(&self, place: usize) -> Option<Stage> {
        let node = self.nodes.get(place)?;
        let before = self.before(place);
        let hindered = before.hindered;
        let mut stage = Stage::new(node, before, self.fan(place), self.hours);
        if hindered || stage.is_over() {
            self.free(place, &mut stage, hindered);
        }
        Some(stage)
    }

    /// Adds what a stage would be if nothing were held back.
    #[cold]
    fn free(&self, place: usize, stage: &mut Stage, hindered: bool) {
        let Some(node) = self.nodes.get(place) else { return };
        let free = stage.freed(node, &self.before_if_free(place), self.fan(place), self.hours);
        if hindered || !free.gives_the_same(stage) {
            stage.free = Some(Box::new(free));
        }
    }

    /// What flows into a component out of the stages that are known so far.
    fn before(&self, place: usize) -> Before {
        self.gathered(place, |stage| stage)
    }

    /// The same if nothing were held back.
    #[cold]
    fn before_if_free(&self, place: usize) -> Before {
        self.gathered(place, |stage| stage.free.as_deref().unwrap_or(stage))
    }

    #[inline]
    fn gathered(&self, place: usize, of: impl Fn(&Stage) -> &Stage) -> Before {
        let mut before = Before { input: Rates::none(self.hours), buffered: true, scv: 1.0, ..Before::default() };
        let arcs = self.graph.links_into(place);
        let (mut known, mut all, mut rate, mut variability) = (0, 0.0, 0.0, 0.0);
        for arc in arcs {
            let (Some(stage), Some(giver)) = (self.stages.get(arc.from), self.nodes.get(arc.from)) else { continue };
            before.hindered |= stage.free.is_some();
            let (stage, share) = (of(stage), arc.wire.share);
            known += 1;
            before.input.add(&stage.output, share);
            before.buffered &= matches!(giver.role, Role::Queue | Role::Store);
            let burst = stage.burst_out.map(|burst| burst.scaled(share, share)).filter(Burst::is_finite);
            before.burst = stronger(before.burst, burst);
            before.partitions = least(before.partitions, stage.partitions);
            before.period = longest(before.period, stage.emits);
            // A part of a stream is nearer to random than the whole; streams that meet are weighted by their rates.
            let bytes = mean(&stage.output.bytes) * share;
            all += bytes;
            if stage.emits.is_some() {
                before.in_bursts += bytes;
            }
            let records = mean(&stage.output.records) * share;
            rate += records;
            variability += records * (share.min(1.0) * (stage.scv - 1.0) + 1.0);
            for late in &stage.late {
                let records = late.records * share;
                let at = before.late.iter().position(|l| (l.share, l.p50, l.p99) == (late.share, late.p50, late.p99));
                if let Some(same) = at.and_then(|at| before.late.get_mut(at)) {
                    same.records += records;
                } else if before.late.len() < MOST_LATE {
                    before.late.push(Lateness { records, ..*late });
                }
            }
        }
        before.buffered &= known > 0;
        before.in_bursts = if all > 0.0 { before.in_bursts / all } else { 0.0 };
        if rate > 0.0 {
            before.scv = variability / rate;
        }
        before
    }

    /// What the data links of a component take of its output.
    fn fan(&self, place: usize) -> Fan {
        let mut fan = Fan::default();
        for arc in self.graph.links_out_of(place) {
            fan.total += arc.wire.share;
            fan.largest = fan.largest.max(arc.wire.share);
        }
        fan
    }

    /// Comes to a cycle for the first time.
    fn enter(&mut self, cycle: &Range<usize>) {
        for place in cycle.clone() {
            self.stages.extend(self.visit(place));
        }
        self.solve(cycle);
    }

    /// Solves a cycle: round after round, until the rates stay as they are.
    pub fn solve(&mut self, cycle: &Range<usize>) {
        self.amplifying.retain(|other| other != cycle);
        let one = |stage: &Stage| highest(&stage.input.records) + highest(&stage.input.bytes);
        let level = |stages: &[Stage]| -> f64 {
            stages.iter().map(|stage| one(stage) + stage.free.as_deref().map_or(0.0, one)).sum()
        };
        let rounds = (MOST_VISITS / cycle.len().max(1)).clamp(4, 20_000);
        let (mut before, mut change) = (level(self.stages.get(cycle.clone()).unwrap_or_default()), f64::INFINITY);
        for round in 0..rounds {
            self.each(cycle, |pass, place| {
                let node = pass.nodes.get(place)?;
                let before = pass.before(place);
                let hindered = before.hindered;
                let mut stage = Stage::unclipped(node, before, pass.hours);
                if hindered {
                    stage.free = Some(Box::new(Stage::unclipped(node, pass.before_if_free(place), pass.hours)));
                }
                Some(stage)
            });
            let now = level(self.stages.get(cycle.clone()).unwrap_or_default());
            let step = (now - before).abs();
            // Growing by no less than in the round before, round after round: it never ends.
            let endless = round > 8 && step >= change * (1.0 - 1e-9) && step > now * 1e-9;
            if endless || !now.is_finite() || round + 1 == rounds && step > now * 1e-6 {
                // No steady state: only what enters from outside is shown, and the problem is named.
                self.amplifying.push(cycle.clone());
                self.each(cycle, |pass, place| pass.entering(place, cycle));
                return;
            }
            if step <= now * 1e-12 {
                break;
            }
            (before, change) = (now, step);
        }
        self.each(cycle, Self::visit);
    }

    fn each(&mut self, cycle: &Range<usize>, make: impl Fn(&Self, usize) -> Option<Stage>) {
        for place in cycle.clone() {
            if let Some(stage) = make(self, place)
                && let Some(slot) = self.stages.get_mut(place)
            {
                *slot = stage;
            }
        }
    }

    /// The stage with nothing but what comes from outside of its cycle.
    fn entering(&self, place: usize, cycle: &Range<usize>) -> Option<Stage> {
        let mut before = self.before(place);
        before.input = Rates::none(self.hours);
        before.late = SmallVec::new();
        for arc in self.graph.links_into(place).iter().filter(|arc| !cycle.contains(&arc.from)) {
            if let Some(stage) = self.stages.get(arc.from) {
                before.input.add(&stage.output, arc.wire.share);
            }
        }
        Some(Stage::new(self.nodes.get(place)?, before, self.fan(place), self.hours))
    }
}

fn stronger(a: Option<Burst>, b: Option<Burst>) -> Option<Burst> {
    match (a, b) {
        (Some(a), Some(b)) => Some(a.stronger(b)),
        (a, b) => a.or(b),
    }
}

fn least(a: Option<f64>, b: Option<f64>) -> Option<f64> {
    match (a, b) {
        (Some(a), Some(b)) => Some(a.min(b)),
        (a, b) => a.or(b),
    }
}

fn longest(a: Option<f64>, b: Option<f64>) -> Option<f64> {
    match (a, b) {
        (Some(a), Some(b)) => Some(a.max(b)),
        (a, b) => a.or(b),
    }
}
