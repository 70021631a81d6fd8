//! Derivations of figures, made when asked for from what the passes left behind.

use super::derivation::{Derivation, Origin};
use super::figures::{Estimate, Figure};
use super::inputs::Known;
use super::rates::{highest, mean};
use super::stage::{Part, Stage};
use super::traffic::share;
use super::whole::Whole;
use crate::catalog::Field;
use crate::design::Id;
use crate::units::{Amount, Information, InformationRate, Kind, Measure, Ratio, RecordRate, Time};
use std::collections::BTreeMap;
use std::sync::Arc;

/// What the passes leave behind for explanations.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Workings {
    of: Arc<BTreeMap<Id, Worked>>,
}

#[derive(Clone, Debug, PartialEq)]
struct Worked {
    name: String,
    product: String,
    stage: Stage,
    /// Components that feed it, with the share taken and the delay.
    fed_by: Vec<(Id, f64)>,
    /// The input that is stalest.
    through: Option<Id>,
    kept: Option<Keeping>,
}

#[derive(Clone, Debug, PartialEq)]
struct Keeping {
    written: f64,
    retention: Known,
    copies: Known,
    compression: Known,
}

impl Workings {
    pub fn of(whole: &Whole<'_>) -> Self {
        let traffic = &whole.traffic;
        let of = traffic
            .inputs
            .iter()
            .zip(&traffic.stages)
            .enumerate()
            .map(|(place, (inputs, stage))| {
                let fed_by = traffic
                    .graph
                    .links_into(place)
                    .filter_map(|(_, arc)| Some((whole.id(arc.from)?.clone(), share(&arc.link.kind))))
                    .collect();
                let through = whole
                    .aged
                    .get(place)
                    .and_then(|aged| aged.as_ref())
                    .and_then(|aged| whole.id(aged.through?))
                    .cloned();
                let kept = whole.kept.get(place).and_then(|kept| kept.as_ref()).map(|kept| Keeping {
                    written: kept.written,
                    retention: kept.retention.clone(),
                    copies: kept.copies.clone(),
                    compression: kept.compression.clone(),
                });
                let worked = Worked {
                    name: inputs.component.name.clone(),
                    product: inputs.component.product.clone(),
                    stage: stage.clone(),
                    fed_by,
                    through,
                    kept,
                };
                (inputs.component.id.clone(), worked)
            })
            .collect();
        Self { of: Arc::new(of) }
    }
}

pub(super) fn explain(estimate: &Estimate, component: &Id, figure: Figure) -> Option<Derivation> {
    let worked = estimate.workings.of.get(component)?;
    let figures = estimate.component(component)?;
    let explainer = Explainer { estimate, id: component, worked };
    match figure {
        Figure::Input => Some(explainer.input()),
        Figure::Output => Some(explainer.output()),
        Figure::Utilization => explainer.utilization(),
        Figure::Units => explainer.units(figures.units.needed_peak),
        Figure::Staleness => explainer.staleness(),
        Figure::Stored => explainer.stored(),
        Figure::Cost => {
            let total = Amount::of(figures.cost).to_string();
            let mut derivation =
                Derivation::new(format!("cost of {}", worked.name), total, "the sum of the lines of its bill");
            for line in &figures.bill {
                derivation = derivation.with(
                    &line.what,
                    Amount::of(line.cost),
                    Origin::Computed(Box::new(line.derivation.clone())),
                );
            }
            Some(derivation)
        }
    }
}

struct Explainer<'a> {
    estimate: &'a Estimate,
    id: &'a Id,
    worked: &'a Worked,
}

