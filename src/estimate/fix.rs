//! The smallest change that would meet a requirement: one number of one component on the way, moved as little as
//! possible; or, where no single one would do, the units that every overloaded component needs, and then one more.
//!
//! "Small" is the factor by which the number changes. The search only ever asks the estimator itself, so a fix that is
//! shown is a fix that holds. It asks twice: as the design stands, and with everything else mended that the estimate
//! offers to mend, because a bottleneck that is gone lets more come to what lies after it.

use super::figures::{Estimate, Fix, Verdict};
use super::{Conditions, brief};
use crate::catalog::{Catalog, Field, FieldKind, Role, Setting};
use crate::design::{Component, Design, ElementId, Id, Override, Requirement};
use crate::units::{Amount, Kind, Measure, Ratio, Stated, Time};
use std::sync::atomic::{AtomicBool, Ordering};

/// Most estimates that the search takes for one requirement.
const BUDGET: usize = 800;
/// Farthest that a number is moved.
const FARTHEST: f64 = 1024.0;

/// Looks for the smallest change that meets each unmet requirement, and puts it into the verdicts. Takes up to a
/// few hundred estimates for each: not for every key stroke.
pub fn find_fixes(estimate: &mut Estimate, design: &Design, catalog: &Catalog, conditions: Conditions<'_>) {
    find_fixes_until(estimate, design, catalog, conditions, &AtomicBool::new(false));
}

/// The same, until it is told to stop from another thread: what has been found by then stands.
pub fn find_fixes_until(
    estimate: &mut Estimate,
    design: &Design,
    catalog: &Catalog,
    conditions: Conditions<'_>,
    stop: &AtomicBool,
) {
    let unmet: Vec<usize> =
        estimate.verdicts.iter().enumerate().filter(|(_, verdict)| !verdict.met).map(|(index, _)| index).collect();
    // What else somebody may mend by what they are told: units, and then what would meet the other requirements.
    let mut others: [Vec<Override>; 2] = Default::default();
    if !unmet.is_empty() {
        let search = Search { design, catalog, conditions, index: 0, spent: 0, stop, others: &[], cost: false };
        others = [search.units(estimate, Wanting::Told), search.units(estimate, Wanting::All)];
    }
    for index in unmet {
        let cost = estimate.verdicts.get(index).is_some_and(|verdict| is_cost(&verdict.requirement));
        let search = Search { design, catalog, conditions, index, spent: 0, stop, others: &others, cost };
        let fix = search.run(estimate);
        // Money is saved at the cost of something else: that is no base for what follows.
        let [_, with_fixes] = &mut others;
        for change in fix.iter().flat_map(|fix| &fix.changes).filter(|_| !cost) {
            put(with_fixes, change.clone());
        }
        if let Some(verdict) = estimate.verdicts.get_mut(index) {
            verdict.fix = fix;
        }
    }
}

struct Search<'a> {
    design: &'a Design,
    catalog: &'a Catalog,
    conditions: Conditions<'a>,
    /// Which verdict.
    index: usize,
    spent: usize,
    /// Set from another thread.
    stop: &'a AtomicBool,
    /// What else is offered, for other problems, and for those and other requirements.
    others: &'a [Vec<Override>],
    /// Whether the requirement is one about money.
    cost: bool,
}

/// Which components are given more units.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Wanting {
    /// Those that are over their target now, and are told how many would do.
    Told,
    /// Those, and with them partitions of the queues before them where these bound the units.
    Partitions,
    /// All that call for more, also once nothing before them holds anything back.
    All,
}

fn is_cost(requirement: &Requirement) -> bool {
    matches!(requirement, Requirement::Cost { .. })
}

/// Takes a change in, in place of an earlier one of the same number.
fn put(changes: &mut Vec<Override>, change: Override) {
    changes.retain(|other| (&other.element, other.field) != (&change.element, change.field));
    changes.push(change);
}

/// A number that could be moved, and which way.
struct Lever {
    component: Id,
    field: Field,
    from: Amount,
    up: bool,
}

