//! All passes over a design, one after the other, and the figures that come of them.

use super::cost;
use super::explain::Workings;
use super::figures::{
    ComponentEstimate, Estimate, Flow, Level, LinkEstimate, Staleness, StalenessPart, Status, Units, Utilization,
};
use super::inputs::{Changes, Inputs};
use super::problems;
use super::rates::{Rates, highest, mean};
use super::stage::{Demand, Part, Stage};
use super::staleness::{Aged, staleness};
use super::storage::{Kept, kept};
use super::traffic::{Traffic, share};
use super::verdict::{self, most};
use crate::catalog::{Catalog, Resource, Scope};
use crate::design::{Design, Id, Requirement, Scenario};
use crate::formulas::law::Law;
use crate::units::{Information, InformationRate, Measure, MoneyRate, Ratio, RecordRate, Time};
use indexmap::IndexMap;
use std::collections::BTreeMap;

/// A design after all passes.
pub(super) struct Whole<'a> {
    pub design: &'a Design,
    pub catalog: &'a Catalog,
    pub changes: &'a Changes<'a>,
    pub traffic: Traffic<'a>,
    pub aged: Vec<Option<Aged>>,
    pub kept: Vec<Option<Kept<'a>>>,
}

impl<'a> Whole<'a> {
    pub fn new(design: &'a Design, catalog: &'a Catalog, changes: &'a Changes<'a>) -> Self {
        let mut traffic = Traffic::new(design, catalog, changes);
        let kept: Vec<Option<Kept<'a>>> =
            traffic.inputs.iter().zip(&traffic.stages).map(|(inputs, stage)| kept(*inputs, stage)).collect();
        for ((inputs, stage), kept) in traffic.inputs.iter().zip(&mut traffic.stages).zip(&kept) {
            if let Some(kept) = kept {
                add_stored_demand(*inputs, stage, kept);
            }
        }
        let aged = staleness(&traffic, changes);
        Self { design, catalog, changes, traffic, aged, kept }
    }

