//! Distributions of staleness: a constant, plus independent uniform waits, plus exponential tails, on top of an
//! exact staircase of known schedules or of a joint distribution on a grid.
//!
//! Seconds throughout. Means and maxima are exact; percentiles are exact for uniform waits, for one queueing wait beside
//! up to three of them, and for staircases, and on a grid of 256 or 512 steps over the whole span otherwise (within 0.1 %
//! of the span). Percentiles are never added. The largest value of an exponential tail is taken at its 99.99 % point.

use super::delayed::{self, Delayed};
use super::steps::Steps;
use super::uniforms::UniformSum;
use super::waiting::Waiting;
use smallvec::SmallVec;
use std::sync::Arc;

const CELLS: usize = 512;
/// The same where several inputs meet: what they are made of is smooth, and there are many such places.
const JOINED: usize = 256;
/// Terms that are kept apart before they are summed on the grid.
const MOST_TERMS: usize = 12;
/// Uniform waits whose sum is computed exactly: the work doubles with each.
const MOST_EXACT: usize = 10;

#[derive(Clone, Debug, PartialEq)]
enum Base {
    Zero,
    Steps(Arc<Steps>),
    Grid(Arc<Grid>),
}

/// A distribution of staleness.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Law {
    base: Base,
    shift: f64,
    uniforms: SmallVec<[f64; 4]>,
    waits: SmallVec<[Waiting; 2]>,
    /// How many of the uniforms and of the waits came before the last known schedule: those after it can make the next
    /// one miss it.
    settled: (usize, usize),
}

/// A law in the form in which its percentiles are quickest to find.
#[derive(Clone, Debug)]
enum Ready {
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
}

impl Ready {
    fn at_most(&self, x: f64) -> f64 {
        match self {
            Self::Constant(value) => f64::from(u8::from(x >= *value)),
            Self::Uniforms(shift, short, long) => two_uniforms_at_most(x - shift, *short, *long),
            Self::Sum(shift, sum) => sum.at_most(x - shift),
            Self::Delayed(shift, sum) => sum.at_most(x - shift),
            Self::Steps(shift, steps) => steps.at_most(x - shift),
            Self::Grid(shift, grid) => grid.at_most(x - shift),
        }
    }

    fn quantile(&self, p: f64) -> f64 {
        match self {
            Self::Constant(value) => *value,
            Self::Uniforms(shift, short, long) => shift + two_uniforms(*short, *long, p),
            Self::Sum(shift, sum) => shift + sum.quantile(p),
            Self::Delayed(shift, sum) => shift + sum.quantile(p),
            Self::Steps(shift, steps) => shift + steps.quantile(p),
            Self::Grid(shift, grid) => shift + grid.quantile(p),
        }
    }
}

/// A distribution function on evenly spaced knots, linear between them.
#[derive(Clone, Debug, PartialEq)]
struct Grid {
    start: f64,
    step: f64,
    /// Probability of being at most `start + i * step`; the last is one.
    at_most: Vec<f64>,
    mean: f64,
}

impl Law {
    /// No staleness at all: the moment a record comes into being.
    pub fn zero() -> Self {
        Self { base: Base::Zero, shift: 0.0, uniforms: SmallVec::new(), waits: SmallVec::new(), settled: (0, 0) }
    }

    /// Whether it is all known schedules and constants: nothing in it is left to chance.
    pub fn is_scheduled(&self) -> bool {
        self.uniforms.is_empty() && self.waits.is_empty() && !matches!(self.base, Base::Grid(_))
    }

    /// Adds a constant.
    pub fn add(&mut self, seconds: f64) {
        self.shift += seconds.max(0.0);
    }

    /// Adds an independent wait anywhere from zero to `width`, all equally likely.
    pub fn add_uniform(&mut self, width: f64) {
        if width > 0.0 {
            self.uniforms.push(width);
            self.gather();
        }
    }

    /// Long chains: what has been added so far is summed once, not again for every component behind.
    fn gather(&mut self) {
        if self.uniforms.len() + self.waits.len() > MOST_TERMS {
            *self = Self::on_grid(self.grid());
        }
    }

