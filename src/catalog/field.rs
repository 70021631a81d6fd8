//! The settings that a component or a link can have: one table, from which the inspector, the file reader, `--set`
//! and the messages of all three are made.

use super::role::Role;
use super::shape::Shape;
use crate::units::{Amount, Kind, Measure, ReadError, Stated};
use std::fmt;
use std::sync::Arc;
use thiserror::Error;

/// What a field takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FieldKind {
    /// A quantity of one kind.
    Quantity(Kind),
    /// Data per time or records per time, whichever is known.
    Load,
    /// One of these words.
    Choice(&'static [&'static str]),
    /// A shape over the day.
    Shape,
    /// The id of a product of the catalogue.
    Product,
}

/// Where a field can stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// On a component of this role.
    Component(Role),
    /// On a link.
    Link,
}

const S: Place = Place::Component(Role::Source);
const Q: Place = Place::Component(Role::Queue);
const C: Place = Place::Component(Role::Compute);
const D: Place = Place::Component(Role::Store);
const V: Place = Place::Component(Role::Serve);
const M: Place = Place::Component(Role::Monitor);
const L: Place = Place::Link;
const X: Place = Place::Component(Role::Control);

macro_rules! fields {
    ($($variant:ident $name:literal $kind:expr, $places:expr, $label:literal, $doc:literal;)+) => {
        /// A setting of a component or a link, by name.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Field { $(#[doc = $doc] $variant,)+ }

        impl Field {
            /// Every field, in the order in which an inspector shows them.
            pub const ALL: &'static [Field] = &[$(Field::$variant,)+];
            /// The names of all fields, in the same order.
            pub const NAMES: &'static [&'static str] = &[$($name,)+];

            /// The name in files and in `--set`.
            pub const fn name(self) -> &'static str {
                match self { $(Field::$variant => $name,)+ }
            }
            /// The label beside the field.
            pub const fn label(self) -> &'static str {
                match self { $(Field::$variant => $label,)+ }
            }
            /// What the field means, in a sentence.
            pub const fn doc(self) -> &'static str {
                match self { $(Field::$variant => $doc,)+ }
            }
            /// What the field takes.
            pub const fn kind(self) -> FieldKind {
                match self { $(Field::$variant => $kind,)+ }
            }
            /// Where the field can stand.
            pub const fn places(self) -> &'static [Place] {
                match self { $(Field::$variant => $places,)+ }
            }
        }
    };
}

use FieldKind::{Choice, Quantity};

