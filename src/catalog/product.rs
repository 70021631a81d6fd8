//! What a product can do and what it costs.

use super::fact::Provenance;
use super::field::{Field, Setting};
use super::role::Role;
use crate::units::{Amount, Kind, Stated};
use std::collections::BTreeMap;

/// Where a product stands on the palette.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Deserialize)]
pub enum Family {
    /// Sources and collectors.
    Ingestion,
    /// Logs and queues.
    Queue,
    /// Streams and batch jobs.
    Compute,
    /// Object stores, warehouses, tables, databases.
    Storage,
    /// Query engines, caches, dashboards.
    Serving,
    /// Monitors and quality checks.
    Monitoring,
    /// Schedulers, registries, networks.
    Control,
}

impl Family {
    /// Every family, in the order of a pipeline.
    pub const ALL: &'static [Self] =
        &[Self::Ingestion, Self::Queue, Self::Compute, Self::Storage, Self::Serving, Self::Monitoring, Self::Control];

    /// The name on the palette.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Ingestion => "Ingestion",
            Self::Queue => "Queues",
            Self::Compute => "Compute",
            Self::Storage => "Storage",
            Self::Serving => "Serving",
            Self::Monitoring => "Monitoring",
            Self::Control => "Control",
        }
    }
}

/// What a limit limits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Deserialize)]
pub enum Resource {
    /// Bytes a second taken in.
    BytesIn,
    /// Records a second taken in.
    RecordsIn,
    /// Bytes a second given out.
    BytesOut,
    /// Records a second given out.
    RecordsOut,
    /// Queries or reads a second from outside.
    Queries,
    /// Bytes kept.
    Stored,
}

impl Resource {
    /// The words for it: "bytes in".
    pub const fn name(self) -> &'static str {
        match self {
            Self::BytesIn => "bytes in",
            Self::RecordsIn => "records in",
            Self::BytesOut => "bytes out",
            Self::RecordsOut => "records out",
            Self::Queries => "queries",
            Self::Stored => "bytes stored",
        }
    }

    /// The kind of quantity that limits it.
    pub const fn kind(self) -> Kind {
        match self {
            Self::BytesIn | Self::BytesOut => Kind::InformationRate,
            Self::RecordsIn | Self::RecordsOut | Self::Queries => Kind::RecordRate,
            Self::Stored => Kind::Information,
        }
    }
}

/// Who shares a limit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, serde::Deserialize)]
pub enum Scope {
    /// Each unit has it, and all consumers of the unit share it.
    #[default]
    Unit,
    /// Each unit has it for each consumer.
    Consumer,
    /// The whole component has it once, however many units.
    Component,
}

/// A limit of a product.
#[derive(Clone, Debug, PartialEq)]
pub struct Limit {
    /// What it limits.
    pub resource: Resource,
    /// Who shares it.
    pub scope: Scope,
    /// The figure, of the kind of the resource.
    pub value: Stated,
    /// Lowest and highest figure where sources disagree.
    pub band: Option<(Stated, Stated)>,
    /// Where it comes from.
    pub provenance: Provenance,
}

/// A setting that a component of the product has unless somebody changes it.
#[derive(Clone, Debug, PartialEq)]
pub struct Default {
    /// The setting.
    pub setting: Setting,
    /// Lowest and highest figure where sources disagree.
    pub band: Option<(Stated, Stated)>,
    /// Where it comes from.
    pub provenance: Provenance,
}

/// What a price is counted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Deserialize)]
pub enum Meter {
    /// Each unit, all the time.
    UnitHour,
    /// Each unit, while it works: runs of a batch job, busy time of a function.
    BusyHour,
    /// The component, all the time, however many units.
    ComponentHour,
    /// Data taken in.
    BytesIn,
    /// Data given out.
    BytesOut,
    /// Data that queries read.
    Scanned,
    /// Data read back from a tier that charges for it.
    Retrieved,
    /// Records taken in, as requests.
    RequestsIn,
    /// Records given out, as requests.
    RequestsOut,
    /// Queries from outside.
    Queries,
    /// Objects written.
    ObjectsIn,
    /// Objects moved into this tier.
    Transitions,
    /// Data kept.
    Stored,
    /// Data that crosses a zone.
    CrossZone,
    /// Data that crosses a region.
    CrossRegion,
    /// Data that leaves to the internet.
    Internet,
}

impl Meter {
    /// The kind of quantity a price by this meter is.
    pub const fn kind(self) -> Kind {
        match self {
            Self::UnitHour | Self::BusyHour | Self::ComponentHour => Kind::MoneyRate,
            Self::BytesIn
            | Self::BytesOut
            | Self::Scanned
            | Self::Retrieved
            | Self::CrossZone
            | Self::CrossRegion
            | Self::Internet => Kind::InformationPrice,
            Self::RequestsIn | Self::RequestsOut | Self::Queries | Self::ObjectsIn | Self::Transitions => {
                Kind::RecordPrice
            }
            Self::Stored => Kind::StoragePrice,
        }
    }

