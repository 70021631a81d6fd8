//! Where does the label of each link stand? On its line near the middle, on no component, no title and no other label.
//!
//! Labels are placed one after the other in the order of the ids of their links, each minding those before it. When
//! something changes, only what it touches is placed again, and then what the new places touch: the result is that of
//! placing all of them anew.

use super::index::Index;
use super::route::{Route, Router, along, pieces};
use super::shape::{Area, Spot};
use crate::design::Id;
use std::collections::BTreeSet;

/// Points that labels keep from boxes and from each other.
const CLEAR: f32 = 2.0;
/// Shares of the length that are tried, best first.
const SHARES: [f32; 17] = [0.5, 0.45, 0.55, 0.4, 0.6, 0.35, 0.65, 0.3, 0.7, 0.25, 0.75, 0.2, 0.8, 0.15, 0.85, 0.1, 0.9];
/// Where more lines than this run, crossing them is not minded.
const MOST_LINES: usize = 24;

/// The label of one link.
#[derive(Clone, Debug)]
struct Entry {
    id: Id,
    size: (f32, f32),
    /// Revision of the route.
    route: u64,
    area: Area,
}

/// The places of labels, kept while a design is edited.
#[derive(Clone, Debug, Default)]
pub struct Labels {
    entries: Vec<Option<Entry>>,
    placed: Index<u32>,
    reaches: Index<u32>,
    titles: Vec<Area>,
    title_index: Index<usize>,
    boxes: Vec<(Area, u64)>,
    lines: Vec<(Area, u64)>,
    board: u64,
    revision: u64,
}

impl Labels {
    /// The labels of all links placed at once. `size` tells width and height of a label in points, if a link has one.
    pub fn fresh(router: &Router, titles: &[Area], size: impl Fn(&Id) -> Option<(f32, f32)>) -> Self {
        let mut labels = Self::default();
        labels.update(router, titles, size);
        labels
    }

    /// Where the label of a link stands; none if the link runs elsewhere since it was placed.
    pub fn area(&self, router: &Router, link: &Id) -> Option<Area> {
        let slot = router.link_number(link)?;
        let entry = self.entries.get(slot as usize)?.as_ref()?;
        (entry.id == *link && router.changed(slot) == Some(entry.route)).then_some(entry.area)
    }

    /// Takes over what changed, and places again what it touches. `titles` are areas that labels keep off, such as the
    /// names of frames; `size` tells width and height of a label in points, if a link has one.
    pub fn update(&mut self, router: &Router, titles: &[Area], size: impl Fn(&Id) -> Option<(f32, f32)>) {
        let mut again: BTreeSet<(Id, u32)> = BTreeSet::new();
        let mut touched: Vec<Area> = Vec::new();
        if self.titles != titles {
            touched.extend(self.titles.iter().filter(|old| !titles.contains(old)));
            touched.extend(titles.iter().filter(|new| !self.titles.contains(new)));
            self.titles = titles.to_vec();
            self.title_index.clear();
            for (n, title) in titles.iter().enumerate() {
                self.title_index.insert(n, *title);
            }
        }
        if self.board != router.placing() {
            self.board = router.placing();
            take_over(&mut self.boxes, router.box_areas().map(|area| (area, 0)), &mut touched);
        }
        if self.revision != router.revision() {
            self.revision = router.revision();
            take_over(&mut self.lines, router.line_areas(), &mut touched);
        }
        let mut seen = vec![false; self.entries.len()];
        for (slot, id, _, changed) in router.slots() {
            let Some(size) = size(id).filter(|(w, h)| w.is_finite() && h.is_finite() && *w > 0.0 && *h > 0.0) else {
                continue;
            };
            if self.entries.len() <= slot as usize {
                self.entries.resize(slot as usize + 1, None);
            }
            let Some(entry) = self.entries.get_mut(slot as usize) else { continue };
            if let Some(seen) = seen.get_mut(slot as usize) {
                *seen = true;
            }
            match entry {
                Some(entry) if entry.id == *id && entry.size == size && entry.route == changed => {}
                Some(entry) if entry.id == *id => {
                    (entry.size, entry.route) = (size, changed);
                    again.insert((id.clone(), slot));
                }
                _ => {
                    // Another link has the slot now: what minded the old label is placed again.
                    touched.extend(entry.take().map(|old| old.area));
                    self.placed.remove(slot);
                    *entry = Some(Entry { id: id.clone(), size, route: changed, area: Area::default() });
                    again.insert((id.clone(), slot));
                }
            }
        }
        for (slot, _) in (0_u32..).zip(&seen).filter(|(_, seen)| !**seen) {
            if let Some(old) = self.entries.get_mut(slot as usize).and_then(Option::take) {
                touched.push(old.area);
                self.placed.remove(slot);
                self.reaches.remove(slot);
            }
        }
        for area in touched {
            self.touch(area, None, &mut again);
        }
        while let Some((id, slot)) = again.pop_first() {
            self.place(router, &id, slot, &mut again);
        }
    }

