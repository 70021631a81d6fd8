//! What is known about a component: what the person said, else what the catalogue says, else what is assumed.

use super::derivation::Origin;
use crate::catalog::{Catalog, Field, Product, Provenance, Setting, Shape, Value};
use crate::design::{Component, ElementId, Id, Link, Override};
use std::collections::HashMap;
use std::sync::Arc;

/// Where a known value came from. Cheap to keep: nothing is copied but counts of references.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Source {
    /// A person set it, perhaps with a reason.
    Person(Option<Arc<str>>),
    /// The catalogue.
    Catalog(Provenance),
    /// Assumed, for this reason.
    Assumed(&'static str),
}

/// A number with where it came from, in base units.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Known {
    pub value: f64,
    /// The text as stated, if it was.
    pub text: Option<Arc<str>>,
    pub source: Source,
}

impl Known {
    pub fn assumed(value: f64, why: &'static str) -> Self {
        Self { value, text: None, source: Source::Assumed(why) }
    }

    fn of(setting: &Setting, source: Source) -> Option<Self> {
        Some(Self { value: setting.amount()?.base(), text: Some(setting.text().into()), source })
    }

    /// The origin, for a derivation.
    pub fn origin(&self, id: &Id, product: &str, field: Field) -> Origin {
        let element = ElementId::Component(id.clone());
        match &self.source {
            Source::Person(reason) => {
                Origin::Person { element, field, reason: reason.as_ref().map(ToString::to_string) }
            }
            Source::Catalog(provenance) => Origin::Catalog {
                product: product.to_owned(),
                field: Some((element, field)),
                provenance: provenance.clone(),
            },
            Source::Assumed(why) => Origin::Assumption { why, field: Some((element, field)) },
        }
    }
}

/// The changes of a scenario and of the command line, by element and field. Later ones win.
pub(super) type Changes<'a> = HashMap<(&'a Id, Field), &'a Setting>;

/// The changes in the order in which they apply.
pub(super) fn changes<'a>(overrides: impl Iterator<Item = &'a Override>) -> Changes<'a> {
    overrides.map(|change| ((&change.element, change.field), &change.setting)).collect()
}

/// A component with its product and the changes of the scenario.
#[derive(Clone, Copy)]
pub(super) struct Inputs<'a> {
    pub component: &'a Component,
    pub product: Option<&'a Product>,
    pub catalog: &'a Catalog,
    changes: &'a Changes<'a>,
}

impl<'a> Inputs<'a> {
    pub fn new(component: &'a Component, catalog: &'a Catalog, changes: &'a Changes<'a>) -> Self {
        Self { component, product: catalog.product(&component.product), catalog, changes }
    }

    fn set(&self, field: Field) -> Option<&'a Setting> {
        self.changes.get(&(&self.component.id, field)).copied().or_else(|| self.component.settings.get(field))
    }

    fn setting(&self, field: Field) -> Option<(&'a Setting, Source)> {
        if let Some(setting) = self.set(field) {
            return Some((setting, Source::Person(setting.reason.clone())));
        }
        let default = self.product?.default_of(field)?;
        Some((&default.setting, Source::Catalog(default.provenance.clone())))
    }

    /// The number of a field, if the person or the catalogue gives one.
    pub fn known(&self, field: Field) -> Option<Known> {
        let (setting, source) = self.setting(field)?;
        Known::of(setting, source)
    }

    /// The number of a field that the person set.
    pub fn stated(&self, field: Field) -> Option<Known> {
        let setting = self.set(field)?;
        Known::of(setting, Source::Person(setting.reason.clone()))
    }

    /// The number of a field, or an assumption.
    pub fn or(&self, field: Field, value: f64, why: &'static str) -> Known {
        self.known(field).unwrap_or_else(|| Known::assumed(value, why))
    }

    /// The number of a field, if it is known and above zero.
    pub fn positive(&self, field: Field) -> Option<Known> {
        self.known(field).filter(|known| known.value > 0.0)
    }

    /// The word of a choice.
    pub fn choice(&self, field: Field) -> Option<&'static str> {
        self.setting(field).and_then(|(setting, _)| setting.choice())
    }

    /// The load, and whether it is in bytes rather than records.
    pub fn load(&self) -> Option<(Known, bool)> {
        let (setting, source) = self.setting(Field::Load)?;
        let bytes = setting.amount()?.kind() == crate::units::Kind::InformationRate;
        Known::of(setting, source).map(|known| (known, bytes))
    }

    /// The shape over the day.
    pub fn shape(&self) -> Option<&'a Shape> {
        match self.setting(Field::Shape)?.0.value() {
            Value::Shape(shape) => Some(shape),
            _ => None,
        }
    }

    /// The product of a field that names one.
    pub fn product_of(&self, field: Field) -> Option<&'a Product> {
        match self.setting(field)?.0.value() {
            Value::Product(id) => self.catalog.product(id),
            _ => None,
        }
    }
}

/// A number of a link, if the person or the scenario gives one.
pub(super) fn of_link(link: &Link, field: Field, changes: &Changes<'_>) -> Option<f64> {
    changes
        .get(&(&link.id, field))
        .copied()
        .or_else(|| link.settings.get(field))
        .and_then(Setting::amount)
        .map(crate::units::Amount::base)
}

/// A word of a link.
pub(super) fn link_choice(link: &Link, field: Field, changes: &Changes<'_>) -> Option<&'static str> {
    changes.get(&(&link.id, field)).copied().or_else(|| link.settings.get(field)).and_then(Setting::choice)
}
