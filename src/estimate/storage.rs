//! What a component keeps: rate x retention x copies / compression, by tier, once the retention has passed.
//!
//! Bytes and seconds. Replication multiplies what is stored and paid for, never what is processed downstream.

use super::node::Node;
use super::rates::mean;
use super::stage::Stage;
use crate::catalog::{Field, Product, Role};
use smallvec::SmallVec;

/// A tier of a store.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Slot {
    Hot,
    Warm,
    Cold,
}

impl Slot {
    /// The word for it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Hot => "hot",
            Self::Warm => "warm",
            Self::Cold => "cold",
        }
    }

    /// The product that holds it.
    pub fn product(self, node: &Node) -> Option<&Product> {
        match self {
            Self::Hot => node.product.as_deref(),
            Self::Warm => node.tier(Field::WarmTier).map(AsRef::as_ref),
            Self::Cold => node.tier(Field::ColdTier).map(AsRef::as_ref),
        }
    }
}

/// One tier of what is kept.
#[derive(Clone, Copy, Debug)]
pub(super) struct Tier {
    pub slot: Slot,
    /// Bytes kept in it.
    pub bytes: f64,
    /// How long data stays in it, in seconds.
    pub stay: f64,
}

/// What a component keeps.
#[derive(Clone, Debug)]
pub(super) struct Kept {
    /// Bytes a second that are written, one copy, compressed.
    pub written: f64,
    /// How long data is kept, in seconds.
    pub retention: f64,
    pub copies: f64,
    pub tiers: SmallVec<[Tier; 1]>,
}

impl Kept {
    /// All bytes kept.
    pub fn bytes(&self) -> f64 {
        self.tiers.iter().map(|tier| tier.bytes).sum()
    }

    /// Bytes kept in the hot tier.
    pub fn hot(&self) -> f64 {
        self.tiers.iter().filter(|tier| tier.slot == Slot::Hot).map(|tier| tier.bytes).sum()
    }

    /// Objects written a second, by the stream and by compaction; none if the size of an object is not known.
    pub fn objects(&self, node: &Node) -> Option<f64> {
        let size = node.positive(Field::ObjectSize)?;
        let full = self.written / size;
        // A commit writes at least one object, full or not.
        let least = node.positive(Field::Commit).map_or(0.0, |commit| 1.0 / commit);
        let compacted = node.positive(Field::CompactedSize).map_or(0.0, |size| self.written / size);
        Some(if self.written > 0.0 { full.max(least) + compacted } else { 0.0 })
    }

    /// Size of an object at rest: compacted, or as written.
    pub fn object_at_rest(&self, node: &Node) -> Option<f64> {
        node.positive(Field::CompactedSize).or_else(|| {
            let objects = self.objects(node).filter(|objects| *objects > 0.0)?;
            Some(self.written / objects)
        })
    }
}

/// What a component keeps; none if its role keeps nothing.
pub(super) fn kept(node: &Node, stage: &Stage) -> Option<Kept> {
    let whole = match node.role {
        Role::Queue | Role::Store => node.or(Field::Retention),
        Role::Serve => node.value(Field::Retention)?,
        _ => return None,
    };
    let copies = node.or(Field::Replication);
    let written = mean(&stage.input.bytes) / node.positive_or(Field::Compression);
    let rate = written * copies;
    let after = |field, tier| node.positive(field).map(|value| value.min(whole)).filter(|_| node.tier(tier).is_some());
    let cold_from = after(Field::ColdAfter, Field::ColdTier).unwrap_or(whole);
    let warm_from = after(Field::WarmAfter, Field::WarmTier).unwrap_or(cold_from).min(cold_from);
    let tier = |slot, from: f64, to: f64| Tier { slot, bytes: rate * (to - from), stay: to - from };
    let tiers =
        [tier(Slot::Hot, 0.0, warm_from), tier(Slot::Warm, warm_from, cold_from), tier(Slot::Cold, cold_from, whole)]
            .into_iter()
            .filter(|tier| tier.stay > 0.0)
            .collect();
    Some(Kept { written, retention: whole, copies, tiers })
}
