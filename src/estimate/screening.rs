//! Rates, load and the longest staleness of every component, and nothing else: one pass over flat arrays of short
//! numbers, for designs far beyond a board and for programs that try thousands of variants.
//!
//! The same figures as those of the whole estimate at the mean load, to six digits, where [`Screening::is_complete`] says
//! so. The staleness is that of schedules, windows, buffers, commits and latencies: the wait for a free unit, the work on
//! a single record and the working off of bursts are left to the whole estimate, which is never below.

use super::graph::Order;
use super::node::{Node, share};
use super::stage::{Passing, limits, parted, working};
use super::{Chain, Conditions};
use crate::catalog::{Catalog, Field, Resource, Role, Scope};
use crate::design::{Design, Id};
use crate::formulas::periodic::{self, Overrun};
use crate::formulas::reuse;
use crate::units::{InformationRate, Measure, Ratio, RecordRate, Time};
use petgraph::stable_graph::NodeIndex;
use petgraph::visit::NodeIndexable;
use std::ops::Range;

/// Rounds in which the rates of a cycle must settle.
const MOST_ROUNDS: usize = 10_000;
/// Components from which on two threads read the document.
const MANY: usize = 20_000;

/// Figures of one component.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Screened {
    /// Bytes a second that come in, on average.
    pub bytes: InformationRate,
    /// Records a second that come in, on average.
    pub records: RecordRate,
    /// Work against capacity, on average; one or more has no steady state.
    pub load: Ratio,
    /// How stale its data gets, waiting for a free unit and behind bursts apart; none if nothing comes in or something falls behind.
    pub staleness: Option<Time>,
}

/// A component as the pass reads it.
#[derive(Clone, Copy, Debug, Default)]
struct Cell {
    /// Records and bytes a second of its own.
    own: [f32; 2],
    /// Records and bytes out for one in.
    gain: [f32; 2],
    /// Load for one record and one byte a second that comes in.
    load: [f32; 2],
    /// Latency, windows, commits, in seconds.
    age: f32,
    startup: f32,
    /// Stated period of a stage that works in runs.
    every: f32,
    /// Time and bytes after which a buffer passes on.
    buffer: [f32; 2],
    kind: Kind,
}

/// How a component works.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
enum Kind {
    #[default]
    Stream,
    Scheduled(Overrun),
    /// Runs after its inputs.
    Triggered(Overrun),
    /// At most one record a key and window: the place among the aggregates.
    Aggregate(u32),
}

/// Keys that are gathered in windows.
#[derive(Clone, Copy, Debug)]
struct Aggregate {
    window: f64,
    every: f64,
    keys: f64,
    kept: f64,
    size: f64,
}

/// A link as the pass reads it.
#[derive(Clone, Copy, Debug)]
struct Arc {
    from: u32,
    share: f32,
    delay: f32,
}

/// What the pass finds.
#[derive(Clone, Copy, Debug, Default)]
struct Now {
    /// Records and bytes a second out.
    out: [f32; 2],
    /// Below zero where nothing comes, infinite where something falls behind.
    age: f32,
    /// Period with which data leaves, zero for a stream.
    emits: f32,
    input: [f32; 2],
    load: f32,
}

/// A component as the document says it, before it is known who feeds it.
#[derive(Debug, Default)]
struct Raw {
    cell: Cell,
    /// Load for one record and byte a second that goes out, over all links and on the largest.
    over_all: [f32; 2],
    on_one: [f32; 2],
    /// Units that work, and partitions that its consumers share.
    working: f32,
    parted: f32,
    aggregate: Option<Box<Aggregate>>,
    /// Whether the whole estimate does more than this pass.
    more: bool,
}

/// A design as flat arrays in the order of the flow, with the figures of the last pass.
#[derive(Debug, Default)]
pub struct Screening {
    order: Order,
    cells: Vec<Cell>,
    arcs: Vec<Arc>,
    aggregates: Vec<Aggregate>,
    now: Vec<Now>,
    complete: bool,
}

