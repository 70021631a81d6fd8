//! What ranges of inputs make of the figures: quasi-random draws through the same passes.
//!
//! A range is the 5th to the 95th percentile: log-normal between positive ends, even otherwise. What a person states
//! as a range varies; so does a figure of the catalogue with a lowest and a highest value, unless somebody states a
//! plain one. A figure of a product is drawn once for all components of it. Draws belong to the name of an input, not
//! to the order: the same input gets the same draws in every scenario and every run, so that differences are no noise.

use super::figures::{Estimate, Verdict};
use super::model::Model;
use super::node::Figure;
use super::rates::mean;
use super::storage::Kept;
use super::verdict::Detail;
use super::whole::Whole;
use super::{Chain, Conditions};
use crate::catalog::{Catalog, Field};
use crate::design::{ById, Design, ElementId, Id, Requirement};
use crate::formulas::law::Law;
use crate::formulas::normal;
use crate::units::{Amount, Information, Kind, Measure, MoneyRate, Ratio, Stated, Time};
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

/// Draws if nobody says how many.
pub const SAMPLES: usize = 10_000;
/// Dimensions of the sequence; further inputs use it again, scrambled otherwise.
const DIMENSIONS: u32 = 256;
/// Inputs that are named as drivers of a figure.
const MOST_DRIVERS: usize = 8;

/// A figure under uncertain inputs.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Spread {
    /// One draw in twenty is less.
    pub p5: Amount,
    /// Half of the draws are less.
    pub p50: Amount,
    /// One draw in twenty is more.
    pub p95: Amount,
}

/// Where an uncertain input stands.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum UncertainAt {
    /// A field of a component, stated as a range.
    Field(ElementId, Field),
    /// A default of a product, with a band of its own.
    Default(String, Field),
    /// A limit of a product, by its place in the list.
    Limit(String, usize),
    /// A price of a product, by its place in the list.
    Price(String, usize),
}

/// An input that varies.
#[derive(Clone, Debug, PartialEq)]
pub struct UncertainInput {
    /// Where it stands.
    pub at: UncertainAt,
    /// What it is, in words.
    pub name: String,
    /// The components that it changes; a figure of a product changes all that are of it and state none of their own.
    pub components: Vec<Id>,
    /// Its 5th percentile.
    pub low: Amount,
    /// Its 95th percentile.
    pub high: Amount,
}

/// What drives a figure.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Driver {
    /// Which of the inputs.
    pub input: usize,
    /// Rank correlation of the input with the figure, from -1 to 1.
    pub correlation: f64,
}

/// A requirement under uncertain inputs.
#[derive(Clone, Debug, PartialEq)]
pub struct Chance {
    /// The requirement, in words.
    pub title: String,
    /// Share of the draws in which it is met.
    pub met: Ratio,
    /// The figure held against the limit, over the draws that have one.
    pub value: Option<Spread>,
    /// Inputs that move it, the strongest first.
    pub drivers: Vec<Driver>,
}

/// Figures of a component under uncertain inputs; those that no draw has are absent.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ComponentSpread {
    /// Load at peak.
    pub utilization: Option<Spread>,
    /// The largest staleness.
    pub staleness: Option<Spread>,
    /// What it stores.
    pub stored: Option<Spread>,
    /// What it costs.
    pub cost: Option<Spread>,
}

/// Everything that uncertain inputs make of a design in one scenario.
#[derive(Clone, Debug, PartialEq)]
pub struct Uncertainty {
    /// How many draws.
    pub samples: usize,
    /// What varies.
    pub inputs: Vec<UncertainInput>,
    /// Figures by component, in the order of the design.
    pub components: ById<ComponentSpread>,
    /// Cost of the whole design.
    pub cost: Spread,
    /// Inputs that move the cost, the strongest first.
    pub cost_drivers: Vec<Driver>,
    /// Requirements, in the order of the scenario.
    pub verdicts: Vec<Chance>,
}

/// An input with the places that it changes.
struct Varying {
    input: UncertainInput,
    /// The value that stands when nothing is drawn.
    middle: f64,
    places: Vec<usize>,
    dimension: u32,
    seed: u32,
}