    /// Adds an independent queueing wait.
    pub fn add_wait(&mut self, wait: Waiting) {
        if wait.probability > 0.0 && wait.mean_if_waiting > 0.0 {
            self.waits.push(wait);
            self.gather();
        }
    }

    /// Samples the data at known starts: the next stage of a known schedule. `run` gives the run time of a start.
    ///
    /// False if what came before is not a staircase or the common period is too long to enumerate; nothing is then
    /// changed, and the caller takes the phase as unknown.
    pub fn schedule(&mut self, period: f64, offset: f64, day: bool, run: impl Fn(f64) -> f64) -> bool {
        let mut shift = self.shift;
        let steps = match &self.base {
            Base::Zero => Steps::identity(),
            Base::Steps(steps) => {
                // What comes at random between two known schedules: little of it counts at its most, so that the next
                // start sees what is surely there; much of it leaves no phase to know.
                let random = self.uniforms.iter().skip(self.settled.0).sum::<f64>()
                    + self.waits.iter().skip(self.settled.1).map(|wait| wait.most()).sum::<f64>();
                if random > 0.05 * period {
                    return false;
                }
                shift += random;
                Steps::clone(steps)
            }
            Base::Grid(_) => return false,
        };
        let first = matches!(self.base, Base::Zero);
        match steps.delayed(shift).sampled(period, offset, day, run) {
            Some(sampled) => {
                if !first {
                    self.uniforms.truncate(self.settled.0);
                    self.waits.truncate(self.settled.1);
                }
                self.settled = (self.uniforms.len(), self.waits.len());
                self.base = Base::Steps(Arc::new(sampled));
                self.shift = 0.0;
                true
            }
            None => false,
        }
    }

    fn base_bounds(&self) -> (f64, f64, f64) {
        match &self.base {
            Base::Zero => (0.0, 0.0, 0.0),
            Base::Steps(steps) => (steps.min(), steps.mean(), steps.max()),
            #[expect(clippy::cast_precision_loss, reason = "2,048")]
            Base::Grid(grid) => {
                (grid.start, grid.mean, grid.start + grid.step * grid.at_most.len().saturating_sub(1) as f64)
            }
        }
    }

    /// Least value.
    pub fn min(&self) -> f64 {
        self.base_bounds().0 + self.shift
    }

    /// Mean.
    pub fn mean(&self) -> f64 {
        self.base_bounds().1
            + self.shift
            + self.uniforms.iter().sum::<f64>() / 2.0
            + self.waits.iter().map(|wait| wait.mean()).sum::<f64>()
    }

    /// Largest value; an exponential tail counts to its 99.99 % point.
    pub fn max(&self) -> f64 {
        self.base_bounds().2
            + self.shift
            + self.uniforms.iter().sum::<f64>()
            + self.waits.iter().map(|wait| wait.most()).sum::<f64>()
    }

    /// The value that a share `p` of the time is not exceeded.
    #[cfg(test)]
    pub fn quantile(&self, p: f64) -> f64 {
        Self::quantiles(std::slice::from_ref(self), &[p]).first().copied().unwrap_or(self.shift)
    }

    /// Quantiles of a mixture of laws, each as often as the others.
    pub fn quantiles(laws: &[Self], wanted: &[f64]) -> Vec<f64> {
        let ready: Vec<Ready> = laws.iter().map(Self::to_ready).collect();
        if let [one] = ready.as_slice() {
            return wanted.iter().map(|p| one.quantile(*p)).collect();
        }
        let low = laws.iter().map(Self::min).fold(f64::INFINITY, f64::min);
        let high = laws.iter().map(Self::max).fold(0.0, f64::max);
        let at_most = |x: f64| ready.iter().map(|law| law.at_most(x)).sum::<f64>() / ready.len() as f64;
        wanted
            .iter()
            .map(|p| {
                let (mut below, mut above) = (low, high);
                // To a millionth of the span.
                for _ in 0..24 {
                    let middle = f64::midpoint(below, above);
                    if at_most(middle) < *p { below = middle } else { above = middle }
                }
                above
            })
            .collect()
    }

