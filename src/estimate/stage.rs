//! One component at work: what it makes of what comes in, how loaded it is, and what it adds to the staleness.
//!
//! Bytes, records and seconds. Demand is what would flow at the stated load; where a peak is over capacity behind a
//! durable buffer, what comes out is held back and comes later.

use super::node::{Figure, Node};
use super::rates::{Burst, HOUR, Hours, Rates, always, each, highest, mean, over_period, scaled};
use crate::catalog::{Field, HOURS, Resource, Role, Scope};
use crate::formulas::backlog::{self, Backlog};
use crate::formulas::class::Class;
use crate::formulas::general;
use crate::formulas::lateness;
use crate::formulas::periodic::{self, Overrun, Runs};
use crate::formulas::reuse;
use crate::formulas::scaling;
use crate::formulas::waiting::Waiting;
use smallvec::{SmallVec, smallvec};

/// Utilization up to which the steady state of each hour stands for a day, and from which the fluid alone does.
/// Source: comparison with simulations of M/M/1 under a daily profile; between the two the larger of both is
/// taken, which is up to 1.6 times too small.
const NEAR_SATURATION: (f64, f64) = (0.9, 1.02);

/// Which figure is the limit of a demand.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum LimitFrom {
    /// A field of the component.
    Field(Field),
    /// A limit of the product, by its place in the list.
    Product(u16),
}

/// Demand against one limit.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Demand {
    pub resource: Resource,
    pub scope: Scope,
    /// Demand in each hour.
    pub hourly: Hours,
    /// Demand in the highest hour or burst.
    pub peak: f64,
    /// What one unit can take, or the whole component.
    pub limit: f64,
    pub from: LimitFrom,
    /// What all units can take.
    pub capacity: f64,
}

impl Demand {
    pub fn mean_utilization(&self) -> f64 {
        mean(&self.hourly) / self.capacity
    }

    pub fn peak_utilization(&self) -> f64 {
        self.peak / self.capacity
    }

    /// Whether it is about work that flows, not about what is kept or asked from outside.
    pub fn is_work(&self) -> bool {
        !matches!(self.resource, Resource::Stored | Resource::Queries)
    }

    fn per_unit(&self) -> bool {
        self.scope != Scope::Component
    }
}

/// A part of the staleness that arises in a component, hour by hour (or once, if every hour is alike).
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Part {
    /// Anything from the first to the second, all equally likely; a constant if they are equal.
    Between { what: &'static str, hourly: Hours<(f64, f64)> },
    /// Waiting in a queue.
    Wait { what: &'static str, hourly: Hours<Waiting> },
    /// A periodic stage: waits for its run, then runs.
    Runs { offset: Option<f64>, triggered: bool, hourly: Hours<Runs>, startup: f64 },
    /// The delay of a backlog at the beginning and the end of each hour, with the share of the hour that it lasts.
    Backlog { hourly: Hours<(f64, f64, f64)> },
    /// A cached answer: nothing for a miss, any age up to the time to live for a hit.
    Cached { hit: f64, ttl: f64 },
}

/// A component that works in runs.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Periodic {
    pub every: f64,
    pub every_from: EveryFrom,
    pub startup: f64,
    /// Over the mean of the day.
    pub typical: Option<Runs>,
    /// In the busiest hour.
    pub busiest: Option<Runs>,
    /// Whether a run is longer than the stated period in the busiest hour.
    pub late: bool,
    /// Time from one lot of work to the next: the period, or that of what comes at once less often.
    pub comes: f64,
    /// How long the work of one lot takes in the busiest hour, whether or not that much time is there.
    pub longest: f64,
}

/// Why no number of units would do.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Obstacle {
    /// A limit is one of the whole component, and too low.
    Whole(Resource),
    /// The start-up takes the whole period.
    Startup,
    /// So many units are needed, and the queue before it has fewer partitions: so many.
    Partitions { units: f64, partitions: f64 },
    /// No more units work, and why.
    Capped(&'static str),
    /// More units get less done.
    Interference,
}

/// Where a period comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum EveryFrom {
    /// The field, or what is assumed for it.
    Field,
    /// As often as the inputs come.
    Inputs,
    /// One run after the other.
    Continuous,
}

/// Records whose lateness is known, on their way from their source.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Lateness {
    /// Records a second.
    pub records: f64,
    /// Share of them that is late.
    pub share: f64,
    /// Median delay of the late ones.
    pub p50: f64,
    /// 99th percentile of it.
    pub p99: f64,
}

impl Lateness {
    /// Share of the records that are not there so long after their time.
    pub fn missing(&self, watermark: f64) -> f64 {
        let arrived = match lateness::Lateness::new(self.p50, self.p99) {
            Some(law) if self.p50.is_finite() => law.complete(watermark),
            // All by about the same delay.
            _ => f64::from(u8::from(watermark >= self.p50)),
        };
        self.share * (1.0 - arrived)
    }
}

