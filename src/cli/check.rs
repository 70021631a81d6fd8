//! `loadline check`: estimates designs and holds them against their scenarios.

use super::table::Table;
use super::{FAILED, NOT_MET, OK, Streams, open};
use super::{ci, forecast, json};
use crate::catalog::{Catalog, did_you_mean, nearest};
use crate::design::{Design, Id, Override, Scenario};
use crate::estimate::{
    Class, Conditions, Conventions, Days, Estimate, Explainer, Figure, Gigabyte, MonthHours, SAMPLES, Severity,
    Verdict, estimate, find_fixes, outlook, uncertainty,
};
use crate::units::{Amount, Kind, Measure as _};
use clap::Args;
use std::io::{self, Write};
use std::path::PathBuf;

#[derive(Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of the command line")]
#[command(after_help = "\
Exit codes: 0 all requirements met, 1 one is not, 2 it could not be checked.

Examples:
  loadline check designs/500-gb-daily-in-2-h.ron
  loadline check d.ron --scenario tenfold          also scenarios that are marked as what-if
  loadline check d.ron --all --json | jq .met
  loadline check d.ron --set events.load='5 TB/day' --set log.units=60
  loadline check d.ron --explain warehouse         how its figures came about
  cat d.ron | loadline check -")]
pub(super) struct Check {
    /// Designs; `-` reads one from the input.
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Only this scenario, by id or name; what-if scenarios too.
    #[arg(long, value_name = "NAME", conflicts_with = "all")]
    scenario: Option<String>,
    /// All scenarios, what-if scenarios too.
    #[arg(long)]
    all: bool,
    /// Change a setting before checking: component.field=value. May be given more than once.
    #[arg(long, value_name = "COMPONENT.FIELD=VALUE")]
    set: Vec<String>,
    /// One JSON object a scenario, one a line, in SI base units; the same as `--format json`.
    #[arg(long, conflicts_with = "format")]
    json: bool,
    /// For people, for programs, as JUnit XML, or as annotations for GitHub.
    #[arg(long, value_name = "FORMAT", default_value = "text", value_parser = ["text", "json", "junit", "github"])]
    format: String,
    /// Draw the inputs that are ranges many times: 5 %, 50 % and 95 % of each figure, the chance that each requirement is
    /// met, and what drives it.
    #[arg(long)]
    uncertainty: bool,
    /// How many draws.
    #[arg(long, value_name = "N", default_value_t = SAMPLES, requires = "uncertainty",
        value_parser = clap::builder::RangedU64ValueParser::<usize>::new().range(1..=1_000_000))]
    samples: usize,
    /// The months ahead: storage that fills, growth, the day a limit is reached, what more data would cost.
    #[arg(long)]
    outlook: bool,
    /// What GB means in prices: what each vendor means, 2^30 bytes, or 1e9.
    #[arg(long, value_name = "MEANING", default_value = "vendor", value_parser = ["vendor", "binary", "decimal"])]
    gb: String,
    /// Hours of a month of hourly prices.
    #[arg(long, value_name = "HOURS", default_value = "730", value_parser = ["730", "720", "744"])]
    month: String,
    /// Days of traffic a month: what the hours make, or 30.
    #[arg(long, value_name = "DAYS", default_value = "exact", value_parser = ["exact", "rounded"])]
    days: String,
    /// How the figures of a component came about; without one, how the verdicts did.
    #[arg(long, value_name = "COMPONENT", num_args = 0..=1, default_missing_value = "")]
    explain: Option<String>,
}

impl Check {
    fn conventions(&self) -> Conventions {
        Conventions {
            gigabyte: match self.gb.as_str() {
                "binary" => Gigabyte::Binary,
                "decimal" => Gigabyte::Decimal,
                _ => Gigabyte::AsBilled,
            },
            month: match self.month.as_str() {
                "720" => MonthHours::H720,
                "744" => MonthHours::H744,
                _ => MonthHours::H730,
            },
            days: if self.days == "rounded" { Days::Rounded } else { Days::Exact },
        }
    }
}

pub(super) fn run(check: &Check, catalog: &Catalog, streams: &mut Streams<'_>) -> io::Result<u8> {
    let mut changes = Vec::new();
    for text in &check.set {
        match Override::read(text) {
            Ok(change) => changes.push(change),
            Err(error) => {
                writeln!(streams.err, "loadline: --set {text}: {error}")?;
                return Ok(FAILED);
            }
        }
    }
    let mut code = OK;
    let mut suites = Vec::new();
    for path in &check.files {
        let this = one(check, path, &changes, catalog, &mut suites, streams)?;
        code = code.max(this);
    }
    if check.format == "junit" {
        ci::junit(streams.out, &suites)?;
    }
    Ok(code)
}

