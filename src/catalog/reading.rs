//! Reads catalogue files: RON, with every figure's source, date and confidence required.

use super::fact::{Confidence, Nature, Provenance};
use super::field::{Field, FieldError, Place, Setting, check_place};
use super::product::{CostKind, Default, Family, Limit, Meter, Numbers, Price, Product, Remark, Resource, Scope};
use super::role::Role;
use crate::units::{Kind, ReadError, Stated};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::sync::Arc;
use thiserror::Error;

/// Largest catalogue file, in bytes.
pub const LARGEST_FILE: usize = 4 << 20;

/// Why a catalogue cannot be used.
#[derive(Debug, Error)]
pub enum CatalogError {
    /// The file cannot be read.
    #[error("{path}: cannot be read: {source}")]
    Unreadable {
        /// The file.
        path: String,
        /// What the system said.
        source: std::io::Error,
    },
    /// The file is too large.
    #[error("{path}: expected a catalogue of at most {} MiB, found {size} bytes", LARGEST_FILE >> 20)]
    TooLarge {
        /// The file.
        path: String,
        /// Its size in bytes.
        size: usize,
    },
    /// The text is not a catalogue.
    #[error("{path}:{line}:{column}: {message}")]
    Syntax {
        /// The file.
        path: String,
        /// Line, from 1.
        line: usize,
        /// Column, from 1.
        column: usize,
        /// What was expected.
        message: String,
    },
    /// A product is wrong.
    #[error("{path}: product `{product}`, {place}: {message}")]
    Product {
        /// The file.
        path: String,
        /// The product.
        product: String,
        /// Which part of it.
        place: String,
        /// What is wrong.
        message: String,
    },
}

/// The file as it is written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename = "Catalog")]
struct RawCatalog {
    date: String,
    #[serde(default)]
    sources: BTreeMap<String, String>,
    products: Vec<RawProduct>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename = "Product")]
struct RawProduct {
    id: String,
    name: String,
    #[serde(default)]
    vendor: String,
    family: Family,
    role: RawRole,
    summary: String,
    #[serde(default)]
    unit: String,
    #[serde(default)]
    binary_gb: bool,
    #[serde(default)]
    limits: Vec<RawFigure>,
    #[serde(default)]
    defaults: Vec<RawFigure>,
    #[serde(default)]
    prices: Vec<RawFigure>,
    availability: Option<RawFigure>,
    #[serde(default)]
    remarks: Vec<RawFigure>,
}

#[derive(Deserialize, Clone, Copy)]
enum RawRole {
    Source,
    Queue,
    Compute,
    Store,
    Serve,
    Monitor,
    Control,
}

/// Any figure: which of the optional parts it has tells what it is.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename = "Figure")]
struct RawFigure {
    resource: Option<Resource>,
    #[serde(default)]
    scope: Scope,
    field: Option<String>,
    meter: Option<Meter>,
    kind: Option<CostKind>,
    about: Option<String>,
    value: String,
    low: Option<String>,
    high: Option<String>,
    #[serde(default)]
    tiers: Vec<(String, String)>,
    round_up: Option<String>,
    least_run: Option<String>,
    least_kept: Option<String>,
    #[serde(default)]
    extra_units: u32,
    source: String,
    date: String,
    confidence: Confidence,
    #[serde(default)]
    nature: Nature,
    #[serde(default)]
    condition: String,
}

/// Reads the text of a catalogue file; `path` is only for messages.
pub(super) fn read(text: &str, path: &str) -> Result<(String, Vec<Product>), CatalogError> {
    if text.len() > LARGEST_FILE {
        return Err(CatalogError::TooLarge { path: path.to_owned(), size: text.len() });
    }
    let options = ron::Options::default().with_default_extension(ron::extensions::Extensions::IMPLICIT_SOME);
    let raw: RawCatalog = options.from_str(text).map_err(|error| CatalogError::Syntax {
        path: path.to_owned(),
        line: error.span.start.line,
        column: error.span.start.col,
        message: error.code.to_string(),
    })?;
    let sources: BTreeMap<String, Arc<str>> =
        raw.sources.into_iter().map(|(key, address)| (key, address.into())).collect();
    let products = raw
        .products
        .into_iter()
        .map(|product| Reader { path, product: product.id.clone(), sources: &sources }.product(product))
        .collect::<Result<_, _>>()?;
    Ok((raw.date, products))
}

