//! A component and a link as numbers: what the passes read.
//!
//! What the person said wins over the scenario's absence, the scenario wins over both, the product's defaults fill the
//! rest, and [`assumed`] says what is taken where nobody says anything.

use super::inputs::Changes;
use crate::catalog::{Catalog, Field, FieldKind, HOURS, Meter, Product, Role, Shape, Value};
use crate::design::{Boundary, Component, Link, LinkKind};
use smallvec::SmallVec;
use std::sync::Arc;

/// What is taken for a field where nobody says anything, in base units, and why.
pub(super) fn assumed(field: Field, role: Role) -> Option<(f64, &'static str)> {
    Some(match (field, role) {
        (Field::Record, _) => (1000.0, "a record of 1 KB, because nobody says how large one is"),
        (Field::Units, _) => (1.0, "one unit, because nobody says how many"),
        (Field::Target, _) => (0.7, "a load of 70 % leaves room for peaks and restarts"),
        (Field::Startup, _) => (0.0, "no start-up, because nobody says how long it takes"),
        (Field::Every, Role::Monitor) => (60.0, "a check a minute, because nobody says how often"),
        (Field::Every, _) => (3600.0, "every hour, because nobody says how often"),
        (Field::Datapoints, _) => (1.0, "the first failed check raises the alarm"),
        (Field::Retention, Role::Queue) => (86_400.0, "kept for a day, because nobody says how long"),
        (Field::Retention, Role::Store) => (365.0 * 86_400.0, "kept for a year, because nobody says how long"),
        (Field::Replication, _) => (1.0, "one copy, or copies that the price includes"),
        (Field::Compression, _) => (1.0, "stored as large as it comes"),
        (Field::ArrivalScv, _) => (1.0, "records come at random (Poisson), because nobody says otherwise"),
        (Field::ServiceScv, _) => (1.0, "times of work vary as exponential ones do, because nobody says otherwise"),
        (Field::Contention | Field::Coherency, _) => (0.0, "workers do not get in each other's way"),
        _ => return None,
    })
}

/// A figure of a product, by its place in the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Figure {
    Limit(usize),
    Price(usize),
}

/// A component as numbers.
#[derive(Clone, Debug)]
pub(super) struct Node {
    pub role: Role,
    pub product: Option<Arc<Product>>,
    /// Fields that the person or the scenario set, with their numbers.
    stated: u128,
    own: SmallVec<[(Field, f64); 6]>,
    /// Whether the load is in bytes rather than records.
    pub load_in_bytes: bool,
    /// The weights of the hours, for a source that is not flat.
    pub weights: Option<Box<[f64; HOURS]>>,
    /// Draws for figures of the product that are ranges: factors on its limits and its prices, by their place.
    factors: SmallVec<[(Figure, f64); 0]>,
    /// Products of the warm and the cold tier.
    lower: Option<Box<[Option<Arc<Product>>; 2]>>,
}

impl Node {
    pub fn new(component: &Component, catalog: &Catalog, changes: &Changes<'_>) -> Self {
        let shared = catalog.shared(&component.product);
        let product = shared.cloned();
        let mut node = Self {
            role: component.role,
            product,
            stated: 0,
            own: SmallVec::new(),
            load_in_bytes: false,
            weights: None,
            factors: SmallVec::new(),
            lower: None,
        };
        let mut shape = None;
        let changed = changes.of(&component.id);
        if let Some(product) = shared
            && (component.role == Role::Source || component.role == Role::Store)
        {
            let defaults: SmallVec<[_; 4]> = product
                .defaults
                .iter()
                .filter(|(field, _)| !matches!(field.kind(), FieldKind::Quantity(_) | FieldKind::Choice(_)))
                .map(|(field, default)| (*field, &default.setting))
                .collect();
            for (field, setting) in defaults {
                node.other(field, setting.value(), catalog, &mut shape);
            }
        }
        let own = component.settings.iter().filter(|(field, _)| changed.is_none_or(|of| !of.contains_key(field)));
        let scenario = changed.into_iter().flatten().map(|(field, setting)| (*field, *setting));
        for (field, setting) in own.chain(scenario) {
            if let Some(number) = setting.number(field) {
                node.stated |= field.bit();
                node.own.push((field, number));
            }
            node.other(field, setting.value(), catalog, &mut shape);
        }
        if component.role == Role::Source {
            let peak = node.positive(Field::Peak).filter(|peak| *peak > 1.0);
            let flat = Shape::Flat;
            let shape = shape.filter(|shape| !matches!(shape, Shape::Flat));
            node.weights = match (shape, peak) {
                (None, None) => None,
                (shape, Some(peak)) => Some(Box::new(shape.unwrap_or(&flat).weights_with_peak(peak))),
                (Some(shape), None) => Some(Box::new(shape.weights())),
            };
        }
        node
    }

