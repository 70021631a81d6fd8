//! The staircase of a chain of known schedules: up to which event time everything is there, at every moment of the
//! common period. Exact.
//!
//! Seconds. A stage that starts at s takes what was complete at s, and makes it visible at s plus its run time;
//! staleness is the distance from the staircase to now (an exact mixture of uniform distributions).

/// More completions than this in a common period are not enumerated.
const MOST: usize = 20_000;
/// Seconds in a day.
const DAY: f64 = 86_400.0;

/// Completions over one common period, in order of time.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Steps {
    /// The common period; zero for data that is always complete up to `delay` ago.
    period: f64,
    /// Without a period: how long ago.
    delay: f64,
    /// When a run completes (from zero to the period), and the event time up to which all is then there.
    completions: Vec<(f64, f64)>,
}

impl Steps {
    /// Everything is there at once.
    pub fn identity() -> Self {
        Self { period: 0.0, delay: 0.0, completions: Vec::new() }
    }

    /// The same, visible `seconds` later.
    pub fn delayed(&self, seconds: f64) -> Self {
        let mut later = self.clone();
        if later.period == 0.0 {
            later.delay += seconds;
        } else {
            for (at, _) in &mut later.completions {
                *at += seconds;
            }
            later.fold();
        }
        later
    }

    /// Brings completions back into the period and in order; a later completion never takes data away.
    fn fold(&mut self) {
        let period = self.period;
        for (at, upto) in &mut self.completions {
            let whole = (*at / period).floor() * period;
            *at -= whole;
            *upto -= whole;
        }
        self.completions.sort_by(|a, b| a.0.total_cmp(&b.0));
        // Twice round, because the first completion follows the last one of the period before.
        let mut best = self.completions.last().map_or(f64::NEG_INFINITY, |(_, upto)| upto - period);
        for _ in 0..2 {
            for (_, upto) in &mut self.completions {
                *upto = upto.max(best);
                best = *upto;
            }
            best -= period;
        }
    }

    /// The event time up to which everything is there at a moment.
    fn frontier(&self, now: f64) -> f64 {
        if self.period == 0.0 {
            return now - self.delay;
        }
        let whole = (now / self.period).floor() * self.period;
        let within = now - whole;
        // A start at the very moment of a completion sees it.
        let after = self.completions.partition_point(|(at, _)| *at <= within + 1e-9);
        match after.checked_sub(1).and_then(|index| self.completions.get(index)) {
            Some((_, upto)) => upto + whole,
            None => self.completions.last().map_or(f64::NEG_INFINITY, |(_, upto)| upto + whole - self.period),
        }
    }

