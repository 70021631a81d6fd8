//! Stages that run again and again: batch jobs and micro-batches.
//!
//! Times in seconds; `load` is the rate of arrival divided by the rate of work (both in bytes or both in records).
//! A run takes what gathered over one period, so it lasts R = s + load x P. Sources: the arithmetic is elementary;
//! the sustainable period s / (1 - load) and the range of periods under a staleness limit are checked in tests
//! against event-by-event runs.

/// What happens when a run takes longer than its period.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Overrun {
    /// The next run starts as soon as the late one ends, with all that gathered.
    AtOnce,
    /// Ticks that pass during a run are skipped; the next run takes all that gathered.
    Skip,
    /// Runs overlap, each with the data of one period.
    Overlap,
    /// Every interval gets its run, one after the other.
    Queue,
}

impl Overrun {
    pub fn named(name: &str) -> Self {
        match name {
            "skip" => Self::Skip,
            "overlap" => Self::Overlap,
            "queue" => Self::Queue,
            _ => Self::AtOnce,
        }
    }
}

/// How a periodic stage runs in the long term.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Runs {
    /// Time from one start to the next, in seconds.
    pub period: f64,
    /// Length of a run, in seconds.
    pub run: f64,
    /// Runs at the same time, over one only where they overlap.
    pub at_once: f64,
}

/// The long-term period and run time; `None` if the stage never catches up.
pub(crate) fn runs(period: f64, startup: f64, load: f64, overrun: Overrun) -> Option<Runs> {
    let run = startup + load * period;
    if run <= period {
        return Some(Runs { period, run, at_once: 1.0 });
    }
    match overrun {
        Overrun::Queue => None,
        Overrun::Overlap => Some(Runs { period, run, at_once: (run / period).ceil() }),
        Overrun::AtOnce => {
            let period = sustainable_period(startup, load)?.max(period);
            Some(Runs { period, run: startup + load * period, at_once: 1.0 })
        }
        Overrun::Skip => {
            let sustainable = sustainable_period(startup, load)?;
            // A whole number of ticks, enough for the run that takes them all.
            let ticks = (sustainable / period - 1e-9).ceil().max(1.0);
            let period = period * ticks;
            Some(Runs { period, run: startup + load * period, at_once: 1.0 })
        }
    }
}

/// The shortest period that a stage with a start-up can keep: s / (1 - load). `None` at or above load one.
pub(crate) fn sustainable_period(startup: f64, load: f64) -> Option<f64> {
    (load < 1.0).then(|| startup / (1.0 - load))
}

/// The periods that keep the staleness of one periodic stage below a limit: from s / (1 - load) to
/// (limit - s) / (1 + load), in seconds. `None` if there is none: the best possible staleness is 2 s / (1 - load).
pub(crate) fn periods_within(startup: f64, load: f64, limit: f64) -> Option<(f64, f64)> {
    let least = sustainable_period(startup, load)?;
    let most = (limit - startup) / (1.0 + load);
    (least <= most).then_some((least, most))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_terabyte_a_day_under_one_hour_runs_every_156_to_2826_s() {
        let load = 1e12 / 86_400.0 / 50e6;
        let (least, most) = periods_within(120.0, load, 3600.0).unwrap();
        assert!((least - 156.0).abs() < 0.5, "{least}");
        assert!((most - 2826.0).abs() < 0.5, "{most}");
        let (least, most) = periods_within(300.0, 1e12 / 86_400.0 / 20e6, 3600.0).unwrap();
        assert!((least - 712.0).abs() < 0.5 && (most - 2090.0).abs() < 0.5, "{least} {most}");
        assert_eq!(periods_within(300.0, 1e12 / 86_400.0 / 13e6, 3600.0), None);
    }

    #[test]
    fn a_micro_batch_of_60_s_with_40_s_start_up_at_half_load_runs_every_80_s() {
        let runs = runs(60.0, 40.0, 0.5, Overrun::AtOnce).unwrap();
        assert_eq!(runs.period, 80.0);
        assert_eq!(runs.period + runs.run, 160.0);
    }

    #[test]
    fn a_late_run_waits_for_the_next_tick_if_ticks_are_skipped() {
        let runs = runs(60.0, 40.0, 0.5, Overrun::Skip).unwrap();
        assert_eq!(runs.period, 120.0);
    }

    #[test]
    fn working_off_every_interval_never_catches_up() {
        assert_eq!(runs(60.0, 40.0, 0.5, Overrun::Queue), None);
        assert_eq!(runs(60.0, 40.0, 1.0, Overrun::AtOnce), None);
    }

    #[test]
    fn the_closed_form_agrees_with_a_run_by_run_count() {
        // Start-up 40 s, half load, tick of 60 s: each run takes all that came since the last start.
        let (mut start, mut last_start) = (0.0_f64, -60.0_f64);
        for _ in 0..200 {
            let end = start + 40.0 + 0.5 * (start - last_start);
            last_start = start;
            start = end.max(start + 60.0);
        }
        assert!((start - last_start - 80.0).abs() < 1e-9);
    }
}
