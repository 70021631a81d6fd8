//! Pipelines played through event by event: queues record by record, periodic stages run by run.
//!
//! Seconds and records. Nothing here knows a formula for a wait: servers are busy until they are done, and a run takes
//! what it finds.

use super::random::Random;

/// Records that wait for the server that is free first; the wait of each, from its arrival to the start of its work.
pub fn pool(random: &mut Random, arrivals: &[f64], service: f64, servers: usize) -> Vec<f64> {
    let mut free = vec![0.0_f64; servers];
    arrivals
        .iter()
        .map(|arrival| {
            let first = (0..servers).min_by(|a, b| free[*a].total_cmp(&free[*b])).unwrap();
            let start = arrival.max(free[first]);
            free[first] = start + random.exponential(service);
            start - arrival
        })
        .collect()
}

/// Records that belong to one of several servers by their key.
pub fn keyed(random: &mut Random, arrivals: &[f64], service: f64, servers: usize) -> Vec<f64> {
    let mut free = vec![0.0_f64; servers];
    arrivals
        .iter()
        .map(|arrival| {
            let own = random.below(servers);
            let start = arrival.max(free[own]);
            free[own] = start + random.exponential(service);
            start - arrival
        })
        .collect()
}

/// Arrivals of a Poisson stream.
pub fn poisson(random: &mut Random, rate: f64, count: usize) -> Vec<f64> {
    let mut now = 0.0;
    (0..count)
        .map(|_| {
            now += random.exponential(1.0 / rate);
            now
        })
        .collect()
}

/// Arrivals of a Poisson stream whose rate changes every hour and repeats every day.
pub fn daily(random: &mut Random, hourly: &[f64], days: usize) -> Vec<f64> {
    let mut arrivals = Vec::new();
    for hour in 0..days * hourly.len() {
        let (begin, rate) = (hour as f64 * 3600.0, hourly[hour % hourly.len()]);
        let mut now = begin + random.exponential(1.0 / rate);
        while now < begin + 3600.0 {
            arrivals.push(now);
            now += random.exponential(1.0 / rate);
        }
    }
    arrivals
}

/// What a periodic stage does when a run is not over at the next tick.
#[derive(Clone, Copy, PartialEq)]
pub enum Late {
    AtOnce,
    Skip,
    Overlap,
}

/// A stage that runs again and again.
#[derive(Clone, Copy)]
pub struct Batch {
    pub every: f64,
    pub phase: f64,
    pub startup: f64,
    /// Seconds of work for a second of data.
    pub load: f64,
    pub late: Late,
}

impl Batch {
    /// A stage on time.
    pub fn new(every: f64, phase: f64, startup: f64, load: f64) -> Self {
        Self { every, phase, startup, load, late: Late::AtOnce }
    }

    /// The same at another phase.
    pub fn at(self, phase: f64) -> Self {
        Self { phase, ..self }
    }

    /// The first tick at or after a moment.
    fn tick(&self, moment: f64) -> f64 {
        self.phase + ((moment - self.phase) / self.every - 1e-9).ceil() * self.every
    }

    fn next(&self, start: f64, end: f64) -> f64 {
        match self.late {
            Late::AtOnce => self.tick(start + self.every * 1e-6).max(end),
            Late::Skip => self.tick(end.max(start + self.every * 1e-6)),
            Late::Overlap => start + self.every,
        }
    }
}

/// Up to which event time all data is there, over time.
#[derive(Clone)]
pub enum Frontier {
    /// Everything that happened up to so many seconds ago.
    Live(f64),
    /// Moments, and what is there from then on.
    Steps(Vec<(f64, f64)>),
}

impl Frontier {
    /// Up to which event time everything is there at a moment.
    pub fn at(&self, now: f64) -> f64 {
        match self {
            Self::Live(delay) => now - delay,
            Self::Steps(steps) => match steps.partition_point(|(moment, _)| *moment <= now + 1e-7) {
                0 => 0.0,
                after => steps[after - 1].1,
            },
        }
    }

    /// What a stage makes of it: each run takes what has come since the run before, and shows it when it ends.
    pub fn through(&self, stage: Batch, until: f64) -> Self {
        let (mut start, mut taken, mut steps) = (stage.phase, 0.0_f64, Vec::new());
        while start < until {
            let upto = self.at(start).max(taken);
            let end = start + stage.startup + stage.load * (upto - taken);
            taken = upto;
            steps.push((end, upto));
            start = stage.next(start, end);
        }
        // Runs that overlap may end out of order.
        steps.sort_by(|a, b| a.0.total_cmp(&b.0));
        let mut best = 0.0_f64;
        for (_, upto) in &mut steps {
            best = best.max(*upto);
            *upto = best;
        }
        Self::Steps(steps)
    }

    /// Everything that both have.
    pub fn and(&self, other: &Self, moments: &[f64]) -> Self {
        Self::Steps(moments.iter().map(|moment| (*moment, self.at(*moment).min(other.at(*moment)))).collect())
    }

    /// When something comes.
    pub fn moments(&self) -> Vec<f64> {
        match self {
            Self::Live(_) => Vec::new(),
            Self::Steps(steps) => steps.iter().map(|(moment, _)| *moment).collect(),
        }
    }

    /// Ages at moments drawn one from each of `count` equal slices of the time from `from` to `to`.
    pub fn ages(&self, random: &mut Random, from: f64, to: f64, count: usize) -> Vec<f64> {
        let slice = (to - from) / count as f64;
        (0..count)
            .map(|index| {
                let now = from + slice * (index as f64 + random.uniform());
                now - self.at(now)
            })
            .collect()
    }
}

/// Records that a periodic stage takes in: for each (in order of its coming), when it is shown.
pub fn batched(coming: &[f64], stage: Batch, per_record: f64) -> Vec<f64> {
    let mut shown = Vec::with_capacity(coming.len());
    let mut start = stage.phase;
    while shown.len() < coming.len() {
        let here = coming[shown.len()..].partition_point(|moment| *moment <= start);
        let end = start + stage.startup + per_record * here as f64;
        shown.extend(std::iter::repeat_n(end, here));
        start = stage.next(start, end);
    }
    shown
}