    /// What a stage of a known schedule makes of it. With `day`, run times differ over the day, so the common
    /// period is a whole number of days. `None` if the common period has too many completions.
    pub fn sampled(&self, period: f64, offset: f64, day: bool, run: impl Fn(f64) -> f64) -> Option<Self> {
        let mut common = common_period(self.period, period)?;
        if day {
            common = common_period(common, DAY)?;
        }
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "checked against MOST")]
        let runs = {
            let runs = (common / period).round();
            if !(1.0..=MOST as f64).contains(&runs) {
                return None;
            }
            runs as usize
        };
        let mut completions = Vec::with_capacity(runs);
        for k in 0..runs {
            let start = offset + period * k as f64;
            completions.push((start + run(start), self.frontier(start)));
        }
        let mut sampled = Self { period: common, delay: 0.0, completions };
        sampled.fold();
        Some(sampled)
    }

    /// Both are needed: complete up to the earlier of the two. `None` if the common period is too long.
    pub fn latest(&self, other: &Self) -> Option<Self> {
        if self.period == 0.0 && other.period == 0.0 {
            return Some(Self { delay: self.delay.max(other.delay), ..Self::identity() });
        }
        // Against data that is complete up to a moment ago, the staircase is not one any more: the caller falls
        // back to independent inputs unless the delay never matters.
        for (steps, plain) in [(self, other), (other, self)] {
            if plain.period == 0.0 && steps.min() < plain.delay {
                return None;
            }
        }
        self.joined(other, f64::min)
    }

    /// One of them serves: complete up to the later of the two. `None` if the common period is too long.
    pub fn freshest(&self, other: &Self) -> Option<Self> {
        if self.period == 0.0 && other.period == 0.0 {
            return Some(Self { delay: self.delay.min(other.delay), ..Self::identity() });
        }
        for (steps, plain) in [(self, other), (other, self)] {
            if plain.period == 0.0 {
                // As above: a staircase remains only where one of the two never matters.
                return (plain.delay <= steps.min()).then(|| plain.clone());
            }
        }
        self.joined(other, f64::max)
    }

    /// The staircase of what `choose` makes of the two at each completion of either.
    fn joined(&self, other: &Self, choose: impl Fn(f64, f64) -> f64) -> Option<Self> {
        let common = common_period(self.period, other.period)?;
        let mut moments = Vec::new();
        for steps in [self, other].into_iter().filter(|steps| steps.period > 0.0) {
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "checked against MOST")]
            let rounds = (common / steps.period).round().clamp(1.0, MOST as f64) as usize;
            if rounds.saturating_mul(steps.completions.len()) > MOST {
                return None;
            }
            for round in 0..rounds {
                moments.extend(steps.completions.iter().map(|(at, _)| at + steps.period * round as f64));
            }
        }
        moments.sort_by(f64::total_cmp);
        moments.dedup();
        let completions = moments.into_iter().map(|at| (at, choose(self.frontier(at), other.frontier(at)))).collect();
        let mut joined = Self { period: common, delay: 0.0, completions };
        joined.fold();
        Some(joined)
    }

    /// Pieces of constant slope: length, and staleness at the start of the piece.
    fn pieces(&self) -> impl Iterator<Item = (f64, f64)> {
        let next = self.completions.iter().skip(1).map(|(at, _)| *at);
        let wrap = self.completions.first().map(|(at, _)| at + self.period);
        self.completions.iter().zip(next.chain(wrap)).map(|((at, upto), next)| (next - at, at - upto))
    }

    /// Least staleness.
    pub fn min(&self) -> f64 {
        if self.period == 0.0 {
            return self.delay;
        }
        self.pieces().map(|(_, age)| age).fold(f64::INFINITY, f64::min)
    }

    /// Largest staleness.
    pub fn max(&self) -> f64 {
        if self.period == 0.0 {
            return self.delay;
        }
        self.pieces().map(|(length, age)| age + length).fold(0.0, f64::max)
    }

    /// Mean staleness over time.
    pub fn mean(&self) -> f64 {
        if self.period == 0.0 {
            return self.delay;
        }
        self.pieces().map(|(length, age)| length * (age + length / 2.0)).sum::<f64>() / self.period
    }

    /// Share of the time that the staleness is at most `x`.
    pub fn at_most(&self, x: f64) -> f64 {
        if self.period == 0.0 {
            return f64::from(u8::from(x >= self.delay));
        }
        self.pieces().map(|(length, age)| (x - age).clamp(0.0, length)).sum::<f64>() / self.period
    }

    /// The staleness that a share `p` of the time is not exceeded.
    pub fn quantile(&self, p: f64) -> f64 {
        let (mut low, mut high) = (self.min(), self.max());
        if let [_] = self.completions.as_slice() {
            return low + p * (high - low);
        }
        for _ in 0..60 {
            let middle = f64::midpoint(low, high);
            if self.at_most(middle) < p { low = middle } else { high = middle }
        }
        high
    }
}

/// Least common multiple of two periods that are whole milliseconds; zero stands for no period.
fn common_period(a: f64, b: f64) -> Option<f64> {
    if a == 0.0 || b == 0.0 {
        return Some(a.max(b));
    }
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "range checked")]
    let whole = |t: f64| {
        let ms = (t * 1000.0).round();
        ((1.0..1e13).contains(&ms) && (ms - t * 1000.0).abs() < 1e-3).then_some(ms as u64)
    };
    let (x, y) = (whole(a)?, whole(b)?);
    let (mut m, mut n) = (x, y);
    while n != 0 {
        (m, n) = (n, m % n);
    }
    let common = (x / m).checked_mul(y)?;
    // Ten years of seconds are more than any schedule needs.
    (common < 315_360_000_000).then_some(common as f64 / 1000.0)
}
