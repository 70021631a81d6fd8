//! `check --json`: one object a scenario, in SI base units and dollars a month. Documented in `docs/check-json.md`.
//!
//! A figure that does not exist is null. Names and their order are a promise: tests hold them.

use crate::design::{Design, Id, Requirement};
use crate::estimate::{
    Class, ComponentEstimate, Days, Driver, Estimate, Figure, Flow, Gigabyte, Outlook, Problem, Spread, Uncertainty,
    Verdict,
};
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
    conventions: ConventionsObject,
    #[serde(skip_serializing_if = "Option::is_none")]
    uncertainty: Option<UncertaintyObject<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    outlook: Option<OutlookObject<'a>>,
}

#[derive(Serialize)]
struct ConventionsObject {
    gb: &'static str,
    month_hours: u16,
    days: &'static str,
}

#[derive(Serialize)]
struct ClassObject {
    class: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    low: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    high: Option<f64>,
}

fn class(class: Class) -> ClassObject {
    let (low, high) = match class {
        Class::Approximation { low, high } => (number(low), number(high)),
        _ => (None, None),
    };
    ClassObject { class: class.name(), low, high }
}

#[derive(Serialize)]
struct SpreadObject {
    p5: Option<f64>,
    p50: Option<f64>,
    p95: Option<f64>,
}

fn spread(spread: &Spread) -> SpreadObject {
    let of = |amount| in_unit(amount).0;
    SpreadObject { p5: of(spread.p5), p50: of(spread.p50), p95: of(spread.p95) }
}

#[derive(Serialize)]
struct DriverObject<'a> {
    input: &'a str,
    correlation: Option<f64>,
}

#[derive(Serialize)]
struct ChanceObject<'a> {
    requirement: &'a str,
    met: Option<f64>,
    value: Option<SpreadObject>,
    drivers: Vec<DriverObject<'a>>,
}

#[derive(Serialize)]
struct ComponentSpreadObject {
    utilization: Option<SpreadObject>,
    staleness_max_s: Option<SpreadObject>,
    stored_bytes: Option<SpreadObject>,
    cost_per_month: Option<SpreadObject>,
}

#[derive(Serialize)]
struct UncertaintyObject<'a> {
    samples: usize,
    inputs: Vec<UncertainInputObject<'a>>,
    requirements: Vec<ChanceObject<'a>>,
    cost_per_month: SpreadObject,
    cost_drivers: Vec<DriverObject<'a>>,
    components: BTreeMap<&'a str, ComponentSpreadObject>,
}

#[derive(Serialize)]
struct UncertainInputObject<'a> {
    name: &'a str,
    low: Option<f64>,
    high: Option<f64>,
    unit: &'static str,
}

fn uncertainty(found: &Uncertainty) -> UncertaintyObject<'_> {
    let drivers = |list: &[Driver]| {
        list.iter()
            .filter_map(|driver| {
                let input = found.inputs.get(driver.input)?;
                Some(DriverObject { input: &input.name, correlation: number(driver.correlation) })
            })
            .collect()
    };
    UncertaintyObject {
        samples: found.samples,
        inputs: found
            .inputs
            .iter()
            .map(|input| {
                let ((low, unit), (high, _)) = (in_unit(input.low), in_unit(input.high));
                UncertainInputObject { name: &input.name, low, high, unit }
            })
            .collect(),
        requirements: found
            .verdicts
            .iter()
            .map(|chance| ChanceObject {
                requirement: &chance.title,
                met: number(chance.met.base()),
                value: chance.value.as_ref().map(spread),
                drivers: drivers(&chance.drivers),
            })
            .collect(),
        cost_per_month: spread(&found.cost),
        cost_drivers: drivers(&found.cost_drivers),
        components: found
            .components
            .iter()
            .map(|(id, figures)| {
                let figures = ComponentSpreadObject {
                    utilization: figures.utilization.as_ref().map(spread),
                    staleness_max_s: figures.staleness.as_ref().map(spread),
                    stored_bytes: figures.stored.as_ref().map(spread),
                    cost_per_month: figures.cost.as_ref().map(spread),
                };
                (id.as_str(), figures)
            })
            .collect(),
    }
}

#[derive(Serialize)]
struct OutlookObject<'a> {
    marginal_per_gb_a_day: Option<f64>,
    cost_per_tb: Option<f64>,
    full: Vec<FullObject<'a>>,
    months: Vec<MonthObject>,
}

#[derive(Serialize)]
struct FullObject<'a> {
    component: &'a str,
    resource: &'static str,
    after_s: Option<f64>,
}

#[derive(Serialize)]
struct MonthObject {
    month: u32,
    stored_bytes: Option<f64>,
    storage_per_month: Option<f64>,
    cost_per_month: Option<f64>,
}

fn outlook(found: &Outlook) -> OutlookObject<'_> {
    OutlookObject {
        marginal_per_gb_a_day: found.marginal.and_then(monthly),
        cost_per_tb: found.per_terabyte().and_then(|price| number(price.base())),
        full: found
            .full
            .iter()
            .map(|full| FullObject {
                component: full.component.as_str(),
                resource: full.resource.name(),
                after_s: number(full.after.base()),
            })
            .collect(),
        months: found
            .months
            .iter()
            .map(|month| MonthObject {
                month: month.number,
                stored_bytes: number(month.stored.base()),
                storage_per_month: monthly(month.storage),
                cost_per_month: monthly(month.cost),
            })
            .collect(),
    }
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
    class: ClassObject,
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
    staleness_class: ClassObject,
    availability: Option<f64>,
    backlog_growth_bytes_per_s: Option<f64>,
    late_share: Option<f64>,
    state_bytes: Option<f64>,
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
pub(super) fn in_unit(amount: Amount) -> (Option<f64>, &'static str) {
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
pub(super) fn write(
    out: &mut dyn Write,
    path: &str,
    design: &Design,
    found: &Estimate,
    spread: Option<&Uncertainty>,
    ahead: Option<&Outlook>,
) -> io::Result<()> {
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
        conventions: ConventionsObject {
            gb: match found.conventions.gigabyte {
                Gigabyte::AsBilled => "vendor",
                Gigabyte::Binary => "binary",
                Gigabyte::Decimal => "decimal",
            },
            month_hours: found.conventions.month.count(),
            days: if found.conventions.days == Days::Rounded { "rounded" } else { "exact" },
        },
        uncertainty: spread.map(uncertainty),
        outlook: ahead.map(outlook),
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
        class: class(verdict.class),
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
        staleness_class: class(figures.class(Figure::Staleness)),
        availability: figures.availability.and_then(|share| number(share.base())),
        backlog_growth_bytes_per_s: figures.backlog_growth.and_then(|rate| number(rate.base())),
        late_share: number(figures.late.base()),
        state_bytes: number(figures.state.base()),
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
