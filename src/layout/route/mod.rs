//! How do links run? Around components, few corners, apart from each other.
//!
//! A link leaves its component by the middle of the right side and enters the next by the middle of the left one; links
//! that watch may use top and bottom. Several links at one side are spread by a few points, in the order of where they
//! go. Where a smooth curve would pass through another component or run backwards, the link takes straight pieces around
//! what is in the way. Pieces that would lie on each other are moved apart.
//!
//! Each step depends on the design alone, not on what was there before: the order at a side on the places of the
//! components, the way of a link on the boxes within its reach, a bundle of pieces on the pieces that meet. That is why
//! a [`Router`] that searches again only where something changed ends with the same routes as a fresh one.

mod nudge;
mod ports;
mod search;
mod shape;

pub use shape::{Piece, Route};
pub(super) use shape::{along, pieces};

use super::index::{Index, Quick};
use super::shape::{Area, Spot};
use crate::design::{Component, Design, Id, Link, Point};
use nudge::Track;
use ports::{End, Side};
use search::{Room, Scratch};
use std::collections::BTreeSet;
use std::time::{Duration, Instant};

/// How much of the work an update may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Budget {
    /// Everything: the routes are final afterwards.
    Full,
    /// While components are dragged: their links become plain curves at once, nothing is searched.
    Drag,
    /// As much as fits in that time, at least one link; call again until nothing is pending.
    Time(Duration),
}

/// A component as the router knows it.
#[derive(Clone, Debug, Default)]
struct Part {
    id: Option<Id>,
    area: Area,
    at: Point,
    links: Vec<u32>,
    seen: u64,
}

/// A link as the router knows it.
#[derive(Clone, Debug)]
struct Wire {
    id: Id,
    ends: [u32; 2],
    data: bool,
    anchors: [End; 2],
    /// The way found for it alone.
    base: Route,
    rooms: Vec<Room>,
    /// The way with its pieces moved apart from others.
    route: Route,
    changed: u64,
    seen: u64,
}

/// The routes of all links of a design, kept while it is edited.
///
/// ```
/// use loadline::design::Design;
/// use loadline::layout::{Budget, Router};
/// let mut router = Router::default();
/// router.update(&Design::new("Empty"), Budget::Full);
/// assert_eq!(router.routes().count(), 0);
/// ```
#[derive(Clone, Debug, Default)]
pub struct Router {
    parts: Vec<Part>,
    part_of: Quick<Id, u32>,
    free_parts: Vec<u32>,
    /// The parts in the order of the design, to see quickly that nothing came or went.
    order: Vec<u32>,
    wires: Vec<Option<Wire>>,
    wire_of: Quick<Id, u32>,
    free_wires: Vec<u32>,
    wire_order: Vec<u32>,
    boxes: Index<u32>,
    reaches: Index<u32>,
    bounds: Index<u32>,
    tracks: Index<(u32, u16)>,
    /// Links to search again, and areas in which bundles must be spread again.
    pending: BTreeSet<u32>,
    /// Boxes that have moved since links were last searched, and where they were then; and where others came or went.
    unsettled: Quick<u32, Area>,
    disturbed: Vec<Area>,
    loosened: Vec<Area>,
    /// Links whose own way is new since bundles were spread.
    found: BTreeSet<u32>,
    round: u64,
    /// Rises whenever a box comes, goes or moves.
    board: u64,
    revision: u64,
    scratch: Scratch,
}

/// What an update found changed.
#[derive(Default)]
struct Changes {
    /// Parts whose links may touch them elsewhere.
    around: Vec<u32>,
    /// Links that are new or have other ends.
    wires: BTreeSet<u32>,
}

impl Router {
    /// The router of a design with all routes final.
    pub fn fresh(design: &Design) -> Self {
        let mut router = Self::default();
        router.update(design, Budget::Full);
        router
    }

    /// Takes over what changed in the design and routes again what that touches. Whether all routes are final.
    pub fn update(&mut self, design: &Design, budget: Budget) -> bool {
        let mut changes = Changes::default();
        self.round += 1;
        self.take_components(design, &mut changes);
        self.take_links(design, &mut changes);
        self.work(changes, budget)
    }

