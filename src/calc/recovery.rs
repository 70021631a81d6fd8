//! Outages, backlogs and history to work through.

use super::Need::{Default, Optional, Repeated, Required};
use super::arguments::{Arguments, Of};
use super::lines::Lines;
use super::{Argument, CalcError, Class, Formula, Takes};
use crate::formulas::{backlog, recovery};
use crate::units::Kind;

const LOAD: Argument = Argument::new("load", Takes::Rate, Required, "what comes");
const CAPACITY: Argument = Argument::new("capacity", Takes::Rate, Required, "what can be processed");

fn growth(of: Of, load: f64, capacity: f64) -> String {
    format!("the backlog grows by {} each second", of.named(load - capacity))
}

pub(super) const DRAIN: Formula = Formula {
    name: "drain",
    doc: "How long an outage takes to work off, and for how long the staleness is over a limit.",
    source: "fluid: backlog D load, drain D load / (capacity - load)",
    arguments: &[
        Argument::new("outage", Takes::Quantity(Kind::Time), Required, "how long nothing is processed, D"),
        LOAD,
        CAPACITY,
        Argument::new("limit", Takes::Quantity(Kind::Time), Optional, "largest staleness that will do"),
        Argument::new("staleness", Takes::Quantity(Kind::Time), Default("0 s"), "staleness without an outage"),
        Argument::new("retention", Takes::Quantity(Kind::Time), Optional, "how long the buffer keeps what waits"),
    ],
    example: &[("outage", "5 min"), ("load", "100/s"), ("capacity", "120/s"), ("limit", "2 min")],
    work: drain,
};

fn drain(arguments: &Arguments<'_>) -> Result<Lines, CalcError> {
    let (length, load, capacity) =
        (arguments.number("outage")?, arguments.number("load")?, arguments.positive("capacity")?);
    let (limit, before) = (arguments.optional("limit")?, arguments.number("staleness")?);
    let volume = arguments.of.volume();
    let mut lines = Lines::new();
    lines.exact("backlog", volume, length * load, "D x load");
    lines.exact("staleness_max", Kind::Time, before + length, "staleness + D, at the repair");
    if let Some(retention) = arguments.optional("retention")? {
        let lost = (length - retention).max(0.0) * load;
        lines.exact("lost", volume, lost, "load x (D - retention), if that is over zero");
    }
    let Some(found) = recovery::outage(length, load, capacity) else {
        lines.unstable(&["drain", "incident"], &growth(arguments.of, load, capacity));
        if limit.is_some() {
            lines.unstable(&["over_limit"], &growth(arguments.of, load, capacity));
        }
        return Ok(lines);
    };
    lines.exact("drain", Kind::Time, found.drain, "D load / (capacity - load), from the repair");
    lines.exact("incident", Kind::Time, found.incident, "D capacity / (capacity - load), from the start");
    if let Some(over) = limit.and_then(|limit| recovery::over_limit(length, load, capacity, before, limit)) {
        lines.exact("over_limit", Kind::Time, over, "(D - (limit - staleness)) x capacity / (capacity - load)");
    }
    Ok(lines)
}

pub(super) const RECOVER: Formula = Formula {
    name: "recover",
    doc: "Micro-batches after an outage: how many runs and how long until one fits into its period again.",
    source: "recursion x' = s + load x in closed form, checked run by run",
    arguments: &[
        Argument::new("outage", Takes::Quantity(Kind::Time), Required, "time without a run, D"),
        Argument::new("period", Takes::Quantity(Kind::Time), Required, "from start to start, P"),
        Argument::new("startup", Takes::Quantity(Kind::Time), Default("0 s"), "start-up of each run, s"),
        LOAD,
        Argument::new("throughput", Takes::Rate, Required, "what a run gets through, once started"),
    ],
    example: &[
        ("outage", "2 h"),
        ("period", "60 s"),
        ("startup", "5 s"),
        ("load", "50 MB/s"),
        ("throughput", "100 MB/s"),
    ],
    work: |arguments| {
        let load = arguments.number("load")? / arguments.positive("throughput")?;
        let (period, startup, outage) =
            (arguments.positive("period")?, arguments.number("startup")?, arguments.number("outage")?);
        let mut lines = Lines::new();
        if let Some(found) = recovery::micro_batches(period, startup, load, outage) {
            lines.exact("runs", Kind::Count, found.runs, "ln((P - x*) / (D - x*)) / ln(load), x* = s / (1 - load)");
            lines.exact("time", Kind::Time, found.time, "n x* + (D - x*) load (1 - load^n) / (1 - load)");
        } else if load >= 1.0 {
            let how = format!("staleness grows by {:.6} s each second", 1.0 - 1.0 / load);
            lines.unstable(&["runs", "time"], &how);
        } else {
            let how = "no run ever fits into its period again: s / (1 - load) is not below it";
            lines.none("runs", how);
            lines.none("time", how);
        }
        if load < 1.0 {
            lines.exact(
                "fluid_time",
                Kind::Time,
                outage * load / (1.0 - load),
                "D load / (1 - load), without start-up",
            );
        }
        Ok(lines)
    },
};

