//! What somebody should know about a design: errors that make figures wrong, and what will hurt.

use super::figures::{ComponentEstimate, Estimate, Problem, Severity, Status};
use super::node::{Node, share};
use super::rates::mean;
use super::stage::{Obstacle, Periodic};
use super::verdict::peak_records;
use super::whole::Whole;
use crate::catalog::{Confidence, Field, Place, Role, did_you_mean};
use crate::design::{Component, ElementId, LinkKind, Scenario};
use crate::formulas::class::Class;
use crate::units::{Amount, Information, Measure, Ratio, Time};

pub(super) fn problems(whole: &Whole<'_>, estimate: &Estimate, scenario: Option<&Scenario>) -> Vec<Problem> {
    // Both are in the order of the design.
    let mut figures = vec![None; whole.model.graph.len()];
    for (index, of) in whole.design.indices().zip(estimate.components.values()) {
        if let Some(slot) = whole.model.graph.place(index).and_then(|place| figures.get_mut(place)) {
            *slot = Some(of);
        }
    }
    let mut list = List { whole, figures, found: Vec::new() };
    list.products();
    list.changes(scenario);
    list.requirements(scenario);
    list.loops();
    list.flow();
    list.capacity();
    list.kept();
    list.monitors(estimate);
    list.found.sort_by_key(|problem| problem.severity);
    list.found
}

struct List<'a, 'b> {
    whole: &'b Whole<'a>,
    /// By place.
    figures: Vec<Option<&'b ComponentEstimate>>,
    found: Vec<Problem>,
}

impl List<'_, '_> {
    fn say(&mut self, severity: Severity, at: Option<ElementId>, message: String) {
        self.found.push(Problem { severity, at, message });
    }

    fn at(&self, place: usize) -> Option<ElementId> {
        self.whole.id(place).cloned().map(ElementId::Component)
    }

    fn places(&self) -> std::ops::Range<usize> {
        0..self.whole.model.graph.len()
    }

    fn name(&self, place: usize) -> String {
        self.whole.name(place).to_owned()
    }

    /// Requirements on what is not in the design any more.
    fn requirements(&mut self, scenario: Option<&Scenario>) {
        for requirement in scenario.iter().flat_map(|scenario| &scenario.requirements) {
            let Some(id) = requirement.at().filter(|id| self.whole.design.component(id).is_none()) else { continue };
            let at = scenario.map(|scenario| ElementId::Scenario(scenario.id.clone()));
            self.say(
                Severity::Error,
                at,
                format!(
                    "a requirement is about `{id}`, which is not in the design: choose another component, or delete it"
                ),
            );
        }
    }

    fn products(&mut self) {
        for place in self.places() {
            let Some(inputs) = self.whole.inputs(place) else { continue };
            let component = inputs.component;
            let catalog = self.whole.catalog;
            match inputs.product {
                None => {
                    let near = did_you_mean(catalog.nearest(&component.product));
                    let at = self.at(place);
                    self.say(
                        Severity::Error,
                        at,
                        format!("the catalogue has no product `{}`{near}", component.product),
                    );
                }
                Some(product) if product.role != component.role => {
                    let at = self.at(place);
                    self.say(
                        Severity::Error,
                        at,
                        format!(
                            "{} is a product for {}, not for {}",
                            product.name,
                            product.role.name(),
                            component.role.name()
                        ),
                    );
                }
                Some(_) => {}
            }
            for (field, id) in inputs.named_products() {
                if catalog.product(id).is_none() {
                    let near = did_you_mean(catalog.nearest(id));
                    let at = self.at(place);
                    self.say(
                        Severity::Error,
                        at,
                        format!("{}: the catalogue has no product `{id}`{near}", field.label()),
                    );
                }
            }
        }
    }

    fn changes(&mut self, scenario: Option<&Scenario>) {
        for change in scenario.into_iter().flat_map(|scenario| &scenario.changes) {
            let component = self.whole.design.component(&change.element);
            if component.is_none() && self.whole.design.link(&change.element).is_none() {
                self.say(
                    Severity::Error,
                    scenario.map(|scenario| ElementId::Scenario(scenario.id.clone())),
                    format!("the change `{change}` is for `{}`, which does not exist", change.element),
                );
            } else if let Some(Err(error)) = component.map(|component| change.check_role(component.role)) {
                self.say(
                    Severity::Error,
                    scenario.map(|scenario| ElementId::Scenario(scenario.id.clone())),
                    format!("the change `{change}`: {error}"),
                );
            }
        }
    }

