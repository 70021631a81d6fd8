//! One component at work: what it makes of what comes in, how loaded it is, and what it adds to the staleness.
//!
//! Bytes, records and seconds. Demand is what would flow at the stated load; where a peak is over capacity behind a
//! durable buffer, what comes out is held back and comes later.

use super::inputs::{Inputs, Known};
use super::rates::{Burst, HOUR, Rates, highest, mean, over_period};
use crate::catalog::{Field, Resource, Role, Scope};
use crate::formulas::backlog::{self, Backlog};
use crate::formulas::periodic::{self, Overrun, Runs};
use crate::formulas::waiting::{self, Waiting};

/// Target load where nobody says otherwise.
const TARGET: f64 = 0.7;

/// Demand against one limit.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Demand {
    pub resource: Resource,
    pub scope: Scope,
    /// Demand in each hour.
    pub hourly: Vec<f64>,
    /// Demand in the highest hour or burst.
    pub peak: f64,
    /// What one unit can take, or the whole component.
    pub limit: Known,
    /// The field that would replace the limit.
    pub field: Option<Field>,
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

    fn per_unit(&self) -> bool {
        self.scope != Scope::Component
    }
}

/// A part of the staleness that arises in a component, hour by hour (or once, if every hour is alike).
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Part {
    /// Anything from the first to the second, all equally likely; a constant if they are equal.
    Between { what: &'static str, hourly: Vec<(f64, f64)> },
    /// Waiting in a queue.
    Wait { what: &'static str, hourly: Vec<Waiting> },
    /// A periodic stage: waits for its run, then runs.
    Runs { offset: Option<f64>, triggered: bool, hourly: Vec<Runs>, startup: f64 },
}

/// How a component spends its time.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Work {
    /// Record by record.
    Stream,
    /// In runs.
    Periodic(Box<Periodic>),
}

/// A component that works in runs.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Periodic {
    pub every: Known,
    pub startup: Known,
    pub offset: Option<Known>,
    /// Over the mean of the day.
    pub typical: Option<Runs>,
    /// In the busiest hour.
    pub busiest: Option<Runs>,
    /// Whether a run is longer than the stated period in the busiest hour.
    pub late: bool,
}

impl Work {
    /// The runs, for a component that works in runs.
    pub fn periodic(&self) -> Option<&Periodic> {
        match self {
            Self::Stream => None,
            Self::Periodic(periodic) => Some(periodic),
        }
    }
}

/// What is known of one component after the pass over the traffic.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Stage {
    pub input: Rates,
    pub burst_in: Option<Burst>,
    pub output: Rates,
    pub burst_out: Option<Burst>,
    /// Tries for one record, over one if some fail.
    pub attempts: f64,
    /// Load, record size and peak of a source.
    pub load: Option<(Known, bool)>,
    pub record: Option<Known>,
    pub selectivity: Option<Known>,
    pub size_ratio: Option<Known>,
    pub demands: Vec<Demand>,
    /// The demand that binds.
    pub binding: Option<usize>,
    pub units: Known,
    pub target: Known,
    /// Units that can work at once.
    pub effective: f64,
    /// Why fewer units work than are given.
    pub capped: Option<&'static str>,
    pub work: Work,
    pub parts: Vec<Part>,
    pub backlog: Option<Backlog>,
    /// How fast the backlog grows, in bytes a second, if it never catches up.
    pub growth: Option<f64>,
    /// Period with which data leaves, if it leaves in bursts.
    pub emits: Option<f64>,
    /// Partitions that bound the consumers, for a queue.
    pub partitions: Option<Known>,
}

/// What the stages before have to say to a stage.
#[derive(Clone, Debug, Default)]
pub(super) struct Before {
    pub input: Rates,
    pub burst: Option<Burst>,
    /// Whether all data comes out of durable stores or queues.
    pub buffered: bool,
    /// Fewest partitions of a queue that feeds it.
    pub partitions: Option<f64>,
    /// Longest period of the bursts that feed it.
    pub period: Option<f64>,
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
    pub fn new(inputs: Inputs<'_>, before: &Before, fan: Fan, hours: usize) -> Self {
        let mut stage = Self::passing(inputs, before, hours);
        stage.set_units(inputs, before);
        stage.set_demands(inputs, before, fan);
        stage.set_work(inputs, before, hours);
        stage.set_parts(inputs, before, hours);
        stage
    }

