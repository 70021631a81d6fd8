//! One pass of the layout: from where things are to where they would better be.

use super::chart::{Chart, Item, Tip};
use super::frames::{Enclosure, depth, fitted, padding, steps, with};
use super::layers::{acyclic, at, columns, set};
use super::rows::{GAP, tops};
use crate::design::{Component, Point};
use crate::layout::index::Index;
use crate::layout::shape::{Area, GRID};

/// Width and height of a component, in grid steps.
const BOX: (i32, i32) = (Component::SIZE.x, Component::SIZE.y);
/// Steps between columns.
const AISLE: i32 = 4;
/// Steps between parts of the drawing that no link joins.
const BETWEEN: i32 = 4;

/// What is to be drawn, in numbers: components by their place in the order of the design.
#[derive(Clone, Debug, Default)]
pub(super) struct Drawing {
    /// Whether data flows through each component.
    pub(super) flows: Vec<bool>,
    /// Links that carry data.
    pub(super) links: Vec<(usize, usize)>,
    /// From the watcher to the watched.
    pub(super) watches: Vec<(usize, usize)>,
    pub(super) frames: Vec<Enclosure>,
    /// The innermost frame of each component.
    pub(super) inside: Vec<Option<usize>>,
}

/// What one pass found.
#[derive(Clone, Debug, Default)]
pub(super) struct Pass {
    pub(super) places: Vec<(i32, i32)>,
    /// Crossings, and steps that links rise or fall, of the places that were given; none if these are in no order.
    pub(super) given: Option<(u64, i64)>,
}

/// Components that stand on each other, and what they watch: the first at the top.
type Stack = Vec<usize>;

impl Drawing {
    fn count(&self) -> usize {
        self.flows.len()
    }

    /// The better places, the top left corner of the whole at 0, 0; and how good the given ones are, if they are in order.
    pub(super) fn pass(&self, places: &[(i32, i32)]) -> Pass {
        let (stacks, links) = self.stacks(places);
        let mut stack_of = vec![0; self.count()];
        for (n, stack) in stacks.iter().enumerate() {
            for &part in stack {
                set(&mut stack_of, part, n);
            }
        }
        let first = |stack: usize| stacks.get(stack).and_then(|stack| stack.first()).copied().unwrap_or(0);
        let links: Vec<(usize, usize)> = links
            .into_iter()
            .map(|(from, to)| (at(&stack_of, from), at(&stack_of, to)))
            .filter(|(from, to)| from != to)
            .collect();
        let group = self.groups(&stacks, &links, &first);
        let links = acyclic(stacks.len(), &links);
        let column = columns(stacks.len(), &links);
        // What no link joins is drawn apart.
        let mut members: Vec<Vec<usize>> = vec![Vec::new(); stacks.len()];
        for (stack, group) in group.iter().enumerate() {
            if let Some(members) = members.get_mut(*group) {
                members.push(stack);
            }
        }
        let mut joined: Vec<Vec<(usize, usize)>> = vec![Vec::new(); stacks.len()];
        for &(from, to) in &links {
            if let Some(joined) = joined.get_mut(at(&group, from)) {
                joined.push((from, to));
            }
        }
        let aisle = AISLE.max(2 * depth(&self.frames) + 2);
        let mut out = vec![(0, 0); self.count()];
        let mut blocks = Vec::new();
        let (mut crossings, mut in_columns) = (0, true);
        for (members, joined) in members.into_iter().zip(joined) {
            if members.is_empty() {
                continue;
            }
            let group = Group { drawing: self, stacks: &stacks, members: &members, column: &column, places };
            let (heights, crossed) = group.rows(&joined);
            crossings += crossed;
            let left = members.iter().map(|&stack| at(&column, stack)).min().unwrap_or(0);
            let mut own = Vec::new();
            let corner =
                members.iter().filter_map(|&stack| stacks.get(stack)?.first()).map(|&part| at(places, part).0).min();
            for (&stack, &top) in members.iter().zip(&heights) {
                let x = i32::try_from(at(&column, stack) - left).unwrap_or(i32::MAX / 64).saturating_mul(BOX.0 + aisle);
                let host = stacks.get(stack).and_then(|stack| stack.first()).map(|&part| at(places, part));
                for (n, &part) in (0..).zip(stacks.get(stack).into_iter().flatten()) {
                    let here = at(places, part);
                    in_columns &= corner.is_some_and(|corner| here.0 - corner == x)
                        && host.is_some_and(|host| here.1 - host.1 == n * (BOX.1 + GAP));
                    set(&mut out, part, (x, top + n * (BOX.1 + GAP)));
                    own.push(part);
                }
            }
            blocks.push(own);
        }
        let mut packed = places.to_vec();
        let in_order = in_columns && self.is_apart(places) && {
            self.pack(blocks.clone(), places, &mut packed);
            packed == *places
        };
        self.pack(blocks, places, &mut out);
        let slant =
            links.iter().map(|&(a, b)| i64::from((at(places, first(a)).1 - at(places, first(b)).1).abs())).sum();
        Pass { places: out, given: in_order.then_some((crossings, slant)) }
    }

