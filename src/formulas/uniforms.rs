//! The sum of independent uniform waits: exactly, whatever their widths.
//!
//! F(x) = 1 / (n! P1 ... Pn) x sum over the subsets S of (-1)^|S| (x - sum of S)+^n, the generalised Irwin-Hall
//! distribution; beyond the middle by symmetry, where the direct form would cancel.

use smallvec::SmallVec;

/// The sum of independent waits from zero to some widths.
#[derive(Clone, Debug)]
pub(crate) struct UniformSum {
    /// Sums of the subsets of the widths that reach less than half of the total, with their signs.
    subsets: SmallVec<[(f64, f64); 8]>,
    terms: i32,
    total: f64,
    /// n! P1 ... Pn, in units of the total.
    scale: f64,
}

impl UniformSum {
    /// The sum of waits of these widths, each above zero.
    pub fn new(widths: &[f64]) -> Self {
        let total: f64 = widths.iter().sum();
        let mut subsets: SmallVec<[(f64, f64); 8]> = SmallVec::new();
        subsets.push((0.0, 1.0));
        for width in widths {
            for index in 0..subsets.len() {
                let Some((sum, sign)) = subsets.get(index).copied() else { continue };
                // A subset beyond the middle never counts: the upper half is found by symmetry.
                if sum + width < 0.5 * total {
                    subsets.push((sum + width, -sign));
                }
            }
        }
        let mut scale = 1.0;
        for (index, width) in widths.iter().enumerate() {
            scale *= (index + 1) as f64 * width / total;
        }
        let terms = i32::try_from(widths.len()).unwrap_or(i32::MAX);
        for (sum, _) in &mut subsets {
            *sum /= total;
        }
        Self { subsets, terms, total, scale }
    }

    /// Distribution function and density in the lower half, `x` as a share of the total.
    fn lower(&self, x: f64) -> (f64, f64) {
        let (mut area, mut slope) = (0.0, 0.0);
        for (sum, sign) in &self.subsets {
            let over = x - sum;
            if over > 0.0 {
                let power = over.powi(self.terms - 1) * sign;
                slope += power;
                area += power * over;
            }
        }
        (area / self.scale, slope * f64::from(self.terms) / self.scale)
    }

    /// Probability of being at most `x`.
    pub fn at_most(&self, x: f64) -> f64 {
        let part = x / self.total;
        if part <= 0.0 {
            0.0
        } else if part >= 1.0 {
            1.0
        } else if part <= 0.5 {
            self.lower(part).0.clamp(0.0, 1.0)
        } else {
            (1.0 - self.lower(1.0 - part).0).clamp(0.0, 1.0)
        }
    }

    /// The value that a share `p` does not exceed.
    pub fn quantile(&self, p: f64) -> f64 {
        let below = p.min(1.0 - p);
        if below <= 0.0 {
            return if p <= 0.0 { 0.0 } else { self.total };
        }
        if (p - 0.5).abs() < 1e-15 {
            return 0.5 * self.total;
        }
        // Newton's method, held between ends that close in on the root. Near zero F(x) = x^n / scale.
        let (mut low, mut high) = (0.0_f64, 0.5_f64);
        let mut x = (below * self.scale).powf(1.0 / f64::from(self.terms)).min(0.49);
        for _ in 0..60 {
            let (area, slope) = self.lower(x);
            if area < below {
                low = x;
            } else {
                high = x;
            }
            let step = if slope > 0.0 { x - (area - below) / slope } else { f64::NAN };
            let next = if step > low && step < high { step } else { f64::midpoint(low, high) };
            if (next - x).abs() <= 1e-15 || high - low <= 1e-15 {
                x = next;
                break;
            }
            x = next;
        }
        if p <= 0.5 { x * self.total } else { (1.0 - x) * self.total }
    }
}

#[cfg(test)]
mod tests {
    use super::UniformSum;

    #[test]
    fn sums_of_unequal_waits_are_those_of_the_literature() {
        for (widths, p, expected) in [
            (&[60.0, 40.0, 20.0][..], 0.95, 95.624_094_231_434_78),
            (&[60.0, 40.0, 20.0], 0.99, 105.772_426_782_039_7),
            (&[1.0; 5], 0.95, 3.565_350_115_497_255),
            (&[1.0; 10], 0.99, 7.097_066_985_693_432),
            (&[1440.0, 60.0, 5.0], 0.99, 1_460.955_846_781_206),
            (&[1440.0, 60.0, 5.0], 0.95, 1400.5),
        ] {
            let found = UniformSum::new(widths).quantile(p);
            assert!((found / expected - 1.0).abs() < 1e-12, "{widths:?} {p}: {found} is not {expected}");
        }
    }
}
