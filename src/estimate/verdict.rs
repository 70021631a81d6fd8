//! Holds requirements against figures: value, limit, headroom, what binds and why.
//!
//! Headroom is limit / value where less is better, and value / limit where more is better: one or more is met.

use super::availability;
use super::derivation::{Derivation, Origin};
use super::figures::{ComponentEstimate, Estimate, Figure, Verdict};
use super::node::Node;
use super::rates::{HOUR, highest, mean};
use super::stage::{Part, Stage};
use super::whole::Whole;
use crate::catalog::{Field, Resource, Role};
use crate::design::{LinkKind, Requirement};
use crate::formulas::backlog;
use crate::formulas::class::Class;
use crate::formulas::recovery;
use crate::units::{Amount, Information, InformationRate, Kind, Measure, MoneyRate, Ratio, RecordRate, Time};

/// Components that the derivation of the whole cost names one by one.
const MOST_NAMED: usize = 24;

/// What was found for a requirement.
struct Finding {
    value: Option<Amount>,
    binds: Option<usize>,
    because: String,
    /// How the value was computed, if that was asked for.
    derivation: Option<Derivation>,
    /// Not met whatever the value says: data is lost, nothing watches.
    fails: bool,
    class: Class,
}

impl Finding {
    fn none(because: impl Into<String>) -> Self {
        Self { value: None, binds: None, because: because.into(), derivation: None, fails: true, class: Class::Unknown }
    }
}

/// How much is said of a verdict: words take longer than figures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Detail {
    /// The figures alone: for searches and draws, which ask again and again.
    Figures,
    /// Why what binds does so, as well.
    Words,
    /// How the value was computed, as well.
    Derivation,
}

/// How the value of a requirement was computed.
pub(super) fn derivation(whole: &Whole<'_>, estimate: &Estimate, requirement: &Requirement) -> Derivation {
    let finding = Judge { whole, estimate, detail: Detail::Derivation }.judge(requirement);
    finding.derivation.unwrap_or_else(|| Derivation::new("no figure", "unknown", finding.because))
}

pub(super) fn verdict(whole: &Whole<'_>, estimate: &Estimate, requirement: &Requirement, detail: Detail) -> Verdict {
    let finding = Judge { whole, estimate, detail }.judge(requirement);
    let limit = requirement.limit().amount();
    let more_is_better = matches!(
        requirement,
        Requirement::Throughput { .. } | Requirement::Completeness { .. } | Requirement::Availability { .. }
    );
    let headroom = finding.value.and_then(|value| {
        let (over, under) = if more_is_better { (value.base(), limit.base()) } else { (limit.base(), value.base()) };
        (under > 0.0 && (over / under).is_finite()).then(|| Ratio::from_base(over / under))
    });
    let within = finding.value.is_some_and(|value| {
        // A hair's breadth is rounding.
        let slack = limit.base().abs() * 1e-9;
        if more_is_better { value.base() >= limit.base() - slack } else { value.base() <= limit.base() + slack }
    });
    Verdict {
        requirement: requirement.clone(),
        met: within && !finding.fails,
        value: finding.value,
        class: finding.class,
        limit,
        headroom,
        binds: finding.binds.and_then(|place| whole.id(place)).cloned(),
        because: finding.because,
        fix: None,
    }
}

struct Judge<'a, 'b> {
    whole: &'b Whole<'a>,
    estimate: &'b Estimate,
    detail: Detail,
}

impl Judge<'_, '_> {
    fn judge(&self, requirement: &Requirement) -> Finding {
        match requirement.at() {
            Some(at) => match self.whole.place(at) {
                Some(place) => self.find(requirement, Some(place)),
                None => Finding::none(format!("there is no component `{at}`")),
            },
            None => self.find(requirement, None),
        }
    }

    fn explained(&self, make: impl FnOnce() -> Derivation) -> Option<Derivation> {
        (self.detail == Detail::Derivation).then(make)
    }

    fn words(&self, make: impl FnOnce() -> String) -> String {
        if self.detail == Detail::Figures { String::new() } else { make() }
    }

