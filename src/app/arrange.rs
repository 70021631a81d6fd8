//! How things lie: groups, locks, what lies over what, lines and gaps, and the tidy layout.

use super::clipboard::plural;
use super::state::App;
use crate::design::{Arrangement, Design, Edit, ElementId, Point};
use crate::layout::{self, Align, Distribute, Layout};
use std::collections::BTreeSet;
use std::sync::mpsc::{Receiver, TryRecvError, channel};
use std::time::Instant;

/// Components above which the layout is made on a thread.
const LARGE: usize = 300;

/// A layout that is being made.
pub struct Tidying {
    /// The document and its revision: what is changed meanwhile is not put in order.
    of: (u64, u64),
    result: Receiver<Layout>,
    pub(super) begun: Instant,
}

/// What lies over what: an element's place in the order of painting. Frames lie under everything else.
fn is_frame(id: &ElementId) -> bool {
    matches!(id, ElementId::Frame(_))
}

/// The frames, or everything else, from the lowest to the highest.
fn stack(design: &Design, frames: bool) -> Vec<ElementId> {
    // Within a layer notes lie under strokes and these under components, each in the order of the file.
    let sort = |id: &ElementId| match id {
        ElementId::Note(_) => 0,
        ElementId::Stroke(_) => 1,
        _ => 2,
    };
    let mut all: Vec<ElementId> = design.placed().filter(|id| is_frame(id) == frames).collect();
    all.sort_by_key(sort);
    all
}

/// The edits that make a stack lie in an order, with the lowest layers that do it.
fn layers(design: &Design, natural: &[ElementId], order: &[usize]) -> Vec<Edit> {
    let mut edits = Vec::new();
    let (mut layer, mut before) = (0, None);
    for place in order {
        if before.is_some_and(|before| before > *place) {
            layer += 1;
        }
        before = Some(*place);
        let Some(id) = natural.get(*place) else { continue };
        let Some(own) = design.arrangement(id).filter(|own| own.layer != layer) else { continue };
        edits.push(Edit::Arrange { element: id.clone(), arrangement: Arrangement { layer, ..own.clone() } });
    }
    edits
}

fn overlap(design: &Design, a: &ElementId, b: &ElementId) -> bool {
    let (Some((a, a_size)), Some((b, b_size))) = (design.extent(a), design.extent(b)) else { return false };
    let meets = |a: i32, a_long: i32, b: i32, b_long: i32| {
        i64::from(a) < i64::from(b) + i64::from(b_long) && i64::from(b) < i64::from(a) + i64::from(a_long)
    };
    meets(a.x, a_size.x, b.x, b_size.x) && meets(a.y, a_size.y, b.y, b_size.y)
}

impl App {
    fn arranged(&self) -> Vec<(ElementId, Arrangement)> {
        let design = self.doc.history.design();
        self.doc
            .view
            .selection
            .iter()
            .filter_map(|id| design.arrangement(id).map(|own| (id.clone(), own.clone())))
            .collect()
    }

    /// Whether an element is held fast.
    fn held(&self, id: &ElementId) -> bool {
        self.doc.history.design().arrangement(id).is_some_and(|own| own.locked)
    }

    fn rearrange(&mut self, change: impl Fn(Arrangement) -> Arrangement) -> usize {
        let edits: Vec<Edit> = self
            .arranged()
            .into_iter()
            .map(|(element, own)| (element, own.clone(), change(own)))
            .filter(|(_, old, new)| old != new)
            .map(|(element, _, arrangement)| Edit::Arrange { element, arrangement })
            .collect();
        let changed = edits.len();
        if changed > 0 {
            self.edit(Edit::All(edits), None);
        }
        changed
    }

    pub(super) fn group(&mut self) {
        let design = self.doc.history.design();
        self.doc.view.selection = design.with_groups(&self.doc.view.selection);
        let group = design.fresh_group(|_| false);
        let made = self.rearrange(|own| Arrangement { group: Some(group.clone()), ..own });
        self.tell_undoable(format!("grouped {}", plural(made, "element")));
    }

    pub(super) fn ungroup(&mut self) {
        self.doc.view.selection = self.doc.history.design().with_groups(&self.doc.view.selection);
        let freed = self.rearrange(|own| Arrangement { group: None, ..own });
        self.tell_undoable(format!("ungrouped {}", plural(freed, "element")));
    }

    /// Locks what is selected, or unlocks it if all of it is locked.
    pub(super) fn lock(&mut self) {
        let locked = !self.arranged().iter().all(|(_, own)| own.locked);
        let changed = self.rearrange(|own| Arrangement { locked, ..own });
        let verb = if locked { "locked" } else { "unlocked" };
        self.tell_undoable(format!("{verb} {}", plural(changed, "element")));
    }