    /// Whether components stand apart, and out of frames that are not theirs.
    fn is_apart(&self, places: &[(i32, i32)]) -> bool {
        let area = |(left, top, right, bottom): super::frames::Steps| {
            Area::of_steps(Point { x: left, y: top }, Point { x: right - left, y: bottom - top })
        };
        let mut boxes: Index<usize> = Index::default();
        for (n, &(x, y)) in places.iter().enumerate() {
            let own = Area::of_component(Point { x, y });
            if !boxes.is_free(own.grown_by(0.0, GAP as f32 * GRID), |_| false) {
                return false;
            }
            boxes.insert(n, own);
        }
        let is_in = |part: usize, frame: usize| {
            let up = |frame: &usize| self.frames.get(*frame).and_then(|frame| frame.parent);
            std::iter::successors(at(&self.inside, part), up).any(|around| around == frame)
        };
        let fitted = fitted(&self.frames, &self.inside, places);
        let areas: Vec<(usize, Area)> =
            fitted.into_iter().enumerate().filter_map(|(n, steps)| steps.map(|steps| (n, area(steps)))).collect();
        areas.iter().all(|&(n, own)| {
            let apart = |other: &Area| !own.overlaps(other) || own.holds(other) || other.holds(&own);
            boxes.is_free(own, |part| is_in(part, n)) && areas.iter().all(|(_, other)| apart(other))
        })
    }

    /// Monitors and controllers stand under one of what they watch, in the same frame; others stand in columns as if data
    /// came to them from what they watch.
    fn stacks(&self, places: &[(i32, i32)]) -> (Vec<Stack>, Vec<(usize, usize)>) {
        let mut watched: Vec<Vec<usize>> = vec![Vec::new(); self.count()];
        for &(watcher, target) in &self.watches {
            if let Some(watched) = watched.get_mut(watcher) {
                watched.push(target);
            }
        }
        let mut stacks: Vec<Stack> = Vec::new();
        let mut stack_of = vec![None; self.count()];
        for part in (0..self.count()).filter(|&part| at(&self.flows, part)) {
            set(&mut stack_of, part, Some(stacks.len()));
            stacks.push(vec![part]);
        }
        let mut links = self.links.clone();
        let mut hosted: Vec<(usize, usize)> = Vec::new();
        let mut alone = Vec::new();
        for part in (0..self.count()).filter(|&part| !at(&self.flows, part)) {
            let mut hosts: Vec<usize> = watched
                .get(part)
                .into_iter()
                .flatten()
                .copied()
                .filter(|&host| at(&self.flows, host) && at(&self.inside, host) == at(&self.inside, part))
                .collect();
            // The one in the middle of those it watches, as they stand.
            hosts.sort_by_key(|&host| (at(places, host), host));
            // Under one of them already: there it stays.
            let below = |host: &usize| {
                let (host, own) = (at(places, *host), at(places, part));
                (own.0 == host.0 && own.1 > host.1 && (own.1 - host.1) % (BOX.1 + GAP) == 0).then(|| own.1 - host.1)
            };
            let under = hosts.iter().filter_map(|host| below(host).map(|way| (way, *host))).min();
            let middle = hosts.get(hosts.len().saturating_sub(1) / 2).copied();
            match under.map(|(_, host)| host).or(middle) {
                Some(host) => hosted.push((host, part)),
                None => alone.push(part),
            }
        }
        hosted.sort_by_key(|&(host, part)| (host, at(places, part).1, at(places, part).0, part));
        for (host, part) in hosted {
            let stack = at(&stack_of, host);
            if let Some(stack) = stack.and_then(|stack| stacks.get_mut(stack)) {
                stack.push(part);
            }
            set(&mut stack_of, part, stack);
        }
        for part in alone {
            set(&mut stack_of, part, Some(stacks.len()));
            stacks.push(vec![part]);
            links.extend(watched.get(part).into_iter().flatten().map(|&target| (target, part)));
        }
        (stacks, links)
    }

    /// The outermost frame around a component.
    fn outermost(&self, part: usize) -> Option<usize> {
        let mut frame = at(&self.inside, part)?;
        while let Some(outer) = self.frames.get(frame).and_then(|frame| frame.parent) {
            frame = outer;
        }
        Some(frame)
    }