impl Screening {
    /// Compiles a design, and runs it once.
    pub fn new(design: &Design, catalog: &Catalog, conditions: Conditions<'_>) -> Self {
        let mut screening = Self::compile(design, catalog, conditions);
        screening.run();
        screening
    }

    /// Compiles a design, and runs nothing yet.
    #[expect(clippy::cast_possible_truncation, reason = "seven digits are enough here")]
    pub fn compile(design: &Design, catalog: &Catalog, conditions: Conditions<'_>) -> Self {
        let chain = Chain::new(design, conditions);
        let changes = chain.changes(conditions);
        let graph = design.graph();
        let node = |index: NodeIndex| graph.node_weight(index).map(|of| Node::new(of, catalog, &changes));
        let read = |range: Range<usize>| -> Vec<Raw> {
            range
                .map(|index| node(NodeIndex::new(index)).map_or_else(Raw::default, |node| Raw::new(&node, None)))
                .collect()
        };
        let (bound, half) = (graph.node_bound(), graph.node_bound() / 2);
        let (order, raws) = if bound < MANY {
            (Order::new(design), [read(0..bound), Vec::new()])
        } else {
            std::thread::scope(|scope| {
                let first = scope.spawn(|| read(0..half));
                let order = Order::new(design);
                let second = read(half..bound);
                let first = first.join().unwrap_or_default();
                (order, [first, second])
            })
        };
        let [first, second] = &raws;
        let raw_at = |index: usize| first.get(index).or_else(|| second.get(index.wrapping_sub(first.len())));
        let wires = super::model::wires(design, &changes);
        let mut screening = Self { complete: true, ..Self::default() };
        screening.arcs.reserve(order.givers.len());
        // What the links of each place take of its output: all together, and the largest.
        let mut fan = vec![[0.0_f32; 2]; order.at.len()];
        for (from, edge) in &order.givers {
            let Some(link) = graph.edge_weight(*edge) else { continue };
            let wire = wires(link);
            let part = share(&link.kind) as f32;
            screening.arcs.push(Arc { from: *from, share: part, delay: wire.delay as f32 });
            if let Some([all, largest]) = fan.get_mut(*from as usize) {
                *all += part;
                *largest = largest.max(part);
            }
        }
        screening.cells.reserve(order.at.len());
        for (place, (index, fan)) in order.at.iter().zip(&fan).enumerate() {
            let Some(mut raw) = raw_at(index.index()) else { continue };
            let capped;
            let partitions = order
                .feeding(place)
                .iter()
                .filter_map(|(from, _)| raw_at(order.at.get(*from as usize)?.index()))
                .map(|giver| giver.parted)
                .fold(f32::INFINITY, f32::min);
            if partitions < raw.working
                && let Some(node) = node(*index)
            {
                capped = Raw::new(&node, Some(f64::from(partitions)));
                raw = &capped;
            }
            screening.complete &= !raw.more;
            let mut cell = raw.cell;
            for (load, (gain, (all, one))) in
                cell.load.iter_mut().zip(cell.gain.iter().zip(raw.over_all.iter().zip(&raw.on_one)))
            {
                *load = load.max(gain * (all * fan[0]).max(one * fan[1]));
            }
            if let Some(aggregate) = &raw.aggregate {
                cell.kind = Kind::Aggregate(screening.aggregates.len() as u32);
                screening.aggregates.push(**aggregate);
            }
            screening.cells.push(cell);
        }
        screening.now = vec![Now::default(); screening.cells.len()];
        screening.order = order;
        screening
    }

    /// Whether these are all figures of the kind that the whole estimate has: every day is flat, no late data is worked
    /// in again, no starts are known, and no component makes do with the first of its inputs.
    pub fn is_complete(&self) -> bool {
        self.complete
    }

