//! One queueing wait and a few uniform ones: the exact distribution of their sum.
//!
//! The wait is zero or, with probability p, exponential with mean m: G(u) = 1 - p e^(-u/m). Each uniform wait of width w
//! replaces a distribution function by the mean of it over the last w, so the sum of n of them is
//! F(x) = 1 / (w1 ... wn) x sum over the subsets S of (-1)^|S| K(x - sum of S), with K the n-fold integral of G:
//! K(u) = u^n / n! - p H(u), where H is e^(-u/m) integrated n times: H0 = e^(-u/m), Hk = m (u^(k-1) / (k-1)! - Hk-1).

use super::waiting::Waiting;
use smallvec::SmallVec;

/// Uniform waits that are summed exactly with a queueing one.
pub(crate) const MOST: usize = 3;

/// The sum of a queueing wait and up to three uniform ones.
#[derive(Clone, Debug)]
pub(crate) struct Delayed {
    wait: Waiting,
    /// Sums of the subsets of the widths, with their signs.
    subsets: SmallVec<[(f64, f64); 8]>,
    terms: u8,
    scale: f64,
    /// The largest value that is looked for.
    most: f64,
}

impl Delayed {
    /// The sum of a wait and of uniform waits of these widths, each above zero.
    pub fn new(wait: Waiting, widths: &[f64]) -> Self {
        let mut subsets: SmallVec<[(f64, f64); 8]> = SmallVec::new();
        subsets.push((0.0, 1.0));
        for width in widths {
            for index in 0..subsets.len() {
                if let Some((sum, sign)) = subsets.get(index).copied() {
                    subsets.push((sum + width, -sign));
                }
            }
        }
        let terms = u8::try_from(widths.len()).unwrap_or(u8::MAX);
        let most = widths.iter().sum::<f64>() + wait.most();
        Self { wait, subsets, terms, scale: widths.iter().product(), most }
    }

    /// The n-fold integral of the wait's distribution function, and the one before it.
    fn integral(&self, u: f64) -> (f64, f64) {
        let (probability, mean) = (self.wait.probability, self.wait.mean_if_waiting);
        let mut tail = (-u / mean).exp();
        // u^k / k!, beginning with k = 0.
        let mut power = 1.0;
        let mut before = 0.0;
        for k in 1..=self.terms {
            before = power - probability * tail;
            tail = mean * (power - tail);
            power *= u / f64::from(k);
        }
        (power - probability * tail, before)
    }

    /// Distribution function and density.
    fn both(&self, x: f64) -> (f64, f64) {
        let (mut area, mut slope) = (0.0, 0.0);
        for (sum, sign) in &self.subsets {
            let u = x - sum;
            if u > 0.0 {
                let (now, before) = self.integral(u);
                area += sign * now;
                slope += sign * before;
            }
        }
        (area / self.scale, slope / self.scale)
    }

    /// Probability of being at most `x`.
    pub fn at_most(&self, x: f64) -> f64 {
        if x < 0.0 {
            return 0.0;
        }
        if self.terms == 0 {
            return 1.0 - self.wait.probability * (-x / self.wait.mean_if_waiting).exp();
        }
        self.both(x).0.clamp(0.0, 1.0)
    }

    /// The value that a share `p` does not exceed.
    pub fn quantile(&self, p: f64) -> f64 {
        if self.terms == 0 {
            return self.wait.quantile(p);
        }
        // Newton's method, held between ends that close in on the root.
        let (mut low, mut high) = (0.0, self.most);
        let mut x = p * high;
        for _ in 0..60 {
            let (area, slope) = self.both(x);
            if area < p {
                low = x;
            } else {
                high = x;
            }
            let step = if slope > 0.0 { x - (area - p) / slope } else { f64::NAN };
            let next = if step > low && step < high { step } else { f64::midpoint(low, high) };
            if (next - x).abs() <= 1e-9 * self.most {
                return next;
            }
            x = next;
        }
        x
    }
}

#[cfg(test)]
mod tests {
    use super::Delayed;
    use crate::formulas::waiting::Waiting;

    /// By small steps: the mean of the distribution function over the last width.
    fn by_steps(wait: Waiting, widths: &[f64], x: f64) -> f64 {
        match widths {
            [] if x < 0.0 => 0.0,
            [] => 1.0 - wait.probability * (-x / wait.mean_if_waiting).exp(),
            [width, rest @ ..] => {
                let steps = 200;
                let at = |i: i32| by_steps(wait, rest, x - width * (f64::from(i) + 0.5) / f64::from(steps));
                (0..steps).map(at).sum::<f64>() / f64::from(steps)
            }
        }
    }

    #[test]
    fn the_closed_form_is_the_integral() {
        for wait in [
            Waiting { probability: 0.8, mean_if_waiting: 3.0 },
            Waiting { probability: 1.0, mean_if_waiting: 40.0 },
            Waiting { probability: 0.3, mean_if_waiting: 0.2 },
        ] {
            for widths in [&[][..], &[10.0], &[10.0, 4.0]] {
                let law = Delayed::new(wait, widths);
                for x in [0.5, 3.0, 9.0, 15.0, 60.0] {
                    let expected = by_steps(wait, widths, x);
                    assert!((law.at_most(x) - expected).abs() < 2e-3, "{wait:?} {widths:?} {x}: {}", law.at_most(x));
                }
                for p in [0.5, 0.95, 0.99] {
                    let x = law.quantile(p);
                    assert!(x == 0.0 || (law.at_most(x) - p).abs() < 1e-6, "{wait:?} {widths:?} {p}");
                }
            }
        }
    }
}