    /// As [`Router::update`], if nothing but these components have moved: the rest of the design is not looked at.
    pub fn update_moved<'a>(
        &mut self,
        design: &Design,
        moved: impl IntoIterator<Item = &'a Id>,
        budget: Budget,
    ) -> bool {
        let mut changes = Changes::default();
        for id in moved {
            if let (Some(component), Some(&slot)) = (design.component(id), self.part_of.get(id)) {
                self.moved(slot, component, &mut changes);
            }
        }
        self.work(changes, budget)
    }

    /// What is left to do: links to be searched, and moved components whose surroundings are to be looked at.
    pub fn pending(&self) -> usize {
        self.pending.len() + self.unsettled.len() + self.disturbed.len()
    }

    /// Rises whenever a route changes.
    pub fn revision(&self) -> u64 {
        self.revision
    }

    /// The route of a link.
    pub fn route(&self, link: &Id) -> Option<&Route> {
        let slot = self.wire_of.get(link)?;
        self.wire(*slot).map(|wire| &wire.route)
    }

    /// All routes, in the order of the design, with the revision at which each came to be.
    pub fn routes(&self) -> impl Iterator<Item = (&Id, &Route, u64)> {
        self.wire_order.iter().filter_map(|slot| self.wire(*slot)).map(|wire| (&wire.id, &wire.route, wire.changed))
    }

    /// All components in the order of the design: the number by which the router knows each, and where it lies.
    pub fn components(&self) -> impl Iterator<Item = (u32, &Id, Area)> {
        let parts = self.order.iter().filter_map(|slot| Some((*slot, self.part(*slot)?)));
        parts.filter_map(|(slot, part)| Some((slot, part.id.as_ref()?, part.area)))
    }

    /// All links in the order of the design: the number by which the router knows each, and where it runs.
    pub fn links(&self) -> impl Iterator<Item = (u32, &Id, &Route)> {
        let wires = self.wire_order.iter().filter_map(|slot| Some((*slot, self.wire(*slot)?)));
        wires.map(|(slot, wire)| (slot, &wire.id, &wire.route))
    }

    /// The number by which the router knows a component, as long as it is there.
    pub fn component_number(&self, component: &Id) -> Option<u32> {
        self.part_of.get(component).copied()
    }

    /// The number by which the router knows a link, as long as it is there.
    pub fn link_number(&self, link: &Id) -> Option<u32> {
        self.wire_of.get(link).copied()
    }

    /// Rises whenever a component comes, goes or moves.
    pub fn placing(&self) -> u64 {
        self.board
    }

    /// Whether a component has been taken over.
    pub fn knows(&self, component: &Id) -> bool {
        self.part_of.contains_key(component)
    }

    /// The links whose routes may be seen in an area, in the order in which they came.
    pub fn links_within(&self, area: Area) -> Vec<&Id> {
        let mut slots = self.bounds.within(area);
        slots.sort_unstable();
        slots.iter().filter_map(|slot| self.wire(*slot)).map(|wire| &wire.id).collect()
    }

    /// The components of which a part may be seen in an area, in the order in which they came.
    pub fn components_within(&self, area: Area) -> Vec<&Id> {
        let mut slots = self.boxes.within(area);
        slots.sort_unstable();
        slots.iter().filter_map(|slot| self.parts.get(*slot as usize)?.id.as_ref()).collect()
    }

    /// Whether more than so many components may be seen in an area.
    pub fn has_more_components_within(&self, area: Area, most: usize) -> bool {
        !self.boxes.visit(area, at_most(most))
    }

    /// Whether more than so many components and links may be seen in an area.
    pub fn has_more_within(&self, area: Area, most: usize) -> bool {
        let mut one = at_most(most);
        !(self.boxes.visit(area, &mut one) && self.bounds.visit(area, &mut one))
    }

    /// Where a component lies, by its number.
    pub fn area(&self, component: u32) -> Option<Area> {
        self.part(component).map(|part| part.area)
    }

    /// The link that is nearest to a place, if one is within `reach` points, and how far it is.
    pub fn nearest(&self, spot: Spot, reach: f32) -> Option<(&Id, f32)> {
        let near = self.bounds.within(Area::around(spot, 2.0 * reach, 2.0 * reach));
        near.into_iter()
            .filter_map(|slot| self.wire(slot))
            .map(|wire| (&wire.id, wire.route.distance(spot)))
            .filter(|(_, distance)| *distance <= reach)
            .min_by(|(a, one), (b, two)| one.total_cmp(two).then_with(|| a.cmp(b)))
    }

    pub(super) fn slots(&self) -> impl Iterator<Item = (u32, &Id, &Route, u64)> {
        let wires = (0_u32..).zip(&self.wires);
        wires.filter_map(|(n, wire)| wire.as_ref().map(|wire| (n, &wire.id, &wire.route, wire.changed)))
    }

    /// The revision at which the route of a link came to be.
    pub(super) fn changed(&self, slot: u32) -> Option<u64> {
        self.wire(slot).map(|wire| wire.changed)
    }

    pub(super) fn line(&self, slot: u32) -> Option<&Route> {
        self.wire(slot).map(|wire| &wire.route)
    }

    pub(super) const fn lines(&self) -> &Index<u32> {
        &self.bounds
    }

    pub(super) const fn boxes(&self) -> &Index<u32> {
        &self.boxes
    }

    pub(super) fn box_areas(&self) -> impl Iterator<Item = Area> {
        self.parts.iter().map(|part| part.area)
    }

    /// Where each link may be seen, by number, with a mark of its route so that any change shows.
    pub(super) fn line_areas(&self) -> impl Iterator<Item = (Area, u64)> {
        self.wires.iter().map(|wire| wire.as_ref().map_or_else(Default::default, |w| (w.route.bounds(), w.changed)))
    }

    fn wire(&self, slot: u32) -> Option<&Wire> {
        self.wires.get(slot as usize)?.as_ref()
    }

    fn wire_mut(&mut self, slot: u32) -> Option<&mut Wire> {
        self.wires.get_mut(slot as usize)?.as_mut()
    }

    fn part(&self, slot: u32) -> Option<&Part> {
        self.parts.get(slot as usize)
    }

    fn take_components(&mut self, design: &Design, changes: &mut Changes) {
        let mut order = std::mem::take(&mut self.order);
        let mut same = order.len() == design.components().len();
        for (n, component) in design.components().enumerate() {
            let known = order
                .get(n)
                .copied()
                .filter(|slot| same && self.part(*slot).is_some_and(|part| part.id.as_ref() == Some(&component.id)));
            let slot = match known.or_else(|| self.part_of.get(&component.id).copied()) {
                Some(slot) => {
                    self.moved(slot, component, changes);
                    slot
                }
                None => self.added(component),
            };
            if known.is_none() {
                same = false;
                if n < order.len() {
                    order.truncate(n);
                }
                order.push(slot);
            }
            if let Some(part) = self.parts.get_mut(slot as usize) {
                part.seen = self.round;
            }
        }
        order.truncate(design.components().len());
        self.order = order;
        if !same {
            let gone: Vec<u32> = (0..)
                .zip(&self.parts)
                .filter(|(_, p)| p.id.is_some() && p.seen != self.round)
                .map(|(n, _)| n)
                .collect();
            for slot in gone {
                self.drop_component(slot, changes);
            }
        }
    }

    fn moved(&mut self, slot: u32, component: &Component, changes: &mut Changes) {
        let Some(part) = self.parts.get_mut(slot as usize).filter(|part| part.at != component.at) else { return };
        self.unsettled.entry(slot).or_insert(part.area);
        part.at = component.at;
        part.area = Area::of_component(component.at);
        self.boxes.insert(slot, part.area);
        self.board += 1;
        changes.around.push(slot);
        for &link in &part.links {
            if let Some(Some(wire)) = self.wires.get(link as usize) {
                changes.around.extend(wire.ends);
            }
        }
    }

    fn added(&mut self, component: &Component) -> u32 {
        let part = Part {
            id: Some(component.id.clone()),
            area: Area::of_component(component.at),
            at: component.at,
            ..Part::default()
        };
        let area = part.area;
        self.disturbed.push(area);
        let slot = put(&mut self.parts, &mut self.free_parts, part);
        self.part_of.insert(component.id.clone(), slot);
        self.boxes.insert(slot, area);
        self.board += 1;
        slot
    }

    fn drop_component(&mut self, slot: u32, changes: &mut Changes) {
        let Some(part) = self.parts.get_mut(slot as usize).map(std::mem::take) else { return };
        self.disturbed.push(self.unsettled.remove(&slot).unwrap_or(part.area));
        self.boxes.remove(slot);
        self.board += 1;
        self.free_parts.push(slot);
        if let Some(id) = part.id {
            self.part_of.remove(&id);
        }
        for link in part.links {
            self.drop_link(link, changes);
        }
    }

    fn take_links(&mut self, design: &Design, changes: &mut Changes) {
        let mut order = std::mem::take(&mut self.wire_order);
        let mut same = order.len() == design.links().len();
        for (n, link) in design.links().enumerate() {
            let known = order
                .get(n)
                .copied()
                .filter(|slot| same && self.wire(*slot).is_some_and(|wire| wire.id == link.id))
                .or_else(|| self.wire_of.get(&link.id).copied());
            let slot = known.filter(|slot| self.is_as(*slot, link)).or_else(|| {
                if let Some(slot) = known {
                    self.drop_link(slot, changes);
                }
                self.add_link(link, changes)
            });
            let Some(slot) = slot else { continue };
            if order.get(n) != Some(&slot) {
                same = false;
                order.truncate(n);
                order.push(slot);
            }
            let round = self.round;
            if let Some(wire) = self.wire_mut(slot) {
                wire.seen = round;
            }
        }
        order.truncate(design.links().len());
        self.wire_order = order;
        if !same || self.wire_of.len() != self.wire_order.len() {
            let gone = |wire: &Option<Wire>| wire.as_ref().is_some_and(|wire| wire.seen != self.round);
            let gone: Vec<u32> = (0..).zip(&self.wires).filter(|(_, wire)| gone(wire)).map(|(n, _)| n).collect();
            for slot in gone {
                self.drop_link(slot, changes);
            }
        }
    }

    fn is_as(&self, slot: u32, link: &Link) -> bool {
        let Some(wire) = self.wire(slot) else { return false };
        let is = |end: u32, id: &Id| self.part(end).is_some_and(|part| part.id.as_ref() == Some(id));
        let [from, to] = wire.ends;
        wire.data == link.kind.carries_data() && is(from, &link.from) && is(to, &link.to)
    }

    fn add_link(&mut self, link: &Link, changes: &mut Changes) -> Option<u32> {
        let ends = [*self.part_of.get(&link.from)?, *self.part_of.get(&link.to)?];
        let wire = Wire {
            id: link.id.clone(),
            ends,
            data: link.kind.carries_data(),
            anchors: [End::default(); 2],
            base: Route::Polyline(Vec::new()),
            rooms: Vec::new(),
            route: Route::Polyline(Vec::new()),
            changed: 0,
            seen: self.round,
        };
        let slot = put(&mut self.wires, &mut self.free_wires, Some(wire));
        self.wire_of.insert(link.id.clone(), slot);
        let [from, to] = ends;
        for end in [Some(from), (to != from).then_some(to)].into_iter().flatten() {
            if let Some(part) = self.parts.get_mut(end as usize) {
                part.links.push(slot);
            }
        }
        changes.wires.insert(slot);
        changes.around.extend(ends);
        Some(slot)
    }

    fn drop_link(&mut self, slot: u32, changes: &mut Changes) {
        let Some(wire) = self.wires.get_mut(slot as usize).and_then(Option::take) else { return };
        self.loosen(slot, &wire.base, &wire.rooms);
        self.reaches.remove(slot);
        self.bounds.remove(slot);
        self.pending.remove(&slot);
        self.found.remove(&slot);
        self.wire_of.remove(&wire.id);
        self.free_wires.push(slot);
        changes.wires.remove(&slot);
        self.revision += 1;
        for end in wire.ends {
            if let Some(part) = self.parts.get_mut(end as usize) {
                part.links.retain(|link| *link != slot);
                changes.around.push(end);
            }
        }
    }

    /// The pieces of a link leave their bundles.
    fn loosen(&mut self, slot: u32, base: &Route, rooms: &[Room]) {
        let Route::Polyline(spots) = base else { return };
        for (n, track) in (0..).zip(Track::all(spots, rooms)) {
            self.tracks.remove((slot, n));
            self.loosened.push(track.area());
        }
    }

    fn work(&mut self, mut changes: Changes, budget: Budget) -> bool {
        let begun = Instant::now();
        let mut again: Vec<u32> = changes.wires.into_iter().collect();
        changes.around.sort_unstable();
        changes.around.dedup();
        for part in changes.around {
            self.anchor(part, &mut again);
        }
        again.sort_unstable();
        again.dedup();
        if budget != Budget::Full {
            self.loose(&again);
        }
        self.pending.extend(again);
        if budget == Budget::Drag {
            return self.pending() == 0;
        }
        self.settle();
        while let Some(slot) = self.pending.pop_first() {
            self.search(slot);
            if let Budget::Time(time) = budget {
                self.show(slot);
                if begun.elapsed() >= time {
                    break;
                }
            }
        }
        if self.pending.is_empty() {
            self.spread();
        }
        self.pending.is_empty()
    }

    /// Links are to be searched again if boxes in their reach came, went or moved.
    fn settle(&mut self) {
        let mut areas = std::mem::take(&mut self.disturbed);
        for (slot, old) in std::mem::take(&mut self.unsettled) {
            areas.push(old);
            areas.extend(self.part(slot).map(|part| part.area));
        }
        let mut found = Vec::new();
        for area in areas {
            self.reaches.visit(area, |slot, _| {
                found.push(slot);
                true
            });
        }
        found.sort_unstable();
        found.dedup();
        self.pending.extend(found);
    }

    /// Puts the ends of the links of a component in their places; `again` gets the links whose ends are elsewhere now.
    fn anchor(&mut self, slot: u32, again: &mut Vec<u32>) {
        let Some(part) = self.part(slot) else { return };
        let area = part.area;
        let mut ends: Vec<(Side, f32, f32, u32, usize)> = Vec::with_capacity(part.links.len());
        for &link in &part.links {
            let Some(wire) = self.wire(link) else { continue };
            let [from, to] = wire.ends;
            let (Some(a), Some(b)) = (self.part(from), self.part(to)) else { continue };
            let (leave, enter) = ports::sides(&a.area, &b.area, wire.data);
            for (n, end, side, other) in [(0, from, leave, b.area), (1, to, enter, a.area)] {
                if end == slot {
                    let other = other.center();
                    let (key, then) = if side.level() { (other.y, other.x) } else { (other.x, other.y) };
                    ends.push((side, key, then, link, n));
                }
            }
        }
        let name = |link: u32| self.wire(link).map(|wire| &wire.id);
        ends.sort_by(|a, b| {
            let places = a.0.cmp(&b.0).then(a.1.total_cmp(&b.1)).then(a.2.total_cmp(&b.2));
            places.then_with(|| name(a.3).cmp(&name(b.3))).then(a.4.cmp(&b.4))
        });
        let mut placed = Vec::with_capacity(ends.len());
        for side in ends.chunk_by(|a, b| a.0 == b.0) {
            let level = side.first().is_some_and(|end| end.0.level());
            let own = if level { area.center().y } else { area.center().x };
            let pivot = side.iter().position(|end| end.1 == own);
            for (rank, &(side_name, _, _, link, n)) in side.iter().enumerate() {
                let at = ports::place(&area, side_name, rank, side.len(), pivot);
                placed.push((link, n, End { at, side: side_name }));
            }
        }
        for (link, n, end) in placed {
            if let Some(anchor) = self.wire_mut(link).and_then(|wire| wire.anchors.get_mut(n))
                && *anchor != end
            {
                *anchor = end;
                again.push(link);
            }
        }
    }

    /// Plain curves for links that are dragged.
    fn loose(&mut self, links: &[u32]) {
        self.revision += u64::from(!links.is_empty());
        let revision = self.revision;
        for &slot in links {
            let Some(wire) = self.wire_mut(slot) else { continue };
            let [from, to] = wire.anchors;
            wire.route = Route::Curve(ports::loose(from, to));
            wire.changed = revision;
            let bounds = wire.route.bounds();
            self.bounds.insert(slot, bounds);
        }
    }

    fn search(&mut self, slot: u32) {
        let Some(wire) = self.wires.get(slot as usize).and_then(Option::as_ref) else { return };
        let [from, to] = wire.anchors;
        let found = search::find(&self.boxes, from, to, wire.ends, &mut self.scratch);
        let (rooms, reach) = match &found.route {
            Route::Curve(_) => (Vec::new(), found.reach),
            Route::Polyline(spots) => {
                let (rooms, reach) = search::rooms(&self.boxes, spots);
                (rooms, reach.with(found.reach).grown(search::CHANNEL))
            }
        };
        self.reaches.insert(slot, reach);
        self.found.insert(slot);
        let Some(wire) = self.wire_mut(slot) else { return };
        if wire.base == found.route && wire.rooms == rooms {
            return;
        }
        let old = std::mem::replace(&mut wire.base, found.route.clone());
        let old_rooms = std::mem::replace(&mut wire.rooms, rooms.clone());
        self.loosen(slot, &old, &old_rooms);
        if let Route::Polyline(spots) = &found.route {
            for (n, track) in (0..).zip(Track::all(spots, &rooms)) {
                self.tracks.insert((slot, n), track.area());
                self.loosened.push(track.area());
            }
        }
    }

    /// The way found for a link alone is shown until all are found.
    fn show(&mut self, slot: u32) {
        self.revision += 1;
        let revision = self.revision;
        let Some(wire) = self.wire_mut(slot) else { return };
        wire.route = wire.base.clone();
        wire.changed = revision;
        let bounds = wire.route.bounds();
        self.bounds.insert(slot, bounds);
    }

    fn track(&self, (slot, n): (u32, u16)) -> Option<Track> {
        let wire = self.wire(slot)?;
        let Route::Polyline(spots) = &wire.base else { return None };
        Track::all(spots, &wire.rooms).nth(n.into())
    }

    /// Spreads the bundles that changed, and makes the routes final.
    fn spread(&mut self) {
        let mut open: Vec<(u32, u16)> = Vec::new();
        for area in std::mem::take(&mut self.loosened) {
            open.extend(self.tracks.within(area));
        }
        let mut again = std::mem::take(&mut self.found);
        let mut seen: BTreeSet<(u32, u16)> = BTreeSet::new();
        for first in open {
            if !seen.contains(&first) {
                let bundle = self.bundle(first);
                seen.extend(bundle.iter().map(|(key, _)| *key));
                again.extend(bundle.iter().map(|((slot, _), _)| *slot));
            }
        }
        self.finish(&again);
    }

    /// The bundle of pieces that a piece is part of, in an order that does not depend on how it was found.
    fn bundle(&self, first: (u32, u16)) -> Vec<((u32, u16), Track)> {
        let mut seen = BTreeSet::new();
        let mut bundle = Vec::new();
        let mut next = vec![first];
        while let Some(key) = next.pop() {
            if !seen.insert(key) {
                continue;
            }
            let Some(track) = self.track(key) else { continue };
            bundle.push((key, track));
            self.tracks.visit(track.area(), |other, _| {
                if !seen.contains(&other) && self.track(other).is_some_and(|other| other.meets(&track)) {
                    next.push(other);
                }
                true
            });
        }
        bundle.sort_by(|((a, m), _), ((b, n), _)| {
            self.wire(*a).map(|wire| &wire.id).cmp(&self.wire(*b).map(|wire| &wire.id)).then(m.cmp(n))
        });
        bundle
    }

    fn finish(&mut self, links: &BTreeSet<u32>) {
        let mut places: Quick<(u32, u16), f32> = Quick::default();
        for &slot in links {
            let Some(wire) = self.wire(slot) else { continue };
            let mut route = wire.base.clone();
            if let Route::Polyline(spots) = &mut route {
                let base = spots.clone();
                let rooms = wire.rooms.clone();
                for (n, track) in (0_u16..).zip(Track::all(&base, &rooms)) {
                    if !places.contains_key(&(slot, n)) {
                        let bundle = self.bundle((slot, n));
                        let named: Vec<_> = bundle
                            .iter()
                            .map(|((wire, n), track)| ((self.wire(*wire).map(|wire| &wire.id), *n), *track))
                            .collect();
                        let spread = nudge::spread(&named);
                        places.extend(bundle.iter().map(|(key, _)| *key).zip(spread));
                    }
                    let Some(&place) = places.get(&(slot, n)) else { continue };
                    for spot in spots.iter_mut().skip(usize::from(n) + 1).take(2) {
                        if track.upright() {
                            spot.x = place;
                        } else {
                            spot.y = place;
                        }
                    }
                }
                // Where two moves together would touch a box, the way stays as it was found.
                if pieces(spots).any(|(a, b)| !self.boxes.is_free(Area::between(a, b).grown(-0.01), |_| false)) {
                    spots.clone_from(&base);
                }
            }
            let bounds = route.bounds();
            if wire.route != route {
                self.revision += 1;
                let revision = self.revision;
                if let Some(wire) = self.wire_mut(slot) {
                    wire.route = route;
                    wire.changed = revision;
                }
                self.bounds.insert(slot, bounds);
            }
        }
    }
}

/// Goes on for so many and stops at the next.
fn at_most(most: usize) -> impl FnMut(u32, Area) -> bool {
    let mut left = most;
    move |_, _| {
        let room = left > 0;
        left = left.saturating_sub(1);
        room
    }
}

/// Puts a value in a free slot, or in a new one.
fn put<T>(slots: &mut Vec<T>, free: &mut Vec<u32>, value: T) -> u32 {
    if let Some(slot) = free.pop()
        && let Some(place) = slots.get_mut(slot as usize)
    {
        *place = value;
        return slot;
    }
    slots.push(value);
    u32::try_from(slots.len() - 1).unwrap_or(u32::MAX)
}
