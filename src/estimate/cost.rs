//! What a component costs a month: amount x price for each meter of its product.
//!
//! Dollars per second inside, shown per month of 730 h. What is provisioned is paid for whether used or not; what is
//! metered is paid for by its mean. Each record counts as a multiple of the billing unit where the vendor rounds up,
//! tiers apply from the bottom, and `GB` means what the vendor means by it.

use super::derivation::{Derivation, Origin};
use super::figures::CostLine;
use super::inputs::{Changes, Inputs, Known, link_choice, of_link};
use super::rates::mean;
use super::stage::Stage;
use super::storage::Kept;
use crate::catalog::{Catalog, CostKind, Field, Meter, Price, Product, Role};
use crate::design::Link;
use crate::units::system::MONTH;
use crate::units::{Amount, Information, InformationRate, Measure, MoneyRate, RecordRate};

/// The lines of a component's bill.
pub(super) fn bill(inputs: Inputs<'_>, stage: &Stage, kept: Option<&Kept<'_>>, given_out: f64) -> Vec<CostLine> {
    let mut lines = Vec::new();
    let meter = Metering { inputs, stage, kept, given_out };
    let own = own_prices(inputs);
    if let Some(product) = inputs.product {
        for price in &product.prices {
            if own.iter().any(|(meters, ..)| meters.contains(&price.meter)) {
                continue;
            }
            lines.extend(meter.line(product, price));
        }
    }
    for (meters, field, known) in own {
        let Some(&first) = meters.first() else { continue };
        // A unit is paid by the hour it works where the product says so.
        let by = inputs
            .product
            .and_then(|product| product.prices.iter().map(|price| price.meter).find(|m| meters.contains(m)))
            .unwrap_or(first);
        let Some((amount, _)) = meter.amount(by, None) else { continue };
        let cost = amount * known.value;
        let origin = known.origin(&inputs.component.id, &inputs.component.product, field);
        let derivation = Derivation::new(by.name(), monthly(cost), "amount x own price").with(
            "price",
            known.text.clone().unwrap_or_else(|| known.value.to_string().into()),
            origin,
        );
        lines.push(CostLine {
            kind: kind_of(by),
            what: format!("{}, at your own price", by.name()),
            cost: rate(cost),
            derivation,
        });
    }
    if let Some(kept) = kept {
        lines.extend(meter.lower_tiers(kept));
    }
    if let Some(extra) = inputs.positive(Field::ExtraCost) {
        let origin = extra.origin(&inputs.component.id, &inputs.component.product, Field::ExtraCost);
        let derivation = Derivation::new("other cost", monthly(extra.value), "as stated").with(
            "other cost",
            monthly(extra.value),
            origin,
        );
        lines.push(CostLine {
            kind: CostKind::Licence,
            what: "other cost".into(),
            cost: rate(extra.value),
            derivation,
        });
    }
    lines.retain(|line| line.cost.base() > 0.0);
    lines
}

fn own_prices(inputs: Inputs<'_>) -> Vec<(&'static [Meter], Field, Known)> {
    let fields: [(&'static [Meter], Field); 4] = [
        (&[Meter::UnitHour, Meter::BusyHour], Field::PriceUnit),
        (&[Meter::BytesIn], Field::PriceIn),
        (&[Meter::Stored], Field::PriceStored),
        (&[Meter::RequestsIn], Field::PriceRequest),
    ];
    fields.into_iter().filter_map(|(meters, field)| Some((meters, field, inputs.stated(field)?))).collect()
}

fn kind_of(meter: Meter) -> CostKind {
    match meter {
        Meter::UnitHour | Meter::BusyHour | Meter::ComponentHour => CostKind::Compute,
        Meter::BytesIn | Meter::BytesOut => CostKind::Throughput,
        Meter::Scanned | Meter::Retrieved => CostKind::Retrieval,
        Meter::RequestsIn | Meter::RequestsOut | Meter::Queries | Meter::ObjectsIn | Meter::Transitions => {
            CostKind::Requests
        }
        Meter::Stored => CostKind::Storage,
        Meter::CrossZone | Meter::CrossRegion | Meter::Internet => CostKind::Network,
    }
}

struct Metering<'a> {
    inputs: Inputs<'a>,
    stage: &'a Stage,
    kept: Option<&'a Kept<'a>>,
    /// Sum of what the data links take of the output.
    given_out: f64,
}