    pub fn id(&self, place: usize) -> Option<&'a Id> {
        self.traffic.graph.components.get(place).map(|component| &component.id)
    }

    /// The way of the stalest data to a component, from its source on.
    pub fn way(&self, place: usize) -> Vec<usize> {
        let mut way = vec![place];
        let mut here = place;
        while let Some(before) = self.aged.get(here).and_then(|aged| aged.as_ref()).and_then(|aged| aged.through) {
            way.push(before);
            here = before;
        }
        way.reverse();
        way
    }

    /// Verdicts, and of the figures only what they need: for searches that ask again and again.
    pub fn brief(&self, requirements: &[Requirement]) -> Estimate {
        let mut estimate = Estimate::default();
        let mut total: f64 =
            self.traffic.graph.arcs.iter().filter_map(|arc| Some(self.crossing(arc)?.cost.base())).sum();
        for place in 0..self.traffic.stages.len() {
            let required = requirements.iter().any(|requirement| requirement.at() == self.id(place));
            if let (Some(id), Some(figures)) = (self.id(place), self.component(place, required)) {
                total += figures.cost.base();
                estimate.components.insert(id.clone(), figures);
            }
        }
        estimate.cost = MoneyRate::from_base(total);
        estimate.verdicts = requirements
            .iter()
            .map(|requirement| verdict::verdict(self, &estimate.components, estimate.cost, requirement))
            .collect();
        estimate.critical_path = self.critical_path(requirements);
        estimate
    }

    /// All figures, held against the requirements of the scenario.
    pub fn estimate(&self, scenario: Option<&Scenario>, requirements: &[Requirement]) -> Estimate {
        let mut estimate = Estimate { scenario: scenario.map(|scenario| scenario.id.clone()), ..Estimate::default() };
        let mut by_kind: BTreeMap<_, f64> = BTreeMap::new();
        let mut add = |lines: &[super::CostLine]| {
            for line in lines {
                *by_kind.entry(line.kind).or_insert(0.0) += line.cost.base();
            }
        };
        let mut made: BTreeMap<usize, ComponentEstimate> = BTreeMap::new();
        let mut link_costs: Vec<f64> = Vec::with_capacity(self.traffic.graph.arcs.len());
        for arc in &self.traffic.graph.arcs {
            let line = self.crossing(arc);
            link_costs.push(line.as_ref().map_or(0.0, |line| line.cost.base()));
            add(line.as_slice());
        }
        for place in 0..self.traffic.stages.len() {
            if let Some(figures) = self.component(place, true) {
                add(&figures.bill);
                made.insert(place, figures);
            }
        }
        // In the order of the design, not of the flow.
        for component in self.design.components() {
            if let Some(figures) = self.traffic.graph.place.get(&component.id).and_then(|place| made.remove(place)) {
                estimate.components.insert(component.id.clone(), figures);
            }
        }
        estimate.links = self.links(&link_costs);
        estimate.cost = MoneyRate::from_base(by_kind.values().sum());
        estimate.cost_by_kind = by_kind
            .into_iter()
            .filter(|(_, cost)| *cost > 0.0)
            .map(|(kind, cost)| (kind, MoneyRate::from_base(cost)))
            .collect();
        estimate.verdicts = requirements
            .iter()
            .map(|requirement| verdict::verdict(self, &estimate.components, estimate.cost, requirement))
            .collect();
        estimate.critical_path = self.critical_path(requirements);
        estimate.problems = problems::problems(self, &estimate, scenario);
        estimate.workings = Workings::of(self);
        estimate
    }

    /// The way to where staleness is required, else to the stalest end of the design.
    fn critical_path(&self, requirements: &[Requirement]) -> Vec<Id> {
        let required = requirements.iter().find_map(|requirement| match requirement {
            Requirement::Staleness { at, .. } => self.traffic.graph.place.get(at).copied(),
            _ => None,
        });
        let worst = |place: &usize| {
            self.aged
                .get(*place)
                .and_then(|aged| aged.as_ref())
                .map_or(-1.0, |aged| aged.hourly.iter().map(Law::max).fold(0.0, f64::max))
        };
        let ends = (0..self.traffic.stages.len())
            .filter(|place| self.traffic.graph.links_out_of(*place).next().is_none() && worst(place) >= 0.0);
        let Some(end) = required.or_else(|| ends.max_by(|a, b| worst(a).total_cmp(&worst(b)))) else {
            return Vec::new();
        };
        self.way(end).into_iter().filter_map(|place| self.id(place).cloned()).collect()
    }

    fn crossing(&self, arc: &super::graph::Arc<'_>) -> Option<super::CostLine> {
        let (stage, from) = (self.traffic.stages.get(arc.from)?, self.traffic.inputs.get(arc.from)?);
        let bytes = mean(&stage.output.bytes) * share(&arc.link.kind);
        cost::crossing(arc.link, cost::sent(arc.link, bytes, self.changes), *from, self.catalog, self.changes)
    }

    fn links(&self, costs: &[f64]) -> IndexMap<Id, LinkEstimate> {
        let mut by_id: BTreeMap<&Id, LinkEstimate> = BTreeMap::new();
        for (arc, cost) in self.traffic.graph.arcs.iter().zip(costs) {
            let (Some(giver), Some(taker)) = (self.traffic.stages.get(arc.from), self.traffic.stages.get(arc.to))
            else {
                continue;
            };
            let part = share(&arc.link.kind);
            let wire = |bytes: f64| cost::sent(arc.link, bytes * part, self.changes);
            let burst = giver.burst_out;
            let flow = Flow {
                bytes: Level {
                    mean: InformationRate::from_base(wire(mean(&giver.output.bytes))),
                    peak: InformationRate::from_base(wire(
                        highest(&giver.output.bytes).max(burst.map_or(0.0, |burst| burst.bytes)),
                    )),
                },
                records: Level {
                    mean: RecordRate::from_base(mean(&giver.output.records) * part),
                    peak: RecordRate::from_base(
                        highest(&giver.output.records).max(burst.map_or(0.0, |burst| burst.records)) * part,
                    ),
                },
            };
            by_id.insert(
                &arc.link.id,
                LinkEstimate {
                    flow,
                    cost: MoneyRate::from_base(*cost),
                    over_capacity: verdict::over_capacity(taker) || taker.growth.is_some(),
                },
            );
        }
        self.design.links().filter_map(|link| Some((link.id.clone(), by_id.remove(&link.id)?))).collect()
    }

    fn component(&self, place: usize, with_staleness: bool) -> Option<ComponentEstimate> {
        let (inputs, stage) = (*self.traffic.inputs.get(place)?, self.traffic.stages.get(place)?);
        let kept = self.kept.get(place).and_then(|kept| kept.as_ref());
        let given_out: f64 = self.traffic.graph.links_out_of(place).map(|(_, arc)| share(&arc.link.kind)).sum();
        let bill = cost::bill(inputs, stage, kept, given_out);
        let total: f64 = bill.iter().map(|line| line.cost.base()).sum();
        let fed = mean(&stage.input.records) > 0.0;
        Some(ComponentEstimate {
            status: status(inputs, stage, fed),
            input: flow(&stage.input, stage.burst_in.map(|burst| (burst.bytes, burst.records))),
            output: flow(&stage.output, stage.burst_out.map(|burst| (burst.bytes, burst.records))),
            utilization: stage.bound().filter(|_| fed).map(|demand| Utilization {
                mean: Ratio::from_base(demand.mean_utilization()),
                peak: Ratio::from_base(demand.peak_utilization()),
                target: Ratio::from_base(stage.target.value),
                resource: demand.resource,
            }),
            units: Units {
                given: stage.units.value,
                needed_mean: stage.needed(inputs, false).filter(|_| fed),
                needed_peak: stage.needed(inputs, true).filter(|_| fed),
            },
            staleness: self.aged.get(place).and_then(|aged| aged.as_ref()).filter(|_| with_staleness).map(summary),
            staleness_parts: stage.parts.iter().map(part).collect(),
            backlog_growth: stage.growth.map(InformationRate::from_base),
            backlog: Information::from_base(backlog_bytes(stage)),
            stored: Information::from_base(kept.map_or(0.0, Kept::bytes)),
            cost: MoneyRate::from_base(total),
            bill,
        })
    }
}