    /// Components.
    pub fn len(&self) -> usize {
        self.cells.len()
    }

    /// Whether there is nothing.
    pub fn is_empty(&self) -> bool {
        self.cells.is_empty()
    }

    /// The figures of a component of the design that was compiled.
    pub fn at(&self, design: &Design, component: &Id) -> Option<Screened> {
        let place = *self.order.place.get(design.index_of(component)?.index())?;
        let now = self.now.get(place as usize)?;
        let [records, bytes] = now.input.map(f64::from);
        Some(Screened {
            bytes: InformationRate::from_base(bytes),
            records: RecordRate::from_base(records),
            load: Ratio::from_base(f64::from(now.load)),
            staleness: (now.age >= 0.0 && now.age.is_finite()).then(|| Time::from_base(f64::from(now.age))),
        })
    }

    /// The largest load of any component.
    pub fn largest_load(&self) -> Ratio {
        Ratio::from_base(f64::from(self.now.iter().map(|now| now.load).fold(0.0, f32::max)))
    }

    /// Multiplies what every source sends, and runs: how it would look with so many times the load.
    pub fn scaled(&mut self, factor: Ratio) {
        #[expect(clippy::cast_possible_truncation, reason = "seven digits are enough here")]
        let factor = factor.base() as f32;
        for cell in &mut self.cells {
            cell.own = cell.own.map(|rate| rate * factor);
        }
        self.run();
    }

    /// One pass: every place once, cycles until they settle.
    pub fn run(&mut self) {
        let mut place = 0;
        let cycles = std::mem::take(&mut self.order.cycles);
        for cycle in &cycles {
            self.pass(place..cycle.start);
            self.solve(cycle);
            place = cycle.end;
        }
        self.pass(place..self.cells.len());
        self.order.cycles = cycles;
    }

    /// A cycle, round after round, until the rates stay as they are.
    fn solve(&mut self, cycle: &Range<usize>) {
        let level = |now: &[Now]| now.iter().map(|now| f64::from(now.input[0]) + f64::from(now.input[1])).sum::<f64>();
        if let Some(now) = self.now.get_mut(cycle.clone()) {
            now.fill(Now::default());
        }
        let mut before = -1.0;
        for _ in 0..MOST_ROUNDS {
            self.pass(cycle.clone());
            let now = level(self.now.get(cycle.clone()).unwrap_or_default());
            if !now.is_finite() {
                break;
            }
            if (now - before).abs() <= now * 1e-7 {
                return;
            }
            before = now;
        }
        // It amplifies without end.
        for now in self.now.get_mut(cycle.clone()).unwrap_or_default() {
            now.age = f32::INFINITY;
        }
    }

    fn pass(&mut self, places: Range<usize>) {
        let Self { order, cells, arcs, aggregates, now, .. } = self;
        let starts = order.into.get(places.start..).unwrap_or_default();
        let ends = starts.get(1..).unwrap_or_default();
        let cells = cells.get(places.clone()).unwrap_or_default();
        for (place, ((start, end), cell)) in places.zip(starts.iter().zip(ends).zip(cells)) {
            let arcs = arcs.get(*start as usize..*end as usize).unwrap_or_default();
            let found = cell.visit(place, arcs, now, aggregates);
            if let Some(slot) = now.get_mut(place) {
                *slot = found;
            }
        }
    }
}

