//! Waiting where arrivals or service are not Poisson: M/G/1 exactly, G/G/1 and G/G/c approximately.
//!
//! Times in seconds, rates in records per second; variability as the squared coefficient of variation (SCV): variance
//! divided by the square of the mean, of the times between arrivals and of the service times. One is the exponential
//! distribution, zero a clock. Valid below utilization one and for independent times; not for arrivals in bulk.
//!
//! Sources: Pollaczek 1930 and Khinchine 1932 (M/G/1); Kraemer and Langenbach-Belz 1976 (G/G/1); Whitt,
//! "Approximations for the GI/G/m queue", Production and Operations Management 2 (1993). The bands are what a
//! comparison with simulations has shown.

use super::class::Class;
use super::waiting;

/// How a wait was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Method {
    /// Poisson arrivals and exponential service.
    Markov,
    /// Poisson arrivals at one server.
    PollaczekKhinchine,
    /// Arrivals and service by the clock: nobody waits.
    Clock,
    /// Any arrivals at one server.
    KraemerLangenbachBelz,
    /// Any arrivals at several servers.
    Whitt,
}

/// Waiting in G/G/c.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct General {
    /// Mean wait over all records, in seconds.
    pub wait: f64,
    /// Probability to wait, of M/M/c.
    pub probability: f64,
    /// How far the mean can be trusted.
    pub class: Class,
    /// How far a percentile can be trusted.
    pub tail: Class,
    /// The formula.
    pub method: Method,
}

impl General {
    /// Wait that a share `p` of the records does not exceed, in seconds: those that wait do so about exponentially.
    pub fn quantile(&self, p: f64) -> f64 {
        let mean_if_waiting = if self.probability > 0.0 { self.wait / self.probability } else { 0.0 };
        waiting::Waiting { probability: self.probability, mean_if_waiting }.quantile(p)
    }
}

/// Mean wait of M/G/1, exact; `None` at or above utilization one.
pub(crate) fn mg1(arrivals: f64, service: f64, scv: f64) -> Option<f64> {
    (arrivals < service).then(|| arrivals * (1.0 + scv) / (2.0 * service * (service - arrivals)))
}

/// Mean wait of G/G/1 by Kraemer and Langenbach-Belz; M/G/1 at an arrival SCV of one.
fn one_server(arrivals: f64, service: f64, arrival_scv: f64, service_scv: f64) -> Option<f64> {
    let markov = waiting::mmc(arrivals, service, 1)?.mean();
    let load = arrivals / service;
    let both = arrival_scv + service_scv;
    if both == 0.0 || load == 0.0 {
        return Some(0.0);
    }
    let exponent = if arrival_scv < 1.0 {
        -2.0 * (1.0 - load) * (1.0 - arrival_scv).powi(2) / (3.0 * load * both)
    } else {
        -(1.0 - load) * (arrival_scv - 1.0) / (arrival_scv + 4.0 * service_scv)
    };
    Some(markov * both / 2.0 * exponent.exp())
}

/// Whitt's factor on top of (arrival SCV + service SCV) / 2 times the wait of M/M/c.
fn whitt(load: f64, servers: u32, arrival_scv: f64, service_scv: f64) -> f64 {
    let m = f64::from(servers);
    let gamma = ((1.0 - load) * (m - 1.0) * ((4.0 + 5.0 * m).sqrt() - 2.0) / (16.0 * m * load)).min(0.24);
    let clock_service = 1.0 + gamma;
    let clock_arrivals = (1.0 - 4.0 * gamma) * (-2.0 * (1.0 - load) / (3.0 * load)).exp();
    let middle = f64::midpoint(clock_service, clock_arrivals).min(1.0);
    let scv = f64::midpoint(arrival_scv, service_scv);
    let calm = if scv >= 1.0 { 1.0 } else { middle.powf(2.0 * (1.0 - scv)) };
    if arrival_scv >= service_scv {
        let below = 4.0 * arrival_scv - 3.0 * service_scv;
        4.0 * (arrival_scv - service_scv) / below * clock_service + service_scv / below * calm
    } else {
        let below = 2.0 * (arrival_scv + service_scv);
        (service_scv - arrival_scv) / below * clock_arrivals + (service_scv + 3.0 * arrival_scv) / below * calm
    }
}

/// How far an approximate mean wait can be trusted: simulations of Erlang, hyperexponential, log-normal and
/// deterministic times found 16 % too low to 15 % too high at loads from 0.8 and up to 4 servers, 35 % up to 16
/// servers, and up to 28 times too high for calm arrivals at many half-idle servers.
fn band(load: f64, servers: u32) -> Class {
    match servers {
        0..=4 if load >= 0.8 => Class::Approximation { low: 0.84, high: 1.15 },
        5..=16 if load >= 0.8 => Class::Approximation { low: 0.65, high: 1.35 },
        _ => Class::Approximation { low: 0.1, high: 30.0 },
    }
}

