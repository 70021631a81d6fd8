//! The design as flat arrays in the order of the flow.
//!
//! The petgraph is the document; this is what the passes run on. Places are numbers from zero in topological order;
//! links into a place stand side by side. Components of a cycle stand together; within a cycle the order is that of a
//! depth-first walk from where data enters, so that only links that close a loop point backwards.

use super::node::Wire;
use crate::design::{Component, Design, Link};
use petgraph::algo::kosaraju_scc;
use petgraph::stable_graph::{EdgeIndex, NodeIndex};
use petgraph::visit::{EdgeFiltered, EdgeRef, IntoEdgeReferences, NodeIndexable};
use std::ops::Range;

/// No place.
const NONE: u32 = u32::MAX;

/// A link that carries data, between two places.
#[derive(Clone, Copy, Debug)]
pub(super) struct Arc {
    pub edge: EdgeIndex,
    pub from: usize,
    pub to: usize,
    pub wire: Wire,
}

/// Components in the order of the flow, with the links that carry data.
#[derive(Clone, Debug, Default)]
pub(super) struct Graph {
    /// Which component stands at each place.
    pub at: Vec<NodeIndex>,
    /// Links, those into the same place side by side.
    pub arcs: Vec<Arc>,
    /// Where the links into each place begin; one more at the end.
    into: Vec<u32>,
    /// Links out of the places, as indices of `arcs`, and where those of each place begin.
    out: Vec<u32>,
    out_of: Vec<u32>,
    /// Cycles: ranges of places with more than one component.
    pub cycles: Vec<Range<usize>>,
    /// Place by index of the document's graph.
    place: Vec<u32>,
}

/// The order of the flow, and who feeds whom.
#[derive(Clone, Debug, Default)]
pub(super) struct Order {
    /// Which component stands at each place.
    pub at: Vec<NodeIndex>,
    /// Place by index of the document's graph.
    pub place: Vec<u32>,
    /// Where the links into each place begin; one more at the end.
    pub into: Vec<u32>,
    /// Givers and links, those into the same place side by side.
    pub givers: Vec<(u32, EdgeIndex)>,
    /// Cycles: ranges of places with more than one component.
    pub cycles: Vec<Range<usize>>,
}

#[expect(clippy::cast_possible_truncation, reason = "a petgraph of u32 indices has no more than that")]
impl Order {
    pub fn new(design: &Design) -> Self {
        let graph = design.graph();
        let bound = graph.node_bound();
        let mut ends: Vec<(u32, u32, EdgeIndex)> = Vec::with_capacity(graph.edge_count());
        let (mut coming, mut going) = (vec![0_u32; bound], vec![0_u32; bound + 1]);
        for edge in graph.edge_references() {
            if !edge.weight().kind.carries_data() {
                continue;
            }
            let (from, to) = (edge.source().index(), edge.target().index());
            if let (Some(out), Some(into)) = (going.get_mut(from), coming.get_mut(to)) {
                *out += 1;
                *into += 1;
            }
            ends.push((from as u32, to as u32, edge.id()));
        }
        let (at, cycles) = match topological(graph.node_indices(), &ends, coming, going) {
            Some(order) => (order, Vec::new()),
            None => with_cycles(design),
        };
        let mut place = vec![NONE; bound];
        for (here, index) in at.iter().enumerate() {
            if let Some(slot) = place.get_mut(index.index()) {
                *slot = here as u32;
            }
        }
        // Sorted by where they lead by counting; links between the same places keep the order of the document.
        let of = |index: u32| place.get(index as usize).copied().unwrap_or(NONE);
        let into = starts(at.len(), ends.iter().map(|(_, to, _)| of(*to)));
        let mut next = into.clone();
        let mut givers = vec![(NONE, EdgeIndex::end()); ends.len()];
        for (from, to, edge) in ends {
            if let Some(slot) = next.get_mut(of(to) as usize) {
                if let Some(entry) = givers.get_mut(*slot as usize) {
                    *entry = (of(from), edge);
                }
                *slot += 1;
            }
        }
        Self { at, place, into, givers, cycles }
    }

    /// The giver and the link of each link into a place.
    pub fn feeding(&self, place: usize) -> &[(u32, EdgeIndex)] {
        let at = |place: usize| self.into.get(place).map_or(0, |start| *start as usize);
        self.givers.get(at(place)..at(place + 1)).unwrap_or_default()
    }
}

#[expect(clippy::cast_possible_truncation, reason = "a petgraph of u32 indices has no more than that")]
impl Graph {
    pub fn new(design: &Design, wire: impl Fn(&Link) -> Wire) -> Self {
        let order = Order::new(design);
        let mut arcs: Vec<Arc> = Vec::with_capacity(order.givers.len());
        for to in 0..order.at.len() {
            arcs.extend(order.feeding(to).iter().filter_map(|(from, edge)| {
                let link = design.graph().edge_weight(*edge)?;
                Some(Arc { edge: *edge, from: *from as usize, to, wire: wire(link) })
            }));
        }
        let Order { at, place, into, cycles, .. } = order;
        let out_of = starts(at.len(), arcs.iter().map(|arc| arc.from as u32));
        let mut next = out_of.clone();
        let mut out = vec![0; arcs.len()];
        for (index, arc) in arcs.iter().enumerate() {
            if let Some(slot) = next.get_mut(arc.from) {
                if let Some(entry) = out.get_mut(*slot as usize) {
                    *entry = index as u32;
                }
                *slot += 1;
            }
        }
        Self { at, arcs, into, out, out_of, cycles, place }
    }

    pub fn len(&self) -> usize {
        self.at.len()
    }

