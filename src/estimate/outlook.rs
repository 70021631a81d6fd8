//! The months ahead, and the next gigabyte: storage that fills, loads that grow, limits that are reached, what more
//! data would cost.
//!
//! Growth is what each source states, compounded by the month of 730 h. Months are snapshots at their end: loads as
//! they are then, stores filled since the beginning and no longer than their retention.

use super::model::Model;
use super::whole::Whole;
use super::{Chain, Conditions};
use crate::catalog::{Catalog, CostKind, Field, Resource, Role};
use crate::design::{Design, Id};
use crate::units::system::MONTH;
use crate::units::{Information, InformationPrice, Measure, MoneyRate, Ratio, Time};

/// Months that are shown.
const MONTHS: u32 = 12;
/// Months that are looked ahead for a limit.
const FARTHEST: u32 = 120;
/// A gigabyte a day, in bytes a second.
const GB_A_DAY: f64 = 1e9 / 86_400.0;

/// A month ahead, at its end.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Month {
    /// Which month, from 1.
    pub number: u32,
    /// What is stored.
    pub stored: Information,
    /// What the whole design costs.
    pub cost: MoneyRate,
    /// What storage costs.
    pub storage: MoneyRate,
}

/// When a component's load passes its capacity.
#[derive(Clone, Debug, PartialEq)]
pub struct Full {
    /// The component.
    pub component: Id,
    /// The resource that runs out.
    pub resource: Resource,
    /// From now.
    pub after: Time,
}

/// The months ahead.
#[derive(Clone, Debug, PartialEq)]
pub struct Outlook {
    /// The first twelve months, from empty stores on.
    pub months: Vec<Month>,
    /// Components that run out of capacity within ten years if loads grow as stated, the first to do so first.
    pub full: Vec<Full>,
    /// What one more gigabyte a day from all sources together would cost.
    pub marginal: Option<MoneyRate>,
    /// What a byte that leaves the sources costs.
    pub per_byte: Option<InformationPrice>,
}

/// Looks ahead.
pub fn outlook(design: &Design, catalog: &Catalog, conditions: Conditions<'_>) -> Outlook {
    let chain = Chain::new(design, conditions);
    let changes = chain.changes(conditions);
    let mut model = Model::compile(design, catalog, &changes);
    model.run();
    let whole = Whole { design, catalog, changes: &changes, conventions: conditions.conventions, model: &model };
    let all = vec![true; model.graph.len()];
    let (sent, cost) = (model.sent(&all), totals(&whole).0);
    let marginal = (sent > 0.0).then(|| {
        let more = with_loads(&model, |_| 1.0 + GB_A_DAY / sent);
        MoneyRate::from_base(totals(&Whole { model: &more, ..whole }).0 - cost)
    });
    let growth = |model: &Model, place: usize| {
        model.nodes.get(place).and_then(|node| node.positive(Field::Growth)).unwrap_or(0.0)
    };
    let grows = (0..model.graph.len()).any(|place| growth(&model, place) > 0.0);
    let months = (1..=MONTHS)
        .map(|number| {
            let elapsed = f64::from(number);
            let mut then = with_loads(&model, |place| (1.0 + growth(&model, place)).powf(elapsed));
            filled_for(&mut then, elapsed * MONTH, if grows { mean_growth(&model) } else { 0.0 });
            let (cost, stored, storage) = totals(&Whole { model: &then, ..whole });
            Month {
                number,
                stored: Information::from_base(stored),
                cost: MoneyRate::from_base(cost),
                storage: MoneyRate::from_base(storage),
            }
        })
        .collect();
    let full = if grows { fills(&whole, |place| growth(&model, place)) } else { Vec::new() };
    Outlook { months, full, marginal, per_byte: (sent > 0.0).then(|| InformationPrice::from_base(cost / sent)) }
}