impl Varying {
    fn new(at: UncertainAt, name: String, low: Amount, high: Amount, middle: f64) -> Self {
        // FNV-1a over what the input is called: the same input, the same draws.
        let hash = format!("{at:?}")
            .bytes()
            .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
        #[expect(clippy::cast_possible_truncation, reason = "halves of a hash")]
        let (dimension, seed) = ((hash as u32) % DIMENSIONS, (hash >> 32) as u32);
        Self {
            input: UncertainInput { at, name, components: Vec::new(), low, high },
            middle,
            places: Vec::new(),
            dimension,
            seed,
        }
    }

    /// Where in its distribution a draw lies, from zero to one.
    fn draw(&self, sample: u32) -> f64 {
        // The middle of the cell, so that neither end is drawn.
        f64::from(sobol_burley::sample(sample, self.dimension, self.seed)).clamp(1e-7, 1.0 - 1e-7)
    }

    /// The value at that share of its distribution.
    fn at(&self, p: f64) -> f64 {
        let (low, high) = (self.input.low.base(), self.input.high.base());
        let value = if low > 0.0 {
            let spread = (high / low).ln() / (2.0 * Z95);
            (low * high).sqrt() * (spread * normal::quantile(p)).exp()
        } else {
            (low + (high - low) * (p - 0.05) / 0.9).max(0.0)
        };
        if self.input.low.kind() == Kind::Share { value.min(1.0) } else { value }
    }
}

/// The 95th percentile of the standard normal distribution.
const Z95: f64 = 1.644_853_626_951_472_2;

/// Runs a design through draws of its uncertain inputs. None if `go_on` said to stop; it is asked again and again from
/// several threads, with the share that is done.
///
/// With no uncertain input every spread is a single value.
pub fn uncertainty(
    design: &Design,
    catalog: &Catalog,
    conditions: Conditions<'_>,
    samples: usize,
    go_on: &(dyn Fn(f64) -> bool + Sync),
) -> Option<Uncertainty> {
    let chain = Chain::new(design, conditions);
    let changes = chain.changes(conditions);
    let mut model = Model::compile(design, catalog, &changes);
    model.run();
    let whole = Whole { design, catalog, changes: &changes, conventions: conditions.conventions, model: &model };
    let varying = varying(&whole);
    let samples = if varying.is_empty() { 1 } else { samples.max(1) };
    let requirements = chain.requirements();
    let threads = std::thread::available_parallelism().map_or(1, usize::from).min(samples);
    let (done, stopped) = (AtomicUsize::new(0), AtomicBool::new(false));
    let share = samples.div_ceil(threads);
    let parts: Vec<(Vec<Draw>, Columns)> = std::thread::scope(|scope| {
        let workers: Vec<_> = (0..threads)
            .map(|thread| {
                let (varying, done, stopped) = (&varying, &done, &stopped);
                let mut bench = Bench { whole, model: model.clone(), estimate: whole.estimate(None, &[]) };
                scope.spawn(move || {
                    let mut draws = Vec::with_capacity(share);
                    let mut columns = Columns::new(bench.model.graph.len(), share);
                    for sample in thread * share..((thread + 1) * share).min(samples) {
                        if sample % 64 == 0 && !go_on(done.load(Ordering::Relaxed) as f64 / samples as f64) {
                            stopped.store(true, Ordering::Relaxed);
                        }
                        if stopped.load(Ordering::Relaxed) {
                            break;
                        }
                        draws.push(bench.draw(varying, sample, requirements, &mut columns));
                        done.fetch_add(1, Ordering::Relaxed);
                    }
                    (draws, columns)
                })
            })
            .collect();
        workers.into_iter().map(|worker| worker.join().unwrap_or_default()).collect()
    });
    if stopped.load(Ordering::Relaxed) {
        return None;
    }
    let (draws, columns): (Vec<_>, Vec<_>) = parts.into_iter().unzip();
    let draws: Vec<Draw> = draws.into_iter().flatten().collect();
    Some(gather(&whole, varying, &draws, &columns, requirements))
}

/// Figures of each component that are kept of every draw: peak load, largest staleness, bytes stored and cost.
const KEPT: usize = 4;

/// Figures of the components as the draws of one thread give them, those of one figure side by side; absent ones are
/// NaN here and nowhere else.
#[derive(Default)]
struct Columns {
    /// Draws there may be, and draws there are.
    room: usize,
    count: usize,
    values: Vec<f32>,
}

impl Columns {
    fn new(places: usize, room: usize) -> Self {
        Self { room, count: 0, values: vec![f32::NAN; places * KEPT * room] }
    }

