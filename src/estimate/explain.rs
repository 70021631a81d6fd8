//! Derivations of figures, made when asked for from what the passes left behind.

use super::derivation::{Derivation, Origin};
use super::figures::{CostLine, Estimate, Figure};
use super::inputs::{Changes, Inputs, Known};
use super::model::Model;
use super::node::{Node, share};
use super::rates::{highest, mean};
use super::stage::{Demand, EveryFrom, LimitFrom, Part, Stage};
use super::way::Way;
use super::whole::Whole;
use super::{Chain, Conditions};
use crate::catalog::{Catalog, Field, Product};
use crate::design::{Design, Id, Requirement};
use crate::units::{Amount, Information, InformationRate, Kind, Measure, Ratio, RecordRate, Time};

/// Unfolds figures of a design in one scenario: estimates it once, and answers many times.
pub struct Explainer<'a> {
    design: &'a Design,
    catalog: &'a Catalog,
    conditions: Conditions<'a>,
    changes: Changes<'a>,
    model: Model,
    estimate: Estimate,
}

impl<'a> Explainer<'a> {
    /// Estimates a design in order to explain it.
    pub fn new(design: &'a Design, catalog: &'a Catalog, conditions: Conditions<'a>) -> Self {
        let chain = Chain::new(design, conditions);
        let changes = chain.changes(conditions);
        let mut model = Model::compile(design, catalog, &changes);
        model.run();
        let whole = Whole { design, catalog, changes: &changes, conventions: conditions.conventions, model: &model };
        let estimate = whole.estimate(None, &[]);
        Self { design, catalog, conditions, changes, model, estimate }
    }

    /// How a figure of a component was computed, down to what the person said and what the catalogue holds. None if
    /// there is no such component or figure.
    pub fn figure(&self, component: &Id, figure: Figure) -> Option<Derivation> {
        let whole = self.whole();
        let place = whole.place(component)?;
        let one = One {
            whole,
            estimate: &self.estimate,
            id: component,
            place,
            inputs: whole.inputs(place)?,
            node: whole.node(place)?,
            stage: whole.stage(place)?,
        };
        match figure {
            Figure::Input => Some(one.input()),
            Figure::Output => Some(one.output()),
            Figure::Utilization => one.utilization(),
            Figure::Units => one.units(self.estimate.component(component)?.units.needed_peak),
            Figure::Staleness => one.staleness(),
            Figure::Stored => one.stored(),
            Figure::Cost => Some(self.cost(component)),
        }
    }

    /// Of which steps the staleness of a component is made. None if it has none.
    pub fn way(&self, component: &Id) -> Option<Way> {
        let whole = self.estimate.component(component)?.staleness?;
        Some(Way { steps: self.whole().steps(self.whole().place(component)?), whole })
    }

    /// The lines of the bill of a component.
    pub fn bill(&self, component: &Id) -> Vec<CostLine> {
        let whole = self.whole();
        let mut lines = Vec::new();
        if let Some(place) = whole.place(component)
            && let (Some(metering), Some(inputs)) = (whole.metering(place), whole.inputs(place))
        {
            metering.each(|item| lines.push(metering.line(item, inputs)));
        }
        lines
    }

    /// How the value of a requirement was computed.
    pub fn requirement(&self, requirement: &Requirement) -> Derivation {
        super::verdict::derivation(&self.whole(), &self.estimate, requirement)
    }

    fn whole(&self) -> Whole<'_> {
        Whole {
            design: self.design,
            catalog: self.catalog,
            changes: &self.changes,
            conventions: self.conditions.conventions,
            model: &self.model,
        }
    }

    fn cost(&self, id: &Id) -> Derivation {
        let name = self.design.component(id).map_or(id.as_str(), |component| component.name.as_str());
        let total = self.estimate.component(id).map(|figures| Amount::of(figures.cost).to_string());
        let formula = format!("the sum of the lines of its bill, {}", self.conditions.conventions);
        let derivation = Derivation::new(format!("cost of {name}"), total.unwrap_or_default(), formula);
        self.bill(id).into_iter().fold(derivation, |derivation, line| {
            derivation.with(&line.what, Amount::of(line.cost), Origin::Computed(Box::new(line.derivation)))
        })
    }
}

