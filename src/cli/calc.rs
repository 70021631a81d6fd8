//! `loadline calc`: one question of the estimator's arithmetic at a time.

use super::table::Table;
use super::{FAILED, OK, Streams};
use crate::calc::{Answer, CalcError, Class, Formula, Need, answer, formula, formulas};
use crate::units::system::MONTH;
use crate::units::{Amount, Kind};
use clap::Args;
use serde::Serialize;
use serde_json::Value;
use std::io::{self, Write};

#[derive(Args)]
#[command(after_help = "\
Examples:
  loadline calc                                              all formulas with their arguments
  loadline calc mmc                                          one of them, with an example
  loadline calc mmc arrivals=18/s service=1/s servers=20
  loadline calc window volume='1 TB' within='1 h' --json
  loadline calc chain stage='every 1 h runs 10 min at 0 min' stage='every 1 h runs 7 min at 5 min'

A bare number counts base units: bytes, seconds, records, dollars. Exit code 0: answered, 2: bad input.")]
pub(super) struct Calc {
    /// A formula, by its name.
    name: Option<String>,
    /// Its arguments, as key=value.
    #[arg(value_name = "KEY=VALUE")]
    arguments: Vec<String>,
    /// One JSON object, in SI base units and dollars a month.
    #[arg(long)]
    json: bool,
}

pub(super) fn run(calc: &Calc, streams: &mut Streams<'_>) -> io::Result<u8> {
    let Some(name) = &calc.name else {
        list(streams.out)?;
        return Ok(OK);
    };
    let mut arguments = Vec::new();
    for argument in &calc.arguments {
        let Some((key, value)) = argument.split_once('=') else {
            writeln!(streams.err, "loadline: {name}: expected key=value, found `{argument}`")?;
            return Ok(FAILED);
        };
        arguments.push((key.trim(), value));
    }
    let found = match formula(name) {
        Ok(formula) if arguments.is_empty() => {
            explain(formula, streams.out)?;
            return Ok(OK);
        }
        Ok(_) => answer(name, &arguments),
        Err(error) => Err(error),
    };
    match found {
        Ok(answer) if calc.json => write_json(name, &answer, streams.out)?,
        Ok(answer) => write(&answer, streams.out)?,
        Err(error) => {
            let more = match &error {
                CalcError::Formula { .. } => "",
                _ => &format!(" (loadline calc {name} explains it)"),
            };
            writeln!(streams.err, "loadline: {error}{more}")?;
            return Ok(FAILED);
        }
    }
    Ok(OK)
}

fn need(need: Need) -> String {
    match need {
        Need::Required => "required".to_owned(),
        Need::Default(text) => format!("default {text}"),
        Need::Optional => "optional".to_owned(),
        Need::Repeated => "repeated".to_owned(),
    }
}

fn list(out: &mut dyn Write) -> io::Result<()> {
    for formula in formulas() {
        writeln!(out, "{}: {}", formula.name, formula.doc)?;
        arguments(formula, out)?;
        writeln!(out, "  source: {}\n", formula.source)?;
    }
    Ok(())
}

fn arguments(formula: &Formula, out: &mut dyn Write) -> io::Result<()> {
    let mut table = Table::new(&["argument", "takes", "", "meaning"], 4);
    for argument in formula.arguments {
        table.row(vec![
            argument.key.to_owned(),
            argument.takes.in_words(),
            need(argument.need),
            argument.doc.to_owned(),
        ]);
    }
    table.write(out)
}

fn explain(formula: &Formula, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "{}: {}", formula.name, formula.doc)?;
    arguments(formula, out)?;
    writeln!(out, "  source: {}", formula.source)?;
    let mut example = format!("loadline calc {}", formula.name);
    for (key, value) in formula.example {
        let quote = if value.contains([' ', '$']) { "'" } else { "" };
        example = format!("{example} {key}={quote}{value}{quote}");
    }
    writeln!(out, "\nExample: {example}")?;
    match answer(formula.name, formula.example) {
        Ok(answer) => write(&answer, out),
        Err(error) => writeln!(out, "  {error}"),
    }
}

fn write(answer: &Answer, out: &mut dyn Write) -> io::Result<()> {
    let mut table = Table::new(&["figure", "value", "class", "how"], 4);
    for line in &answer.lines {
        let value = line.value.map_or_else(|| "none".to_owned(), |value| value.to_string());
        table.row(vec![line.key.clone(), value, line.class.to_string(), line.how.clone()]);
    }
    table.write(out)
}

#[derive(Serialize)]
struct LineObject<'a> {
    value: Option<f64>,
    unit: &'static str,
    class: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    band: Option<[f64; 2]>,
    how: &'a str,
}

/// A figure as JSON has it: base units, and dollars a month as in `check --json`.
fn in_unit(amount: Amount) -> (f64, &'static str) {
    match amount.kind() {
        Kind::Time => (amount.base(), "s"),
        Kind::Information | Kind::RecordSize => (amount.base(), "B"),
        Kind::InformationRate => (amount.base(), "B/s"),
        Kind::RecordRate => (amount.base(), "records/s"),
        Kind::Records => (amount.base(), "records"),
        Kind::Money => (amount.base(), "USD"),
        Kind::MoneyRate => (amount.base() * MONTH, "USD/month"),
        _ => (amount.base(), "1"),
    }
}

fn write_json(name: &str, answer: &Answer, out: &mut dyn Write) -> io::Result<()> {
    let mut lines = Vec::new();
    for line in &answer.lines {
        let (value, unit) = line.value.map(in_unit).unzip();
        let band = match line.class {
            Class::Approximation { low, high } => Some([low, high]),
            _ => None,
        };
        let object = LineObject { value, unit: unit.unwrap_or(""), class: line.class.name(), band, how: &line.how };
        lines.push((line.key.clone(), serde_json::to_value(object)?));
    }
    let object =
        serde_json::json!({ "formula": name, "figures": lines.into_iter().collect::<serde_json::Map<_, Value>>() });
    serde_json::to_writer(&mut *out, &object)?;
    writeln!(out)
}
