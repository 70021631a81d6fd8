//! What `check` prints of ranges and of the months ahead.

use super::table::Table;
use crate::estimate::{Driver, Outlook, Spread, UncertainInput, Uncertainty};
use crate::units::{Amount, Kind};
use std::io::{self, Write};

/// Spreads of all figures, chances of all requirements, and what drives them.
pub(super) fn uncertainty(out: &mut dyn Write, found: &Uncertainty) -> io::Result<()> {
    if found.inputs.is_empty() {
        return writeln!(
            out,
            "  nothing here is a range: state an input as `low..high` (5th to 95th percentile) to let it vary\n"
        );
    }
    writeln!(
        out,
        "  with {} uncertain inputs, {} draws, each figure as 5 % .. 50 % .. 95 %:",
        found.inputs.len(),
        found.samples
    )?;
    for chance in &found.verdicts {
        let met = Amount::of(chance.met).shown_as(Kind::Share);
        let value = chance.value.map_or_else(|| "no figure".to_owned(), |value| shown(&value));
        writeln!(out, "  met in {met} of the draws: {} {value}", chance.title)?;
        drivers(out, &chance.drivers, &found.inputs)?;
    }
    writeln!(out, "  cost {}", shown(&found.cost))?;
    drivers(out, &found.cost_drivers, &found.inputs)?;
    writeln!(out)?;
    let mut table = Table::new(&["component", "load at peak", "max stale", "stored", "cost"], 1);
    let cell = |spread: Option<Spread>| spread.map_or_else(|| "-".to_owned(), |spread| shown(&spread));
    for (id, figures) in &found.components {
        table.row(vec![
            id.to_string(),
            cell(figures.utilization),
            cell(figures.staleness),
            cell(figures.stored),
            cell(figures.cost),
        ]);
    }
    table.write(out)?;
    writeln!(out)?;
    for input in &found.inputs {
        writeln!(out, "  varies: {}, {} to {}", input.name, input.low, input.high)?;
    }
    writeln!(out)
}

fn drivers(out: &mut dyn Write, drivers: &[Driver], inputs: &[UncertainInput]) -> io::Result<()> {
    let named: Vec<String> = drivers
        .iter()
        .filter_map(|driver| Some(format!("{} ({:+.2})", inputs.get(driver.input)?.name, driver.correlation)))
        .collect();
    if named.is_empty() { Ok(()) } else { writeln!(out, "           driven by {}", named.join(", ")) }
}

fn shown(spread: &Spread) -> String {
    if spread.p5 == spread.p95 {
        return spread.p50.to_string();
    }
    format!("{} .. {} .. {}", spread.p5, spread.p50, spread.p95)
}

/// The months ahead.
pub(super) fn outlook(out: &mut dyn Write, found: &Outlook) -> io::Result<()> {
    if let Some(marginal) = found.marginal {
        writeln!(out, "  one more GB a day would cost {}", Amount::of(marginal))?;
    }
    if let Some(price) = found.per_terabyte() {
        writeln!(out, "  a TB from the sources costs {}", Amount::of(price))?;
    }
    for full in &found.full {
        writeln!(out, "  {} is full ({}) after {}", full.component, full.resource.name(), Amount::of(full.after))?;
    }
    writeln!(out)?;
    let mut table = Table::new(&["month", "stored", "storage", "cost"], 0);
    for month in &found.months {
        table.row(vec![
            month.number.to_string(),
            Amount::of(month.stored).to_string(),
            Amount::of(month.storage).to_string(),
            Amount::of(month.cost).to_string(),
        ]);
    }
    table.write(out)?;
    writeln!(out)
}
