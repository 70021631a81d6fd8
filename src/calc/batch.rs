//! Batch jobs, micro-batches and chains of them.

use super::Need::{Default, Optional, Repeated, Required};
use super::arguments::{Arguments, Phrase};
use super::lines::Lines;
use super::{Argument, CalcError, Formula, Takes};
use crate::formulas::law::Law;
use crate::formulas::periodic::{self, Overrun};
use crate::units::Kind;

pub(super) const BATCH: Formula = Formula {
    name: "batch",
    doc: "A stage that runs again and again: run time and staleness of a period, or the periods that keep the \
          staleness below a limit. Give period, limit or both.",
    source: "arithmetic: R = s + load P; least period s / (1 - load); checked run by run",
    arguments: &[
        Argument::new("load", Takes::Rate, Required, "what comes"),
        Argument::new("throughput", Takes::Rate, Required, "what a run gets through, once started"),
        Argument::new("startup", Takes::Quantity(Kind::Time), Default("0 s"), "start-up of each run"),
        Argument::new("period", Takes::Quantity(Kind::Time), Optional, "from start to start"),
        Argument::new("limit", Takes::Quantity(Kind::Time), Optional, "largest staleness that will do"),
        Argument::new(
            "overrun",
            Takes::Choice(&["at-once", "skip", "overlap", "queue"]),
            Default("at-once"),
            "when a run is longer than the period: start the next at once, at the next tick, beside it, or queue them all",
        ),
    ],
    example: &[
        ("load", "1 TB/day"),
        ("throughput", "50 MB/s"),
        ("startup", "2 min"),
        ("period", "15 min"),
        ("limit", "1 h"),
    ],
    work: batch,
};

fn batch(arguments: &Arguments<'_>) -> Result<Lines, CalcError> {
    let load = arguments.number("load")? / arguments.positive("throughput")?;
    let startup = arguments.number("startup")?;
    let (period, limit) = (arguments.optional_positive("period")?, arguments.optional_positive("limit")?);
    let overrun = Overrun::named(arguments.choice("overrun")?);
    if period.is_none() && limit.is_none() {
        return Err(arguments.missing("period or limit", "how often it runs, or the staleness that will do"));
    }
    let mut lines = Lines::new();
    lines.exact("utilization", Kind::Share, load, "load / throughput");
    if let Some(period) = period {
        runs(&mut lines, period, startup, load, overrun);
    }
    let Some(least) = periodic::sustainable_period(startup, load) else {
        let how = format!("staleness grows by {:.6} s each second", 1.0 - 1.0 / load);
        lines.unstable(&["least_period"], &how);
        if limit.is_some() {
            lines.unstable(&["most_period", "least_staleness_max"], &how);
        }
        return Ok(lines);
    };
    lines.exact("least_period", Kind::Time, least, "s / (1 - load)");
    if let Some(limit) = limit {
        match periodic::periods_within(startup, load, limit) {
            Some((_, most)) => lines.exact("most_period", Kind::Time, most, "(limit - s) / (1 + load)"),
            None => lines.none("most_period", "no period meets the limit: least_staleness_max is over it"),
        }
        lines.exact("least_staleness_max", Kind::Time, 2.0 * least, "2 s / (1 - load), at the least period");
    }
    Ok(lines)
}

const STALENESS: [&str; 6] =
    ["staleness_min", "staleness_mean", "staleness_p50", "staleness_p95", "staleness_p99", "staleness_max"];