    fn loops(&mut self) {
        for cycle in self.whole.model.amplifying.clone() {
            let names: Vec<String> = cycle.clone().take(6).map(|place| self.name(place)).collect();
            let at = self.at(cycle.start);
            self.say(
                Severity::Error,
                at,
                format!(
                    "the loop {} passes on at least as much as it takes: it amplifies without end. Let a link of it take a share",
                    names.join(" > ")
                ),
            );
        }
    }

    fn flow(&mut self) {
        for place in self.places() {
            let (Some(inputs), Some(stage)) = (self.whole.inputs(place), self.whole.stage(place)) else { continue };
            let component = inputs.component;
            let status = self.figures.get(place).copied().flatten().map(|figures| figures.status);
            let takes = !self.whole.model.graph.links_into(place).is_empty();
            if status == Some(Status::OutOfService) {
                // It was taken out on purpose.
                continue;
            }
            if component.role == Role::Source && !stage.sends && !takes {
                let at = self.at(place);
                self.say(
                    Severity::Error,
                    at,
                    format!("{} has no load: say how much it sends, for example `500 GB/day`", component.name),
                );
            } else if component.role == Role::Source && inputs.stated(Field::Record).is_none() && stage.sends {
                let at = self.at(place);
                self.say(
                    Severity::Hint,
                    at,
                    format!(
                        "{} states no record size: limits and prices by the record rest on a default",
                        component.name
                    ),
                );
            }
            if status == Some(Status::NoInput) && component.role != Role::Source {
                self.unfed(place, component);
            }
            self.idle_inputs(place, component);
            let given: f64 = self.whole.model.given_out(place);
            if matches!(component.role, Role::Source | Role::Queue | Role::Compute)
                && given == 0.0
                && mean(&stage.output.records) > 0.0
            {
                let at = self.at(place);
                let dead_end = if component.role == Role::Queue { Severity::Hint } else { Severity::Warning };
                self.say(dead_end, at, format!("nothing takes what {} gives out", component.name));
            }
            let splits: Vec<f64> = self
                .whole
                .model
                .graph
                .links_out_of(place)
                .filter_map(|arc| self.whole.design.graph().edge_weight(arc.edge))
                .filter(|link| matches!(link.kind, LinkKind::Split(_)))
                .map(|link| share(&link.kind))
                .collect();
            let sum: f64 = splits.iter().sum();
            if !splits.is_empty() && (sum - 1.0).abs() > 1e-6 {
                let at = self.at(place);
                let shown = Amount::of(Ratio::from_base(sum)).shown_as(crate::units::Kind::Share);
                let (severity, what) = if sum > 1.0 {
                    (Severity::Error, "more than there is")
                } else {
                    (Severity::Warning, "the rest is lost")
                };
                self.say(severity, at, format!("the split links of {} take {shown} in all: {what}", component.name));
            }
        }
    }

    /// Nothing comes in. What is linked to something that has no data yet is not told again what that one is told.
    fn unfed(&mut self, place: usize, component: &Component) {
        let graph = &self.whole.model.graph;
        let givers: Vec<usize> = graph.links_into(place).iter().map(|arc| arc.from).collect();
        let full = |from: &&usize| {
            self.whole.stage(**from).is_some_and(|stage| mean(&stage.input.records) > 0.0)
                && !self.whole.node(**from).is_some_and(Node::is_down)
        };
        let cycle = graph.cycles.iter().find(|cycle| cycle.start == place);
        let message = if givers.is_empty() {
            format!("nothing feeds {}", component.name)
        } else if let Some(from) = givers.iter().find(full) {
            format!("nothing of what comes to {} comes on to {}", self.name(*from), component.name)
        } else if let Some(cycle) = cycle
            && cycle.clone().all(|at| graph.links_into(at).iter().all(|arc| cycle.contains(&arc.from)))
        {
            let names: Vec<String> = cycle.clone().take(6).map(|place| self.name(place)).collect();
            format!("nothing feeds the loop {}", names.join(" > "))
        } else {
            return;
        };
        let at = self.at(place);
        self.say(Severity::Warning, at, message);
    }