/// What is known of one component after the pass over the traffic.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Stage {
    pub input: Rates,
    pub burst_in: Option<Burst>,
    pub output: Rates,
    pub burst_out: Option<Burst>,
    /// Tries for one record, over one if some fail or come late and are worked in again.
    pub attempts: f64,
    /// Share of the records that comes after the watermark delay.
    pub missing: f64,
    /// Whether it has a load of its own.
    pub sends: bool,
    pub demands: SmallVec<[Demand; 2]>,
    /// The demand that binds.
    binding: Option<u16>,
    /// The demand that decides how fast work gets done.
    pace: Option<u16>,
    pub units: f64,
    pub target: f64,
    /// Units that can work at once.
    pub effective: f64,
    /// Why fewer units work than are given.
    pub capped: Option<&'static str>,
    pub periodic: Option<Periodic>,
    pub parts: SmallVec<[Part; 2]>,
    pub backlog: Option<Box<Backlog>>,
    /// How fast the backlog grows, in bytes a second, if it never catches up.
    pub growth: Option<f64>,
    /// Period with which data leaves, if it leaves in bursts.
    pub emits: Option<f64>,
    /// Partitions that bound the consumers, for a queue.
    pub partitions: Option<f64>,
    /// Fewest partitions of a queue that feeds it; without end if none does.
    pub fed_by: f64,
    /// The same with all that it and those before it call for: where something is held back, and what comes after.
    /// Whoever asks for units asks it as well, or the bottleneck before would tell how many are enough.
    pub free: Option<Box<Self>>,
    /// Squared coefficient of variation of the gaps between records that leave.
    pub scv: f64,
    /// Lateness of what leaves, by source; empty if nothing is late.
    pub late: SmallVec<[Lateness; 0]>,
    /// How far the wait for a unit can be trusted.
    pub wait_class: Class,
}

/// What the stages before have to say to a stage.
#[derive(Clone, Debug, Default)]
pub(super) struct Before {
    pub input: Rates,
    pub burst: Option<Burst>,
    /// Whether something before it holds back what would come.
    pub hindered: bool,
    /// Whether all data comes out of durable stores or queues.
    pub buffered: bool,
    /// Fewest partitions of a queue that feeds it.
    pub partitions: Option<f64>,
    /// Longest period of the bursts that feed it.
    pub period: Option<f64>,
    /// Share of the bytes that comes in bursts.
    pub in_bursts: f64,
    /// Squared coefficient of variation of the gaps between records that come.
    pub scv: f64,
    /// Lateness of what comes, by source.
    pub late: SmallVec<[Lateness; 0]>,
}

/// What its links take: factors of the output for each data link.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Fan {
    /// Sum over the links.
    pub total: f64,
    /// The largest of one link.
    pub largest: f64,
}

impl Stage {
    #[inline]
    pub fn new(node: &Node, before: Before, fan: Fan, hours: usize) -> Self {
        let (buffered, period, partitions) = (before.buffered, before.period, before.partitions);
        let in_bursts = before.in_bursts;
        let mut stage = Self::passing(node, before, hours);
        stage.set_units(node, partitions);
        if node.is_down() {
            return stage;
        }
        stage.set_demands(node, buffered, fan);
        stage.set_work(node, period, in_bursts, hours);
        stage.set_parts(node, buffered, partitions.is_some(), hours);
        stage
    }

    /// The stage as if it had no capacity: what the equations of a cycle are made of.
    pub fn unclipped(node: &Node, before: Before, hours: usize) -> Self {
        Self::passing(node, before, hours)
    }

    /// The component's effect on records and bytes.
    fn passing(node: &Node, before: Before, hours: usize) -> Self {
        let mut stage = Self {
            output: Rates::default(),
            input: before.input,
            burst_in: before.burst,
            burst_out: before.burst,
            attempts: 1.0,
            missing: 0.0,
            sends: false,
            demands: SmallVec::new(),
            binding: None,
            pace: None,
            units: 1.0,
            target: 1.0,
            effective: 1.0,
            capped: None,
            periodic: None,
            parts: SmallVec::new(),
            backlog: None,
            growth: None,
            emits: None,
            partitions: None,
            fed_by: before.partitions.unwrap_or(f64::INFINITY),
            free: None,
            scv: before.scv,
            late: before.late,
            wait_class: Class::Exact,
        };
        match node.role {
            Role::Source => stage.send(node, hours),
            Role::Compute => stage.transform(node, before.burst),
            _ => stage.output = stage.input.clone(),
        }
        if node.is_down() {
            stage.stop(node);
        }
        stage
    }

    /// Out of service nothing is done and nothing goes on: what comes waits.
    fn stop(&mut self, node: &Node) {
        if node.role == Role::Source {
            self.input = self.input.scaled(0.0, 0.0);
            self.sends = false;
        } else {
            self.growth = Some(mean(&self.input.bytes));
        }
        self.output = self.input.scaled(0.0, 0.0);
        self.burst_out = None;
        self.late.clear();
    }

