//! Which share of the time a component can do its work: its own availability and that of what it needs at the moment.
//!
//! What lies behind a durable queue or store is not needed at the moment: while it is down, data gets staler but the
//! component works. Components that several ways share are counted once: with inputs that can stand in for each
//! other, the ways are not independent, and the shared ones are conditioned on.

use super::model::Model;
use super::node::Node;
use crate::catalog::{Field, Role};
use crate::formulas::class::Class;

/// Shared components that are conditioned on one by one; beyond, a bound is given.
const MOST_SHARED: usize = 16;

/// The availability of a component by itself: as stated, from its failures and repairs, or as its vendor promises.
pub(super) fn own(node: &Node) -> Option<f64> {
    if let Some(stated) = node.value(Field::Availability) {
        return Some(stated);
    }
    if let (Some(up), Some(down)) = (node.positive(Field::Mtbf), node.value(Field::Mttr)) {
        return Some(up / (up + down));
    }
    node.product.as_ref()?.availability.as_ref().map(|(stated, _)| stated.amount().base())
}

/// Availability of a component with all that it needs at the moment.
pub(super) struct Available {
    pub value: f64,
    pub class: Class,
    /// What it needs, itself included, by place.
    pub needs: Vec<usize>,
    /// Those of which no availability is known; they count as always up.
    pub unknown: Vec<usize>,
}

/// The availability at a place.
pub(super) fn at(model: &Model, place: usize) -> Available {
    let mut needs = Vec::new();
    let mut times: Vec<(usize, u32)> = Vec::new();
    let mut stack = vec![place];
    let mut any_first = false;
    while let Some(here) = stack.pop() {
        if let Some((_, count)) = times.iter_mut().find(|(at, _)| *at == here) {
            *count += 1;
            continue;
        }
        times.push((here, 1));
        needs.push(here);
        any_first |= first_serves(model, here);
        stack.extend(needed_by(model, here, place));
    }
    needs.sort_unstable();
    let up = |at: &usize| model.nodes.get(*at).and_then(own);
    let unknown: Vec<usize> = needs.iter().copied().filter(|at| up(at).is_none()).collect();
    let class = if unknown.is_empty() { Class::Exact } else { Class::Bound };
    if !any_first {
        // All of them are needed: each once.
        let value = needs.iter().filter_map(up).product();
        return Available { value, class, needs, unknown };
    }
    let mut shared: Vec<usize> =
        times.iter().filter(|(_, count)| *count > 1).map(|(at, _)| *at).filter(|at| up(at).is_some()).collect();
    let class = if shared.len() > MOST_SHARED {
        // Taken as always up beyond the first: an upper bound.
        shared.truncate(MOST_SHARED);
        class.and(Class::Bound)
    } else {
        class
    };
    let mut value = 0.0;
    for state in 0_u32..1 << shared.len() {
        let mut fixed: Vec<(usize, f64)> = Vec::with_capacity(shared.len());
        let mut probability = 1.0;
        for (bit, at) in shared.iter().enumerate() {
            let works = state & (1 << bit) != 0;
            let up = up(at).unwrap_or(1.0);
            probability *= if works { up } else { 1.0 - up };
            fixed.push((*at, f64::from(u8::from(works))));
        }
        if probability > 0.0 {
            value += probability * given(model, place, place, &fixed, 0);
        }
    }
    Available { value, class, needs, unknown }
}

/// Probability that a place works, the state of the shared ones being fixed; the rest is a tree.
fn given(model: &Model, here: usize, end: usize, fixed: &[(usize, f64)], depth: usize) -> f64 {
    let own = match fixed.iter().find(|(at, _)| *at == here) {
        Some((_, state)) => *state,
        None => model.nodes.get(here).and_then(own).unwrap_or(1.0),
    };
    if own == 0.0 || depth > 10_000 {
        return own;
    }
    let inputs = needed_by(model, here, end);
    let mut each = inputs.map(|at| given(model, at, end, fixed, depth + 1)).peekable();
    if each.peek().is_none() {
        return own;
    }
    if first_serves(model, here) {
        own * (1.0 - each.map(|up| 1.0 - up).product::<f64>())
    } else {
        own * each.product::<f64>()
    }
}

fn first_serves(model: &Model, place: usize) -> bool {
    model.nodes.get(place).is_some_and(|node| node.choice(Field::Inputs) == Some("first"))
}

/// What a place needs at the moment: its inputs, unless it holds the data itself.
fn needed_by(model: &Model, place: usize, end: usize) -> impl Iterator<Item = usize> {
    let durable = |at: usize| model.nodes.get(at).is_some_and(|node| matches!(node.role, Role::Queue | Role::Store));
    let holds = durable(place) || place != end && model.nodes.get(place).is_some_and(|node| node.role == Role::Source);
    let arcs = if holds { &[][..] } else { model.graph.links_into(place) };
    arcs.iter().map(|arc| arc.from).filter(move |from| *from < place)
}
