//! What differs between two designs, what the difference does to the verdicts, and how three designs become one.
//!
//! Elements are the same if their ids are; an element is compared field by field, in the words of the file. So whatever
//! a file can say can be compared and merged.

mod diff;
mod document;
mod effect;
mod merge;

pub use diff::{Change, Counts, Diff, FieldChange, diff};
pub use effect::{ComponentEffect, Effect, Moved, VerdictEffect, effects};
pub use merge::{Conflict, Merged, merge};
