//! The design as flat arrays in the order of the flow, made anew for each estimate.
//!
//! Components of a cycle stand together; within a cycle the order is that of a depth-first walk from where data
//! enters, so that only links that close a loop point backwards.

use crate::design::{Component, Design, Id, Link};
use petgraph::algo::kosaraju_scc;
use petgraph::stable_graph::NodeIndex;
use petgraph::visit::{EdgeFiltered, EdgeRef, IntoEdgeReferences};
use std::collections::HashMap;

/// A link between two places in the order.
#[derive(Clone, Copy)]
pub(super) struct Arc<'a> {
    pub link: &'a Link,
    pub from: usize,
    pub to: usize,
}

/// Components in the order of the flow, with the links that carry data.
pub(super) struct Graph<'a> {
    pub components: Vec<&'a Component>,
    pub arcs: Vec<Arc<'a>>,
    /// Links into each component, as indices of `arcs`.
    pub incoming: Vec<Vec<usize>>,
    /// Links out of each component.
    pub outgoing: Vec<Vec<usize>>,
    /// Cycles: ranges of the order with more than one component.
    pub cycles: Vec<std::ops::Range<usize>>,
    /// Place in the order by id.
    pub place: HashMap<&'a Id, usize>,
}

impl<'a> Graph<'a> {
    pub fn new(design: &'a Design) -> Self {
        let graph = design.graph();
        let flow = EdgeFiltered::from_fn(graph, |edge| edge.weight().kind.carries_data());
        // Kosaraju's, because petgraph's recursive Tarjan overflows the stack on long chains.
        let mut groups = kosaraju_scc(&flow);
        groups.reverse();
        let mut components = Vec::with_capacity(graph.node_count());
        let mut at: HashMap<NodeIndex, usize> = HashMap::with_capacity(graph.node_count());
        let mut cycles = Vec::new();
        for group in groups {
            let start = components.len();
            let group = if group.len() > 1 { walk_order(design, &group) } else { group };
            for index in group {
                if let Some(component) = graph.node_weight(index) {
                    at.insert(index, components.len());
                    components.push(component);
                }
            }
            if components.len() > start + 1 {
                cycles.push(start..components.len());
            }
        }
        let mut arcs = Vec::with_capacity(graph.edge_count());
        let mut incoming = vec![Vec::new(); components.len()];
        let mut outgoing = vec![Vec::new(); components.len()];
        for edge in graph.edge_references() {
            let link = edge.weight();
            let (Some(&from), Some(&to)) = (at.get(&edge.source()), at.get(&edge.target())) else { continue };
            if !link.kind.carries_data() {
                continue;
            }
            if let (Some(out), Some(into)) = (outgoing.get_mut(from), incoming.get_mut(to)) {
                out.push(arcs.len());
                into.push(arcs.len());
                arcs.push(Arc { link, from, to });
            }
        }
        let place = components.iter().enumerate().map(|(place, component)| (&component.id, place)).collect();
        Self { components, arcs, incoming, outgoing, cycles, place }
    }

    /// Links into a component.
    pub fn links_into(&self, place: usize) -> impl Iterator<Item = (usize, Arc<'a>)> {
        Self::list(&self.incoming, &self.arcs, place)
    }

    /// Links out of a component.
    pub fn links_out_of(&self, place: usize) -> impl Iterator<Item = (usize, Arc<'a>)> {
        Self::list(&self.outgoing, &self.arcs, place)
    }

    fn list<'s>(
        lists: &'s [Vec<usize>],
        arcs: &'s [Arc<'a>],
        place: usize,
    ) -> impl Iterator<Item = (usize, Arc<'a>)> + use<'s, 'a> {
        lists.get(place).into_iter().flatten().filter_map(move |&index| arcs.get(index).map(|arc| (index, *arc)))
    }

    /// Everything that a component's data comes from, itself included, by place.
    pub fn upstream(&self, place: usize) -> Vec<bool> {
        let mut reached = vec![false; self.components.len()];
        let mut stack = vec![place];
        while let Some(here) = stack.pop() {
            match reached.get_mut(here) {
                Some(seen) if !*seen => *seen = true,
                _ => continue,
            }
            stack.extend(self.links_into(here).map(|(_, arc)| arc.from));
        }
        reached
    }
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
