//! Formulas for the back of an envelope: the arithmetic of the estimator, one question at a time.
//!
//! [`formulas`] lists what can be asked, with the arguments, their units and the source; [`answer`] answers. Arguments
//! are texts as people write quantities, answers are amounts.

use crate::units::{Amount, Kind};

pub use crate::formulas::class::Class;

/// What an argument takes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Takes {
    /// A quantity; a bare number means base units (bytes, seconds, records, dollars).
    Quantity(Kind),
    /// Data per time or records per time.
    Rate,
    /// One of these words.
    Choice(&'static [&'static str]),
    /// A stage of a chain or a list, in words, as the doc says.
    Words,
}

/// An argument of a formula.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Argument {
    /// Its key: `servers`.
    pub key: &'static str,
    /// What it takes.
    pub takes: Takes,
    /// What it is if it is left out; none if it must be given (or if the doc says that one of several must be).
    pub default: Option<&'static str>,
    /// What it means.
    pub doc: &'static str,
}

/// One line of an answer.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// Its key: `wait_probability`.
    pub key: &'static str,
    /// The figure; none if there is none, and `how` then says why.
    pub value: Option<Amount>,
    /// How far to trust it.
    pub class: Class,
    /// The formula, in words and signs.
    pub how: String,
}