impl Search<'_> {
    fn run(mut self, now: &Estimate) -> Option<Fix> {
        let verdict = now.verdicts.get(self.index)?;
        if let Some(change) = self.single(verdict, now, &[]) {
            return Some(self.described(vec![change]));
        }
        // Nothing alone would do: give every overloaded component the units that it needs, then look again.
        let mut changes: Vec<Override> = Vec::new();
        let mut current = now.clone();
        for _ in 0..6 {
            let more = self.units(&current, Wanting::Partitions);
            if more.is_empty() {
                break;
            }
            for change in more {
                put(&mut changes, change);
            }
            current = self.with(&changes)?;
            if current.verdicts.get(self.index)?.met && self.holds_with_others(&changes)? {
                let changes = self.without_what_is_not_needed(changes);
                return Some(self.described(changes));
            }
        }
        if changes.is_empty() {
            return None;
        }
        let verdict = current.verdicts.get(self.index)?.clone();
        let last = self.single(&verdict, &current, &changes)?;
        put(&mut changes, last);
        Some(self.described(changes))
    }

    fn with(&mut self, changes: &[Override]) -> Option<Estimate> {
        if self.spent >= BUDGET || self.stop.load(Ordering::Relaxed) {
            return None;
        }
        self.spent += 1;
        let all: Vec<Override> = self.conditions.changes.iter().chain(changes).cloned().collect();
        Some(brief(self.design, self.catalog, Conditions { changes: &all, ..self.conditions }))
    }

    fn meets(&mut self, changes: &[Override], change: &Override) -> Option<f64> {
        let all: Vec<Override> = changes.iter().cloned().chain([change.clone()]).collect();
        let estimate = self.with(&all)?;
        let cost = estimate.cost.base();
        (estimate.verdicts.get(self.index)?.met && self.holds_with_others(&all)?).then_some(cost)
    }

    /// Of several changes those without which the others do not do.
    fn without_what_is_not_needed(&mut self, mut changes: Vec<Override>) -> Vec<Override> {
        let mut at = 0;
        while at < changes.len() && changes.len() > 1 {
            let mut fewer = changes.clone();
            fewer.remove(at);
            let met =
                self.with(&fewer).is_some_and(|now| now.verdicts.get(self.index).is_some_and(|verdict| verdict.met));
            if met && self.holds_with_others(&fewer) == Some(true) {
                changes = fewer;
            } else {
                at += 1;
            }
        }
        changes
    }

    /// Whether the requirement is met as well once everything else is mended that is offered to be mended. Not asked
    /// about money: whatever else is mended costs some.
    fn holds_with_others(&mut self, changes: &[Override]) -> Option<bool> {
        let same = |one: &Override, other: &Override| one.element == other.element && one.field == other.field;
        let mut asked: Option<&[Override]> = None;
        for others in self.others {
            let nothing_else = others.iter().all(|other| changes.iter().any(|change| same(change, other)));
            if self.cost || nothing_else || asked == Some(others.as_slice()) {
                continue;
            }
            asked = Some(others);
            let all: Vec<Override> = others.iter().chain(changes).cloned().collect();
            let estimate = self.with(&all)?;
            if !estimate.verdicts.get(self.index)?.met {
                return Some(false);
            }
        }
        Some(true)
    }

    /// Units for components that want more, as the estimate says they need.
    fn units(&self, now: &Estimate, wanting: Wanting) -> Vec<Override> {
        let partitioned = wanting == Wanting::Partitions;
        let mut changes = Vec::new();
        let count = |units: f64| Amount::of(Ratio::from_base(units)).shown_as(Kind::Count);
        for (id, figures) in &now.components {
            if wanting != Wanting::All && !figures.status.is_overloaded() {
                continue;
            }
            let wanted = figures.units.needed_peak.or(figures.partitions_wanted.filter(|_| partitioned));
            if let Some(units) = wanted.filter(|units| *units > figures.units.given) {
                changes.extend(self.change(id, Field::Units, count(units)));
            }
            let Some(partitions) = figures.partitions_wanted.filter(|_| partitioned) else { continue };
            for link in self.design.incoming(id).filter(|link| link.kind.carries_data()) {
                changes.extend(
                    self.partitions(&link.from, partitions, now)
                        .map(|field| (field, count(partitions)))
                        .and_then(|(field, amount)| self.change(&link.from, field, amount)),
                );
            }
        }
        changes
    }

    /// The number that says how many partitions a queue has, if it has fewer.
    fn partitions(&self, queue: &Id, wanted: f64, now: &Estimate) -> Option<Field> {
        let component = self.design.component(queue).filter(|component| component.role == Role::Queue)?;
        match self.current(component, Field::Partitions, &[]) {
            Some(stated) => (stated.base() < wanted).then_some(Field::Partitions),
            None => (now.component(queue)?.units.given < wanted).then_some(Field::Units),
        }
    }

    fn change(&self, id: &Id, field: Field, amount: Amount) -> Option<Override> {
        let component = self.design.component(id)?;
        if !field.fits(crate::catalog::Place::Component(component.role)) {
            return None;
        }
        let setting = Setting::read(field, Stated::written(amount).text()).ok()?;
        Some(Override { element: id.clone(), field, setting })
    }

    /// The single number whose smallest move meets the requirement; of equal moves, the cheaper.
    fn single(&mut self, verdict: &Verdict, now: &Estimate, changes: &[Override]) -> Option<Override> {
        let mut best: Option<(f64, f64, Override)> = None;
        for lever in self.levers(verdict, now, changes) {
            let Some((factor, change, cost)) = self.pull(&lever, changes) else { continue };
            let moved = factor.ln().abs();
            if best.as_ref().is_none_or(|(least, price, _)| {
                (moved, cost) < (*least - 1e-6, f64::INFINITY) || (moved < *least + 1e-6 && cost < *price)
            }) {
                best = Some((moved, cost, change));
            }
        }
        best.map(|(_, _, change)| change)
    }

    /// The least factor that does, by doubling and then halving the step.
    fn pull(&mut self, lever: &Lever, changes: &[Override]) -> Option<(f64, Override, f64)> {
        let at = |factor: f64| -> Option<Override> {
            let factor = if lever.up { factor } else { 1.0 / factor };
            self_change(self.design, lever, rounded(lever.from.scaled(factor), lever.up)?)
        };
        let far = at(FARTHEST).or_else(|| at(32.0))?;
        let mut cost = self.meets(changes, &far)?;
        let (mut low, mut high) = (1.0_f64, FARTHEST);
        let mut found = far;
        for _ in 0..14 {
            let middle = (low * high).sqrt();
            let Some(change) = at(middle) else {
                low = middle;
                continue;
            };
            match self.meets(changes, &change) {
                Some(price) => (high, found, cost) = (middle, change, price),
                None => low = middle,
            }
            if high / low < 1.003 {
                break;
            }
        }
        let to = found.setting.amount()?.base();
        let from = lever.from.base();
        Some(((to / from).max(from / to), found, cost))
    }

    fn levers(&self, verdict: &Verdict, now: &Estimate, changes: &[Override]) -> Vec<Lever> {
        use Field::{
            BufferTime, ColdAfter, Commit, Datapoints, Every, Partitions, Retention, Slide, Startup, Threshold, Units,
            WarmAfter, Watermark, Window,
        };
        let (wanted, places): (&[(Field, bool)], Vec<Id>) = match &verdict.requirement {
            Requirement::Staleness { .. } => (
                &[
                    (Every, false),
                    (Units, true),
                    (Commit, false),
                    (BufferTime, false),
                    (Window, false),
                    (Slide, false),
                    (Watermark, false),
                    (Partitions, true),
                ],
                self.along(now, verdict),
            ),
            Requirement::Completion { .. } => {
                (&[(Units, true), (Partitions, true), (Startup, false)], self.before(verdict))
            }
            Requirement::Throughput { .. } | Requirement::Recovery { .. } | Requirement::Backfill { .. } => {
                (&[(Units, true), (Partitions, true), (Retention, true)], self.before(verdict))
            }
            Requirement::Completeness { .. } => (&[(Watermark, true)], self.before(verdict)),
            Requirement::Cost { .. } => (
                &[
                    (Units, false),
                    (Every, true),
                    (Retention, false),
                    (WarmAfter, false),
                    (ColdAfter, false),
                    (Commit, true),
                ],
                dearest(now),
            ),
            // How often parts fail is not for the design to turn.
            Requirement::Availability { .. } => (&[], Vec::new()),
            Requirement::Detection { .. } => {
                (&[(Every, false), (Datapoints, false), (Threshold, false)], verdict.binds.iter().cloned().collect())
            }
        };
        let mut levers = Vec::new();
        for id in places.into_iter().take(24) {
            let Some(component) = self.design.component(&id) else { continue };
            for &(field, up) in wanted {
                let Some(from) = self.current(component, field, changes) else { continue };
                if from.base() > 0.0 {
                    levers.push(Lever { component: id.clone(), field, from, up });
                }
            }
        }
        levers
    }

    /// The number as it stands, with all changes.
    fn current(&self, component: &Component, field: Field, changes: &[Override]) -> Option<Amount> {
        if !matches!(field.kind(), FieldKind::Quantity(_))
            || !field.fits(crate::catalog::Place::Component(component.role))
        {
            return None;
        }
        let all: Vec<Override> = self.conditions.changes.iter().chain(changes).cloned().collect();
        let conditions = Conditions { changes: &all, ..self.conditions };
        let known = super::setting(self.design, self.catalog, conditions, component, field);
        match (known.and_then(Setting::amount), field) {
            (Some(amount), _) => Some(amount),
            // Units that nobody gave count as one.
            (None, Field::Units) => Some(Amount::of(Ratio::from_base(1.0)).shown_as(Kind::Count)),
            (None, _) => None,
        }
    }

    /// Components on the stalest way, the last first; the binding one before all.
    fn along(&self, now: &Estimate, verdict: &Verdict) -> Vec<Id> {
        let mut ids: Vec<Id> = verdict.binds.iter().cloned().collect();
        ids.extend(now.critical_path.iter().rev().cloned());
        ids.extend(self.before(verdict));
        unique(ids)
    }

    /// Everything upstream of the requirement, nearest first.
    fn before(&self, verdict: &Verdict) -> Vec<Id> {
        let mut ids: Vec<Id> = verdict.binds.iter().cloned().collect();
        let mut queue: Vec<Id> = verdict.requirement.at().cloned().into_iter().collect();
        let mut next = 0;
        while let Some(id) = queue.get(next).cloned() {
            next += 1;
            for link in self.design.incoming(&id).filter(|link| link.kind.carries_data()) {
                if !queue.contains(&link.from) && queue.len() < 64 {
                    queue.push(link.from.clone());
                }
            }
        }
        ids.extend(queue);
        unique(ids)
    }

    fn described(&self, changes: Vec<Override>) -> Fix {
        let parts: Vec<String> = changes
            .iter()
            .map(|change| {
                let component = self.design.component(&change.element);
                let name = component.map_or(change.element.as_str(), |component| component.name.as_str());
                let from = component
                    .and_then(|component| self.current(component, change.field, &[]))
                    .map(|amount| format!(" from {amount}"))
                    .unwrap_or_default();
                format!("{} of {name}{from} to {}", change.field.label().to_lowercase(), change.setting.text())
            })
            .collect();
        Fix { changes, sentence: parts.join(", ") }
    }
}

