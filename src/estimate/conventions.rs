//! What a bill means by a gigabyte and by a month: matters of agreement, shown beside the answer.

use crate::units::system::MONTH;
use std::fmt;

/// What `GB` means in prices.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Gigabyte {
    /// What the vendor of each product means by it.
    #[default]
    AsBilled,
    /// 2^30 bytes everywhere.
    Binary,
    /// 1e9 bytes everywhere.
    Decimal,
}

/// How many hours a month of hourly prices has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum MonthHours {
    /// 730 h, a twelfth of 365 days.
    #[default]
    H730,
    /// 720 h, 30 days.
    H720,
    /// 744 h, 31 days.
    H744,
}

impl MonthHours {
    /// The hours, as a plain count.
    pub const fn count(self) -> u16 {
        match self {
            Self::H730 => 730,
            Self::H720 => 720,
            Self::H744 => 744,
        }
    }
}

/// How many days of traffic a month has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Days {
    /// As many as the hours of the month make.
    #[default]
    Exact,
    /// 30.
    Rounded,
}

/// What a bill means by its words.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Conventions {
    /// What `GB` means in prices.
    pub gigabyte: Gigabyte,
    /// Hours a month.
    pub month: MonthHours,
    /// Days of traffic a month.
    pub days: Days,
}

impl Conventions {
    /// Factor from money at 730 h a month to money at the agreed hours, for what is paid by the hour.
    pub(super) fn hours(self) -> f64 {
        f64::from(self.month.count()) / 730.0
    }

    /// Seconds of traffic in a month.
    pub(super) fn traffic(self) -> f64 {
        match self.days {
            Days::Exact => f64::from(self.month.count()) * 3600.0,
            Days::Rounded => 30.0 * 86_400.0,
        }
    }

    /// Factor for what is paid by traffic, at 730 h a month.
    pub(super) fn traffic_factor(self) -> f64 {
        self.traffic() / MONTH
    }

    /// Whether `GB` is binary for a vendor that bills so.
    pub(super) fn binary(self, vendor_does: bool) -> bool {
        match self.gigabyte {
            Gigabyte::AsBilled => vendor_does,
            Gigabyte::Binary => true,
            Gigabyte::Decimal => false,
        }
    }
}

impl fmt::Display for Conventions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let gigabyte = match self.gigabyte {
            Gigabyte::AsBilled => "GB as each vendor bills it",
            Gigabyte::Binary => "GB of 2^30 bytes",
            Gigabyte::Decimal => "GB of 1e9 bytes",
        };
        write!(f, "{gigabyte}, {} h a month", self.month.count())?;
        if self.days == Days::Rounded { f.write_str(", 30 days of traffic") } else { Ok(()) }
    }
}
