//! Failures, retries, caches and late data.

use super::Need::{Optional, Repeated, Required};
use super::arguments::{Arguments, Phrase, whole};
use super::lines::Lines;
use super::{Argument, CalcError, Class, Formula, Takes};
use crate::formulas::lateness::Lateness;
use crate::formulas::{availability, reuse};
use crate::units::Kind;
use crate::units::system::MONTH;

pub(super) const RETRY: Formula = Formula {
    name: "retry",
    doc: "Tries of a record that is tried again, and what ends up in the dead-letter queue. Holds if each try fails \
          independently, which an overloaded server does not do.",
    source: "geometric series: (1 - p^(r+1)) / (1 - p)",
    arguments: &[
        Argument::new("failure", Takes::Quantity(Kind::Share), Required, "probability that a try fails, p"),
        Argument::new("retries", Takes::Quantity(Kind::Count), Optional, "at most, r; endless if left out"),
        Argument::new("load", Takes::Rate, Optional, "what comes, before retries"),
    ],
    example: &[("failure", "10 %"), ("retries", "3"), ("load", "1000/s")],
    work: |arguments| {
        let failure = arguments.number("failure")?;
        let retries = match arguments.optional("retries")? {
            Some(0.0) => Some(0),
            Some(count) => Some(
                whole(count, 1_000_000)
                    .ok_or_else(|| arguments.out_of_range("retries", "a whole number from 0 to 1,000,000"))?,
            ),
            None => None,
        };
        let load = arguments.optional("load")?;
        let given_up = reuse::given_up(failure, retries);
        let mut lines = Lines::new();
        let Some(attempts) = reuse::attempts(failure, retries) else {
            lines.unstable(&["attempts", "load"], "every try fails, so tries grow by the load each second");
            return Ok(lines);
        };
        lines.exact("attempts", Kind::Ratio, attempts, "(1 - p^(r+1)) / (1 - p), per record");
        lines.exact("dead_letters", Kind::Share, given_up, "p^(r+1)");
        lines.exact("completeness", Kind::Share, 1.0 - given_up, "1 - p^(r+1)");
        if let Some(load) = load {
            lines.exact("load", arguments.of.rate(), load * attempts, "load x attempts: what must be processed");
        }
        Ok(lines)
    },
};

pub(super) const CACHE: Formula = Formula {
    name: "cache",
    doc: "Hits and staleness of one key in a cache with a time to live, read at random.",
    source: "renewal argument for Poisson reads: h = lambda T / (1 + lambda T)",
    arguments: &[
        Argument::new("reads", Takes::Quantity(Kind::RecordRate), Required, "reads of the key, lambda"),
        Argument::new("ttl", Takes::Quantity(Kind::Time), Required, "time to live, T"),
    ],
    example: &[("reads", "0.1/s"), ("ttl", "5 s")],
    work: |arguments| {
        let (reads, ttl) = (arguments.number("reads")?, arguments.number("ttl")?);
        let hits = reuse::hit_ratio(reads, ttl);
        let mut lines = Lines::new();
        lines.exact("hit_ratio", Kind::Share, hits, "lambda T / (1 + lambda T)");
        lines.exact("backend", Kind::RecordRate, reads / (1.0 + reads * ttl), "lambda / (1 + lambda T)");
        lines.exact("staleness_mean", Kind::Time, hits * ttl / 2.0, "h T / 2 over all reads");
        lines.exact("staleness_max", Kind::Time, ttl, "T");
        Ok(lines)
    },
};

const K_OF_N: &str = "2 of 3 at 99.9 %";

pub(super) const AVAILABILITY: Formula = Formula {
    name: "availability",
    doc: "Availability of parts that fail independently, all groups in series. A part that several paths share counts \
          once; a part behind a buffer does not count, its outage is staleness.",
    source: "Barlow and Proschan, Mathematical Theory of Reliability (1965)",
    arguments: &[
        Argument::new("series", Takes::Words, Repeated, "shares, all needed: `99.99 %, 99.9 %`"),
        Argument::new("parallel", Takes::Words, Repeated, "a group of which one is enough: `99 %, 99 %`"),
        Argument::new("k_of_n", Takes::Words, Repeated, "`2 of 3 at 99.9 %`"),
    ],
    example: &[("series", "99.99 %, 99.95 %"), ("parallel", "99 %, 99 %"), ("k_of_n", "2 of 3 at 99.9 %")],
    work: available,
};