    /// What a source sends, on top of what it passes on.
    fn send(&mut self, node: &Node, hours: usize) {
        if let Some(load) = node.load() {
            let record = node.positive_or(Field::Record);
            let (records, bytes) = if node.load_in_bytes { (load / record, load) } else { (load, load * record) };
            let flat = [1.0; HOURS];
            let weights = node.weights.as_deref().unwrap_or(&flat).iter().take(hours);
            for ((to_records, to_bytes), weight) in
                self.input.records.iter_mut().zip(&mut self.input.bytes).zip(weights)
            {
                *to_records += records * weight;
                *to_bytes += bytes * weight;
            }
            self.sends = true;
            self.scv = node.or(Field::ArrivalScv);
            if let (Some(share), Some(p50)) = (node.positive(Field::LateShare), node.positive(Field::LateP50)) {
                let p99 = node.positive(Field::LateP99).unwrap_or(p50);
                self.late.push(Lateness { records, share, p50, p99 });
            } else if let Some(share) = node.positive(Field::LateShare) {
                // Nobody says by how much: later than any watermark waits.
                self.late.push(Lateness { records, share, p50: f64::INFINITY, p99: f64::INFINITY });
            }
        }
        self.output = self.input.clone();
    }

    /// What a computation makes of records and bytes.
    fn transform(&mut self, node: &Node, burst: Option<Burst>) {
        let Passing { attempts, kept, records, size } = Passing::of(node);
        self.attempts = attempts;
        let (in_records, in_bytes) = (mean(&self.input.records), mean(&self.input.bytes));
        if records == 1.0 && size == 1.0 {
            self.output = self.input.clone();
        } else {
            self.output = self.input.scaled(records, records * size);
        }
        if let Some(window) = node.positive(Field::Window) {
            if !self.late.is_empty() {
                self.set_missing(node.value(Field::Watermark).unwrap_or(0.0));
                if node.choice(Field::LateData) == Some("reprocess") {
                    // Each late record is worked in by itself, on top of the load of its window.
                    self.attempts *= 1.0 + self.missing;
                }
            }
            if let Some(keys) = node.positive(Field::Keys) {
                self.aggregate(window, node.positive(Field::Slide), keys, kept, size);
            }
        }
        let ratio = |out: f64, into: f64| if into > 0.0 { out / into } else { 0.0 };
        self.burst_out = burst.map(|burst| {
            burst.scaled(ratio(mean(&self.output.records), in_records), ratio(mean(&self.output.bytes), in_bytes))
        });
        self.burst_out = self.burst_out.filter(Burst::is_finite);
        if !self.late.is_empty() {
            let passed = ratio(mean(&self.output.records), in_records);
            self.late.iter_mut().for_each(|late| late.records *= passed);
        }
    }

    /// Share of all records that are not there when the watermark passes.
    fn set_missing(&mut self, watermark: f64) {
        let all = mean(&self.input.records);
        let missing: f64 = self.late.iter().map(|late| late.records * late.missing(watermark)).sum();
        self.missing = if all > 0.0 { (missing / all).min(1.0) } else { 0.0 };
    }

    /// An aggregate gives at most one record a key and window: K (1 - (1 - 1/K)^n) of n uniformly drawn keys.
    fn aggregate(&mut self, window: f64, slide: Option<f64>, keys: f64, kept: f64, size: f64) {
        let record = self.input.record_size() * size;
        let every = slide.unwrap_or(window);
        for (out, into) in self.output.records.iter_mut().zip(&self.input.records) {
            *out = reuse::keys_seen(into * kept * window, keys) / every;
        }
        self.output.bytes = scaled(&self.output.records, record);
    }

    fn set_units(&mut self, node: &Node, partitions: Option<f64>) {
        self.units = node.positive_or(Field::Units);
        self.target = node.positive_or(Field::Target);
        (self.effective, self.capped) = working(node, self.units, partitions);
        self.partitions = parted(node, self.units);
    }

    fn set_demands(&mut self, node: &Node, buffered: bool, fan: Fan) {
        // A burst is absorbed where data waits in a durable buffer; elsewhere it must be taken as it comes.
        let burst = if buffered { None } else { self.burst_in };
        for (resource, scope, limit, from) in limits(node) {
            self.demand(node, resource, scope, limit, from, burst, fan);
        }
        self.bind();
    }

    #[expect(clippy::too_many_arguments, reason = "one limit, said in full")]
    fn demand(
        &mut self,
        node: &Node,
        resource: Resource,
        scope: Scope,
        limit: f64,
        from: LimitFrom,
        burst: Option<Burst>,
        fan: Fan,
    ) {
        let (hourly, burst) = match resource {
            Resource::BytesIn => (scaled(&self.input.bytes, self.attempts), burst.map(|burst| burst.bytes)),
            Resource::RecordsIn => (scaled(&self.input.records, self.attempts), burst.map(|burst| burst.records)),
            Resource::BytesOut | Resource::RecordsOut => {
                let factor = if scope == Scope::Consumer { fan.largest } else { fan.total };
                let rates = if resource == Resource::BytesOut { &self.output.bytes } else { &self.output.records };
                (scaled(rates, factor), None)
            }
            Resource::Queries => match node.value(Field::Queries) {
                Some(queries) => (always(queries), None),
                None => return,
            },
            // Bytes kept are compared after retention is known: see `storage`.
            Resource::Stored => return,
        };
        let capacity = if scope == Scope::Component { limit } else { limit * self.effective };
        let peak = highest(&hourly).max(burst.unwrap_or(0.0));
        self.demands.push(Demand { resource, scope, hourly, peak, limit, from, capacity });
    }

