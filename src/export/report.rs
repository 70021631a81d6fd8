//! What a reader wants to know of a design, gathered once for Markdown and HTML: verdicts, figures, the bill, what the
//! figures rest on, what is open.

use super::Options;
use crate::catalog::Catalog;
use crate::design::{Design, Id};
use crate::estimate::{Class, Conditions, Derivation, Estimate, Explainer, Figure, Origin, find_fixes};
use crate::units::{Amount, Kind, Measure as _, write};
use std::collections::BTreeSet;

/// A table: its head and its rows.
pub(super) struct Table {
    pub head: Vec<&'static str>,
    pub rows: Vec<Vec<String>>,
}

/// One step of the staleness along the stalest way.
pub(super) struct Step {
    pub at: String,
    pub what: String,
    pub mean: f64,
    pub max: f64,
}

/// Everything that is told.
pub(super) struct Report {
    pub title: String,
    pub about: String,
    pub scenario: String,
    pub verdict: &'static str,
    pub verdicts: Table,
    pub components: Table,
    pub bill: Table,
    pub cost: String,
    pub way: String,
    pub steps: Vec<Step>,
    pub facts: Table,
    pub assumptions: Vec<String>,
    pub problems: Vec<String>,
    pub conventions: String,
}

impl Report {
    pub fn of(design: &Design, catalog: &Catalog, found: &Estimate, options: &Options<'_>) -> Self {
        let conditions = Conditions { scenario: options.scenario, ..Conditions::default() };
        let mut found = found.clone();
        find_fixes(&mut found, design, catalog, conditions);
        let found = &found;
        let explainer = Explainer::new(design, catalog, conditions);
        let name = |id: &Id| design.component(id).map_or_else(|| id.to_string(), |it| it.name.clone());
        let scenario = found.scenario.as_ref().and_then(|id| design.scenario(id));
        let (facts, assumptions) = grounds(design, &explainer, found);
        let steps: Vec<Step> = found
            .critical_path
            .iter()
            .filter_map(|id| Some((id, found.component(id)?)))
            .flat_map(|(id, figures)| {
                let at = name(id);
                figures.staleness_parts.iter().map(move |part| Step {
                    at: at.clone(),
                    what: part.what.to_owned(),
                    mean: part.mean.base(),
                    max: part.max.base(),
                })
            })
            .collect();
        let end = found.critical_path.last();
        let age = end.and_then(|id| found.component(id)?.staleness);
        let way = match (end, age) {
            (Some(end), Some(age)) => format!(
                "At {} data is {} old on average and {} at most.",
                name(end),
                Amount::of(age.mean),
                Amount::of(age.max)
            ),
            _ => "No component has a staleness.".to_owned(),
        };
        Self {
            title: if design.name().is_empty() { "A design".to_owned() } else { design.name().to_owned() },
            about: design.about().to_owned(),
            scenario: scenario.map_or_else(|| "as drawn".to_owned(), |scenario| scenario.name.clone()),
            verdict: match (found.verdicts.is_empty(), found.is_met()) {
                (true, _) => "no requirement to hold it against",
                (_, true) => "met",
                _ => "NOT MET",
            },
            verdicts: verdicts(found, &name),
            components: components(design, catalog, found),
            bill: bill(design, &explainer, found),
            cost: write(found.cost),
            way,
            steps,
            facts,
            assumptions,
            problems: found
                .problems
                .iter()
                .map(|problem| {
                    let at = problem.at.as_ref().map(|at| format!("{}: ", at.id())).unwrap_or_default();
                    format!("{}: {at}{}", problem.severity.name(), problem.message)
                })
                .collect(),
            conventions: found.conventions.to_string(),
        }
    }
}

fn verdicts(found: &Estimate, name: &impl Fn(&Id) -> String) -> Table {
    let rows = found.verdicts.iter().map(|verdict| {
        let mut why = verdict.because.clone();
        if let Some(fix) = &verdict.fix {
            why = format!("{why}; would do: {}", fix.sentence);
        }
        vec![
            if verdict.met { "met" } else { "NOT MET" }.to_owned(),
            verdict.title(),
            verdict.value.map_or_else(|| "no figure".to_owned(), |value| value.to_string()),
            verdict.limit.to_string(),
            verdict.headroom.map_or_else(|| "-".to_owned(), |room| Amount::of(room).to_string()),
            verdict.class.to_string(),
            verdict.binds.as_ref().map_or_else(|| "-".to_owned(), name),
            why,
        ]
    });
    let head = vec!["verdict", "requirement", "figure", "limit", "headroom", "class", "binds", "because"];
    Table { head, rows: rows.collect() }
}

