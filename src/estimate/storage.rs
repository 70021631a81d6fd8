//! What a component keeps: rate x retention x copies / compression, by tier, once the retention has passed.
//!
//! Bytes and seconds. Replication multiplies what is stored and paid for, never what is processed downstream.

use super::inputs::{Inputs, Known};
use super::rates::mean;
use super::stage::Stage;
use crate::catalog::{Field, Product, Role};

/// One tier of what is kept.
#[derive(Clone, Debug)]
pub(super) struct Tier<'a> {
    /// The words for it: "hot".
    pub name: &'static str,
    /// Which product holds it; none for a part without a product.
    pub product: Option<&'a Product>,
    /// Bytes kept in it.
    pub bytes: f64,
    /// How long data stays in it, in seconds.
    pub stay: f64,
}

/// What a component keeps.
#[derive(Clone, Debug)]
pub(super) struct Kept<'a> {
    /// Bytes a second that are written, one copy, compressed.
    pub written: f64,
    pub retention: Known,
    pub copies: Known,
    pub compression: Known,
    pub tiers: Vec<Tier<'a>>,
}

impl Kept<'_> {
    /// All bytes kept.
    pub fn bytes(&self) -> f64 {
        self.tiers.iter().map(|tier| tier.bytes).sum()
    }

    /// Objects written a second; none if the size of an object is not known.
    pub fn objects(&self, inputs: Inputs<'_>) -> Option<f64> {
        let size = inputs.positive(Field::ObjectSize)?;
        let full = self.written / size.value;
        // A commit writes at least one object, full or not.
        let least = inputs.positive(Field::Commit).map_or(0.0, |commit| 1.0 / commit.value);
        Some(if self.written > 0.0 { full.max(least) } else { 0.0 })
    }
}

/// What a component keeps; none if its role keeps nothing.
pub(super) fn kept<'a>(inputs: Inputs<'a>, stage: &Stage) -> Option<Kept<'a>> {
    let retention = match inputs.component.role {
        Role::Queue => inputs.or(Field::Retention, 86_400.0, "kept for a day, because nobody says how long"),
        Role::Store => inputs.or(Field::Retention, 365.0 * 86_400.0, "kept for a year, because nobody says how long"),
        Role::Serve => inputs.known(Field::Retention)?,
        _ => return None,
    };
    let copies = inputs.or(Field::Replication, 1.0, "one copy, or copies that the price includes");
    let compression =
        inputs.positive(Field::Compression).unwrap_or_else(|| Known::assumed(1.0, "stored as large as it comes"));
    let written = mean(&stage.input.bytes) / compression.value;
    let rate = written * copies.value;
    let whole = retention.value;
    let after = |field, tier| {
        inputs.positive(field).map(|known| known.value.min(whole)).filter(|_| inputs.product_of(tier).is_some())
    };
    let cold_from = after(Field::ColdAfter, Field::ColdTier).unwrap_or(whole);
    let warm_from = after(Field::WarmAfter, Field::WarmTier).unwrap_or(cold_from).min(cold_from);
    let tier = |name, product, from: f64, to: f64| Tier { name, product, bytes: rate * (to - from), stay: to - from };
    let tiers = [
        tier("hot", inputs.product, 0.0, warm_from),
        tier("warm", inputs.product_of(Field::WarmTier), warm_from, cold_from),
        tier("cold", inputs.product_of(Field::ColdTier), cold_from, whole),
    ]
    .into_iter()
    .filter(|tier| tier.stay > 0.0)
    .collect();
    Some(Kept { written, retention, copies, compression, tiers })
}