impl Explainer<'_> {
    fn origin(&self, known: &Known, field: Field) -> Origin {
        known.origin(self.id, &self.worked.product, field)
    }

    fn known(&self, derivation: Derivation, name: &str, known: &Known, kind: Kind, field: Field) -> Derivation {
        let value = known.text.as_deref().map_or_else(|| shown(known.value, kind), ToOwned::to_owned);
        derivation.with(name, value, self.origin(known, field))
    }

    fn input(&self) -> Derivation {
        let stage = &self.worked.stage;
        let value = rates(&stage.input);
        if let Some((load, bytes)) = &stage.load {
            let mut derivation = Derivation::new(
                format!("sent by {}", self.worked.name),
                value,
                "load x weight of the hour; records = bytes / record size",
            );
            derivation = self.known(
                derivation,
                "load",
                load,
                if *bytes { Kind::InformationRate } else { Kind::RecordRate },
                Field::Load,
            );
            if let Some(record) = &stage.record {
                derivation = self.known(derivation, "record size", record, Kind::RecordSize, Field::Record);
            }
            return derivation;
        }
        let mut derivation = Derivation::new(
            format!("into {}", self.worked.name),
            value,
            "sum over the links of share x what their giver gives out",
        );
        for (giver, share) in &self.worked.fed_by {
            let given =
                self.estimate.workings.of.get(giver).map_or_else(String::new, |worked| rates(&worked.stage.output));
            let name = if *share == 1.0 {
                format!("all of {giver}")
            } else {
                format!("{} of {giver}", shown(*share, Kind::Share))
            };
            derivation =
                derivation.with(name, given, Origin::Figure { component: giver.clone(), figure: Figure::Output });
        }
        derivation
    }

    fn output(&self) -> Derivation {
        let stage = &self.worked.stage;
        let mut derivation = Derivation::new(
            format!("out of {}", self.worked.name),
            rates(&stage.output),
            "records in x selectivity, each x size ratio",
        )
        .with("in", rates(&stage.input), Origin::Figure { component: self.id.clone(), figure: Figure::Input });
        if let Some(selectivity) = &stage.selectivity {
            derivation = self.known(derivation, "selectivity", selectivity, Kind::Ratio, Field::Selectivity);
        }
        if let Some(ratio) = &stage.size_ratio {
            derivation = self.known(derivation, "size ratio", ratio, Kind::Ratio, Field::SizeRatio);
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
        let stage = &self.worked.stage;
        let bound = stage.bound()?;
        let kind = bound.resource.kind();
        let mut derivation = Derivation::new(
            format!("load of {}", self.worked.name),
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
        derivation = self.known(derivation, "units", &stage.units, Kind::Count, Field::Units);
        if let Some(why) = stage.capped {
            derivation =
                derivation.with("units that work", stage.effective.floor(), Origin::Assumption { why, field: None });
        }
        let limit_name = format!("{} of a unit", bound.resource.name());
        let value = bound.limit.text.as_deref().map_or_else(|| shown(bound.limit.value, kind), ToOwned::to_owned);
        let field = bound.field.unwrap_or(Field::Throughput);
        let origin = match self.origin(&bound.limit, field) {
            // A limit that no field replaces names none.
            Origin::Catalog { product, provenance, .. } if bound.field.is_none() => {
                Origin::Catalog { product, field: None, provenance }
            }
            origin => origin,
        };
        derivation = derivation.with(limit_name, value, origin);
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

    fn units(&self, needed: Option<f64>) -> Option<Derivation> {
        let stage = &self.worked.stage;
        let bound = stage.bound()?;
        let kind = bound.resource.kind();
        let mut derivation = Derivation::new(
            format!("units that {} needs at peak", self.worked.name),
            needed.map_or_else(|| "no number would do".to_owned(), |needed| shown(needed, Kind::Count)),
            "demand / (limit of a unit x target load), rounded up",
        )
        .with(
            "demand at peak",
            shown(bound.peak, kind),
            Origin::Figure { component: self.id.clone(), figure: Figure::Utilization },
        );
        derivation = self.known(derivation, "target load", &stage.target, Kind::Share, Field::Target);
        Some(self.known(derivation, "units given", &stage.units, Kind::Count, Field::Units))
    }

    fn staleness(&self) -> Option<Derivation> {
        let figures = self.estimate.component(self.id)?.staleness?;
        let mut derivation = Derivation::new(
            format!("staleness at {}", self.worked.name),
            format!(
                "{} to {}, mean {}, p95 {}",
                Amount::of(figures.min),
                Amount::of(figures.max),
                Amount::of(figures.mean),
                Amount::of(figures.p95)
            ),
            "staleness of what comes in, plus what arises here; means and maxima add, percentiles do not",
        );
        if let Some(before) = &self.worked.through
            && let Some(staleness) = self.estimate.component(before).and_then(|figures| figures.staleness)
        {
            derivation = derivation.with(
                format!("at {before}"),
                format!("{} to {}", Amount::of(staleness.min), Amount::of(staleness.max)),
                Origin::Figure { component: before.clone(), figure: Figure::Staleness },
            );
        }
        for part in &self.worked.stage.parts {
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
            Part::Between { what, hourly } => {
                let low = hourly.iter().map(|(low, _)| *low).fold(f64::INFINITY, f64::min);
                let high = highest(&hourly.iter().map(|(_, high)| *high).collect::<Vec<_>>());
                let formula =
                    if low == high { "as long for every record" } else { "any time in this span, all equally likely" };
                Derivation::new(*what, span(low, high), formula)
            }
            Part::Wait { what, hourly } => {
                let mean = mean(&hourly.iter().map(|wait| wait.mean()).collect::<Vec<_>>());
                Derivation::new(
                    *what,
                    format!("{} on average", time(mean)),
                    "M/M/c by the Erlang-B recursion; exact for Poisson arrivals and exponential service, an approximation otherwise",
                )
            }
            Part::Runs { triggered, hourly, .. } => {
                let run = hourly.iter().map(|runs| runs.run).fold(0.0, f64::max);
                let period = hourly.iter().map(|runs| runs.period).fold(0.0, f64::max);
                let (value, formula) = if *triggered {
                    (time(run), "starts when its inputs are there; run time = start-up + volume / throughput")
                } else {
                    (
                        span(run, period + run),
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
                if let Some(periodic) = self.worked.stage.work.periodic() {
                    derivation = self.known(derivation, "stated period", &periodic.every, Kind::Time, Field::Every);
                    derivation = self.known(derivation, "start-up", &periodic.startup, Kind::Time, Field::Startup);
                    if let Some(offset) = &periodic.offset {
                        derivation = self.known(derivation, "starts at", offset, Kind::Time, Field::Offset);
                    }
                }
                derivation
            }
        }
    }

    fn stored(&self) -> Option<Derivation> {
        let kept = self.worked.kept.as_ref()?;
        let total = self.estimate.component(self.id)?.stored;
        let mut derivation = Derivation::new(
            format!("stored in {}", self.worked.name),
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
        derivation = self.known(derivation, "retention", &kept.retention, Kind::Time, Field::Retention);
        derivation = self.known(derivation, "copies", &kept.copies, Kind::Count, Field::Replication);
        Some(self.known(derivation, "compression", &kept.compression, Kind::Ratio, Field::Compression))
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
