//! A design compiled once into flat arrays, with what the passes found; after an edit, only what it can have reached is
//! computed again.

use super::graph::Graph;
use super::inputs::Changes;
use super::node::{Figure, Node, Wire};
use super::rates::mean;
use super::stage::{Demand, LimitFrom, Stage};
use super::staleness::{Aged, aged};
use super::storage::{Kept, kept};
use super::traffic::Pass;
use crate::catalog::{Catalog, HOURS, Resource, Role, Scope};
use crate::design::{Boundary, Design, Id, Link};
use smallvec::smallvec;
use std::ops::Range;

/// A compiled design and its passes.
#[derive(Clone, Debug, Default)]
pub(super) struct Model {
    pub graph: Graph,
    /// Components by place.
    pub nodes: Vec<Node>,
    /// One for a flat day, 24 otherwise.
    pub hours: usize,
    pub stages: Vec<Stage>,
    /// Cycles that amplify without end, as ranges of places.
    pub amplifying: Vec<Range<usize>>,
    pub kept: Vec<Option<Kept>>,
    pub aged: Vec<Option<Aged>>,
}

impl Model {
    /// Compiles a design, and runs nothing yet.
    pub fn compile(design: &Design, catalog: &Catalog, changes: &Changes<'_>) -> Self {
        let mut model = Self::default();
        model.recompile(design, catalog, changes);
        model
    }

    /// The same in the memory of an earlier model.
    pub fn recompile(&mut self, design: &Design, catalog: &Catalog, changes: &Changes<'_>) {
        self.graph = Graph::new(design, wires(design, changes));
        let components = self.graph.at.iter().filter_map(|index| design.graph().node_weight(*index));
        self.nodes.clear();
        self.nodes.extend(components.map(|component| Node::new(component, catalog, changes)));
        self.hours = day(&self.nodes);
    }

    /// Runs all passes from the beginning.
    pub fn run(&mut self) {
        self.stages.clear();
        self.stages.reserve(self.nodes.len());
        self.amplifying.clear();
        self.pass(run_all);
        self.kept.clear();
        for (node, stage) in self.nodes.iter().zip(&mut self.stages) {
            self.kept.push(keep(node, stage));
        }
        self.aged.clear();
        for place in 0..self.stages.len() {
            let found = aged(self, place);
            self.aged.push(found);
        }
    }

