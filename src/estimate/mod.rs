//! Steady state: traffic, capacity, staleness, storage, cost and verdicts of a design.
//!
//! [`estimate`] takes a design, a catalogue and a scenario, and gives an [`Estimate`]: figures for every component
//! and link, a verdict on every requirement, and problems. Each figure can be unfolded with [`Estimate::explain`].
//!
//! The passes, in order: `graph` (flat arrays in the order of the flow), `traffic` and `stage` (rates, load, timing),
//! `storage`, `staleness` (distributions), `cost`, `verdict`, `problems`. The closed forms that they use are in
//! `formulas`, each with its source.

mod cost;
mod derivation;
mod explain;
mod figures;
mod fix;
mod graph;
mod inputs;
mod problems;
mod rates;
mod stage;
mod staleness;
mod storage;
mod traffic;
mod verdict;
mod whole;

pub use derivation::{Derivation, Input, Origin};
pub use figures::{
    ComponentEstimate, CostLine, Estimate, Figure, Fix, Flow, Level, LinkEstimate, Problem, Severity, Staleness,
    StalenessPart, Status, Units, Utilization, Verdict,
};
pub use fix::find_fixes;

use crate::catalog::Catalog;
use crate::design::{Design, ElementId, Id, Override, Requirement, Scenario};

/// What a design is estimated under.
#[derive(Clone, Copy, Debug, Default)]
pub struct Conditions<'a> {
    /// The scenario; none for the design as it stands, without requirements.
    pub scenario: Option<&'a Id>,
    /// Changes made after those of the scenario, as the command line's `--set`.
    pub changes: &'a [Override],
}

/// Scenarios that a scenario builds on, one after the other; more than this is taken for a circle.
const MOST_BASES: usize = 32;

/// Estimates a design. Never fails: what is wrong with the design stands among the problems, and figures that do
/// not exist are absent.
pub fn estimate(design: &Design, catalog: &Catalog, conditions: Conditions<'_>) -> Estimate {
    run(design, catalog, conditions, false)
}

/// The estimate; a brief one has verdicts and little else.
fn run(design: &Design, catalog: &Catalog, conditions: Conditions<'_>, brief: bool) -> Estimate {
    let mut chain = Vec::new();
    let mut missing = None;
    let mut next = conditions.scenario;
    while let Some(id) = next {
        match design.scenario(id) {
            Some(scenario) if chain.len() < MOST_BASES => {
                chain.push(scenario);
                next = scenario.based_on.as_ref();
            }
            Some(_) => {
                missing = Some(format!("scenario `{id}` is based on itself, by way of others"));
                break;
            }
            None => {
                missing = Some(format!("there is no scenario `{id}`"));
                break;
            }
        }
    }
    let overrides = chain.iter().rev().flat_map(|scenario| &scenario.changes).chain(conditions.changes);
    let changes = inputs::changes(overrides);
    let whole = whole::Whole::new(design, catalog, &changes);
    let scenario = chain.first().copied();
    if brief {
        return whole.brief(requirements(&chain));
    }
    let mut estimate = whole.estimate(scenario, requirements(&chain));
    if let Some(message) = missing {
        let at = conditions.scenario.cloned().map(ElementId::Scenario);
        estimate.problems.insert(0, Problem { severity: Severity::Error, at, message });
    }
    estimate
}

/// The requirements of a scenario: its own, or those of the nearest that it is based on.
fn requirements<'a>(chain: &[&'a Scenario]) -> &'a [Requirement] {
    chain.iter().map(|scenario| scenario.requirements.as_slice()).find(|own| !own.is_empty()).unwrap_or_default()
}
