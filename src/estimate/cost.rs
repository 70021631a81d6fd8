//! What a component costs a month: amount x price for each meter of its product.
//!
//! Dollars per second inside, shown per month of 730 h. What is provisioned is paid for whether used or not; what is
//! metered is paid for by its mean. Each record counts as a multiple of the billing unit where the vendor rounds up,
//! tiers apply from the bottom, and `GB` means what the vendor means by it.

use super::conventions::Conventions;
use super::derivation::{Derivation, Origin};
use super::figures::CostLine;
use super::inputs::Inputs;
use super::node::{Figure, Node};
use super::rates::mean;
use super::stage::Stage;
use super::storage::{Kept, Slot};
use crate::catalog::{Catalog, CostKind, Field, Meter, Place, Price, Product, Role};
use crate::design::ElementId;
use crate::units::{Amount, Information, InformationRate, Kind, Measure, MoneyRate, Ratio, RecordRate};

/// What a line of a bill is counted by.
#[derive(Clone, Copy)]
pub(super) enum Basis<'a> {
    /// A price of the catalogue.
    Price { product: &'a Product, price: &'a Price, slot: Slot },
    /// A price of the person's own.
    Own { field: Field, meter: Meter },
    /// Another cost that the person states.
    Extra,
}

/// A line of a bill as numbers.
#[derive(Clone, Copy)]
pub(super) struct Item<'a> {
    pub kind: CostKind,
    pub basis: Basis<'a>,
    /// Units, bytes or records a second, or bytes kept.
    pub amount: f64,
    /// Dollars a second, at 730 h a month.
    pub cost: f64,
}

/// Prices that a person can set, and the meters that each replaces.
const OWN: [(&[Meter], Field); 4] = [
    (&[Meter::UnitHour, Meter::BusyHour], Field::PriceUnit),
    (&[Meter::BytesIn], Field::PriceIn),
    (&[Meter::Stored], Field::PriceStored),
    (&[Meter::RequestsIn], Field::PriceRequest),
];

/// What is needed to make out the bill of a component.
#[derive(Clone, Copy)]
pub(super) struct Metering<'a> {
    pub node: &'a Node,
    pub stage: &'a Stage,
    pub kept: Option<&'a Kept>,
    /// Sum of what the data links take of the output.
    pub given_out: f64,
    pub conventions: Conventions,
}

impl<'a> Metering<'a> {
    /// Every line that costs something.
    pub fn each(&self, mut line: impl FnMut(Item<'a>)) {
        let mut add = |item: Item<'a>| {
            if item.cost > 0.0 {
                line(item);
            }
        };
        let own = |meter: Meter| {
            let (_, field) = OWN.iter().find(|(meters, _)| meters.contains(&meter))?;
            Some((*field, self.node.stated(*field)?))
        };
        if let Some(product) = self.node.product.as_deref() {
            for (index, price) in product.prices.iter().enumerate() {
                if own(price.meter).is_some() {
                    continue;
                }
                if let Some(amount) = self.amount(price.meter, Some(price)) {
                    let cost =
                        priced(product, price, amount, self.conventions) * self.node.factor(Figure::Price(index));
                    add(Item {
                        kind: price.kind,
                        basis: Basis::Price { product, price, slot: Slot::Hot },
                        amount,
                        cost,
                    });
                }
            }
        }
        for (meters, field) in OWN {
            let (Some(price), Some(&first)) = (self.node.stated(field), meters.first()) else { continue };
            // A unit is paid by the hour it works where the product says so; units on top and least runs stay as well.
            let listed = self.node.product.as_deref();
            let listed = listed.and_then(|product| product.prices.iter().find(|price| meters.contains(&price.meter)));
            let meter = listed.map_or(first, |price| price.meter);
            if let Some(amount) = self.amount(meter, listed) {
                let cost = amount * price * by_month(meter, self.conventions);
                add(Item { kind: kind_of(meter), basis: Basis::Own { field, meter }, amount, cost });
            }
        }
        if let Some(kept) = self.kept {
            self.lower_tiers(kept, &mut add);
        }
        if let Some(cost) = self.node.positive(Field::ExtraCost) {
            add(Item { kind: CostKind::Licence, basis: Basis::Extra, amount: cost, cost });
        }
    }

