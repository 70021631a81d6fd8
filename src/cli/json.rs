//! `check --json`: one object a scenario, in SI base units and dollars a month. Documented in `docs/check-json.md`.
//!
//! A figure that does not exist is null. Names and their order are a promise: tests hold them.

use crate::design::{Design, Id, Requirement};
use crate::estimate::{ComponentEstimate, Estimate, Flow, Problem, Verdict};
use crate::units::system::MONTH;
use crate::units::{Amount, Kind, Measure, MoneyRate};
use serde::Serialize;
use serde::ser::{SerializeMap, Serializer};
use std::collections::BTreeMap;
use std::io::{self, Write};

#[derive(Serialize)]
struct Object<'a> {
    design: &'a str,
    scenario: Option<&'a str>,
    /// Null where there is nothing to meet.
    met: Option<bool>,
    requirements: Vec<RequirementObject<'a>>,
    components: Components<'a>,
    cost_per_month: Cost,
    critical_path: Vec<&'a str>,
    problems: Vec<ProblemObject<'a>>,
}

#[derive(Serialize)]
struct RequirementObject<'a> {
    kind: &'static str,
    at: Option<&'a str>,
    statistic: Option<&'static str>,
    value: Option<f64>,
    limit: Option<f64>,
    unit: &'static str,
    headroom: Option<f64>,
    met: bool,
    binds: Option<&'a str>,
    fix: Option<String>,
}

struct Components<'a> {
    design: &'a Design,
    found: &'a Estimate,
}

#[derive(Serialize)]
struct ComponentObject<'a> {
    role: &'static str,
    product: &'a str,
    status: &'static str,
    #[serde(rename = "in")]
    input: FlowObject,
    out: FlowObject,
    utilization: Option<UtilizationObject>,
    units: UnitsObject,
    staleness_s: Option<StalenessObject>,
    stored_bytes: Option<f64>,
    cost_per_month: Option<f64>,
}

#[derive(Serialize)]
struct FlowObject {
    bytes_per_s: LevelObject,
    records_per_s: LevelObject,
}

#[derive(Serialize)]
struct LevelObject {
    mean: Option<f64>,
    peak: Option<f64>,
}

#[derive(Serialize)]
struct UtilizationObject {
    mean: Option<f64>,
    peak: Option<f64>,
    resource: &'static str,
}

#[derive(Serialize)]
struct UnitsObject {
    given: Option<f64>,
    needed_mean: Option<f64>,
    needed_peak: Option<f64>,
}

#[derive(Serialize)]
struct StalenessObject {
    min: Option<f64>,
    mean: Option<f64>,
    p50: Option<f64>,
    p95: Option<f64>,
    p99: Option<f64>,
    max: Option<f64>,
}

#[derive(Serialize)]
struct Cost {
    total: Option<f64>,
    by_kind: BTreeMap<&'static str, Option<f64>>,
}

#[derive(Serialize)]
struct ProblemObject<'a> {
    severity: &'static str,
    at: Option<&'a str>,
    message: &'a str,
}

/// A number that JSON can hold.
fn number(value: f64) -> Option<f64> {
    value.is_finite().then_some(value)
}

fn monthly(rate: MoneyRate) -> Option<f64> {
    number(rate.base() * MONTH)
}

/// The unit of a figure, and the figure in it.
fn in_unit(amount: Amount) -> (Option<f64>, &'static str) {
    match amount.kind() {
        Kind::Time => (number(amount.base()), "s"),
        Kind::Information | Kind::RecordSize => (number(amount.base()), "B"),
        Kind::InformationRate => (number(amount.base()), "B/s"),
        Kind::RecordRate => (number(amount.base()), "records/s"),
        Kind::MoneyRate => (number(amount.base() * MONTH), "USD/month"),
        Kind::Money => (number(amount.base()), "USD"),
        _ => (number(amount.base()), "1"),
    }
}

/// Writes the object of one scenario on one line.
pub(super) fn write(out: &mut dyn Write, path: &str, design: &Design, found: &Estimate) -> io::Result<()> {
    let object = Object {
        design: path,
        scenario: found.scenario.as_ref().map(Id::as_str),
        met: (!found.verdicts.is_empty()).then(|| found.is_met()),
        requirements: found.verdicts.iter().map(requirement).collect(),
        components: Components { design, found },
        cost_per_month: Cost {
            total: monthly(found.cost),
            by_kind: found.cost_by_kind.iter().map(|(kind, cost)| (kind.name(), monthly(*cost))).collect(),
        },
        critical_path: found.critical_path.iter().map(Id::as_str).collect(),
        problems: found.problems.iter().map(problem).collect(),
    };
    serde_json::to_writer(&mut *out, &object)?;
    writeln!(out)
}

fn requirement(verdict: &Verdict) -> RequirementObject<'_> {
    let (limit, unit) = in_unit(verdict.limit);
    RequirementObject {
        kind: verdict.requirement.name(),
        at: verdict.requirement.at().map(Id::as_str),
        statistic: match &verdict.requirement {
            Requirement::Staleness { statistic, .. } => Some(statistic.name()),
            _ => None,
        },
        value: verdict.value.and_then(|value| in_unit(value).0),
        limit,
        unit,
        headroom: verdict.headroom.and_then(|headroom| number(headroom.base())),
        met: verdict.met,
        binds: verdict.binds.as_ref().map(Id::as_str),
        fix: verdict.fix.as_ref().map(|fix| fix.changes.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ")),
    }
}

fn problem(problem: &Problem) -> ProblemObject<'_> {
    ProblemObject {
        severity: problem.severity.name(),
        at: problem.at.as_ref().map(|at| at.id().as_str()),
        message: &problem.message,
    }
}

impl Serialize for Components<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.found.components.len()))?;
        for (id, figures) in &self.found.components {
            map.serialize_entry(id.as_str(), &component(self.design, id, figures))?;
        }
        map.end()
    }
}

fn component<'a>(design: &'a Design, id: &Id, figures: &ComponentEstimate) -> ComponentObject<'a> {
    let component = design.component(id);
    ComponentObject {
        role: component.map_or("", |component| component.role.name()),
        product: component.map_or("", |component| component.product.as_str()),
        status: figures.status.name(),
        input: flow(&figures.input),
        out: flow(&figures.output),
        utilization: figures.utilization.map(|load| UtilizationObject {
            mean: number(load.mean.base()),
            peak: number(load.peak.base()),
            resource: load.resource.name(),
        }),
        units: UnitsObject {
            given: number(figures.units.given),
            needed_mean: figures.units.needed_mean.and_then(number),
            needed_peak: figures.units.needed_peak.and_then(number),
        },
        staleness_s: figures.staleness.map(|staleness| StalenessObject {
            min: number(staleness.min.base()),
            mean: number(staleness.mean.base()),
            p50: number(staleness.p50.base()),
            p95: number(staleness.p95.base()),
            p99: number(staleness.p99.base()),
            max: number(staleness.max.base()),
        }),
        stored_bytes: number(figures.stored.base()),
        cost_per_month: monthly(figures.cost),
    }
}

fn flow(flow: &Flow) -> FlowObject {
    FlowObject {
        bytes_per_s: LevelObject { mean: number(flow.bytes.mean.base()), peak: number(flow.bytes.peak.base()) },
        records_per_s: LevelObject { mean: number(flow.records.mean.base()), peak: number(flow.records.peak.base()) },
    }
}