    /// Waits that are less than 0.05 % of the whole span are taken at their mean: they cannot be seen in a percentile
    /// that is right to 0.1 %, and what is left often has a closed form.
    fn without_trifles(&self) -> Self {
        let trifle = (self.max() - self.min()) * 5e-4;
        let mut law = self.clone();
        law.waits.retain(|wait| {
            let matters = wait.most() > trifle;
            if !matters {
                law.shift += wait.mean();
            }
            matters
        });
        law.uniforms.retain(|width| {
            let matters = *width > trifle;
            if !matters {
                law.shift += *width / 2.0;
            }
            matters
        });
        law
    }

    fn ready(self) -> Ready {
        match (&self.base, self.uniforms.as_slice(), self.waits.is_empty()) {
            (Base::Zero, [], true) => Ready::Constant(self.shift),
            (Base::Zero, [a], true) => Ready::Uniforms(self.shift, 0.0, *a),
            (Base::Zero, [a, b], true) => Ready::Uniforms(self.shift, a.min(*b), a.max(*b)),
            (Base::Zero, widths, true) if widths.len() <= MOST_EXACT => Ready::Sum(self.shift, UniformSum::new(widths)),
            (Base::Steps(steps), [], true) => Ready::Steps(self.shift, Arc::clone(steps)),
            (Base::Zero, widths, false) if widths.len() <= delayed::MOST && self.waits.len() == 1 => {
                match self.waits.first() {
                    Some(wait) => Ready::Delayed(self.shift, Delayed::new(*wait, widths)),
                    None => Ready::Constant(self.shift),
                }
            }
            (Base::Grid(grid), [], true) => Ready::Grid(self.shift, Arc::clone(grid)),
            _ => Ready::Grid(0.0, Arc::new(self.grid())),
        }
    }

    /// The form in which its distribution function is quickest to ask.
    fn to_ready(&self) -> Ready {
        self.without_trifles().ready()
    }

    fn grid(&self) -> Grid {
        let (low, high) = (self.min(), self.max());
        let mut grid = match &self.base {
            Base::Zero => Grid::spanning(CELLS, low, high, |x| f64::from(u8::from(x >= self.shift))),
            Base::Steps(steps) => Grid::spanning(CELLS, low, high, |x| steps.at_most(x - self.shift)),
            Base::Grid(base) => {
                Grid::spanning(if self.waits.is_empty() { base.cells() } else { CELLS }, low, high, |x| {
                    base.at_most(x - self.shift)
                })
            }
        };
        for width in &self.uniforms {
            grid = grid.with_uniform(*width);
        }
        for wait in &self.waits {
            grid = grid.with_wait(*wait);
        }
        grid.mean = self.mean();
        grid
    }

    /// The largest of several: all inputs are needed. Exact where all are staircases of known schedules;
    /// otherwise the inputs count as independent, which is on the safe side for inputs that share waits.
    pub fn latest(laws: &[Self]) -> Self {
        if let Some(steps) = Self::joined(laws, Steps::latest) {
            return steps.into_law();
        }
        let low = laws.iter().map(Self::min).fold(0.0, f64::max);
        let high = laws.iter().map(Self::max).fold(0.0, f64::max);
        // One that is always the latest is the answer.
        if let Some(last) = laws.iter().find(|law| law.min() >= high) {
            return last.clone();
        }
        let ready: SmallVec<[Ready; 2]> = laws.iter().map(Self::to_ready).collect();
        Self::on_grid(Grid::spanning(JOINED, low, high, |x| ready.iter().map(|law| law.at_most(x)).product()))
    }

    /// Several staircases as one, if all of them are known.
    fn joined(laws: &[Self], join: impl Fn(&Steps, &Steps) -> Option<Steps>) -> Option<Steps> {
        if !laws.iter().all(Self::is_scheduled) {
            return None;
        }
        let mut all = laws.iter().map(|law| match &law.base {
            Base::Steps(steps) => steps.delayed(law.shift),
            _ => Steps::identity().delayed(law.shift),
        });
        let first = all.next()?;
        all.try_fold(first, |so_far, steps| join(&so_far, &steps))
    }

