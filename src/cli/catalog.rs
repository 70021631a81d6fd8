//! `loadline catalog`: the products that designs can be made of, and everything that is known of one.

use super::table::Table;
use super::{FAILED, OK, Streams};
use crate::catalog::{Catalog, Family, Product, Provenance, Scope, did_you_mean};
use crate::units::Stated;
use clap::Args;
use std::io::{self, Write};

#[derive(Args)]
#[command(after_help = "\
Examples:
  loadline catalog                          all products by family
  loadline catalog kinesis-provisioned      limits, defaults and prices with their sources
  loadline catalog --catalog mine.ron my-queue")]
pub(super) struct Show {
    /// A product, by its id.
    product: Option<String>,
}

pub(super) fn run(show: &Show, catalog: &Catalog, streams: &mut Streams<'_>) -> io::Result<u8> {
    let Some(id) = &show.product else {
        list(catalog, streams.out)?;
        return Ok(OK);
    };
    if let Some(product) = catalog.product(id) {
        describe(product, streams.out)?;
        return Ok(OK);
    }
    let near = did_you_mean(catalog.nearest(id));
    writeln!(streams.err, "loadline: the catalogue has no product `{id}`{near}")?;
    Ok(FAILED)
}

fn list(catalog: &Catalog, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "Catalogue of {}, {} products", catalog.date(), catalog.products().len())?;
    for family in Family::ALL {
        writeln!(out, "\n{}", family.name())?;
        let mut table = Table::new(&["id", "name", "vendor", "role", "unit"], 5);
        for product in catalog.products().filter(|product| product.family == *family) {
            table.row(vec![
                product.id.clone(),
                product.name.clone(),
                if product.vendor.is_empty() { "any".to_owned() } else { product.vendor.clone() },
                product.role.name().to_owned(),
                product.unit.clone(),
            ]);
        }
        table.write(out)?;
    }
    Ok(())
}

fn describe(product: &Product, out: &mut dyn Write) -> io::Result<()> {
    let vendor = if product.vendor.is_empty() { "any vendor" } else { &product.vendor };
    writeln!(out, "{} ({vendor}), role {}, counted in {}s", product.name, product.role.name(), product.unit)?;
    writeln!(out, "{}", product.summary)?;
    if product.binary_gb {
        writeln!(out, "GB in its prices is 2^30 bytes.")?;
    }
    if !product.limits.is_empty() {
        writeln!(out, "\nLimits")?;
    }
    for limit in &product.limits {
        let scope = match limit.scope {
            Scope::Unit => format!("each {}", product.unit),
            Scope::Consumer => format!("each {} for each consumer", product.unit),
            Scope::Component => "all together".to_owned(),
        };
        figure(
            out,
            &format!("{}, {scope}", limit.resource.name()),
            limit.value.text(),
            limit.band.as_ref(),
            &limit.provenance,
        )?;
    }
    if !product.defaults.is_empty() {
        writeln!(out, "\nDefaults")?;
    }
    for (field, default) in &product.defaults {
        figure(out, field.name(), default.setting.text(), default.band.as_ref(), &default.provenance)?;
    }
    if !product.prices.is_empty() {
        writeln!(out, "\nPrices")?;
    }
    for price in &product.prices {
        let mut value = price.value.text().to_owned();
        for (above, next) in &price.tiers {
            value = format!("{value}, above {above} {next}");
        }
        if let Some(step) = &price.round_up {
            value = format!("{value}, each record rounded up to {step}");
        }
        if let Some(least) = &price.least_run {
            value = format!("{value}, each run at least {least}");
        }
        if let Some(least) = &price.least_kept {
            value = format!("{value}, kept at least {least}");
        }
        if price.extra_units > 0 {
            value = format!("{value}, and {} {} more than work", price.extra_units, product.unit);
        }
        figure(out, price.meter.name(), &value, price.band.as_ref(), &price.provenance)?;
    }
    if let Some((availability, provenance)) = &product.availability {
        writeln!(out, "\nAvailability")?;
        figure(out, "promised", availability.text(), None, provenance)?;
    }
    if !product.remarks.is_empty() {
        writeln!(out, "\nAlso known")?;
    }
    for remark in &product.remarks {
        figure(out, &remark.about, &remark.value, None, &remark.provenance)?;
    }
    Ok(())
}

fn figure(
    out: &mut dyn Write,
    name: &str,
    value: &str,
    band: Option<&(Stated, Stated)>,
    provenance: &Provenance,
) -> io::Result<()> {
    let band = band.map(|(low, high)| format!(" (sources say {low} to {high})")).unwrap_or_default();
    writeln!(out, "  {name}: {value}{band}")?;
    writeln!(out, "      {}; {provenance}", provenance.nature.name())
}