    fn pass(&mut self, run: impl FnOnce(&mut Pass<'_>)) {
        run(&mut Pass {
            graph: &self.graph,
            nodes: &self.nodes,
            hours: self.hours,
            stages: &mut self.stages,
            amplifying: &mut self.amplifying,
        });
    }

    /// Takes over the settings of some components that have changed, and computes again what that can have reached.
    /// Gives the places whose figures may be others, in order; none if everything had to be computed again.
    pub fn update(
        &mut self,
        design: &Design,
        catalog: &Catalog,
        changes: &Changes<'_>,
        changed: &[Id],
    ) -> Option<Vec<usize>> {
        let mut dirty = vec![false; self.nodes.len()];
        for id in changed {
            let index = design.index_of(id)?;
            let place = self.graph.place(index)?;
            let component = design.graph().node_weight(index)?;
            *self.nodes.get_mut(place)? = Node::new(component, catalog, changes);
            *dirty.get_mut(place)? = true;
        }
        if day(&self.nodes) != self.hours {
            self.hours = day(&self.nodes);
            self.run();
            return None;
        }
        let first = dirty.iter().position(|dirty| *dirty)?;
        let mut touched = Vec::new();
        let mut place = first;
        let cycles = self.graph.cycles.clone();
        while place < self.nodes.len() {
            if let Some(cycle) = cycles.iter().find(|cycle| cycle.contains(&place)) {
                if cycle.clone().any(|place| dirty.get(place) == Some(&true)) {
                    self.pass(|pass| pass.solve(cycle));
                    for place in cycle.clone() {
                        self.follow(place, &mut dirty);
                        touched.push(place);
                    }
                    for place in cycle.clone() {
                        self.finish(place);
                    }
                }
                place = cycle.end;
                continue;
            }
            if dirty.get(place) == Some(&true) {
                let mut found = None;
                self.pass(|pass| found = pass.visit(place));
                let stage = found?;
                let slot = self.stages.get_mut(place)?;
                let flows = !slot.gives_the_same(&stage);
                *slot = stage;
                let older = self.aged.get(place).cloned().flatten();
                self.finish(place);
                let ages = self.aged.get(place)?.as_ref().map(|aged| &aged.hourly) != older.as_ref().map(|a| &a.hourly);
                if flows || ages {
                    self.follow(place, &mut dirty);
                }
                touched.push(place);
            }
            place += 1;
        }
        Some(touched)
    }

    fn follow(&self, place: usize, dirty: &mut [bool]) {
        for arc in self.graph.links_out_of(place) {
            if let Some(slot) = dirty.get_mut(arc.to) {
                *slot = true;
            }
        }
    }

    /// Storage and staleness of a place whose stage is new.
    fn finish(&mut self, place: usize) {
        if let (Some(node), Some(stage), Some(slot)) =
            (self.nodes.get(place), self.stages.get_mut(place), self.kept.get_mut(place))
        {
            *slot = keep(node, stage);
        }
        let found = aged(self, place);
        if let Some(slot) = self.aged.get_mut(place) {
            *slot = found;
        }
    }

    /// Mean bytes a second that leave all sources of some places.
    pub fn sent(&self, upstream: &[bool]) -> f64 {
        self.stages
            .iter()
            .zip(&self.nodes)
            .zip(upstream)
            .filter(|((_, node), reached)| **reached && node.role == Role::Source)
            .map(|((stage, _), _)| mean(&stage.output.bytes))
            .sum()
    }

    /// Sum of what the data links of a place take of its output.
    pub fn given_out(&self, place: usize) -> f64 {
        self.graph.links_out_of(place).map(|arc| arc.wire.share).sum()
    }
}

/// What makes a wire of a link: as stated, else as the frames around its ends are drawn.
pub(super) fn wires<'a>(design: &'a Design, changes: &'a Changes<'_>) -> impl Fn(&Link) -> Wire + 'a {
    let drawn = design.has_boundaries();
    move |link| {
        let boundary = if drawn { design.crossing(link) } else { Boundary::None };
        Wire::new(link, boundary, changes)
    }
}

/// All places, in order.
fn run_all(pass: &mut Pass<'_>) {
    pass.run();
}

/// One if all sources send the same every hour, 24 otherwise.
fn day(nodes: &[Node]) -> usize {
    if nodes.iter().all(|node| node.weights.is_none()) { 1 } else { HOURS }
}

/// What a component keeps; what is kept on the disks of its units is a demand like others, once it is known.
fn keep(node: &Node, stage: &mut Stage) -> Option<Kept> {
    if let Some(free) = &mut stage.free {
        keep(node, free);
    }
    let kept = kept(node, stage)?;
    if let Some(product) = &node.product {
        let hot = kept.hot();
        let mut found = false;
        for (number, limit) in (0_u16..).zip(&product.limits).filter(|(_, l)| l.resource == Resource::Stored) {
            let value = limit.value.amount().base() * node.factor(Figure::Limit(usize::from(number)));
            let capacity = if limit.scope == Scope::Component { value } else { value * stage.units };
            if capacity > 0.0 {
                found = true;
                stage.demands.push(Demand {
                    resource: Resource::Stored,
                    scope: limit.scope,
                    hourly: smallvec![hot],
                    peak: hot,
                    limit: value,
                    from: LimitFrom::Product(number),
                    capacity,
                });
            }
        }
        if found {
            stage.bind();
        }
    }
    Some(kept)
}
