//! Stable, readable names of the elements of a design: `raw-events`.

use indexmap::IndexMap;
use std::borrow::Borrow;
use std::fmt;
use std::sync::Arc;
use thiserror::Error;

/// Something for each id, in an order that is kept. The hash is seeded anew in every process and quicker than the
/// standard library's: an estimate asks for ids more often than for anything else.
pub type ById<T> = IndexMap<Id, T, foldhash::fast::RandomState>;

/// The name by which files, links and results speak of an element. Made once, never changed.
///
/// Letters, digits, `-`, `_`, `.` and `>`; at most [`Id::LONGEST`] bytes; not empty.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Id(Arc<str>);

/// Why a text is not an id.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
#[error(
    "expected an id of letters, digits, `-`, `_` and `.`, at most 400 bytes long, for example `raw-events`; found `{found}`"
)]
pub struct IdError {
    /// The text, cut to 80 characters.
    pub found: String,
}

impl Id {
    /// Longest id, in bytes. Ids made from names are shorter; the id of a link is made of those of its ends.
    pub const LONGEST: usize = 400;
    /// Up to this number the first that is free is found by looking at each.
    const ONE_BY_ONE: u64 = 64;

    /// An id from a text.
    ///
    /// # Errors
    /// [`IdError`] if the text is empty, too long or has other characters.
    pub fn new(text: &str) -> Result<Self, IdError> {
        let fits = !text.is_empty()
            && text.len() <= Self::LONGEST
            && text.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | '>' | '#'));
        if fits { Ok(Self(text.into())) } else { Err(IdError { found: text.chars().take(80).collect() }) }
    }

    /// The nearest id to a name: `Raw events (EU)` gives `raw-events-eu`; a name without letters gives `component`.
    pub fn from_name(name: &str) -> Self {
        let mut out = String::new();
        for c in name.chars() {
            if out.len() > 60 {
                break;
            }
            if c.is_alphanumeric() {
                out.extend(c.to_lowercase());
            } else if !out.is_empty() && !out.ends_with('-') {
                out.push('-');
            }
        }
        let trimmed = out.trim_end_matches('-');
        Self(if trimmed.is_empty() { "component".into() } else { trimmed.into() })
    }

    /// The id of the link between two components, unless another link has it already.
    pub fn of_link(from: &Self, to: &Self) -> Self {
        Self(format!("{from}>{to}").into())
    }

    /// The first of `base`, `base-2`, `base-3`, ... for which `taken` is false. Behind a long run of taken ones it is found
    /// by doubling steps, so that ten thousand of one name do not take that squared; a gap in the run may be passed over.
    pub fn fresh(base: &Self, taken: impl Fn(&Self) -> bool) -> Self {
        if !taken(base) {
            return base.clone();
        }
        // `kafka-2` copied gives `kafka-3`, not `kafka-2-2`.
        let stem = match base.0.rsplit_once('-') {
            Some((stem, tail)) if !stem.is_empty() && tail.parse::<u32>().is_ok() => stem,
            _ => &*base.0,
        };
        // The number must fit behind it: the id of a link between components of long ids is as long as both.
        let mut end = stem.len().min(Self::LONGEST - 21);
        while !stem.is_char_boundary(end) {
            end -= 1;
        }
        let stem = stem.get(..end).unwrap_or(stem);
        let numbered = |number: u64| Self(format!("{stem}-{number}").into());
        for number in 2..=Self::ONE_BY_ONE {
            let candidate = numbered(number);
            if !taken(&candidate) {
                return candidate;
            }
        }
        let (mut last_taken, mut step) = (Self::ONE_BY_ONE, 1);
        while taken(&numbered(last_taken + step)) {
            (last_taken, step) = (last_taken + step, step * 2);
        }
        // What is free is between the last that is taken and a step farther.
        let mut free = last_taken + step;
        while free - last_taken > 1 {
            let middle = last_taken + (free - last_taken) / 2;
            if taken(&numbered(middle)) {
                last_taken = middle;
            } else {
                free = middle;
            }
        }
        numbered(free)
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Borrow<str> for Id {
    fn borrow(&self) -> &str {
        &self.0
    }
}

/// Which element of a design: its sort and its id. Ids are unique within a sort.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ElementId {
    /// A component.
    Component(Id),
    /// A link.
    Link(Id),
    /// A note.
    Note(Id),
    /// A frame.
    Frame(Id),
    /// A freehand stroke.
    Stroke(Id),
    /// A scenario.
    Scenario(Id),
}

impl ElementId {
    /// The id without its sort.
    pub fn id(&self) -> &Id {
        match self {
            Self::Component(id)
            | Self::Link(id)
            | Self::Note(id)
            | Self::Frame(id)
            | Self::Stroke(id)
            | Self::Scenario(id) => id,
        }
    }

    /// The sort, as a noun.
    pub fn sort(&self) -> &'static str {
        match self {
            Self::Component(_) => "component",
            Self::Link(_) => "link",
            Self::Note(_) => "note",
            Self::Frame(_) => "frame",
            Self::Stroke(_) => "stroke",
            Self::Scenario(_) => "scenario",
        }
    }
}

impl fmt::Display for ElementId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} `{}`", self.sort(), self.id())
    }
}