struct Reader<'a> {
    path: &'a str,
    product: String,
    sources: &'a BTreeMap<String, Arc<str>>,
}

impl Reader<'_> {
    fn wrong(&self, place: impl Into<String>, message: impl ToString) -> CatalogError {
        CatalogError::Product {
            path: self.path.to_owned(),
            product: self.product.clone(),
            place: place.into(),
            message: message.to_string(),
        }
    }

    fn product(&self, raw: RawProduct) -> Result<Product, CatalogError> {
        let role = match raw.role {
            RawRole::Source => Role::Source,
            RawRole::Queue => Role::Queue,
            RawRole::Compute => Role::Compute,
            RawRole::Store => Role::Store,
            RawRole::Serve => Role::Serve,
            RawRole::Monitor => Role::Monitor,
            RawRole::Control => Role::Control,
        };
        if raw.id.is_empty() || raw.id.len() > 80 || raw.id.chars().any(|c| c.is_whitespace() || c == '"') {
            return Err(self.wrong("id", "expected a short name without blanks, for example `kafka`"));
        }
        let limits = raw.limits.into_iter().map(|figure| self.limit(figure)).collect::<Result<_, _>>()?;
        let defaults = raw.defaults.into_iter().map(|figure| self.default(figure, role)).collect::<Result<_, _>>()?;
        let defaults: BTreeMap<Field, Default> = defaults;
        let numbers = Numbers::of(defaults.iter().map(|(field, default)| (*field, &default.setting)));
        let prices = raw.prices.into_iter().map(|figure| self.price(figure, raw.family)).collect::<Result<_, _>>()?;
        let remarks = raw.remarks.into_iter().map(|figure| self.remark(figure)).collect::<Result<_, _>>()?;
        let availability = match raw.availability {
            Some(figure) => Some((
                self.stated("availability", &figure.value, Kind::Share)?,
                self.provenance("availability", &figure)?,
            )),
            None => None,
        };
        Ok(Product {
            id: raw.id,
            name: raw.name,
            vendor: raw.vendor,
            family: raw.family,
            role,
            summary: raw.summary,
            unit: if raw.unit.is_empty() { "unit".to_owned() } else { raw.unit },
            binary_gb: raw.binary_gb,
            limits,
            defaults,
            prices,
            availability,
            remarks,
            numbers,
        })
    }

    fn limit(&self, figure: RawFigure) -> Result<Limit, CatalogError> {
        let resource = figure.resource.ok_or_else(|| self.wrong("limits", "expected `resource: ...` in a limit"))?;
        let place = format!("limit of {}", resource.name());
        Ok(Limit {
            resource,
            scope: figure.scope,
            value: self.stated(&place, &figure.value, resource.kind())?,
            band: self.band(&place, &figure, resource.kind())?,
            provenance: self.provenance(&place, &figure)?,
        })
    }

    fn default(&self, figure: RawFigure, role: Role) -> Result<(Field, Default), CatalogError> {
        let name =
            figure.field.as_deref().ok_or_else(|| self.wrong("defaults", "expected `field: ...` in a default"))?;
        let place = format!("default of `{name}`");
        let wrong = |error: FieldError| self.wrong(place.clone(), error);
        let field = Field::named(name).map_err(wrong)?;
        check_place(field, Place::Component(role)).map_err(wrong)?;
        let setting = Setting::read(field, &figure.value).map_err(wrong)?;
        let band = match setting.amount() {
            Some(amount) => self.band(&place, &figure, amount.kind())?,
            None => None,
        };
        Ok((field, Default { setting, band, provenance: self.provenance(&place, &figure)? }))
    }

    fn price(&self, figure: RawFigure, family: Family) -> Result<Price, CatalogError> {
        let meter = figure.meter.ok_or_else(|| self.wrong("prices", "expected `meter: ...` in a price"))?;
        let place = format!("price of {}", meter.name());
        let kind = figure.kind.unwrap_or(usual_kind(meter, family));
        let tiers = figure
            .tiers
            .iter()
            .map(|(above, price)| {
                let measure = match meter.kind() {
                    Kind::RecordPrice => Kind::Records,
                    _ => Kind::Information,
                };
                Ok((self.stated(&place, above, measure)?, self.stated(&place, price, meter.kind())?))
            })
            .collect::<Result<_, CatalogError>>()?;
        let optional =
            |text: &Option<String>, kind| text.as_deref().map(|text| self.stated(&place, text, kind)).transpose();
        Ok(Price {
            meter,
            kind,
            value: self.stated(&place, &figure.value, meter.kind())?,
            tiers,
            round_up: optional(&figure.round_up, Kind::RecordSize)?,
            least_run: optional(&figure.least_run, Kind::Time)?,
            least_kept: optional(&figure.least_kept, Kind::Time)?,
            extra_units: figure.extra_units,
            band: self.band(&place, &figure, meter.kind())?,
            provenance: self.provenance(&place, &figure)?,
        })
    }

    fn remark(&self, figure: RawFigure) -> Result<Remark, CatalogError> {
        let about = figure.about.clone().ok_or_else(|| self.wrong("remarks", "expected `about: ...` in a remark"))?;
        let provenance = self.provenance(&about, &figure)?;
        Ok(Remark { about, value: figure.value, provenance })
    }

    fn stated(&self, place: &str, text: &str, kind: Kind) -> Result<Stated, CatalogError> {
        Stated::read(text, kind).map_err(|error: ReadError| self.wrong(place, error))
    }

    fn band(&self, place: &str, figure: &RawFigure, kind: Kind) -> Result<Option<(Stated, Stated)>, CatalogError> {
        match (&figure.low, &figure.high) {
            (Some(low), Some(high)) => Ok(Some((self.stated(place, low, kind)?, self.stated(place, high, kind)?))),
            (None, None) => Ok(None),
            _ => Err(self.wrong(place, "expected both `low` and `high`, found one of them")),
        }
    }

    fn provenance(&self, place: &str, figure: &RawFigure) -> Result<Provenance, CatalogError> {
        if figure.source.trim().is_empty() || figure.date.trim().is_empty() {
            return Err(self.wrong(place, "expected a source and a date, found an empty text"));
        }
        Ok(Provenance {
            source: self.sources.get(&figure.source).cloned().unwrap_or_else(|| figure.source.as_str().into()),
            date: figure.date.as_str().into(),
            confidence: figure.confidence,
            nature: figure.nature,
            condition: figure.condition.as_str().into(),
        })
    }
}

fn usual_kind(meter: Meter, family: Family) -> CostKind {
    if family == Family::Monitoring {
        return CostKind::Monitoring;
    }
    match meter {
        Meter::UnitHour | Meter::BusyHour | Meter::ComponentHour => match family {
            Family::Ingestion | Family::Queue => CostKind::Throughput,
            _ => CostKind::Compute,
        },
        Meter::BytesIn | Meter::BytesOut => CostKind::Throughput,
        Meter::Scanned | Meter::Retrieved => CostKind::Retrieval,
        Meter::RequestsIn | Meter::RequestsOut | Meter::Queries | Meter::ObjectsIn | Meter::Transitions => {
            CostKind::Requests
        }
        Meter::Stored => CostKind::Storage,
        Meter::CrossZone | Meter::CrossRegion | Meter::Internet => CostKind::Network,
    }
}