    /// What is promised of data on its way, if something on the way does nothing.
    fn stopped(&self, requirement: &Requirement, place: usize) -> Option<Finding> {
        let moves = !matches!(
            requirement,
            Requirement::Cost { .. } | Requirement::Detection { .. } | Requirement::Availability { .. }
        );
        let down = self.down_before(place).filter(|_| moves)?;
        let why = if matches!(requirement, Requirement::Staleness { .. }) {
            format!("{} is out of service: no finite staleness", self.name(down))
        } else {
            format!("{} is out of service", self.name(down))
        };
        Some(Finding { binds: Some(down), class: Class::Unstable, ..Finding::none(why) })
    }

    /// The first component out of service on the way to a place, itself included.
    fn down_before(&self, place: usize) -> Option<usize> {
        let nodes = &self.whole.model.nodes;
        if !nodes.iter().any(Node::is_down) {
            return None;
        }
        let upstream = self.whole.model.graph.upstream(place);
        (0..upstream.len()).find(|at| upstream.get(*at) == Some(&true) && nodes.get(*at).is_some_and(Node::is_down))
    }

    fn find(&self, requirement: &Requirement, place: Option<usize>) -> Finding {
        if let Some(finding) = place.and_then(|place| self.stopped(requirement, place)) {
            return finding;
        }
        match (requirement, place) {
            (Requirement::Staleness { statistic, .. }, Some(place)) => self.staleness(place, *statistic),
            (Requirement::Completion { volume, within, .. }, Some(place)) => {
                self.completion(place, volume.amount().base(), within.amount().base())
            }
            (Requirement::Throughput { rate, .. }, Some(place)) => self.throughput(place, rate.amount()),
            (Requirement::Cost { .. }, place) => self.cost(place),
            (Requirement::Completeness { .. }, Some(place)) => self.completeness(place),
            (Requirement::Recovery { outage, .. }, Some(place)) => self.recovery(place, outage.amount().base()),
            (Requirement::Backfill { history, throttle, .. }, Some(place)) => {
                self.backfill(place, history.amount().base(), throttle.as_ref().map(|rate| rate.amount().base()))
            }
            (Requirement::Detection { .. }, Some(place)) => self.detection(place),
            (Requirement::Availability { .. }, Some(place)) => self.availability(place),
            (_, None) => Finding::none("the requirement names no component"),
        }
    }

    fn name(&self, place: usize) -> &str {
        self.whole.name(place)
    }

    fn figure_of(&self, place: usize) -> Option<&ComponentEstimate> {
        self.estimate.components.get(self.whole.id(place)?)
    }

    /// The first stage upstream that never catches up.
    fn falling_behind(&self, place: usize) -> Option<usize> {
        let upstream = self.whole.model.graph.upstream(place);
        (0..upstream.len()).find(|&at| {
            upstream.get(at) == Some(&true) && self.whole.model.stages.get(at).is_some_and(|s| s.growth.is_some())
        })
    }

    fn staleness(&self, place: usize, statistic: crate::design::Statistic) -> Finding {
        if let Some(behind) = self.falling_behind(place) {
            let growth = self.whole.model.stages.get(behind).and_then(|stage| stage.growth).unwrap_or(0.0);
            let mut finding = Finding::none(format!(
                "{} falls behind by {}: no finite staleness",
                self.name(behind),
                per_hour(growth)
            ));
            finding.binds = Some(behind);
            finding.class = Class::Unstable;
            return finding;
        }
        let Some(staleness) = self.figure_of(place).and_then(|figures| figures.staleness) else {
            return Finding::none(self.unfed(place));
        };
        // The stage on the way that adds most.
        let way = self.whole.way(place);
        let binds = way.iter().copied().max_by(|a, b| self.adds(*a).total_cmp(&self.adds(*b))).unwrap_or(place);
        let value = Amount::of(staleness.get(statistic));
        let derivation = self.explained(|| {
            let mut derivation = Derivation::new(
                format!("staleness {} at {}", statistic.name(), self.name(place)),
                value.to_string(),
                "the distribution of the sum of waits and run times on the stalest way",
            );
            for &at in &way {
                if let Some(id) = self.whole.id(at) {
                    derivation = derivation.with(
                        format!("{} adds at most", self.name(at)),
                        Amount::of(Time::from_base(self.adds(at))),
                        Origin::Figure { component: id.clone(), figure: Figure::Staleness },
                    );
                }
            }
            derivation
        });
        Finding {
            value: Some(value),
            binds: Some(binds),
            because: self
                .words(|| format!("{} adds up to {}", self.name(binds), Amount::of(Time::from_base(self.adds(binds))))),
            derivation,
            fails: false,
            class: self.whole.aged(place).map_or(Class::Unknown, |aged| aged.class),
        }
    }

