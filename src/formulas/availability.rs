//! Availability of components that fail independently: in series, in parallel, k of n.
//!
//! Shares of time. Exact for independent failures, and for structures in which no component stands twice: one that
//! several paths share counts once, in series with them. A stage behind a buffer does not belong in the series: its
//! outage is staleness. Source: Barlow and Proschan, Mathematical Theory of Reliability (1965).

/// All are needed.
pub(crate) fn series(parts: &[f64]) -> f64 {
    parts.iter().product()
}

/// One is enough.
pub(crate) fn parallel(parts: &[f64]) -> f64 {
    1.0 - parts.iter().map(|part| 1.0 - part).product::<f64>()
}

/// At least `k` of `n` equal ones are needed.
pub(crate) fn k_of_n(k: u32, n: u32, part: f64) -> f64 {
    if k == 0 {
        return 1.0;
    }
    if part <= 0.0 || part >= 1.0 || k > n {
        return if k > n { 0.0 } else { part.clamp(0.0, 1.0) };
    }
    // Logarithms of the terms, so that neither a coefficient nor a power leaves the range of numbers.
    let (up, down) = (part.ln(), (-part).ln_1p());
    let (mut coefficient, mut sum) = (0.0, 0.0);
    for failed in 0..=n - k {
        if failed > 0 {
            coefficient += (f64::from(n - failed + 1) / f64::from(failed)).ln();
        }
        sum += (coefficient + f64::from(n - failed) * up + f64::from(failed) * down).exp();
    }
    sum.min(1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_of_n_is_parallel_and_all_of_n_is_series() {
        assert!((k_of_n(1, 3, 0.99) - parallel(&[0.99; 3])).abs() < 1e-15);
        assert!((k_of_n(3, 3, 0.99) - series(&[0.99; 3])).abs() < 1e-15);
        assert!((k_of_n(2, 3, 0.9) - 0.972).abs() < 1e-15);
        assert_eq!((k_of_n(4, 3, 0.9), k_of_n(2, 3, 1.0), k_of_n(2, 3, 0.0), k_of_n(0, 3, 0.1)), (0.0, 1.0, 0.0, 1.0));
        assert!((0.0..=1.0).contains(&k_of_n(500, 1000, 0.5)));
    }
}
