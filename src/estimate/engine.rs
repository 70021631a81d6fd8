//! An estimate that is kept while its design is edited: after an edit, only what it can have reached is computed again.

use super::figures::Estimate;
use super::model::Model;
use super::verdict::Detail;
use super::whole::Whole;
use super::{Chain, Conditions};
use crate::catalog::Catalog;
use crate::design::{Design, Id};

/// A compiled design with its estimate.
#[derive(Debug)]
pub struct Engine {
    model: Model,
    estimate: Estimate,
}

impl Engine {
    /// Compiles and estimates a design.
    pub fn new(design: &Design, catalog: &Catalog, conditions: Conditions<'_>) -> Self {
        let mut engine = Self { model: Model::default(), estimate: Estimate::default() };
        engine.restart(design, catalog, conditions);
        engine
    }

    /// The estimate as it stands.
    pub fn estimate(&self) -> &Estimate {
        &self.estimate
    }

    /// Compiles and estimates the design anew: after components or links have come or gone, or other links lead
    /// elsewhere, or the scenario is another.
    pub fn restart(&mut self, design: &Design, catalog: &Catalog, conditions: Conditions<'_>) {
        let chain = Chain::new(design, conditions);
        let changes = chain.changes(conditions);
        self.model = Model::compile(design, catalog, &changes);
        self.model.run();
        let conventions = conditions.conventions;
        let whole = Whole { design, catalog, changes: &changes, conventions, model: &self.model };
        self.estimate = whole.estimate(chain.scenarios.first().copied(), chain.requirements());
        chain.complain(conditions, &mut self.estimate);
    }

    /// Takes over the settings of some components that were edited, and computes again what that can have reached:
    /// figures, cost and verdicts, all but the problems, for which [`Engine::look_over`] goes through everything.
    pub fn edited(&mut self, design: &Design, catalog: &Catalog, conditions: Conditions<'_>, components: &[Id]) {
        let chain = Chain::new(design, conditions);
        let changes = chain.changes(conditions);
        let Some(touched) = self.model.update(design, catalog, &changes, components) else {
            return self.restart(design, catalog, conditions);
        };
        let conventions = conditions.conventions;
        let whole = Whole { design, catalog, changes: &changes, conventions, model: &self.model };
        for &place in &touched {
            let Some(id) = whole.id(place) else { continue };
            let known = |like: usize| self.estimate.components.get(whole.id(like)?)?.staleness;
            let staleness = whole.summary(place, known);
            if let Some(figures) = whole.component(place, staleness)
                && let Some(slot) = self.estimate.components.get_mut(id)
            {
                for ((sum, before), now) in self.estimate.totals.iter_mut().zip(&slot.costs).zip(&figures.costs) {
                    *sum += now - before;
                }
                *slot = figures;
            }
            let into = whole.model.graph.links_into(place).iter();
            for arc in into.chain(whole.model.graph.links_out_of(place)) {
                let mut now = [0.0; crate::catalog::CostKind::ALL.len()];
                let Some(link) = design.graph().edge_weight(arc.edge) else { continue };
                if let (Some(figures), Some(slot)) = (whole.link(arc, &mut now), self.estimate.links.get_mut(&link.id))
                {
                    if let Some(kind) = now.iter().position(|cost| *cost > 0.0)
                        && let Some(sum) = self.estimate.totals.get_mut(kind)
                    {
                        use crate::units::Measure;
                        *sum += figures.cost.base() - slot.cost.base();
                    }
                    *slot = figures;
                }
            }
        }
        self.estimate.sum_up();
        let mut estimate = std::mem::take(&mut self.estimate);
        whole.judge(&mut estimate, chain.requirements(), Detail::Words);
        self.estimate = estimate;
    }

    /// Looks for problems in the whole design again.
    pub fn look_over(&mut self, design: &Design, catalog: &Catalog, conditions: Conditions<'_>) {
        let chain = Chain::new(design, conditions);
        let changes = chain.changes(conditions);
        let conventions = conditions.conventions;
        let whole = Whole { design, catalog, changes: &changes, conventions, model: &self.model };
        self.estimate.problems = super::problems::problems(&whole, &self.estimate, chain.scenarios.first().copied());
        chain.complain(conditions, &mut self.estimate);
    }
}

/// A compiled design whose passes can be run again and again: what the benches measure apart.
#[derive(Debug)]
pub struct Compiled(Model);

impl Compiled {
    /// Compiles a design into flat arrays, and runs nothing.
    pub fn new(design: &Design, catalog: &Catalog, conditions: Conditions<'_>) -> Self {
        let chain = Chain::new(design, conditions);
        Self(Model::compile(design, catalog, &chain.changes(conditions)))
    }

    /// Runs all passes: traffic, load, timing, storage, staleness.
    pub fn run(&mut self) {
        self.0.run();
    }

    /// How many components come to which load, for a pass whose result is used.
    pub fn loaded(&self) -> usize {
        self.0.stages.iter().filter(|stage| stage.bound().is_some()).count()
    }
}
