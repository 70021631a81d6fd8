//! What a difference does: verdicts, cost, staleness and load, before and after, scenario by scenario.

use crate::catalog::Catalog;
use crate::design::{Design, Id, Scenario};
use crate::estimate::{Conditions, Estimate, Verdict, estimate};
use crate::units::{Amount, Kind, Measure as _, Ratio};
use indexmap::IndexSet;

/// Figures closer than this share of themselves count as the same.
const SAME: f64 = 1e-9;

/// A figure before and after; none where it does not exist.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Moved {
    /// In the first design.
    pub before: Option<Amount>,
    /// In the second.
    pub after: Option<Amount>,
}

impl Moved {
    fn new(before: Option<Amount>, after: Option<Amount>) -> Self {
        Self { before, after }
    }

    /// Whether it is the same, but for rounding.
    pub fn is_same(&self) -> bool {
        match (self.before, self.after) {
            (Some(a), Some(b)) => (a.base() - b.base()).abs() <= SAME * a.base().abs().max(b.base().abs()),
            (a, b) => a.is_none() && b.is_none(),
        }
    }
}

/// A requirement before and after.
#[derive(Clone, Debug, PartialEq)]
pub struct VerdictEffect {
    /// The requirement in words.
    pub title: String,
    /// Whether it is met; none where the design does not ask for it.
    pub met: (Option<bool>, Option<bool>),
    /// The figure that is held against the limit.
    pub value: Moved,
    /// The limit.
    pub limit: Moved,
    /// How much room there is, as a factor.
    pub headroom: Moved,
}

/// A component before and after.
#[derive(Clone, Debug, PartialEq)]
pub struct ComponentEffect {
    /// The component.
    pub id: Id,
    /// Its cost.
    pub cost: Moved,
    /// Load at the peak.
    pub load: Moved,
    /// 95th percentile of its staleness.
    pub staleness: Moved,
    /// Units needed at the peak.
    pub units: Moved,
}

/// What a difference does in one scenario.
#[derive(Clone, Debug, PartialEq)]
pub struct Effect {
    /// The scenario; none for the designs as they stand.
    pub scenario: Option<Id>,
    /// Whether all is met; none without requirements or where there is no such scenario.
    pub met: (Option<bool>, Option<bool>),
    /// Cost of the whole design.
    pub cost: Moved,
    /// Requirements, in the order of the second design.
    pub verdicts: Vec<VerdictEffect>,
    /// Components with a figure that is not the same.
    pub components: Vec<ComponentEffect>,
}

impl Effect {
    /// Whether every figure is the same, but for rounding.
    pub fn is_none(&self) -> bool {
        self.met.0 == self.met.1
            && self.cost.is_same()
            && self.components.is_empty()
            && self.verdicts.iter().all(|verdict| {
                verdict.met.0 == verdict.met.1
                    && verdict.value.is_same()
                    && verdict.limit.is_same()
                    && verdict.headroom.is_same()
            })
    }
}

/// Estimates both designs in every scenario of either that `wanted` names, or as they stand if they have none.
pub fn effects(before: &Design, after: &Design, catalog: &Catalog, wanted: impl Fn(&Scenario) -> bool) -> Vec<Effect> {
    let both = after.scenarios().chain(before.scenarios());
    let ids: IndexSet<&Id> = both.filter(|scenario| wanted(scenario)).map(|scenario| &scenario.id).collect();
    let has_none = before.scenarios().len() == 0 && after.scenarios().len() == 0;
    let cases = ids.into_iter().map(Some).chain(has_none.then_some(None));
    cases.map(|scenario| effect(before, after, catalog, scenario)).collect()
}

fn effect(before: &Design, after: &Design, catalog: &Catalog, scenario: Option<&Id>) -> Effect {
    let of = |design: &Design| {
        let there = scenario.is_none_or(|id| design.scenario(id).is_some());
        there.then(|| estimate(design, catalog, Conditions { scenario, ..Conditions::default() }))
    };
    let (a, b) = (of(before), of(after));
    let met =
        |found: &Option<Estimate>| found.as_ref().filter(|found| !found.verdicts.is_empty()).map(Estimate::is_met);
    let cost = |found: &Option<Estimate>| found.as_ref().map(|found| Amount::of(found.cost));
    Effect {
        scenario: scenario.cloned(),
        met: (met(&a), met(&b)),
        cost: Moved::new(cost(&a), cost(&b)),
        verdicts: verdicts(a.as_ref(), b.as_ref()),
        components: components(a.as_ref(), b.as_ref()),
    }
}

fn verdicts(before: Option<&Estimate>, after: Option<&Estimate>) -> Vec<VerdictEffect> {
    let of = |found: Option<&Estimate>| found.map(|found| found.verdicts.clone()).unwrap_or_default();
    let (mut old, new) = (of(before), of(after));
    let pair = |a: Option<&Verdict>, b: Option<&Verdict>| {
        let figure = |get: fn(&Verdict) -> Option<Amount>| Moved::new(a.and_then(get), b.and_then(get));
        VerdictEffect {
            title: b.or(a).map(Verdict::title).unwrap_or_default(),
            met: (a.map(|verdict| verdict.met), b.map(|verdict| verdict.met)),
            value: figure(|verdict| verdict.value),
            limit: figure(|verdict| Some(verdict.limit)),
            headroom: figure(|verdict| verdict.headroom.map(Amount::of)),
        }
    };
    let mut pairs = Vec::new();
    for verdict in &new {
        let same = old.iter().position(|other| other.title() == verdict.title());
        let other = same.map(|place| old.remove(place));
        pairs.push(pair(other.as_ref(), Some(verdict)));
    }
    pairs.extend(old.iter().map(|verdict| pair(Some(verdict), None)));
    pairs
}

fn components(before: Option<&Estimate>, after: Option<&Estimate>) -> Vec<ComponentEffect> {
    let ids = |found: Option<&Estimate>| -> Vec<Id> {
        found.map(|found| found.components.keys().cloned().collect()).unwrap_or_default()
    };
    let all: IndexSet<Id> = ids(after).into_iter().chain(ids(before)).collect();
    let mut found = Vec::new();
    for id in all {
        let figures = |of: Option<&Estimate>| {
            let figures = of.and_then(|found| found.component(&id));
            (
                figures.map(|figures| Amount::of(figures.cost)),
                figures.and_then(|figures| figures.utilization).map(|load| Amount::of(load.peak).shown_as(Kind::Share)),
                figures.and_then(|figures| figures.staleness).map(|staleness| Amount::of(staleness.p95)),
                figures
                    .and_then(|figures| figures.units.needed_peak)
                    .map(|units| Amount::of(Ratio::from_base(units)).shown_as(Kind::Count)),
            )
        };
        let (a, b) = (figures(before), figures(after));
        let effect = ComponentEffect {
            cost: Moved::new(a.0, b.0),
            load: Moved::new(a.1, b.1),
            staleness: Moved::new(a.2, b.2),
            units: Moved::new(a.3, b.3),
            id,
        };
        let same = [effect.cost, effect.load, effect.staleness, effect.units].iter().all(Moved::is_same);
        if !same {
            found.push(effect);
        }
    }
    found
}
