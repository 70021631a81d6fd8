//! Waiting at one station.

use super::Need::{Default, Optional, Required};
use super::arguments::Arguments;
use super::lines::Lines;
use super::{Argument, CalcError, Class, Formula, Takes};
use crate::formulas::{finite, general, waiting};
use crate::units::Kind;

const ARRIVALS: Argument =
    Argument::new("arrivals", Takes::Quantity(Kind::RecordRate), Required, "records per time, lambda");
const SERVICE: Argument =
    Argument::new("service", Takes::Service, Required, "of one server: rate mu, or time of one record 1/mu");
const SERVERS: Argument =
    Argument::new("servers", Takes::Quantity(Kind::Count), Default("1"), "servers that share one queue, c");

pub(super) const MMC: Formula = Formula {
    name: "mmc",
    doc: "Waiting in M/M/c: Poisson arrivals, exponential service, c servers behind one queue. Not for partitions of \
          a log: each of them is a queue by itself, so ask with servers=1 and its share of the arrivals.",
    source: "Erlang 1917 by the recursion B(k) = a B(k-1) / (k + a B(k-1)); Kleinrock, Queueing Systems I (1975)",
    arguments: &[
        ARRIVALS,
        SERVICE,
        SERVERS,
        Argument::new("t", Takes::Quantity(Kind::Time), Optional, "gives P(wait <= t) and P(response <= t)"),
    ],
    example: &[("arrivals", "18/s"), ("service", "1/s"), ("servers", "20")],
    work: mmc,
};

/// Arrivals, service rate and servers.
fn station(arguments: &Arguments<'_>) -> Result<(f64, f64, u32), CalcError> {
    let servers = arguments.count("servers", waiting::MOST_SERVERS, "a whole number from 1 to 1,000,000")?;
    Ok((arguments.number("arrivals")?, arguments.number("service")?, servers))
}

/// Why there is no steady state: by how much the queue grows.
pub(super) fn growth(arrivals: f64, capacity: f64) -> String {
    if arrivals > capacity {
        format!("the queue grows by lambda - c mu = {:.6} records/s", arrivals - capacity)
    } else {
        "at utilization 1 the queue grows without end, with the square root of time".to_owned()
    }
}

fn mmc(arguments: &Arguments<'_>) -> Result<Lines, CalcError> {
    let (arrivals, service, servers) = station(arguments)?;
    let t = arguments.optional("t")?;
    let capacity = service * f64::from(servers);
    let mut lines = Lines::new();
    lines.exact("utilization", Kind::Share, arrivals / capacity, "lambda / (c mu)");
    let blocked = waiting::erlang_b(arrivals / service, servers);
    lines.exact("blocking_probability", Kind::Share, blocked, "Erlang B: share lost if there were no queue");
    let Some(wait) = waiting::mmc(arrivals, service, servers) else {
        lines.exact("throughput", Kind::RecordRate, capacity, "c mu: all servers work all the time");
        let keys = [
            "wait_probability",
            "wait_mean",
            "wait_p50",
            "wait_p95",
            "wait_p99",
            "response_mean",
            "response_p95",
            "response_p99",
            "queue_length",
            "in_system",
        ];
        lines.unstable(&keys, &growth(arrivals, capacity));
        return Ok(lines);
    };
    let response = wait.mean() + 1.0 / service;
    lines.exact("throughput", Kind::RecordRate, arrivals, "lambda");
    lines.exact("wait_probability", Kind::Share, wait.probability, "Erlang C = c B / (c - a (1 - B)), a = lambda / mu");
    lines.exact("wait_mean", Kind::Time, wait.mean(), "Wq = C / (c mu - lambda)");
    for (key, p) in [("wait_p50", 0.5), ("wait_p95", 0.95), ("wait_p99", 0.99)] {
        let how = "0 up to 1 - C, then ln(C / (1 - p)) / (c mu - lambda)";
        lines.exact(key, Kind::Time, wait.quantile(p), how);
    }
    lines.exact("response_mean", Kind::Time, response, "W = Wq + 1 / mu");
    for (key, p) in [("response_p95", 0.95), ("response_p99", 0.99)] {
        let how = "wait and service as one distribution; percentiles are not added";
        lines.exact(key, Kind::Time, waiting::response_quantile(wait, service, p), how);
    }
    lines.exact("queue_length", Kind::Records, arrivals * wait.mean(), "Lq = lambda Wq");
    lines.exact("in_system", Kind::Records, arrivals * response, "L = lambda W");
    if let Some(t) = t {
        let later = wait.probability * (-t / wait.mean_if_waiting).exp();
        lines.exact("wait_within_t", Kind::Share, 1.0 - later, "1 - C exp(-(c mu - lambda) t)");
        let within = 1.0 - waiting::response_above(wait, service, t);
        lines.exact("response_within_t", Kind::Share, within, "1 - P(wait + service > t)");
    }
    Ok(lines)
}

pub(super) const MG1: Formula = Formula {
    name: "mg1",
    doc: "Mean waiting in M/G/1: Poisson arrivals, one server, any service times. Exact.",
    source: "Pollaczek 1930, Khinchine 1932",
    arguments: &[
        ARRIVALS,
        SERVICE,
        Argument::new(
            "scv",
            Takes::Quantity(Kind::Ratio),
            Required,
            "variance of the service time over its mean squared: 0 fixed, 1 exponential",
        ),
    ],
    example: &[("arrivals", "80/s"), ("service", "10 ms"), ("scv", "0")],
    work: |arguments| {
        let (arrivals, service) = (arguments.number("arrivals")?, arguments.number("service")?);
        let scv = arguments.number("scv")?;
        let mut lines = Lines::new();
        lines.exact("utilization", Kind::Share, arrivals / service, "lambda / mu");
        let Some(wait) = general::mg1(arrivals, service, scv) else {
            let keys = ["wait_mean", "response_mean", "queue_length", "in_system"];
            lines.unstable(&keys, &growth(arrivals, service));
            return Ok(lines);
        };
        lines.exact("wait_mean", Kind::Time, wait, "Wq = lambda (1 + scv) / (2 mu (mu - lambda))");
        lines.exact("response_mean", Kind::Time, wait + 1.0 / service, "W = Wq + 1 / mu");
        lines.exact("queue_length", Kind::Records, arrivals * wait, "Lq = lambda Wq");
        lines.exact("in_system", Kind::Records, arrivals * (wait + 1.0 / service), "L = lambda W");
        Ok(lines)
    },
};

