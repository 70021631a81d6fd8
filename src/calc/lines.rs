//! The lines of an answer, as a formula builds them up.

use super::{Class, Line};
use crate::units::{
    Amount, Information, InformationRate, Kind, Measure, Money, MoneyRate, Ratio, RecordRate, Records, Time,
};

/// An amount of one of the kinds that answers have, in base units.
fn amount(kind: Kind, base: f64) -> Amount {
    match kind {
        Kind::Time => Amount::of(Time::from_base(base)),
        Kind::Information => Amount::of(Information::from_base(base)),
        Kind::InformationRate => Amount::of(InformationRate::from_base(base)),
        Kind::RecordRate => Amount::of(RecordRate::from_base(base)),
        Kind::Records => Amount::of(Records::from_base(base)),
        Kind::Money => Amount::of(Money::from_base(base)),
        Kind::MoneyRate => Amount::of(MoneyRate::from_base(base)),
        other => Amount::of(Ratio::from_base(base)).shown_as(other),
    }
}

/// The lines of an answer.
#[derive(Default)]
pub(super) struct Lines(Vec<Line>);

impl Lines {
    pub fn new() -> Self {
        Self::default()
    }

    /// A figure that is algebra on the arguments.
    pub fn exact(&mut self, key: impl Into<String>, kind: Kind, base: f64, how: impl Into<String>) {
        self.classed(key, kind, base, Class::Exact, how);
    }

    /// A figure of another class.
    pub fn classed(&mut self, key: impl Into<String>, kind: Kind, base: f64, class: Class, how: impl Into<String>) {
        let line = if base.is_finite() {
            Line { key: key.into(), value: Some(amount(kind, base)), class, how: how.into() }
        } else {
            // Arguments are below 1e30, but products of several of them need not be.
            let how = format!("too large to be computed: {}", how.into());
            Line { key: key.into(), value: None, class: Class::Unknown, how }
        };
        self.0.push(line);
    }

    /// A figure that does not exist although nothing is unstable.
    pub fn none(&mut self, key: impl Into<String>, how: impl Into<String>) {
        self.0.push(Line { key: key.into(), value: None, class: Class::Exact, how: how.into() });
    }

    /// Figures that do not exist because something grows without end; `how` says by how much.
    pub fn unstable(&mut self, keys: &[&str], how: &str) {
        for key in keys {
            let line = Line { key: (*key).to_owned(), value: None, class: Class::Unstable, how: how.to_owned() };
            self.0.push(line);
        }
    }

    pub fn finish(self) -> Vec<Line> {
        self.0
    }
}
