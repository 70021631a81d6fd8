//! A quantity as a person stated it: its text, kept to the letter, and what the text means.

use super::kind::{Kind, Measure};
use super::reading::{self, ReadError};
use super::writing;
use std::fmt;
use std::sync::Arc;

/// A quantity of some kind, whose kind is only known at run time: what a table or a file holds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Amount {
    kind: Kind,
    base: f64,
}

impl Amount {
    /// The amount of a uom quantity.
    pub fn of<Q: Measure>(quantity: Q) -> Self {
        Self { kind: Q::KIND, base: quantity.base() }
    }

    /// A uom quantity shown as another kind of the same dimension: a ratio as a share or a count.
    #[must_use]
    pub fn shown_as(self, kind: Kind) -> Self {
        if kind.dimension() == self.kind.dimension() { Self { kind, base: self.base } } else { self }
    }

    /// The kind.
    pub fn kind(self) -> Kind {
        self.kind
    }

    /// The uom quantity, if `Q` has the dimension of this amount.
    pub fn get<Q: Measure>(self) -> Option<Q> {
        (Q::KIND.dimension() == self.kind.dimension()).then(|| Q::from_base(self.base))
    }

    /// The value in base units: bytes, seconds, records, dollars and what they make.
    pub fn base(self) -> f64 {
        self.base
    }

    /// The amount `factor` times as large.
    #[must_use]
    pub fn scaled(self, factor: f64) -> Self {
        Self { base: self.base * factor, ..self }
    }
}

impl fmt::Display for Amount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&writing::write(self.base, self.kind))
    }
}

/// A quantity as stated: the text as typed, and the amount or the range that it means.
///
/// A range `low..high` gives the 5th and the 95th percentile; its single value is the geometric mean of the two
/// (the median of the log-normal distribution through them), or the arithmetic mean if the low end is zero.
#[derive(Clone, Debug, PartialEq)]
pub struct Stated {
    text: Arc<str>,
    kind: Kind,
    low: f64,
    high: f64,
}

impl Stated {
    /// Reads a text as a quantity of `kind`.
    ///
    /// # Errors
    /// [`ReadError`] says what was expected, with an example, and what was found.
    pub fn read(text: &str, kind: Kind) -> Result<Self, ReadError> {
        let ends = reading::read(text, kind)?;
        Ok(Self { text: text.trim().into(), kind, low: ends.low, high: ends.high })
    }

    /// States an amount in the words that [`Amount`]'s display would choose.
    pub fn written(amount: Amount) -> Self {
        let text: Arc<str> = amount.to_string().into();
        // The text stands for itself: what it says, rounded, is what is meant from here on.
        match reading::read(&text, amount.kind) {
            Ok(ends) => Self { text, kind: amount.kind, low: ends.low, high: ends.high },
            Err(_) => Self { text, kind: amount.kind, low: amount.base, high: amount.base },
        }
    }

    /// The text, as typed.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The kind.
    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// The single value that stands for the text.
    pub fn amount(&self) -> Amount {
        let base = if self.low == self.high {
            self.low
        } else if self.low > 0.0 {
            (self.low * self.high).sqrt()
        } else {
            0.5 * (self.low + self.high)
        };
        Amount { kind: self.kind, base }
    }

    /// The single value as a uom quantity, if `Q` has the dimension of the kind.
    pub fn get<Q: Measure>(&self) -> Option<Q> {
        self.amount().get()
    }

    /// The ends, if the text is a range.
    pub fn range(&self) -> Option<(Amount, Amount)> {
        (self.low < self.high)
            .then_some((Amount { kind: self.kind, base: self.low }, Amount { kind: self.kind, base: self.high }))
    }
}

impl fmt::Display for Stated {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

/// Reads a text as a uom quantity: the single value, for callers who know the type.
///
/// ```
/// use loadline::units::{read, InformationRate, Measure};
/// let rate: InformationRate = read("500 GB/day")?;
/// assert!((rate.base() - 5.787e6).abs() < 1e3);
/// # Ok::<(), loadline::units::ReadError>(())
/// ```
///
/// # Errors
/// [`ReadError`] says what was expected, with an example, and what was found.
pub fn read<Q: Measure>(text: &str) -> Result<Q, ReadError> {
    let stated = Stated::read(text, Q::KIND)?;
    Ok(Q::from_base(stated.amount().base))
}

/// Writes a uom quantity as people do, to four significant digits.
///
/// ```
/// use loadline::units::{read, write, InformationRate};
/// let rate: InformationRate = read("500 GB/2 h")?;
/// assert_eq!(write(rate), "69.44 MB/s");
/// # Ok::<(), loadline::units::ReadError>(())
/// ```
pub fn write<Q: Measure>(quantity: Q) -> String {
    Amount::of(quantity).to_string()
}