#[rustfmt::skip]
fields! {
    // What a source sends.
    Load "load" FieldKind::Load, &[S], "Load", "What the source sends, on average: data per time or records per time.";
    Record "record" Quantity(Kind::RecordSize), &[S], "Record size", "Size of one record as sent.";
    Shape "shape" FieldKind::Shape, &[S], "Shape over the day", "How the load spreads over the day: flat, business hours, evening peak, spiky, or 24 numbers.";
    Peak "peak" Quantity(Kind::Ratio), &[S], "Busiest hour", "The busiest hour as a multiple of the mean hour.";
    Growth "growth" Quantity(Kind::Share), &[S], "Growth a month", "By how much the load grows from one month to the next.";
    ArrivalScv "arrival_scv" Quantity(Kind::Ratio), &[S], "Burstiness", "Variance of the gaps between records over their squared mean: 1 for random (Poisson), 0 for even spacing, more for bursts.";
    LateShare "late_share" Quantity(Kind::Share), &[S], "Late share", "Share of records that arrive late, by the two delays below.";
    LateP50 "late_p50" Quantity(Kind::Time), &[S], "Late by, median", "Half of the late records are later than this.";
    LateP99 "late_p99" Quantity(Kind::Time), &[S], "Late by, p99", "One late record in a hundred is later than this.";
    // When a component passes data on.
    Mode "mode" Choice(&["stream", "micro-batch", "batch"]), &[C, D, V], "Mode", "Record by record, in micro-batches, or in scheduled runs.";
    Every "every" Quantity(Kind::Time), &[C, D, V, M], "Every", "Period of the schedule, of the micro-batch, or of the check.";
    Offset "offset" Quantity(Kind::Time), &[C, D, V], "Starts at", "Start of the first run after midnight, if the schedule is known; runs of different components are then composed exactly.";
    Trigger "trigger" Choice(&["schedule", "after inputs"]), &[C, D, V], "Trigger", "Runs by the clock, or as soon as the run before it in the pipeline has ended.";
    Startup "startup" Quantity(Kind::Time), &[C, D, V], "Start-up", "Time from the start of a run to its first record.";
    Overrun "overrun" Choice(&["at once", "skip", "overlap", "queue"]), &[C, D, V], "If a run is late", "What happens when a run takes longer than the period: the next starts at once, the next tick is skipped, runs overlap, or every interval is worked off in order.";
    Latency "latency" Quantity(Kind::Time), &[S, Q, C, D, V, M], "Latency", "Time that a record takes through an idle component.";
    Commit "commit" Quantity(Kind::Time), &[C, D], "Commit every", "Results become visible at commits or checkpoints this far apart.";
    BufferTime "buffer_time" Quantity(Kind::Time), &[S, Q, C], "Buffer time", "Data is passed on at the latest after this time.";
    BufferSize "buffer_size" Quantity(Kind::Information), &[S, Q, C], "Buffer size", "Data is passed on as soon as this much has gathered.";
    Window "window" Quantity(Kind::Time), &[C], "Window", "Length of the tumbling window over which records are aggregated.";
    Slide "slide" Quantity(Kind::Time), &[C], "Slide", "Results appear this often, for a sliding window.";
    Watermark "watermark" Quantity(Kind::Time), &[C], "Watermark delay", "How long a window waits for late records after its end.";
    LateData "late_data" Choice(&["drop", "reprocess"]), &[C], "Late records", "What happens to records that come after the watermark delay: dropped, or worked in later, which is a load of its own.";
    Ttl "ttl" Quantity(Kind::Time), &[V], "Time to live", "How long a cached answer is served before it is fetched again.";
    Inputs "inputs" Choice(&["all", "first", "each"]), &[C, D, V], "Inputs", "Needs all of its inputs (join), takes the freshest (speed layer beside batch), or takes each as it comes (union).";
    // What a component does to the data.
    Selectivity "selectivity" Quantity(Kind::Ratio), &[C], "Selectivity", "Records out for each record in: below one filters, above one explodes.";
    SizeRatio "size_ratio" Quantity(Kind::Ratio), &[C], "Size ratio", "Size of a record out as a multiple of a record in.";
    Keys "keys" Quantity(Kind::Count), &[C, V], "Live keys", "Distinct keys: an aggregate gives at most one record a key and window; a cache holds one answer a key.";
    Duplicates "duplicates" Quantity(Kind::Share), &[C], "Duplicates removed", "Share of records that are duplicates and dropped here.";
    Failures "failures" Quantity(Kind::Share), &[C], "Failed tries", "Share of tries that fail and are tried again.";
    Tries "tries" Quantity(Kind::Count), &[C], "Tries at most", "Tries for one record before it goes to the dead letters.";
    Compression "compression" Quantity(Kind::Ratio), &[Q, D, V, L], "Compression", "Raw size divided by the size stored, or sent over the link.";
    // What a component can do.
    Units "units" Quantity(Kind::Count), &[Q, C, D, V, M, X], "Units", "Shards, partitions, workers, nodes: what the product counts.";
    Throughput "throughput" Quantity(Kind::InformationRate), &[Q, C, D, V], "Throughput a unit", "Bytes a second that one unit takes in.";
    RecordThroughput "record_throughput" Quantity(Kind::RecordRate), &[Q, C, D, V], "Records a unit", "Records a second that one unit takes in.";
    ServiceScv "service_scv" Quantity(Kind::Ratio), &[Q, C, V], "Variability of work", "Variance of the time that a record takes over its squared mean: 0 if all take as long, 1 for exponential times.";
    Splits "splits" Quantity(Kind::Count), &[C], "Files or splits", "Tasks of one run: workers take them in waves, and the last wave may be part empty.";
    Scaling "scaling" Choice(&["fixed", "hourly"]), &[Q, C, D, V], "Billed units", "All units all the time, or for each hour the units that its load needs.";
    LeastUnits "least_units" Quantity(Kind::Count), &[Q, C, D, V], "Units at least", "Floor of the units that are billed, where they follow the hours.";
    Target "target" Quantity(Kind::Share), &[Q, C, D, V], "Target load", "Load above which more units are called for.";
    Partitions "partitions" Quantity(Kind::Count), &[Q], "Partitions", "Parts of the log: its consumers cannot work in more parts than these.";
    HotShare "hot_share" Quantity(Kind::Share), &[Q, C], "Hottest part", "Share of the load on the hottest partition or key.";
    Contention "contention" Quantity(Kind::Ratio), &[C], "Contention", "Alpha of the universal scalability law: the serial share of the work.";
    Coherency "coherency" Quantity(Kind::Ratio), &[C], "Coherency", "Beta of the universal scalability law: the cost of agreeing between workers.";
    // What is kept.
    Retention "retention" Quantity(Kind::Time), &[Q, D, V, M], "Retention", "How long data is kept.";
    Replication "replication" Quantity(Kind::Count), &[Q, D], "Copies", "Copies that are written, stored and paid for.";
    ObjectSize "object_size" Quantity(Kind::Information), &[D], "Object size", "Size of one object or file as written.";
    CompactedSize "compacted_size" Quantity(Kind::Information), &[D], "Compacted to", "Size of files after compaction, which writes everything once more.";
    WarmAfter "warm_after" Quantity(Kind::Time), &[D], "Warm after", "Age at which data moves to the warm tier.";
    WarmTier "warm_tier" FieldKind::Product, &[D], "Warm tier", "Product that holds the warm data.";
    ColdAfter "cold_after" Quantity(Kind::Time), &[D], "Cold after", "Age at which data moves to the cold tier.";
    ColdTier "cold_tier" FieldKind::Product, &[D], "Cold tier", "Product that holds the cold data.";
    // What is read.
    Queries "queries" Quantity(Kind::RecordRate), &[D, V], "Queries", "Queries or reads a second from outside the design.";
    Scan "scan" Quantity(Kind::Information), &[D, V], "Scanned a query", "Data read by one query.";
    // How often it fails.
    Availability "availability" Quantity(Kind::Share), &[S, Q, C, D, V, M, X], "Availability", "Share of the time that the component works; at 0 % it is out of service and passes nothing on.";
    Mtbf "mtbf" Quantity(Kind::Time), &[S, Q, C, D, V, M, X], "Time between failures", "Mean time from a repair to the next failure.";
    Mttr "mttr" Quantity(Kind::Time), &[S, Q, C, D, V, M, X], "Time to repair", "Mean time from a failure to the end of its repair.";
    // What watches.
    Datapoints "datapoints" Quantity(Kind::Count), &[M], "Checks to alarm", "Failed checks in a row before the alarm goes off.";
    Threshold "threshold" Quantity(Kind::Time), &[M], "Threshold", "Staleness at which a check fails.";
    // Links.
    Delay "delay" Quantity(Kind::Time), &[L], "Delay", "Time on the way.";
    Crosses "crosses" Choice(&["nothing", "zone", "region", "internet"]), &[L], "Crosses", "Boundary that the data crosses, and that is paid for.";
    // Prices of one's own.
    PriceUnit "price_unit" Quantity(Kind::MoneyRate), &[S, Q, C, D, V, M, X], "Price a unit", "Own price of one unit for a time, in place of the catalogue's.";
    PriceIn "price_in" Quantity(Kind::InformationPrice), &[S, Q, C, D, V], "Price of data in", "Own price of data taken in, in place of the catalogue's.";
    PriceStored "price_stored" Quantity(Kind::StoragePrice), &[Q, D, V], "Price of storage", "Own price of data kept, in place of the catalogue's.";
    PriceRequest "price_request" Quantity(Kind::RecordPrice), &[S, Q, C, D, V], "Price of requests", "Own price of requests, in place of the catalogue's.";
    ExtraCost "extra_cost" Quantity(Kind::MoneyRate), &[S, Q, C, D, V, M, X], "Other cost", "Licence, support, people: what the catalogue does not know.";
}

