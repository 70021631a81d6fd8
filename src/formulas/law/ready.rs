//! A law in the form in which its distribution function is quickest to ask.

use super::grid::{Grid, Knots};
use super::{Base, Law};
use crate::formulas::delayed::{self, Delayed};
use crate::formulas::steps::Steps;
use crate::formulas::uniforms::UniformSum;
use std::sync::Arc;

/// Uniform waits whose sum is computed exactly: the work doubles with each.
const MOST_EXACT: usize = 10;

#[derive(Clone, Debug)]
pub(super) enum Ready {
    Constant(f64),
    /// Shift, and the shorter and the longer of two uniform waits.
    Uniforms(f64, f64, f64),
    /// Shift, and the sum of more of them.
    Sum(f64, UniformSum),
    /// Shift, and the sum of one queueing wait and a few uniform ones.
    Delayed(f64, Delayed),
    Steps(f64, Arc<Steps>),
    /// Shift, and a distribution on knots.
    Grid(f64, Arc<Grid>),
    /// The same and a uniform wait.
    GridAndUniform(f64, Arc<Grid>, f64),
}

impl Ready {
    pub fn new(law: &Law) -> Self {
        let joint = match &law.base {
            Base::Grid(grid) => Some(grid),
            Base::Join(join) => Some(join.grid()),
            Base::Zero | Base::Steps(_) => None,
        };
        if let (Some(grid), []) = (joint, law.waits.as_slice()) {
            match law.uniforms.as_slice() {
                [] => return Self::Grid(law.shift, Arc::clone(grid)),
                [width] => return Self::GridAndUniform(law.shift, Arc::clone(grid), *width),
                _ => {}
            }
        }
        match (&law.base, law.uniforms.as_slice(), law.waits.as_slice()) {
            (Base::Zero, [], []) => Self::Constant(law.shift),
            (Base::Zero, [a], []) => Self::Uniforms(law.shift, 0.0, *a),
            (Base::Zero, [a, b], []) => Self::Uniforms(law.shift, a.min(*b), a.max(*b)),
            (Base::Zero, widths, []) if widths.len() <= MOST_EXACT => Self::Sum(law.shift, UniformSum::new(widths)),
            (Base::Steps(steps), [], []) => Self::Steps(law.shift, Arc::clone(steps)),
            (Base::Zero, widths, [wait]) if widths.len() <= delayed::MOST => {
                Self::Delayed(law.shift, Delayed::new(*wait, widths))
            }
            _ => Self::Grid(0.0, Arc::new(law.grid())),
        }
    }

    /// Probability of being at most `x`.
    pub fn at_most(&self, x: f64) -> f64 {
        match self {
            Self::Constant(value) => f64::from(u8::from(x >= *value)),
            Self::Uniforms(shift, short, long) => two_uniforms_at_most(x - shift, *short, *long),
            Self::Sum(shift, sum) => sum.at_most(x - shift),
            Self::Delayed(shift, sum) => sum.at_most(x - shift),
            Self::Steps(shift, steps) => steps.at_most(x - shift),
            Self::Grid(shift, grid) => grid.at_most(x - shift),
            Self::GridAndUniform(shift, grid, width) => grid.at_most_with(x - shift, *width),
        }
    }

    /// Multiplies the distribution function into some knots: both are needed.
    pub fn times(&self, knots: &mut Knots) {
        match self {
            Self::Uniforms(shift, short, long) if *short > 0.0 => {
                // F(x) = (x+^2 - (x - a)+^2 - (x - b)+^2) / 2ab up to a + b, without a branch.
                let (short, long, scale) = (*short, *long, 0.5 / (short * long));
                let positive = |x: f64| if x > 0.0 { x } else { 0.0 };
                knots.times(|x| {
                    let x = x - shift;
                    let x = positive(if x < short + long { x } else { short + long });
                    let (over_short, over_long) = (positive(x - short), positive(x - long));
                    (x * x - over_short * over_short - over_long * over_long) * scale
                });
            }
            Self::Uniforms(shift, _, width) => {
                let rate = 1.0 / width;
                knots.times(|x| ((x - shift) * rate).clamp(0.0, 1.0));
            }
            Self::Grid(shift, grid) => knots.times(|x| grid.at_most(x - shift)),
            other => knots.times(|x| other.at_most(x)),
        }
    }

