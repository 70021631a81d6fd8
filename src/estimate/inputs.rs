//! What is known about a component, in words: what the person said, else what the catalogue says, else what is assumed.
//! For derivations and messages; the passes read [`Node`](super::node::Node).

use super::derivation::Origin;
use super::node::assumed;
use crate::catalog::{Field, Product, Provenance, Setting, Value};
use crate::design::{Component, ElementId, Id, Link, Override};
use crate::units::Amount;
use std::collections::{BTreeMap, HashMap};

/// Where a known value came from.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Source<'a> {
    /// A person set it, perhaps with a reason.
    Person(Option<&'a str>),
    /// The catalogue.
    Catalog(&'a Provenance),
    /// Assumed, for this reason.
    Assumed(&'static str),
}

/// A number with where it came from, in base units.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Known<'a> {
    pub value: f64,
    /// The text as stated, if it was.
    pub text: Option<&'a str>,
    pub source: Source<'a>,
}

impl<'a> Known<'a> {
    pub fn assumed(value: f64, why: &'static str) -> Self {
        Self { value, text: None, source: Source::Assumed(why) }
    }

    fn of(setting: &'a Setting, source: Source<'a>) -> Option<Self> {
        Some(Self { value: setting.amount()?.base(), text: Some(setting.text()), source })
    }

    /// The origin, for a derivation.
    pub fn origin(&self, id: &Id, product: &str, field: Field) -> Origin {
        let element = ElementId::Component(id.clone());
        match &self.source {
            Source::Person(reason) => Origin::Person { element, field, reason: reason.map(ToOwned::to_owned) },
            Source::Catalog(provenance) => Origin::Catalog {
                product: product.to_owned(),
                field: Some((element, field)),
                provenance: (*provenance).clone(),
            },
            Source::Assumed(why) => Origin::Assumption { why, field: Some((element, field)) },
        }
    }
}

/// The changes of a scenario and of the command line, by element and field. Later ones win.
#[derive(Clone, Debug, Default)]
pub(super) struct Changes<'a>(HashMap<&'a Id, BTreeMap<Field, &'a Setting>>);

impl<'a> Changes<'a> {
    /// The changes in the order in which they apply.
    pub fn new(overrides: impl Iterator<Item = &'a Override>) -> Self {
        let mut changes = Self::default();
        for change in overrides {
            changes.0.entry(&change.element).or_default().insert(change.field, &change.setting);
        }
        changes
    }

    /// What changes of an element.
    pub fn of(&self, id: &Id) -> Option<&BTreeMap<Field, &'a Setting>> {
        if self.0.is_empty() { None } else { self.0.get(id) }
    }

    fn get(&self, id: &Id, field: Field) -> Option<&'a Setting> {
        self.of(id)?.get(&field).copied()
    }
}

/// A component with its product and the changes of the scenario.
#[derive(Clone, Copy)]
pub(super) struct Inputs<'a> {
    pub component: &'a Component,
    pub product: Option<&'a Product>,
    changes: &'a Changes<'a>,
}

impl<'a> Inputs<'a> {
    pub fn new(component: &'a Component, product: Option<&'a Product>, changes: &'a Changes<'a>) -> Self {
        Self { component, product, changes }
    }

    fn set(&self, field: Field) -> Option<&'a Setting> {
        self.changes.get(&self.component.id, field).or_else(|| self.component.settings.get(field))
    }

    fn setting(&self, field: Field) -> Option<(&'a Setting, Source<'a>)> {
        if let Some(setting) = self.set(field) {
            return Some((setting, Source::Person(setting.reason.as_deref())));
        }
        let default = self.product?.default_of(field)?;
        Some((&default.setting, Source::Catalog(&default.provenance)))
    }

    /// The number of a field, if the person or the catalogue gives one.
    pub fn known(&self, field: Field) -> Option<Known<'a>> {
        let (setting, source) = self.setting(field)?;
        Known::of(setting, source)
    }

    /// The number of a field that the person set.
    pub fn stated(&self, field: Field) -> Option<Known<'a>> {
        let setting = self.set(field)?;
        Known::of(setting, Source::Person(setting.reason.as_deref()))
    }

    /// The ends of a field that the person stated as a range.
    pub fn stated_range(&self, field: Field) -> Option<(Amount, Amount)> {
        match self.set(field)?.value() {
            Value::Quantity(stated) => stated.range(),
            _ => None,
        }
    }

    /// The number of a field, or what is assumed for it.
    pub fn or_assumed(&self, field: Field) -> Known<'a> {
        self.known(field).unwrap_or_else(|| {
            let (value, why) = assumed(field, self.component.role).unwrap_or((0.0, "nothing, because nobody says"));
            Known::assumed(value, why)
        })
    }

    /// The number of a field, if it is known and above zero.
    pub fn positive(&self, field: Field) -> Option<Known<'a>> {
        self.known(field).filter(|known| known.value > 0.0)
    }

    /// Whether a load is in bytes rather than records.
    pub fn load_in_bytes(&self) -> bool {
        self.setting(Field::Load)
            .and_then(|(setting, _)| setting.amount())
            .is_some_and(|amount| amount.kind() == crate::units::Kind::InformationRate)
    }

    /// Fields whose setting names a product, with the name.
    pub fn named_products(&self) -> impl Iterator<Item = (Field, &'a str)> {
        self.component.settings.iter().filter_map(|(field, setting)| match setting.value() {
            Value::Product(id) => Some((field, id.as_ref())),
            _ => None,
        })
    }
}

/// A number of a link, if the person or the scenario gives one.
pub(super) fn of_link(link: &Link, field: Field, changes: &Changes<'_>) -> Option<f64> {
    changes
        .get(&link.id, field)
        .or_else(|| link.settings.get(field))
        .and_then(Setting::amount)
        .map(crate::units::Amount::base)
}

/// A word of a link.
pub(super) fn link_choice(link: &Link, field: Field, changes: &Changes<'_>) -> Option<&'static str> {
    changes.get(&link.id, field).or_else(|| link.settings.get(field)).and_then(Setting::choice)
}