impl Cell {
    #[inline]
    fn visit(&self, place: usize, arcs: &[Arc], all: &[Now], aggregates: &[Aggregate]) -> Now {
        let [mut records, mut bytes] = self.own;
        let (mut age, mut emits, mut in_bursts) = (-1.0_f32, 0.0_f32, 0.0_f32);
        for arc in arcs {
            let Some(giver) = all.get(arc.from as usize) else { continue };
            let (came, of_bytes) = (giver.out[0] * arc.share, giver.out[1] * arc.share);
            records += came;
            bytes += of_bytes;
            if giver.emits > 0.0 {
                emits = emits.max(giver.emits);
                in_bursts += of_bytes;
            }
            if came > 0.0 && (arc.from as usize) < place {
                age = age.max(giver.age + arc.delay);
            }
        }
        if age < 0.0 && self.own[0] > 0.0 {
            age = 0.0;
        }
        let load = (records * self.load[0]).max(bytes * self.load[1]);
        let mut now =
            Now { out: [records * self.gain[0], bytes * self.gain[1]], age, emits, input: [records, bytes], load };
        if records <= 0.0 {
            now.age = -1.0;
            return now;
        }
        // The time to fill a buffer, or its own.
        now.age += self.age + self.buffer[0].min(self.buffer[1] / bytes);
        match self.kind {
            Kind::Stream => {}
            Kind::Aggregate(of) => {
                if let Some(aggregate) = aggregates.get(of as usize) {
                    aggregate.gather(&mut now);
                }
            }
            Kind::Scheduled(overrun) => return self.runs(now, in_bursts, overrun, false),
            Kind::Triggered(overrun) => return self.runs(now, in_bursts, overrun, true),
        }
        if load >= 1.0 {
            now.out = now.out.map(|rate| rate / load);
            now.age = f32::INFINITY;
        }
        now
    }

    /// A stage that works in runs: it waits for its run, then runs.
    fn runs(&self, mut now: Now, in_bursts: f32, overrun: Overrun, triggered: bool) -> Now {
        let (load, startup) = (now.load, self.startup);
        let every = match (triggered, now.emits) {
            (false, _) => self.every,
            (true, emits) if emits > 0.0 => emits,
            (true, _) if load < 1.0 => (startup / (1.0 - load)).max(1.0),
            (true, _) => startup.max(1.0),
        };
        let at_once = !triggered && now.emits > every && in_bursts > 0.5 * now.input[1];
        let comes = if at_once { now.emits } else { every };
        let run = startup + load * comes;
        let (period, run) = if run <= comes {
            (every, run)
        } else if let Some(runs) = periodic::runs(f64::from(every), f64::from(startup), f64::from(load), overrun) {
            #[expect(clippy::cast_possible_truncation, reason = "seven digits are enough here")]
            (runs.period as f32, runs.run as f32)
        } else {
            // Each run works off one period while more than one goes by.
            let excess = (1.0 - 1.0 / load.max(1.0)).max(1.0 - every / (startup + load * every).max(every));
            now.out = now.out.map(|rate| rate * (1.0 - excess));
            now.age = f32::INFINITY;
            return now;
        };
        now.emits = period;
        now.age += if triggered { run } else { period + run };
        now
    }
}

impl Aggregate {
    /// At most one record a key and window.
    #[expect(clippy::cast_possible_truncation, reason = "seven digits are enough here")]
    fn gather(&self, now: &mut Now) {
        let [records, bytes] = now.input.map(f64::from);
        let out = reuse::keys_seen(records * self.kept * self.window, self.keys) / self.every;
        now.out = [out as f32, (out * bytes / records * self.size) as f32];
    }
}

