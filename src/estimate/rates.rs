//! Rates over the day: one value for a flat day, 24 otherwise.

use smallvec::{SmallVec, smallvec};

/// Seconds in an hour.
pub(super) const HOUR: f64 = 3600.0;

/// Something for each hour: one if all hours are alike.
pub(super) type Hours<T = f64> = SmallVec<[T; 1]>;

/// The same in every hour.
pub(super) fn always<T>(value: T) -> Hours<T> {
    Hours::from_buf([value])
}

/// Something for each hour out of something else: quicker than to collect, for days that are flat, as most are.
pub(super) fn each<T, U>(hours: &[T], make: impl Fn(&T) -> U) -> Hours<U> {
    match hours {
        [one] => always(make(one)),
        _ => hours.iter().map(make).collect(),
    }
}

/// Records and bytes per second, hour by hour.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Rates {
    pub records: Hours,
    pub bytes: Hours,
}

impl Clone for Rates {
    // Numbers can be copied as memory, which the derived one does not do.
    fn clone(&self) -> Self {
        Self { records: Hours::from_slice(&self.records), bytes: Hours::from_slice(&self.bytes) }
    }
}

impl Rates {
    pub fn none(hours: usize) -> Self {
        let nothing = || if hours == 1 { always(0.0) } else { smallvec![0.0; hours] };
        Self { records: nothing(), bytes: nothing() }
    }

    pub fn add(&mut self, other: &Self, share: f64) {
        for (sum, value) in self.records.iter_mut().zip(&other.records) {
            *sum += value * share;
        }
        for (sum, value) in self.bytes.iter_mut().zip(&other.bytes) {
            *sum += value * share;
        }
    }

    pub fn scaled(&self, records: f64, bytes: f64) -> Self {
        Self { records: scaled(&self.records, records), bytes: scaled(&self.bytes, bytes) }
    }

    /// Bytes per record, by the means; zero without records.
    pub fn record_size(&self) -> f64 {
        let records = mean(&self.records);
        if records > 0.0 { mean(&self.bytes) / records } else { 0.0 }
    }
}

/// Each rate times a factor.
pub(super) fn scaled(rates: &[f64], factor: f64) -> Hours {
    each(rates, |rate| rate * factor)
}

/// Data that comes all at once: what a periodic stage sends while it runs.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Burst {
    /// Records per second while it lasts.
    pub records: f64,
    /// Bytes per second while it lasts.
    pub bytes: f64,
    /// Time from one burst to the next.
    pub period: f64,
}

impl Burst {
    pub fn scaled(self, records: f64, bytes: f64) -> Self {
        Self { records: self.records * records, bytes: self.bytes * bytes, ..self }
    }

    /// The stronger of two bursts.
    /// Not so where next to nothing is worked off in next to no time: there is no burst then.
    pub fn is_finite(&self) -> bool {
        self.records.is_finite() && self.bytes.is_finite()
    }

    pub fn stronger(self, other: Self) -> Self {
        if other.bytes > self.bytes { other } else { self }
    }
}

pub(super) fn mean(rates: &[f64]) -> f64 {
    match rates {
        [] => 0.0,
        [one] => *one,
        _ => rates.iter().sum::<f64>() / rates.len() as f64,
    }
}

pub(super) fn highest(rates: &[f64]) -> f64 {
    rates.iter().copied().fold(0.0, f64::max)
}

/// For each hour, the mean over the `period` that ends with it: what a periodic stage finds when it starts.
pub(super) fn over_period(rates: &[f64], period: f64) -> Hours {
    let hours = rates.len();
    let length = period / HOUR;
    if hours <= 1 || length <= 1.0 {
        return Hours::from_slice(rates);
    }
    if length >= hours as f64 {
        return smallvec![mean(rates); hours];
    }
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "from 1 to 24")]
    let whole = length.floor() as usize;
    let part = length - length.floor();
    let at = |index: usize| rates.get(index % hours).copied().unwrap_or(0.0);
    (0..hours)
        .map(|hour| {
            let full: f64 = (0..whole).map(|back| at(hour + hours - back)).sum();
            (full + part * at(hour + hours - whole)) / length
        })
        .collect()
}