    /// A watermark over several inputs is that of the slowest: one that never sends holds every window open.
    fn idle_inputs(&mut self, place: usize, component: &Component) {
        let windows = self.whole.node(place).is_some_and(|node| node.positive(Field::Window).is_some());
        let flows = self.whole.stage(place).is_some_and(|stage| mean(&stage.input.records) > 0.0);
        if component.role != Role::Compute || !windows || !flows {
            return;
        }
        let idle: Vec<usize> = self.whole.model.graph.links_into(place).iter().map(|arc| arc.from).collect();
        for from in idle {
            if self.whole.stage(from).is_some_and(|stage| mean(&stage.output.records) <= 0.0) {
                let message = format!(
                    "{} gives nothing, and the windows of {} wait for the slowest of their inputs: no result appears until \
                     it sends, or is marked as idle",
                    self.name(from),
                    component.name
                );
                let at = self.at(place);
                self.say(Severity::Warning, at, message);
            }
        }
    }

    fn capacity(&mut self) {
        for place in self.places() {
            let (Some(inputs), Some(stage)) = (self.whole.inputs(place), self.whole.stage(place)) else { continue };
            let component = inputs.component;
            let Some(figures) = self.figures.get(place).copied().flatten() else { continue };
            let units = || self.would_do(place);
            let resource = figures.utilization.map_or("", |utilization| utilization.resource.name());
            let percent = || {
                figures
                    .utilization
                    .map(|utilization| Amount::of(utilization.peak).shown_as(crate::units::Kind::Share).to_string())
                    .unwrap_or_default()
            };
            match figures.status {
                Status::FallsBehind => {
                    let growth = figures.backlog_growth.map_or(0.0, |growth| growth.base() * 3600.0);
                    let at = self.at(place);
                    let grows = if growth > 0.0 {
                        format!("its backlog grows by {} an hour", Amount::of(Information::from_base(growth)))
                    } else {
                        "it works at just its capacity, and no backlog is ever worked off".to_owned()
                    };
                    let message = format!("{} never catches up: {grows} ({resource}){}", component.name, units());
                    self.say(Severity::Error, at, message);
                }
                Status::OverCapacity => {
                    let at = self.at(place);
                    let message = match stage.periodic.filter(|periodic| periodic.late) {
                        Some(periodic) => format!("{}{}", too_long(&component.name, &periodic), units()),
                        None => format!("{} is at {} of its {resource} at peak{}", component.name, percent(), units()),
                    };
                    self.say(Severity::Warning, at, message);
                }
                Status::OverTarget => {
                    let at = self.at(place);
                    let target = Amount::of(Ratio::from_base(stage.target)).shown_as(crate::units::Kind::Share);
                    let message = format!(
                        "{} is at {} of its {resource} at peak, over its target load of {target}{}",
                        component.name,
                        percent(),
                        units()
                    );
                    self.say(Severity::Warning, at, message);
                }
                Status::Ok | Status::OutOfService | Status::NoInput => {}
            }
            if let (Some(why), true) = (stage.capped, stage.effective < stage.units) {
                let at = self.at(place);
                self.say(
                    Severity::Warning,
                    at,
                    format!(
                        "{} of the {} units of {} work: {why}",
                        stage.effective.floor(),
                        stage.units,
                        component.name
                    ),
                );
            }
            if stage.parts.is_empty()
                && stage.pace().is_none()
                && !self.whole.node(place).is_some_and(Node::is_down)
                && component.role == Role::Compute
                && peak_records(stage) > 0.0
            {
                let at = self.at(place);
                self.say(
                    Severity::Hint,
                    at,
                    format!("no throughput of {} is known: its load is not checked", component.name),
                );
            }
            if self.whole.node(place).is_some_and(super::cost::has_no_price) && peak_records(stage) > 0.0 {
                let at = self.at(place);
                self.say(
                    Severity::Hint,
                    at,
                    format!("no price of {} is known: set a price a unit or another cost", component.name),
                );
            }
            if let Some(bound) = stage.bound()
                && let super::stage::LimitFrom::Product(index) = bound.from
                && let Some(limit) = inputs.product.and_then(|product| product.limits.get(usize::from(index)))
                && limit.provenance.confidence == Confidence::Unverified
            {
                let at = self.at(place);
                self.say(
                    Severity::Hint,
                    at,
                    format!(
                        "the load of {} rests on an unverified figure, {} a unit: measure yours and set it",
                        component.name,
                        limit.value.text()
                    ),
                );
            }
            if let Class::Approximation { high, .. } = stage.wait_class
                && stage.input.records.len() > 1
                && high <= 1.0
            {
                let at = self.at(place);
                self.say(
                    Severity::Hint,
                    at,
                    format!(
                        "{} is near saturation at peak: its wait may be up to 1.6 times as long as shown",
                        component.name
                    ),
                );
            }
        }
    }