    /// Whether it hands on what another does: what comes after need not be computed again.
    pub fn gives_the_same(&self, other: &Self) -> bool {
        self.output == other.output
            && self.burst_out == other.burst_out
            && self.partitions == other.partitions
            && self.emits == other.emits
            && self.scv == other.scv
            && self.late == other.late
            && self.growth.is_some() == other.growth.is_some()
            && match (&self.free, &other.free) {
                (None, None) => true,
                (Some(one), Some(other)) => one.gives_the_same(other),
                _ => false,
            }
    }

    /// Whether it is over its target load, or late.
    pub fn is_over(&self) -> bool {
        self.growth.is_some()
            || self.periodic.as_ref().is_some_and(|periodic| periodic.late)
            || self.bound().is_some_and(|demand| demand.peak_utilization() > self.target * (1.0 + 1e-9))
    }

    /// The stage with as many units as it needs for this, and as it is. If no number would do it is one that holds nothing
    /// back all the same: it may be helped otherwise.
    #[cold]
    pub fn freed(&self, node: &Node, before: &Before, fan: Fan, hours: usize) -> Self {
        let mut stage = Self::new(node, before.clone(), fan, hours);
        let wanted = |stage: &Self| stage.needed_for(node, true).ok().flatten().filter(|_| stage.is_over());
        let (now, then) = (wanted(self), wanted(&stage));
        if let Some(units) = now.zip(then).map(|(now, then)| now.max(then)).or(now).or(then) {
            let mut enough = node.clone();
            enough.set(Field::Units, units);
            stage = Self::new(&enough, before.clone(), fan, hours);
        }
        if stage.growth.is_some() || stage.backlog.is_some() {
            stage.output = Self::passing(node, before.clone(), hours).output;
            (stage.growth, stage.backlog) = (None, None);
        }
        stage
    }

    /// Finds the demand that binds, and the one that sets the pace.
    pub fn bind(&mut self) {
        let largest = |of: fn(&Demand) -> f64, counts: fn(&Demand) -> bool| {
            let demands = (0_u16..).zip(&self.demands).filter(|(_, demand)| counts(demand));
            demands
                .map(|(index, demand)| (index, of(demand)))
                .max_by(|a, b| a.1.total_cmp(&b.1))
                .map(|(index, _)| index)
        };
        self.binding = largest(Demand::peak_utilization, |_| true);
        self.pace = largest(Demand::mean_utilization, Demand::is_work);
    }

    pub fn bound(&self) -> Option<&Demand> {
        self.demands.get(usize::from(self.binding?))
    }

    /// The demand that decides how fast work gets done: rates, not what is kept or asked from outside.
    pub fn pace(&self) -> Option<&Demand> {
        self.demands.get(usize::from(self.pace?))
    }

    fn set_work(&mut self, node: &Node, period: Option<f64>, in_bursts: f64, hours: usize) {
        let periodic = matches!(node.role, Role::Compute | Role::Store | Role::Serve)
            && matches!(node.choice(Field::Mode), Some("batch" | "micro-batch"));
        if !periodic {
            return self.stream(period);
        }
        let triggered = node.choice(Field::Trigger) == Some("after inputs");
        let startup = node.or(Field::Startup);
        let load: Hours = match self.pace() {
            Some(demand) => each(&demand.hourly, |amount| amount / demand.capacity),
            None => smallvec![0.0; hours],
        };
        let average = mean(&load);
        let (every, every_from) = match (triggered, period) {
            // Triggered by bursts: as often as they come. Triggered by a stream: as soon as the last run is over.
            (true, Some(period)) => (period, EveryFrom::Inputs),
            (true, None) => {
                (periodic::sustainable_period(startup, average).unwrap_or(startup).max(1.0), EveryFrom::Continuous)
            }
            (false, _) => (node.positive_or(Field::Every), EveryFrom::Field),
        };
        let overrun = Overrun::named(node.choice(Field::Overrun).unwrap_or("at once"));
        let loads = over_period(&load, every);
        // What comes at once, less often than it runs, is the work of the one run that finds it. A little that comes so
        // beside a steady stream does not make the typical run.
        let comes = period.filter(|period| !triggered && *period > every && in_bursts > 0.5).unwrap_or(every);
        let runs_at = |load: f64| {
            let run = startup + load * comes;
            if comes > every && run <= comes {
                return Some(Runs { period: every, run, at_once: 1.0 });
            }
            periodic::runs(every, startup, load, overrun)
        };
        let typical = runs_at(average);
        // Near and over capacity runs grow for as long as the hour lasts, and no longer: by s each, or to
        // sqrt(2 s x 1 h) in all. What is then left over is the backlog's delay.
        let most = every.max((2.0 * startup * HOUR).sqrt());
        let grown = Runs { period: most, run: most.max(startup), at_once: 1.0 };
        let in_hour = |load: f64| match runs_at(load) {
            Some(runs) if hours == 1 || runs.period <= most => runs,
            _ => grown,
        };
        let hourly: Option<Hours<Runs>> = typical.map(|_| each(&loads, |load| in_hour(*load)));
        let longest = highest(&loads);
        let busiest = typical.map(|_| in_hour(longest));
        // What begins again as soon as it is done has no period that it could miss.
        let busy = startup + longest * comes;
        let late = every_from != EveryFrom::Continuous && busy > comes * (1.0 + 1e-9);
        if let Some(hourly) = hourly {
            self.parts.push(Part::Runs { offset: node.value(Field::Offset), triggered, hourly, startup });
            self.hold_back();
        } else {
            // Each run works off one period while more than one goes by.
            let run = startup + average * every;
            self.falls_behind(1.0 - every / run.max(every));
        }
        if let Some(runs) = busiest {
            self.emits = Some(runs.period);
            // While it works it gives what its capacity makes of what comes, in whichever hour.
            let pace = self.pace().map(|pace| pace.capacity / mean(&pace.hourly));
            self.burst_out = pace.map(|pace| Burst {
                records: mean(&self.output.records) * pace,
                bytes: mean(&self.output.bytes) * pace,
                period: runs.period,
            });
            self.burst_out = self.burst_out.filter(Burst::is_finite);
        }
        // What a periodic stage has to do in its busiest period is the peak that its units must be enough for.
        // One that never rests has no period but its own, which more units make shorter: its peak is the hour's.
        let peak_over = if every_from == EveryFrom::Continuous { 0.0 } else { every };
        for demand in self.demands.iter_mut().filter(|demand| demand.is_work()) {
            demand.peak = highest(&over_period(&demand.hourly, peak_over));
        }
        self.bind();
        self.scv = 1.0;
        self.periodic = Some(Periodic { every, every_from, startup, typical, busiest, late, comes, longest: busy });
    }