    /// Notes the figures of a place in the draw under way.
    fn note(&mut self, place: usize, figures: [f32; KEPT]) {
        for (which, figure) in figures.into_iter().enumerate() {
            if let Some(slot) = self.values.get_mut((place * KEPT + which) * self.room + self.count) {
                *slot = figure;
            }
        }
    }

    /// What the draws gave for a figure of a place.
    fn of(&self, place: usize, which: usize) -> &[f32] {
        let start = (place * KEPT + which) * self.room;
        self.values.get(start..start + self.count).unwrap_or_default()
    }
}

/// What one draw gives, the figures of the components apart.
struct Draw {
    cost: f64,
    /// Whether each requirement is met, and its value.
    verdicts: Vec<(bool, Option<f64>)>,
}

/// A model of its own for one thread.
struct Bench<'a> {
    whole: Whole<'a>,
    model: Model,
    estimate: Estimate,
}

impl Bench<'_> {
    fn draw(
        &mut self,
        varying: &[Varying],
        sample: usize,
        requirements: &[Requirement],
        columns: &mut Columns,
    ) -> Draw {
        let index = u32::try_from(sample).unwrap_or(u32::MAX);
        for input in varying {
            let value = input.at(input.draw(index));
            for place in &input.places {
                let Some(node) = self.model.nodes.get_mut(*place) else { continue };
                match &input.input.at {
                    UncertainAt::Field(_, field) | UncertainAt::Default(_, field) => node.set(*field, value),
                    UncertainAt::Limit(_, at) => node.scale(Figure::Limit(*at), value / input.middle),
                    UncertainAt::Price(_, at) => node.scale(Figure::Price(*at), value / input.middle),
                }
            }
        }
        self.model.run();
        let whole = Whole { model: &self.model, ..self.whole };
        self.estimate.totals = [0.0; crate::catalog::CostKind::ALL.len()];
        #[expect(clippy::cast_possible_truncation, reason = "seven digits are enough for a spread")]
        let short = |value: Option<f64>| value.map_or(f32::NAN, |value| value as f32);
        for place in 0..whole.model.graph.len() {
            let (id, stage) = (whole.id(place), whole.stage(place));
            let mut cost = 0.0;
            if let Some(metering) = whole.metering(place) {
                metering.each(|item| {
                    cost += item.cost;
                    if let Some(sum) = self.estimate.totals.get_mut(item.kind as usize) {
                        *sum += item.cost;
                    }
                });
            }
            let fed = stage.filter(|stage| mean(&stage.input.records) > 0.0);
            let most = whole.aged(place).map(|aged| aged.hourly.iter().map(Law::max).fold(0.0, f64::max));
            let figures = [
                short(fed.and_then(|stage| Some(stage.bound()?.peak_utilization()))),
                short(most),
                short(Some(whole.kept(place).map_or(0.0, Kept::bytes))),
                short(Some(cost)),
            ];
            columns.note(place, figures);
            // The rest, percentiles above all, is worked out only where a requirement asks for it.
            if let Some(id) = id
                && requirements.iter().any(|requirement| requirement.at() == Some(id))
                && let Some(figures) = whole.component(place, whole.summary(place, |_| None))
                && let Some(slot) = self.estimate.components.get_mut(id)
            {
                *slot = figures;
            }
        }
        for arc in &whole.model.graph.arcs {
            let (kind, cost) = whole.crossing(arc);
            if let Some(sum) = self.estimate.totals.get_mut(kind as usize) {
                *sum += cost;
            }
        }
        self.estimate.sum_up();
        whole.judge(&mut self.estimate, requirements, Detail::Figures);
        columns.count += 1;
        let of = |verdict: &Verdict| (verdict.met, verdict.value.map(Amount::base));
        Draw { cost: self.estimate.cost.base(), verdicts: self.estimate.verdicts.iter().map(of).collect() }
    }
}