    /// Why no data comes to a place.
    fn unfed(&self, place: usize) -> String {
        if self.whole.model.graph.links_into(place).is_empty() {
            return format!("nothing feeds {}", self.name(place));
        }
        format!("no data comes to {}", self.name(place))
    }

    /// What a stage adds to the staleness at most.
    fn adds(&self, place: usize) -> f64 {
        self.whole.model.stages.get(place).map_or(0.0, |stage| stage.parts.iter().map(most).sum())
    }

    /// A volume that stands at the sources: each stage passes it on as a stream or, for batch, all at once.
    fn completion(&self, place: usize, volume: f64, within: f64) -> Finding {
        let traffic = self.whole.model;
        let upstream = traffic.graph.upstream(place);
        let sent = traffic.sent(&upstream);
        if sent <= 0.0 {
            return Finding::none("no source before it sends anything");
        }
        let scale = volume / sent;
        // When the first and the last record are out of each stage.
        let mut done: Vec<(f64, f64)> = vec![(0.0, 0.0); traffic.stages.len()];
        let mut own = vec![0.0; traffic.stages.len()];
        for at in (0..traffic.stages.len()).filter(|at| upstream.get(*at) == Some(&true)) {
            let Some(stage) = traffic.stages.get(at) else { continue };
            let (mut first, mut last) = (0.0_f64, 0.0_f64);
            for arc in traffic.graph.links_into(at).iter().filter(|arc| arc.from < at) {
                if let Some((f, l)) = done.get(arc.from) {
                    (first, last) = (first.max(*f), last.max(*l));
                }
            }
            let work = stage.pace().map_or(0.0, |pace| scale * mean(&pace.hourly) / pace.capacity);
            let fixed: f64 = stage.parts.iter().map(fixed).sum();
            let out = match stage.periodic {
                Some(periodic) => {
                    let end = last + periodic.startup + work + fixed;
                    (end, end)
                }
                // Sources have the volume already.
                None if stage.sends => (first, last),
                None => (first + fixed, (first + work).max(last) + fixed),
            };
            if let Some(slot) = own.get_mut(at) {
                *slot = out.1 - last;
            }
            if let Some(slot) = done.get_mut(at) {
                *slot = out;
            }
        }
        let total = done.get(place).map_or(0.0, |(_, last)| *last);
        let slowest = (0..own.len())
            .filter(|at| upstream.get(*at) == Some(&true))
            .max_by(|a, b| own.get(*a).unwrap_or(&0.0).total_cmp(own.get(*b).unwrap_or(&0.0)));
        let needed = Amount::of(InformationRate::from_base(volume / within));
        let value = Amount::of(Time::from_base(total));
        let derivation = self.explained(|| {
        let mut derivation = Derivation::new(
            format!("{} done at {}", Amount::of(Information::from_base(volume)), self.name(place)),
            value.to_string(),
            "start-ups and commits, plus volume / throughput: one after the other for batch, the slowest for streams",
        );
        derivation = derivation.with(
            "rate that the limit calls for, volume / time",
            needed,
            Origin::Assumption { why: "arithmetic on the requirement", field: None },
        );
        for at in (0..own.len()).filter(|at| upstream.get(*at) == Some(&true)) {
            if let (Some(id), Some(seconds)) = (self.whole.id(at), own.get(at))
                && *seconds > 0.0
            {
                derivation = derivation.with(
                    format!("{} adds", self.name(at)),
                    Amount::of(Time::from_base(*seconds)),
                    Origin::Figure { component: id.clone(), figure: Figure::Utilization },
                );
            }
        }
            derivation
        });
        let because = slowest.map_or_else(String::new, |at| {
            let paced = traffic.stages.get(at).and_then(Stage::pace).map_or_else(String::new, |pace| {
                let at_most = Amount::of(Ratio::from_base(pace.capacity)).base();
                match pace.resource.kind() {
                    Kind::InformationRate => {
                        format!(", at {} {}", Amount::of(InformationRate::from_base(at_most)), pace.resource.name())
                    }
                    _ => format!(", at {} {}", Amount::of(RecordRate::from_base(at_most)), pace.resource.name()),
                }
            });
            let seconds = own.get(at).copied().unwrap_or(0.0);
            format!(
                "{} takes {} of it{paced}; the limit calls for {needed}",
                self.name(at),
                Amount::of(Time::from_base(seconds))
            )
        });
        Finding { value: Some(value), binds: slowest, because, derivation, fails: false, class: Class::Exact }
    }

