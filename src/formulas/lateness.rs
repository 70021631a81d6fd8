//! Lateness of events as a log-normal distribution given by its p50 and p99.
//!
//! Seconds. Source: the two percentiles give sigma = ln(p99 / p50) / 2.3263 and mu = ln p50. How good it is depends
//! on whether the lateness is log-normal at all, which nobody knows from two percentiles.

/// 99 % point of the standard normal distribution.
const Z99: f64 = 2.326_347_874_040_841;

/// Log-normal lateness.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Lateness {
    p50: f64,
    sigma: f64,
}

impl Lateness {
    /// From its median and its 99th percentile; `None` unless 0 < p50 < p99.
    pub fn new(p50: f64, p99: f64) -> Option<Self> {
        (p50 > 0.0 && p50 < p99).then(|| Self { p50, sigma: (p99 / p50).ln() / Z99 })
    }

    /// Share of the events that are there `wait` seconds after they happened.
    pub fn complete(self, wait: f64) -> f64 {
        if wait <= 0.0 {
            return 0.0;
        }
        normal((wait / self.p50).ln() / self.sigma)
    }

    /// How long to wait for a share of the events, in seconds.
    pub fn wait_for(self, share: f64) -> f64 {
        let (mut low, mut high) = (-40.0, 40.0);
        for _ in 0..100 {
            let middle = f64::midpoint(low, high);
            if normal(middle) < share { low = middle } else { high = middle }
        }
        self.p50 * (self.sigma * high).exp()
    }
}

/// The standard normal distribution function.
fn normal(z: f64) -> f64 {
    libm::erfc(-z / std::f64::consts::SQRT_2) / 2.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_percentiles_give_the_rest() {
        let lateness = Lateness::new(2.0, 60.0).unwrap();
        for (wait, share) in [(2.0, 0.5), (10.0, 0.865), (30.0, 0.968), (60.0, 0.99), (120.0, 0.9974)] {
            assert!((lateness.complete(wait) - share).abs() < 5e-4, "{wait}: {}", lateness.complete(wait));
            let back = lateness.wait_for(lateness.complete(wait));
            assert!((back / wait - 1.0).abs() < 1e-9, "{back}");
        }
        assert_eq!(lateness.complete(0.0), 0.0);
        assert_eq!(Lateness::new(60.0, 2.0), None);
    }
}
