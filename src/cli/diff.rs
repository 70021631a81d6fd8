//! `loadline diff`: what differs between two designs, and what that does to verdicts, cost, staleness and load.

use super::table::Table;
use super::{FAILED, NOT_MET, OK, Streams, open_or_empty};
use crate::catalog::{Catalog, did_you_mean, nearest};
use crate::compare::{Change, Diff, Effect, FieldChange, Moved, diff, effects};
use crate::design::{Design, Id, Scenario};
use crate::units::Amount;
use clap::Args;
use serde_json::{Value, json};
use std::io::{self, Write};
use std::path::PathBuf;

#[derive(Args)]
#[command(after_help = "\
Exit codes, as those of diff: 0 the same, 1 they differ, 2 it could not be found out.
An empty file counts as an empty design.

Examples:
  loadline diff before.ron after.ron
  loadline diff before.ron after.ron --scenario tenfold
  loadline diff before.ron after.ron --json | jq .counts
  git show HEAD:design.ron | loadline diff - design.ron")]
pub(super) struct Compare {
    /// The first design; `-` reads it from the input.
    #[arg(value_name = "A")]
    before: PathBuf,
    /// The second design; `-` reads it from the input.
    #[arg(value_name = "B")]
    after: PathBuf,
    /// What it does in this scenario only, by id or name; what-if scenarios too.
    #[arg(long, value_name = "NAME")]
    scenario: Option<String>,
    /// One JSON object.
    #[arg(long)]
    json: bool,
}

pub(super) fn run(compare: &Compare, catalog: &Catalog, streams: &mut Streams<'_>) -> io::Result<u8> {
    let Some(before) = open_or_empty(&compare.before, streams)? else { return Ok(FAILED) };
    let Some(after) = open_or_empty(&compare.after, streams)? else { return Ok(FAILED) };
    let (before, after) = (before.design, after.design);
    let named = |scenario: &Scenario| match &compare.scenario {
        Some(name) => scenario.id.as_str() == name || scenario.name == *name,
        None => !scenario.what_if,
    };
    if let Some(name) = &compare.scenario
        && !before.scenarios().chain(after.scenarios()).any(named)
    {
        let ids: Vec<&str> = after.scenarios().chain(before.scenarios()).map(|scenario| scenario.id.as_str()).collect();
        let near = did_you_mean(nearest(name, ids.iter().copied()));
        writeln!(streams.err, "loadline: neither design has a scenario `{name}`{near}")?;
        return Ok(FAILED);
    }
    let found = diff(&before, &after);
    let effects = effects(&before, &after, catalog, named);
    if compare.json {
        let object = json!({
            "a": compare.before.display().to_string(),
            "b": compare.after.display().to_string(),
            "same": found.is_empty(),
            "counts": counts(&found),
            "changes": found.changes.iter().map(change).collect::<Vec<_>>(),
            "effects": effects.iter().map(effect).collect::<Vec<_>>(),
        });
        writeln!(streams.out, "{object}")?;
    } else {
        write(streams.out, &found)?;
        if !found.is_empty() {
            for effect in &effects {
                write_effect(streams.out, effect, &before, &after)?;
            }
        }
    }
    Ok(if found.is_empty() { OK } else { NOT_MET })
}

/// The difference in words, with its counts.
pub(super) fn write(out: &mut dyn Write, found: &Diff) -> io::Result<()> {
    if found.is_empty() {
        return Ok(());
    }
    write!(out, "{found}")?;
    let counts = found.counts();
    let parts =
        [(counts.added, "added"), (counts.removed, "removed"), (counts.changed, "changed"), (counts.moved, "moved")];
    let parts: Vec<String> =
        parts.iter().filter(|(count, _)| *count > 0).map(|(count, what)| format!("{count} {what}")).collect();
    if !parts.is_empty() {
        writeln!(out, "{}", parts.join(", "))?;
    }
    Ok(())
}

