//! Steady state: traffic, capacity, staleness, storage, cost and verdicts of a design.
//!
//! [`estimate`] takes a design, a catalogue and a scenario, and gives an [`Estimate`]: figures for every component
//! and link, a verdict on every requirement, and problems. Each figure can be unfolded with [`Explainer`].
//!
//! A design is compiled once (`model`: `graph` for the order of the flow, `node` for the settings as numbers), then
//! the passes run, in order: `traffic` and `stage` (rates, load, timing),
//! `storage`, `staleness` (distributions), `cost`, `verdict`, `problems`. The closed forms that they use are in
//! `formulas`, each with its source.

mod availability;
mod conventions;
mod cost;
mod derivation;
mod engine;
mod explain;
mod figures;
mod fix;
mod graph;
mod inputs;
mod model;
mod node;
mod outlook;
mod problems;
mod rates;
mod screening;
mod stage;
mod staleness;
mod storage;
mod traffic;
mod uncertainty;
mod verdict;
mod way;
mod whole;

pub use crate::formulas::class::Class;
pub use conventions::{Conventions, Days, Gigabyte, MonthHours};
pub use derivation::{Derivation, Input, Origin};
pub use engine::{Compiled, Engine};
pub use explain::Explainer;
pub use figures::{
    ComponentEstimate, CostLine, Estimate, Figure, Fix, Flow, Level, LinkEstimate, Problem, Severity, Staleness,
    StalenessPart, Status, Units, Utilization, Verdict,
};
pub use fix::{find_fixes, find_fixes_until};
pub use outlook::{Full, Month, Outlook, outlook};
pub use screening::{Screened, Screening};
pub use uncertainty::{
    Chance, ComponentSpread, Driver, SAMPLES, Spread, UncertainAt, UncertainInput, Uncertainty, uncertainty,
};
pub use way::{Step, Way};

use crate::catalog::{Catalog, Field, Setting};
use crate::design::{Component, Design, ElementId, Id, Override, Requirement, Scenario};
use inputs::Changes;
use model::Model;
use std::cell::RefCell;
use whole::Whole;

/// What a design is estimated under.
#[derive(Clone, Copy, Debug, Default)]
pub struct Conditions<'a> {
    /// The scenario; none for the design as it stands, without requirements.
    pub scenario: Option<&'a Id>,
    /// Changes made after those of the scenario, as the command line's `--set`.
    pub changes: &'a [Override],
    /// What the bill means by a gigabyte and a month.
    pub conventions: Conventions,
}

/// Scenarios that a scenario builds on, one after the other; more than this is taken for a circle.
const MOST_BASES: usize = 32;

/// A scenario with those that it builds on, itself first.
struct Chain<'a> {
    scenarios: Vec<&'a Scenario>,
    /// What is wrong with it.
    missing: Option<String>,
}

impl<'a> Chain<'a> {
    fn new(design: &'a Design, conditions: Conditions<'_>) -> Self {
        let mut chain = Self { scenarios: Vec::new(), missing: None };
        let mut next = conditions.scenario;
        while let Some(id) = next {
            match design.scenario(id) {
                Some(scenario) if chain.scenarios.len() < MOST_BASES => {
                    chain.scenarios.push(scenario);
                    next = scenario.based_on.as_ref();
                }
                Some(_) => {
                    chain.missing = Some(format!("scenario `{id}` is based on itself, by way of others"));
                    break;
                }
                None => {
                    chain.missing = Some(format!("there is no scenario `{id}`"));
                    break;
                }
            }
        }
        chain
    }

    /// Its changes and those of the conditions, in the order in which they apply.
    fn changes(&self, conditions: Conditions<'a>) -> Changes<'a> {
        Changes::new(self.scenarios.iter().rev().flat_map(|scenario| &scenario.changes).chain(conditions.changes))
    }

    /// Its requirements: its own, or those of the nearest that it is based on.
    fn requirements(&self) -> &'a [Requirement] {
        let own = self.scenarios.iter().map(|scenario| scenario.requirements.as_slice());
        own.into_iter().find(|own| !own.is_empty()).unwrap_or_default()
    }

    /// Puts what is wrong with it among the problems.
    fn complain(&self, conditions: Conditions<'_>, estimate: &mut Estimate) {
        if let Some(message) = self.missing.clone() {
            let at = conditions.scenario.cloned().map(ElementId::Scenario);
            estimate.problems.insert(0, Problem { severity: Severity::Error, at, message });
        }
    }
}

/// Estimates a design. Never fails: what is wrong with the design stands among the problems, and figures that do
/// not exist are absent.
pub fn estimate(design: &Design, catalog: &Catalog, conditions: Conditions<'_>) -> Estimate {
    let chain = Chain::new(design, conditions);
    let changes = chain.changes(conditions);
    with_model(design, catalog, &changes, |model| {
        let whole = Whole { design, catalog, changes: &changes, conventions: conditions.conventions, model };
        let mut estimate = whole.estimate(chain.scenarios.first().copied(), chain.requirements());
        chain.complain(conditions, &mut estimate);
        estimate
    })
}

/// Components up to which the memory of a model is kept for the next one.
const KEPT: usize = 4096;

thread_local! {
    /// The memory of the last model: asking the system for it again takes longer than a small design.
    static SPARE: RefCell<Model> = RefCell::default();
}

/// Compiles a design, runs all passes, and does something with the result.
fn with_model<T>(design: &Design, catalog: &Catalog, changes: &Changes<'_>, make: impl FnOnce(&Model) -> T) -> T {
    let mut model = SPARE.with(RefCell::take);
    model.recompile(design, catalog, changes);
    model.run();
    let made = make(&model);
    if model.nodes.len() <= KEPT {
        SPARE.with(|spare| spare.replace(model));
    }
    made
}

/// The estimate with verdicts and little else, for searches that ask again and again.
fn brief(design: &Design, catalog: &Catalog, conditions: Conditions<'_>) -> Estimate {
    let chain = Chain::new(design, conditions);
    let changes = chain.changes(conditions);
    with_model(design, catalog, &changes, |model| {
        let whole = Whole { design, catalog, changes: &changes, conventions: conditions.conventions, model };
        whole.brief(chain.requirements())
    })
}

/// The setting of a field of a component under conditions: the person's, the scenario's or the catalogue's.
fn setting<'a>(
    design: &'a Design,
    catalog: &'a Catalog,
    conditions: Conditions<'a>,
    component: &'a Component,
    field: Field,
) -> Option<&'a Setting> {
    let chain = Chain::new(design, conditions);
    let changes = chain.changes(conditions);
    let changed = changes.of(&component.id).and_then(|of| of.get(&field)).copied();
    changed
        .or_else(|| component.settings.get(field))
        .or_else(|| Some(&catalog.product(&component.product)?.default_of(field)?.setting))
}