    /// The place of a component.
    pub fn place(&self, index: NodeIndex) -> Option<usize> {
        self.place.get(index.index()).copied().filter(|place| *place != NONE).map(|place| place as usize)
    }

    /// The place of a component by its id.
    pub fn place_of(&self, design: &Design, id: &crate::design::Id) -> Option<usize> {
        self.place(design.index_of(id)?)
    }

    /// The component at a place.
    pub fn component<'a>(&self, design: &'a Design, place: usize) -> Option<&'a Component> {
        design.graph().node_weight(*self.at.get(place)?)
    }

    /// Links into a place.
    pub fn links_into(&self, place: usize) -> &[Arc] {
        let at = |place: usize| self.into.get(place).map_or(0, |start| *start as usize);
        self.arcs.get(at(place)..at(place + 1)).unwrap_or_default()
    }

    /// Links out of a place.
    pub fn links_out_of(&self, place: usize) -> impl Iterator<Item = &Arc> {
        let at = |place: usize| self.out_of.get(place).map_or(0, |start| *start as usize);
        let list = self.out.get(at(place)..at(place + 1)).unwrap_or_default();
        list.iter().filter_map(|index| self.arcs.get(*index as usize))
    }

    /// Everything that a component's data comes from, itself included, by place.
    pub fn upstream(&self, place: usize) -> Vec<bool> {
        let mut reached = vec![false; self.len()];
        let mut stack = vec![place];
        while let Some(here) = stack.pop() {
            match reached.get_mut(here) {
                Some(seen) if !*seen => *seen = true,
                _ => continue,
            }
            stack.extend(self.links_into(here).iter().map(|arc| arc.from));
        }
        reached
    }
}

/// Where each of `count` lists begins, if the lists hold so many of each number; one more at the end.
fn starts(count: usize, numbers: impl Iterator<Item = u32>) -> Vec<u32> {
    let mut starts = vec![0_u32; count + 1];
    for number in numbers {
        if let Some(slot) = starts.get_mut(number as usize + 1) {
            *slot += 1;
        }
    }
    let mut sum = 0;
    for slot in &mut starts {
        sum += *slot;
        *slot = sum;
    }
    starts
}

/// An order in which every link points forward, by Kahn's method; none if there is a cycle.
fn topological(
    nodes: impl Iterator<Item = NodeIndex>,
    ends: &[(u32, u32, EdgeIndex)],
    mut coming: Vec<u32>,
    mut going: Vec<u32>,
) -> Option<Vec<NodeIndex>> {
    let mut sum = 0;
    for slot in &mut going {
        let count = *slot;
        *slot = sum;
        sum += count;
    }
    let mut targets = vec![0_u32; ends.len()];
    let mut next = going.clone();
    for (from, to, _) in ends {
        if let Some(slot) = next.get_mut(*from as usize) {
            if let Some(entry) = targets.get_mut(*slot as usize) {
                *entry = *to;
            }
            *slot += 1;
        }
    }
    let mut order = Vec::with_capacity(coming.len());
    let mut count = 0;
    for node in nodes {
        count += 1;
        if coming.get(node.index()) == Some(&0) {
            order.push(node);
        }
    }
    let mut done = 0;
    while let Some(node) = order.get(done).copied() {
        done += 1;
        let at = |index: usize| going.get(index).map_or(0, |start| *start as usize);
        for target in targets.get(at(node.index())..at(node.index() + 1)).unwrap_or_default() {
            if let Some(left) = coming.get_mut(*target as usize) {
                *left -= 1;
                if *left == 0 {
                    order.push(NodeIndex::new(*target as usize));
                }
            }
        }
    }
    (order.len() == count).then_some(order)
}

/// The order of a design with cycles, and the cycles as ranges of it.
fn with_cycles(design: &Design) -> (Vec<NodeIndex>, Vec<Range<usize>>) {
    let flow = EdgeFiltered::from_fn(design.graph(), |edge| edge.weight().kind.carries_data());
    // Kosaraju's, because petgraph's recursive Tarjan overflows the stack on long chains.
    let mut groups = kosaraju_scc(&flow);
    groups.reverse();
    let mut order = Vec::with_capacity(design.graph().node_count());
    let mut cycles = Vec::new();
    for group in groups {
        let start = order.len();
        if group.len() > 1 {
            order.extend(walk_order(design, &group));
            cycles.push(start..order.len());
        } else {
            order.extend(group);
        }
    }
    (order, cycles)
}
/// The components of a cycle in reverse post-order of a walk from where data enters.
fn walk_order(design: &Design, group: &[NodeIndex]) -> Vec<NodeIndex> {
    let graph = design.graph();
    let members: std::collections::HashSet<NodeIndex> = group.iter().copied().collect();
    let flows = |index: NodeIndex, direction| {
        graph.edges_directed(index, direction).filter(|edge| edge.weight().kind.carries_data())
    };
    let mut entries: Vec<NodeIndex> = group
        .iter()
        .copied()
        .filter(|&index| flows(index, petgraph::Direction::Incoming).any(|edge| !members.contains(&edge.source())))
        .collect();
    // A cycle that nothing enters begins anywhere.
    entries.extend(group.iter().copied());
    let mut seen = std::collections::HashSet::with_capacity(group.len());
    let mut finished = Vec::with_capacity(group.len());
    for entry in entries {
        let mut stack = vec![(entry, false)];
        while let Some((index, done)) = stack.pop() {
            if done {
                finished.push(index);
                continue;
            }
            if !seen.insert(index) {
                continue;
            }
            stack.push((index, true));
            for edge in flows(index, petgraph::Direction::Outgoing) {
                if members.contains(&edge.target()) && !seen.contains(&edge.target()) {
                    stack.push((edge.target(), false));
                }
            }
        }
    }
    finished.reverse();
    finished
}
