//! All figures as CSV: one line a component, then one a link. Texts that a spreadsheet would take for a formula are
//! led by a quote.

use super::ExportError;
use super::monthly;
use crate::catalog::Catalog;
use crate::design::Design;
use crate::estimate::Estimate;
use crate::units::Measure as _;

const HEAD: &[&str] = &[
    "sort",
    "id",
    "name",
    "role",
    "product",
    "from",
    "to",
    "status",
    "in mean B/s",
    "in peak B/s",
    "in mean records/s",
    "in peak records/s",
    "load mean",
    "load peak",
    "load target",
    "units",
    "units needed",
    "staleness mean s",
    "staleness p50 s",
    "staleness p95 s",
    "staleness p99 s",
    "staleness max s",
    "stored B",
    "backlog B",
    "cost $/month",
];

/// A text that is no formula anywhere.
fn safe(text: &str) -> String {
    let text: String = text.chars().map(|letter| if letter.is_control() { ' ' } else { letter }).collect();
    if text.trim_start().starts_with(['=', '+', '-', '@']) { format!("'{text}") } else { text }
}

pub(super) fn write(design: &Design, catalog: &Catalog, found: &Estimate) -> Result<Vec<u8>, ExportError> {
    let failed = |error: csv::Error| ExportError::Table(error.to_string());
    let mut out = csv::Writer::from_writer(Vec::new());
    out.write_record(HEAD).map_err(failed)?;
    let number = |value: f64| if value.is_finite() { format!("{value}") } else { String::new() };
    let some = |value: Option<f64>| value.map(number).unwrap_or_default();
    for (id, figures) in &found.components {
        let Some(component) = design.component(id) else { continue };
        let product = catalog.name_of(&component.product);
        let age = |of: fn(&crate::estimate::Staleness) -> crate::units::Time| figures.staleness.map(|s| of(&s).base());
        out.write_record([
            "component".to_owned(),
            safe(id.as_str()),
            safe(&component.name),
            component.role.name().to_owned(),
            safe(product),
            String::new(),
            String::new(),
            figures.status.name().to_owned(),
            number(figures.input.bytes.mean.base()),
            number(figures.input.bytes.peak.base()),
            number(figures.input.records.mean.base()),
            number(figures.input.records.peak.base()),
            some(figures.utilization.map(|load| load.mean.base())),
            some(figures.utilization.map(|load| load.peak.base())),
            some(figures.utilization.map(|load| load.target.base())),
            number(figures.units.given),
            some(figures.units.needed_peak),
            some(age(|s| s.mean)),
            some(age(|s| s.p50)),
            some(age(|s| s.p95)),
            some(age(|s| s.p99)),
            some(age(|s| s.max)),
            number(figures.stored.base()),
            number(figures.backlog.base()),
            number(monthly(figures.cost)),
        ])
        .map_err(failed)?;
    }
    for (id, figures) in &found.links {
        let Some(link) = design.link(id) else { continue };
        let mut line = vec![
            "link".to_owned(),
            safe(id.as_str()),
            safe(&link.label),
            link.kind.name().to_owned(),
            String::new(),
            safe(link.from.as_str()),
            safe(link.to.as_str()),
            if figures.over_capacity { "over_capacity" } else { "ok" }.to_owned(),
            number(figures.flow.bytes.mean.base()),
            number(figures.flow.bytes.peak.base()),
            number(figures.flow.records.mean.base()),
            number(figures.flow.records.peak.base()),
        ];
        line.resize(HEAD.len() - 1, String::new());
        line.push(number(monthly(figures.cost)));
        out.write_record(line).map_err(failed)?;
    }
    out.into_inner().map_err(|error| ExportError::Table(error.to_string()))
}