impl Field {
    /// The field of that name.
    ///
    /// # Errors
    /// [`FieldError::Unknown`] with the nearest name.
    pub fn named(name: &str) -> Result<Self, FieldError> {
        Self::ALL.iter().copied().find(|field| field.name() == name).ok_or_else(|| FieldError::Unknown {
            found: name.chars().take(60).collect(),
            nearest: nearest(name, Self::NAMES.iter().copied()),
        })
    }

    /// Its bit in a set of fields.
    pub(crate) const fn bit(self) -> u128 {
        1 << (self as u32)
    }

    /// Whether the field can stand there.
    pub fn fits(self, place: Place) -> bool {
        self.places().contains(&place)
    }
}

impl fmt::Display for Field {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// The nearest of some names to a misspelt one, if any is near.
pub fn nearest<'a>(name: &str, names: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let wanted: String = name.chars().take(60).collect::<String>().to_lowercase();
    let allowed = (wanted.chars().count() / 3).max(1);
    names
        .map(|candidate| (strsim::damerau_levenshtein(&wanted, &candidate.to_lowercase()), candidate))
        .filter(|(distance, _)| *distance <= allowed)
        .min()
        .map(|(_, candidate)| candidate)
}

/// ", did you mean `name`?" for a nearest name; nothing without one.
pub fn did_you_mean(near: Option<&str>) -> String {
    near.map(|near| format!(", did you mean `{near}`?")).unwrap_or_default()
}