/// Every input that varies, in the order of its name.
fn varying(whole: &Whole<'_>) -> Vec<Varying> {
    let mut found: BTreeMap<UncertainAt, Varying> = BTreeMap::new();
    for place in 0..whole.model.graph.len() {
        let (Some(inputs), Some(node)) = (whole.inputs(place), whole.node(place)) else { continue };
        let component = inputs.component;
        let mut add = |at: UncertainAt, name: String, low: Amount, high: Amount, middle: f64| {
            if low.base() < high.base() && middle > 0.0 {
                let entry = found.entry(at.clone()).or_insert_with(|| Varying::new(at, name, low, high, middle));
                entry.places.push(place);
                entry.input.components.push(component.id.clone());
            }
        };
        for field in Field::ALL.iter().copied().filter(|field| field.fits(crate::catalog::Place::Component(node.role)))
        {
            if let Some((low, high)) = inputs.stated_range(field) {
                let at = UncertainAt::Field(ElementId::Component(component.id.clone()), field);
                let name = format!("{} of {}", field.label().to_lowercase(), component.name);
                add(at, name, low, high, node.or(field));
            }
        }
        let Some(product) = inputs.product else { continue };
        for (field, default) in product.defaults.iter().filter(|(field, _)| node.stated(**field).is_none()) {
            if let Some((low, high)) = ends(default.band.as_ref()) {
                let at = UncertainAt::Default(product.id.clone(), *field);
                let name = format!("{} of {}", field.label().to_lowercase(), product.name);
                add(at, name, low, high, node.or(*field));
            }
        }
        for (index, limit) in product.limits.iter().enumerate() {
            if let Some((low, high)) = ends(limit.band.as_ref()) {
                let name = format!("limit of {} of {}", limit.resource.name(), product.name);
                let at = UncertainAt::Limit(product.id.clone(), index);
                add(at, name, low, high, limit.value.amount().base());
            }
        }
        for (index, price) in product.prices.iter().enumerate() {
            if let Some((low, high)) = ends(price.band.as_ref()) {
                let name = format!("price of {} of {}", price.meter.name(), product.name);
                let at = UncertainAt::Price(product.id.clone(), index);
                add(at, name, low, high, price.value.amount().base());
            }
        }
    }
    found.into_values().collect()
}

fn ends(band: Option<&(Stated, Stated)>) -> Option<(Amount, Amount)> {
    band.map(|(low, high)| (low.amount(), high.amount()))
}

/// Makes spreads, chances and drivers of the draws.
fn gather(
    whole: &Whole<'_>,
    varying: Vec<Varying>,
    draws: &[Draw],
    columns: &[Columns],
    requirements: &[Requirement],
) -> Uncertainty {
    let samples = u32::try_from(draws.len()).unwrap_or(u32::MAX);
    let positions: Vec<Vec<f64>> =
        varying.iter().map(|input| (0..samples).map(|sample| input.draw(sample)).collect()).collect();
    let places: Vec<usize> = whole.design.indices().filter_map(|index| whole.model.graph.place(index)).collect();
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let spreads: Vec<ComponentSpread> = std::thread::scope(|scope| {
        let workers: Vec<_> = places
            .chunks(places.len().div_ceil(threads).max(1))
            .map(|chunk| scope.spawn(|| chunk.iter().map(|place| spread_of(columns, *place)).collect::<Vec<_>>()))
            .collect();
        workers.into_iter().flat_map(|worker| worker.join().unwrap_or_default()).collect()
    });
    let ids = places.iter().filter_map(|place| whole.id(*place).cloned());
    let components: ById<ComponentSpread> = ids.zip(spreads).collect();
    let money = |value: f64| Amount::of(MoneyRate::from_base(value));
    let costs: Vec<f64> = draws.iter().map(|draw| draw.cost).collect();
    let nothing = Spread { p5: money(0.0), p50: money(0.0), p95: money(0.0) };
    let verdicts = requirements
        .iter()
        .enumerate()
        .map(|(index, requirement)| {
            let values: Vec<Option<f64>> =
                draws.iter().map(|draw| draw.verdicts.get(index).and_then(|(_, value)| *value)).collect();
            let met = draws.iter().filter(|draw| draw.verdicts.get(index).is_some_and(|(met, _)| *met)).count();
            let like = value_of(requirement);
            // Without a figure it is worse than any figure.
            let ranked: Vec<f64> = values.iter().map(|value| value.unwrap_or(f64::INFINITY)).collect();
            Chance {
                title: super::figures::title(requirement),
                met: Ratio::from_base(met as f64 / draws.len().max(1) as f64),
                value: spread(values.iter().flatten().copied(), &like),
                drivers: drivers(&ranked, &positions),
            }
        })
        .collect();
    Uncertainty {
        samples: draws.len(),
        cost: spread(costs.iter().copied(), &money).unwrap_or(nothing),
        cost_drivers: drivers(&costs, &positions),
        inputs: varying.into_iter().map(|input| input.input).collect(),
        components,
        verdicts,
    }
}