fn one(
    check: &Check,
    path: &std::path::Path,
    changes: &[Override],
    catalog: &Catalog,
    suites: &mut Vec<ci::Suite>,
    streams: &mut Streams<'_>,
) -> io::Result<u8> {
    let Some(opened) = open(path, streams)? else { return Ok(FAILED) };
    let design = opened.design;
    let shown = path.display().to_string();
    if let Some(message) = changes.iter().find_map(|change| misfit(change, &design)) {
        writeln!(streams.err, "loadline: {shown}: --set {message}")?;
        return Ok(FAILED);
    }
    let Some(scenarios) = chosen(check, &design, &shown, streams)? else { return Ok(FAILED) };
    let mut code = OK;
    for scenario in scenarios {
        let conditions =
            Conditions { scenario: scenario.map(|scenario| &scenario.id), changes, conventions: check.conventions() };
        let mut found = estimate(&design, catalog, conditions);
        find_fixes(&mut found, &design, catalog, conditions);
        let errors = found.problems.iter().any(|problem| problem.severity == Severity::Error);
        let good = if found.verdicts.is_empty() { !errors } else { found.is_met() };
        if !good {
            code = NOT_MET;
        }
        let spread =
            if check.uncertainty { uncertainty(&design, catalog, conditions, check.samples, &|_| true) } else { None };
        let ahead = check.outlook.then(|| outlook(&design, catalog, conditions));
        let name = scenario.map_or("as drawn", |scenario| scenario.name.as_str());
        match check.format.as_str() {
            "junit" => {
                suites.push(ci::suite(&shown, name, &found));
                continue;
            }
            "github" => {
                let text = std::fs::read_to_string(path).unwrap_or_default();
                ci::github(streams.out, &shown, &text, name, &design, &found)?;
                continue;
            }
            _ => {}
        }
        if check.json || check.format == "json" {
            json::write(streams.out, &shown, &design, &found, spread.as_ref(), ahead.as_ref())?;
            continue;
        }
        report(streams.out, &shown, &design, catalog, scenario, &found)?;
        if let Some(spread) = &spread {
            forecast::uncertainty(streams.out, spread)?;
        }
        if let Some(ahead) = &ahead {
            forecast::outlook(streams.out, ahead)?;
        }
        if let Some(wanted) = &check.explain
            && !explain(
                streams,
                &design,
                &Explainer::new(&design, catalog, conditions),
                &found,
                Some(wanted.as_str()).filter(|name| !name.is_empty()),
            )?
        {
            return Ok(FAILED);
        }
    }
    Ok(code)
}

/// Why a change does not fit a design.
fn misfit(change: &Override, design: &Design) -> Option<String> {
    if let Some(component) = design.component(&change.element) {
        return change.check_role(component.role).err().map(|error| format!("{change}: {error}"));
    }
    if let Some(link) = design.link(&change.element) {
        let _ = link;
        return crate::catalog::check_place(change.field, crate::catalog::Place::Link)
            .err()
            .map(|error| format!("{change}: {error}"));
    }
    let ids: Vec<&str> = design.components().map(|component| component.id.as_str()).collect();
    let near = did_you_mean(nearest(change.element.as_str(), ids.iter().copied()));
    Some(format!("{change}: there is no component `{}`{near}", change.element))
}

/// The scenarios to check; one `None` for a design that has none. `None` if the one asked for does not exist.
fn chosen<'a>(
    check: &Check,
    design: &'a Design,
    path: &str,
    streams: &mut Streams<'_>,
) -> io::Result<Option<Vec<Option<&'a Scenario>>>> {
    if let Some(name) = &check.scenario {
        let found = design.scenarios().find(|scenario| scenario.id.as_str() == name || scenario.name == *name);
        if found.is_none() {
            let ids: Vec<&str> = design.scenarios().map(|scenario| scenario.id.as_str()).collect();
            let near = did_you_mean(nearest(name, ids.iter().copied()));
            let all = if ids.is_empty() { "it has none".to_owned() } else { format!("it has {}", ids.join(", ")) };
            writeln!(streams.err, "loadline: {path}: there is no scenario `{name}`{near}; {all}")?;
            return Ok(None);
        }
        return Ok(Some(vec![found]));
    }
    let scenarios: Vec<Option<&Scenario>> =
        design.scenarios().filter(|scenario| check.all || !scenario.what_if).map(Some).collect();
    Ok(Some(if scenarios.is_empty() { vec![None] } else { scenarios }))
}