    /// Brings the selection over, or under, the next thing that it overlaps; or all.
    pub(super) fn restack(&mut self, up: bool, all_the_way: bool) {
        let mut edits = Vec::new();
        let mut blocked = false;
        for frames in [true, false] {
            let design = self.doc.history.design();
            let natural = stack(design, frames);
            let mut order: Vec<usize> = (0..natural.len()).collect();
            let layer = |place: &usize| natural.get(*place).and_then(|id| design.arrangement(id)).map(|own| own.layer);
            order.sort_by_key(layer);
            if !up {
                order.reverse();
            }
            let chosen = |place: &usize| natural.get(*place).is_some_and(|id| self.doc.view.selection.contains(id));
            let (mine, others): (Vec<usize>, Vec<usize>) = order.iter().copied().partition(chosen);
            if mine.is_empty() {
                continue;
            }
            // Where the selection goes among the others.
            let cut = if all_the_way {
                others.len()
            } else {
                let first = order.iter().position(chosen).unwrap_or(0);
                let over = order.iter().skip(first).filter(|place| !chosen(place)).find(|other| {
                    let other = natural.get(**other);
                    let own = mine.iter().filter_map(|own| natural.get(*own));
                    other.is_some_and(|other| own.into_iter().any(|own| overlap(design, own, other)))
                });
                let Some(at) = over.and_then(|over| others.iter().position(|other| other == over)) else {
                    blocked = true;
                    continue;
                };
                at + 1
            };
            let (under, above) = others.split_at(cut.min(others.len()));
            let mut order: Vec<usize> = under.iter().chain(&mine).chain(above).copied().collect();
            if !up {
                order.reverse();
            }
            edits.extend(layers(design, &natural, &order));
        }
        if edits.is_empty() {
            let (place, top) = if up { ("over", "top") } else { ("under", "bottom") };
            self.tell(if blocked { format!("nothing lies {place} it") } else { format!("it is at the {top} already") });
        } else {
            self.edit(Edit::All(edits), None);
        }
    }

    pub(super) fn align(&mut self, how: Align) {
        let moves = layout::align(self.doc.history.design(), &self.doc.view.selection, how);
        self.shift(moves, "it is in line already");
    }

    pub(super) fn distribute(&mut self, how: Distribute) {
        let moves = layout::distribute(self.doc.history.design(), &self.doc.view.selection, how);
        self.shift(moves, "the gaps are equal already");
    }

    /// Moves elements, frames with what they hold, as one step. What is held fast stays.
    fn shift(&mut self, moves: Vec<(ElementId, Point)>, otherwise: &str) {
        let design = self.doc.history.design();
        let mut edits = Vec::new();
        let mut moved: BTreeSet<ElementId> = self.doc.view.selection.clone();
        let mut stays = 0;
        for (element, to) in moves {
            let Some(from) = design.place(&element) else { continue };
            if self.held(&element) {
                stays += 1;
                continue;
            }
            if let ElementId::Frame(id) = &element {
                let by = (to.x - from.x, to.y - from.y);
                for held in design.frame(id).into_iter().flat_map(|frame| design.held_by(frame)) {
                    if let Some(at) = design.place(&held).filter(|_| !self.held(&held) && !moved.contains(&held)) {
                        edits.push(Edit::Move { element: held.clone(), to: at.moved(by.0, by.1) });
                        moved.insert(held);
                    }
                }
            }
            edits.push(Edit::Move { element, to });
        }
        if !edits.is_empty() {
            self.doc.view.glide_from(design, &moved);
            self.edit(Edit::All(edits), None);
        } else if stays > 0 {
            self.tell("what is locked stays where it is");
        } else {
            self.tell(otherwise);
        }
    }

    /// Puts the design in order, or the selection if it holds several components.
    pub(super) fn tidy(&mut self, ctx: &egui::Context) {
        let design = self.doc.history.design();
        let chosen = design.with_contents(&self.doc.view.selection);
        let several = chosen.iter().filter(|id| matches!(id, ElementId::Component(_))).count() > 1;
        let only = several.then_some(chosen);
        let fixed: BTreeSet<ElementId> = design.placed().filter(|id| self.held(id)).collect();
        let of = (self.doc.number, self.doc.history.revision());
        if design.components().len() <= LARGE {
            let made = layout::tidy(design, only.as_ref(), &fixed);
            self.put_in_order(&made);
            return;
        }
        let (sender, result) = channel();
        let (ctx, design) = (ctx.clone(), design.clone());
        std::thread::spawn(move || {
            // The window may have gone on without it.
            let _ = sender.send(layout::tidy(&design, only.as_ref(), &fixed));
            ctx.request_repaint();
        });
        self.doc.tidying = Some(Tidying { of, result, begun: Instant::now() });
    }

    fn put_in_order(&mut self, made: &Layout) {
        if made.is_empty() {
            self.tell("it is tidy already");
            return;
        }
        let design = self.doc.history.design();
        let edit = made.edit(design);
        self.doc.view.glide_from(design, made.places.iter().map(|(id, _)| id));
        if self.edit(edit, None) {
            let moved = made.places.len();
            self.tell_undoable(format!("tidied: {} moved", plural(moved, "element")));
            let places: Vec<&ElementId> = made.places.iter().map(|(id, _)| id).collect();
            let design = self.doc.history.design();
            if places.len() * 2 > design.components().len() {
                self.doc.view.fit();
            } else {
                self.doc.view.reveal(design, places);
            }
        }
    }

    /// Takes over a layout that was made on a thread; says what goes on until then.
    pub(super) fn tend_tidying(&mut self) {
        let Some(tidying) = &self.doc.tidying else { return };
        match tidying.result.try_recv() {
            Ok(made) => {
                let now = (self.doc.number, self.doc.history.revision());
                let same = tidying.of == now;
                self.doc.tidying = None;
                if same {
                    self.put_in_order(&made);
                } else {
                    self.tell("the design has changed meanwhile: tidy it again");
                }
            }
            Err(TryRecvError::Disconnected) => {
                self.doc.tidying = None;
                self.tell("the design could not be put in order");
            }
            Err(TryRecvError::Empty) => {}
        }
    }
}
