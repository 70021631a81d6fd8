//! Quantities: information, information rate, record rate, time, ratio, money and what they make of each other.
//!
//! Every public boundary of Loadline takes and gives uom quantities in a system of its own ([`system`](mod@system)); texts are
//! read and written as people write them ([`read`](fn@read), [`write`](fn@write), [`Stated`]). `GB` is 1e9 bytes and `GiB` is 2^30; a
//! month is 730 h.

mod kind;
mod reading;
mod stated;
pub mod system;
mod writing;

pub use kind::{Dimension, Kind, Measure};
pub use reading::{LONGEST_TEXT, ReadError};
pub use stated::{Amount, Stated, read, write};
pub use system::quantities::{
    Frequency, Information, InformationPrice, InformationRate, Money, MoneyRate, Ratio, RecordPrice, RecordRate,
    RecordSize, Records, StoragePrice, Time,
};
