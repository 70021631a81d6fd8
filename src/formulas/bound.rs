//! Network calculus: the longest delay and the largest backlog that there can be, for arrivals held to a token bucket
//! and servers that give at least a rate after at most a latency.
//!
//! Bytes or records, and seconds. A guarantee, not an average. Source: Cruz 1991; Le Boudec and Thiran, Network
//! Calculus (2001), theorems 1.4.1, 1.4.2 and 1.4.6 (servers in a row are one of the least rate and all the latency,
//! so a burst is paid only once).

/// A server that gives at least `rate` after at most `latency` seconds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Server {
    /// Bytes or records per second.
    pub rate: f64,
    /// Seconds.
    pub latency: f64,
}

/// Bounds for servers in a row.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Bounds {
    /// Longest delay through all, in seconds.
    pub delay: f64,
    /// Largest backlog in all together, in bytes or records.
    pub backlog: f64,
    /// Sum of the longest delays of each alone, the burst of each grown by the latencies before it; never less.
    pub delay_one_by_one: f64,
}

/// Bounds for arrivals of at most `rate` in the long term and `burst` on top, through servers in a row. `None` if a
/// server is slower than the arrivals or there is none.
pub(crate) fn bounds(rate: f64, burst: f64, servers: &[Server]) -> Option<Bounds> {
    let least = servers.iter().map(|server| server.rate).fold(f64::INFINITY, f64::min);
    if !least.is_finite() || rate > least || least <= 0.0 {
        return None;
    }
    let latency: f64 = servers.iter().map(|server| server.latency).sum();
    let (mut grown, mut delay_one_by_one) = (burst, 0.0);
    for server in servers {
        delay_one_by_one += server.latency + grown / server.rate;
        grown += rate * server.latency;
    }
    Some(Bounds { delay: latency + burst / least, backlog: burst + rate * latency, delay_one_by_one })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_burst_is_paid_once() {
        let server = Server { rate: 10.0, latency: 10.0 };
        let found = bounds(5.0, 25.0, &[server, server]).unwrap();
        assert_eq!((found.delay, found.delay_one_by_one), (22.5, 30.0));
        assert_eq!(bounds(5.0, 25.0, &[server]).unwrap().backlog, 75.0);
        assert_eq!(bounds(11.0, 25.0, &[server]), None);
        assert_eq!(bounds(11.0, 25.0, &[]), None);
    }
}
