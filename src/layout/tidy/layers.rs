//! The column of each component: links run from left to right, and are short.

/// The value in a list at a place, or none of it.
pub(super) fn at<T: Copy + Default>(list: &[T], place: usize) -> T {
    list.get(place).copied().unwrap_or_default()
}

/// Links by their ends, for walks in both directions.
pub(super) struct Neighbours {
    pub(super) out: Vec<Vec<usize>>,
    pub(super) into: Vec<Vec<usize>>,
}

impl Neighbours {
    fn of(count: usize, links: &[(usize, usize)]) -> Self {
        let mut found = Self { out: vec![Vec::new(); count], into: vec![Vec::new(); count] };
        for &(from, to) in links {
            if let Some(out) = found.out.get_mut(from) {
                out.push(to);
            }
            if let Some(into) = found.into.get_mut(to) {
                into.push(from);
            }
        }
        found
    }

    fn after(&self, node: usize) -> &[usize] {
        self.out.get(node).map_or(&[], Vec::as_slice)
    }

    fn before(&self, node: usize) -> &[usize] {
        self.into.get(node).map_or(&[], Vec::as_slice)
    }
}

/// The links turned so that they make no cycle: those that run back in a walk from the beginning are reversed.
pub(super) fn acyclic(count: usize, links: &[(usize, usize)]) -> Vec<(usize, usize)> {
    let around = Neighbours::of(count, links);
    // 0 not seen, 1 on the walk, 2 done. The walk keeps its own stack: chains may be long.
    let mut state = vec![0_u8; count];
    let mut done = vec![0_usize; count];
    let mut clock = 0;
    let starts = (0..count).filter(|&node| around.before(node).is_empty()).chain(0..count);
    for start in starts {
        if at(&state, start) != 0 {
            continue;
        }
        let mut walk = vec![(start, 0_usize)];
        set(&mut state, start, 1);
        while let Some((node, next)) = walk.last_mut() {
            let node = *node;
            if let Some(&to) = around.after(node).get(*next) {
                *next += 1;
                if at(&state, to) == 0 {
                    set(&mut state, to, 1);
                    walk.push((to, 0));
                }
            } else {
                walk.pop();
                set(&mut state, node, 2);
                clock += 1;
                set(&mut done, node, clock);
            }
        }
    }
    // In a walk, what a link leads to is done first, unless the link runs back.
    links
        .iter()
        .filter(|(from, to)| from != to)
        .map(|&(from, to)| if at(&done, from) > at(&done, to) { (from, to) } else { (to, from) })
        .collect()
}

pub(super) fn set<T>(list: &mut [T], place: usize, value: T) {
    if let Some(here) = list.get_mut(place) {
        *here = value;
    }
}

/// The column of each node from 0, given links without cycles.
pub(super) fn columns(count: usize, links: &[(usize, usize)]) -> Vec<usize> {
    let around = Neighbours::of(count, links);
    let mut waiting: Vec<usize> = around.into.iter().map(Vec::len).collect();
    let mut order: Vec<usize> = (0..count).filter(|&node| at(&waiting, node) == 0).collect();
    let mut next = 0;
    let mut column = vec![0_usize; count];
    while let Some(&node) = order.get(next) {
        next += 1;
        for &to in around.after(node) {
            let beyond = at(&column, to).max(at(&column, node) + 1);
            set(&mut column, to, beyond);
            let left = at(&waiting, to).saturating_sub(1);
            set(&mut waiting, to, left);
            if left == 0 {
                order.push(to);
            }
        }
    }
    // What has more links out than in moves toward where they lead: a table that is joined late stands beside the join.
    for _ in 0..4 {
        let mut changed = false;
        for &node in order.iter().rev() {
            let (out, into) = (around.after(node), around.before(node));
            let Some(limit) = out.iter().map(|&to| at(&column, to)).min() else { continue };
            if out.len() > into.len() && limit > at(&column, node) + 1 {
                set(&mut column, node, limit - 1);
                changed = true;
            }
        }
        if !changed {
            break;
        }
    }
    let first = column.iter().copied().min().unwrap_or(0);
    column.into_iter().map(|column| column - first).collect()
}
