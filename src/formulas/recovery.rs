//! After an outage, or with history to work through: how long until all is current again.
//!
//! Bytes or records, and seconds. A fluid at constant rates, exact as such; the recursion of micro-batches has its
//! start-up on top. For a load that changes over the day see the backlog. Sources: elementary; the recursion was
//! compared with simulated runs.

/// What an outage makes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Outage {
    /// What has gathered when work begins again.
    pub backlog: f64,
    /// From then until it is gone, in seconds.
    pub drain: f64,
    /// From the start of the outage until it is gone, in seconds.
    pub incident: f64,
}

/// An outage of `length` seconds; `None` if the load is not below the capacity.
pub(crate) fn outage(length: f64, load: f64, capacity: f64) -> Option<Outage> {
    (load < capacity).then(|| {
        let backlog = length * load;
        let drain = backlog / (capacity - load);
        Outage { backlog, drain, incident: length + drain }
    })
}

/// How long the staleness is over a limit, in seconds, if it is `before` without an outage; `None` as above.
pub(crate) fn over_limit(length: f64, load: f64, capacity: f64, before: f64, limit: f64) -> Option<f64> {
    (load < capacity).then(|| (length - (limit - before).max(0.0)).max(0.0) * capacity / (capacity - load))
}

/// Micro-batches after an outage.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Batches {
    /// Runs until one fits into its period again.
    pub runs: f64,
    /// How long they take, in seconds.
    pub time: f64,
}

/// Micro-batches of `startup` seconds and `load` seconds of work for each second of data, after `outage` seconds
/// without a run: each run takes what came since the last one began, x' = s + load x, so
/// x = x* + (D - x*) load^n with x* = s / (1 - load). `None` if no run ever fits into the period.
pub(crate) fn micro_batches(period: f64, startup: f64, load: f64, outage: f64) -> Option<Batches> {
    if outage <= period {
        return Some(Batches { runs: 0.0, time: 0.0 });
    }
    if load >= 1.0 {
        return None;
    }
    let rest = startup / (1.0 - load);
    if period <= rest {
        return None;
    }
    if load <= 0.0 {
        return Some(Batches { runs: 1.0, time: startup });
    }
    let runs = (((period - rest) / (outage - rest)).ln() / load.ln() - 1e-12).ceil().max(1.0);
    let time = runs * rest + (outage - rest) * load * (1.0 - load.powf(runs)) / (1.0 - load);
    Some(Batches { runs, time })
}

/// Rate at which history can be worked off beside the live load, at most a throttle; zero or less if there is none.
pub(crate) fn backfill_rate(capacity: f64, utilization: f64, load: f64, throttle: Option<f64>) -> f64 {
    let spare = capacity * utilization - load;
    throttle.map_or(spare, |throttle| spare.min(throttle))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_closed_form_agrees_with_run_after_run() {
        for (period, startup, load, outage) in
            [(60.0, 5.0, 0.5, 7200.0), (60.0, 10.0, 0.8, 86_400.0), (60.0, 0.0, 0.9, 7200.0), (300.0, 1.0, 0.99, 400.0)]
        {
            let (mut x, mut runs, mut time) = (outage, 0.0, 0.0);
            while x > period {
                x = startup + load * x;
                runs += 1.0;
                time += x;
            }
            let closed = micro_batches(period, startup, load, outage).unwrap();
            assert_eq!(closed.runs, runs);
            assert!((closed.time - time).abs() < 1e-6 * time, "{closed:?} {time}");
        }
    }

    #[test]
    fn without_a_period_that_holds_there_is_no_recovery() {
        assert_eq!(micro_batches(60.0, 40.0, 0.5, 7200.0), None);
        assert_eq!(micro_batches(60.0, 5.0, 1.0, 7200.0), None);
        assert_eq!(micro_batches(60.0, 5.0, 0.0, 7200.0), Some(Batches { runs: 1.0, time: 5.0 }));
    }

    #[test]
    fn an_outage_within_the_limit_is_never_over_it() {
        assert_eq!(over_limit(300.0, 100.0, 120.0, 60.0, 360.0), Some(0.0));
        assert_eq!(over_limit(300.0, 100.0, 120.0, 0.0, 0.0), Some(1800.0));
        // A limit that is not kept even without the outage is broken for all of the incident, not longer.
        assert_eq!(over_limit(300.0, 100.0, 120.0, 60.0, 30.0), Some(1800.0));
        assert_eq!(over_limit(300.0, 120.0, 120.0, 0.0, 0.0), None);
    }
}