    /// The least of several: the freshest input serves.
    pub fn freshest(laws: &[Self]) -> Self {
        if let Some(steps) = Self::joined(laws, Steps::freshest) {
            return steps.into_law();
        }
        let low = laws.iter().map(Self::min).fold(f64::INFINITY, f64::min);
        let high = laws.iter().map(Self::max).fold(f64::INFINITY, f64::min);
        if let Some(first) = laws.iter().find(|law| law.max() <= low) {
            return first.clone();
        }
        let ready: SmallVec<[Ready; 2]> = laws.iter().map(Self::to_ready).collect();
        Self::on_grid(Grid::spanning(JOINED, low, high, |x| {
            1.0 - ready.iter().map(|law| 1.0 - law.at_most(x)).product::<f64>()
        }))
    }

    /// One of several, each as often as its weight says.
    pub fn mixture(laws: &[(f64, Self)]) -> Self {
        if let [(_, only)] = laws {
            return only.clone();
        }
        let total: f64 = laws.iter().map(|(weight, _)| weight).sum();
        let low = laws.iter().map(|(_, law)| law.min()).fold(f64::INFINITY, f64::min);
        let high = laws.iter().map(|(_, law)| law.max()).fold(0.0, f64::max);
        let ready: Vec<_> = laws.iter().map(|(weight, law)| (weight / total, law.to_ready())).collect();
        let mut grid =
            Grid::spanning(CELLS, low, high, |x| ready.iter().map(|(weight, law)| weight * law.at_most(x)).sum());
        grid.mean = laws.iter().map(|(weight, law)| weight / total * law.mean()).sum();
        Self::on_grid(grid)
    }

    fn on_grid(grid: Grid) -> Self {
        Self {
            base: Base::Grid(Arc::new(grid)),
            shift: 0.0,
            uniforms: SmallVec::new(),
            waits: SmallVec::new(),
            settled: (0, 0),
        }
    }

    /// The sum with another, independent distribution.
    pub fn plus(mut self, other: &Self) -> Self {
        match (&self.base, &other.base) {
            (_, Base::Zero) => {}
            (Base::Zero, _) => self.base = other.base.clone(),
            // Two joint distributions in a row: convolved on the grid.
            _ => {
                let (a, b) = (self.base_only(), other.base_only());
                self.base = Base::Grid(Arc::new(a.convolved(&b)));
            }
        }
        self.shift += other.shift;
        self.uniforms.extend_from_slice(&other.uniforms);
        self.waits.extend_from_slice(&other.waits);
        self
    }

    fn base_only(&self) -> Grid {
        Self { base: self.base.clone(), shift: 0.0, uniforms: SmallVec::new(), waits: SmallVec::new(), settled: (0, 0) }
            .grid()
    }
}

impl Steps {
    fn into_law(self) -> Law {
        Law {
            base: Base::Steps(Arc::new(self)),
            shift: 0.0,
            uniforms: SmallVec::new(),
            waits: SmallVec::new(),
            settled: (0, 0),
        }
    }
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

/// Quantile of U(0,a) + U(0,b): a trapezoid.
fn two_uniforms(a: f64, b: f64, p: f64) -> f64 {
    let (short, long) = if a < b { (a, b) } else { (b, a) };
    let corner = short / (2.0 * long);
    if p < corner {
        (2.0 * p * short * long).sqrt()
    } else if p <= 1.0 - corner {
        p * long + short / 2.0
    } else {
        short + long - (2.0 * (1.0 - p) * short * long).sqrt()
    }
}

#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "knots: 0 to 2,048"
)]
impl Grid {
    fn spanning(cells: usize, low: f64, high: f64, at_most: impl Fn(f64) -> f64) -> Self {
        let span = (high - low).max(low.abs() * 1e-12).max(1e-9);
        let step = span / cells as f64;
        let mut knots: Vec<f64> = (0..=cells).map(|i| at_most(low + step * i as f64).clamp(0.0, 1.0)).collect();
        if let Some(last) = knots.last_mut() {
            *last = 1.0;
        }
        let mut grid = Self { start: low, step, at_most: knots, mean: 0.0 };
        grid.mean = grid.computed_mean();
        grid
    }

