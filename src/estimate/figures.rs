//! What an estimate says: figures for components and links, verdicts on requirements, problems.

use super::conventions::Conventions;
use super::derivation::Derivation;
use crate::catalog::{CostKind, Resource};
use crate::design::{ById, ElementId, Id, Requirement, Statistic};
use crate::formulas::class::Class;
use crate::units::{Amount, Information, InformationRate, Measure, MoneyRate, Ratio, RecordRate, Time};
use smallvec::SmallVec;
use std::collections::BTreeMap;

/// A figure over the day: its mean and its highest hour (or burst).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Level<Q> {
    /// Mean over the day.
    pub mean: Q,
    /// Highest hour, or the rate of a burst where data comes in bursts.
    pub peak: Q,
}

/// What flows through a place.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Flow {
    /// In bytes.
    pub bytes: Level<InformationRate>,
    /// In records.
    pub records: Level<RecordRate>,
}

/// Whether a component holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Status {
    /// Below its target load, at peak too.
    Ok,
    /// Above its target load at peak, below its capacity.
    OverTarget,
    /// Above its capacity at peak, below it on average.
    OverCapacity,
    /// At or above its capacity on average: it never catches up.
    FallsBehind,
    /// Taken out of service by the scenario: it does nothing.
    OutOfService,
    /// No data: nothing feeds it, or a source says no load.
    NoInput,
}

impl Status {
    /// Whether it has too little of something for what comes: more units may mend it.
    pub const fn is_overloaded(self) -> bool {
        matches!(self, Self::OverTarget | Self::OverCapacity | Self::FallsBehind)
    }

    /// Whether it does not do what it is there for, though data comes: overloaded or out of service.
    pub const fn is_trouble(self) -> bool {
        self.is_overloaded() || matches!(self, Self::OutOfService)
    }

    /// The name in JSON.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::OverTarget => "over_target",
            Self::OverCapacity => "over_capacity",
            Self::FallsBehind => "falls_behind",
            Self::OutOfService => "out_of_service",
            Self::NoInput => "no_input",
        }
    }

    /// The words for it.
    pub const fn in_words(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::OverTarget => "over target",
            Self::OverCapacity => "over capacity at peak",
            Self::FallsBehind => "falls behind",
            Self::OutOfService => "out of service",
            Self::NoInput => "no load",
        }
    }
}

/// Demand as a share of capacity, at the resource that binds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Utilization {
    /// On average over the day.
    pub mean: Ratio,
    /// In the highest hour or burst.
    pub peak: Ratio,
    /// Load above which more units are called for.
    pub target: Ratio,
    /// The resource that binds.
    pub resource: Resource,
}

/// Units that a component has and needs, as counts.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Units {
    /// Given by the person or the catalogue.
    pub given: f64,
    /// Needed for the mean load at the target load, also once what comes before holds nothing back any more; none if no
    /// limit is known or no number would do.
    pub needed_mean: Option<f64>,
    /// The same for the peak load.
    pub needed_peak: Option<f64>,
}

/// How stale the data is at a component: its age at a moment taken at random from the day.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Staleness {
    /// It is never less.
    pub min: Time,
    /// The mean.
    pub mean: Time,
    /// Half of the time it is less.
    pub p50: Time,
    /// 95 % of the time it is less.
    pub p95: Time,
    /// 99 % of the time it is less.
    pub p99: Time,
    /// It is never more.
    pub max: Time,
}

impl Staleness {
    /// One of the statistics.
    pub const fn get(&self, statistic: Statistic) -> Time {
        match statistic {
            Statistic::Mean => self.mean,
            Statistic::P50 => self.p50,
            Statistic::P95 => self.p95,
            Statistic::P99 => self.p99,
            Statistic::Max => self.max,
        }
    }
}

/// One line of the bill of a component.
#[derive(Clone, Debug, PartialEq)]
pub struct CostLine {
    /// What the money is spent on.
    pub kind: CostKind,
    /// What is paid for, in words: "7 shards at $0.015/h".
    pub what: String,
    /// The cost.
    pub cost: MoneyRate,
    /// How it was computed.
    pub derivation: Derivation,
}