    fn stream(&mut self, period: Option<f64>) {
        self.emits = period;
        if !matches!(self.pace(), Some(demand) if demand.mean_utilization() >= 1.0) {
            self.hold_back();
            // What comes at once goes on no faster than it is worked off.
            if let (Some(burst), Some(pace)) = (self.burst_in, self.pace()) {
                let rate = if pace.resource == Resource::RecordsIn { burst.records } else { burst.bytes };
                let most = pace.capacity / (rate * self.attempts).max(f64::MIN_POSITIVE);
                if most < 1.0 {
                    self.burst_out = self.burst_out.map(|burst| burst.scaled(most, most));
                }
            }
            return;
        }
        self.falls_behind(0.0);
    }

    /// More comes than is worked off: at least this share is left over.
    fn falls_behind(&mut self, least: f64) {
        let excess = self.pace().map_or(0.0, |demand| 1.0 - 1.0 / demand.mean_utilization().max(1.0)).max(least);
        self.growth = Some(mean(&self.input.bytes) * excess);
        // What comes out is what it manages.
        self.output = self.output.scaled(1.0 - excess, 1.0 - excess);
        // It never rests, so nothing of it comes at once.
        self.burst_out = None;
    }

    /// A peak over capacity behind a durable buffer becomes a backlog; the output follows later.
    fn hold_back(&mut self) {
        let Some(pace) = self.pace() else { return };
        let (rates, capacity) = (pace.hourly.clone(), pace.capacity);
        if highest(&rates) <= capacity {
            return;
        }
        let Some(backlog) = backlog::periodic(&rates, capacity, HOUR) else { return };
        let next = backlog.at.iter().cycle().skip(1);
        let factors: Vec<f64> = rates
            .iter()
            .zip(backlog.at.iter().zip(next))
            .map(|(rate, (now, after))| if *rate > 0.0 { (rate * HOUR + now - after) / (rate * HOUR) } else { 1.0 })
            .collect();
        for rates in [&mut self.output.records, &mut self.output.bytes] {
            for (rate, factor) in rates.iter_mut().zip(&factors) {
                *rate *= factor;
            }
        }
        self.backlog = Some(Box::new(backlog));
    }

