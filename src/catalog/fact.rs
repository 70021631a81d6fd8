//! A figure and where it comes from.

use std::fmt;
use std::sync::Arc;

/// How far a figure can be trusted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Deserialize)]
pub enum Confidence {
    /// The vendor's own page, repository or script.
    Vendor,
    /// A price printed in another tool's test file, as the vendor's price feed gave it; the date is the earliest.
    PriceFeed,
    /// Measured by us, on the data named in the condition.
    Measured,
    /// A third party.
    Secondary,
    /// Our arithmetic on other figures.
    Derived,
    /// Common knowledge or judgement without a page to cite. Shown with a mark, and listed among the assumptions.
    Unverified,
}

impl Confidence {
    /// The word for it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Vendor => "vendor",
            Self::PriceFeed => "price feed",
            Self::Measured => "measured",
            Self::Secondary => "secondary",
            Self::Derived => "derived",
            Self::Unverified => "unverified",
        }
    }
}

impl fmt::Display for Confidence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// How binding a figure is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, serde::Deserialize)]
pub enum Nature {
    /// The service refuses more.
    #[default]
    Hard,
    /// A quota that can be raised, or a setting that can be changed.
    Soft,
    /// Experience: real systems differ.
    RuleOfThumb,
    /// Assumed, because nobody publishes a figure.
    Assumption,
}

impl Nature {
    /// The words for it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Hard => "hard limit",
            Self::Soft => "soft limit",
            Self::RuleOfThumb => "rule of thumb",
            Self::Assumption => "assumption",
        }
    }
}

/// Where a figure comes from.
#[derive(Clone, Debug, PartialEq)]
pub struct Provenance {
    /// Page, repository, script or measurement.
    pub source: Arc<str>,
    /// When the source said so: `2026-06-23`, `2026-08`, or `undated page, read 2026-11-23`.
    pub date: Arc<str>,
    /// How far to trust it.
    pub confidence: Confidence,
    /// How binding it is.
    pub nature: Nature,
    /// When it holds: region, plan, record size. Empty if always.
    pub condition: Arc<str>,
}

impl fmt::Display for Provenance {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}, {}, {}", self.source, self.date, self.confidence)?;
        if self.condition.is_empty() { Ok(()) } else { write!(f, " ({})", self.condition) }
    }
}