/// One component to be explained.
struct One<'a> {
    whole: Whole<'a>,
    estimate: &'a Estimate,
    id: &'a Id,
    place: usize,
    inputs: Inputs<'a>,
    node: &'a Node,
    stage: &'a Stage,
}

impl One<'_> {
    fn origin(&self, known: &Known<'_>, field: Field) -> Origin {
        known.origin(self.id, &self.inputs.component.product, field)
    }

    /// A field as it is known, or as it is assumed.
    fn field(&self, derivation: Derivation, name: &str, kind: Kind, field: Field) -> Derivation {
        let known = self.inputs.or_assumed(field);
        let value = known.text.map_or_else(|| shown(known.value, kind), ToOwned::to_owned);
        derivation.with(name, value, self.origin(&known, field))
    }

    /// A field, if somebody says something.
    fn said(&self, derivation: Derivation, name: &str, kind: Kind, field: Field) -> Derivation {
        if self.node.value(field).is_some() { self.field(derivation, name, kind, field) } else { derivation }
    }

    fn name(&self) -> &str {
        &self.inputs.component.name
    }

    fn input(&self) -> Derivation {
        let stage = self.stage;
        let value = rates(&stage.input);
        if stage.sends {
            let mut derivation = Derivation::new(
                format!("sent by {}", self.name()),
                value,
                "load x weight of the hour; records = bytes / record size",
            );
            let kind = if self.inputs.load_in_bytes() { Kind::InformationRate } else { Kind::RecordRate };
            derivation = self.field(derivation, "load", kind, Field::Load);
            derivation = self.said(derivation, "busiest hour, as a multiple of the mean", Kind::Ratio, Field::Peak);
            return self.field(derivation, "record size", Kind::RecordSize, Field::Record);
        }
        let mut derivation = Derivation::new(
            format!("into {}", self.name()),
            value,
            "sum over the links of share x what their giver gives out",
        );
        for arc in self.whole.model.graph.links_into(self.place) {
            let (Some(giver), Some(before)) = (self.whole.id(arc.from), self.whole.stage(arc.from)) else { continue };
            let part = self.whole.design.graph().edge_weight(arc.edge).map_or(1.0, |link| share(&link.kind));
            let name = if part == 1.0 {
                format!("all of {giver}")
            } else {
                format!("{} of {giver}", shown(part, Kind::Share))
            };
            let origin = Origin::Figure { component: giver.clone(), figure: Figure::Output };
            derivation = derivation.with(name, rates(&before.output), origin);
        }
        derivation
    }

    fn output(&self) -> Derivation {
        let stage = self.stage;
        let mut derivation = Derivation::new(
            format!("out of {}", self.name()),
            rates(&stage.output),
            "records in x selectivity, each x size ratio",
        )
        .with("in", rates(&stage.input), Origin::Figure { component: self.id.clone(), figure: Figure::Input });
        for (field, name, kind) in [
            (Field::Selectivity, "selectivity", Kind::Ratio),
            (Field::SizeRatio, "size ratio", Kind::Ratio),
            (Field::Failures, "failed tries", Kind::Share),
            (Field::Tries, "tries at most", Kind::Count),
            (Field::Duplicates, "duplicates removed", Kind::Share),
            (Field::Keys, "live keys", Kind::Count),
            (Field::Window, "window", Kind::Time),
        ] {
            derivation = self.said(derivation, name, kind, field);
        }
        if let Some(burst) = stage.burst_out {
            derivation = derivation.with(
                "comes all at once, at",
                Amount::of(InformationRate::from_base(burst.bytes)),
                Origin::Assumption { why: "what a run gathered, over the working part of the run", field: None },
            );
        }
        derivation
    }

    fn utilization(&self) -> Option<Derivation> {
        let stage = self.stage;
        let bound = stage.bound()?;
        let kind = bound.resource.kind();
        let mut derivation = Derivation::new(
            format!("load of {}", self.name()),
            format!(
                "{} on average, {} at peak",
                shown(bound.mean_utilization(), Kind::Share),
                shown(bound.peak_utilization(), Kind::Share)
            ),
            format!("demand of {} / (units x limit of a unit)", bound.resource.name()),
        )
        .with(
            "demand on average",
            shown(mean(&bound.hourly), kind),
            Origin::Figure { component: self.id.clone(), figure: Figure::Input },
        )
        .with(
            "demand at peak",
            shown(bound.peak, kind),
            Origin::Figure { component: self.id.clone(), figure: Figure::Input },
        );
        derivation = self.field(derivation, "units", Kind::Count, Field::Units);
        if let Some(why) = stage.capped {
            derivation =
                derivation.with("units that work", stage.effective.floor(), Origin::Assumption { why, field: None });
        }
        if stage.attempts > 1.0 {
            derivation = derivation.with(
                "tries for one record",
                shown(stage.attempts, Kind::Ratio),
                Origin::Assumption { why: "failed tries and late records are worked again", field: None },
            );
            derivation = self.said(derivation, "failed tries", Kind::Share, Field::Failures);
        }
        derivation = self.limit(derivation, bound);
        for other in stage.demands.iter().filter(|other| other.resource != bound.resource) {
            derivation = derivation.with(
                format!("not binding: {}", other.resource.name()),
                shown(other.peak_utilization(), Kind::Share),
                Origin::Computed(Box::new(Derivation::new(
                    other.resource.name(),
                    shown(other.peak_utilization(), Kind::Share),
                    format!(
                        "{} / {}",
                        shown(other.peak, other.resource.kind()),
                        shown(other.capacity, other.resource.kind())
                    ),
                ))),
            );
        }
        Some(derivation)
    }

    /// The limit of a demand, with where it comes from.
    fn limit(&self, derivation: Derivation, bound: &Demand) -> Derivation {
        let name = format!("{} of a unit", bound.resource.name());
        let product = |place: usize| -> Option<(&Product, &crate::catalog::Limit)> {
            let product = self.inputs.product?;
            Some((product, product.limits.get(place)?))
        };
        match bound.from {
            LimitFrom::Field(field) => self.field(derivation, &name, bound.resource.kind(), field),
            LimitFrom::Product(place) => match product(usize::from(place)) {
                Some((product, limit)) => {
                    let field = match limit.resource {
                        crate::catalog::Resource::BytesIn => Some(Field::Throughput),
                        crate::catalog::Resource::RecordsIn => Some(Field::RecordThroughput),
                        _ => None,
                    };
                    let element = crate::design::ElementId::Component(self.id.clone());
                    derivation.with(
                        name,
                        limit.value.text(),
                        Origin::Catalog {
                            product: product.id.clone(),
                            field: field.map(|field| (element, field)),
                            provenance: limit.provenance.clone(),
                        },
                    )
                }
                None => derivation,
            },
        }
    }

    fn units(&self, needed: Option<f64>) -> Option<Derivation> {
        // What would come if nothing before held anything back calls for more, or for as many.
        let (stage, free) = self.stage.free.as_deref().map_or((self.stage, false), |free| (free, true));
        let bound = stage.bound()?;
        let kind = bound.resource.kind();
        let mut derivation = Derivation::new(
            format!("units that {} needs at peak", self.name()),
            needed.map_or_else(|| "no number would do".to_owned(), |needed| shown(needed, Kind::Count)),
            "demand / (limit of a unit x target load), rounded up",
        )
        .with(
            if free { "demand at peak, once nothing before it holds anything back" } else { "demand at peak" },
            shown(bound.peak, kind),
            Origin::Figure { component: self.id.clone(), figure: Figure::Utilization },
        );
        derivation = self.limit(derivation, bound);
        derivation = self.field(derivation, "target load", Kind::Share, Field::Target);
        Some(self.field(derivation, "units given", Kind::Count, Field::Units))
    }

    fn staleness(&self) -> Option<Derivation> {
        let figures = self.estimate.component(self.id)?.staleness?;
        let mut derivation = Derivation::new(
            format!("staleness at {}", self.name()),
            format!(
                "{} to {}, mean {}, p95 {}",
                Amount::of(figures.min),
                Amount::of(figures.max),
                Amount::of(figures.mean),
                Amount::of(figures.p95)
            ),
            "staleness of what comes in, plus what arises here; means and maxima add, percentiles do not",
        );
        if let Some(before) = self.whole.aged(self.place).and_then(|aged| self.whole.id(aged.through?))
            && let Some(staleness) = self.estimate.component(before).and_then(|figures| figures.staleness)
        {
            derivation = derivation.with(
                format!("at {before}"),
                format!("{} to {}", Amount::of(staleness.min), Amount::of(staleness.max)),
                Origin::Figure { component: before.clone(), figure: Figure::Staleness },
            );
        }
        for part in &self.stage.parts {
            derivation = derivation.from(self.part(part));
        }
        Some(derivation)
    }

    fn part(&self, part: &Part) -> Derivation {
        let time = |seconds: f64| Amount::of(Time::from_base(seconds)).to_string();
        let span = |low: f64, high: f64| {
            if low == high { time(low) } else { format!("{} to {}", time(low), time(high)) }
        };
        match part {
            Part::Cached { hit, ttl } => {
                let derivation = Derivation::new(
                    "served from the cache",
                    format!("{} of the answers, {} old on average", shown(*hit, Kind::Share), time(ttl / 2.0)),
                    "hit ratio h = r T / (1 + r T) for r queries a second and key; a hit is any age up to T",
                );
                let derivation = self.field(derivation, "time to live", Kind::Time, Field::Ttl);
                let derivation = self.field(derivation, "queries", Kind::RecordRate, Field::Queries);
                self.said(derivation, "live keys", Kind::Count, Field::Keys)
            }
            Part::Backlog { hourly } => {
                let high = hourly.iter().map(|(now, after, _)| now.max(*after)).fold(0.0, f64::max);
                Derivation::new(
                    "waits behind the backlog of the peak",
                    span(0.0, high),
                    "backlog / capacity; the backlog grows by load - capacity in hours above it and drains in the others",
                )
            }
            Part::Between { what, hourly } => {
                let low = hourly.iter().map(|(low, _)| *low).fold(f64::INFINITY, f64::min);
                let high = highest(&hourly.iter().map(|(_, high)| *high).collect::<Vec<_>>());
                let formula =
                    if low == high { "as long for every record" } else { "any time in this span, all equally likely" };
                let field = match *what {
                    "passes through" => Some((Kind::Time, Field::Latency)),
                    "waits in the buffer" => Some((Kind::Time, Field::BufferTime)),
                    "waits for the window to end" => Some((Kind::Time, Field::Window)),
                    "waits for late records" => Some((Kind::Time, Field::Watermark)),
                    "waits for the next commit" => Some((Kind::Time, Field::Commit)),
                    _ => None,
                };
                let derivation = Derivation::new(*what, span(low, high), formula);
                match field {
                    Some((kind, field)) => self.said(derivation, field.label(), kind, field),
                    None => derivation,
                }
            }
            Part::Wait { what, hourly } => {
                let mean = mean(&hourly.iter().map(|wait| wait.mean()).collect::<Vec<_>>());
                let formula = format!(
                    "M/M/c by the Erlang-B recursion, times half the sum of the two variabilities ({})",
                    self.stage.wait_class
                );
                let derivation = Derivation::new(*what, format!("{} on average", time(mean)), formula);
                let derivation = self.field(derivation, "variability of work", Kind::Ratio, Field::ServiceScv);
                self.field(derivation, "units", Kind::Count, Field::Units)
            }
            Part::Runs { triggered, hourly, .. } => {
                let run = hourly.iter().map(|runs| runs.run).fold(0.0, f64::max);
                let period = hourly.iter().map(|runs| runs.period).fold(0.0, f64::max);
                let (value, formula) = if *triggered {
                    (time(run), "starts when its inputs are there; run time = start-up + volume / throughput")
                } else {
                    (
                        span(hourly.iter().map(|runs| runs.run).fold(f64::INFINITY, f64::min), period + run),
                        "waits up to a period for its run, then for the run; run time = start-up + volume of a period / throughput",
                    )
                };
                let mut derivation = Derivation::new("scheduled run", value, formula)
                    .with(
                        "run time in the busiest period",
                        time(run),
                        Origin::Figure { component: self.id.clone(), figure: Figure::Utilization },
                    )
                    .with(
                        "period in fact",
                        time(period),
                        Origin::Assumption { why: "the stated period, or longer if runs take longer", field: None },
                    );
                if let Some(periodic) = &self.stage.periodic {
                    derivation = match periodic.every_from {
                        EveryFrom::Field => self.field(derivation, "stated period", Kind::Time, Field::Every),
                        EveryFrom::Inputs => derivation.with(
                            "period of the inputs",
                            time(periodic.every),
                            Origin::Assumption { why: "as often as the inputs come", field: None },
                        ),
                        EveryFrom::Continuous => derivation.with(
                            "period",
                            time(periodic.every),
                            Origin::Assumption {
                                why: "one run after the other, because the inputs never pause",
                                field: None,
                            },
                        ),
                    };
                    derivation = self.field(derivation, "start-up", Kind::Time, Field::Startup);
                    derivation = self.said(derivation, "starts at", Kind::Time, Field::Offset);
                }
                derivation
            }
        }
    }

    fn stored(&self) -> Option<Derivation> {
        let kept = self.whole.kept(self.place)?;
        let total = self.estimate.component(self.id)?.stored;
        let mut derivation = Derivation::new(
            format!("stored in {}", self.name()),
            Amount::of(total).to_string(),
            "rate in / compression x copies x retention, once the retention has passed",
        )
        .with(
            "written, one copy",
            format!(
                "{} ({} a day)",
                Amount::of(InformationRate::from_base(kept.written)),
                Amount::of(Information::from_base(kept.written * 86_400.0))
            ),
            Origin::Figure { component: self.id.clone(), figure: Figure::Input },
        );
        derivation = self.field(derivation, "retention", Kind::Time, Field::Retention);
        derivation = self.field(derivation, "copies", Kind::Count, Field::Replication);
        derivation = self.field(derivation, "compression", Kind::Ratio, Field::Compression);
        for tier in &kept.tiers {
            if kept.tiers.len() > 1 {
                derivation = derivation.with(
                    format!("{} tier, for {}", tier.slot.name(), Amount::of(Time::from_base(tier.stay))),
                    Amount::of(Information::from_base(tier.bytes)),
                    Origin::Assumption { why: "by its share of the retention", field: None },
                );
            }
        }
        if let Some(size) = kept.object_at_rest(self.node) {
            derivation = derivation.with(
                "objects at rest",
                shown(total.base() / kept.copies.max(1.0) / size, Kind::Count),
                Origin::Assumption { why: "bytes of one copy / size of an object at rest", field: None },
            );
        }
        Some(derivation)
    }
}

fn rates(rates: &super::rates::Rates) -> String {
    let bytes = |rate: f64| Amount::of(InformationRate::from_base(rate)).to_string();
    let (average, peak) = (mean(&rates.bytes), highest(&rates.bytes));
    let records = Amount::of(RecordRate::from_base(mean(&rates.records)));
    if peak > average * 1.000_1 {
        format!("{} on average, {} at peak, {records}", bytes(average), bytes(peak))
    } else {
        format!("{}, {records}", bytes(average))
    }
}

fn shown(value: f64, kind: Kind) -> String {
    match kind {
        Kind::InformationRate => Amount::of(InformationRate::from_base(value)).to_string(),
        Kind::RecordRate => Amount::of(RecordRate::from_base(value)).to_string(),
        Kind::RecordSize => Amount::of(crate::units::RecordSize::from_base(value)).to_string(),
        Kind::Information => Amount::of(Information::from_base(value)).to_string(),
        Kind::Time => Amount::of(Time::from_base(value)).to_string(),
        other => Amount::of(Ratio::from_base(value)).shown_as(other).to_string(),
    }
}