    /// How much of a meter is used: units, bytes a second, records a second, bytes kept.
    fn amount(&self, meter: Meter, price: Option<&Price>) -> Option<f64> {
        let extra = price.map_or(0.0, |price| f64::from(price.extra_units));
        let step = price.and_then(|price| price.round_up.as_ref()).map(|step| step.amount().base());
        // Each record counts as a multiple of the billing unit.
        let steps = |record: f64, step: f64| (record / step - 1e-9).ceil().max(1.0);
        let bytes = |rate: f64, record: f64| match step {
            Some(step) if record > 0.0 && step > 0.0 => rate / record * steps(record, step) * step,
            _ => rate,
        };
        let requests = |rate: f64, record: f64| match step {
            Some(step) if step > 0.0 => rate * steps(record, step),
            _ => rate,
        };
        let (input, output) = (&self.stage.input, &self.stage.output);
        let amount = match meter {
            Meter::UnitHour => self.units() + extra,
            Meter::ComponentHour => 1.0,
            Meter::BusyHour => self.stage.units * self.busy(price),
            Meter::BytesIn => bytes(mean(&input.bytes), input.record_size()),
            Meter::BytesOut => bytes(mean(&output.bytes) * self.given_out, output.record_size()),
            Meter::RequestsIn => requests(mean(&input.records), input.record_size()),
            Meter::RequestsOut => requests(mean(&output.records) * self.given_out, output.record_size()),
            Meter::Queries => self.node.value(Field::Queries)?,
            Meter::Scanned | Meter::Retrieved => {
                self.node.value(Field::Queries)? * self.node.value(Field::Scan)? * self.misses()
            }
            Meter::ObjectsIn => self.kept?.objects(self.node)?,
            Meter::Stored => self.kept?.hot(),
            // Moves into this product are billed where it is the lower tier; crossings on links.
            Meter::Transitions | Meter::CrossZone | Meter::CrossRegion | Meter::Internet => return None,
        };
        (amount > 0.0).then_some(amount)
    }

    /// Units that are billed.
    fn units(&self) -> f64 {
        if self.node.choice(Field::Scaling) == Some("hourly") {
            return self.stage.billed_hourly(self.node.value(Field::LeastUnits).unwrap_or(0.0));
        }
        self.stage.units
    }

    /// Share of the queries that a cache does not answer.
    fn misses(&self) -> f64 {
        self.stage
            .parts
            .iter()
            .find_map(|part| match part {
                super::stage::Part::Cached { hit, .. } => Some(1.0 - hit),
                _ => None,
            })
            .unwrap_or(1.0)
    }

    /// Share of the time that units work.
    fn busy(&self, price: Option<&Price>) -> f64 {
        if self.node.is_down() {
            return 0.0;
        }
        if let Some(runs) = self.stage.periodic.and_then(|periodic| periodic.typical) {
            let least = price.and_then(|price| price.least_run.as_ref()).map_or(0.0, |least| least.amount().base());
            return runs.run.max(least) / runs.period;
        }
        self.stage.pace().map_or(1.0, |pace| pace.mean_utilization().min(1.0))
    }