    fn cells(&self) -> usize {
        self.at_most.len().saturating_sub(1)
    }

    /// Least value plus the area above the distribution function.
    fn computed_mean(&self) -> f64 {
        let area: f64 =
            self.at_most.windows(2).map(|pair| 1.0 - pair.iter().sum::<f64>() / 2.0).sum::<f64>() * self.step;
        self.start + area
    }

    fn at_most(&self, x: f64) -> f64 {
        let place = (x - self.start) / self.step;
        if place < 0.0 {
            return 0.0;
        }
        if place >= self.cells() as f64 {
            return 1.0;
        }
        // From zero on, a cast rounds down.
        let index = place as usize;
        let below = index as f64;
        match (self.at_most.get(index), self.at_most.get(index + 1)) {
            (Some(a), Some(b)) => a + (b - a) * (place - below),
            _ => 1.0,
        }
    }

    fn quantile(&self, p: f64) -> f64 {
        let above = self.at_most.partition_point(|value| *value < p);
        if above == 0 {
            return self.start;
        }
        let (a, b) = match (self.at_most.get(above - 1), self.at_most.get(above)) {
            (Some(a), Some(b)) => (*a, *b),
            _ => return self.start + self.step * self.cells() as f64,
        };
        let within = if b > a { (p - a) / (b - a) } else { 1.0 };
        self.start + self.step * ((above - 1) as f64 + within)
    }

    /// Area under the distribution function up to each knot.
    fn areas(&self) -> Vec<f64> {
        let mut sum = 0.0;
        let mut areas = Vec::with_capacity(self.at_most.len());
        areas.push(0.0);
        for pair in self.at_most.windows(2) {
            sum += pair.iter().sum::<f64>() / 2.0 * self.step;
            areas.push(sum);
        }
        areas
    }

    /// F(x) = 1/w x the area under the old F from x - w to x: exact for the piecewise linear F.
    fn with_uniform(&self, width: f64) -> Self {
        if width < self.step * 1e-3 {
            return self.clone();
        }
        let areas = self.areas();
        // Every knot looks back by the same distance: so many cells and a part of one.
        let cells = width / self.step;
        let back = (cells as usize).saturating_add(1);
        let part = back as f64 - cells;
        let mut knots = Vec::with_capacity(areas.len());
        knots.extend(areas.iter().take(back).map(|area| (area / width).clamp(0.0, 1.0)));
        let earlier = areas.iter().zip(self.at_most.windows(2));
        knots.extend(areas.iter().skip(back).zip(earlier).map(|(area, (before, pair))| {
            let (a, b) = match pair {
                [a, b] => (*a, *b),
                _ => (1.0, 1.0),
            };
            let before = before + self.step * part * (a + (b - a) * part / 2.0);
            ((area - before) / width).clamp(0.0, 1.0)
        }));
        Self { start: self.start, step: self.step, at_most: knots, mean: 0.0 }
    }

    /// Convolution with zero or an exponential wait, knot by knot.
    fn with_wait(&self, wait: Waiting) -> Self {
        let decay = (-self.step / wait.mean_if_waiting).exp();
        // G(x): F convolved with the exponential; G' = (F - G) / mean, solved over one step with the mean of F.
        let mut smooth = 0.0;
        let mut previous = 0.0;
        let mut knots: Vec<f64> = Vec::with_capacity(self.at_most.len());
        for &value in &self.at_most {
            let middle = if knots.is_empty() { 0.0 } else { f64::midpoint(previous, value) };
            smooth = middle + (smooth - middle) * decay;
            knots.push(((1.0 - wait.probability) * value + wait.probability * smooth).clamp(0.0, 1.0));
            previous = value;
        }
        Self { start: self.start, step: self.step, at_most: knots, mean: 0.0 }
    }

