//! Distributions of staleness: a constant, plus independent uniform waits, plus exponential tails, on top of an
//! exact staircase of known schedules or of a joint distribution on a grid.
//!
//! Seconds throughout. Means and maxima are exact; percentiles are exact for uniform waits, for one queueing wait beside
//! up to three of them, and for staircases, and on a grid of 128 or 512 steps over the whole span otherwise (within 0.1 %
//! of the span). Percentiles are never added. The largest value of an exponential tail is taken at its 99.99 % point.

mod grid;
mod join;
mod ready;

use super::steps::Steps;
use super::waiting::Waiting;
use grid::{Grid, Knots};
use join::Join;
use ready::Ready;
use smallvec::SmallVec;
use std::sync::Arc;

/// Cells of a grid that spans all values.
const CELLS: usize = 512;
/// The same where several inputs meet: what they are made of is smooth, and there are many such places.
const JOINED: usize = 128;
/// Terms that are kept apart before they are summed on the grid.
const MOST_TERMS: usize = 12;

#[derive(Clone, Debug, PartialEq)]
enum Base {
    Zero,
    Steps(Arc<Steps>),
    Grid(Arc<Grid>),
    /// The latest of several, worked out once somebody asks for more than its ends.
    Join(Arc<Join>),
}

/// A distribution of staleness.
#[derive(Debug, PartialEq)]
pub(crate) struct Law {
    base: Base,
    shift: f64,
    uniforms: SmallVec<[f64; 4]>,
    waits: SmallVec<[Waiting; 2]>,
    /// What the waits are taken for at their longest, all together.
    longest: f64,
    /// How many of the uniforms and of the waits came before the last known schedule: those after it can make the next
    /// one miss it.
    settled: (usize, usize),
}

impl Clone for Law {
    // Laws are handed from component to component: lists of numbers are copied as memory, not one by one.
    fn clone(&self) -> Self {
        Self {
            base: self.base.clone(),
            shift: self.shift,
            uniforms: SmallVec::from_slice(&self.uniforms),
            waits: SmallVec::from_slice(&self.waits),
            longest: self.longest,
            settled: self.settled,
        }
    }
}

impl Law {
    /// No staleness at all: the moment a record comes into being.
    pub fn zero() -> Self {
        Self::on(Base::Zero)
    }

    fn on(base: Base) -> Self {
        Self { base, shift: 0.0, uniforms: SmallVec::new(), waits: SmallVec::new(), longest: 0.0, settled: (0, 0) }
    }