    fn set_parts(&mut self, node: &Node, buffered: bool, partitioned: bool, hours: usize) {
        let runs = std::mem::take(&mut self.parts);
        let constant = |what, seconds: f64| Part::Between { what, hourly: always((seconds, seconds)) };
        let within = |what, seconds: f64| Part::Between { what, hourly: always((0.0, seconds)) };
        if let Some(latency) = node.positive(Field::Latency) {
            self.parts.push(constant("passes through", latency));
        }
        if matches!(node.role, Role::Source | Role::Queue | Role::Compute)
            && let Some(part) = self.buffer(node)
        {
            self.parts.push(part);
        }
        if node.role == Role::Compute {
            if let Some(window) = node.positive(Field::Window) {
                self.parts.push(within("waits for the window to end", node.positive(Field::Slide).unwrap_or(window)));
            }
            if let Some(watermark) = node.positive(Field::Watermark) {
                self.parts.push(constant("waits for late records", watermark));
            }
        }
        if runs.is_empty() {
            let wait = self.waiting(node, partitioned);
            self.parts.extend(wait);
            if let (Role::Compute, None, Some(service)) = (node.role, node.positive(Field::Latency), self.service()) {
                self.parts.push(constant("is worked on", self.attempts / service));
            }
            if let (Some(burst), Some(pace), true) = (self.burst_in, self.pace(), buffered) {
                // The last record of a burst waits until those before it are worked off.
                let rate = if pace.resource == Resource::RecordsIn { burst.records } else { burst.bytes };
                let longest = burst.period * mean(&pace.hourly) / rate.max(f64::MIN_POSITIVE);
                let drain = burst.period * mean(&pace.hourly) / pace.capacity - longest;
                if drain > 0.0 && drain.is_finite() {
                    self.parts.push(constant("works off what came at once", drain));
                }
            }
        }
        self.parts.extend(runs);
        if let (Some(backlog), Some(pace)) = (&self.backlog, self.pace()) {
            let next = backlog.at.iter().cycle().skip(1);
            let hourly: Hours<(f64, f64, f64)> = backlog
                .at
                .iter()
                .zip(next)
                .zip(&pace.hourly)
                .map(|((now, after), rate)| {
                    // It begins full if the load is above capacity, and may be gone before the hour is.
                    let lasts = match pace.capacity - rate {
                        drain if *after <= 0.0 && drain > 0.0 => (now / (drain * HOUR)).min(1.0),
                        _ => 1.0,
                    };
                    (now / pace.capacity, after / pace.capacity, lasts)
                })
                .take(hours)
                .collect();
            self.parts.push(Part::Backlog { hourly });
        }
        if let Some(commit) = node.positive(Field::Commit) {
            self.parts.push(within("waits for the next commit", commit));
        }
        if node.role == Role::Serve
            && let (Some(ttl), Some(queries)) = (node.positive(Field::Ttl), node.positive(Field::Queries))
        {
            let each = queries / node.positive(Field::Keys).unwrap_or(1.0);
            self.parts.push(Part::Cached { hit: each * ttl / (1.0 + each * ttl), ttl });
        }
    }

    /// A buffer passes on when it is full or old enough, whichever comes first.
    fn buffer(&self, node: &Node) -> Option<Part> {
        let time = node.positive(Field::BufferTime);
        let size = node.positive(Field::BufferSize);
        let what = "waits in the buffer";
        let interval = |rate: f64| {
            let full = size.filter(|_| rate > 0.0).map(|size| size / rate);
            match (time, full) {
                (Some(time), Some(full)) => Some(time.min(full)),
                (time, full) => time.or(full),
            }
        };
        let hourly: Option<Hours<(f64, f64)>> = if size.is_some() {
            self.input.bytes.iter().map(|rate| interval(*rate).map(|t| (0.0, t))).collect()
        } else {
            time.map(|t| always((0.0, t)))
        };
        hourly.map(|hourly| Part::Between { what, hourly })
    }

    /// Records a second that one unit works off; none if that is not known.
    fn service(&self) -> Option<f64> {
        let pace = self.pace().filter(|demand| demand.per_unit())?;
        let record = self.input.record_size();
        match pace.resource {
            Resource::RecordsIn => Some(pace.limit),
            Resource::BytesIn if record > 0.0 => Some(pace.limit / record),
            _ => None,
        }
    }

    /// Waiting for a free unit: one queue a partition behind a partitioned log, one pool otherwise.
    fn waiting(&mut self, node: &Node, partitioned: bool) -> Option<Part> {
        let role = node.role;
        if !matches!(role, Role::Compute | Role::Queue | Role::Serve) || self.growth.is_some() {
            return None;
        }
        let service = self.service()?;
        let separate = partitioned || role == Role::Queue;
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped")]
        let servers = self.effective.floor().clamp(1.0, 1e6) as u32;
        let (arrival_scv, service_scv) = (self.scv, node.or(Field::ServiceScv));
        // A keyed stage is as fresh as its hottest partition.
        let hottest = node.positive(Field::HotShare).unwrap_or(0.0).max(1.0 / f64::from(servers));
        let daily = self.input.records.len() > 1;
        let mut class = Class::Exact;
        let nothing = Waiting { probability: 0.0, mean_if_waiting: 0.0 };
        let hourly: Hours<Waiting> = self
            .input
            .records
            .iter()
            .enumerate()
            .map(|(hour, records)| {
                let mut arrivals = records * self.attempts;
                let utilization = arrivals / (service * f64::from(servers));
                if daily && utilization > NEAR_SATURATION.0 {
                    let backlog = self.backlog.as_ref().and_then(|backlog| backlog.at.get(hour)).copied();
                    if utilization >= NEAR_SATURATION.1 || backlog.is_some_and(|backlog| backlog > 0.0) {
                        return nothing;
                    }
                    // The hour ends before a queue that full is in its steady state.
                    arrivals = arrivals.min(service * f64::from(servers) * 0.99);
                    class = class.and(Class::Approximation { low: 1.0 / 1.6, high: 1.0 });
                }
                let found = if separate {
                    let variability = if servers == 1 { arrival_scv } else { (arrival_scv - 1.0) * hottest + 1.0 };
                    general::ggc(arrivals * hottest, service, 1, variability, service_scv)
                } else {
                    general::ggc(arrivals, service, servers, arrival_scv, service_scv)
                };
                let Some(found) = found else {
                    class = class.and(Class::Unknown);
                    return nothing;
                };
                class = class.and(found.class);
                if found.probability <= 0.0 {
                    return nothing;
                }
                // Every try waits again.
                let mean_if_waiting = found.wait / found.probability * self.attempts;
                Waiting { probability: found.probability, mean_if_waiting }
            })
            .collect();
        let utilization = (mean(&self.input.records) * self.attempts / (service * f64::from(servers))).min(1.0);
        // Whitt's approximation of the variability of departures.
        let square = utilization * utilization;
        self.scv =
            1.0 + (1.0 - square) * (arrival_scv - 1.0) + square * (service_scv - 1.0) / f64::from(servers).sqrt();
        self.wait_class = class;
        let matters = hourly.iter().any(|wait| wait.mean() > 0.0);
        matters.then_some(Part::Wait { what: "waits for a free unit", hourly })
    }