    /// The stage as if it had no capacity: what the equations of a cycle are made of.
    pub fn unclipped(inputs: Inputs<'_>, before: &Before, hours: usize) -> Self {
        Self::passing(inputs, before, hours)
    }

    /// A stage with nothing to do.
    pub fn idle(hours: usize) -> Self {
        Self {
            input: Rates::none(hours),
            burst_in: None,
            output: Rates::none(hours),
            burst_out: None,
            attempts: 1.0,
            load: None,
            record: None,
            selectivity: None,
            size_ratio: None,
            demands: Vec::new(),
            binding: None,
            units: Known::assumed(1.0, "one unit, because nobody says how many"),
            target: Known::assumed(TARGET, "a load of 70 % leaves room for peaks and restarts"),
            effective: 1.0,
            capped: None,
            work: Work::Stream,
            parts: Vec::new(),
            backlog: None,
            growth: None,
            emits: None,
            partitions: None,
        }
    }

    /// The component's effect on records and bytes.
    fn passing(inputs: Inputs<'_>, before: &Before, hours: usize) -> Self {
        let mut stage =
            Self { input: before.input.clone(), burst_in: before.burst, burst_out: before.burst, ..Self::idle(hours) };
        match inputs.component.role {
            Role::Source => stage.send(inputs, hours),
            Role::Compute => {
                let failures = inputs.known(Field::Failures).map_or(0.0, |known| known.value.min(0.999_999));
                let tries = inputs.known(Field::Tries).map_or(f64::INFINITY, |known| known.value.max(1.0));
                let lost = failures.powf(tries);
                stage.attempts = (1.0 - lost) / (1.0 - failures);
                let kept = 1.0 - inputs.known(Field::Duplicates).map_or(0.0, |known| known.value);
                stage.selectivity = inputs.known(Field::Selectivity);
                stage.size_ratio = inputs.known(Field::SizeRatio);
                let selectivity = stage.selectivity.as_ref().map_or(1.0, |known| known.value);
                let size = stage.size_ratio.as_ref().map_or(1.0, |known| known.value);
                let records = kept * (1.0 - lost) * selectivity;
                stage.output = stage.input.scaled(records, records * size);
                if let (Some(window), Some(keys)) = (inputs.positive(Field::Window), inputs.positive(Field::Keys)) {
                    stage.aggregate(
                        window.value,
                        inputs.positive(Field::Slide).map(|s| s.value),
                        keys.value,
                        kept,
                        size,
                    );
                }
                let (in_records, in_bytes) = (mean(&stage.input.records), mean(&stage.input.bytes));
                let ratio = |out: f64, into: f64| if into > 0.0 { out / into } else { 0.0 };
                stage.burst_out = before.burst.map(|burst| {
                    burst.scaled(
                        ratio(mean(&stage.output.records), in_records),
                        ratio(mean(&stage.output.bytes), in_bytes),
                    )
                });
            }
            _ => stage.output = stage.input.clone(),
        }
        stage
    }

    /// What a source sends, on top of what it passes on.
    fn send(&mut self, inputs: Inputs<'_>, hours: usize) {
        self.load = inputs.load();
        let record = inputs
            .positive(Field::Record)
            .unwrap_or_else(|| Known::assumed(1000.0, "a record of 1 KB, because nobody says how large one is"));
        if let Some((load, in_bytes)) = &self.load {
            let weights = day_weights(inputs, hours);
            let bytes = if *in_bytes { load.value } else { load.value * record.value };
            let records = if *in_bytes { load.value / record.value } else { load.value };
            for ((slot_records, slot_bytes), weight) in
                self.input.records.iter_mut().zip(&mut self.input.bytes).zip(weights)
            {
                *slot_records += records * weight;
                *slot_bytes += bytes * weight;
            }
        }
        self.record = Some(record);
        self.output = self.input.clone();
    }