/// What is kept on the disks of the units is a demand like others, once it is known.
fn add_stored_demand(inputs: Inputs<'_>, stage: &mut Stage, kept: &Kept<'_>) {
    let Some(product) = inputs.product else { return };
    let hot: f64 = kept.tiers.iter().filter(|tier| tier.name == "hot").map(|tier| tier.bytes).sum();
    for limit in product.limits.iter().filter(|limit| limit.resource == Resource::Stored) {
        let value = limit.value.amount().base();
        let capacity = if limit.scope == Scope::Component { value } else { value * stage.units.value };
        if capacity > 0.0 {
            stage.demands.push(Demand {
                resource: Resource::Stored,
                scope: limit.scope,
                hourly: vec![hot],
                peak: hot,
                limit: super::inputs::Known {
                    value,
                    text: Some(limit.value.text().into()),
                    source: super::inputs::Source::Catalog(limit.provenance.clone()),
                },
                field: None,
                capacity,
            });
        }
    }
    stage.bind();
}

fn status(inputs: Inputs<'_>, stage: &Stage, fed: bool) -> Status {
    if !inputs.component.role.carries_data() {
        return Status::Ok;
    }
    if !fed {
        return Status::NoInput;
    }
    if stage.growth.is_some() {
        return Status::FallsBehind;
    }
    if verdict::over_capacity(stage) {
        return Status::OverCapacity;
    }
    let over = stage.bound().is_some_and(|demand| demand.peak_utilization() > stage.target.value * (1.0 + 1e-9));
    if over { Status::OverTarget } else { Status::Ok }
}

fn flow(rates: &Rates, burst: Option<(f64, f64)>) -> Flow {
    let (bytes, records) = burst.unwrap_or((0.0, 0.0));
    Flow {
        bytes: Level {
            mean: InformationRate::from_base(mean(&rates.bytes)),
            peak: InformationRate::from_base(highest(&rates.bytes).max(bytes)),
        },
        records: Level {
            mean: RecordRate::from_base(mean(&rates.records)),
            peak: RecordRate::from_base(highest(&rates.records).max(records)),
        },
    }
}

fn summary(aged: &Aged) -> Staleness {
    let laws = aged.hourly.as_slice();
    let time = Time::from_base;
    let min = laws.iter().map(Law::min).fold(f64::INFINITY, f64::min);
    let max = laws.iter().map(Law::max).fold(0.0, f64::max);
    let average = laws.iter().map(Law::mean).sum::<f64>() / laws.len() as f64;
    let quantiles = Law::quantiles(laws, &[0.5, 0.95, 0.99]);
    // Percentiles are rounded a little; they stay between the exact ends.
    let at = |index: usize| time(quantiles.get(index).copied().unwrap_or(max).clamp(min, max));
    Staleness { min: time(min), mean: time(average), p50: at(0), p95: at(1), p99: at(2), max: time(max) }
}

fn backlog_bytes(stage: &Stage) -> f64 {
    let size = stage.pace().map_or(1.0, |pace| {
        if matches!(pace.resource, Resource::RecordsIn | Resource::RecordsOut) {
            stage.input.record_size()
        } else {
            1.0
        }
    });
    let peak = stage.backlog.as_ref().map_or(0.0, |backlog| backlog.largest * size);
    // A periodic stage lets the data of a period gather.
    match stage.work.periodic().and_then(|periodic| periodic.busiest) {
        Some(runs) => peak.max(highest(&stage.input.bytes) * runs.period),
        None => peak,
    }
}

fn part(part: &Part) -> StalenessPart {
    let time = Time::from_base;
    match part {
        Part::Between { what, hourly } => StalenessPart {
            what: (*what).to_owned(),
            min: time(hourly.iter().map(|(low, _)| *low).fold(f64::INFINITY, f64::min)),
            mean: time(hourly.iter().map(|(low, high)| f64::midpoint(*low, *high)).sum::<f64>() / hourly.len() as f64),
            max: time(most(part)),
        },
        Part::Wait { what, hourly } => StalenessPart {
            what: (*what).to_owned(),
            min: time(0.0),
            mean: time(hourly.iter().map(|wait| wait.mean()).sum::<f64>() / hourly.len() as f64),
            max: time(most(part)),
        },
        Part::Runs { hourly, triggered, .. } => {
            let run = mean(&hourly.iter().map(|runs| runs.run).collect::<Vec<_>>());
            let wait = if *triggered { 0.0 } else { mean(&hourly.iter().map(|runs| runs.period).collect::<Vec<_>>()) };
            StalenessPart {
                what: if *triggered { "runs after its inputs" } else { "waits for its run, and runs" }.to_owned(),
                min: time(hourly.iter().map(|runs| runs.run).fold(f64::INFINITY, f64::min)),
                mean: time(run + wait / 2.0),
                max: time(most(part)),
            }
        }
    }
}
