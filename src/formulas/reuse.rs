//! Work that is done again, and work that is not: retries, caches with a time to live, and keys seen before.
//!
//! Rates per second, times in seconds. Retries: exact if each try fails independently with the same probability,
//! which an overloaded server does not do. Cache: exact for Poisson reads of one key, refreshed on the first read
//! after it has expired.

/// Keys that are seen at least once among so many records whose keys are drawn evenly: K (1 - (1 - 1/K)^n).
pub(crate) fn keys_seen(records: f64, keys: f64) -> f64 {
    if keys <= 1.0 { records.min(1.0) } else { -keys * (records * (-1.0 / keys).ln_1p()).exp_m1() }
}

/// Tries of one record that is tried again at most `retries` times; endlessly for `None`. `None` if that never ends.
pub(crate) fn attempts(failure: f64, retries: Option<u32>) -> Option<f64> {
    match retries {
        Some(retries) if failure >= 1.0 => Some(f64::from(retries) + 1.0),
        Some(retries) => Some((1.0 - failure.powf(f64::from(retries) + 1.0)) / (1.0 - failure)),
        None => (failure < 1.0).then(|| 1.0 / (1.0 - failure)),
    }
}

/// Share of the records that fail all tries.
pub(crate) fn given_up(failure: f64, retries: Option<u32>) -> f64 {
    retries.map_or(0.0, |retries| failure.powf(f64::from(retries) + 1.0))
}

/// Share of the reads of a key that the cache answers: lambda T / (1 + lambda T).
pub(crate) fn hit_ratio(reads: f64, time_to_live: f64) -> f64 {
    let expected = reads * time_to_live;
    expected / (1.0 + expected)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tries_are_the_sum_of_the_powers() {
        let sum: f64 = (0..=3).map(|n| 0.3_f64.powi(n)).sum();
        assert!((attempts(0.3, Some(3)).unwrap() - sum).abs() < 1e-12);
        assert_eq!(attempts(1.0, Some(3)), Some(4.0));
        assert_eq!(attempts(1.0, None), None);
        assert_eq!(attempts(0.5, None), Some(2.0));
        assert_eq!((given_up(1.0, Some(3)), given_up(0.5, None)), (1.0, 0.0));
    }
}