    /// Whether it is all known schedules and constants: nothing in it is left to chance.
    pub fn is_scheduled(&self) -> bool {
        self.uniforms.is_empty() && self.waits.is_empty() && matches!(self.base, Base::Zero | Base::Steps(_))
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
            self.longest += wait.most();
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
            Base::Grid(_) | Base::Join(_) => return false,
        };
        let first = matches!(self.base, Base::Zero);
        match steps.delayed(shift).sampled(period, offset, day, run) {
            Some(sampled) => {
                if !first {
                    self.uniforms.truncate(self.settled.0);
                    self.waits.truncate(self.settled.1);
                    self.longest = self.waits.iter().map(|wait| wait.most()).sum();
                }
                self.settled = (self.uniforms.len(), self.waits.len());
                self.base = Base::Steps(Arc::new(sampled));
                self.shift = 0.0;
                true
            }
            None => false,
        }
    }

    /// Least value.
    pub fn min(&self) -> f64 {
        self.shift
            + match &self.base {
                Base::Zero => 0.0,
                Base::Steps(steps) => steps.min(),
                Base::Grid(grid) => grid.start(),
                Base::Join(join) => join.min(),
            }
    }

    /// Mean.
    pub fn mean(&self) -> f64 {
        let base = match &self.base {
            Base::Zero => 0.0,
            Base::Steps(steps) => steps.mean(),
            Base::Grid(grid) => grid.mean(),
            Base::Join(join) => join.grid().mean(),
        };
        base + self.shift
            + self.uniforms.iter().sum::<f64>() / 2.0
            + self.waits.iter().map(|wait| wait.mean()).sum::<f64>()
    }

    /// Largest value; an exponential tail counts to its 99.99 % point.
    pub fn max(&self) -> f64 {
        let base = match &self.base {
            Base::Zero => 0.0,
            Base::Steps(steps) => steps.max(),
            Base::Grid(grid) => grid.end(),
            Base::Join(join) => join.max(),
        };
        base + self.shift + self.uniforms.iter().sum::<f64>() + self.longest
    }

    /// The value that a share `p` of the time is not exceeded.
    #[cfg(test)]
    pub fn quantile(&self, p: f64) -> f64 {
        let [found] = Self::quantiles(std::slice::from_ref(self), [p]);
        found
    }

    /// Quantiles of a mixture of laws, each as often as the others.
    pub fn quantiles<const N: usize>(laws: &[Self], wanted: [f64; N]) -> [f64; N] {
        if let [one] = laws {
            let ready = one.to_ready();
            return wanted.map(|p| ready.quantile(p));
        }
        let ready: Vec<Ready> = laws.iter().map(Self::to_ready).collect();
        let low = laws.iter().map(Self::min).fold(f64::INFINITY, f64::min);
        let high = laws.iter().map(Self::max).fold(0.0, f64::max);
        let at_most = |x: f64| ready.iter().map(|law| law.at_most(x)).sum::<f64>() / ready.len() as f64;
        wanted.map(|p| ready::inverse(at_most, low, high, p))
    }

    /// The form in which its distribution function is quickest to ask. Waits that are less than 0.05 % of the whole span
    /// are taken at their mean: they cannot be seen in a percentile that is right to 0.1 %, and what is left often has a
    /// closed form.
    fn to_ready(&self) -> Ready {
        let trifle = (self.max() - self.min()) * 5e-4;
        let matters = |wait: &Waiting| wait.most() > trifle;
        if self.waits.iter().all(matters) && self.uniforms.iter().all(|width| *width > trifle) {
            return Ready::new(self);
        }
        let mut law = self.clone();
        law.longest = 0.0;
        law.waits.retain(|wait| {
            let matters = matters(wait);
            if matters {
                law.longest += wait.most();
            } else {
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
        Ready::new(&law)
    }

    fn grid(&self) -> Grid {
        let (low, high) = (self.min(), self.max());
        let base = match &self.base {
            Base::Zero => Ready::Constant(self.shift),
            Base::Steps(steps) => Ready::Steps(self.shift, Arc::clone(steps)),
            Base::Grid(base) => Ready::Grid(self.shift, Arc::clone(base)),
            Base::Join(join) => Ready::Grid(self.shift, Arc::clone(join.grid())),
        };
        let cells = match &base {
            Ready::Grid(_, base) if self.waits.is_empty() => base.cells(),
            _ => CELLS,
        };
        let mut knots = Knots::spanning(cells, low, high);
        base.times(&mut knots);
        for width in &self.uniforms {
            knots.add_uniform(*width);
        }
        for wait in &self.waits {
            knots.add_wait(*wait);
        }
        Grid::with_mean(knots, self.mean())
    }

    /// The largest of several: all inputs are needed. Exact where all are staircases of known schedules;
    /// otherwise the inputs count as independent, which is on the safe side for inputs that share waits.
    pub fn latest(laws: &[Self]) -> Self {
        if let Some(steps) = Self::joined(laws, Steps::latest) {
            return steps.into_law();
        }
        let high = laws.iter().map(Self::max).fold(0.0, f64::max);
        // One that is always the latest is the answer.
        if let Some(last) = laws.iter().find(|law| law.min() >= high) {
            return last.clone();
        }
        let join = Join::new(laws);
        // A chain of joins is not kept open: each would keep those before it.
        if join.is_deep() {
            return Self::on(Base::Grid(Arc::clone(join.grid())));
        }
        Self::on(Base::Join(Arc::new(join)))
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
        let mut knots = Knots::spanning(JOINED, low, high);
        knots.set(|x| 1.0 - ready.iter().map(|law| 1.0 - law.at_most(x)).product::<f64>());
        Self::on_grid(Grid::new(knots))
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
        let mut knots = Knots::spanning(CELLS, low, high);
        knots.set(|x| ready.iter().map(|(weight, law)| weight * law.at_most(x)).sum());
        Self::on_grid(Grid::with_mean(knots, laws.iter().map(|(weight, law)| weight / total * law.mean()).sum()))
    }

    fn on_grid(grid: Grid) -> Self {
        Self::on(Base::Grid(Arc::new(grid)))
    }

    /// The sum with another, independent distribution.
    pub fn plus(mut self, other: &Self) -> Self {
        match (&self.base, &other.base) {
            (_, Base::Zero) => {}
            (Base::Zero, _) => self.base = other.base.clone(),
            // Two joint distributions in a row: convolved on the grid.
            _ => {
                let (a, b) = (self.base_only(), other.base_only());
                self.base = Base::Grid(Arc::new(a.convolved(&b, 2 * JOINED)));
            }
        }
        self.shift += other.shift;
        self.uniforms.extend_from_slice(&other.uniforms);
        self.waits.extend_from_slice(&other.waits);
        self.longest += other.longest;
        self
    }

    fn base_only(&self) -> Grid {
        Self::on(self.base.clone()).grid()
    }
}

impl Steps {
    fn into_law(self) -> Law {
        Law::on(Base::Steps(Arc::new(self)))
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
