//! A design after all passes, and the figures that come of them.

use super::availability;
use super::conventions::Conventions;
use super::cost::{self, Metering};
use super::figures::{
    ComponentEstimate, Estimate, Flow, Level, LinkEstimate, Staleness, StalenessPart, Status, Units, Utilization,
};
use super::graph::Arc;
use super::inputs::{Changes, Inputs};
use super::model::Model;
use super::node::Node;
use super::problems;
use super::rates::{Rates, highest, mean};
use super::stage::{Obstacle, Part, Stage};
use super::staleness::Aged;
use super::storage::Kept;
use super::verdict::{self, Detail, most};
use crate::catalog::{Catalog, CostKind, Resource};
use crate::design::{ById, Component, Design, Id, Requirement, Scenario};
use crate::formulas::class::Class;
use crate::formulas::law::Law;
use crate::units::{Information, InformationRate, Measure, MoneyRate, Ratio, RecordRate, Time};

/// A compiled design beside the document that it was made from.
#[derive(Clone, Copy)]
pub(super) struct Whole<'a> {
    pub design: &'a Design,
    pub catalog: &'a Catalog,
    pub changes: &'a Changes<'a>,
    pub conventions: Conventions,
    pub model: &'a Model,
}

impl<'a> Whole<'a> {
    pub fn component_at(&self, place: usize) -> Option<&'a Component> {
        self.model.graph.component(self.design, place)
    }

    pub fn id(&self, place: usize) -> Option<&'a Id> {
        self.component_at(place).map(|component| &component.id)
    }

    pub fn name(&self, place: usize) -> &'a str {
        self.component_at(place).map_or("", |component| component.name.as_str())
    }

    pub fn place(&self, id: &Id) -> Option<usize> {
        self.model.graph.place_of(self.design, id)
    }

    pub fn stage(&self, place: usize) -> Option<&'a Stage> {
        self.model.stages.get(place)
    }

    pub fn node(&self, place: usize) -> Option<&'a Node> {
        self.model.nodes.get(place)
    }

    pub fn kept(&self, place: usize) -> Option<&'a Kept> {
        self.model.kept.get(place)?.as_ref()
    }

    pub fn aged(&self, place: usize) -> Option<&'a Aged> {
        self.model.aged.get(place)?.as_ref()
    }

    /// What is known of a component, in words.
    pub fn inputs(&self, place: usize) -> Option<Inputs<'a>> {
        Some(Inputs::new(self.component_at(place)?, self.node(place)?.product.as_deref(), self.changes))
    }

    /// The way of the stalest data to a component, from its source on.
    pub fn way(&self, place: usize) -> Vec<usize> {
        let mut way = vec![place];
        let mut here = place;
        while let Some(before) = self.aged(here).and_then(|aged| aged.through) {
            way.push(before);
            here = before;
        }
        way.reverse();
        way
    }

    pub fn metering(&self, place: usize) -> Option<Metering<'a>> {
        Some(Metering {
            node: self.node(place)?,
            stage: self.stage(place)?,
            kept: self.kept(place),
            given_out: self.model.given_out(place),
            conventions: self.conventions,
        })
    }

    /// Verdicts, and of the figures only what they need: for searches that ask again and again.
    pub fn brief(&self, requirements: &[Requirement]) -> Estimate {
        let mut estimate = Estimate::default();
        let mut total: f64 = self.model.graph.arcs.iter().map(|arc| self.crossing(arc).1).sum();
        for place in 0..self.model.graph.len() {
            let required = requirements.iter().any(|requirement| requirement.at() == self.id(place));
            let staleness = if required { self.summary(place, |_| None) } else { None };
            if let (Some(id), Some(figures)) = (self.id(place), self.component(place, staleness)) {
                total += figures.cost.base();
                estimate.components.insert(id.clone(), figures);
            }
        }
        estimate.cost = MoneyRate::from_base(total);
        self.judge(&mut estimate, requirements, Detail::Figures);
        estimate
    }

    /// Holds the figures against requirements.
    pub fn judge(&self, estimate: &mut Estimate, requirements: &[Requirement], detail: Detail) {
        estimate.verdicts =
            requirements.iter().map(|requirement| verdict::verdict(self, estimate, requirement, detail)).collect();
        estimate.critical_path = self.critical_path(requirements);
    }

    /// All figures, held against the requirements of the scenario.
    pub fn estimate(&self, scenario: Option<&Scenario>, requirements: &[Requirement]) -> Estimate {
        let mut estimate = Estimate {
            scenario: scenario.map(|scenario| scenario.id.clone()),
            conventions: self.conventions,
            ..Estimate::default()
        };
        let mut summaries: Vec<Option<Staleness>> = Vec::with_capacity(self.model.graph.len());
        for place in 0..self.model.graph.len() {
            let summary = self.summary(place, |like| summaries.get(like).copied().flatten());
            summaries.push(summary);
        }
        // In the order of the design, not of the flow.
        estimate.components =
            ById::with_capacity_and_hasher(self.model.graph.len(), foldhash::fast::RandomState::default());
        for index in self.design.indices() {
            let Some(place) = self.model.graph.place(index) else { continue };
            let staleness = summaries.get(place).copied().flatten();
            if let (Some(id), Some(figures)) = (self.id(place), self.component(place, staleness)) {
                estimate.components.insert(id.clone(), figures);
            }
        }
        let mut network = [0.0; CostKind::ALL.len()];
        estimate.links = self.links(&mut network);
        estimate.totals = network;
        estimate.add_up();
        self.judge(&mut estimate, requirements, Detail::Words);
        estimate.problems = problems::problems(self, &estimate, scenario);
        estimate
    }

    /// The way to where staleness is required, else to the stalest end of the design.
    fn critical_path(&self, requirements: &[Requirement]) -> Vec<Id> {
        let required = requirements.iter().find_map(|requirement| match requirement {
            Requirement::Staleness { at, .. } => self.place(at),
            _ => None,
        });
        let worst =
            |place: usize| self.aged(place).map_or(-1.0, |aged| aged.hourly.iter().map(Law::max).fold(0.0, f64::max));
        let end = required.or_else(|| {
            let ends =
                (0..self.model.graph.len()).filter(|place| self.model.graph.links_out_of(*place).next().is_none());
            let aged = ends.map(|place| (place, worst(place))).filter(|(_, worst)| *worst >= 0.0);
            aged.max_by(|a, b| a.1.total_cmp(&b.1)).map(|(place, _)| place)
        });
        end.map(|end| self.way(end).into_iter().filter_map(|place| self.id(place).cloned()).collect())
            .unwrap_or_default()
    }

    /// What a link costs, and of which kind.
    pub fn crossing(&self, arc: &Arc) -> (CostKind, f64) {
        let nothing = (CostKind::Network, 0.0);
        let (Some(meter), Some(stage)) = (arc.wire.crosses, self.stage(arc.from)) else { return nothing };
        let bytes = mean(&stage.output.bytes) * arc.wire.share / arc.wire.compression;
        let from = self.node(arc.from).and_then(|node| node.product.as_deref());
        cost::crossing(meter, bytes, from, self.catalog, self.conventions)
            .map_or(nothing, |item| (item.kind, item.cost))
    }

    fn links(&self, network: &mut [f64; CostKind::ALL.len()]) -> ById<LinkEstimate> {
        let mut made: Vec<Option<LinkEstimate>> = vec![None; self.design.graph().edge_count()];
        for arc in &self.model.graph.arcs {
            let Some(figures) = self.link(arc, network) else { continue };
            if made.len() <= arc.edge.index() {
                made.resize(arc.edge.index() + 1, None);
            }
            if let Some(slot) = made.get_mut(arc.edge.index()) {
                *slot = Some(figures);
            }
        }
        let mut links =
            ById::with_capacity_and_hasher(self.model.graph.arcs.len(), foldhash::fast::RandomState::default());
        for index in self.design.link_indices() {
            if let (Some(link), Some(Some(figures))) =
                (self.design.graph().edge_weight(index), made.get(index.index()).copied())
            {
                links.insert(link.id.clone(), figures);
            }
        }
        links
    }

    /// The figures of a link; what it costs is added to the bill of the network.
    pub fn link(&self, arc: &Arc, network: &mut [f64; CostKind::ALL.len()]) -> Option<LinkEstimate> {
        let (giver, taker) = (self.stage(arc.from)?, self.stage(arc.to)?);
        let (kind, cost) = self.crossing(arc);
        if let Some(sum) = network.get_mut(kind as usize) {
            *sum += cost;
        }
        let (part, wire) = (arc.wire.share, arc.wire.share / arc.wire.compression);
        let burst = giver.burst_out.map_or((0.0, 0.0), |burst| (burst.bytes, burst.records));
        let flow = Flow {
            bytes: Level {
                mean: InformationRate::from_base(mean(&giver.output.bytes) * wire),
                peak: InformationRate::from_base(highest(&giver.output.bytes).max(burst.0) * wire),
            },
            records: Level {
                mean: RecordRate::from_base(mean(&giver.output.records) * part),
                peak: RecordRate::from_base(highest(&giver.output.records).max(burst.1) * part),
            },
        };
        Some(LinkEstimate {
            flow,
            cost: MoneyRate::from_base(cost),
            // What is out of service is not too small.
            over_capacity: (verdict::over_capacity(taker) || taker.growth.is_some())
                && !self.node(arc.to).is_some_and(Node::is_down),
        })
    }

    /// The figures of a component, with its staleness as given.
    pub fn component(&self, place: usize, staleness: Option<Staleness>) -> Option<ComponentEstimate> {
        let (node, stage) = (self.node(place)?, self.stage(place)?);
        let mut costs = [0.0; CostKind::ALL.len()];
        self.metering(place)?.each(|item| {
            if let Some(sum) = costs.get_mut(item.kind as usize) {
                *sum += item.cost;
            }
        });
        let fed = mean(&stage.input.records) > 0.0;
        let behind = staleness.is_none() && fed;
        let peak = stage.needed(node, true);
        Some(ComponentEstimate {
            status: status(node, stage, fed),
            input: flow(&stage.input, stage.burst_in.map(|burst| (burst.bytes, burst.records))),
            output: flow(&stage.output, stage.burst_out.map(|burst| (burst.bytes, burst.records))),
            utilization: stage.bound().filter(|_| fed).map(|demand| Utilization {
                mean: Ratio::from_base(demand.mean_utilization()),
                peak: Ratio::from_base(demand.peak_utilization()),
                target: Ratio::from_base(stage.target),
                resource: demand.resource,
            }),
            units: Units {
                given: stage.units,
                needed_mean: stage.needed(node, false).unwrap_or(None).filter(|_| fed),
                needed_peak: peak.unwrap_or(None).filter(|_| fed),
            },
            partitions_wanted: match peak {
                Err(Obstacle::Partitions { units, .. }) if fed => Some(units),
                _ => None,
            },
            staleness,
            staleness_class: match self.aged(place) {
                Some(aged) => aged.class,
                None if behind => Class::Unstable,
                None => Class::Unknown,
            },
            staleness_parts: stage.parts.iter().map(part).collect(),
            backlog_growth: stage.growth.map(InformationRate::from_base),
            backlog: Information::from_base(backlog_bytes(stage)),
            state: Information::from_base(stage.state(node)),
            stored: Information::from_base(self.kept(place).map_or(0.0, Kept::bytes)),
            late: Ratio::from_base(stage.missing),
            availability: availability::own(node).map(Ratio::from_base),
            cost: MoneyRate::from_base(costs.iter().sum()),
            costs,
            priced: !cost::has_no_price(node),
        })
    }

    /// The staleness of a place in six numbers; percentiles of a law that is only shifted are those of the first.
    pub fn summary(&self, place: usize, known: impl Fn(usize) -> Option<Staleness>) -> Option<Staleness> {
        let aged = self.aged(place)?;
        let laws = aged.hourly.as_slice();
        let time = Time::from_base;
        let min = laws.iter().map(Law::min).fold(f64::INFINITY, f64::min);
        let max = laws.iter().map(Law::max).fold(0.0, f64::max);
        let average = laws.iter().map(Law::mean).sum::<f64>() / laws.len() as f64;
        if aged.like != place
            && let Some(like) = known(aged.like)
        {
            let shift = time(min) - like.min;
            return Some(Staleness {
                min: time(min),
                mean: time(average),
                p50: like.p50 + shift,
                p95: like.p95 + shift,
                p99: like.p99 + shift,
                max: time(max),
            });
        }
        // Percentiles are rounded a little; they stay between the exact ends.
        let within = |value: f64| time(value.clamp(min, max.max(min)));
        let [p50, p95, p99] = Law::quantiles(laws, [0.5, 0.95, 0.99]).map(within);
        Some(Staleness { min: time(min), mean: time(average), p50, p95, p99, max: time(max) })
    }
}