pub(super) const GGC: Formula = Formula {
    name: "ggc",
    doc: "Waiting in G/G/c: any arrivals and service times, by their variability. Exact where a formula is (M/M/c, \
          M/G/1), else an approximation with its band. Not for bulk arrivals.",
    source: "Whitt 1993 (c > 1); Kraemer and Langenbach-Belz 1976 (c = 1); Pollaczek-Khinchine",
    arguments: &[
        ARRIVALS,
        SERVICE,
        SERVERS,
        Argument::new(
            "arrival_scv",
            Takes::Quantity(Kind::Ratio),
            Default("1"),
            "variability of arrivals: 0 clock, 1 Poisson",
        ),
        Argument::new(
            "service_scv",
            Takes::Quantity(Kind::Ratio),
            Default("1"),
            "variability of service: 0 fixed, 1 exponential",
        ),
    ],
    example: &[("arrivals", "3.2/s"), ("service", "1/s"), ("servers", "4"), ("arrival_scv", "1"), ("service_scv", "0")],
    work: ggc,
};

fn ggc(arguments: &Arguments<'_>) -> Result<Lines, CalcError> {
    let (arrivals, service, servers) = station(arguments)?;
    let (arrival_scv, service_scv) = (arguments.number("arrival_scv")?, arguments.number("service_scv")?);
    let capacity = service * f64::from(servers);
    let mut lines = Lines::new();
    lines.exact("utilization", Kind::Share, arrivals / capacity, "lambda / (c mu)");
    let Some(found) = general::ggc(arrivals, service, servers, arrival_scv, service_scv) else {
        let keys =
            ["wait_mean", "wait_p95", "wait_p99", "wait_over_service", "response_mean", "queue_length", "in_system"];
        lines.unstable(&keys, &growth(arrivals, capacity));
        return Ok(lines);
    };
    let how = match found.method {
        general::Method::Markov => "M/M/c, exact",
        general::Method::PollaczekKhinchine => "M/G/1 by Pollaczek-Khinchine, exact",
        general::Method::Clock => "arrivals and service by the clock: nobody waits",
        general::Method::KraemerLangenbachBelz => "G/G/1 by Kraemer and Langenbach-Belz",
        general::Method::Whitt => "M/M/c x (ca2 + cs2) / 2 x phi, Whitt 1993",
    };
    lines.classed("wait_mean", Kind::Time, found.wait, found.class, how);
    for (key, p) in [("wait_p95", 0.95), ("wait_p99", 0.99)] {
        let how = "(Wq / C) ln(C / (1 - p)): those that wait do so about exponentially";
        lines.classed(key, Kind::Time, found.quantile(p), found.tail, how);
    }
    lines.classed("wait_over_service", Kind::Ratio, found.wait * service, found.class, "Wq mu");
    let response = found.wait + 1.0 / service;
    lines.classed("response_mean", Kind::Time, response, found.class, "W = Wq + 1 / mu");
    lines.classed("queue_length", Kind::Records, arrivals * found.wait, found.class, "Lq = lambda Wq");
    lines.classed("in_system", Kind::Records, arrivals * response, found.class, "L = lambda W");
    Ok(lines)
}

pub(super) const MM1K: Formula = Formula {
    name: "mm1k",
    doc: "One server with room for K records, the one in service included; who finds it full is lost (M/M/1/K).",
    source: "Kleinrock, Queueing Systems I (1975), section 3.6",
    arguments: &[
        ARRIVALS,
        SERVICE,
        Argument::new("places", Takes::Quantity(Kind::Count), Required, "records in the system at most, K"),
    ],
    example: &[("arrivals", "80/s"), ("service", "75/s"), ("places", "10")],
    work: |arguments| {
        let (arrivals, service) = (arguments.number("arrivals")?, arguments.number("service")?);
        let places = arguments.count("places", finite::MOST_PLACES, "a whole number from 1 to 1,000,000")?;
        let found = finite::mm1k(arrivals, service, places);
        let through = service * found.utilization;
        let mut lines = Lines::new();
        lines.exact("utilization", Kind::Share, found.utilization, "1 - P(empty)");
        lines.exact("blocking_probability", Kind::Share, found.blocking, "P(K) of P(n) ~ (lambda / mu)^n");
        lines.exact("throughput", Kind::RecordRate, through, "mu (1 - P(empty))");
        lines.exact("lost", Kind::RecordRate, arrivals * found.blocking, "lambda P(K)");
        lines.exact("in_system", Kind::Records, found.in_system, "L = sum of n P(n)");
        if through > 0.0 {
            let response = found.in_system / through;
            lines.exact("response_mean", Kind::Time, response, "W = L / throughput");
            lines.exact("wait_mean", Kind::Time, (response - 1.0 / service).max(0.0), "Wq = W - 1 / mu");
        } else {
            lines.classed("response_mean", Kind::Time, 1.0 / service, Class::Exact, "nothing comes: 1 / mu");
            lines.exact("wait_mean", Kind::Time, 0.0, "nothing comes");
        }
        Ok(lines)
    },
};
