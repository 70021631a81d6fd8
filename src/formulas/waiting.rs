//! How long a record waits for a free server: M/M/c by the Erlang-B recursion.
//!
//! Times in seconds, rates in records per second. Exact for Poisson arrivals and exponential service; valid only
//! below utilization one, where it gives nothing. Source: Erlang 1917; the recursion B(0) = 1,
//! B(k) = a B(k-1) / (k + a B(k-1)) never forms a factorial, so a hundred thousand servers are no trouble.

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

    /// The wait that is taken for the longest: that of one record in ten thousand, or the mean where hardly any waits.
    pub fn most(self) -> f64 {
        self.quantile(0.9999).max(self.mean())
    }

    /// Wait that a share `p` of the records does not exceed, in seconds.
    pub fn quantile(self, p: f64) -> f64 {
        if p <= 1.0 - self.probability { 0.0 } else { self.mean_if_waiting * (self.probability / (1.0 - p)).ln() }
    }
}

/// More servers than this are refused by whoever asks: the recursion takes a step for each.
pub(crate) const MOST_SERVERS: u32 = 1_000_000;

/// Probability that all of `servers` are busy when a record comes that is lost if they are (Erlang B); `offered` is
/// the load in servers, arrivals times service time. Holds for any distribution of service times.
pub(crate) fn erlang_b(offered: f64, servers: u32) -> f64 {
    let (mut k, mut blocked) = beginning(offered, servers);
    while k < servers && blocked > 1e-300 {
        k += 1;
        let passed = offered * blocked;
        blocked = passed / (f64::from(k) + passed);
    }
    if blocked > 1e-300 { blocked } else { 0.0 }
}

/// Where the recursion begins: at no server, or for a large load at twelve standard deviations below it, where
/// B(k) is 1 - k / a but for a trifle. Each step from there to the load shrinks the trifle by k / a, all of them by
/// e to the minus 72, so the result is the same.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between zero and the servers")]
fn beginning(offered: f64, servers: u32) -> (u32, f64) {
    let from = (offered - 12.0 * offered.sqrt()).floor();
    if offered > 1000.0 && f64::from(servers) > offered { (from as u32, 1.0 - from / offered) } else { (0, 1.0) }
}

/// Waiting in M/M/c: `arrivals` and `service` (of one server) in records per second.
///
/// `None` at or above utilization one, where waits grow without end.
pub(crate) fn mmc(arrivals: f64, service: f64, servers: u32) -> Option<Waiting> {
    if servers == 0 || service <= 0.0 || arrivals < 0.0 {
        return None;
    }
    let capacity = service * f64::from(servers);
    if arrivals >= capacity {
        return None;
    }
    let offered = arrivals / service;
    let b = erlang_b(offered, servers);
    // C = B / (1 - u (1 - B)) with both sides times c, so that nothing cancels near utilization one.
    let c = f64::from(servers);
    let probability = c * b / ((capacity - arrivals) / service + offered * b);
    Some(Waiting { probability, mean_if_waiting: 1.0 / (capacity - arrivals) })
}

/// Share of the records that are longer than `t` seconds in M/M/c, waiting and being served.
///
/// The wait is zero or exponential with rate c mu - lambda, the service exponential with rate mu, both independent
/// (Kleinrock, Queueing Systems I, 1975). Written so that equal rates are no special case.
pub(crate) fn response_above(wait: Waiting, service: f64, t: f64) -> f64 {
    let clearing = 1.0 / wait.mean_if_waiting;
    let (slow, fast) = (service.min(clearing), service.max(clearing));
    let gap = fast - slow;
    let between = if gap * t < 1e-12 { t } else { -(-gap * t).exp_m1() / gap };
    let both = (-slow * t).exp() * (1.0 + slow * between);
    (1.0 - wait.probability) * (-service * t).exp() + wait.probability * both
}

/// Time in the system that a share `p` of the records does not exceed, in M/M/c, in seconds.
pub(crate) fn response_quantile(wait: Waiting, service: f64, p: f64) -> f64 {
    let mut high = 1.0 / service + wait.mean_if_waiting;
    while response_above(wait, service, high) > 1.0 - p && high < 1e100 {
        high *= 2.0;
    }
    let mut low = 0.0;
    for _ in 0..200 {
        let middle = f64::midpoint(low, high);
        if response_above(wait, service, middle) > 1.0 - p { low = middle } else { high = middle }
    }
    high
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
    fn beginning_late_changes_nothing() {
        for (offered, servers) in [(1001.0, 1002), (5000.0, 5003), (99_900.0, 100_000), (3000.0, 3600)] {
            let mut whole = 1.0;
            for k in 1..=servers {
                whole = offered * whole / (f64::from(k) + offered * whole);
            }
            let short = erlang_b(offered, servers);
            assert!((short / whole - 1.0).abs() < 1e-13, "{offered} {servers}: {short} {whole}");
        }
    }

    #[test]
    fn a_million_servers_are_quick_and_overload_blocks_what_does_not_fit() {
        let p = mmc(999_000.0, 1.0, 1_000_000).unwrap().probability;
        assert!((0.0..1.0).contains(&p), "{p}");
        close(erlang_b(1e9, 1_000_000), 0.999, 1e-6);
        assert_eq!(erlang_b(0.0, 5), 0.0);
    }

    #[test]
    fn the_response_of_one_server_is_exponential() {
        let wait = mmc(75.0, 100.0, 1).unwrap();
        close(response_above(wait, 100.0, 0.1), (-2.5_f64).exp(), 1e-14);
        close(response_quantile(wait, 100.0, 0.99), 100.0_f64.ln() / 25.0, 1e-12);
        // Equal rates: c mu - lambda = mu.
        let wait = mmc(1.0, 1.0, 2).unwrap();
        close(response_above(wait, 1.0, 2.0), (-2.0_f64).exp() * (1.0 + wait.probability * 2.0), 1e-14);
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