    fn throughput(&self, place: usize, rate: Amount) -> Finding {
        let traffic = self.whole.model;
        let Some(target) = traffic.stages.get(place) else { return Finding::none("no such component") };
        let bytes = rate.kind() == Kind::InformationRate;
        let input = |stage: &Stage| mean(if bytes { &stage.input.bytes } else { &stage.input.records });
        let here = input(target);
        if here <= 0.0 {
            return Finding::none(self.unfed(place));
        }
        let upstream = traffic.graph.upstream(place);
        let limits = (0..traffic.stages.len()).filter(|at| upstream.get(*at) == Some(&true)).filter_map(|at| {
            let pace = traffic.stages.get(at)?.pace()?;
            // What this stage could do, told in what then comes in at the place of the requirement.
            Some((at, here / pace.mean_utilization(), pace.resource))
        });
        let Some((binds, most, resource)) = limits.min_by(|a, b| a.1.total_cmp(&b.1)) else {
            return Finding::none("no limit is known on the way to it");
        };
        let value =
            if bytes { Amount::of(InformationRate::from_base(most)) } else { Amount::of(RecordRate::from_base(most)) };
        let derivation = self.explained(|| {
            let mut derivation = Derivation::new(
                format!("lasting throughput at {}", self.name(place)),
                value.to_string(),
                "the smallest capacity on the way, in terms of what comes in here",
            );
            if let Some(id) = self.whole.id(binds) {
                derivation = derivation.with(
                    format!("{} binds with its {}", self.name(binds), resource.name()),
                    value,
                    Origin::Figure { component: id.clone(), figure: Figure::Utilization },
                );
            }
            derivation
        });
        let because = format!("{} binds with its {}", self.name(binds), resource.name());
        Finding { value: Some(value), binds: Some(binds), because, derivation, fails: false, class: Class::Exact }
    }

    fn cost(&self, place: Option<usize>) -> Finding {
        let (value, binds) = if let Some(place) = place {
            (self.figure_of(place).map(|figures| figures.cost), Some(place))
        } else {
            let dearest = self.estimate.components.iter().max_by(|a, b| a.1.cost.base().total_cmp(&b.1.cost.base()));
            let dearest = dearest.and_then(|(id, _)| self.whole.place(id));
            (Some(self.estimate.cost), dearest)
        };
        let Some(value) = value else { return Finding::none("no such component") };
        let derivation = self.explained(|| {
            let mut derivation =
                Derivation::new("cost", Amount::of(value).to_string(), "the sum of the bills of the components");
            let mut dearest: Vec<(&crate::design::Id, f64)> = self
                .estimate
                .components
                .iter()
                .filter(|(id, figures)| {
                    figures.cost.base() > 0.0 && (place.is_none() || place.and_then(|p| self.whole.id(p)) == Some(*id))
                })
                .map(|(id, figures)| (id, figures.cost.base()))
                .collect();
            let named = MOST_NAMED.min(dearest.len());
            if named < dearest.len() {
                dearest.select_nth_unstable_by(named, |a, b| b.1.total_cmp(&a.1));
            }
            let rest: f64 = dearest.iter().skip(named).map(|(_, cost)| cost).sum();
            for (id, cost) in dearest.iter().take(named) {
                derivation = derivation.with(
                    id.as_str(),
                    Amount::of(MoneyRate::from_base(*cost)),
                    Origin::Figure { component: (*id).clone(), figure: Figure::Cost },
                );
            }
            if rest > 0.0 {
                derivation = derivation.with(
                    format!("{} others", dearest.len() - named),
                    Amount::of(MoneyRate::from_base(rest)),
                    Origin::Assumption { why: "the sum of their bills", field: None },
                );
            }
            derivation
        });
        let dearest_line = || {
            binds.and_then(|at| {
                let metering = self.whole.metering(at)?;
                let mut dearest: Option<super::cost::Item<'_>> = None;
                metering.each(|item| {
                    if dearest.is_none_or(|most| item.cost > most.cost) {
                        dearest = Some(item);
                    }
                });
                let line = metering.line(dearest?, self.whole.inputs(at)?);
                Some(format!("{} costs most: {}", self.name(at), line.what))
            })
        };
        let because = self.words(|| dearest_line().unwrap_or_default());
        Finding { value: Some(Amount::of(value)), binds, because, derivation, fails: false, class: Class::Exact }
    }