pub(super) const BACKFILL: Formula = Formula {
    name: "backfill",
    doc: "How long history takes beside the live load, in a lane of its own.",
    source: "fluid: V / (u capacity - load)",
    arguments: &[
        Argument::new("volume", Takes::Volume, Required, "the history"),
        LOAD,
        CAPACITY,
        Argument::new("utilization", Takes::Quantity(Kind::Share), Default("100 %"), "how busy it may be"),
        Argument::new("throttle", Takes::Rate, Optional, "rate of the backfill at most"),
    ],
    example: &[("volume", "90 TB"), ("load", "500 GB/day"), ("capacity", "100 MB/s"), ("utilization", "80 %")],
    work: |arguments| {
        let (volume, load, capacity) =
            (arguments.number("volume")?, arguments.number("load")?, arguments.positive("capacity")?);
        let (utilization, throttle) = (arguments.positive("utilization")?, arguments.optional_positive("throttle")?);
        let rate = recovery::backfill_rate(capacity, utilization, load, throttle);
        let mut lines = Lines::new();
        if rate > 0.0 {
            lines.exact("rate", arguments.of.rate(), rate, "utilization x capacity - load, at most the throttle");
            lines.exact("duration", Kind::Time, volume / rate, "volume / rate");
        } else {
            let how = growth(arguments.of, load, capacity * utilization);
            lines.unstable(&["rate", "duration"], &how);
        }
        let how = "volume / capacity: what live data waits if the history goes before it in the same queue";
        lines.exact("same_queue_staleness", Kind::Time, volume / capacity, how);
        Ok(lines)
    },
};

pub(super) const DIURNAL: Formula = Formula {
    name: "diurnal",
    doc: "Backlog of a daily peak over capacity, as a fluid: a sine (mean, amplitude), a rectangle (base, peak, \
          length) or 24 hourly rates. Without the randomness of arrivals, so for peaks below capacity ask for waits.",
    source: "fluid in closed form (sine, rectangle) and hour by hour; compared with simulated M/M/1",
    arguments: &[
        CAPACITY,
        Argument::new("mean", Takes::Rate, Optional, "mean of the sine"),
        Argument::new("amplitude", Takes::Quantity(Kind::Share), Optional, "of the sine, as a share of the mean"),
        Argument::new("base", Takes::Rate, Optional, "outside the rectangular peak"),
        Argument::new("peak", Takes::Rate, Optional, "of the rectangular peak"),
        Argument::new("length", Takes::Quantity(Kind::Time), Optional, "of the rectangular peak"),
        Argument::new("rate", Takes::Rate, Repeated, "of an hour; 24 times, from midnight"),
        Argument::new("cycle", Takes::Quantity(Kind::Time), Default("24 h"), "of the sine or the rectangle"),
    ],
    example: &[("mean", "1000/s"), ("amplitude", "50 %"), ("capacity", "1200/s")],
    work: diurnal,
};

fn diurnal(arguments: &Arguments<'_>) -> Result<Lines, CalcError> {
    let (capacity, cycle) = (arguments.positive("capacity")?, arguments.positive("cycle")?);
    let rates: Vec<f64> = arguments.texts("rate").map(|text| arguments.rate("rate", text)).collect::<Result<_, _>>()?;
    let (found, mean, peak) = if !rates.is_empty() {
        if rates.len() != 24 {
            return Err(CalcError::Range {
                key: "rate",
                expected: "24 hourly rates",
                found: format!("{} of them", rates.len()),
            });
        }
        let mean = rates.iter().sum::<f64>() / 24.0;
        (backlog::hourly(&rates, capacity, 3600.0), mean, rates.iter().copied().fold(0.0, f64::max))
    } else if arguments.optional("base")?.is_some() {
        let (base, peak, length) = (arguments.number("base")?, arguments.number("peak")?, arguments.number("length")?);
        if length > cycle {
            return Err(arguments.out_of_range("length", "no more than the cycle"));
        }
        let mean = (base * (cycle - length) + peak * length) / cycle;
        (backlog::rectangle(base, peak, length, cycle, capacity), mean, peak)
    } else {
        let (mean, amplitude) = (arguments.number("mean")?, arguments.number("amplitude")?);
        (backlog::sine(mean, amplitude, cycle, capacity), mean, mean * (1.0 + amplitude))
    };
    let mut lines = Lines::new();
    lines.exact("utilization_mean", Kind::Share, mean / capacity, "mean / capacity");
    lines.exact("utilization_peak", Kind::Share, peak / capacity, "peak / capacity");
    let keys = ["backlog_max", "backlog_max_at", "drain", "delay_max"];
    let Some(found) = found else {
        let how = if mean > capacity {
            growth(arguments.of, mean, capacity)
        } else {
            "at a mean utilization of 1 no backlog is ever worked off".to_owned()
        };
        lines.unstable(&keys, &how);
        return Ok(lines);
    };
    let load = peak / capacity;
    // Simulated M/M/1 of 100 a second: the fluid is 1 to 4 % low from 1.02 on, and up to 1.6 times low nearer to 1.
    let class = match load {
        load if load >= 1.02 => Class::Approximation { low: 0.96, high: 1.0 },
        load if load > 1.0 => Class::Approximation { low: 0.62, high: 1.0 },
        _ => Class::Exact,
    };
    let how = if load > 1.0 { "integral of load - capacity" } else { "the peak is not over capacity" };
    lines.classed("backlog_max", arguments.of.volume(), found.largest, class, how);
    lines.classed("backlog_max_at", Kind::Time, found.at, class, "where the load falls below the capacity again");
    lines.classed("drain", Kind::Time, found.drain, class, "from the largest backlog until it is gone");
    lines.classed(
        "delay_max",
        Kind::Time,
        found.largest / capacity,
        class,
        "backlog_max / capacity, first in first out",
    );
    Ok(lines)
}
