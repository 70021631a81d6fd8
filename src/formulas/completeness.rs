//! Which share of late records is there after some time, from the median and the 99th percentile of their delay.
//!
//! Seconds. The delay is taken as log-normal: mu = ln p50, sigma = ln(p99 / p50) / 2.32635.

/// The 99th percentile of the standard normal distribution.
const Z99: f64 = 2.326_347_874_040_841;

/// Share of the late records that have arrived `after` so long; all at once if both percentiles are the same.
pub(crate) fn arrived(after: f64, p50: f64, p99: f64) -> f64 {
    if after <= 0.0 || !p50.is_finite() {
        return 0.0;
    }
    if p99 <= p50 || p50 <= 0.0 {
        return f64::from(u8::from(after >= p50));
    }
    let sigma = (p99 / p50).ln() / Z99;
    normal((after / p50).ln() / sigma)
}

/// The standard normal distribution function.
fn normal(z: f64) -> f64 {
    0.5 * libm::erfc(-z / std::f64::consts::SQRT_2)
}

#[cfg(test)]
mod tests {
    use super::arrived;

    #[test]
    fn lateness_of_2_s_and_60_s_is_86_5_percent_there_after_10_s() {
        for (watermark, share) in [(10.0, 0.865), (30.0, 0.968), (60.0, 0.99), (120.0, 0.9974)] {
            let found = arrived(watermark, 2.0, 60.0);
            assert!((found - share).abs() < 6e-4, "{watermark}: {found}");
        }
    }
}