    /// An aggregate gives at most one record a key and window: K (1 - (1 - 1/K)^n) of n uniformly drawn keys.
    fn aggregate(&mut self, window: f64, slide: Option<f64>, keys: f64, kept: f64, size: f64) {
        let record = self.input.record_size() * size;
        let every = slide.unwrap_or(window);
        for (out, into) in self.output.records.iter_mut().zip(&self.input.records) {
            let seen = into * kept * window;
            let live = if keys <= 1.0 { seen.min(1.0) } else { -keys * (seen * (-1.0 / keys).ln_1p()).exp_m1() };
            *out = live / every;
        }
        self.output.bytes = self.output.records.iter().map(|records| records * record).collect();
    }

    fn set_units(&mut self, inputs: Inputs<'_>, before: &Before) {
        self.units = inputs.positive(Field::Units).unwrap_or_else(|| self.units.clone());
        self.target = inputs.positive(Field::Target).unwrap_or_else(|| self.target.clone());
        let mut working = self.units.value;
        let mut cap = |most: f64, why| {
            if most < working {
                working = most;
                self.capped = Some(why);
            }
        };
        if inputs.component.role == Role::Compute
            && let Some(partitions) = before.partitions
        {
            cap(partitions, "no more consumers work than the queue before it has partitions");
        }
        if let Some(hot) = inputs.positive(Field::HotShare) {
            cap(1.0 / hot.value, "the hottest part takes its share on one unit");
        }
        let (alpha, beta) = (
            inputs.known(Field::Contention).map_or(0.0, |known| known.value),
            inputs.known(Field::Coherency).map_or(0.0, |known| known.value),
        );
        let n = working.max(1.0);
        self.effective = working / (1.0 + alpha * (n - 1.0) + beta * n * (n - 1.0));
        if inputs.component.role == Role::Queue {
            let counts_parts =
                inputs.product.is_some_and(|product| matches!(product.unit.as_str(), "partition" | "shard"));
            self.partitions = inputs.positive(Field::Partitions).or_else(|| counts_parts.then(|| self.units.clone()));
        }
    }

    fn set_demands(&mut self, inputs: Inputs<'_>, before: &Before, fan: Fan) {
        let mut limits: Vec<(Resource, Scope, Known, Option<Field>)> = Vec::new();
        let replaced = [(Resource::BytesIn, Field::Throughput), (Resource::RecordsIn, Field::RecordThroughput)];
        for (resource, field) in replaced {
            if let Some(known) = inputs.positive(field) {
                limits.push((resource, Scope::Unit, known, Some(field)));
            }
        }
        if let Some(product) = inputs.product {
            for limit in &product.limits {
                let field = replaced.iter().find(|(resource, _)| *resource == limit.resource).map(|(_, field)| *field);
                let overridden = limit.scope == Scope::Unit
                    && limits.iter().any(|(resource, scope, ..)| *resource == limit.resource && *scope == Scope::Unit);
                let value = limit.value.amount().base();
                if !overridden && value > 0.0 {
                    let known = Known {
                        value,
                        text: Some(limit.value.text().into()),
                        source: super::inputs::Source::Catalog(limit.provenance.clone()),
                    };
                    limits.push((limit.resource, limit.scope, known, field));
                }
            }
        }
        // A burst is absorbed where data waits in a durable buffer; elsewhere it must be taken as it comes.
        let burst_in = if before.buffered { None } else { self.burst_in };
        for (resource, scope, limit, field) in limits {
            let (hourly, burst) = match resource {
                Resource::BytesIn => (scaled(&self.input.bytes, self.attempts), burst_in.map(|b| b.bytes)),
                Resource::RecordsIn => (scaled(&self.input.records, self.attempts), burst_in.map(|b| b.records)),
                Resource::BytesOut | Resource::RecordsOut => {
                    let factor = if scope == Scope::Consumer { fan.largest } else { fan.total };
                    let rates = if resource == Resource::BytesOut { &self.output.bytes } else { &self.output.records };
                    (scaled(rates, factor), None)
                }
                Resource::Queries => match inputs.known(Field::Queries) {
                    Some(queries) => (vec![queries.value], None),
                    None => continue,
                },
                // Bytes kept are compared after retention is known: see `storage`.
                Resource::Stored => continue,
            };
            let capacity = if scope == Scope::Component { limit.value } else { limit.value * self.effective };
            let peak = highest(&hourly).max(burst.unwrap_or(0.0));
            self.demands.push(Demand { resource, scope, hourly, peak, limit, field, capacity });
        }
        self.bind();
    }

