//! Formulas for the back of an envelope: the arithmetic of the estimator, one question at a time.
//!
//! [`formulas`] lists what can be asked, with the arguments, their units and the source; [`answer`] answers. Arguments
//! are texts as people write quantities, answers are amounts.
//!
//! ```
//! use loadline::calc::answer;
//! let found = answer("window", &[("volume", "1 TB"), ("within", "1 h")])?;
//! assert_eq!(found.value("throughput").map(|amount| amount.to_string()).as_deref(), Some("277.8 MB/s"));
//! # Ok::<(), loadline::calc::CalcError>(())
//! ```

mod arguments;
mod batch;
mod capacity;
mod error;
mod flow;
mod lines;
mod network;
mod queueing;
mod recovery;
mod reliability;
mod storage;

use crate::catalog::nearest;
use crate::units::{Amount, Kind};
use arguments::Arguments;
use lines::Lines;

pub use crate::formulas::class::Class;
pub use error::CalcError;

/// What an argument takes. A bare number counts base units: bytes, seconds, records, dollars, parts of one.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Takes {
    /// A quantity of that kind.
    Quantity(Kind),
    /// Data per time or records per time; a bare number counts records, unless another argument is in data.
    Rate,
    /// An amount of data or a number of records; a bare number as above.
    Volume,
    /// How fast one server works: records per time, or the time of one record.
    Service,
    /// One of these words.
    Choice(&'static [&'static str]),
    /// A stage of a chain or a list, in words, as the doc says.
    Words,
}

impl Takes {
    /// What it takes, in words.
    pub fn in_words(self) -> String {
        match self {
            Self::Quantity(kind) => kind.in_words().to_owned(),
            Self::Rate => "data or records per time".to_owned(),
            Self::Volume => "data or records".to_owned(),
            Self::Service => "records per time, or time of one".to_owned(),
            Self::Choice(words) => words.join(" | "),
            Self::Words => "words".to_owned(),
        }
    }
}

/// Whether an argument must be given.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Need {
    /// Once.
    Required,
    /// This, if it is left out.
    Default(&'static str),
    /// It may be left out; the doc of the formula says if one of several must be given.
    Optional,
    /// As often as one likes, in order.
    Repeated,
}

/// An argument of a formula.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Argument {
    /// Its key: `servers`.
    pub key: &'static str,
    /// What it takes.
    pub takes: Takes,
    /// Whether it must be given.
    pub need: Need,
    /// What it means.
    pub doc: &'static str,
}

impl Argument {
    const fn new(key: &'static str, takes: Takes, need: Need, doc: &'static str) -> Self {
        Self { key, takes, need, doc }
    }
}

/// A question that can be asked.
#[derive(Clone, Debug)]
pub struct Formula {
    /// Its name: `mmc`.
    pub name: &'static str,
    /// What it answers, and where it holds.
    pub doc: &'static str,
    /// Where it comes from.
    pub source: &'static str,
    /// What it takes.
    pub arguments: &'static [Argument],
    /// Arguments that it answers.
    pub example: &'static [(&'static str, &'static str)],
    work: fn(&Arguments<'_>) -> Result<Lines, CalcError>,
}

/// One line of an answer.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// Its key: `wait_probability`.
    pub key: String,
    /// The figure; none if there is none, and `how` then says why.
    pub value: Option<Amount>,
    /// How far to trust it.
    pub class: Class,
    /// The formula, in words and signs.
    pub how: String,
}

/// An answer.
#[derive(Clone, Debug, PartialEq)]
pub struct Answer {
    /// Its figures.
    pub lines: Vec<Line>,
}

impl Answer {
    /// The line of that key.
    pub fn line(&self, key: &str) -> Option<&Line> {
        self.lines.iter().find(|line| line.key == key)
    }

    /// The figure of that key, if there is one.
    pub fn value(&self, key: &str) -> Option<Amount> {
        self.line(key).and_then(|line| line.value)
    }
}

static FORMULAS: &[Formula] = &[
    flow::RATE,
    flow::WINDOW,
    flow::LITTLE,
    flow::REQUESTS,
    flow::TRANSFER,
    queueing::MMC,
    queueing::MG1,
    queueing::GGC,
    queueing::MM1K,
    network::TANDEM,
    network::JACKSON,
    network::MULTICLASS,
    network::BOUND,
    batch::BATCH,
    batch::CHAIN,
    capacity::PARTITIONS,
    capacity::CAPACITY,
    capacity::PARALLELISM,
    capacity::DS2,
    capacity::USL,
    recovery::DRAIN,
    recovery::RECOVER,
    recovery::BACKFILL,
    recovery::DIURNAL,
    storage::STORAGE,
    storage::BROKERS,
    storage::BYTE_MONTHS,
    reliability::RETRY,
    reliability::CACHE,
    reliability::AVAILABILITY,
    reliability::COMPLETENESS,
];

/// All questions that can be asked.
pub fn formulas() -> &'static [Formula] {
    FORMULAS
}

/// The question of that name.
///
/// # Errors
/// [`CalcError::Formula`] with the nearest name.
pub fn formula(name: &str) -> Result<&'static Formula, CalcError> {
    FORMULAS.iter().find(|formula| formula.name == name).ok_or_else(|| CalcError::Formula {
        found: name.to_owned(),
        nearest: nearest(name, FORMULAS.iter().map(|formula| formula.name)),
    })
}

/// Answers a question by name, with arguments as people write them. A key may come several times where the formula
/// says so.
///
/// A system that is not stable is an answer, not an error: the figures that do not exist are `None` and of class
/// [`Class::Unstable`], and say how fast what grows.
///
/// # Errors
/// [`CalcError`] says what was expected, what was found and where.
pub fn answer(name: &str, arguments: &[(&str, &str)]) -> Result<Answer, CalcError> {
    let formula = formula(name)?;
    let arguments = Arguments::new(formula, arguments)?;
    Ok(Answer { lines: (formula.work)(&arguments)?.finish() })
}