    /// Labels that may stand in an area are to be placed again: all, or those after a link.
    fn touch(&self, area: Area, after: Option<&Id>, again: &mut BTreeSet<(Id, u32)>) {
        self.reaches.visit(area.grown(2.0 * CLEAR), |slot, _| {
            if let Some(Some(entry)) = self.entries.get(slot as usize)
                && after.is_none_or(|after| *after < entry.id)
            {
                again.insert((entry.id.clone(), slot));
            }
            true
        });
    }

    fn place(&mut self, router: &Router, id: &Id, slot: u32, again: &mut BTreeSet<(Id, u32)>) {
        let (Some(route), Some(Some(entry))) = (router.route(id), self.entries.get(slot as usize)) else { return };
        let (old, (width, height)) = (entry.area, entry.size);
        let reach = route.bounds().grown_by(1.5 * width + CLEAR, 1.5 * height + 8.0);
        let area = self.best(router, route, (id, slot), (width, height), reach);
        if let Some(Some(entry)) = self.entries.get_mut(slot as usize) {
            entry.area = area;
        }
        self.reaches.insert(slot, reach);
        self.placed.insert(slot, area);
        if old != area {
            self.touch(old, Some(id), again);
            self.touch(area, Some(id), again);
        }
    }

    fn best(
        &self,
        router: &Router,
        route: &Route,
        (id, slot): (&Id, u32),
        (width, height): (f32, f32),
        reach: Area,
    ) -> Area {
        let mut hard: Vec<Area> = Vec::new();
        router.boxes().visit(reach, |_, area| {
            hard.push(area.grown(CLEAR));
            true
        });
        self.title_index.visit(reach, |_, area| {
            hard.push(area.grown(CLEAR));
            true
        });
        self.placed.visit(reach, |other, area| {
            if self.entries.get(other as usize).is_some_and(|entry| entry.as_ref().is_some_and(|entry| entry.id < *id))
            {
                hard.push(area.grown(CLEAR));
            }
            true
        });
        let mut lines = router.lines().within(reach);
        lines.retain(|other| *other != slot);
        if lines.len() > MOST_LINES {
            lines.clear();
        }
        let lines: Vec<Vec<Spot>> = lines.into_iter().filter_map(|slot| router.line(slot)).map(Route::flat).collect();
        let flat = route.flat();
        let mut best: Option<(f32, Area)> = None;
        for share in SHARES {
            let on = along(&flat, share);
            let (before, after) = (along(&flat, share - 0.02), along(&flat, share + 0.02));
            let steep = (after.y - before.y).abs() > (after.x - before.x).abs();
            let aside = if steep { (width / 2.0 + 6.0, 0.0) } else { (0.0, height / 2.0 + 4.0) };
            for (way, price) in [(0.0, 0.0), (-1.0, 25.0), (1.0, 26.0)] {
                let price = price + (share - 0.5).abs() * 100.0;
                if best.is_some_and(|(least, _)| least <= price) {
                    continue;
                }
                let area = Area::around(on.moved(aside.0 * way, aside.1 * way), width, height);
                // Ends in sums of areas are put in order, so that they do not hang on the order of the index.
                let mut shared: Vec<f32> = hard.iter().map(|other| other.shared(&area)).filter(|s| *s > 0.0).collect();
                shared.sort_by(f32::total_cmp);
                let covered: f32 = shared.iter().sum();
                let price = price + if covered > 0.0 { 1.0e4 + covered } else { 0.0 };
                if best.is_some_and(|(least, _)| least <= price) {
                    continue;
                }
                let crosses =
                    |line: &[Spot]| pieces(line).any(|(a, b)| area.touches(&Area::between(a, b)) && area.cut_by(a, b));
                let crossed = lines.iter().filter(|line| crosses(line)).count();
                let cost = price + 20.0 * crossed as f32;
                if best.is_none_or(|(least, _)| cost < least) {
                    best = Some((cost, area));
                }
            }
        }
        best.map_or_else(|| Area::around(along(&flat, 0.5), width, height), |(_, area)| area)
    }
}

/// Takes areas and marks over by slot; what was and what is goes to `touched` where they differ.
fn take_over(known: &mut Vec<(Area, u64)>, now: impl Iterator<Item = (Area, u64)>, touched: &mut Vec<Area>) {
    let mut count = 0;
    for (n, new) in now.enumerate() {
        count = n + 1;
        match known.get_mut(n) {
            Some(old) if *old == new => {}
            Some(old) => touched.extend([std::mem::replace(old, new).0, new.0]),
            None => {
                known.push(new);
                touched.push(new.0);
            }
        }
    }
    touched.extend(known.drain(count.min(known.len())..).map(|(area, _)| area));
}