fn components(design: &Design, catalog: &Catalog, found: &Estimate) -> Table {
    let dash = || "-".to_owned();
    let count = |n: f64| Amount::of(crate::units::Ratio::from_base(n)).shown_as(Kind::Count).to_string();
    let rows = found.components.iter().filter_map(|(id, figures)| {
        let component = design.component(id)?;
        let product = catalog.name_of(&component.product);
        let class = figures.class(Figure::Staleness);
        Some(vec![
            component.name.clone(),
            component.role.name().to_owned(),
            product.to_owned(),
            figures.status.in_words().to_owned(),
            write(figures.input.bytes.mean),
            figures.utilization.map_or_else(dash, |load| Amount::of(load.peak).shown_as(Kind::Share).to_string()),
            count(figures.units.given),
            figures.units.needed_peak.map_or_else(dash, count),
            figures.staleness.map_or_else(dash, |age| {
                let mark = if class == Class::Exact { String::new() } else { format!(" ({class})") };
                format!("{}{mark}", write(age.max))
            }),
            write(figures.stored),
            write(figures.cost),
        ])
    });
    let head =
        vec!["component", "role", "product", "status", "in", "load", "units", "needs", "max stale", "stored", "cost"];
    Table { head, rows: rows.collect() }
}

fn bill(design: &Design, explainer: &Explainer<'_>, found: &Estimate) -> Table {
    let mut rows = Vec::new();
    for (id, figures) in &found.components {
        let name = design.component(id).map_or("", |component| component.name.as_str());
        if figures.cost.base() <= 0.0 {
            continue;
        }
        for line in explainer.bill(id) {
            rows.push((
                line.cost.base(),
                vec![name.to_owned(), line.kind.name().to_owned(), line.what.clone(), write(line.cost)],
            ));
        }
    }
    rows.sort_by(|(a, _), (b, _)| b.total_cmp(a));
    Table { head: vec!["component", "kind", "what", "cost"], rows: rows.into_iter().map(|(_, row)| row).collect() }
}

/// What the figures rest on: facts of the catalogue with their sources, and what was assumed.
fn grounds(design: &Design, explainer: &Explainer<'_>, found: &Estimate) -> (Table, Vec<String>) {
    let mut facts: BTreeSet<Vec<String>> = BTreeSet::new();
    let mut assumptions: BTreeSet<String> = BTreeSet::new();
    let mut visit = |at: &str, derivation: &Derivation| {
        let mut open = vec![derivation];
        while let Some(derivation) = open.pop() {
            for input in &derivation.inputs {
                match &input.origin {
                    Origin::Catalog { product, provenance, .. } => {
                        facts.insert(vec![
                            product.clone(),
                            input.name.clone(),
                            input.value.clone(),
                            provenance.source.to_string(),
                            provenance.date.to_string(),
                            provenance.confidence.to_string(),
                        ]);
                    }
                    Origin::Assumption { why, .. } => {
                        assumptions.insert(format!("{at}: {} is {}: {why}", input.name, input.value));
                    }
                    Origin::Computed(inner) => open.push(inner),
                    Origin::Person { .. } | Origin::Figure { .. } => {}
                }
            }
        }
    };
    for id in found.components.keys() {
        let name = design.component(id).map_or("", |component| component.name.as_str());
        for figure in Figure::ALL {
            if let Some(derivation) = explainer.figure(id, *figure) {
                visit(name, &derivation);
            }
        }
    }
    for verdict in &found.verdicts {
        visit(&verdict.title(), &explainer.requirement(&verdict.requirement));
    }
    let head = vec!["product", "fact", "value", "source", "date", "confidence"];
    (Table { head, rows: facts.into_iter().collect() }, assumptions.into_iter().collect())
}
