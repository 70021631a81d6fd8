//! Steady state: traffic, capacity, staleness, storage, cost and verdicts of a design.
//!
//! [`estimate`] takes a design, a catalogue and a scenario, and gives an [`Estimate`]: figures for every component
//! and link, a verdict on every requirement, and problems. Each figure can be unfolded with [`Estimate::explain`].

mod derivation;
mod explain;
mod figures;

pub use derivation::{Derivation, Input, Origin};
pub use figures::{
    ComponentEstimate, CostLine, Estimate, Figure, Fix, Flow, Level, LinkEstimate, Problem, Severity, Staleness,
    StalenessPart, Status, Units, Utilization, Verdict,
};

use crate::catalog::Catalog;
use crate::design::{Design, Id, Override};

/// What a design is estimated under.
#[derive(Clone, Copy, Debug, Default)]
pub struct Conditions<'a> {
    /// The scenario; none for the design as it stands, without requirements.
    pub scenario: Option<&'a Id>,
    /// Changes made after those of the scenario, as the command line's `--set`.
    pub changes: &'a [Override],
}

/// Estimates a design. Never fails: what is wrong with the design stands among the problems, and figures that do
/// not exist are absent.
pub fn estimate(design: &Design, catalog: &Catalog, conditions: Conditions<'_>) -> Estimate {
    let _ = (design, catalog, conditions);
    Estimate::default()
}

/// Looks for the smallest change that meets each unmet requirement, and puts it into the verdicts. Takes up to a
/// few hundred estimates: not for every key stroke.
pub fn find_fixes(estimate: &mut Estimate, design: &Design, catalog: &Catalog, conditions: Conditions<'_>) {
    let _ = (estimate, design, catalog, conditions);
}