/// Why a setting is not possible.
#[derive(Clone, Debug, Error, PartialEq)]
pub enum FieldError {
    /// No field of that name.
    #[error("there is no field `{found}`{}", did_you_mean(*.nearest))]
    Unknown {
        /// The name.
        found: String,
        /// The nearest name.
        nearest: Option<&'static str>,
    },
    /// The field does not belong there.
    #[error("`{field}` is not a field of {place}")]
    Misplaced {
        /// The field.
        field: Field,
        /// What it was put on.
        place: String,
    },
    /// The text is not what the field takes.
    #[error("`{field}`: {source}")]
    Value {
        /// The field.
        field: Field,
        /// What is wrong.
        source: ReadError,
    },
    /// The text is none of the words.
    #[error("`{field}`: expected {}, found `{found}`", list(expected))]
    Choice {
        /// The field.
        field: Field,
        /// The words.
        expected: &'static [&'static str],
        /// The text.
        found: String,
    },
    /// The text is no shape.
    #[error("`{field}`: expected {} or 24 numbers, found `{found}`", list(Shape::NAMES))]
    Shape {
        /// The field.
        field: Field,
        /// The text.
        found: String,
    },
}

fn list(words: &[&str]) -> String {
    words.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ")
}

/// What a setting's text means.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// A quantity.
    Quantity(Stated),
    /// One of the words of the field.
    Choice(&'static str),
    /// A shape over the day.
    Shape(Box<Shape>),
    /// The id of a product.
    Product(Arc<str>),
}

/// A setting as a person made it: the text as typed, what it means, and the reason, if one is given.
#[derive(Clone, Debug, PartialEq)]
pub struct Setting {
    text: Arc<str>,
    value: Value,
    /// Why the setting is what it is, if somebody said so.
    pub reason: Option<Arc<str>>,
}

impl Setting {
    /// Reads the text of a field.
    ///
    /// # Errors
    /// [`FieldError`] says what the field takes, with an example.
    pub fn read(field: Field, text: &str) -> Result<Self, FieldError> {
        let quantity =
            |kind| Stated::read(text, kind).map(Value::Quantity).map_err(|source| FieldError::Value { field, source });
        let short = || text.chars().take(60).collect::<String>();
        let value = match field.kind() {
            FieldKind::Quantity(kind) => quantity(kind)?,
            FieldKind::Load => {
                quantity(Kind::InformationRate).or_else(|first| quantity(Kind::RecordRate).map_err(|_| first))?
            }
            FieldKind::Choice(words) => words
                .iter()
                .find(|word| **word == text.trim())
                .map(|word| Value::Choice(word))
                .ok_or_else(|| FieldError::Choice { field, expected: words, found: short() })?,
            FieldKind::Shape => Shape::read(text)
                .map(|shape| Value::Shape(Box::new(shape)))
                .ok_or_else(|| FieldError::Shape { field, found: short() })?,
            FieldKind::Product => Value::Product(short().trim().into()),
        };
        Ok(Self { text: text.trim().into(), value, reason: None })
    }

    /// The same setting with a reason.
    #[must_use]
    pub fn because(mut self, reason: &str) -> Self {
        self.reason = Some(reason.into());
        self
    }

    /// The text, as typed.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// What the text means.
    pub fn value(&self) -> &Value {
        &self.value
    }

    /// The amount, if the setting is a quantity.
    pub fn amount(&self) -> Option<Amount> {
        match &self.value {
            Value::Quantity(stated) => Some(stated.amount()),
            _ => None,
        }
    }

    /// The quantity, if the setting is one of the dimension of `T`.
    pub fn quantity<T: Measure>(&self) -> Option<T> {
        self.amount().and_then(Amount::get)
    }

    /// The setting as one number: the amount in base units, or the place of the word among those of the field.
    pub(crate) fn number(&self, field: Field) -> Option<f64> {
        match (&self.value, field.kind()) {
            (Value::Quantity(stated), _) => Some(stated.amount().base()),
            (Value::Choice(word), FieldKind::Choice(words)) => {
                words.iter().position(|other| other == word).map(|place| place as f64)
            }
            _ => None,
        }
    }

    /// The word, if the setting is a choice.
    pub fn choice(&self) -> Option<&'static str> {
        match self.value {
            Value::Choice(word) => Some(word),
            _ => None,
        }
    }
}

/// Refuses a field where it cannot stand.
///
/// # Errors
/// [`FieldError::Misplaced`] names the field and the place.
pub fn check_place(field: Field, place: Place) -> Result<(), FieldError> {
    if field.fits(place) {
        return Ok(());
    }
    let place = match place {
        Place::Component(role) => format!("a component of role `{}`", role.name()),
        Place::Link => "a link".to_owned(),
    };
    Err(FieldError::Misplaced { field, place })
}
