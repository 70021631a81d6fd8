//! The shape of a load over the day: 24 hourly weights with a mean of one.

use std::fmt;

/// Hours in a day.
pub const HOURS: usize = 24;

/// How a load spreads over the day.
#[derive(Clone, Debug, PartialEq)]
pub enum Shape {
    /// The same every hour.
    Flat,
    /// High from 9 to 17, low at night.
    BusinessHours,
    /// Rising over the afternoon to a peak at 20.
    EveningPeak,
    /// One hour of four times the mean.
    Spiky,
    /// Weights of the hours 0 to 23, as stated; only their proportions count.
    Own([f64; HOURS]),
}

impl Shape {
    /// The names of the shapes that need no numbers.
    pub const NAMES: &'static [&'static str] = &["flat", "business hours", "evening peak", "spiky"];

    /// Reads a name or 24 numbers separated by blanks or commas. `None` if the text is neither.
    pub fn read(text: &str) -> Option<Self> {
        match text.trim() {
            "flat" => return Some(Self::Flat),
            "business hours" => return Some(Self::BusinessHours),
            "evening peak" => return Some(Self::EveningPeak),
            "spiky" => return Some(Self::Spiky),
            _ => {}
        }
        let numbers: Vec<f64> = text
            .split(|c: char| c == ',' || c.is_whitespace())
            .filter(|word| !word.is_empty())
            .map(str::parse)
            .collect::<Result<_, _>>()
            .ok()?;
        let weights: [f64; HOURS] = numbers.try_into().ok()?;
        let sum: f64 = weights.iter().sum();
        let good = weights.iter().all(|w| (0.0..1e12).contains(w)) && sum > 0.0;
        good.then_some(Self::Own(weights))
    }

    /// The 24 weights, with a mean of one.
    pub fn weights(&self) -> [f64; HOURS] {
        let raw: [f64; HOURS] = match self {
            Self::Flat => [1.0; HOURS],
            Self::BusinessHours => std::array::from_fn(|hour| match hour {
                9..=16 => 2.0,
                7 | 8 | 17 | 18 => 1.0,
                _ => 0.4,
            }),
            Self::EveningPeak => [
                0.6, 0.4, 0.3, 0.25, 0.25, 0.3, 0.5, 0.7, 0.9, 1.0, 1.0, 1.05, 1.1, 1.1, 1.1, 1.15, 1.25, 1.4, 1.7,
                1.95, 2.0, 1.8, 1.3, 0.9,
            ],
            Self::Spiky => std::array::from_fn(|hour| if hour == 12 { 4.0 } else { 20.0 / 23.0 }),
            Self::Own(weights) => *weights,
        };
        normalized(raw)
    }

    /// The weights stretched until the busiest hour is `peak` times the mean, hours keeping their order.
    ///
    /// A flat shape gets one busy hour, the rest sharing what is left. Other shapes are raised to the power that
    /// gives the peak. `peak` is held between 1 and 24, where one hour has the whole day.
    pub fn weights_with_peak(&self, peak: f64) -> [f64; HOURS] {
        let peak = peak.clamp(1.0, 24.0);
        let base = self.weights();
        let highest = base.iter().copied().fold(0.0, f64::max);
        if highest <= 1.0 + 1e-9 {
            return std::array::from_fn(|hour| if hour == 12 { peak } else { (24.0 - peak) / 23.0 });
        }
        let raised = |power: f64| normalized(base.map(|w| (w / highest).powf(power)));
        let (mut low, mut high) = (0.0, 64.0);
        for _ in 0..60 {
            let middle = 0.5 * (low + high);
            if raised(middle).iter().copied().fold(0.0, f64::max) < peak {
                low = middle;
            } else {
                high = middle;
            }
        }
        raised(high)
    }
}

fn normalized(weights: [f64; HOURS]) -> [f64; HOURS] {
    #[expect(clippy::cast_precision_loss, reason = "24 is exact")]
    let mean = weights.iter().sum::<f64>() / HOURS as f64;
    weights.map(|w| w / mean)
}

impl fmt::Display for Shape {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Flat => f.write_str("flat"),
            Self::BusinessHours => f.write_str("business hours"),
            Self::EveningPeak => f.write_str("evening peak"),
            Self::Spiky => f.write_str("spiky"),
            Self::Own(weights) => {
                for (i, weight) in weights.iter().enumerate() {
                    if i > 0 {
                        f.write_str(" ")?;
                    }
                    write!(f, "{weight}")?;
                }
                Ok(())
            }
        }
    }
}