    /// Takes what is not a plain number: the dimension of a load, a shape, the product of a tier.
    fn other<'a>(&mut self, field: Field, value: &'a Value, catalog: &Catalog, shape: &mut Option<&'a Shape>) {
        match (field, value) {
            (Field::Load, Value::Quantity(stated)) => {
                self.load_in_bytes = stated.kind() == crate::units::Kind::InformationRate;
            }
            (Field::Shape, Value::Shape(own)) => *shape = Some(own),
            (Field::WarmTier | Field::ColdTier, Value::Product(id)) => {
                let lower = self.lower.get_or_insert_with(Default::default);
                let [warm, cold] = lower.as_mut();
                *(if field == Field::WarmTier { warm } else { cold }) = catalog.shared(id).cloned();
            }
            _ => {}
        }
    }

    /// The number of a field, if the person, the scenario or the catalogue gives one.
    pub fn value(&self, field: Field) -> Option<f64> {
        self.stated(field).or_else(|| self.product.as_ref()?.numbers.get(field))
    }

    /// Whether it is out of service: stated to be available none of the time, in a scenario that asks what then holds.
    pub fn is_down(&self) -> bool {
        self.role.carries_data() && self.stated(Field::Availability) == Some(0.0)
    }

    /// The number of a field that the person or the scenario set.
    pub fn stated(&self, field: Field) -> Option<f64> {
        if self.stated & field.bit() == 0 {
            return None;
        }
        self.own.iter().find(|(own, _)| *own == field).map(|(_, value)| *value)
    }

    /// Puts a number in place of what is known: a draw from a range.
    pub fn set(&mut self, field: Field, value: f64) {
        if let Some((_, slot)) = self.own.iter_mut().find(|(own, _)| *own == field) {
            *slot = value;
        } else {
            self.own.push((field, value));
            self.stated |= field.bit();
        }
        if field == Field::Peak
            && let Some(weights) = &mut self.weights
        {
            **weights = Shape::Own(**weights).weights_with_peak(value);
        }
    }

    /// Takes a figure of the product so many times as large: a draw from a range.
    pub fn scale(&mut self, figure: Figure, factor: f64) {
        if let Some((_, slot)) = self.factors.iter_mut().find(|(own, _)| *own == figure) {
            *slot = factor;
        } else {
            self.factors.push((figure, factor));
        }
    }

    /// How many times as large a figure of the product is taken.
    pub fn factor(&self, figure: Figure) -> f64 {
        if self.factors.is_empty() {
            return 1.0;
        }
        self.factors.iter().find(|(own, _)| *own == figure).map_or(1.0, |(_, factor)| *factor)
    }

    /// The number of a field, or what is assumed.
    pub fn or(&self, field: Field) -> f64 {
        self.value(field).or_else(|| assumed(field, self.role).map(|(value, _)| value)).unwrap_or(0.0)
    }

    /// The number of a field, if it is known and above zero.
    pub fn positive(&self, field: Field) -> Option<f64> {
        self.value(field).filter(|value| *value > 0.0)
    }

    /// The number of a field if it is known and above zero, or what is assumed.
    pub fn positive_or(&self, field: Field) -> f64 {
        self.positive(field).or_else(|| assumed(field, self.role).map(|(value, _)| value)).unwrap_or(0.0)
    }

    /// The word of a choice.
    pub fn choice(&self, field: Field) -> Option<&'static str> {
        let FieldKind::Choice(words) = field.kind() else { return None };
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a place among a few words")]
        let place = self.value(field)? as usize;
        words.get(place).copied()
    }

    /// The load, in bytes or records a second.
    pub fn load(&self) -> Option<f64> {
        if self.role == Role::Source { self.value(Field::Load) } else { None }
    }

    /// The product of the warm or the cold tier.
    pub fn tier(&self, field: Field) -> Option<&Arc<Product>> {
        let [warm, cold] = self.lower.as_ref()?.as_ref();
        if field == Field::WarmTier { warm.as_ref() } else { cold.as_ref() }
    }
}

/// What a link does to the data.
#[derive(Clone, Copy, Debug)]
pub(super) struct Wire {
    /// What it takes of the output of its giver.
    pub share: f64,
    /// Time on the way, in seconds.
    pub delay: f64,
    /// Raw bytes for each byte sent.
    pub compression: f64,
    /// The boundary it crosses that is paid for: as stated, else as the frames around its ends are drawn.
    pub crosses: Option<Meter>,
}

impl Wire {
    pub fn new(link: &Link, drawn: Boundary, changes: &Changes<'_>) -> Self {
        let share = share(&link.kind);
        let changed = changes.of(&link.id);
        let drawn = meter(drawn.name());
        if link.settings.is_empty() && changed.is_none() {
            return Self { share, delay: 0.0, compression: 1.0, crosses: drawn };
        }
        let number = |field| super::inputs::of_link(link, field, changes);
        Self {
            share,
            delay: number(Field::Delay).unwrap_or(0.0),
            compression: number(Field::Compression).filter(|ratio| *ratio > 0.0).unwrap_or(1.0),
            crosses: super::inputs::link_choice(link, Field::Crosses, changes).map_or(drawn, meter),
        }
    }
}

/// What data that crosses a boundary of that name is billed by.
fn meter(boundary: &str) -> Option<Meter> {
    match boundary {
        "zone" => Some(Meter::CrossZone),
        "region" => Some(Meter::CrossRegion),
        "internet" => Some(Meter::Internet),
        _ => None,
    }
}

/// What a link takes of the output of its giver.
pub(super) fn share(kind: &LinkKind) -> f64 {
    match kind {
        LinkKind::Copy => 1.0,
        LinkKind::Split(weight) | LinkKind::Share(weight) => weight.amount().base(),
        LinkKind::Watch => 0.0,
    }
}