/// A part of the staleness of a component that arises in the component itself.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct StalenessPart {
    /// What it is: "waits for the next run".
    pub what: &'static str,
    /// Least.
    pub min: Time,
    /// Mean.
    pub mean: Time,
    /// Most.
    pub max: Time,
}

/// All figures of one component.
#[derive(Clone, Debug, PartialEq)]
pub struct ComponentEstimate {
    /// Whether it holds.
    pub status: Status,
    /// What comes in. For a source, what it sends.
    pub input: Flow,
    /// What goes out, to any one consumer that takes all of it.
    pub output: Flow,
    /// Demand against capacity; none if no limit is known.
    pub utilization: Option<Utilization>,
    /// Units given and needed.
    pub units: Units,
    /// Units that would be enough if the queue before it had as many partitions, which it has not.
    pub(super) partitions_wanted: Option<f64>,
    /// How stale its data is; none if nothing feeds it or it falls behind.
    pub staleness: Option<Staleness>,
    /// How far its staleness can be trusted.
    pub(super) staleness_class: Class,
    /// The parts of the staleness that arise here.
    pub staleness_parts: SmallVec<[StalenessPart; 2]>,
    /// How fast its backlog grows, if it falls behind: bytes a second.
    pub backlog_growth: Option<InformationRate>,
    /// Largest backlog over the day.
    pub backlog: Information,
    /// What it holds in memory to do its work: open windows, or what it compares duplicates with; at the busiest hour.
    pub state: Information,
    /// What it stores, all copies and tiers, once its retention has passed.
    pub stored: Information,
    /// Share of the records that comes after its watermark delay.
    pub late: Ratio,
    /// Share of the time that it works by itself; none if nobody says.
    pub availability: Option<Ratio>,
    /// What it costs.
    pub cost: MoneyRate,
    pub(super) costs: [f64; CostKind::ALL.len()],
    /// Whether a price of it is known.
    pub(super) priced: bool,
}

impl ComponentEstimate {
    /// What it costs, of one kind.
    pub fn cost_of(&self, kind: CostKind) -> MoneyRate {
        MoneyRate::from_base(self.costs.get(kind as usize).copied().unwrap_or(0.0))
    }

    /// How far a figure can be trusted as arithmetic; the derivation says where its inputs come from.
    pub fn class(&self, figure: Figure) -> Class {
        match figure {
            Figure::Utilization | Figure::Units if self.utilization.is_none() => Class::Unknown,
            Figure::Cost if !self.priced => Class::Unknown,
            Figure::Staleness => self.staleness_class,
            _ => Class::Exact,
        }
    }
}

/// All figures of one link.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LinkEstimate {
    /// What flows over it, as sent (compressed, if it compresses).
    pub flow: Flow,
    /// What the crossing of zones or regions costs.
    pub cost: MoneyRate,
    /// Whether the component that it leads to cannot take its peak.
    pub over_capacity: bool,
}

/// The smallest change that would meet a requirement.
#[derive(Clone, Debug, PartialEq)]
pub struct Fix {
    /// The changes, each as `component.field=value`; more than one where no single change would do.
    pub changes: Vec<crate::design::Override>,
    /// The sentence: "every of Spark job from 60 min to 31 min".
    pub sentence: String,
}

/// Whether a requirement is met.
#[derive(Clone, Debug, PartialEq)]
pub struct Verdict {
    /// The requirement.
    pub requirement: Requirement,
    /// Whether it is met.
    pub met: bool,
    /// The figure that was held against the limit; none if it does not exist.
    pub value: Option<Amount>,
    /// How far the value can be trusted.
    pub class: Class,
    /// The limit.
    pub limit: Amount,
    /// How much room there is: over one if met, under one if not; none without a value.
    pub headroom: Option<Ratio>,
    /// The component that binds.
    pub binds: Option<Id>,
    /// Why the component binds, in words.
    pub because: String,
    /// The smallest change that would meet it, once it has been looked for; none if it is met or none was found.
    pub fix: Option<Fix>,
}