impl Metering<'_> {
    fn line(&self, product: &Product, price: &Price) -> Option<CostLine> {
        let (amount, what) = self.amount(price.meter, Some(price))?;
        if amount <= 0.0 {
            return None;
        }
        Some(priced(product, price, amount, what))
    }

    /// How much of a meter is used: units, bytes a second, records a second, bytes kept; and the words for it.
    fn amount(&self, meter: Meter, price: Option<&Price>) -> Option<(f64, String)> {
        let units = self.stage.units.value;
        let unit = self.inputs.product.map_or("unit", |product| product.unit.as_str());
        let counted = |n: f64| {
            format!(
                "{} {unit}{}",
                Amount::of(crate::units::Ratio::from_base(n)).shown_as(crate::units::Kind::Count),
                if n == 1.0 { "" } else { "s" }
            )
        };
        let extra = price.map_or(0.0, |price| f64::from(price.extra_units));
        let bytes = |rate: f64, record: f64| {
            // Each record counts as a multiple of the billing unit.
            let step = price.and_then(|price| price.round_up.as_ref()).map(|step| step.amount().base());
            match step {
                Some(step) if record > 0.0 && step > 0.0 => {
                    rate / record * (record / step - 1e-9).ceil().max(1.0) * step
                }
                _ => rate,
            }
        };
        let requests = |rate: f64, record: f64| {
            let step = price.and_then(|price| price.round_up.as_ref()).map(|step| step.amount().base());
            match step {
                Some(step) if step > 0.0 => rate * (record / step - 1e-9).ceil().max(1.0),
                _ => rate,
            }
        };
        let input = &self.stage.input;
        let output = &self.stage.output;
        let rate = |rate: f64| Amount::of(InformationRate::from_base(rate)).to_string();
        let records = |rate: f64| Amount::of(RecordRate::from_base(rate)).to_string();
        let found = match meter {
            Meter::UnitHour => (units + extra, counted(units + extra)),
            Meter::ComponentHour => (1.0, "always on".to_owned()),
            Meter::BusyHour => {
                let busy = self.busy(price);
                (units * busy, format!("{}, busy {} of the time", counted(units), share(busy)))
            }
            Meter::BytesIn => {
                let amount = bytes(mean(&input.bytes), input.record_size());
                (
                    amount,
                    format!(
                        "{} in{}",
                        rate(amount),
                        if amount > mean(&input.bytes) * 1.000_1 { " as billed, each record rounded up" } else { "" }
                    ),
                )
            }
            Meter::BytesOut => {
                let amount = bytes(mean(&output.bytes) * self.given_out, output.record_size());
                (amount, format!("{} out", rate(amount)))
            }
            Meter::RequestsIn => {
                let amount = requests(mean(&input.records), input.record_size());
                (amount, format!("{} in", records(amount)))
            }
            Meter::RequestsOut => {
                let amount = requests(mean(&output.records) * self.given_out, output.record_size());
                (amount, format!("{} out", records(amount)))
            }
            Meter::Queries => {
                let amount = self.inputs.known(Field::Queries)?.value;
                (amount, format!("{} of queries", records(amount)))
            }
            Meter::Scanned => {
                let amount = self.inputs.known(Field::Queries)?.value * self.inputs.known(Field::Scan)?.value;
                (amount, format!("{} scanned by queries", rate(amount)))
            }
            Meter::Retrieved => {
                let amount = self.inputs.known(Field::Queries)?.value * self.inputs.known(Field::Scan)?.value;
                (amount, format!("{} retrieved", rate(amount)))
            }
            Meter::ObjectsIn => {
                let amount = self.kept?.objects(self.inputs)?;
                (amount, format!("{} of objects written", records(amount)))
            }
            Meter::Stored => {
                let hot = self.kept?.tiers.iter().find(|tier| tier.name == "hot")?;
                (hot.bytes, format!("{} kept", Amount::of(Information::from_base(hot.bytes))))
            }
            // Moves into this product are billed where it is the lower tier; crossings on links.
            Meter::Transitions | Meter::CrossZone | Meter::CrossRegion | Meter::Internet => return None,
        };
        Some(found)
    }

    /// Share of the time that units work.
    fn busy(&self, price: Option<&Price>) -> f64 {
        if let Some(runs) = self.stage.work.periodic().and_then(|periodic| periodic.typical) {
            let least = price.and_then(|price| price.least_run.as_ref()).map_or(0.0, |least| least.amount().base());
            return runs.run.max(least) / runs.period;
        }
        self.stage.pace().map_or(1.0, |pace| pace.mean_utilization().min(1.0))
    }

    /// Storage and moves of the warm and the cold tier.
    fn lower_tiers(&self, kept: &Kept<'_>) -> Vec<CostLine> {
        let mut lines = Vec::new();
        for tier in kept.tiers.iter().filter(|tier| tier.name != "hot") {
            let Some(product) = tier.product else { continue };
            for price in &product.prices {
                match price.meter {
                    Meter::Stored => {
                        // Data that leaves early is billed for the least time all the same.
                        let least = price.least_kept.as_ref().map_or(0.0, |least| least.amount().base());
                        let billed = if tier.stay < least { tier.bytes * least / tier.stay } else { tier.bytes };
                        let what = format!("{} kept {}", Amount::of(Information::from_base(billed)), tier.name);
                        lines.push(priced(product, price, billed, what));
                    }
                    Meter::Transitions => {
                        let Some(objects) = kept.objects(self.inputs) else { continue };
                        let what = format!(
                            "{} of objects moved to {}",
                            Amount::of(RecordRate::from_base(objects)),
                            product.name
                        );
                        lines.push(priced(product, price, objects, what));
                    }
                    _ => {}
                }
            }
        }
        lines
    }
}