    /// The group of each stack: what links and frames join.
    fn groups(&self, stacks: &[Stack], links: &[(usize, usize)], first: &impl Fn(usize) -> usize) -> Vec<usize> {
        let mut sets = petgraph::unionfind::UnionFind::<usize>::new(stacks.len() + self.frames.len());
        for &(from, to) in links {
            sets.union(from, to);
        }
        for stack in 0..stacks.len() {
            if let Some(frame) = self.outermost(first(stack)) {
                sets.union(stack, stacks.len() + frame);
            }
        }
        // Named by the first member.
        let mut name = vec![None; stacks.len() + self.frames.len()];
        (0..stacks.len())
            .map(|stack| {
                let root = sets.find(stack);
                let named = at(&name, root).unwrap_or(stack);
                set(&mut name, root, Some(named));
                named
            })
            .collect()
    }

    /// Puts the groups beside and below each other, in the order in which they stand; single components last.
    fn pack(&self, blocks: Vec<Vec<usize>>, places: &[(i32, i32)], out: &mut [(i32, i32)]) {
        struct Block {
            parts: Vec<usize>,
            area: super::frames::Steps,
            order: (i32, i32),
        }
        let frames = fitted(&self.frames, &self.inside, out);
        let now = fitted(&self.frames, &self.inside, places);
        let mut blocks: Vec<Block> = blocks
            .into_iter()
            .filter_map(|parts| {
                let around = |places: &[(i32, i32)], frames: &[Option<super::frames::Steps>]| {
                    let own = parts.iter().map(|&part| {
                        let (x, y) = at(places, part);
                        let own = steps(Point { x, y }, Component::SIZE);
                        let frame = self.outermost(part).and_then(|frame| at(frames, frame));
                        frame.map_or(own, |frame| with(own, frame))
                    });
                    own.reduce(with)
                };
                let (area, now) = (around(out, &frames)?, around(places, &now)?);
                Some(Block { order: (now.1, now.0), area, parts })
            })
            .collect();
        blocks.sort_by_key(|block| (block.parts.len() == 1, block.order, block.parts.first().copied()));
        let room: i64 = blocks
            .iter()
            .map(|block| {
                i64::from(block.area.2 - block.area.0 + BETWEEN) * i64::from(block.area.3 - block.area.1 + BETWEEN)
            })
            .sum();
        let widest = blocks.iter().map(|block| block.area.2 - block.area.0).max().unwrap_or(0);
        #[expect(clippy::cast_possible_truncation, reason = "a cast saturates, and the root is far below")]
        let wide = widest.max((room as f64 * 1.8).sqrt() as i32);
        let (mut x, mut y, mut tall, mut single) = (0, 0, 0, false);
        for block in blocks {
            let (width, height) = (block.area.2 - block.area.0, block.area.3 - block.area.1);
            let first_single = block.parts.len() == 1 && !single;
            if x > 0 && (x + width > wide || first_single) {
                (x, y, tall) = (0, y + tall + BETWEEN, 0);
            }
            single |= first_single;
            let (dx, dy) = (x - block.area.0, y - block.area.1);
            for part in block.parts {
                let (left, top) = at(out, part);
                set(out, part, (left + dx, top + dy));
            }
            x += width + BETWEEN;
            tall = tall.max(height);
        }
    }
}

/// What links and frames join.
struct Group<'a> {
    drawing: &'a Drawing,
    stacks: &'a [Stack],
    members: &'a [usize],
    column: &'a [usize],
    places: &'a [(i32, i32)],
}

/// Where a stack or frame stands in the frame around it.
#[derive(Clone, Copy, Debug, Default)]
struct Spot {
    /// `None` for the board itself.
    frame: Option<usize>,
    item: usize,
    /// Below the top of what is in the frame.
    top: i32,
}