fn self_change(design: &Design, lever: &Lever, to: Amount) -> Option<Override> {
    if !design.contains(&ElementId::Component(lever.component.clone())) || to == lever.from {
        return None;
    }
    let setting = Setting::read(lever.field, Stated::written(to).text()).ok()?;
    Some(Override { element: lever.component.clone(), field: lever.field, setting })
}

/// A number that a person would write, on the side that still does.
fn rounded(amount: Amount, up: bool) -> Option<Amount> {
    match amount.kind() {
        Kind::Count => {
            let whole = if up { amount.base().ceil() } else { amount.base().floor() };
            (1.0..1e9).contains(&whole).then(|| Amount::of(Ratio::from_base(whole)).shown_as(Kind::Count))
        }
        Kind::Time => {
            // To two digits, in the unit that it is written in.
            let seconds = amount.base();
            if seconds <= 1e-3 || !seconds.is_finite() {
                return None;
            }
            let unit = match seconds {
                s if s < 120.0 => 1.0,
                s if s < 7200.0 => 60.0,
                s if s < 172_800.0 => 3600.0,
                _ => 86_400.0,
            };
            let value = seconds / unit;
            let step = 10f64.powf(value.log10().floor() - 1.0);
            let whole = if up { (value / step).ceil() } else { (value / step).floor() } * step * unit;
            (whole > 0.0).then(|| Amount::of(Time::from_base(whole)))
        }
        _ => Some(amount),
    }
}

fn dearest(now: &Estimate) -> Vec<Id> {
    let mut ids: Vec<(&Id, f64)> = now.components.iter().map(|(id, figures)| (id, figures.cost.base())).collect();
    ids.sort_by(|a, b| b.1.total_cmp(&a.1));
    ids.into_iter().take(8).map(|(id, _)| id.clone()).collect()
}

fn unique(ids: Vec<Id>) -> Vec<Id> {
    let mut seen = std::collections::HashSet::new();
    ids.into_iter().filter(|id| seen.insert(id.clone())).collect()
}
