//! How far a figure can be trusted, as a formula: not whether its inputs are right, but whether the arithmetic is.

use std::fmt;

/// What kind of answer a figure is.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub enum Class {
    /// Algebra on the inputs.
    #[default]
    Exact,
    /// On the safe side: the truth is no worse.
    Bound,
    /// An approximation; the figure lies between these multiples of the truth, by comparison with simulations.
    Approximation {
        /// Least multiple.
        low: f64,
        /// Largest multiple.
        high: f64,
    },
    /// Simulated; the relative standard error of the figure.
    Simulated {
        /// Standard error as a share of the figure.
        error: f64,
    },
    /// There is no steady state: something grows without end, at a rate that is given beside it.
    Unstable,
    /// Something that is needed for it is not known.
    Unknown,
}

impl Class {
    /// The name in JSON.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Exact => "exact",
            Self::Bound => "bound",
            Self::Approximation { .. } => "approximation",
            Self::Simulated { .. } => "simulated",
            Self::Unstable => "unstable",
            Self::Unknown => "unknown",
        }
    }

    fn rank(self) -> u8 {
        match self {
            Self::Exact => 0,
            Self::Bound => 1,
            Self::Approximation { .. } => 2,
            Self::Simulated { .. } => 3,
            Self::Unstable => 4,
            Self::Unknown => 5,
        }
    }

    /// The class of a figure that rests on both: the worse of the two, approximations with the wider band.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::Approximation { low: a, high: b }, Self::Approximation { low: c, high: d }) => {
                Self::Approximation { low: a.min(c), high: b.max(d) }
            }
            _ if self.rank() >= other.rank() => self,
            _ => other,
        }
    }
}

impl fmt::Display for Class {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Approximation { low, high } => write!(f, "approximation, {low:.2} to {high:.2} times the truth"),
            Self::Simulated { error } => write!(f, "simulated, {:.2} % standard error", error * 100.0),
            other => f.write_str(other.name()),
        }
    }
}
