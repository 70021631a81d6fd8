//! How long a record waits for a free server: M/M/c by the Erlang-B recursion.
//!
//! Times in seconds, rates in records per second. Exact for Poisson arrivals and exponential service; valid only
//! below utilization one, where it gives nothing. Source: Erlang 1917; the recursion B(0) = 1,
//! B(k) = a B(k-1) / (k + a B(k-1)) never forms a factorial, so a hundred thousand servers are no trouble.

use super::class::Class;

/// Waiting before service.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Waiting {
    /// Probability that a record waits at all.
    pub probability: f64,
    /// Mean wait of those that wait, in seconds; the wait is exponential.
    pub mean_if_waiting: f64,
}

impl Waiting {
    /// Mean wait over all records, in seconds.
    pub fn mean(self) -> f64 {
        self.probability * self.mean_if_waiting
    }

    /// Wait that a share `p` of the records does not exceed, in seconds.
    pub fn quantile(self, p: f64) -> f64 {
        if p <= 1.0 - self.probability { 0.0 } else { self.mean_if_waiting * (self.probability / (1.0 - p)).ln() }
    }
}

/// Probability that all of `servers` are busy when a record comes that is lost if they are (Erlang B).
fn erlang_b(offered: f64, servers: u32) -> f64 {
    let mut blocked = 1.0;
    for k in 1..=servers {
        let passed = offered * blocked;
        blocked = passed / (f64::from(k) + passed);
    }
    blocked
}

/// Waiting in M/M/c: `arrivals` and `service` (of one server) in records per second.
///
/// `None` at or above utilization one, where waits grow without end.
pub(crate) fn mmc(arrivals: f64, service: f64, servers: u32) -> Option<Waiting> {
    if servers == 0 || service <= 0.0 || arrivals < 0.0 {
        return None;
    }
    let capacity = service * f64::from(servers);
    let utilization = arrivals / capacity;
    if utilization >= 1.0 {
        return None;
    }
    let b = erlang_b(arrivals / service, servers);
    let probability = b / (1.0 - utilization * (1.0 - b));
    Some(Waiting { probability, mean_if_waiting: 1.0 / (capacity - arrivals) })
}

/// Waiting where gaps and times of work vary otherwise than exponential ones: the wait of M/M/c times half the sum of
/// the two squared coefficients of variation. `None` at or above utilization one.
///
/// Exact for one server with Poisson arrivals (Pollaczek-Khinchine) and for M/M/c; elsewhere the approximation of
/// Allen and Cunneen, whose tail is taken as exponential.
pub(crate) fn general(
    arrivals: f64,
    service: f64,
    servers: u32,
    arrival_scv: f64,
    service_scv: f64,
) -> Option<(Waiting, Class)> {
    let wait = mmc(arrivals, service, servers)?;
    if arrival_scv == 1.0 && service_scv == 1.0 {
        return Some((wait, Class::Exact));
    }
    let factor = f64::midpoint(arrival_scv.max(0.0), service_scv.max(0.0));
    let utilization = arrivals / (service * f64::from(servers));
    let class = match (servers, arrival_scv == 1.0) {
        (1, true) => Class::Exact,
        _ if utilization >= 0.8 && servers <= 16 => Class::Approximation { low: 0.65, high: 1.35 },
        _ => Class::Approximation { low: 0.1, high: 10.0 },
    };
    Some((Waiting { mean_if_waiting: wait.mean_if_waiting * factor, ..wait }, class))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn close(a: f64, b: f64, tolerance: f64) {
        assert!((a - b).abs() <= tolerance, "{a} is not {b} within {tolerance}");
    }

    #[test]
    fn twenty_servers_at_load_nine_tenths_wait_with_probability_0_55() {
        close(mmc(18.0, 1.0, 20).unwrap().probability, 0.55, 0.005);
    }

    #[test]
    fn thirteen_servers_do_not_overflow_a_factorial() {
        close(mmc(0.9 * 13.0, 1.0, 13).unwrap().probability, 0.6269, 5e-5);
        close(mmc(0.9 * 16.0, 1.0, 16).unwrap().probability, 0.5913, 5e-5);
    }

    #[test]
    fn a_hundred_thousand_servers_give_a_probability() {
        let p = mmc(99_900.0, 1.0, 100_000).unwrap().probability;
        assert!((0.0..=1.0).contains(&p), "{p}");
    }

    #[test]
    fn one_server_is_the_textbook_mm1() {
        let wait = mmc(0.8, 1.0, 1).unwrap();
        close(wait.probability, 0.8, 1e-12);
        close(wait.mean(), 4.0, 1e-12);
    }

    #[test]
    fn sixteen_partitions_wait_42_times_as_long_as_one_pool() {
        let pooled = mmc(12.8, 1.0, 16).unwrap().mean();
        let partitioned = mmc(0.8, 1.0, 1).unwrap().mean();
        close(partitioned / pooled, 42.0, 0.5);
    }

    #[test]
    fn utilization_of_one_or_more_has_no_wait() {
        assert_eq!(mmc(1.0, 1.0, 1), None);
        assert_eq!(mmc(2.0, 1.0, 1), None);
    }
}
