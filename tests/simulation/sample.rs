//! Observed ages, and how they compare with an estimate.

use loadline::estimate::Staleness;
use loadline::units::Measure;

/// Ages that were observed, in seconds.
pub struct Sample(Vec<f64>);

impl Sample {
    pub fn new(mut ages: Vec<f64>) -> Self {
        assert!(ages.len() >= 1000, "{} ages say little", ages.len());
        ages.sort_by(f64::total_cmp);
        Self(ages)
    }

    pub fn mean(&self) -> f64 {
        self.0.iter().sum::<f64>() / self.0.len() as f64
    }

    /// The age that a share `p` does not exceed.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a rank within the sample")]
    pub fn quantile(&self, p: f64) -> f64 {
        self.0[(p * (self.0.len() - 1) as f64).round() as usize]
    }

    /// Holds mean, p50, p95, p99 and the extremes of a bounded law against an estimate.
    ///
    /// `tolerance` is relative to the value; a percentile may also be off by a thousandth of the span, which is what
    /// the estimator promises for laws that it sums on a grid.
    pub fn agrees(&self, estimate: Option<Staleness>, tolerance: f64) {
        let estimate = estimate.expect("an age");
        self.agrees_without_max(estimate, tolerance);
        near("min", estimate.min.base(), self.quantile(0.0), tolerance, self.span());
        near("max", estimate.max.base(), self.quantile(1.0), tolerance, self.span());
    }

    /// The same for a law with an exponential tail, which has no largest value: the estimator gives the 99.99 % point,
    /// of which a sample of a million knows a hundred records, most of them from the same few busy times.
    pub fn agrees_with_a_tail(&self, estimate: Option<Staleness>, tolerance: f64) {
        let estimate = estimate.expect("an age");
        self.agrees_without_max(estimate, tolerance);
        near("p99.99", estimate.max.base(), self.quantile(0.9999), 0.2, 0.0);
    }

    fn agrees_without_max(&self, estimate: Staleness, tolerance: f64) {
        near("mean", estimate.mean.base(), self.mean(), tolerance, 0.0);
        near("p50", estimate.p50.base(), self.quantile(0.5), tolerance, self.span());
        near("p95", estimate.p95.base(), self.quantile(0.95), tolerance, self.span());
        near("p99", estimate.p99.base(), self.quantile(0.99), tolerance, self.span());
    }

    fn span(&self) -> f64 {
        self.quantile(1.0) - self.quantile(0.0)
    }
}

/// Says so on the way (`--nocapture`), and fails beyond the tolerance.
pub fn near(what: &str, estimated: f64, simulated: f64, tolerance: f64, span: f64) {
    let off = 100.0 * (estimated / simulated - 1.0);
    println!("{what}: estimated {estimated:.3}, simulated {simulated:.3}, {off:+.2} %");
    assert!(
        (estimated - simulated).abs() <= tolerance * simulated.abs() + span * 1e-3 + 1e-9,
        "{what}: estimated {estimated}, simulated {simulated}: {off:+.2} %"
    );
}