/// The spreads of the figures of a component.
fn spread_of(columns: &[Columns], place: usize) -> ComponentSpread {
    let of = |which: usize, amount: &dyn Fn(f64) -> Amount| {
        spread(columns.iter().flat_map(|columns| columns.of(place, which)).copied().map(f64::from), amount)
    };
    ComponentSpread {
        utilization: of(0, &|value| Amount::of(Ratio::from_base(value)).shown_as(Kind::Share)),
        staleness: of(1, &|value| Amount::of(Time::from_base(value))),
        stored: of(2, &|value| Amount::of(Information::from_base(value))),
        cost: of(3, &|value| Amount::of(MoneyRate::from_base(value))),
    }
}

/// How a figure of a requirement is shown: as its limit is, but for the time of a completion or a recovery.
fn value_of(requirement: &Requirement) -> impl Fn(f64) -> Amount {
    let limit = requirement.limit().amount();
    move |value: f64| {
        let one = if limit.base() == 0.0 { limit } else { limit.scaled(1.0 / limit.base()) };
        one.scaled(value)
    }
}

fn spread(values: impl Iterator<Item = f64>, amount: &dyn Fn(f64) -> Amount) -> Option<Spread> {
    let mut values: Vec<f64> = values.filter(|value| value.is_finite()).collect();
    if values.is_empty() {
        return None;
    }
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a place in the list")]
    let place = |p: f64| (p * (values.len() - 1) as f64).round() as usize;
    let (low, middle, high) = (place(0.05), place(0.5), place(0.95));
    // Only three places are wanted: no need to sort the rest.
    let pick = |list: &mut [f64], at: usize| *list.select_nth_unstable_by(at, f64::total_cmp).1;
    let p50 = pick(&mut values, middle);
    let (below, above) = values.split_at_mut(middle);
    let p5 = if low < middle { pick(below, low) } else { p50 };
    let p95 = if high > middle { pick(above, high - middle) } else { p50 };
    Some(Spread { p5: amount(p5), p50: amount(p50), p95: amount(p95) })
}

/// Spearman's rank correlation of each input with a figure; those that hardly move it are left out.
fn drivers(values: &[f64], positions: &[Vec<f64>]) -> Vec<Driver> {
    let ranks = ranks(values);
    let mut found: Vec<Driver> = positions
        .iter()
        .enumerate()
        .filter_map(|(input, draws)| {
            let correlation = correlation(&ranks, draws)?;
            (correlation.abs() >= 0.05).then_some(Driver { input, correlation })
        })
        .collect();
    found.sort_by(|a, b| b.correlation.abs().total_cmp(&a.correlation.abs()));
    found.truncate(MOST_DRIVERS);
    found
}

/// The rank of each value; equal values share the mean of theirs.
fn ranks(values: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..values.len()).collect();
    let at = |index: usize| values.get(index).copied().unwrap_or(0.0);
    order.sort_by(|a, b| at(*a).total_cmp(&at(*b)));
    let mut ranks = vec![0.0; values.len()];
    let mut start = 0;
    for group in order.chunk_by(|a, b| at(*a) == at(*b)) {
        let rank = start as f64 + (group.len() - 1) as f64 / 2.0;
        for index in group {
            if let Some(slot) = ranks.get_mut(*index) {
                *slot = rank;
            }
        }
        start += group.len();
    }
    ranks
}

/// The correlation of two lists; none if one of them does not vary.
fn correlation(a: &[f64], b: &[f64]) -> Option<f64> {
    let mean = |list: &[f64]| list.iter().sum::<f64>() / list.len().max(1) as f64;
    let (mean_a, mean_b) = (mean(a), mean(b));
    let (mut both, mut square_a, mut square_b) = (0.0, 0.0, 0.0);
    for (a, b) in a.iter().zip(b) {
        both += (a - mean_a) * (b - mean_b);
        square_a += (a - mean_a).powi(2);
        square_b += (b - mean_b).powi(2);
    }
    (square_a > 0.0 && square_b > 0.0).then(|| both / (square_a * square_b).sqrt())
}
