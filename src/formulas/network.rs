//! Open networks of queues: how often each station is visited, and what that makes of response times.
//!
//! Rates per second, times in seconds. Sources: Jackson 1957 (product form, so each station is M/M/c by itself);
//! Berman and Plemmons, Nonnegative Matrices (1979): I - G has a non-negative inverse, and the spectral radius of G
//! is below one, exactly if all pivots of the elimination without exchanges are positive. Several classes: Baskett,
//! Chandy, Muntz and Palacios 1975, as in Lazowska et al., Quantitative System Performance (1984), chapter 7.

/// More stations than this are refused by whoever asks.
pub(crate) const MOST_STATIONS: usize = 200;

/// Total arrivals at each station: x = external + G'x, where `routes` are (from, to, share or factor).
///
/// `None` if a loop gives back all it takes or more, so that traffic grows without end.
pub(crate) fn traffic(external: &[f64], routes: &[(usize, usize, f64)]) -> Option<Vec<f64>> {
    let n = external.len();
    // Rows of I - G', with the external arrivals in the last column.
    let mut rows: Vec<Vec<f64>> = external
        .iter()
        .enumerate()
        .map(|(row, external)| {
            (0..=n).map(|column| if column == n { *external } else { f64::from(u8::from(row == column)) }).collect()
        })
        .collect();
    for (from, to, share) in routes {
        *rows.get_mut(*to)?.get_mut(*from)? -= share;
    }
    for column in 0..n {
        let (above, below) = rows.split_at_mut(column + 1);
        let row = above.last()?;
        let pivot = *row.get(column)?;
        if pivot <= 1e-12 {
            return None;
        }
        for other in below {
            let factor = other.get(column)? / pivot;
            if factor != 0.0 {
                for (cell, base) in other.iter_mut().zip(row).skip(column) {
                    *cell -= factor * base;
                }
            }
        }
    }
    let mut found = vec![0.0; n];
    for (index, row) in rows.iter().enumerate().rev() {
        let (mut sum, mut pivot) = (*row.get(n)?, 1.0);
        for (column, (cell, value)) in row.iter().zip(&found).enumerate() {
            match column.cmp(&index) {
                std::cmp::Ordering::Less => {}
                std::cmp::Ordering::Equal => pivot = *cell,
                std::cmp::Ordering::Greater => sum -= cell * value,
            }
        }
        *found.get_mut(index)? = sum / pivot;
    }
    Some(found)
}

/// What one class asks of one station.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Demand {
    /// Index of the class.
    pub class: usize,
    /// Index of the station.
    pub station: usize,
    /// Visits of one record.
    pub visits: f64,
    /// Seconds of each visit.
    pub time: f64,
}

/// Utilization of each single-server station: the sum of arrivals x visits x time (the utilization law).
pub(crate) fn utilizations(arrivals: &[f64], stations: usize, demands: &[Demand]) -> Vec<f64> {
    let mut found = vec![0.0; stations];
    for demand in demands {
        if let (Some(sum), Some(rate)) = (found.get_mut(demand.station), arrivals.get(demand.class)) {
            *sum += rate * demand.visits * demand.time;
        }
    }
    found
}

/// Time of one record of the class at the station over all its visits, V S / (1 - U); `None` from U = 1 on.
pub(crate) fn residence(demand: Demand, utilization: f64) -> Option<f64> {
    (utilization < 1.0).then(|| demand.visits * demand.time / (1.0 - utilization))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_loop_multiplies_the_traffic_in_it() {
        let found = traffic(&[4.0, 0.0], &[(0, 1, 1.0), (1, 0, 0.5)]).unwrap();
        assert!((found[0] - 8.0).abs() < 1e-12 && (found[1] - 8.0).abs() < 1e-12);
    }

    #[test]
    fn a_loop_that_gives_all_back_has_no_steady_state() {
        assert_eq!(traffic(&[4.0], &[(0, 0, 1.0)]), None);
        assert_eq!(traffic(&[4.0, 0.0], &[(0, 1, 2.0), (1, 0, 0.6)]), None);
        assert_eq!(traffic(&[4.0, 0.0], &[(0, 1, 2.0), (1, 0, 0.5)]), None);
        assert!(traffic(&[4.0, 0.0], &[(0, 1, 2.0), (1, 0, 0.49)]).is_some());
    }

    #[test]
    fn what_comes_in_goes_out() {
        let routes = [(0, 1, 0.2), (0, 2, 0.56), (0, 3, 0.24), (1, 0, 1.0)];
        let found = traffic(&[8.0, 0.0, 6.0, 0.0], &routes).unwrap();
        let leaving: f64 = found
            .iter()
            .enumerate()
            .map(|(station, rate)| {
                rate * (1.0 - routes.iter().filter(|(from, ..)| *from == station).map(|route| route.2).sum::<f64>())
            })
            .sum();
        assert!((leaving - 14.0).abs() < 1e-12);
    }

    #[test]
    fn the_order_of_the_stations_does_not_matter() {
        let one = traffic(&[1.0, 2.0, 0.0], &[(0, 1, 0.5), (1, 2, 0.9), (2, 0, 0.7)]).unwrap();
        let other = traffic(&[0.0, 2.0, 1.0], &[(2, 1, 0.5), (1, 0, 0.9), (0, 2, 0.7)]).unwrap();
        assert!((one[0] - other[2]).abs() < 1e-12 && (one[1] - other[1]).abs() < 1e-12);
    }
}