    /// Units needed at the target load, for what comes now and for what would come if nothing before it held anything
    /// back; none if no limit is known.
    pub fn needed(&self, node: &Node, peak: bool) -> Result<Option<f64>, Obstacle> {
        let now = self.needed_for(node, peak)?;
        let Some(free) = &self.free else { return Ok(now) };
        let then = free.needed_for(node, peak)?;
        Ok(now.zip(then).map(|(now, then)| now.max(then)).or(now).or(then))
    }

    fn needed_for(&self, node: &Node, peak: bool) -> Result<Option<f64>, Obstacle> {
        // The run must end before the next begins, start-up included.
        let run = self.periodic.as_ref().filter(|periodic| periodic.every_from != EveryFrom::Continuous);
        // Where work comes at once, less often than it runs, that may end once what comes before it is mended: what does
        // for the shorter time does for the longer.
        let part = run.map_or(1.0, |run| {
            let comes = if run.every > run.startup { run.every } else { run.comes };
            (comes - run.startup) / comes
        });
        if part < -1e-9 || (part <= 0.0 && self.demands.iter().any(Demand::is_work)) {
            return Err(Obstacle::Startup);
        }
        // Units that must work, units that must be there, and units of which some must be left over.
        let (mut working_units, mut there, mut more_than) = (0.0_f64, 1.0_f64, 0.0_f64);
        for demand in &self.demands {
            let average = mean(&demand.hourly);
            let amount = if peak { demand.peak } else { average };
            let most = if demand.is_work() { self.target.min(part) } else { self.target };
            if !demand.per_unit() {
                let stuck = demand.is_work() && average >= demand.limit;
                if amount > demand.limit * most * (1.0 + 1e-9) || stuck {
                    return Err(Obstacle::Whole(demand.resource));
                }
                continue;
            }
            let units = amount / (demand.limit * most);
            if demand.resource == Resource::Stored {
                there = there.max(units);
            } else {
                working_units = working_units.max(units);
            }
            if demand.is_work() {
                more_than = more_than.max(average / demand.limit);
            }
        }
        if self.demands.is_empty() {
            return Ok(None);
        }
        // A hair over a whole number is rounding, not another unit.
        let least = (working_units.max(there) - 1e-9).ceil().max(1.0);
        let fed_by = Some(self.fed_by).filter(|most| most.is_finite());
        let works = |units: f64| working(node, units, fed_by).0;
        // At just its capacity no backlog is ever worked off.
        let enough = |units: f64| {
            let works = works(units);
            works >= working_units - 1e-9 && works > more_than * (1.0 + 1e-12)
        };
        let (mut short, mut units) = (least - 1.0, least);
        while !enough(units) {
            let next = (units * 1.02).ceil().max(units + 1.0);
            if next > 1e9 || (works(next) <= works(units) && units >= node.positive(Field::Splits).unwrap_or(0.0)) {
                let partitions = fed_by.filter(|most| node.role == Role::Compute && *most < least);
                return Err(match (partitions, working(node, units, fed_by).1) {
                    (Some(partitions), _) => Obstacle::Partitions { units: least, partitions },
                    (None, Some(why)) => Obstacle::Capped(why),
                    (None, None) => Obstacle::Interference,
                });
            }
            (short, units) = (units, next);
        }
        while units - short > 1.0 {
            let middle = f64::midpoint(short, units).floor();
            if middle <= short || middle >= units {
                // Beyond 2^53 there are no numbers a unit apart.
                break;
            }
            if enough(middle) { units = middle } else { short = middle }
        }
        Ok(Some(units))
    }

    /// Bytes that it holds to do its work, in the busiest hour: the records of the open windows, or one a key and
    /// window where it aggregates as they come.
    pub fn state(&self, node: &Node) -> f64 {
        let (Role::Compute, Some(window)) = (node.role, node.positive(Field::Window)) else { return 0.0 };
        let open = window + node.value(Field::Watermark).unwrap_or(0.0);
        let all = highest(&self.input.bytes) * open;
        match node.positive(Field::Keys) {
            Some(keys) => {
                let windows = (open / node.positive(Field::Slide).unwrap_or(window)).ceil();
                all.min(keys * windows * self.input.record_size())
            }
            None => all,
        }
    }

