//! How many instances, partitions and how much capacity.
//!
//! Rates in bytes or records per second. Sources: DS2 (Kalavri et al., OSDI 2018) for instances along a pipeline;
//! the autoscaler of the Flink Kubernetes operator for the capacity that also catches up; Gunther 1993 for the
//! universal scalability law; Kreps/Confluent for partitions. Algebra on steady rates: no queueing in it.

/// Rounds up, but not for the sake of a rounding error.
pub(crate) fn whole_up(value: f64) -> f64 {
    (value - value.abs() * 1e-9).ceil()
}

/// What an operator of a pipeline does with each second of one instance.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Operator {
    /// Records an instance takes per second of work: the true processing rate.
    pub takes: f64,
    /// Records an instance gives per second of work.
    pub gives: f64,
}

/// Input rate and instances of each operator in a row, as real numbers: rounding up before the next operator would
/// ask for instances that have nothing to do.
pub(crate) fn ds2(source: f64, operators: &[Operator], utilization: f64) -> Vec<(f64, f64)> {
    let mut input = source;
    operators
        .iter()
        .map(|operator| {
            let found = (input, input / (operator.takes * utilization));
            input *= operator.gives / operator.takes;
            found
        })
        .collect()
}

/// Capacity that carries the load at a utilization and, within `catch_up` seconds of a restart, works off what came
/// during it and a lag. A `catch_up` of zero asks for no catching up.
pub(crate) fn capacity(load: f64, utilization: f64, restart: f64, catch_up: f64, lag: f64) -> f64 {
    let steady = load / utilization;
    if catch_up > 0.0 { steady + load * restart / catch_up + lag / catch_up } else { steady }
}

/// Instances for a target, from what `current` instances truly process together at `utilization`, a real number.
pub(crate) fn instances(target: f64, true_rate: f64, current: f64, utilization: f64) -> f64 {
    current * target / (true_rate * utilization)
}

/// The least divisor of the key groups that is no less than wanted, so that all instances have as many; all key
/// groups if more are wanted.
pub(crate) fn divisor_from(wanted: f64, key_groups: u32) -> u32 {
    (1..=key_groups).find(|n| f64::from(*n) >= wanted && key_groups.is_multiple_of(*n)).unwrap_or(key_groups)
}

/// Capacity of `n` units of which one does `unit` alone, with contention (a share of work that is serial) and
/// coherency (work for each pair of units).
pub(crate) fn usl(unit: f64, n: f64, contention: f64, coherency: f64) -> f64 {
    n * unit / (1.0 + contention * (n - 1.0) + coherency * n * (n - 1.0))
}

/// The number of units of the largest capacity; `None` if more always give more.
pub(crate) fn usl_best(contention: f64, coherency: f64) -> Option<f64> {
    (coherency > 0.0).then(|| ((1.0 - contention) / coherency).sqrt().max(1.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rounding_comes_last() {
        let operators = [Operator { takes: 40.0, gives: 700.0 }, Operator { takes: 99.0, gives: 200.0 }];
        let one = ds2(200.0, &operators, 1.0);
        let two = ds2(400.0, &operators, 1.0);
        assert_eq!((whole_up(one[1].1), whole_up(two[1].1)), (36.0, 71.0));
    }

    #[test]
    fn the_best_number_of_units_is_a_top() {
        let best = usl_best(0.05, 0.001).unwrap();
        let at = |n: f64| usl(100.0, n, 0.05, 0.001);
        assert!(at(best) > at(best * 1.1) && at(best) > at(best * 0.9));
        assert_eq!(usl_best(0.05, 0.0), None);
        assert_eq!(usl(100.0, 7.0, 0.0, 0.0), 700.0);
    }

    #[test]
    fn seven_instances_of_720_key_groups_become_eight() {
        assert_eq!(divisor_from(7.0, 720), 8);
        assert_eq!(divisor_from(1000.0, 720), 720);
    }

    #[test]
    fn a_rounding_error_is_not_another_instance() {
        assert_eq!(whole_up(0.1 * 3.0 / 0.1), 3.0);
        assert_eq!(whole_up(3.0001), 4.0);
    }
}