    /// The units that would do, or why no number of them would. Said to stay true whatever else is mended, so that the
    /// next estimate does not ask for more.
    fn would_do(&self, place: usize) -> String {
        let (Some(inputs), Some(node), Some(stage)) =
            (self.whole.inputs(place), self.whole.node(place), self.whole.stage(place))
        else {
            return String::new();
        };
        if !Field::Units.fits(Place::Component(inputs.component.role)) {
            return String::new();
        }
        let unit = inputs.product.map_or("unit", |product| product.unit.as_str());
        let why = match stage.needed(node, true) {
            Ok(None) => return String::new(),
            Ok(Some(1.0)) => return format!("; 1 {unit} would do"),
            Ok(Some(n)) => return format!("; {n} {unit}s would do"),
            Err(Obstacle::Whole(resource)) => {
                format!("its limit of {} is one of the whole, not of a {unit}", resource.name())
            }
            Err(Obstacle::Startup) => "its start-up takes the whole period".to_owned(),
            Err(Obstacle::Partitions { units, partitions }) => {
                return format!(
                    "; it takes {units} {unit}s and as many partitions of the queue before it, which has {partitions}"
                );
            }
            Err(Obstacle::Capped(why)) => why.to_owned(),
            Err(Obstacle::Interference) => "more of them get in each other's way".to_owned(),
        };
        format!("; no number of {unit}s would do: {why}")
    }

    /// A queue must keep data at least as long as its consumers let it lie.
    fn kept(&mut self) {
        for arc in &self.whole.model.graph.arcs {
            let (Some(kept), Some(stage)) = (self.whole.kept(arc.from), self.whole.stage(arc.to)) else { continue };
            if self.whole.node(arc.from).map(|node| node.role) != Some(Role::Queue) {
                continue;
            }
            if let Some(runs) = stage.periodic.as_ref().and_then(|periodic| periodic.busiest)
                && kept.retention < runs.period + runs.run
            {
                let (queue, taker) = (self.name(arc.from), self.name(arc.to));
                let at = self.at(arc.from);
                let message = format!(
                    "{queue} keeps data for {}, but {taker} comes by only every {}: data is lost",
                    Amount::of(Time::from_base(kept.retention)),
                    Amount::of(Time::from_base(runs.period))
                );
                self.say(Severity::Error, at, message);
            }
        }
    }

    fn monitors(&mut self, estimate: &Estimate) {
        let mut watched = false;
        for link in self.whole.design.links().filter(|link| link.kind == LinkKind::Watch) {
            let Some(place) = self.whole.place(&link.from) else { continue };
            let Some(inputs) = self.whole.inputs(place) else { continue };
            if inputs.component.role != Role::Monitor {
                continue;
            }
            watched = true;
            let staleness = estimate.component(&link.to).and_then(|figures| figures.staleness);
            if let (Some(threshold), Some(staleness)) = (inputs.positive(Field::Threshold), staleness)
                && threshold.value < staleness.p99.base()
            {
                let at = self.at(place);
                let message = format!(
                    "{} will raise false alarms: its threshold of {} is below the staleness of {} on a good day (p99 {})",
                    inputs.component.name,
                    Amount::of(Time::from_base(threshold.value)),
                    link.to,
                    Amount::of(staleness.p99)
                );
                self.say(Severity::Warning, at, message);
            }
        }
        let flows = self.whole.model.stages.iter().any(|stage| mean(&stage.input.records) > 0.0);
        if !watched && flows {
            self.say(
                Severity::Hint,
                None,
                "no monitor watches this design: link one to what must not go stale".to_owned(),
            );
        }
    }
}

/// A run that takes longer than its period, and what comes of it.
fn too_long(name: &str, periodic: &Periodic) -> String {
    let time = |seconds: f64| Amount::of(Time::from_base(seconds)).to_string();
    let (period, run) = (time(periodic.comes), time(periodic.longest));
    let takes = if run == period {
        format!("a run of {name} takes a little longer at peak than its period of {period}")
    } else {
        format!("a run of {name} takes {run} at peak, longer than its period of {period}")
    };
    match periodic.busiest {
        Some(runs) if time(runs.period) != time(periodic.every) => {
            format!("{takes}: in fact it runs every {}", time(runs.period))
        }
        Some(runs) if runs.at_once > 1.0 => format!("{takes}: up to {} of them overlap", runs.at_once),
        _ => format!("{takes}: what is left over waits until less comes"),
    }
}