    /// Finds the demand that binds.
    pub fn bind(&mut self) {
        self.binding = (0..self.demands.len()).max_by(|a, b| {
            let of = |index: &usize| self.demands.get(*index).map_or(0.0, Demand::peak_utilization);
            of(a).total_cmp(&of(b))
        });
    }

    pub fn bound(&self) -> Option<&Demand> {
        self.binding.and_then(|index| self.demands.get(index))
    }

    /// The demand that decides how fast work gets done: rates, not what is kept or asked from outside.
    pub fn pace(&self) -> Option<&Demand> {
        self.demands
            .iter()
            .filter(|demand| !matches!(demand.resource, Resource::Stored | Resource::Queries))
            .max_by(|a, b| a.mean_utilization().total_cmp(&b.mean_utilization()))
    }

    fn set_work(&mut self, inputs: Inputs<'_>, before: &Before, hours: usize) {
        let mode = inputs.choice(Field::Mode).unwrap_or("stream");
        let periodic = matches!(mode, "batch" | "micro-batch")
            && matches!(inputs.component.role, Role::Compute | Role::Store | Role::Serve);
        if !periodic {
            return self.stream(before);
        }
        let triggered = inputs.choice(Field::Trigger) == Some("after inputs");
        let startup = inputs.or(Field::Startup, 0.0, "no start-up, because nobody says how long it takes");
        let stated = inputs.positive(Field::Every);
        let load = self.pace().map(|demand| demand.hourly.iter().map(|d| d / demand.capacity).collect::<Vec<_>>());
        let load = load.unwrap_or_else(|| vec![0.0; hours]);
        let average = mean(&load);
        let every = match (triggered, before.period, stated) {
            // Triggered by bursts: as often as they come. Triggered by a stream: as soon as the last run is over.
            (true, Some(period), _) => Known::assumed(period, "as often as the inputs come"),
            (true, None, _) => Known::assumed(
                periodic::sustainable_period(startup.value, average).unwrap_or(startup.value).max(1.0),
                "one run after the other, because the inputs never pause",
            ),
            (false, _, Some(every)) => every,
            (false, ..) => Known::assumed(3600.0, "every hour, because nobody says how often"),
        };
        let overrun = Overrun::named(inputs.choice(Field::Overrun).unwrap_or("at once"));
        let loads = over_period(&load, every.value);
        let runs_at = |load: f64| periodic::runs(every.value, startup.value, load, overrun);
        let typical = runs_at(average);
        // In hours over capacity a run takes what the day's mean allows; the rest is the backlog's delay.
        let hourly: Option<Vec<Runs>> =
            typical.map(|typical| loads.iter().map(|load| runs_at(*load).unwrap_or(typical)).collect());
        let longest = highest(&loads);
        let busiest = runs_at(longest).or(typical);
        let late = startup.value + longest * every.value > every.value * (1.0 + 1e-9);
        let offset = inputs.known(Field::Offset);
        if let Some(hourly) = hourly {
            self.parts.push(Part::Runs {
                offset: offset.as_ref().map(|known| known.value),
                triggered,
                hourly,
                startup: startup.value,
            });
            self.hold_back();
        } else {
            self.falls_behind();
        }
        if let Some(runs) = busiest {
            let working = runs.run - startup.value;
            self.emits = Some(runs.period);
            self.burst_out = (working > 0.0).then(|| Burst {
                records: highest(&self.output.records) * runs.period / working,
                bytes: highest(&self.output.bytes) * runs.period / working,
                period: runs.period,
            });
        }
        // What a periodic stage has to do in its busiest period is the peak that its units must be enough for.
        for demand in &mut self.demands {
            if !matches!(demand.resource, Resource::Queries | Resource::Stored) {
                demand.peak = highest(&over_period(&demand.hourly, every.value));
            }
        }
        self.bind();
        self.work = Work::Periodic(Box::new(Periodic { every, startup, offset, typical, busiest, late }));
    }