/// Waiting in G/G/c by the best formula there is: exact where one is, Kraemer and Langenbach-Belz at one server,
/// Whitt at several. `None` at or above utilization one.
pub(crate) fn ggc(arrivals: f64, service: f64, servers: u32, arrival_scv: f64, service_scv: f64) -> Option<General> {
    let markov = waiting::mmc(arrivals, service, servers)?;
    let load = arrivals / (service * f64::from(servers));
    let band = band(load, servers);
    // Percentiles were 25 % too low to 18 % too high at loads from 0.8 on and up to 16 servers.
    let tail_band = Class::Approximation { low: 0.75, high: 1.18 }.and(band);
    let (wait, class, tail, method) = if arrival_scv == 1.0 && service_scv == 1.0 {
        (markov.mean(), Class::Exact, Class::Exact, Method::Markov)
    } else if arrival_scv == 0.0 && service_scv == 0.0 || arrivals == 0.0 {
        (0.0, Class::Exact, Class::Exact, Method::Clock)
    } else if arrival_scv == 1.0 && servers == 1 {
        (mg1(arrivals, service, service_scv)?, Class::Exact, tail_band, Method::PollaczekKhinchine)
    } else if servers == 1 {
        (one_server(arrivals, service, arrival_scv, service_scv)?, band, tail_band, Method::KraemerLangenbachBelz)
    } else {
        let plain = markov.mean() * f64::midpoint(arrival_scv, service_scv);
        (plain * whitt(load, servers, arrival_scv, service_scv), band, tail_band, Method::Whitt)
    };
    Some(General { wait, probability: markov.probability, class, tail, method })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wait(arrivals: f64, servers: u32, arrival_scv: f64, service_scv: f64) -> f64 {
        ggc(arrivals, 1.0, servers, arrival_scv, service_scv).unwrap().wait
    }

    #[test]
    fn at_scvs_of_one_it_is_mmc_whatever_the_formula() {
        for servers in [1_u32, 2, 4, 16, 200] {
            for load in [0.05, 0.5, 0.7, 0.95, 0.999] {
                assert!((whitt(load, servers, 1.0, 1.0) - 1.0).abs() < 1e-12);
                let arrivals = load * f64::from(servers);
                let exact = waiting::mmc(arrivals, 1.0, servers).unwrap().mean();
                assert!((wait(arrivals, servers, 1.0, 1.0) - exact).abs() <= 1e-12 * exact);
            }
        }
        let markov = waiting::mmc(0.7, 1.0, 1).unwrap().mean();
        assert!((one_server(0.7, 1.0, 1.0, 1.0).unwrap() / markov - 1.0).abs() < 1e-12);
        assert!((one_server(0.7, 1.0, 1.0, 3.0).unwrap() / mg1(0.7, 1.0, 3.0).unwrap() - 1.0).abs() < 1e-12);
    }

    #[test]
    fn the_formulas_run_into_each_other_without_a_jump() {
        // Almost exponential is almost M/M/c, and almost a clock is almost no wait.
        let exact = waiting::mmc(3.6, 1.0, 4).unwrap().mean();
        assert!((wait(3.6, 4, 1.0 + 1e-9, 1.0) / exact - 1.0).abs() < 1e-6);
        assert!((wait(3.6, 4, 1.0, 1.0 + 1e-9) / exact - 1.0).abs() < 1e-6);
        assert!(wait(3.6, 4, 1e-9, 1e-9) < 1e-6 * exact);
        assert_eq!(wait(3.6, 4, 0.0, 0.0), 0.0);
        assert_eq!(wait(0.9, 1, 0.0, 0.0), 0.0);
    }

    #[test]
    fn a_deterministic_service_halves_the_wait_of_one_server() {
        assert!((mg1(0.8, 1.0, 0.0).unwrap() - 2.0).abs() < 1e-12);
        assert!((mg1(0.8, 1.0, 1.0).unwrap() - 4.0).abs() < 1e-12);
    }

    #[test]
    fn the_wait_grows_with_the_load_and_with_variability() {
        for (a, s) in [(0.5, 0.5), (1.0, 4.0), (4.0, 1.0), (0.0, 1.0)] {
            let mut before = 0.0;
            for arrivals in [1.0, 2.0, 3.0, 3.5, 3.9, 3.99] {
                let now = wait(arrivals, 4, a, s);
                assert!(now > before, "{a} {s} {arrivals}");
                before = now;
            }
        }
        assert!(wait(3.5, 4, 2.0, 1.0) > wait(3.5, 4, 1.0, 1.0));
        assert!(wait(3.5, 4, 1.0, 0.5) < wait(3.5, 4, 1.0, 1.0));
    }

    #[test]
    fn the_unit_of_time_does_not_matter() {
        for (a, s) in [(0.3, 0.8), (3.0, 0.2), (1.0, 2.0)] {
            for servers in [1_u32, 5] {
                let seconds = ggc(0.9 * f64::from(servers), 1.0, servers, a, s).unwrap().wait;
                let minutes = ggc(54.0 * f64::from(servers), 60.0, servers, a, s).unwrap().wait;
                assert!((seconds / minutes / 60.0 - 1.0).abs() < 1e-9);
            }
        }
    }

    #[test]
    fn utilization_of_one_has_no_wait() {
        assert_eq!(ggc(4.0, 1.0, 4, 0.5, 0.5), None);
        assert_eq!(mg1(1.0, 1.0, 1.0), None);
    }
}