/// A bill line: amount x price, by tiers where there are any.
fn priced(product: &Product, price: &Price, amount: f64, what: String) -> CostLine {
    let unit_price = |stated: &crate::units::Stated| product.exact(stated.amount()).base();
    let first = unit_price(&price.value);
    // Tiers are stated for a month; amounts of flow are per second, amounts kept are what they are.
    let month = if matches!(price.meter, Meter::Stored) { 1.0 } else { MONTH };
    let scale = if product.binary_gb { 1_073_741_824.0 / 1e9 } else { 1.0 };
    let monthly_amount = amount * month;
    let (mut cost, mut from, mut at) = (0.0, 0.0, first);
    for (above, next) in &price.tiers {
        let counted = above.kind() == crate::units::Kind::Records;
        let above = above.amount().base() * if counted { 1.0 } else { scale };
        if monthly_amount <= above {
            break;
        }
        cost += (above - from) * at;
        (from, at) = (above, unit_price(next));
    }
    cost += (monthly_amount - from) * at;
    let cost = cost / month;
    let mut derivation = Derivation::new(price.meter.name(), monthly(cost), "amount x price x one month of 730 h")
        .with(
            "amount",
            &what,
            Origin::Assumption { why: "follows from traffic, units and retention above", field: None },
        )
        .with(
            "price",
            price.value.text(),
            Origin::Catalog { product: product.id.clone(), field: None, provenance: price.provenance.clone() },
        );
    if let Some(step) = &price.round_up {
        let origin = Origin::Catalog { product: product.id.clone(), field: None, provenance: price.provenance.clone() };
        derivation = derivation.with("each record counts as a multiple of", step, origin);
    }
    CostLine { kind: price.kind, what: format!("{what} at {}", price.value), cost: rate(cost), derivation }
}

/// What a link costs for crossing a boundary, with the product whose price it is; none if nothing is crossed.
pub(super) fn crossing(
    link: &Link,
    bytes: f64,
    from: Inputs<'_>,
    catalog: &Catalog,
    changes: &Changes<'_>,
) -> Option<CostLine> {
    let meter = match link_choice(link, Field::Crosses, changes)? {
        "zone" => Meter::CrossZone,
        "region" => Meter::CrossRegion,
        "internet" => Meter::Internet,
        _ => return None,
    };
    let vendor = from.product.map_or("", |product| product.vendor.as_str());
    let with = |product: &&Product| product.prices.iter().any(|price| price.meter == meter);
    // A part without a vendor is billed like the first network of the catalogue.
    let product = catalog
        .products()
        .filter(with)
        .find(|product| product.vendor == vendor)
        .or_else(|| catalog.products().find(with))?;
    let price = product.prices.iter().find(|price| price.meter == meter)?;
    let what = format!("{} {}", Amount::of(InformationRate::from_base(bytes)), meter.name());
    let mut line = priced(product, price, bytes, what);
    line.what = format!("{}: {}", link.id, line.what);
    Some(line)
}

/// Bytes a second over a link, as sent.
pub(super) fn sent(link: &Link, bytes: f64, changes: &Changes<'_>) -> f64 {
    bytes / of_link(link, Field::Compression, changes).filter(|ratio| *ratio > 0.0).unwrap_or(1.0)
}

/// Whether nothing is known of what a component costs.
pub(super) fn has_no_price(inputs: Inputs<'_>) -> bool {
    let own = own_prices(inputs).is_empty() && inputs.positive(Field::ExtraCost).is_none();
    own && inputs.product.is_some_and(|product| product.prices.is_empty())
        && !matches!(inputs.component.role, Role::Source | Role::Control)
}

fn rate(per_second: f64) -> MoneyRate {
    MoneyRate::from_base(per_second)
}

fn monthly(per_second: f64) -> String {
    Amount::of(rate(per_second)).to_string()
}

fn share(part: f64) -> String {
    Amount::of(crate::units::Ratio::from_base(part)).shown_as(crate::units::Kind::Share).to_string()
}