/// The model with the load of each source so many times as large.
fn with_loads(model: &Model, factor: impl Fn(usize) -> f64) -> Model {
    let mut scaled = model.clone();
    for (place, node) in scaled.nodes.iter_mut().enumerate().filter(|(_, node)| node.role == Role::Source) {
        if let Some(load) = node.load() {
            node.set(Field::Load, load * factor(place));
        }
    }
    scaled.run();
    scaled
}

/// Growth of all sources together, by the month.
fn mean_growth(model: &Model) -> f64 {
    let (mut now, mut then) = (0.0, 0.0);
    for (node, stage) in model.nodes.iter().zip(&model.stages).filter(|(node, _)| node.role == Role::Source) {
        let bytes = super::rates::mean(&stage.output.bytes);
        now += bytes;
        then += bytes * (1.0 + node.positive(Field::Growth).unwrap_or(0.0));
    }
    if now > 0.0 { then / now - 1.0 } else { 0.0 }
}

/// Stores that have taken data in for so long, at rates that grew to what they are now.
fn filled_for(model: &mut Model, seconds: f64, growth: f64) {
    for node in &mut model.nodes {
        if !matches!(node.role, Role::Queue | Role::Store | Role::Serve) {
            continue;
        }
        let kept = node.or(Field::Retention).min(seconds);
        if kept <= 0.0 {
            continue;
        }
        // What came earlier came at a lower rate: the mean over the time it is kept, as a share of the rate now.
        let rate = (1.0 + growth).ln() * kept / MONTH;
        let share = if rate > 1e-9 { (1.0 - (-rate).exp()) / rate } else { 1.0 };
        node.set(Field::Retention, kept * share);
    }
    model.run();
}

/// Cost, bytes stored, and cost of storage.
fn totals(whole: &Whole<'_>) -> (f64, f64, f64) {
    let (mut cost, mut stored, mut storage) = (0.0, 0.0, 0.0);
    for place in 0..whole.model.graph.len() {
        stored += whole.kept(place).map_or(0.0, super::storage::Kept::bytes);
        if let Some(metering) = whole.metering(place) {
            metering.each(|item| {
                cost += item.cost;
                if item.kind == CostKind::Storage {
                    storage += item.cost;
                }
            });
        }
    }
    cost += whole.model.graph.arcs.iter().map(|arc| whole.crossing(arc).1).sum::<f64>();
    (cost, stored, storage)
}

/// When each component's peak passes its capacity, between the months by the growth from one to the next.
fn fills(whole: &Whole<'_>, growth: impl Fn(usize) -> f64) -> Vec<Full> {
    let loads = |model: &Model| -> Vec<Option<(f64, Resource)>> {
        model
            .stages
            .iter()
            .map(|stage| stage.bound().map(|demand| (demand.peak_utilization(), demand.resource)))
            .collect()
    };
    let mut before = loads(whole.model);
    let mut found = Vec::new();
    for month in 1..=FARTHEST {
        let now = loads(&with_loads(whole.model, |place| (1.0 + growth(place)).powf(f64::from(month))));
        for (place, (before, now)) in before.iter().zip(&now).enumerate() {
            let (Some((was, _)), Some((is, resource))) = (before, now) else { continue };
            if *was > 1.0 || *is <= 1.0 || *was <= 0.0 {
                continue;
            }
            let part = -was.ln() / (is / was).ln();
            if let Some(id) = whole.id(place) {
                let after = Time::from_base((f64::from(month) - 1.0 + part.clamp(0.0, 1.0)) * MONTH);
                found.push(Full { component: id.clone(), resource: *resource, after });
            }
        }
        before = now;
    }
    found
}

impl Outlook {
    /// What a terabyte that leaves the sources costs, in dollars: the price of a byte for 1e12 of them.
    pub fn per_terabyte(&self) -> Option<crate::units::Money> {
        self.per_byte.map(|price| price * Information::from_base(1e12))
    }

    /// Stored at the end of the year as a multiple of the end of the first month.
    pub fn filling(&self) -> Option<Ratio> {
        let (first, last) = (self.months.first()?.stored.base(), self.months.last()?.stored.base());
        (first > 0.0).then(|| Ratio::from_base(last / first))
    }
}
