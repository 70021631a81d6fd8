//! Backlog behind a stage whose peak is over its capacity: a fluid over the 24 hours of a day, repeated until it
//! is the same every day.
//!
//! Bytes and seconds (or records and seconds). Exact for a load that is constant within each hour. Where the peak
//! stays below capacity there is no backlog here: waiting in queues is another formula.

/// Backlog at the start of each hour, and the largest of the day, once periodic.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Backlog {
    /// At the start of each hour.
    pub at: Vec<f64>,
    /// Largest over the day.
    pub largest: f64,
}

/// The periodic backlog of hourly `rates` against a capacity; `None` if the mean is not below the capacity.
pub(crate) fn periodic(rates: &[f64], capacity: f64, hour: f64) -> Option<Backlog> {
    let hours = rates.len();
    #[expect(clippy::cast_precision_loss, reason = "24")]
    let mean = rates.iter().sum::<f64>() / hours as f64;
    if mean >= capacity || !mean.is_finite() {
        return None;
    }
    let mut level = 0.0_f64;
    let mut at = vec![0.0; hours];
    // Whatever is left after the first day is what every day begins with: below capacity on average, the level
    // empties at least once in two days or keeps the value it had a day before.
    for _ in 0..3 {
        for (slot, rate) in at.iter_mut().zip(rates) {
            *slot = level;
            level = (level + (rate - capacity) * hour).max(0.0);
        }
    }
    let largest = at.iter().copied().fold(0.0, f64::max);
    Some(Backlog { at, largest })
}

/// Time from the repair until a backlog of `outage` seconds is gone, for a repair at the worst hour of the day.
///
/// `None` if the load is not below the capacity on average.
pub(crate) fn catch_up(rates: &[f64], capacity: f64, hour: f64, outage: f64) -> Option<f64> {
    #[expect(clippy::cast_precision_loss, reason = "24")]
    let mean = rates.iter().sum::<f64>() / rates.len() as f64;
    if mean >= capacity || !mean.is_finite() || !outage.is_finite() {
        return None;
    }
    if rates.len() == 1 {
        return Some(outage * mean / (capacity - mean));
    }
    let day: f64 = rates.iter().sum::<f64>() * hour;
    let rate_at = |index: usize| rates.get(index % rates.len()).copied().unwrap_or(mean);
    let mut worst = 0.0_f64;
    for repair in 0..rates.len() {
        // What came during the outage that ends at the start of this hour.
        let whole_days = (outage / (hour * rates.len() as f64)).floor();
        let mut backlog = whole_days * day;
        let mut left = outage - whole_days * hour * rates.len() as f64;
        let mut index = repair + rates.len();
        while left > 0.0 && index > 0 {
            index -= 1;
            backlog += rate_at(index) * left.min(hour);
            left -= hour;
        }
        let mut elapsed = 0.0;
        // A load below capacity on average drains within a bounded number of days; the bound stops a rounding tie.
        for index in repair..repair + 1_000_000 {
            let drain = capacity - rate_at(index);
            if drain > 0.0 && backlog <= drain * hour {
                elapsed += backlog / drain;
                break;
            }
            backlog = (backlog - drain * hour).max(0.0);
            elapsed += hour;
        }
        worst = worst.max(elapsed);
    }
    Some(worst)
}

/// The backlog of a daily peak: how large, when, and how long it lasts.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Peak {
    /// Largest backlog, in bytes or records.
    pub largest: f64,
    /// When it is largest, in seconds from the start of the cycle.
    pub at: f64,
    /// From the largest until it is gone, in seconds.
    pub drain: f64,
}

/// The periodic backlog of hourly `rates`, with its largest value and the exact moment at which it is gone; `None` if
/// the mean is not below the capacity.
pub(crate) fn hourly(rates: &[f64], capacity: f64, hour: f64) -> Option<Peak> {
    let backlog = periodic(rates, capacity, hour)?;
    let (slot, largest) = backlog
        .at
        .iter()
        .enumerate()
        .fold((0, 0.0), |best: (usize, f64), (slot, level)| if *level > best.1 { (slot, *level) } else { best });
    let (mut level, mut drain) = (largest, 0.0);
    for rate in rates.iter().cycle().skip(slot).take(rates.len()) {
        let change = (rate - capacity) * hour;
        if level + change <= 0.0 {
            if level > 0.0 {
                drain += level / (capacity - rate);
            }
            break;
        }
        level += change;
        drain += hour;
    }
    Some(Peak { largest, at: slot as f64 * hour, drain })
}

/// A rectangular peak: `base` all day but `peak` for `length` seconds. Exact for that fluid; `None` if the base alone
/// is not below the capacity or what gathers is not gone within the `cycle`.
pub(crate) fn rectangle(base: f64, peak: f64, length: f64, cycle: f64, capacity: f64) -> Option<Peak> {
    if base >= capacity {
        return None;
    }
    let largest = (peak - capacity).max(0.0) * length;
    let drain = largest / (capacity - base);
    (length + drain <= cycle).then_some(Peak { largest, at: length, drain })
}