    fn stream(&mut self, before: &Before) {
        self.emits = before.period;
        if !matches!(self.pace(), Some(demand) if demand.mean_utilization() >= 1.0) {
            self.hold_back();
            return;
        }
        self.falls_behind();
    }

    fn falls_behind(&mut self) {
        let excess = self.pace().map_or(0.0, |demand| 1.0 - 1.0 / demand.mean_utilization().max(1.0));
        self.growth = Some(mean(&self.input.bytes) * excess);
        // What comes out is what it manages.
        self.output = self.output.scaled(1.0 - excess, 1.0 - excess);
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
        self.backlog = Some(backlog);
    }

    fn set_parts(&mut self, inputs: Inputs<'_>, before: &Before, hours: usize) {
        let runs = std::mem::take(&mut self.parts);
        let constant = |what, seconds: f64| Part::Between { what, hourly: vec![(seconds, seconds)] };
        let within = |what, seconds: f64| Part::Between { what, hourly: vec![(0.0, seconds)] };
        if let Some(latency) = inputs.positive(Field::Latency) {
            self.parts.push(constant("passes through", latency.value));
        }
        if let Some(part) = self.buffer(inputs) {
            self.parts.push(part);
        }
        if let Some(window) = inputs.positive(Field::Window).filter(|_| inputs.component.role == Role::Compute) {
            let slide = inputs.positive(Field::Slide).map_or(window.value, |slide| slide.value);
            self.parts.push(within("waits for the window to end", slide));
        }
        if let Some(watermark) = inputs.positive(Field::Watermark).filter(|_| inputs.component.role == Role::Compute) {
            self.parts.push(constant("waits for late records", watermark.value));
        }
        if runs.is_empty() {
            self.parts.extend(self.waiting(inputs, before));
            if let (Some(burst), Some(pace), true) = (self.burst_in, self.pace(), before.buffered) {
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
            let hourly: Vec<(f64, f64)> = backlog
                .at
                .iter()
                .zip(next)
                .map(|(now, after)| (now.min(*after) / pace.capacity, now.max(*after) / pace.capacity))
                .take(hours)
                .collect();
            self.parts.push(Part::Between { what: "waits behind the backlog of the peak", hourly });
        }
        if let Some(commit) = inputs.positive(Field::Commit) {
            self.parts.push(within("waits for the next commit", commit.value));
        }
    }

    /// A buffer passes on when it is full or old enough, whichever comes first.
    fn buffer(&self, inputs: Inputs<'_>) -> Option<Part> {
        let time = inputs.positive(Field::BufferTime).map(|known| known.value);
        let size = inputs.positive(Field::BufferSize).map(|known| known.value);
        let what = "waits in the buffer";
        let interval = |rate: f64| {
            let full = size.filter(|_| rate > 0.0).map(|size| size / rate);
            match (time, full) {
                (Some(time), Some(full)) => Some(time.min(full)),
                (time, full) => time.or(full),
            }
        };
        let hourly: Option<Vec<(f64, f64)>> = if size.is_some() {
            self.input.bytes.iter().map(|rate| interval(*rate).map(|t| (0.0, t))).collect()
        } else {
            interval(0.0).map(|t| vec![(0.0, t)])
        };
        hourly.map(|hourly| Part::Between { what, hourly })
    }

    /// Waiting for a free unit: one queue a partition behind a partitioned log, one pool otherwise.
    fn waiting(&self, inputs: Inputs<'_>, before: &Before) -> Option<Part> {
        let role = inputs.component.role;
        if !matches!(role, Role::Compute | Role::Queue | Role::Serve) || self.growth.is_some() {
            return None;
        }
        let pace = self.pace().filter(|demand| demand.per_unit())?;
        let record = self.input.record_size();
        let service = match pace.resource {
            Resource::RecordsIn => pace.limit.value,
            Resource::BytesIn if record > 0.0 => pace.limit.value / record,
            _ => return None,
        };
        let separate = before.partitions.is_some() || role == Role::Queue;
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped")]
        let servers = self.effective.floor().clamp(1.0, 1e6) as u32;
        let hourly: Vec<Waiting> = self
            .input
            .records
            .iter()
            .map(|records| {
                let arrivals = records * self.attempts;
                // Above 99 % the formula's answer is noise, and the backlog formula has taken over.
                let most = service * f64::from(servers) * 0.99;
                let wait = if separate {
                    waiting::mmc(arrivals.min(most) / f64::from(servers), service, 1)
                } else {
                    waiting::mmc(arrivals.min(most), service, servers)
                };
                wait.unwrap_or(Waiting { probability: 0.0, mean_if_waiting: 0.0 })
            })
            .collect();
        let matters = hourly.iter().any(|wait| wait.mean() > 0.0);
        matters.then_some(Part::Wait { what: "waits for a free unit", hourly })
    }

    /// Units needed for a demand of so much at the target load; `None` if no number would do.
    pub fn needed(&self, inputs: Inputs<'_>, peak: bool) -> Option<f64> {
        let mut needed: Option<f64> = None;
        for demand in &self.demands {
            let amount = if peak { demand.peak } else { mean(&demand.hourly) };
            let units = if demand.per_unit() {
                amount / (demand.limit.value * self.target.value)
            } else if amount > demand.limit.value {
                return None;
            } else {
                0.0
            };
            needed = Some(needed.map_or(units, |so_far| so_far.max(units)));
        }
        let mut units = needed?;
        if let Some(Periodic { every, startup, .. }) = self.work.periodic() {
            // The run must end within the period, start-up included.
            let left = every.value - startup.value;
            if left <= 0.0 {
                return None;
            }
            for demand in self.demands.iter().filter(|demand| demand.per_unit()) {
                if matches!(demand.resource, Resource::Queries | Resource::Stored) {
                    continue;
                }
                let amount = if peak { demand.peak } else { mean(&demand.hourly) };
                units = units.max(amount * every.value / left / demand.limit.value);
            }
        }
        if let Some(hot) = inputs.positive(Field::HotShare)
            && units > 1.0 / hot.value
        {
            return None;
        }
        // Where workers get in each other's way, more of them are needed for the same work.
        let (alpha, beta) = (
            inputs.known(Field::Contention).map_or(0.0, |known| known.value),
            inputs.known(Field::Coherency).map_or(0.0, |known| known.value),
        );
        if alpha > 0.0 || beta > 0.0 {
            let done = |n: f64| n / (1.0 + alpha * (n - 1.0) + beta * n * (n - 1.0));
            let mut n = units.ceil().max(1.0);
            while done(n) < units {
                let next = (n * 1.02).ceil();
                if done(next) <= done(n) || next > 1e6 {
                    return None;
                }
                n = next;
            }
            units = n;
        }
        // A hair over a whole number is rounding, not another unit.
        Some((units - 1e-9).ceil().max(1.0))
    }
}

fn scaled(rates: &[f64], factor: f64) -> Vec<f64> {
    rates.iter().map(|rate| rate * factor).collect()
}

/// The weights of the hours of a source, one for a flat day.
fn day_weights(inputs: Inputs<'_>, hours: usize) -> Vec<f64> {
    if hours == 1 {
        return vec![1.0];
    }
    let flat = crate::catalog::Shape::Flat;
    let shape = inputs.shape().unwrap_or(&flat);
    match inputs.positive(Field::Peak) {
        Some(peak) => shape.weights_with_peak(peak.value).to_vec(),
        None => shape.weights().to_vec(),
    }
}

/// Whether a source sends the same every hour.
pub(super) fn is_flat(inputs: Inputs<'_>) -> bool {
    let shape_flat = inputs.shape().is_none_or(|shape| matches!(shape, crate::catalog::Shape::Flat));
    shape_flat && inputs.positive(Field::Peak).is_none_or(|peak| peak.value <= 1.0)
}
