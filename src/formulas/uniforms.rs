//! Quantiles of a sum of independent waits, each anywhere from zero to its width: what stages of unknown phase add.
//!
//! Seconds. Exact: F(x) = sum over subsets S of (-1)^|S| (x - sum of S)+^n / (n! product of widths). Sources: Irwin
//! 1927 and Hall 1927 for equal widths, Olds 1952 for others. The sum has 2^n terms and alternates, so it is for few
//! widths; the upper half follows from the lower by symmetry, which keeps its error below 1e-12.

/// More widths than this are another method's.
pub(crate) const MOST: usize = 10;

/// Probability that the sum is at most `x`, for `x` up to the middle.
fn lower(widths: &[f64], x: f64) -> f64 {
    let n = widths.len();
    let scale: f64 = widths.iter().enumerate().map(|(i, width)| width * (i + 1) as f64).product();
    let power = i32::try_from(n).unwrap_or(i32::MAX);
    let mut sum = 0.0;
    for subset in 0_u32..1 << n.min(MOST) {
        let inside = widths.iter().enumerate().filter(|(i, _)| subset >> i & 1 == 1);
        let rest = x - inside.map(|(_, width)| width).sum::<f64>();
        if rest > 0.0 {
            let term = rest.powi(power);
            sum += if subset.count_ones() % 2 == 0 { term } else { -term };
        }
    }
    sum / scale
}

/// The value that the sum does not exceed with probability `p`; `None` for more than [`MOST`] widths or none.
pub(crate) fn quantile(widths: &[f64], p: f64) -> Option<f64> {
    if widths.is_empty() || widths.len() > MOST || widths.iter().any(|width| *width <= 0.0) {
        return None;
    }
    // In units of the largest, so that powers of seconds neither overflow nor vanish.
    let largest = widths.iter().copied().fold(0.0, f64::max);
    let mut relative: Vec<f64> = widths.iter().map(|width| width / largest).collect();
    let trifle: f64 = relative.iter().filter(|width| **width < 1e-3).sum();
    if trifle > 0.0 && widths.len() > 2 {
        // The alternating sum cancels where widths differ by orders of magnitude: those count at their mean.
        relative.retain(|width| *width >= 1e-3);
        let kept: Vec<f64> = relative.iter().map(|width| width * largest).collect();
        return quantile(&kept, p).map(|value| value + trifle * largest / 2.0);
    }
    let total: f64 = relative.iter().sum();
    let tail = p.min(1.0 - p);
    let (mut low, mut high) = (0.0, total / 2.0);
    if tail < 0.5 {
        for _ in 0..100 {
            let middle = f64::midpoint(low, high);
            if lower(&relative, middle) < tail { low = middle } else { high = middle }
        }
    }
    Some(largest * if p <= 0.5 { high } else { total - high })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_width_is_a_straight_line_and_two_a_trapezoid() {
        assert!((quantile(&[60.0], 0.95).unwrap() - 57.0).abs() < 1e-12);
        assert!((quantile(&[1.0, 1.0], 0.95).unwrap() - (2.0 - 0.1_f64.sqrt())).abs() < 1e-12);
        assert_eq!(quantile(&[20.0, 60.0, 40.0], 0.5), Some(60.0));
        assert_eq!(quantile(&[], 0.5), None);
    }

    #[test]
    fn the_order_does_not_matter() {
        let (a, b) = (quantile(&[60.0, 40.0, 20.0], 0.99).unwrap(), quantile(&[20.0, 60.0, 40.0], 0.99).unwrap());
        assert!((a - b).abs() < 1e-11);
    }
}