impl Verdict {
    /// The requirement in words: "staleness p95 at Dashboards".
    pub fn title(&self) -> String {
        title(&self.requirement)
    }
}

/// A requirement in words.
pub(super) fn title(requirement: &Requirement) -> String {
    let at = requirement.at().map(|id| format!(" at {id}")).unwrap_or_default();
    match requirement {
        Requirement::Staleness { statistic, .. } => format!("staleness {}{at}", statistic.name()),
        Requirement::Completion { volume, .. } => format!("{volume} done{at}"),
        Requirement::Recovery { outage, .. } => format!("recovery after {outage}{at}"),
        Requirement::Backfill { history, .. } => format!("backfill of {history}{at}"),
        other => format!("{}{at}", other.name()),
    }
}

/// How much a problem matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Severity {
    /// The figures cannot be right until it is mended.
    Error,
    /// The design will hurt.
    Warning,
    /// Worth knowing.
    Hint,
}

impl Severity {
    /// The name in JSON.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Hint => "hint",
        }
    }
}

/// Something about the design that somebody should know.
#[derive(Clone, Debug, PartialEq)]
pub struct Problem {
    /// How much it matters.
    pub severity: Severity,
    /// Where; none for the whole design.
    pub at: Option<ElementId>,
    /// What it is and what to do about it.
    pub message: String,
}

/// Which figure of a component.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Figure {
    /// What comes in.
    Input,
    /// What goes out.
    Output,
    /// Demand against capacity.
    Utilization,
    /// Units needed.
    Units,
    /// How stale the data is.
    Staleness,
    /// What is stored.
    Stored,
    /// What it costs.
    Cost,
}

impl Figure {
    /// Every figure.
    pub const ALL: &'static [Self] =
        &[Self::Input, Self::Output, Self::Utilization, Self::Units, Self::Staleness, Self::Stored, Self::Cost];
}

/// Everything that the estimator says about a design in one scenario.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Estimate {
    /// The scenario; none for the design as it stands.
    pub scenario: Option<Id>,
    /// Figures by component, in the order of the design.
    pub components: ById<ComponentEstimate>,
    /// Figures by link, in the order of the design.
    pub links: ById<LinkEstimate>,
    /// Verdicts, in the order of the scenario's requirements.
    pub verdicts: Vec<Verdict>,
    /// Cost of the whole design.
    pub cost: MoneyRate,
    /// Cost by kind; kinds that cost nothing are left out.
    pub cost_by_kind: BTreeMap<CostKind, MoneyRate>,
    /// The components on the way of the stalest data, from the source on.
    pub critical_path: Vec<Id>,
    /// Problems, the worst first.
    pub problems: Vec<Problem>,
    /// What the bill means by a gigabyte and a month.
    pub conventions: Conventions,
    /// What everything costs, by kind.
    pub(super) totals: [f64; CostKind::ALL.len()],
}

impl Estimate {
    /// Whether every requirement is met and no error stands in the way. False if there is no requirement at all.
    pub fn is_met(&self) -> bool {
        !self.verdicts.is_empty()
            && self.verdicts.iter().all(|verdict| verdict.met)
            && self.problems.iter().all(|problem| problem.severity != Severity::Error)
    }

    /// The figures of a component.
    pub fn component(&self, id: &Id) -> Option<&ComponentEstimate> {
        self.components.get(id)
    }

    /// Adds up the bill of the whole design; the totals hold what the links cost.
    pub(super) fn add_up(&mut self) {
        for figures in self.components.values() {
            for (sum, cost) in self.totals.iter_mut().zip(&figures.costs) {
                *sum += cost;
            }
        }
        self.sum_up();
    }

    /// Takes the cost of the whole design from the totals.
    pub(super) fn sum_up(&mut self) {
        self.cost = MoneyRate::from_base(self.totals.iter().sum());
        self.cost_by_kind = CostKind::ALL
            .iter()
            .zip(self.totals)
            .filter(|(_, cost)| *cost > 0.0)
            .map(|(kind, cost)| (*kind, MoneyRate::from_base(cost)))
            .collect();
    }
}