fn report(
    out: &mut dyn Write,
    path: &str,
    design: &Design,
    catalog: &Catalog,
    scenario: Option<&Scenario>,
    found: &Estimate,
) -> io::Result<()> {
    writeln!(out, "{path}: {}", design.name())?;
    match scenario {
        Some(scenario) => {
            let what_if = if scenario.what_if { " (what if)" } else { "" };
            let verdict = if found.is_met() { "met" } else { "NOT MET" };
            writeln!(out, "{}{what_if}: {verdict}", scenario.name)?;
        }
        None => writeln!(out, "no scenario to hold it against: figures only")?,
    }
    for verdict in &found.verdicts {
        requirement(out, verdict)?;
    }
    writeln!(out)?;
    components(out, design, catalog, found)?;
    writeln!(out)?;
    let kinds: Vec<String> =
        found.cost_by_kind.iter().map(|(kind, cost)| format!("{} {}", kind.name(), Amount::of(*cost))).collect();
    let by_kind = if kinds.is_empty() { String::new() } else { format!(" ({})", kinds.join(", ")) };
    writeln!(out, "  cost {}{by_kind}", Amount::of(found.cost))?;
    if found.conventions != Conventions::default() {
        writeln!(out, "  by convention: {}", found.conventions)?;
    }
    if !found.critical_path.is_empty() {
        let path: Vec<&str> = found.critical_path.iter().map(Id::as_str).collect();
        writeln!(out, "  stalest way: {}", path.join(" > "))?;
    }
    for problem in &found.problems {
        let at = problem.at.as_ref().map(|at| format!("{}: ", at.id())).unwrap_or_default();
        writeln!(out, "  {}: {at}{}", problem.severity.name(), problem.message)?;
    }
    writeln!(out)
}

fn requirement(out: &mut dyn Write, verdict: &Verdict) -> io::Result<()> {
    let mark = if verdict.met { "met    " } else { "NOT MET" };
    let value = verdict.value.map_or_else(|| "no figure".to_owned(), |value| value.to_string());
    write!(out, "  {mark}  {}: {value} of {}", verdict.title(), verdict.limit)?;
    if let Some(headroom) = verdict.headroom {
        write!(out, ", headroom {}", Amount::of(headroom))?;
    }
    if verdict.class != Class::Exact && verdict.value.is_some() {
        write!(out, " ({})", verdict.class)?;
    }
    if !verdict.because.is_empty() {
        write!(out, "; {}", verdict.because)?;
    }
    writeln!(out)?;
    if let Some(fix) = &verdict.fix {
        writeln!(out, "           would do: {}", fix.sentence)?;
        let set: Vec<String> =
            fix.changes.iter().map(|change| format!("--set {}='{}'", target(change), change.setting.text())).collect();
        writeln!(out, "           try: {}", set.join(" "))?;
    }
    Ok(())
}

fn target(change: &Override) -> String {
    format!("{}.{}", change.element, change.field)
}

fn components(out: &mut dyn Write, design: &Design, catalog: &Catalog, found: &Estimate) -> io::Result<()> {
    let mut table = Table::new(
        &["component", "product", "status", "in", "load", "units", "needs", "p95 stale", "max stale", "cost"],
        3,
    );
    let dash = || "-".to_owned();
    for (id, figures) in &found.components {
        let product = design.component(id).map_or("", |component| component.product.as_str());
        let product = catalog.name_of(product);
        let count = |n: f64| Amount::of(crate::units::Ratio::from_base(n)).shown_as(Kind::Count).to_string();
        table.row(vec![
            id.to_string(),
            product.to_owned(),
            figures.status.in_words().to_owned(),
            Amount::of(figures.input.bytes.mean).to_string(),
            figures.utilization.map_or_else(dash, |load| Amount::of(load.peak).shown_as(Kind::Share).to_string()),
            count(figures.units.given),
            figures.units.needed_peak.map_or_else(dash, count),
            figures.staleness.map_or_else(dash, |staleness| Amount::of(staleness.p95).to_string()),
            figures.staleness.map_or_else(dash, |staleness| Amount::of(staleness.max).to_string()),
            Amount::of(figures.cost).to_string(),
        ]);
    }
    table.write(out)
}

/// Prints derivations. False if the component asked for does not exist.
fn explain(
    streams: &mut Streams<'_>,
    design: &Design,
    explainer: &Explainer<'_>,
    found: &Estimate,
    wanted: Option<&str>,
) -> io::Result<bool> {
    let figures = |id: &Id, out: &mut dyn Write| -> io::Result<()> {
        for figure in Figure::ALL {
            if let Some(derivation) = explainer.figure(id, *figure) {
                writeln!(out, "{derivation}")?;
            }
        }
        Ok(())
    };
    if let Some(name) = wanted {
        let component = design.components().find(|component| component.id.as_str() == name || component.name == name);
        let Some(component) = component else {
            let ids: Vec<&str> = design.components().map(|component| component.id.as_str()).collect();
            let near = did_you_mean(nearest(name, ids.iter().copied()));
            writeln!(streams.err, "loadline: there is no component `{name}`{near}")?;
            return Ok(false);
        };
        figures(&component.id, streams.out)?;
        return Ok(true);
    }
    for verdict in &found.verdicts {
        writeln!(streams.out, "{}", explainer.requirement(&verdict.requirement))?;
    }
    let mut shown: Vec<&Id> = Vec::new();
    for id in found.verdicts.iter().filter_map(|verdict| verdict.binds.as_ref()) {
        if !shown.contains(&id) {
            shown.push(id);
            figures(id, streams.out)?;
        }
    }
    Ok(true)
}