fn available(arguments: &Arguments<'_>) -> Result<Lines, CalcError> {
    let mut parts = arguments.list("series", Kind::Share)?;
    for text in arguments.texts("parallel") {
        let group: Vec<f64> = text
            .split(',')
            .map(|part| super::arguments::quantity("parallel", part, Kind::Share))
            .collect::<Result<_, _>>()?;
        parts.push(availability::parallel(&group));
    }
    for text in arguments.texts("k_of_n") {
        let phrase = Phrase::read("k_of_n", text, &["of", "at"], K_OF_N)?;
        let k = super::arguments::quantity("k_of_n", phrase.head()?, Kind::Count)?;
        let n = phrase.number("of", Kind::Count)?;
        let (Some(k), Some(n)) = (whole(k, 100_000), whole(n, 100_000)) else { return Err(phrase.wrong()) };
        if k > n {
            return Err(phrase.wrong());
        }
        parts.push(availability::k_of_n(k, n, phrase.number("at", Kind::Share)?));
    }
    if parts.is_empty() {
        return Err(arguments.missing("series, parallel or k_of_n", "at least one part"));
    }
    let found = availability::series(&parts);
    let mut lines = Lines::new();
    lines.exact("availability", Kind::Share, found, "product of the groups");
    lines.exact("downtime_per_month", Kind::Time, (1.0 - found) * MONTH, "(1 - A) x 730 h");
    lines.exact("downtime_per_year", Kind::Time, (1.0 - found) * MONTH * 12.0, "(1 - A) x 8,760 h");
    Ok(lines)
}

pub(super) const COMPLETENESS: Formula = Formula {
    name: "completeness",
    doc: "Share of the events that are there when a watermark passes, for log-normal lateness.",
    source: "log-normal through two percentiles: sigma = ln(p99 / p50) / 2.3263",
    arguments: &[
        Argument::new("late_p50", Takes::Quantity(Kind::Time), Required, "median lateness"),
        Argument::new("late_p99", Takes::Quantity(Kind::Time), Required, "99th percentile of lateness"),
        Argument::new("watermark", Takes::Quantity(Kind::Time), Optional, "how long one waits"),
        Argument::new("target", Takes::Quantity(Kind::Share), Optional, "completeness that will do"),
    ],
    example: &[("late_p50", "2 s"), ("late_p99", "60 s"), ("watermark", "10 s"), ("target", "99.9 %")],
    work: |arguments| {
        let (p50, p99) = (arguments.positive("late_p50")?, arguments.positive("late_p99")?);
        let lateness =
            Lateness::new(p50, p99).ok_or_else(|| arguments.out_of_range("late_p99", "more than late_p50"))?;
        let (watermark, target) = (arguments.optional("watermark")?, arguments.optional_positive("target")?);
        if watermark.is_none() && target.is_none() {
            return Err(arguments.missing("watermark or target", "one of the two or both"));
        }
        let mut lines = Lines::new();
        if let Some(wait) = watermark {
            let complete = lateness.complete(wait);
            let how = "Phi(ln(watermark / p50) / sigma), if lateness is log-normal";
            lines.exact("completeness", Kind::Share, complete, how);
            lines.exact("late", Kind::Share, 1.0 - complete, "1 - completeness");
        }
        match target {
            Some(target) if target >= 1.0 => lines.none("watermark", "no wait is long enough for all events"),
            Some(target) => {
                let how = "p50 exp(sigma Phi^-1(target)), if lateness is log-normal";
                lines.classed("watermark", Kind::Time, lateness.wait_for(target), Class::Exact, how);
            }
            None => {}
        }
        Ok(lines)
    },
};