/// A sine: `mean` (1 + `amplitude` sin 2 pi t / `cycle`). Exact for that fluid; `None` if the mean is not below the
/// capacity. The backlog begins at t1, where the load crosses the capacity, is largest at t2 = cycle / 2 - t1, and is
/// gone at the root of its integral, which is bracketed by t2 and the next t1.
pub(crate) fn sine(mean: f64, amplitude: f64, cycle: f64, capacity: f64) -> Option<Peak> {
    use std::f64::consts::PI;
    if mean >= capacity {
        return None;
    }
    let relative = capacity / mean;
    if mean <= 0.0 || relative >= 1.0 + amplitude {
        return Some(Peak { largest: 0.0, at: cycle / 4.0, drain: 0.0 });
    }
    let crossing = ((relative - 1.0) / amplitude).asin();
    let begins = cycle * crossing / (2.0 * PI);
    let at = cycle / 2.0 - begins;
    let level = |t: f64| {
        let turn = crossing.cos() - (2.0 * PI * t / cycle).cos();
        mean * ((1.0 - relative) * (t - begins) + amplitude * cycle / (2.0 * PI) * turn)
    };
    let (mut low, mut high) = (at, cycle + begins);
    for _ in 0..100 {
        let middle = f64::midpoint(low, high);
        if level(middle) > 0.0 { low = middle } else { high = middle }
    }
    Some(Peak { largest: level(at), at, drain: high - at })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sine_agrees_with_small_steps() {
        let (mean, amplitude, cycle, capacity) = (1000.0, 0.5, 86_400.0, 1200.0);
        let peak = sine(mean, amplitude, cycle, capacity).unwrap();
        let (mut level, mut largest, mut at, mut gone) = (0.0_f64, 0.0_f64, 0.0, 0.0);
        for step in 0..864_000 {
            let t = f64::from(step) * 0.1 + 0.05;
            let load = mean * (1.0 + amplitude * (std::f64::consts::TAU * t / cycle).sin());
            let before = level;
            level = (level + (load - capacity) * 0.1).max(0.0);
            if level > largest {
                (largest, at) = (level, t);
            }
            if before > 0.0 && level == 0.0 {
                gone = t;
            }
        }
        assert!((peak.largest / largest - 1.0).abs() < 1e-6, "{peak:?} {largest}");
        assert!((peak.at - at).abs() < 0.2 && (peak.at + peak.drain - gone).abs() < 0.2, "{peak:?} {at} {gone}");
    }

    #[test]
    fn hourly_rates_of_a_rectangle_are_the_rectangle() {
        let mut rates = [50.0; 24];
        rates[9..12].fill(130.0);
        let by_hour = hourly(&rates, 100.0, 3600.0).unwrap();
        let closed = rectangle(50.0, 130.0, 3.0 * 3600.0, 86_400.0, 100.0).unwrap();
        assert_eq!((by_hour.largest, by_hour.drain), (closed.largest, closed.drain));
        assert_eq!(by_hour.at, 12.0 * 3600.0);
        assert_eq!(by_hour.drain, 1.8 * 3600.0);
    }

    #[test]
    fn a_mean_over_capacity_has_no_daily_backlog() {
        assert_eq!(sine(100.0, 0.5, 86_400.0, 100.0), None);
        assert_eq!(rectangle(50.0, 200.0, 43_200.0, 86_400.0, 100.0), None);
        assert_eq!(sine(100.0, 0.2, 86_400.0, 130.0).unwrap().largest, 0.0);
    }

    #[test]
    fn an_outage_of_300_s_at_100_against_120_drains_in_1500_s() {
        assert_eq!(catch_up(&[100.0], 120.0, 3600.0, 300.0), Some(1500.0));
    }

    #[test]
    fn three_hours_over_capacity_are_a_backlog_and_not_an_outage() {
        let mut rates = [50.0; 24];
        rates[9..12].fill(130.0);
        let backlog = periodic(&rates, 100.0, 3600.0).unwrap();
        // (130 - 100) x 3 h, drained at 50 a second in 1.8 h.
        assert_eq!(backlog.largest, 30.0 * 3.0 * 3600.0);
        assert_eq!(backlog.at[12], 324_000.0);
        assert_eq!(backlog.at[13], 144_000.0);
        assert_eq!(backlog.at[14], 0.0);
    }

    #[test]
    fn a_mean_at_capacity_has_no_periodic_backlog() {
        assert_eq!(periodic(&[100.0; 24], 100.0, 3600.0), None);
    }

    #[test]
    fn catching_up_takes_longest_into_the_peak() {
        let mut rates = [50.0; 24];
        rates[9..12].fill(95.0);
        let worst = catch_up(&rates, 100.0, 3600.0, 3600.0).unwrap();
        let flat = 3600.0 * 95.0 / 5.0;
        assert!(worst > 3600.0 * 50.0 / 50.0 && worst < flat, "{worst}");
    }
}