    /// Storage and moves of the warm and the cold tier.
    fn lower_tiers(&self, kept: &Kept, add: &mut impl FnMut(Item<'a>)) {
        for tier in kept.tiers.iter().filter(|tier| tier.slot != Slot::Hot) {
            let Some(product) = tier.slot.product(self.node) else { continue };
            for price in &product.prices {
                let amount = match price.meter {
                    Meter::Stored => {
                        // Data that leaves early is billed for the least time all the same.
                        let least = price.least_kept.as_ref().map_or(0.0, |least| least.amount().base());
                        if tier.stay < least { tier.bytes * least / tier.stay } else { tier.bytes }
                    }
                    Meter::Transitions => match kept.objects(self.node) {
                        Some(objects) => objects,
                        None => continue,
                    },
                    _ => continue,
                };
                let cost = priced(product, price, amount, self.conventions);
                add(Item { kind: price.kind, basis: Basis::Price { product, price, slot: tier.slot }, amount, cost });
            }
        }
    }

    /// A line in words, with how it came about.
    pub fn line(&self, item: Item<'_>, inputs: Inputs<'_>) -> CostLine {
        let cost = MoneyRate::from_base(item.cost);
        let id = &inputs.component.id;
        let (what, derivation) = match item.basis {
            Basis::Price { product, price, slot } => {
                let what = self.words(price.meter, item.amount, slot, Some(product));
                let own = own_price(price.meter, slot, inputs).map(|field| (ElementId::Component(id.clone()), field));
                (format!("{what} at {}", price.value), derivation(product, price, &what, item.cost, own))
            }
            Basis::Own { field, meter } => {
                let known = inputs.stated(field);
                let mut derivation = Derivation::new(meter.name(), monthly(item.cost), "amount x own price").with(
                    "amount",
                    self.words(meter, item.amount, Slot::Hot, None),
                    FOLLOWS,
                );
                if let Some(known) = known {
                    let origin = known.origin(id, &inputs.component.product, field);
                    derivation = derivation.with("price", known.text.unwrap_or_default(), origin);
                }
                (format!("{}, at your own price", meter.name()), derivation)
            }
            Basis::Extra => {
                let mut derivation = Derivation::new("other cost", monthly(item.cost), "as stated");
                if let Some(known) = inputs.positive(Field::ExtraCost) {
                    let origin = known.origin(id, &inputs.component.product, Field::ExtraCost);
                    derivation = derivation.with("other cost", monthly(item.cost), origin);
                }
                ("other cost".to_owned(), derivation)
            }
        };
        CostLine { kind: item.kind, what, cost, derivation }
    }

    fn words(&self, meter: Meter, amount: f64, slot: Slot, product: Option<&Product>) -> String {
        let unit = self.node.product.as_ref().map_or("unit", |product| product.unit.as_str());
        let counted = |n: f64| {
            let count = Amount::of(Ratio::from_base(n)).shown_as(Kind::Count);
            format!("{count} {unit}{}", if n == 1.0 { "" } else { "s" })
        };
        let rate = || Amount::of(InformationRate::from_base(amount)).to_string();
        let records = || Amount::of(RecordRate::from_base(amount)).to_string();
        match meter {
            Meter::UnitHour if self.node.choice(Field::Scaling) == Some("hourly") => {
                format!("{} on average over the hours", counted(amount))
            }
            Meter::UnitHour => counted(amount),
            Meter::ComponentHour => "always on".to_owned(),
            Meter::BusyHour => {
                let units = self.stage.units;
                format!("{}, busy {} of the time", counted(units), share(amount / units))
            }
            Meter::BytesIn if amount > mean(&self.stage.input.bytes) * 1.000_1 => {
                format!("{} in as billed, each record rounded up", rate())
            }
            Meter::BytesIn => format!("{} in", rate()),
            Meter::BytesOut => format!("{} out", rate()),
            Meter::RequestsIn => format!("{} in", records()),
            Meter::RequestsOut => format!("{} out", records()),
            Meter::Queries => format!("{} of queries", records()),
            Meter::Scanned => format!("{} scanned by queries", rate()),
            Meter::Retrieved => format!("{} retrieved", rate()),
            Meter::ObjectsIn => format!("{} of objects written", records()),
            Meter::Transitions => {
                format!("{} of objects moved to {}", records(), product.map_or("", |product| product.name.as_str()))
            }
            Meter::Stored => {
                let kept = Amount::of(Information::from_base(amount));
                if slot == Slot::Hot { format!("{kept} kept") } else { format!("{kept} kept {}", slot.name()) }
            }
            Meter::CrossZone | Meter::CrossRegion | Meter::Internet => format!("{} {}", rate(), meter.name()),
        }
    }
}

/// Where amounts come from.
const FOLLOWS: Origin = Origin::Assumption { why: "follows from traffic, units and retention above", field: None };

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

/// Factor of the agreed month for a meter, on money at 730 h a month: a price by the month does not mind.
fn by_month(meter: Meter, conventions: Conventions) -> f64 {
    match meter {
        Meter::Stored => 1.0,
        Meter::UnitHour | Meter::BusyHour | Meter::ComponentHour => conventions.hours(),
        _ => conventions.traffic_factor(),
    }
}

/// Amount x price, by tiers where there are any: dollars a second at 730 h a month.
fn priced(product: &Product, price: &Price, amount: f64, conventions: Conventions) -> f64 {
    let binary = conventions.binary(product.binary_gb);
    let scale = if binary { 1_073_741_824.0 / 1e9 } else { 1.0 };
    let by_data = matches!(price.meter.kind(), Kind::InformationPrice | Kind::StoragePrice);
    let unit_price = |stated: &crate::units::Stated| stated.amount().base() / if by_data { scale } else { 1.0 };
    let first = unit_price(&price.value);
    let factor = by_month(price.meter, conventions);
    if price.tiers.is_empty() {
        return amount * first * factor;
    }
    // Tiers are stated for a month; amounts of flow are per second, amounts kept are what they are.
    let month = if matches!(price.meter, Meter::Stored) { 1.0 } else { conventions.traffic() };
    let monthly_amount = amount * month;
    let (mut cost, mut from, mut at) = (0.0, 0.0, first);
    for (above, next) in &price.tiers {
        let counted = above.kind() == Kind::Records;
        let above = above.amount().base() * if counted { 1.0 } else { scale };
        if monthly_amount <= above {
            break;
        }
        cost += (above - from) * at;
        (from, at) = (above, unit_price(next));
    }
    cost += (monthly_amount - from) * at;
    cost / month * factor
}

/// The field by which a person would state a price by this meter.
fn own_price(meter: Meter, slot: Slot, inputs: Inputs<'_>) -> Option<Field> {
    let (_, field) = OWN.iter().find(|(meters, _)| slot == Slot::Hot && meters.contains(&meter))?;
    field.fits(Place::Component(inputs.component.role)).then_some(*field)
}

fn derivation(product: &Product, price: &Price, what: &str, cost: f64, own: Option<(ElementId, Field)>) -> Derivation {
    let provenance = || price.provenance.clone();
    let origin = |field| Origin::Catalog { product: product.id.clone(), field, provenance: provenance() };
    let mut derivation = Derivation::new(price.meter.name(), monthly(cost), "amount x price x one month")
        .with("amount", what, FOLLOWS)
        .with("price", price.value.text(), origin(own));
    if let Some(step) = &price.round_up {
        derivation = derivation.with("each record counts as a multiple of", step, origin(None));
    }
    derivation
}

/// What a link costs for crossing a boundary, by the price of which product; none if nothing is crossed.
pub(super) fn crossing<'a>(
    meter: Meter,
    bytes: f64,
    from: Option<&Product>,
    catalog: &'a Catalog,
    conventions: Conventions,
) -> Option<Item<'a>> {
    let vendor = from.map_or("", |product| product.vendor.as_str());
    let with = |product: &&Product| product.prices.iter().any(|price| price.meter == meter);
    // A part without a vendor is billed like the first network of the catalogue.
    let product = catalog
        .products()
        .filter(with)
        .find(|product| product.vendor == vendor)
        .or_else(|| catalog.products().find(with))?;
    let price = product.prices.iter().find(|price| price.meter == meter)?;
    let cost = priced(product, price, bytes, conventions);
    Some(Item { kind: price.kind, basis: Basis::Price { product, price, slot: Slot::Hot }, amount: bytes, cost })
}

/// Whether nothing is known of what a component costs.
pub(super) fn has_no_price(node: &Node) -> bool {
    let own = OWN.iter().all(|(_, field)| node.stated(*field).is_none()) && node.positive(Field::ExtraCost).is_none();
    own && node.product.as_ref().is_some_and(|product| product.prices.is_empty())
        && !matches!(node.role, Role::Source | Role::Control)
}

fn monthly(per_second: f64) -> String {
    Amount::of(MoneyRate::from_base(per_second)).to_string()
}

fn share(part: f64) -> String {
    Amount::of(Ratio::from_base(part)).shown_as(Kind::Share).to_string()
}