fn write_effect(out: &mut dyn Write, effect: &Effect, before: &Design, after: &Design) -> io::Result<()> {
    let name = effect.scenario.as_ref().map(|id| {
        let scenario = after.scenario(id).or_else(|| before.scenario(id));
        scenario.map_or_else(|| id.to_string(), |scenario| scenario.name.clone())
    });
    writeln!(out)?;
    let name = name.unwrap_or_else(|| "as they stand".to_owned());
    if effect.is_none() {
        return writeln!(out, "{name}: no figure changes");
    }
    let verdict = |met: Option<bool>| match met {
        Some(true) => "met",
        Some(false) => "NOT MET",
        None => "not asked",
    };
    match effect.met {
        (None, None) => writeln!(out, "{name}:")?,
        (a, b) if a == b => writeln!(out, "{name}: {}", verdict(b))?,
        (a, b) => writeln!(out, "{name}: {} -> {}", verdict(a), verdict(b))?,
    }
    let mut table = Table::new(&["", "before", "after"], 1);
    let mut row = |what: String, moved: &Moved| {
        if !moved.is_same() {
            table.row(vec![what, shown(moved.before), shown(moved.after)]);
        }
    };
    for verdict in &effect.verdicts {
        row(verdict.title.clone(), &verdict.value);
        row(format!("{}, limit", verdict.title), &verdict.limit);
        row(format!("{}, headroom", verdict.title), &verdict.headroom);
    }
    row("cost".to_owned(), &effect.cost);
    for component in &effect.components {
        row(format!("{}, cost", component.id), &component.cost);
        row(format!("{}, load at peak", component.id), &component.load);
        row(format!("{}, units needed", component.id), &component.units);
        row(format!("{}, p95 staleness", component.id), &component.staleness);
    }
    table.write(out)
}

fn shown(amount: Option<Amount>) -> String {
    amount.map_or_else(|| "-".to_owned(), |amount| amount.to_string())
}

fn counts(found: &Diff) -> Value {
    let counts = found.counts();
    json!({ "added": counts.added, "removed": counts.removed, "changed": counts.changed, "moved": counts.moved })
}

fn field(change: &FieldChange) -> Value {
    json!({ "field": change.field, "before": change.before, "after": change.after })
}

fn change(change: &Change) -> Value {
    match change {
        Change::Design(changed) => json!({ "what": "changed", "sort": "design", "fields": [field(changed)] }),
        Change::Added { id, line } => {
            json!({ "what": "added", "sort": id.sort(), "id": id.id().as_str(), "line": line })
        }
        Change::Removed { id, line } => {
            json!({ "what": "removed", "sort": id.sort(), "id": id.id().as_str(), "line": line })
        }
        Change::Changed { id, fields } => {
            let what = if fields.iter().all(|field| field.field == "at") { "moved" } else { "changed" };
            let fields: Vec<Value> = fields.iter().map(field).collect();
            json!({ "what": what, "sort": id.sort(), "id": id.id().as_str(), "fields": fields })
        }
        Change::Order { list } => json!({ "what": "order", "list": list }),
    }
}

/// In base units: bytes, seconds, records; dollars a month.
fn moved(moved: &Moved) -> Value {
    let (number, unit) =
        (|amount: Amount| super::json::in_unit(amount).0, |amount: Amount| super::json::in_unit(amount).1);
    json!({
        "before": moved.before.and_then(number),
        "after": moved.after.and_then(number),
        "unit": moved.after.or(moved.before).map(unit),
    })
}

fn effect(effect: &Effect) -> Value {
    let verdicts = effect.verdicts.iter().map(|verdict| {
        json!({
            "requirement": verdict.title,
            "met": { "before": verdict.met.0, "after": verdict.met.1 },
            "value": moved(&verdict.value),
            "limit": moved(&verdict.limit),
            "headroom": moved(&verdict.headroom),
        })
    });
    let components = effect.components.iter().map(|component| {
        json!({
            "id": component.id.as_str(),
            "cost": moved(&component.cost),
            "load_peak": moved(&component.load),
            "units_needed": moved(&component.units),
            "staleness_p95": moved(&component.staleness),
        })
    });
    json!({
        "scenario": effect.scenario.as_ref().map(Id::as_str),
        "met": { "before": effect.met.0, "after": effect.met.1 },
        "cost": moved(&effect.cost),
        "requirements": verdicts.collect::<Vec<_>>(),
        "components": components.collect::<Vec<_>>(),
    })
}