    /// Share of the records that are in a window when its result appears: those on time, and the late ones whose
    /// delay is below the watermark's.
    fn completeness(&self, place: usize) -> Finding {
        let traffic = self.whole.model;
        let upstream = traffic.graph.upstream(place);
        let places = |at: &usize| upstream.get(*at) == Some(&true);
        let windows: Vec<(usize, f64)> = (0..traffic.stages.len())
            .filter(places)
            .filter_map(|at| {
                let node = traffic.nodes.get(at)?;
                node.positive(Field::Window)?;
                Some((at, node.value(Field::Watermark).unwrap_or(0.0)))
            })
            .collect();
        let Some(&(binds, watermark)) = windows.iter().min_by(|a, b| a.1.total_cmp(&b.1)) else {
            let value = Amount::of(Ratio::from_base(1.0)).shown_as(Kind::Share);
            let derivation = self.explained(|| {
                Derivation::new("completeness", value.to_string(), "no window closes before late records come")
            });
            return Finding {
                value: Some(value),
                binds: Some(place),
                because: "no window on the way drops late records".into(),
                derivation,
                fails: false,
                class: Class::Exact,
            };
        };
        let (mut all, mut there) = (0.0, 0.0);
        let mut derivation = Derivation::new(
            "completeness",
            "",
            "1 - late share x share of the late that come after the watermark delay",
        );
        for at in (0..traffic.stages.len()).filter(places) {
            let (Some(inputs), Some(stage)) = (self.whole.inputs(at), traffic.stages.get(at)) else { continue };
            if inputs.component.role != Role::Source || !stage.sends {
                continue;
            }
            let late = inputs.known(Field::LateShare).map_or(0.0, |known| known.value);
            let missing = stage.late.last().map_or(0.0, |late| late.missing(watermark));
            let records = mean(&stage.output.records);
            all += records;
            there += records * (1.0 - missing);
            if self.detail == Detail::Derivation
                && let (Some(id), Some(known)) = (self.whole.id(at), inputs.known(Field::LateShare))
            {
                derivation = derivation.with(
                    format!("late share of {}", inputs.component.name),
                    Amount::of(Ratio::from_base(late)).shown_as(Kind::Share),
                    known.origin(id, &inputs.component.product, Field::LateShare),
                );
            }
        }
        if all <= 0.0 {
            return Finding::none("no source before it sends anything");
        }
        let value = Amount::of(Ratio::from_base(there / all)).shown_as(Kind::Share);
        derivation.value = value.to_string();
        if self.detail == Detail::Derivation
            && let (Some(id), Some(inputs)) = (self.whole.id(binds), self.whole.inputs(binds))
            && let Some(known) = inputs.known(Field::Watermark)
        {
            derivation = derivation.with(
                format!("watermark delay of {}", inputs.component.name),
                Amount::of(Time::from_base(watermark)),
                known.origin(id, &inputs.component.product, Field::Watermark),
            );
        }
        let because = format!(
            "{} closes its windows {} after their end",
            self.name(binds),
            Amount::of(Time::from_base(watermark))
        );
        let derivation = self.explained(|| derivation);
        Finding { value: Some(value), binds: Some(binds), because, derivation, fails: false, class: Class::Exact }
    }