impl Group<'_> {
    fn height(&self, stack: usize) -> i32 {
        let count = self.stacks.get(stack).map_or(1, Vec::len);
        i32::try_from(count).unwrap_or(i32::MAX / 64).saturating_mul(BOX.1 + GAP) - GAP
    }

    fn top_now(&self, stack: usize) -> i32 {
        self.stacks.get(stack).and_then(|stack| stack.first()).map_or(0, |&part| at(self.places, part).1)
    }

    fn frame_of(&self, stack: usize) -> Option<usize> {
        self.stacks.get(stack).and_then(|stack| stack.first()).and_then(|&part| at(&self.drawing.inside, part))
    }

    /// The top of each member, and how many links cross as things stand now.
    fn rows(&self, links: &[(usize, usize)]) -> (Vec<i32>, u64) {
        let mut crossings = 0;
        let frames = &self.drawing.frames;
        // What is directly in each frame; the last is the board.
        let board = frames.len();
        let mut stacks_in: Vec<Vec<usize>> = vec![Vec::new(); board + 1];
        let mut used: Vec<usize> = Vec::new();
        for &stack in self.members {
            let frame = self.frame_of(stack);
            if let Some(list) = stacks_in.get_mut(frame.unwrap_or(board)) {
                list.push(stack);
            }
            let mut next = frame;
            while let Some(frame) = next {
                used.push(frame);
                next = frames.get(frame).and_then(|frame| frame.parent);
            }
        }
        used.sort_unstable();
        used.dedup();
        let mut frames_in: Vec<Vec<usize>> = vec![Vec::new(); board + 1];
        for &frame in &used {
            let parent = frames.get(frame).and_then(|frame| frame.parent).unwrap_or(board);
            if let Some(list) = frames_in.get_mut(parent) {
                list.push(frame);
            }
        }
        // The links of each frame: those between two things directly or deeper in it, but not in one inner frame.
        let mut links_in: Vec<Vec<(usize, usize)>> = vec![Vec::new(); board + 1];
        for &(from, to) in links {
            let around = self.meeting(from, to).unwrap_or(board);
            if let Some(list) = links_in.get_mut(around) {
                list.push((from, to));
            }
        }
        let mut stack_spot: Vec<Spot> = vec![Spot::default(); self.stacks.len()];
        let mut frame_spot: Vec<Spot> = vec![Spot::default(); board];
        let mut frame_item: Vec<Item> = vec![Item::default(); board];
        for frame in used.into_iter().chain([board]) {
            let (stacks, inner) = (stacks_in.get(frame), frames_in.get(frame));
            let own = (frame < board).then_some(frame);
            let mut items = Vec::new();
            for &stack in stacks.into_iter().flatten() {
                let column = at(self.column, stack);
                set(&mut stack_spot, stack, Spot { frame: own, item: items.len(), top: 0 });
                let (height, top) = (self.height(stack), self.top_now(stack));
                items.push(Item { span: (column, column), height, frame: false, top });
            }
            for &inner in inner.into_iter().flatten() {
                set(&mut frame_spot, inner, Spot { frame: own, item: items.len(), top: 0 });
                items.push(at(&frame_item, inner));
            }
            let tip = |stack: usize| self.tip(stack, own, &stack_spot, &frame_spot);
            let tips: Vec<(Tip, Tip)> =
                links_in.get(frame).into_iter().flatten().map(|&(from, to)| (tip(from), tip(to))).collect();
            let mut chart = Chart::new(&items, &tips);
            crossings += chart.untangle();
            let is_frame: Vec<bool> = items.iter().map(|item| item.frame).collect();
            let found = tops(&chart, &is_frame);
            for &stack in stacks.into_iter().flatten() {
                if let Some(spot) = stack_spot.get_mut(stack) {
                    spot.top = at(&found, spot.item);
                }
            }
            for &inner in inner.into_iter().flatten() {
                if let Some(spot) = frame_spot.get_mut(inner) {
                    spot.top = at(&found, spot.item);
                }
            }
            let (head, foot) = padding();
            let low = items.iter().map(|item| item.span.0).min().unwrap_or(0);
            let high = items.iter().map(|item| item.span.1).max().unwrap_or(0);
            let content = items.iter().zip(&found).map(|(item, top)| top + item.height).max().unwrap_or(0);
            let top = items.iter().map(|item| item.top).min().unwrap_or(0) - head;
            set(&mut frame_item, frame, Item { span: (low, high), height: head + content + foot, frame: true, top });
        }
        let tip = |stack: usize| self.tip(stack, None, &stack_spot, &frame_spot);
        let tops = self
            .members
            .iter()
            .map(|&stack| {
                let tip = tip(stack);
                let top = if let Some(frame) = self.frame_of(stack) {
                    let mut frame = frame;
                    while let Some(outer) = frames.get(frame).and_then(|frame| frame.parent) {
                        frame = outer;
                    }
                    at(&frame_spot, frame).top
                } else {
                    at(&stack_spot, stack).top
                };
                top + tip.below - BOX.1 / 2
            })
            .collect();
        (tops, crossings)
    }

    /// The innermost frame around both.
    fn meeting(&self, a: usize, b: usize) -> Option<usize> {
        let up = |frame: Option<usize>| self.drawing.frames.get(frame?)?.parent;
        let mut one = self.frame_of(a);
        while one.is_some() {
            let mut two = self.frame_of(b);
            while two.is_some() {
                if one == two {
                    return one;
                }
                two = up(two);
            }
            one = up(one);
        }
        None
    }

    /// Where links touch a stack, seen from a frame around it.
    fn tip(&self, stack: usize, around: Option<usize>, stack_spot: &[Spot], frame_spot: &[Spot]) -> Tip {
        let (head, _) = padding();
        let mut spot = at(stack_spot, stack);
        let mut below = BOX.1 / 2;
        while spot.frame != around {
            let Some(frame) = spot.frame else { break };
            below += spot.top + head;
            spot = at(frame_spot, frame);
        }
        Tip { item: spot.item, column: at(self.column, stack), below }
    }
}
