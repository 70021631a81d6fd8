//! What kind of quantity a number is: its dimension, its name in a sentence, an example of how people write it.

use super::system::quantities::{
    Frequency, Information, InformationPrice, InformationRate, Money, MoneyRate, Ratio, RecordPrice, RecordRate,
    RecordSize, Records, StoragePrice, Time,
};
use std::marker::PhantomData;

/// Exponents of the four base dimensions: information, time, records, money.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Dimension {
    /// Exponent of information (byte).
    pub information: i8,
    /// Exponent of time (second).
    pub time: i8,
    /// Exponent of records.
    pub records: i8,
    /// Exponent of money (dollar).
    pub money: i8,
}

impl Dimension {
    /// A dimension from its four exponents.
    pub const fn new(information: i8, time: i8, records: i8, money: i8) -> Self {
        Self { information, time, records, money }
    }

    /// The dimension of a product, `other` taken `times` times (negative: divided).
    #[must_use]
    pub const fn times(self, other: Self, times: i8) -> Self {
        Self {
            information: self.information + other.information * times,
            time: self.time + other.time * times,
            records: self.records + other.records * times,
            money: self.money + other.money * times,
        }
    }

    /// The dimension in words, for an error message.
    pub fn in_words(self) -> &'static str {
        match (self.information, self.time, self.records, self.money) {
            (0, 0, 0, 0) => "a plain number",
            (1, 0, 0, 0) => "an amount of data",
            (1, -1, 0, 0) => "data per time",
            (0, 1, 0, 0) => "a time",
            (0, -1, 0, 0) => "a frequency",
            (0, 0, 1, 0) => "a number of records",
            (0, -1, 1, 0) => "records per time",
            (1, 0, -1, 0) => "data per record",
            (0, 0, 0, 1) => "money",
            (0, -1, 0, 1) => "money per time",
            (-1, 0, 0, 1) => "money per data",
            (-1, -1, 0, 1) => "money per data and time",
            (0, 0, -1, 1) => "money per record",
            _ => "a combination of units that no field here has",
        }
    }
}

/// The kinds of quantity that people state and read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    /// Amount of data.
    Information,
    /// Data per time.
    InformationRate,
    /// Records per time.
    RecordRate,
    /// Data per record.
    RecordSize,
    /// Number of records.
    Records,
    /// Time.
    Time,
    /// How often.
    Frequency,
    /// A factor, written `3x`.
    Ratio,
    /// A part of a whole from 0 % to 100 %, written `70 %`.
    Share,
    /// A number of things, written `12`.
    Count,
    /// Money.
    Money,
    /// Money per time.
    MoneyRate,
    /// Money per data moved.
    InformationPrice,
    /// Money per data kept and time.
    StoragePrice,
    /// Money per record or request.
    RecordPrice,
}

impl Kind {
    /// The dimension of the kind.
    pub const fn dimension(self) -> Dimension {
        match self {
            Self::Information => Dimension::new(1, 0, 0, 0),
            Self::InformationRate => Dimension::new(1, -1, 0, 0),
            Self::RecordRate => Dimension::new(0, -1, 1, 0),
            Self::RecordSize => Dimension::new(1, 0, -1, 0),
            Self::Records => Dimension::new(0, 0, 1, 0),
            Self::Time => Dimension::new(0, 1, 0, 0),
            Self::Frequency => Dimension::new(0, -1, 0, 0),
            Self::Ratio | Self::Share | Self::Count => Dimension::new(0, 0, 0, 0),
            Self::Money => Dimension::new(0, 0, 0, 1),
            Self::MoneyRate => Dimension::new(0, -1, 0, 1),
            Self::InformationPrice => Dimension::new(-1, 0, 0, 1),
            Self::StoragePrice => Dimension::new(-1, -1, 0, 1),
            Self::RecordPrice => Dimension::new(0, 0, -1, 1),
        }
    }

    /// Whether a text of this dimension states this kind. People leave "records" out (`10k/s`, `1 KB` for a
    /// record), so a frequency passes as a record rate and an amount of data as a record size.
    pub fn accepts(self, dimension: Dimension) -> bool {
        dimension == self.dimension()
            || match self {
                Self::RecordRate => dimension == Self::Frequency.dimension(),
                Self::Frequency => dimension == Self::RecordRate.dimension(),
                Self::RecordSize => dimension == Self::Information.dimension(),
                Self::Records => dimension == Self::Count.dimension(),
                Self::Count => dimension == Self::Records.dimension(),
                _ => false,
            }
    }

    /// The kind in words, with its article: "data per time".
    pub const fn in_words(self) -> &'static str {
        match self {
            Self::Information => "an amount of data",
            Self::InformationRate => "data per time",
            Self::RecordRate => "records per time",
            Self::RecordSize => "the size of a record",
            Self::Records => "a number of records",
            Self::Time => "a time",
            Self::Frequency => "a frequency",
            Self::Ratio => "a factor",
            Self::Share => "a share from 0 % to 100 %",
            Self::Count => "a whole number",
            Self::Money => "money",
            Self::MoneyRate => "money per time",
            Self::InformationPrice => "money per data",
            Self::StoragePrice => "money per data and time",
            Self::RecordPrice => "money per request",
        }
    }

    /// An example of how people write the kind.
    pub const fn example(self) -> &'static str {
        match self {
            Self::Information => "64 MiB",
            Self::InformationRate => "500 GB/day",
            Self::RecordRate => "10k events/s",
            Self::RecordSize => "1 KB",
            Self::Records => "2 M records",
            Self::Time => "90 s",
            Self::Frequency => "300/day",
            Self::Ratio => "3x",
            Self::Share => "70 %",
            Self::Count => "12",
            Self::Money => "$250",
            Self::MoneyRate => "$0.11/h",
            Self::InformationPrice => "$0.08/GB",
            Self::StoragePrice => "$0.023/GB-month",
            Self::RecordPrice => "$0.40/M requests",
        }
    }
}

/// A uom quantity that people can state: knows its kind and its base-unit value.
pub trait Measure: Copy + std::fmt::Debug + PartialEq + PartialOrd + 'static {
    /// The kind whose notation is used to read and write it.
    const KIND: Kind;
    /// The quantity of `value` base units (byte, second, record, dollar).
    fn from_base(value: f64) -> Self;
    /// The value in base units (byte, second, record, dollar).
    fn base(self) -> f64;
}

macro_rules! measures {
    ($($quantity:ident),+) => {$(
        impl Measure for $quantity {
            const KIND: Kind = Kind::$quantity;
            fn from_base(value: f64) -> Self {
                Self { dimension: PhantomData, units: PhantomData, value }
            }
            fn base(self) -> f64 {
                self.value
            }
        }
    )+};
}
measures!(
    Information,
    InformationRate,
    RecordRate,
    RecordSize,
    Records,
    Time,
    Frequency,
    Ratio,
    Money,
    MoneyRate,
    InformationPrice,
    StoragePrice,
    RecordPrice
);