    /// Backlog of the outage over the capacity that is left, at the worst hour of the day.
    fn recovery(&self, place: usize, outage: f64) -> Finding {
        let traffic = self.whole.model;
        let Some(stage) = traffic.stages.get(place) else { return Finding::none("no such component") };
        // What was held back must go through everything after it as well.
        let mut downstream = vec![place];
        let mut seen = vec![false; traffic.stages.len()];
        let mut slowest: Option<(usize, f64, Vec<f64>, f64)> = None;
        while let Some(at) = downstream.pop() {
            match seen.get_mut(at) {
                Some(slot) if !*slot => *slot = true,
                _ => continue,
            }
            downstream.extend(traffic.graph.links_out_of(at).map(|arc| arc.to));
            let Some(pace) = traffic.stages.get(at).and_then(Stage::pace) else { continue };
            let load = pace.mean_utilization();
            if slowest.as_ref().is_none_or(|(_, most, ..)| load > *most) {
                slowest = Some((at, load, pace.hourly.to_vec(), pace.capacity));
            }
        }
        let Some((binds, load, rates, capacity)) = slowest else {
            return Finding::none(format!("no capacity of {} or of anything after it is known", self.name(place)));
        };
        let Some(fluid) = backlog::catch_up(&rates, capacity, HOUR, outage) else {
            let mut finding = Finding::none(format!("{} has no capacity left to catch up with", self.name(binds)));
            finding.binds = Some(binds);
            finding.class = Class::Unstable;
            return finding;
        };
        // Runs with a start-up catch up later than a fluid: each takes what came since the one before began.
        let runs = stage.periodic.filter(|_| load < 1.0).and_then(|periodic| {
            let every = periodic.typical?.period;
            let batches = recovery::micro_batches(every, periodic.startup, load, outage)?;
            let fluid_at_mean = outage * load / (1.0 - load);
            Some((batches.time - fluid_at_mean).max(0.0))
        });
        let total = fluid + runs.unwrap_or(0.0);
        let value = Amount::of(Time::from_base(total));
        let derivation = self.explained(|| {
            let mut derivation = Derivation::new(
                format!("time to be fresh again after {} down", Amount::of(Time::from_base(outage))),
                value.to_string(),
                "outage x load / (capacity - load), at the worst hour of the day",
            )
            .with(
                "outage",
                Amount::of(Time::from_base(outage)),
                Origin::Assumption { why: "stated in the requirement", field: None },
            );
            if let Some(id) = self.whole.id(binds) {
                derivation = derivation.with(
                    format!("load of {}, on average", self.name(binds)),
                    Amount::of(Ratio::from_base(load)).shown_as(Kind::Share),
                    Origin::Figure { component: id.clone(), figure: Figure::Utilization },
                );
            }
            derivation
        });
        let lost = self.lost(place, outage);
        let because = lost.clone().unwrap_or_else(|| {
            format!(
                "{} catches up with {} of its capacity to spare",
                self.name(binds),
                Amount::of(Ratio::from_base((1.0 - load).max(0.0))).shown_as(Kind::Share)
            )
        });
        Finding {
            value: Some(value),
            binds: Some(binds),
            because,
            derivation,
            fails: lost.is_some(),
            class: Class::Exact,
        }
    }

    /// What an outage loses, if what lies before does not keep data long enough.
    fn lost(&self, place: usize, outage: f64) -> Option<String> {
        let traffic = self.whole.model;
        for arc in traffic.graph.links_into(place) {
            let giver = self.whole.component_at(arc.from)?;
            let kept = self.whole.kept(arc.from);
            match kept {
                Some(kept) if kept.retention < outage => {
                    return Some(format!(
                        "{} keeps data for {} only: what came before that is lost",
                        giver.name,
                        Amount::of(Time::from_base(kept.retention))
                    ));
                }
                None if giver.role == Role::Source && traffic.graph.links_into(arc.from).is_empty() => {
                    return Some(format!(
                        "nothing durable stands between {} and {}: what is sent meanwhile is lost",
                        giver.name,
                        self.name(place)
                    ));
                }
                Some(_) | None => {}
            }
        }
        None
    }