fn status(node: &Node, stage: &Stage, fed: bool) -> Status {
    if !node.role.carries_data() {
        return Status::Ok;
    }
    if node.is_down() {
        return Status::OutOfService;
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
    let over = stage.bound().is_some_and(|demand| demand.peak_utilization() > stage.target * (1.0 + 1e-9));
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
    match stage.periodic.and_then(|periodic| periodic.busiest) {
        Some(runs) => peak.max(highest(&stage.input.bytes) * runs.period),
        None => peak,
    }
}

/// A part of the staleness that arises in a component, in three numbers.
pub(super) fn part(part: &Part) -> StalenessPart {
    let time = Time::from_base;
    match part {
        Part::Between { what, hourly } => StalenessPart {
            what,
            min: time(hourly.iter().map(|(low, _)| *low).fold(f64::INFINITY, f64::min)),
            mean: time(hourly.iter().map(|(low, high)| f64::midpoint(*low, *high)).sum::<f64>() / hourly.len() as f64),
            max: time(most(part)),
        },
        Part::Backlog { hourly } => StalenessPart {
            what: "waits behind the backlog of the peak",
            min: time(0.0),
            mean: time(
                hourly.iter().map(|(now, after, lasts)| lasts * f64::midpoint(*now, *after)).sum::<f64>()
                    / hourly.len() as f64,
            ),
            max: time(most(part)),
        },
        Part::Cached { hit, ttl } => StalenessPart {
            what: "served from the cache",
            min: time(0.0),
            mean: time(hit * ttl / 2.0),
            max: time(*ttl),
        },
        Part::Wait { what, hourly } => StalenessPart {
            what,
            min: time(0.0),
            mean: time(hourly.iter().map(|wait| wait.mean()).sum::<f64>() / hourly.len() as f64),
            max: time(most(part)),
        },
        Part::Runs { hourly, triggered, .. } => {
            let run = hourly.iter().map(|runs| runs.run).sum::<f64>() / hourly.len() as f64;
            let wait =
                if *triggered { 0.0 } else { hourly.iter().map(|runs| runs.period).sum::<f64>() / hourly.len() as f64 };
            StalenessPart {
                what: if *triggered { "runs after its inputs" } else { "waits for its run, and runs" },
                min: time(hourly.iter().map(|runs| runs.run).fold(f64::INFINITY, f64::min)),
                mean: time(run + wait / 2.0),
                max: time(most(part)),
            }
        }
    }
}
