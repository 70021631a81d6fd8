//! What is kept: retention, compression, copies, tiers by age, and what a replicated log writes.
//!
//! Bytes and seconds. Algebra on the mean rate. The copies count for disks one buys; a managed object store has them
//! in its price, so replication is one there.

/// Bytes kept once the store is full (`retention` in seconds), of a stream of `rate` bytes per second as stored.
pub(crate) fn stored(rate: f64, retention: f64) -> f64 {
    rate * retention
}

/// Bytes kept on average over the first `span` seconds, while the store fills up to the retention.
pub(crate) fn average_while_filling(rate: f64, retention: f64, span: f64) -> f64 {
    let filling = retention.min(span);
    rate * (filling * filling / 2.0 + filling * (span - filling)) / span
}

/// Bytes in a tier that holds ages from `from` to `until` seconds, of data kept for `retention` seconds.
pub(crate) fn tier(rate: f64, from: f64, until: f64, retention: f64) -> f64 {
    rate * (until.min(retention) - from).max(0.0)
}

/// What the brokers of a replicated log do, in bytes per second.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Brokers {
    /// Written to disks, all copies.
    pub writes: f64,
    /// Between brokers, to the followers.
    pub replication: f64,
    /// Out of brokers, to followers and readers.
    pub out: f64,
}

/// Brokers that take `ingress` bytes per second, keep `copies` and are read `readers` times.
pub(crate) fn brokers(ingress: f64, copies: f64, readers: f64) -> Brokers {
    let replication = ingress * (copies - 1.0).max(0.0);
    Brokers { writes: ingress * copies, replication, out: ingress * readers + replication }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tiers_add_up_to_all_that_is_kept() {
        let day = 86_400.0;
        let all = [(0.0, 7.0), (7.0, 30.0), (30.0, 365.0)];
        let sum: f64 = all.iter().map(|(from, until)| tier(5.0, from * day, until * day, 90.0 * day)).sum();
        assert_eq!(sum, stored(5.0, 90.0 * day));
    }

    #[test]
    fn the_first_month_is_half_full_and_later_ones_are_not() {
        assert_eq!(average_while_filling(1.0, 100.0, 100.0), 50.0);
        assert_eq!(average_while_filling(1.0, 1000.0, 100.0), 50.0);
        assert_eq!(average_while_filling(1.0, 10.0, 100.0), 9.5);
    }
}
