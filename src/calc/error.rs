//! Why a question cannot be answered.

use crate::catalog::did_you_mean;
use crate::units::ReadError;
use thiserror::Error;

/// Why a question cannot be answered: what was expected, what was found and where.
#[derive(Clone, Debug, Error, PartialEq)]
pub enum CalcError {
    /// No formula of that name.
    #[error("there is no formula `{found}`{}", did_you_mean(*.nearest))]
    Formula {
        /// The name.
        found: String,
        /// The nearest name.
        nearest: Option<&'static str>,
    },
    /// No argument of that key.
    #[error("{formula} has no argument `{found}`{}", did_you_mean(*.nearest))]
    Argument {
        /// The formula.
        formula: &'static str,
        /// The key.
        found: String,
        /// The nearest key.
        nearest: Option<&'static str>,
    },
    /// An argument that must be given is not.
    #[error("{formula} needs `{key}`: {doc}")]
    Missing {
        /// The formula.
        formula: &'static str,
        /// The argument, or those of which one is needed.
        key: &'static str,
        /// What it means.
        doc: &'static str,
    },
    /// Given more than once.
    #[error("{key}: expected once, found {times} times")]
    Repeated {
        /// The argument.
        key: &'static str,
        /// How often.
        times: usize,
    },
    /// Not the quantity that was expected.
    #[error("{key}: {source}")]
    Quantity {
        /// The argument.
        key: &'static str,
        /// What is wrong with it.
        source: ReadError,
    },
    /// Zero or out of range.
    #[error("{key}: expected {expected}, found `{found}`")]
    Range {
        /// The argument.
        key: &'static str,
        /// What was expected.
        expected: &'static str,
        /// The text.
        found: String,
    },
    /// Not one of the words.
    #[error("{key}: expected {}, found `{found}`{}", .expected.join(" or "), did_you_mean(*.nearest))]
    Choice {
        /// The argument.
        key: &'static str,
        /// The words.
        expected: &'static [&'static str],
        /// The text.
        found: String,
        /// The nearest word.
        nearest: Option<&'static str>,
    },
    /// Data in one argument and records in another.
    #[error("{key}: expected {expected}, as the arguments before it, found `{found}`")]
    Mixed {
        /// The argument.
        key: &'static str,
        /// What was expected.
        expected: &'static str,
        /// The text.
        found: String,
    },
    /// Words that are not of the form the argument takes.
    #[error("{key}: expected the form `{expected}`, found `{found}`{}", did_you_mean(.nearest.as_deref()))]
    Words {
        /// The argument.
        key: &'static str,
        /// The form.
        expected: &'static str,
        /// The text.
        found: String,
        /// The nearest name, where a name was wrong.
        nearest: Option<String>,
    },
}