    /// What it is counted by, in words.
    pub const fn name(self) -> &'static str {
        match self {
            Self::UnitHour => "units",
            Self::BusyHour => "busy units",
            Self::ComponentHour => "the component",
            Self::BytesIn => "data in",
            Self::BytesOut => "data out",
            Self::Scanned => "data scanned",
            Self::Retrieved => "data retrieved",
            Self::RequestsIn => "requests in",
            Self::RequestsOut => "requests out",
            Self::Queries => "queries",
            Self::ObjectsIn => "objects written",
            Self::Transitions => "objects moved here",
            Self::Stored => "data stored",
            Self::CrossZone => "data across zones",
            Self::CrossRegion => "data across regions",
            Self::Internet => "data out to the internet",
        }
    }
}

/// What money is spent on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Deserialize)]
pub enum CostKind {
    /// Hours of workers and nodes.
    Compute,
    /// Provisioned or metered throughput.
    Throughput,
    /// Requests.
    Requests,
    /// Data kept.
    Storage,
    /// Data read back or scanned.
    Retrieval,
    /// Data across zones, regions and out.
    Network,
    /// Licences and other costs stated by a person.
    Licence,
    /// Monitors and checks.
    Monitoring,
}

impl CostKind {
    /// Every kind.
    pub const ALL: &'static [Self] = &[
        Self::Compute,
        Self::Throughput,
        Self::Requests,
        Self::Storage,
        Self::Retrieval,
        Self::Network,
        Self::Licence,
        Self::Monitoring,
    ];

    /// The name in JSON, lower case.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Compute => "compute",
            Self::Throughput => "throughput",
            Self::Requests => "requests",
            Self::Storage => "storage",
            Self::Retrieval => "retrieval",
            Self::Network => "network",
            Self::Licence => "licence",
            Self::Monitoring => "monitoring",
        }
    }
}

/// A price of a product.
#[derive(Clone, Debug, PartialEq)]
pub struct Price {
    /// What it is counted by.
    pub meter: Meter,
    /// What the money is spent on.
    pub kind: CostKind,
    /// The price of the first tier, of the kind of the meter. `GB` in it means what the product's vendor means.
    pub value: Stated,
    /// Prices from a monthly amount on: above the first, the second holds.
    pub tiers: Vec<(Stated, Stated)>,
    /// Each record counts as a multiple of this size.
    pub round_up: Option<Stated>,
    /// Each run is billed for at least this time.
    pub least_run: Option<Stated>,
    /// Data is billed for at least this time after it came.
    pub least_kept: Option<Stated>,
    /// Units billed on top of those that work.
    pub extra_units: u32,
    /// Lowest and highest price where sources disagree.
    pub band: Option<(Stated, Stated)>,
    /// Where it comes from.
    pub provenance: Provenance,
}

/// Any other figure of a product that is worth knowing.
#[derive(Clone, Debug, PartialEq)]
pub struct Remark {
    /// What it is about: `in-flight messages`.
    pub about: String,
    /// The figure, in words.
    pub value: String,
    /// Where it comes from.
    pub provenance: Provenance,
}

/// A product: what a component made of it can do and what it costs.
#[derive(Clone, Debug, PartialEq)]
pub struct Product {
    /// Its id, by which designs name it: `kinesis-provisioned`.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Who sells it; empty for a part without a vendor.
    pub vendor: String,
    /// Where it stands on the palette.
    pub family: Family,
    /// How it behaves.
    pub role: Role,
    /// What it is, in a sentence.
    pub summary: String,
    /// What it counts as a unit: `shard`.
    pub unit: String,
    /// Whether `GB` in its prices is 2^30 bytes.
    pub binary_gb: bool,
    /// Its limits.
    pub limits: Vec<Limit>,
    /// What its components have unless somebody changes it.
    pub defaults: BTreeMap<Field, Default>,
    /// Its prices.
    pub prices: Vec<Price>,
    /// Promised availability, a share.
    pub availability: Option<(Stated, Provenance)>,
    /// Everything else.
    pub remarks: Vec<Remark>,
    /// The defaults again, as numbers by field.
    pub(crate) numbers: Numbers,
}

/// Settings as plain numbers, by field: what an estimate looks up a thousand times.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Numbers {
    known: u128,
    values: Vec<f64>,
}

impl Numbers {
    /// The numbers of some settings; shapes and names of products have none.
    pub fn of<'a>(settings: impl Iterator<Item = (Field, &'a Setting)>) -> Self {
        let mut numbers = Self { known: 0, values: vec![0.0; Field::ALL.len()] };
        for (field, setting) in settings {
            if let (Some(value), Some(slot)) = (setting.number(field), numbers.values.get_mut(field as usize)) {
                *slot = value;
                numbers.known |= field.bit();
            }
        }
        numbers
    }

    /// The number of a field.
    pub fn get(&self, field: Field) -> Option<f64> {
        if self.known & field.bit() == 0 { None } else { self.values.get(field as usize).copied() }
    }
}

impl Product {
    /// The default of a field, if the product has one.
    pub fn default_of(&self, field: Field) -> Option<&Default> {
        self.defaults.get(&field)
    }

    /// A price as stated with `GB` as this product's vendor means it, in money per byte or per byte and second.
    pub fn exact(&self, price: Amount) -> Amount {
        match price.kind() {
            Kind::InformationPrice | Kind::StoragePrice if self.binary_gb => price.scaled(1e9 / 1_073_741_824.0),
            _ => price,
        }
    }
}
