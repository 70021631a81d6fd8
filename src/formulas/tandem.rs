//! Time through several M/M/1 stations in a row: a sum of independent exponential times.
//!
//! Seconds and rates per second. Exact for Poisson arrivals, exponential service and first come, first served: the
//! output of M/M/1 is Poisson (Burke 1956) and the times at the stations are independent (Reich 1957). The tail is
//! found by uniformization (Jensen 1953): a sum of positive terms only, so equal rates are no trouble.

/// A station so much faster than the slowest is counted at its mean: its spread cannot be seen beside the other's.
const FAST: f64 = 1000.0;

/// Sum of exponential times, with the rate of each.
#[derive(Clone, Debug)]
pub(crate) struct Tandem {
    /// Fast stations, at their means.
    shift: f64,
    mean: f64,
    /// The largest of the rates that are left.
    rate: f64,
    /// Probability of not being through after that many steps of the largest rate.
    left: Vec<f64>,
}

impl Tandem {
    /// The sum of exponential times of these positive rates; `None` if there is none.
    pub fn new(rates: &[f64]) -> Option<Self> {
        let slowest = rates.iter().copied().fold(f64::INFINITY, f64::min);
        if !(slowest > 0.0 && slowest.is_finite()) {
            return None;
        }
        let (mut shift, mut kept) = (0.0, Vec::new());
        for rate in rates {
            if *rate > slowest * FAST { shift += 1.0 / rate } else { kept.push(*rate) }
        }
        let rate = kept.iter().copied().fold(0.0, f64::max);
        // Where one is after each step: at each station with some probability, or through.
        let mut at = vec![0.0; kept.len()];
        if let Some(first) = at.first_mut() {
            *first = 1.0;
        }
        let mut left = Vec::new();
        loop {
            let sum: f64 = at.iter().sum();
            if sum < 1e-18 || left.len() > 2_000_000 {
                break;
            }
            left.push(sum);
            let mut carried = 0.0;
            for (here, own) in at.iter_mut().zip(&kept) {
                let leaves = *here * own / rate;
                *here += carried - leaves;
                carried = leaves;
            }
        }
        let mean = rates.iter().map(|rate| 1.0 / rate).sum();
        Some(Self { shift, mean, rate, left })
    }

    /// Mean, in seconds.
    pub fn mean(&self) -> f64 {
        self.mean
    }

    /// Probability to take longer than `t` seconds.
    pub fn above(&self, t: f64) -> f64 {
        let steps = self.rate * (t - self.shift);
        if steps <= 0.0 {
            return 1.0;
        }
        // Poisson weights from the most likely one outwards, so that none underflows that matters.
        let (mut log, ln) = (-steps, steps.ln());
        let mut sum = 0.0;
        for (k, left) in self.left.iter().enumerate() {
            if k > 0 {
                log += ln - (k as f64).ln();
            }
            sum += log.exp() * left;
        }
        sum.min(1.0)
    }

    /// Time that a share `p` does not exceed, in seconds.
    pub fn quantile(&self, p: f64) -> f64 {
        let mut high = self.shift + self.mean;
        while self.above(high) > 1.0 - p && high < self.mean * 1e3 {
            high += self.mean;
        }
        let mut low = self.shift;
        for _ in 0..60 {
            let middle = f64::midpoint(low, high);
            if self.above(middle) > 1.0 - p { low = middle } else { high = middle }
        }
        high
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_station_is_exponential_and_two_unequal_ones_have_a_closed_form() {
        let one = Tandem::new(&[25.0]).unwrap();
        assert!((one.quantile(0.99) - 100.0_f64.ln() / 25.0).abs() < 1e-9);
        let two = Tandem::new(&[1.0, 3.0]).unwrap();
        let exact = (3.0 * (-2.0_f64).exp() - (-6.0_f64).exp()) / 2.0;
        assert!((two.above(2.0) - exact).abs() < 1e-12, "{} {exact}", two.above(2.0));
    }

    #[test]
    fn ten_stations_stay_far_below_the_sum_of_their_p99() {
        let p99 = Tandem::new(&[25.0; 10]).unwrap().quantile(0.99);
        assert!((p99 - 0.751).abs() < 0.001, "{p99}");
        assert!(p99 < 10.0 * 100.0_f64.ln() / 25.0);
    }

    #[test]
    fn a_far_faster_station_counts_at_its_mean() {
        let both = Tandem::new(&[1.0, 1e6]).unwrap();
        assert!((both.quantile(0.99) - 100.0_f64.ln() - 1e-6).abs() < 1e-9);
        assert!(Tandem::new(&[]).is_none());
    }
}