    /// The value that a share `p` does not exceed.
    pub fn quantile(&self, p: f64) -> f64 {
        match self {
            Self::Constant(value) => *value,
            Self::Uniforms(shift, short, long) => shift + two_uniforms(*short, *long, p),
            Self::Sum(shift, sum) => shift + sum.quantile(p),
            Self::Delayed(shift, sum) => shift + sum.quantile(p),
            Self::Steps(shift, steps) => shift + steps.quantile(p),
            Self::Grid(shift, grid) => shift + grid.quantile(p),
            Self::GridAndUniform(shift, grid, width) => {
                shift + inverse(|x| grid.at_most_with(x, *width), grid.start(), grid.end() + width, p)
            }
        }
    }
}

/// Where a distribution function reaches `p`, to a millionth of the span: by secants (Illinois), with a bisection
/// where they close in slowly, as at a jump.
pub(super) fn inverse(at_most: impl Fn(f64) -> f64, low: f64, high: f64, p: f64) -> f64 {
    let enough = (high - low) * 1e-6;
    let (mut below, mut above) = ((low, -p), (high, 1.0 - p));
    let mut last = 0_i8;
    for round in 0..64 {
        let span = above.0 - below.0;
        if span <= enough {
            break;
        }
        let secant = below.0 - below.1 * span / (above.1 - below.1);
        let x = if round % 4 == 3 || !secant.is_finite() {
            f64::midpoint(below.0, above.0)
        } else {
            // Not onto an end: the other end would never move.
            secant.clamp(below.0 + enough * 0.25, above.0 - enough * 0.25)
        };
        let off = at_most(x) - p;
        if off < 0.0 {
            below = (x, off);
            if last < 0 {
                above.1 /= 2.0;
            }
            last = -1;
        } else {
            above = (x, off);
            if last > 0 {
                below.1 /= 2.0;
            }
            last = 1;
        }
    }
    above.0
}

/// Share of U(0, short) + U(0, long) that is at most `x`.
fn two_uniforms_at_most(x: f64, short: f64, long: f64) -> f64 {
    if x <= 0.0 {
        0.0
    } else if x >= short + long {
        1.0
    } else if x < short {
        x * x / (2.0 * short * long)
    } else if x <= long {
        (x - short / 2.0) / long
    } else {
        let left = short + long - x;
        1.0 - left * left / (2.0 * short * long)
    }
}

/// Quantile of U(0, short) + U(0, long): a trapezoid.
fn two_uniforms(short: f64, long: f64, p: f64) -> f64 {
    let corner = short / (2.0 * long);
    if p < corner {
        (2.0 * p * short * long).sqrt()
    } else if p <= 1.0 - corner {
        p * long + short / 2.0
    } else {
        short + long - (2.0 * (1.0 - p) * short * long).sqrt()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_inverse_finds_jumps_corners_and_smooth_places() {
        let jump = |x: f64| if x < 0.3 { 0.2 } else { 0.9 };
        assert!((inverse(jump, 0.0, 1.0, 0.5) - 0.3).abs() < 2e-6);
        for p in [0.001, 0.1, 0.5, 0.95, 0.999] {
            let found = inverse(|x| two_uniforms_at_most(x, 0.2, 0.8), 0.0, 1.0, p);
            assert!((found - two_uniforms(0.2, 0.8, p)).abs() < 2e-6, "{p}");
            let exponential = inverse(|x: f64| 1.0 - (-x).exp(), 0.0, 40.0, p);
            assert!((exponential + (1.0 - p).ln()).abs() < 1e-4, "{p}");
        }
    }

    #[test]
    fn knot_by_knot_it_is_the_same_as_one_by_one() {
        for ready in [Ready::Uniforms(3.0, 0.0, 5.0), Ready::Uniforms(3.0, 2.0, 9.0), Ready::Uniforms(0.0, 1.0, 1.0)] {
            let mut knots = Knots::spanning(97, 0.0, 20.0);
            ready.times(&mut knots);
            let grid = Grid::new(knots);
            for knot in 0..=97 {
                let x = 20.0 / 97.0 * f64::from(knot);
                assert!((grid.at_most(x) - ready.at_most(x)).abs() < 1e-12, "{ready:?} at {x}");
            }
        }
    }
}