impl Raw {
    #[expect(clippy::cast_possible_truncation, reason = "seven digits are enough here")]
    fn new(node: &Node, partitions: Option<f64>) -> Self {
        let mut cell = Cell { gain: [1.0; 2], buffer: [0.0, f32::INFINITY], ..Cell::default() };
        let mut raw = Self { parted: f32::INFINITY, more: node.weights.is_some(), ..Self::default() };
        let compute = node.role == Role::Compute;
        if node.is_down() {
            // Nothing goes on; what that means is left to the whole estimate.
            cell.gain = [0.0; 2];
            (raw.cell, raw.more) = (cell, true);
            return raw;
        }
        if let Some(load) = node.load() {
            let record = node.positive_or(Field::Record);
            let (records, bytes) = if node.load_in_bytes { (load / record, load) } else { (load, load * record) };
            cell.own = [records as f32, bytes as f32];
        }
        let mut attempts = 1.0;
        if compute {
            let passing = Passing::of(node);
            attempts = passing.attempts;
            cell.gain = [passing.records as f32, (passing.records * passing.size) as f32];
            if let (Some(window), Some(keys)) = (node.positive(Field::Window), node.positive(Field::Keys)) {
                let every = node.positive(Field::Slide).unwrap_or(window);
                let (kept, size) = (passing.kept, passing.size);
                raw.aggregate = Some(Box::new(Aggregate { window, every, keys, kept, size }));
            }
        }
        let units = node.positive_or(Field::Units);
        let (effective, _) = working(node, units, partitions);
        raw.working = if compute && partitions.is_none() { effective as f32 } else { 0.0 };
        raw.parted = parted(node, units).map_or(f32::INFINITY, |parts| parts as f32);
        for (resource, scope, limit, _) in limits(node) {
            let capacity = if scope == Scope::Component { limit } else { limit * effective };
            let (into, which, tries) = match (resource, scope) {
                (Resource::RecordsIn, _) => (&mut cell.load, 0, attempts),
                (Resource::BytesIn, _) => (&mut cell.load, 1, attempts),
                (Resource::RecordsOut, Scope::Consumer) => (&mut raw.on_one, 0, 1.0),
                (Resource::BytesOut, Scope::Consumer) => (&mut raw.on_one, 1, 1.0),
                (Resource::RecordsOut, _) => (&mut raw.over_all, 0, 1.0),
                (Resource::BytesOut, _) => (&mut raw.over_all, 1, 1.0),
                (Resource::Queries | Resource::Stored, _) => continue,
            };
            if let Some(load) = into.get_mut(which) {
                *load = load.max((tries / capacity) as f32);
            }
        }
        cell.age = fixed(node) as f32;
        if matches!(node.role, Role::Source | Role::Queue | Role::Compute) {
            let size = node.positive(Field::BufferSize);
            let time = node.positive(Field::BufferTime);
            cell.buffer = match (time, size) {
                (None, None) => cell.buffer,
                (time, size) => [time.unwrap_or(f64::INFINITY) as f32, size.unwrap_or(f64::INFINITY) as f32],
            };
        }
        if matches!(node.role, Role::Compute | Role::Store | Role::Serve)
            && matches!(node.choice(Field::Mode), Some("batch" | "micro-batch"))
        {
            let overrun = Overrun::named(node.choice(Field::Overrun).unwrap_or("at once"));
            let triggered = node.choice(Field::Trigger) == Some("after inputs");
            cell.kind = if triggered { Kind::Triggered(overrun) } else { Kind::Scheduled(overrun) };
            cell.startup = node.or(Field::Startup) as f32;
            cell.every = node.positive_or(Field::Every) as f32;
            raw.more |= raw.aggregate.is_some() || node.value(Field::Offset).is_some();
        }
        raw.more |= node.choice(Field::LateData) == Some("reprocess")
            || !matches!(node.choice(Field::Inputs), None | Some("all" | "each"));
        raw.cell = cell;
        raw
    }
}

/// Latency, windows, commits and what a cache keeps, at most.
fn fixed(node: &Node) -> f64 {
    let mut age = node.positive(Field::Latency).unwrap_or(0.0) + node.positive(Field::Commit).unwrap_or(0.0);
    if node.role == Role::Compute {
        if let Some(window) = node.positive(Field::Window) {
            age += node.positive(Field::Slide).unwrap_or(window);
        }
        age += node.positive(Field::Watermark).unwrap_or(0.0);
    }
    if node.role == Role::Serve && node.positive(Field::Queries).is_some() {
        age += node.positive(Field::Ttl).unwrap_or(0.0);
    }
    age
}