    fn convolved(&self, other: &Self) -> Self {
        let low = self.start + other.start;
        let high = low + self.step * self.cells() as f64 + other.step * other.cells() as f64;
        // The other as 128 equal slices of probability: enough for 0.1 % of the span.
        let slices: Vec<f64> = (0..128).map(|i| other.quantile((f64::from(i) + 0.5) / 128.0)).collect();
        let mut grid =
            Self::spanning(JOINED, low, high, |x| slices.iter().map(|y| self.at_most(x - y)).sum::<f64>() / 128.0);
        grid.mean = self.mean + other.mean;
        grid
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn close(a: f64, b: f64, tolerance: f64) {
        assert!((a - b).abs() <= tolerance, "{a} is not {b} within {tolerance}");
    }

    fn uniforms(widths: &[f64]) -> Law {
        let mut law = Law::zero();
        for width in widths {
            law.add_uniform(*width);
        }
        law
    }

    #[test]
    fn an_hourly_stage_of_ten_minutes_is_10_to_70_min_stale() {
        let mut law = uniforms(&[60.0]);
        law.add(10.0);
        assert_eq!((law.min(), law.mean(), law.max()), (10.0, 40.0, 70.0));
        assert_eq!(law.quantile(0.95), 67.0);
    }

    #[test]
    fn the_p99_of_three_uniform_waits_is_irwin_hall() {
        // F(x) = 1 - (3 - x)^3 / 6 above 2: p99 at 3 - 0.06^(1/3).
        let expected = 3.0 - 0.06_f64.cbrt();
        close(uniforms(&[1.0, 1.0, 1.0]).quantile(0.99), expected, 1e-12);
        close(uniforms(&[1.0, 1.0]).quantile(0.99), 2.0 - 0.02_f64.sqrt(), 1e-12);
    }

    #[test]
    fn percentiles_do_not_add() {
        let one = uniforms(&[1.0]).quantile(0.99);
        assert!(uniforms(&[1.0; 5]).quantile(0.99) < 5.0 * one - 0.5);
    }

    #[test]
    fn a_join_waits_for_the_later_input() {
        let law = Law::latest(&[uniforms(&[1.0]), uniforms(&[1.0])]);
        close(law.mean(), 2.0 / 3.0, 1e-3);
        close(law.quantile(0.81), 0.9, 1e-3);
    }

    #[test]
    fn the_freshest_of_two_is_the_least() {
        let law = Law::freshest(&[uniforms(&[1.0]), uniforms(&[1.0])]);
        close(law.mean(), 1.0 / 3.0, 1e-3);
        assert_eq!(law.max(), 1.0);
    }

    #[test]
    fn ten_queues_in_a_row_have_a_p99_of_0_751_s_and_not_1_842_s() {
        // Ten M/M/1 stages whose time in system is exponential with mean 40 ms: Erlang with ten phases.
        let mut law = Law::zero();
        for _ in 0..10 {
            law.add_wait(Waiting { probability: 1.0, mean_if_waiting: 0.04 });
        }
        close(law.quantile(0.99), 0.751, 0.004);
    }

    #[test]
    fn hourly_jobs_at_00_and_05_are_132_min_stale_and_at_10_only_77() {
        for (offset, expected) in [(5.0, 132.0), (10.0, 77.0)] {
            let mut law = Law::zero();
            assert!(law.schedule(3600.0, 0.0, false, |_| 600.0));
            assert!(law.schedule(3600.0, offset * 60.0, false, |_| 420.0));
            close(law.max(), expected * 60.0, 1e-6);
        }
    }

    #[test]
    fn three_daily_jobs_that_look_fine_are_50_h_stale() {
        // 00:00 for 30 min, 00:20 for 45 min, 02:00 for 20 min: the second misses the first by ten minutes.
        let mut law = Law::zero();
        for (start, run) in [(0.0, 30.0), (20.0, 45.0), (120.0, 20.0)] {
            assert!(law.schedule(86_400.0, start * 60.0, false, |_| run * 60.0));
        }
        close(law.max(), 3020.0 * 60.0, 1e-6);
    }
}