fn runs(lines: &mut Lines, period: f64, startup: f64, load: f64, overrun: Overrun) {
    let Some(found) = periodic::runs(period, startup, load, overrun) else {
        let run = startup + load * period;
        let how = match overrun {
            // Each interval has its own run, so data of P seconds takes R.
            Overrun::Queue => {
                format!("runs pile up, staleness grows by 1 - P / R = {:.6} s each second", 1.0 - period / run)
            }
            _ if load > 1.0 => {
                format!("staleness grows by 1 - throughput / load = {:.6} s each second", 1.0 - 1.0 / load)
            }
            _ => format!("each run is {startup:.6} s longer than the one before"),
        };
        lines.unstable(&["effective_period", "run_time"], &how);
        lines.unstable(&STALENESS, &how);
        return;
    };
    lines.exact("effective_period", Kind::Time, found.period, "from start to start, in the long term");
    lines.exact("run_time", Kind::Time, found.run, "R = s + load P");
    if overrun == Overrun::Overlap {
        lines.exact("runs_at_once", Kind::Count, found.at_once, "R / P, rounded up");
    }
    let mut law = Law::zero();
    law.add(found.run);
    law.add_uniform(found.period);
    staleness(lines, &law, "R", "waits for the next start, anywhere from 0 to P, then R");
}

/// Lines of a distribution of staleness.
fn staleness(lines: &mut Lines, law: &Law, least: &str, how: &str) {
    let [p50, p95, p99] = Law::quantiles(std::slice::from_ref(law), [0.5, 0.95, 0.99]);
    let values = [law.min(), law.mean(), p50, p95, p99, law.max()];
    for (key, value) in STALENESS.iter().zip(values) {
        lines.exact(*key, Kind::Time, value, if *key == "staleness_min" { least } else { how });
    }
}

const STAGE: &str = "every 60 min runs 10 min at 5 min";

pub(super) const CHAIN: Formula = Formula {
    name: "chain",
    doc: "Staleness behind stages in a row, each of which takes what the one before has finished. With known phases \
          `at` counts; with unknown phases each stage waits independently. A run over its period overlaps the next.",
    source: "known: every start in the common period; unknown: Irwin 1927, Hall 1927, Olds 1952 up to 10 stages",
    arguments: &[
        Argument::new("stage", Takes::Words, Repeated, "`every 60 min runs 10 min at 5 min`, in order"),
        Argument::new("phases", Takes::Choice(&["known", "unknown"]), Default("known"), "whether the starts are known"),
    ],
    example: &[("stage", "every 60 min runs 10 min at 0 min"), ("stage", "every 60 min runs 7 min at 5 min")],
    work: chain,
};

fn chain(arguments: &Arguments<'_>) -> Result<Lines, CalcError> {
    let mut stages = Vec::new();
    for text in arguments.texts("stage") {
        let phrase = Phrase::read("stage", text, &["every", "runs", "at"], STAGE)?;
        phrase.no_head()?;
        let every = phrase.positive("every", Kind::Time)?;
        let at = phrase.optional("at", Kind::Time)?.unwrap_or(0.0);
        stages.push((every, phrase.optional("runs", Kind::Time)?.unwrap_or(0.0), at));
    }
    if stages.is_empty() {
        return Err(arguments.missing("stage", "at least one, as `every 60 min runs 10 min at 5 min`"));
    }
    let mut lines = Lines::new();
    let known = arguments.choice("phases")? == "known";
    let mut law = Law::zero();
    let enumerated = known && stages.iter().all(|(every, run, at)| law.schedule(*every, *at, false, |_| *run));
    if enumerated {
        let run: f64 = stages.iter().map(|(_, run, _)| run).sum();
        staleness(&mut lines, &law, "least over the common period", "over every start in the common period");
        let first = stages.first().map_or(0.0, |(every, ..)| *every);
        if stages.iter().all(|(every, ..)| *every == first) {
            let how = "waits between one stage and the next that better phases would save: max - period - runs";
            lines.exact("slack", Kind::Time, (law.max() - first - run).max(0.0), how);
        }
        return Ok(lines);
    }
    let mut law = Law::zero();
    let mut widths = Vec::new();
    for (every, run, _) in stages {
        law.add(run);
        law.add_uniform(every);
        widths.push(every);
    }
    let how = if known {
        "the common period is too long to enumerate, so phases count as unknown: runs + a wait from 0 to P for each"
    } else {
        "runs + an independent wait from 0 to P for each stage; percentiles are not added"
    };
    staleness(&mut lines, &law, "sum of the runs", how);
    Ok(lines)
}
