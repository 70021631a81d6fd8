//! A distribution function on evenly spaced knots, linear between them.

use crate::formulas::waiting::Waiting;

/// Knots in the making: probabilities that begin at one, to be multiplied and smoothed.
#[derive(Clone, Debug)]
pub(super) struct Knots {
    start: f64,
    step: f64,
    /// Probability of being at most `start + i * step`.
    at_most: Vec<f64>,
}

/// A distribution on knots.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Grid {
    start: f64,
    step: f64,
    /// Probability of being at most `start + i * step`; the last is one.
    at_most: Vec<f64>,
    /// Area under the distribution function up to each knot.
    areas: Vec<f64>,
    mean: f64,
}

#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "knots: 0 to 2,048"
)]
impl Knots {
    /// So many cells from the lowest to the highest value.
    pub fn spanning(cells: usize, low: f64, high: f64) -> Self {
        let span = (high - low).max(low.abs() * 1e-12).max(1e-9);
        Self { start: low, step: span / cells as f64, at_most: vec![1.0; cells + 1] }
    }

    /// Multiplies each knot by a function of its place.
    #[inline]
    pub fn times(&mut self, factor: impl Fn(f64) -> f64) {
        for (index, knot) in self.at_most.iter_mut().enumerate() {
            *knot *= factor(self.start + self.step * index as f64);
        }
    }

    /// Sets each knot to a function of its place.
    pub fn set(&mut self, at_most: impl Fn(f64) -> f64) {
        for (index, knot) in self.at_most.iter_mut().enumerate() {
            *knot = at_most(self.start + self.step * index as f64);
        }
    }

    /// F(x) = 1/w x the area under the old F from x - w to x: exact for the piecewise linear F.
    pub fn add_uniform(&mut self, width: f64) {
        if width < self.step * 1e-3 {
            return;
        }
        let areas = areas(self.step, &self.at_most);
        // Every knot looks back by the same distance: so many cells and a part of one.
        let cells = width / self.step;
        let back = (cells as usize).saturating_add(1);
        let part = back as f64 - cells;
        let mut knots = Vec::with_capacity(areas.len());
        knots.extend(areas.iter().take(back).map(|area| area / width));
        let earlier = areas.iter().zip(self.at_most.windows(2));
        knots.extend(areas.iter().skip(back).zip(earlier).map(|(area, (before, pair))| {
            let (a, b) = match pair {
                [a, b] => (*a, *b),
                _ => (1.0, 1.0),
            };
            let before = before + self.step * part * (a + (b - a) * part / 2.0);
            (area - before) / width
        }));
        self.at_most = knots;
    }

    /// Convolution with zero or an exponential wait: G' = (F - G) / mean, solved exactly from knot to knot for the
    /// piecewise linear F.
    pub fn add_wait(&mut self, wait: Waiting) {
        let mean = wait.mean_if_waiting;
        let decay = (-self.step / mean).exp();
        let (mut smooth, mut before) = (0.0, None);
        for knot in &mut self.at_most {
            let now = *knot;
            if let Some(before) = before {
                let rise = (now - before) / self.step * mean;
                smooth = now - rise + (smooth - before + rise) * decay;
            }
            before = Some(now);
            *knot = (1.0 - wait.probability) * now + wait.probability * smooth;
        }
    }
}

/// Area under piecewise linear knots up to each of them.
fn areas(step: f64, at_most: &[f64]) -> Vec<f64> {
    let mut areas = Vec::with_capacity(at_most.len());
    let (mut sum, half) = (0.0, step / 2.0);
    areas.push(0.0);
    for (a, b) in at_most.iter().zip(at_most.iter().skip(1)) {
        sum += (a + b) * half;
        areas.push(sum);
    }
    areas
}

#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "knots: 0 to 2,048"
)]
impl Grid {
    /// The distribution on some knots. Rounding may not take them out of zero to one.
    pub fn new(knots: Knots) -> Self {
        let Knots { start, step, mut at_most } = knots;
        for knot in &mut at_most {
            *knot = knot.clamp(0.0, 1.0);
        }
        if let Some(last) = at_most.last_mut() {
            *last = 1.0;
        }
        let areas = areas(step, &at_most);
        let end = start + step * at_most.len().saturating_sub(1) as f64;
        // The end less the area below: the mean of what lies above the distribution function.
        let mean = end - areas.last().unwrap_or(&0.0);
        Self { start, step, at_most, areas, mean }
    }

    /// The same where the mean is known exactly.
    pub fn with_mean(knots: Knots, mean: f64) -> Self {
        Self { mean, ..Self::new(knots) }
    }

    pub fn start(&self) -> f64 {
        self.start
    }

    pub fn end(&self) -> f64 {
        self.start + self.step * self.cells() as f64
    }

    pub fn mean(&self) -> f64 {
        self.mean
    }

    pub fn cells(&self) -> usize {
        self.at_most.len().saturating_sub(1)
    }

    /// Probability of being at most `x`.
    #[inline]
    pub fn at_most(&self, x: f64) -> f64 {
        let place = (x - self.start) / self.step;
        if place < 0.0 {
            return 0.0;
        }
        // From zero on, a cast rounds down.
        let index = place as usize;
        match self.at_most.get(index..index.saturating_add(2)) {
            Some([a, b]) => a + (b - a) * (place - index as f64),
            _ => 1.0,
        }
    }

    /// Area under the distribution function up to `x`.
    fn area(&self, x: f64) -> f64 {
        let place = (x - self.start) / self.step;
        if place <= 0.0 {
            return 0.0;
        }
        let index = place as usize;
        match (self.at_most.get(index..index.saturating_add(2)), self.areas.get(index)) {
            (Some([a, b]), Some(before)) => {
                let part = place - index as f64;
                before + self.step * part * (a + (b - a) * part / 2.0)
            }
            _ => self.areas.last().unwrap_or(&0.0) + (x - self.end()),
        }
    }

    /// The same for the sum with a uniform wait of a width above zero.
    pub fn at_most_with(&self, x: f64, width: f64) -> f64 {
        ((self.area(x) - self.area(x - width)) / width).clamp(0.0, 1.0)
    }

    /// The value that a share `p` does not exceed.
    pub fn quantile(&self, p: f64) -> f64 {
        let above = self.at_most.partition_point(|value| *value < p);
        if above == 0 {
            return self.start;
        }
        let Some([a, b]) = self.at_most.get(above - 1..=above) else { return self.end() };
        let within = if b > a { (p - a) / (b - a) } else { 1.0 };
        self.start + self.step * ((above - 1) as f64 + within)
    }

    /// The sum with another, independent distribution, on so many cells.
    pub fn convolved(&self, other: &Self, cells: usize) -> Self {
        // The other as 128 equal slices of probability: enough for 0.1 % of the span.
        let slices: Vec<f64> = (0..128).map(|i| other.quantile((f64::from(i) + 0.5) / 128.0)).collect();
        let mut knots = Knots::spanning(cells, self.start + other.start, self.end() + other.end());
        knots.set(|x| slices.iter().map(|y| self.at_most(x - y)).sum::<f64>() / 128.0);
        Self::with_mean(knots, self.mean + other.mean)
    }
}