    /// Units that are billed where billing follows the hours: what each hour needs, at least the floor.
    pub fn billed_hourly(&self, floor: f64) -> f64 {
        let hours = self.demands.iter().map(|demand| demand.hourly.len()).max().unwrap_or(1);
        let needed = |hour: usize| -> f64 {
            let demands = self.demands.iter().filter(|demand| demand.per_unit() && demand.resource != Resource::Stored);
            let units = demands.map(|demand| {
                let amount = demand.hourly.get(hour).or(demand.hourly.first()).copied().unwrap_or(0.0);
                amount / (demand.limit * self.target)
            });
            (units.fold(0.0, f64::max) - 1e-9).ceil().max(floor).min(self.units.max(floor))
        };
        (0..hours).map(needed).sum::<f64>() / hours as f64
    }
}

/// What a component makes of each record and byte: factors.
#[derive(Clone, Copy, Debug)]
pub(super) struct Passing {
    /// Tries for one record.
    pub attempts: f64,
    /// Share of the records that are no duplicates.
    pub kept: f64,
    /// Records out for one in.
    pub records: f64,
    /// Size of a record out for that of one in.
    pub size: f64,
}

impl Passing {
    pub fn of(node: &Node) -> Self {
        let (mut lost, mut attempts) = (0.0, 1.0);
        if let Some(failures) = node.value(Field::Failures) {
            let failures = failures.min(0.999_999);
            lost = failures.powf(node.value(Field::Tries).map_or(f64::INFINITY, |tries| tries.max(1.0)));
            attempts = (1.0 - lost) / (1.0 - failures);
        }
        let kept = 1.0 - node.value(Field::Duplicates).unwrap_or(0.0);
        let selectivity = node.value(Field::Selectivity).unwrap_or(1.0);
        let size = node.value(Field::SizeRatio).unwrap_or(1.0);
        Self { attempts, kept, records: kept * (1.0 - lost) * selectivity, size }
    }
}

/// Units of so many that can work at once, and why not all of them.
pub(super) fn working(node: &Node, units: f64, partitions: Option<f64>) -> (f64, Option<&'static str>) {
    let mut working = units;
    let mut capped = None;
    let mut cap = |working: &mut f64, most: f64, why| {
        if most < *working {
            *working = most;
            capped = Some(why);
        }
    };
    if let (Role::Compute, Some(partitions)) = (node.role, partitions) {
        cap(&mut working, partitions, "no more consumers work than the queue before it has partitions");
    }
    if let Some(hot) = node.positive(Field::HotShare) {
        cap(&mut working, 1.0 / hot, "the hottest part takes its share on one unit");
    }
    if let Some(splits) = node.positive(Field::Splits) {
        // Whole waves of tasks: the last one keeps only some of the workers busy.
        let workers = working.max(1.0).floor();
        cap(
            &mut working,
            splits / (splits / workers).ceil(),
            "the files of a run do not keep all workers busy to the end",
        );
    }
    let (alpha, beta) = (node.or(Field::Contention), node.or(Field::Coherency));
    if alpha > 0.0 || beta > 0.0 {
        let n = working.max(1.0);
        working = scaling::usl(working / n, n, alpha, beta);
    }
    (working, capped)
}

/// Partitions of a queue of so many units: as stated, or its units where they are partitions.
pub(super) fn parted(node: &Node, units: f64) -> Option<f64> {
    if node.role != Role::Queue {
        return None;
    }
    let counts = node.product.as_ref().is_some_and(|product| matches!(product.unit.as_str(), "partition" | "shard"));
    node.positive(Field::Partitions).or_else(|| counts.then_some(units))
}

/// The limits of a component: its own throughput, else those of its product.
pub(super) fn limits(node: &Node) -> impl Iterator<Item = (Resource, Scope, f64, LimitFrom)> + '_ {
    let own_bytes = node.positive(Field::Throughput);
    let own_records = node.positive(Field::RecordThroughput);
    let own = [
        (Resource::BytesIn, Field::Throughput, own_bytes),
        (Resource::RecordsIn, Field::RecordThroughput, own_records),
    ];
    let own = own.into_iter().filter_map(|(resource, field, value)| {
        value.map(|limit| (resource, Scope::Unit, limit, LimitFrom::Field(field)))
    });
    let listed = node.product.as_deref().map_or(&[][..], |product| &product.limits);
    own.chain((0_u16..).zip(listed).filter_map(move |(number, limit)| {
        let replaced = match limit.resource {
            Resource::BytesIn => own_bytes.is_some(),
            Resource::RecordsIn => own_records.is_some(),
            _ => false,
        };
        let value = limit.value.amount().base() * node.factor(Figure::Limit(usize::from(number)));
        let counts = value > 0.0 && !(replaced && limit.scope == Scope::Unit);
        counts.then_some((limit.resource, limit.scope, value, LimitFrom::Product(number)))
    }))
}