    /// History x load over what is left below the target load, or the throttle.
    fn backfill(&self, place: usize, history: f64, throttle: Option<f64>) -> Finding {
        let Some(stage) = self.whole.model.stages.get(place) else { return Finding::none("no such component") };
        let Some(pace) = stage.pace() else {
            return Finding::none(format!("no throughput of {} is known", self.name(place)));
        };
        let volume = mean(&stage.input.bytes) * history;
        let size = if pace.resource.kind() == Kind::InformationRate { 1.0 } else { stage.input.record_size() };
        let target = stage.target.min(1.0);
        let spare: Vec<f64> = pace
            .hourly
            .iter()
            .map(|rate| {
                let left = (target * pace.capacity - rate).max(0.0) * size;
                throttle.map_or(left, |most| left.min(most))
            })
            .collect();
        let rate = mean(&spare);
        if rate <= 0.0 {
            let mut finding = Finding::none(format!(
                "{} has nothing left below its target load of {}",
                self.name(place),
                Amount::of(Ratio::from_base(target)).shown_as(Kind::Share)
            ));
            finding.binds = Some(place);
            return finding;
        }
        let value = Amount::of(Time::from_base(volume / rate));
        let derivation = self.explained(|| {
            let mut derivation = Derivation::new(
                format!("backfill at {}", self.name(place)),
                value.to_string(),
                "volume / (target load x capacity - live load, at most the throttle)",
            )
            .with(
                "volume",
                Amount::of(Information::from_base(volume)),
                Origin::Assumption { why: "history x the live load", field: None },
            )
            .with(
                "rate beside the live load",
                Amount::of(InformationRate::from_base(rate)),
                Origin::Assumption { why: "what is left below the target load, at most the throttle", field: None },
            );
            if let (Some(id), Some(inputs)) = (self.whole.id(place), self.whole.inputs(place)) {
                derivation = derivation.with(
                    "target load",
                    Amount::of(Ratio::from_base(target)).shown_as(Kind::Share),
                    inputs.or_assumed(Field::Target).origin(id, &inputs.component.product, Field::Target),
                );
            }
            derivation
        });
        let because = format!(
            "{} of history at {} beside the live load",
            Amount::of(Information::from_base(volume)),
            Amount::of(InformationRate::from_base(rate))
        );
        Finding { value: Some(value), binds: Some(place), because, derivation, fails: false, class: Class::Exact }
    }

    /// The product of what is needed at the moment, each component once.
    fn availability(&self, place: usize) -> Finding {
        let found = availability::at(self.whole.model, place);
        let share = |part: f64| Amount::of(Ratio::from_base(part)).shown_as(Kind::Share);
        let up = |at: usize| self.whole.node(at).and_then(availability::own);
        let derivation = self.explained(|| {
        let mut derivation = Derivation::new(
            format!("availability of {}", self.name(place)),
            share(found.value).to_string(),
            "all that it needs at the moment works, each component counted once; behind a durable queue or store an \
             outage makes data stale, not unavailable",
        );
        for &at in &found.needs {
            let (Some(id), Some(inputs)) = (self.whole.id(at), self.whole.inputs(at)) else { continue };
            let product = inputs.component.product.as_str();
            let promised = inputs.product.and_then(|product| product.availability.as_ref());
            let origin = if let Some(known) = inputs.known(Field::Availability) {
                known.origin(id, product, Field::Availability)
            } else if let Some(known) = inputs.positive(Field::Mtbf) {
                known.origin(id, product, Field::Mtbf)
            } else if let Some((_, provenance)) = promised {
                let field = Some((crate::design::ElementId::Component(id.clone()), Field::Availability));
                Origin::Catalog { product: product.to_owned(), field, provenance: provenance.clone() }
            } else {
                let field = Some((crate::design::ElementId::Component(id.clone()), Field::Availability));
                Origin::Assumption { why: "always up, because nobody says how often it fails", field }
            };
            derivation = derivation.with(self.name(at), share(up(at).unwrap_or(1.0)), origin);
        }
            derivation
        });
        let weakest = found
            .needs
            .iter()
            .copied()
            .filter(|at| up(*at).is_some())
            .min_by(|a, b| up(*a).partial_cmp(&up(*b)).unwrap_or(std::cmp::Ordering::Equal));
        let Some(weakest) = weakest else {
            return Finding::none("nobody says how often anything that it needs fails");
        };
        let unknown = match found.unknown.len() {
            0 => String::new(),
            n => format!("; {n} without a figure count as always up"),
        };
        Finding {
            value: Some(share(found.value)),
            binds: Some(weakest),
            because: format!("{} is up {} of the time{unknown}", self.name(weakest), share(up(weakest).unwrap_or(1.0))),
            derivation,
            fails: false,
            class: found.class,
        }
    }

