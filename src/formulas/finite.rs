//! One server with room for a limited number of records: M/M/1/K.
//!
//! Rates in records per second. Exact for Poisson arrivals and exponential service at any load, because whoever finds
//! the room full is turned away. Source: Kleinrock, Queueing Systems I (1975), section 3.6.

/// More places than this are refused by whoever asks: the sum has a term for each.
pub(crate) const MOST_PLACES: u32 = 1_000_000;

/// The steady state of M/M/1/K.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Finite {
    /// Share of the time that the server works.
    pub utilization: f64,
    /// Share of the arrivals that find it full and are lost.
    pub blocking: f64,
    /// Mean number of records in it, the one in service included.
    pub in_system: f64,
}

/// M/M/1/K with `places` in all, the one in service included.
///
/// Probabilities are proportional to load^n; over a load of one they are summed from the full end, so that nothing
/// overflows and a load of one is no special case.
pub(crate) fn mm1k(arrivals: f64, service: f64, places: u32) -> Finite {
    let load = arrivals / service;
    let ratio = if load <= 1.0 { load } else { 1.0 / load };
    let (mut weight, mut sum, mut moment) = (1.0_f64, 0.0, 0.0);
    let mut last = 1.0;
    for n in 0..=places {
        sum += weight;
        moment += weight * f64::from(n);
        last = weight;
        weight *= ratio;
    }
    let (empty, full, distance) = (1.0 / sum, last / sum, moment / sum);
    if load <= 1.0 {
        Finite { utilization: 1.0 - empty, blocking: full, in_system: distance }
    } else {
        Finite { utilization: 1.0 - full, blocking: empty, in_system: f64::from(places) - distance }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn at_load_one_all_levels_are_equally_likely() {
        let found = mm1k(5.0, 5.0, 9);
        assert!((found.blocking - 0.1).abs() < 1e-12 && (found.in_system - 4.5).abs() < 1e-12);
    }

    #[test]
    fn what_is_served_is_what_is_let_in() {
        for arrivals in [1.0, 74.9, 75.0, 80.0, 7500.0] {
            let found = mm1k(arrivals, 75.0, 10);
            let (entered, served) = (arrivals * (1.0 - found.blocking), 75.0 * found.utilization);
            assert!((entered / served - 1.0).abs() < 1e-12, "{arrivals}: {entered} {served}");
        }
    }

    #[test]
    fn much_room_is_an_endless_queue_below_load_one_and_a_full_house_above() {
        assert!((mm1k(0.8, 1.0, 100_000).in_system - 4.0).abs() < 1e-9);
        let over = mm1k(2.0, 1.0, 1000);
        assert!((over.blocking - 0.5).abs() < 1e-12 && over.in_system > 998.0);
    }
}