    /// Until the threshold is passed, then the failed checks in a row, each a period after the other.
    fn detection(&self, place: usize) -> Finding {
        let id = self.whole.id(place);
        let staleness = self.figure_of(place).and_then(|figures| figures.staleness);
        let watchers = self.whole.design.links().filter(|link| link.kind == LinkKind::Watch && Some(&link.to) == id);
        let mut best: Option<(f64, usize, Option<Derivation>)> = None;
        for link in watchers {
            let Some(at) = self.whole.place(&link.from) else { continue };
            let Some(inputs) = self.whole.inputs(at) else { continue };
            if inputs.component.role != Role::Monitor {
                continue;
            }
            let every = inputs.or_assumed(Field::Every);
            let checks = inputs.or_assumed(Field::Datapoints);
            let latency = inputs.known(Field::Latency).map_or(0.0, |known| known.value);
            // From the moment that nothing comes any more, data of the least staleness ages up to the threshold.
            let threshold = inputs.known(Field::Threshold);
            let least = staleness.map_or(0.0, |staleness| staleness.min.base());
            let ages = threshold.as_ref().map_or(0.0, |known| (known.value - least).max(0.0));
            let total = ages + every.value * checks.value + latency;
            let product = inputs.component.product.as_str();
            let derivation = self.explained(|| {
                let name = Amount::of(Time::from_base(total)).to_string();
                let mut derivation = Derivation::new(
                    format!("noticed by {} at the latest", inputs.component.name),
                    name,
                    "(threshold - least staleness) + period x failed checks + latency",
                )
                .with(
                    "period",
                    Amount::of(Time::from_base(every.value)),
                    every.origin(&link.from, product, Field::Every),
                )
                .with(
                    "failed checks to alarm",
                    checks.value,
                    checks.origin(&link.from, product, Field::Datapoints),
                );
                if let Some(threshold) = &threshold {
                    derivation = derivation.with(
                        "threshold",
                        Amount::of(Time::from_base(threshold.value)),
                        threshold.origin(&link.from, product, Field::Threshold),
                    );
                }
                derivation
            });
            if best.as_ref().is_none_or(|(so_far, ..)| total < *so_far) {
                best = Some((total, at, derivation));
            }
        }
        let Some((total, at, derivation)) = best else {
            return Finding::none(format!(
                "no monitor watches {}: it stays unnoticed until somebody complains",
                self.name(place)
            ));
        };
        Finding {
            value: Some(Amount::of(Time::from_base(total))),
            binds: Some(at),
            because: format!("{} raises the alarm", self.name(at)),
            derivation,
            fails: false,
            class: Class::Exact,
        }
    }
}

/// The most that a part adds, in seconds.
pub(super) fn most(part: &Part) -> f64 {
    match part {
        Part::Between { hourly, .. } => hourly.iter().map(|(_, high)| *high).fold(0.0, f64::max),
        Part::Wait { hourly, .. } => hourly.iter().map(|wait| wait.most()).fold(0.0, f64::max),
        Part::Backlog { hourly } => hourly.iter().map(|(now, after, _)| now.max(*after)).fold(0.0, f64::max),
        Part::Cached { ttl, .. } => *ttl,
        Part::Runs { hourly, triggered, .. } => {
            hourly.iter().map(|runs| runs.run + if *triggered { 0.0 } else { runs.period }).fold(0.0, f64::max)
        }
    }
}

/// What a part adds to work that is started at once: latencies, buffers, windows and commits, not schedules.
fn fixed(part: &Part) -> f64 {
    match part {
        Part::Between { .. } => most(part),
        Part::Wait { .. } | Part::Runs { .. } | Part::Cached { .. } | Part::Backlog { .. } => 0.0,
    }
}

fn per_hour(rate: f64) -> String {
    format!("{} an hour", Amount::of(Information::from_base(rate * 3600.0)))
}

/// Whether the stage is over its capacity in its highest hour or burst.
pub(super) fn over_capacity(stage: &Stage) -> bool {
    stage.demands.iter().any(|demand| demand.resource != Resource::Stored && demand.peak_utilization() > 1.0 + 1e-9)
        || stage.periodic.is_some_and(|periodic| periodic.late)
}

/// The highest hour's records a second.
pub(super) fn peak_records(stage: &Stage) -> f64 {
    highest(&stage.input.records)
}
