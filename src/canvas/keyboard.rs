//! The board under the keyboard: next and previous, walks along links, nudges, new components beside others.

use super::board::{Board, corner_for};
use super::geometry::{box_at, component_rect};
use super::gesture;
use super::picture::widget_of;
use super::{Request, View, Wish};
use crate::catalog::Role;
use crate::design::{Component, Design, ElementId, Id, Point};
use egui::{Event, EventFilter, Key, Modifiers, Vec2};

/// A quarter of the compass.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Way {
    Left,
    Right,
    Up,
    Down,
}

impl Way {
    const ALL: [(Self, Key); 4] = [
        (Self::Left, Key::ArrowLeft),
        (Self::Right, Key::ArrowRight),
        (Self::Up, Key::ArrowUp),
        (Self::Down, Key::ArrowDown),
    ];

    fn vector(self) -> Vec2 {
        match self {
            Self::Left => Vec2::LEFT,
            Self::Right => Vec2::RIGHT,
            Self::Up => Vec2::UP,
            Self::Down => Vec2::DOWN,
        }
    }
}

/// Selected elements that are looked at first for the one that has the keyboard.
const FEW: usize = 20;
/// Grid steps between a component and a new one beside it.
const GAP: i32 = 6;

/// Components in the order in which they are read: rows from the top, each from the left.
pub fn reading_order(design: &Design) -> Vec<&Component> {
    let mut all: Vec<&Component> = design.components().collect();
    all.sort_by_key(|component| (component.at.y, component.at.x));
    let mut rows: Vec<(i32, &Component)> = Vec::with_capacity(all.len());
    let mut top = i32::MIN;
    for component in all {
        // What stands less than half a box lower is of the same row.
        if top == i32::MIN || component.at.y - top > Component::SIZE.y / 2 {
            top = component.at.y;
        }
        rows.push((top, component));
    }
    rows.sort_by_key(|(top, component)| (*top, component.at.x));
    rows.into_iter().map(|(_, component)| component).collect()
}

/// The candidate that lies best in a direction.
pub(super) fn best_in_direction<'a>(
    from: &Component,
    way: Way,
    candidates: impl Iterator<Item = &'a Component>,
) -> Option<&'a Component> {
    let (origin, ahead) = (component_rect(from).center(), way.vector());
    candidates
        .filter_map(|component| {
            let there = component_rect(component).center() - origin;
            let (forward, aside) = (there.dot(ahead), there.dot(ahead.rot90()).abs());
            (forward > 0.0 && aside <= 2.0 * forward).then_some((forward + 2.0 * aside, component))
        })
        .min_by(|(a, x), (b, y)| a.total_cmp(b).then_with(|| x.id.cmp(&y.id)))
        .map(|(_, component)| component)
}

/// Where a walk along the links leads: to a neighbour in that direction; to the right and left also simply on and
/// back; up and down also to what shares a neighbour.
fn along_links<'a>(design: &'a Design, from: &Component, way: Way) -> Option<&'a Component> {
    let targets = || design.outgoing(&from.id).filter_map(|link| design.component(&link.to));
    let sources = || design.incoming(&from.id).filter_map(|link| design.component(&link.from));
    let twins = || {
        let before = design.incoming(&from.id).flat_map(|link| design.outgoing(&link.from)).map(|link| &link.to);
        let after = design.outgoing(&from.id).flat_map(|link| design.incoming(&link.to)).map(|link| &link.from);
        before.chain(after).filter(|id| **id != from.id).filter_map(|id| design.component(id))
    };
    let other = |found: &&Component| found.id != from.id;
    match way {
        Way::Right => best_in_direction(from, way, targets().filter(other)).or_else(|| targets().find(other)),
        Way::Left => best_in_direction(from, way, sources().filter(other)).or_else(|| sources().find(other)),
        Way::Up | Way::Down => best_in_direction(from, way, targets().chain(sources()).filter(other))
            .or_else(|| best_in_direction(from, way, twins())),
    }
}

/// A free place for a new component beside another.
pub(super) fn place_beside(design: &Design, from: &Component, way: Way) -> Point {
    let (w, h) = (Component::SIZE.x, Component::SIZE.y);
    // Data runs to the right: above and below are branches of it. A monitor stands above or below what it watches.
    let ahead = if from.role.carries_data() { w + GAP } else { 0 };
    let (first, step) = match way {
        Way::Right => (from.at.moved(w + GAP, 0), (0, h + 2)),
        Way::Left => (from.at.moved(-w - GAP, 0), (0, h + 2)),
        Way::Up => (from.at.moved(ahead, -h - GAP / 2), (0, -h - 2)),
        Way::Down => (from.at.moved(ahead, h + GAP / 2), (0, h + 2)),
    };
    let taken = |at: Point| design.components().any(|c| box_at(at).intersects(component_rect(c)));
    (0..200).map(|i| first.moved(step.0 * i, step.1 * i)).find(|at| !taken(*at)).unwrap_or(first)
}

impl View {
    /// Whether a widget is that of a selected element, in view or not.
    pub fn shows_as(&self, widget: egui::Id) -> bool {
        self.selection.iter().take(FEW).any(|id| widget_of(id) == widget)
    }

    /// Gives the keyboard to what is selected, or to the first component, in the next frames.
    pub fn take_keyboard(&mut self, design: &Design) {
        let selected = self.selection.first().filter(|id| !matches!(id, ElementId::Scenario(_))).cloned();
        let first = || reading_order(design).first().map(|component| ElementId::Component(component.id.clone()));
        let Some(element) = selected.or_else(first) else { return };
        self.reveal(design, [&element]);
        self.hand.focus_wish = Some((widget_of(&element), 2));
        if self.selection.is_empty() {
            self.selection = [element].into();
        }
    }
}

impl Board<'_, '_> {
    /// The keys that mean something on the board itself. Those of the table of commands have been taken out before.
    pub(super) fn keys(&mut self) {
        let before = self.view.hand.focus_before;
        self.grant_focus();
        if self.ui.text_edit_focused() || self.view.hand.editing.is_some() {
            return;
        }
        if self.view.hand.linking.is_some() {
            self.linking_keys();
        } else if self.alone() && (before.is_none_or(|id| self.is_ours(id)) || self.focused().is_some()) {
            self.selecting_keys(before);
            self.nudge();
        }
    }

    fn is_ours(&self, id: egui::Id) -> bool {
        self.element_of(id).is_some_and(|element| self.view.selection.contains(&element))
    }

    /// The element of a widget. Looked for once for each change: a large design takes a while.
    fn element_of(&self, widget: egui::Id) -> Option<ElementId> {
        let revision = self.scene.revision;
        let known = self.view.hand.element.borrow().clone();
        if let Some((.., element)) = known.filter(|(of, at, _)| *of == widget && *at == revision) {
            return element;
        }
        let design = self.scene.design;
        let links = || design.links().map(|link| ElementId::Link(link.id.clone()));
        let selected = self.view.selection.iter().take(FEW).find(|id| widget_of(id) == widget).cloned();
        let found = selected.or_else(|| design.placed().chain(links()).find(|id| widget_of(id) == widget));
        *self.view.hand.element.borrow_mut() = Some((widget, revision, found.clone()));
        found
    }

    fn component_of(&self, widget: egui::Id) -> Option<Id> {
        match self.element_of(widget)? {
            ElementId::Component(id) => Some(id),
            _ => None,
        }
    }

    /// The component that has the keyboard.
    pub(super) fn focused(&self) -> Option<Id> {
        let focused = self.ui.memory(egui::Memory::focused).filter(|_| !self.ui.text_edit_focused())?;
        self.component_of(focused)
    }

    /// Gives the keyboard to what shall have it, though egui gives it elsewhere by the same key.
    fn grant_focus(&mut self) {
        if let Some((id, frames)) = self.view.hand.focus_wish.take() {
            self.ui.memory_mut(|memory| memory.request_focus(id));
            if frames > 1 {
                self.view.hand.focus_wish = Some((id, frames - 1));
                self.ui.request_repaint();
            }
        }
    }

    /// Selects a component, brings it into view and gives it the keyboard.
    pub(super) fn go_to(&mut self, id: &Id) {
        let Some(component) = self.scene.design.component(id) else { return };
        let element = ElementId::Component(id.clone());
        self.view.hand.focus_wish = Some((widget_of(&element), 2));
        self.view.selection = [element].into();
        self.view.wish = Some(Wish::Reveal(component_rect(component)));
        self.grant_focus();
        self.ui.request_repaint();
    }

    /// The one component that is selected, or that has the keyboard.
    fn current(&self) -> Option<Id> {
        match self.view.selection.first() {
            Some(ElementId::Component(id)) if self.view.selection.len() == 1 => Some(id.clone()),
            _ => self.focused(),
        }
    }

    /// Tab, Alt and Ctrl with arrows, the families, the key of the menu.
    fn selecting_keys(&mut self, before: Option<egui::Id>) {
        let (tab, back) = (self.pressed(Modifiers::NONE, Key::Tab), self.pressed(Modifiers::SHIFT, Key::Tab));
        let menu = self.pressed(Modifiers::SHIFT, Key::F10);
        if tab || back {
            self.tab(back, before);
            return;
        }
        let current = self.current();
        if menu && let Some(rect) = self.selected_rect() {
            let at = self.view.camera.transform(self.area) * rect.center();
            self.requests.push(Request::Menu { at: self.area.clamp(at) });
        }
        let arrow = |modifiers: Modifiers| {
            Way::ALL.into_iter().find(|(_, key)| self.pressed(modifiers, *key)).map(|(way, _)| way)
        };
        let (walk, grow) = (arrow(Modifiers::ALT), arrow(Modifiers::COMMAND));
        if let Some(component) = current.as_ref().and_then(|id| self.scene.design.component(id)) {
            if let Some(way) = walk
                && let Some(next) = along_links(self.scene.design, component, way)
            {
                self.go_to(&next.id.clone());
            }
            if let Some(way) = grow {
                self.browse_beside(&component.clone(), way);
            }
        }
        let keys = [Key::Num1, Key::Num2, Key::Num3, Key::Num4, Key::Num5, Key::Num6, Key::Num7];
        let mut families = keys.into_iter().zip(Role::ALL);
        let family = families.find(|(key, _)| self.pressed(Modifiers::NONE, *key)).map(|(_, role)| *role);
        if let Some(role) = family {
            let at = self.view.focus_point();
            self.requests.push(Request::Browse { at, from: None, to: None, role: Some(role) });
        }
    }

    /// Asks for a new component beside another, linked with it.
    pub(super) fn browse_beside(&mut self, component: &Component, way: Way) {
        let at = place_beside(self.scene.design, component, way);
        // Only what takes data can be fed; a monitor is fed by none.
        let fed = component.role.carries_data() && component.role != Role::Source;
        let id = Some(component.id.clone());
        let (from, to) = if way == Way::Left && fed { (None, id) } else { (id, None) };
        self.requests.push(Request::Browse { at, from, to, role: None });
    }

    /// To the next or the previous component; past the last the keyboard leaves the board.
    fn tab(&mut self, back: bool, before: Option<egui::Id>) {
        let order = reading_order(self.scene.design);
        let current =
            before.and_then(|id| self.component_of(id)).or_else(|| before.is_none().then(|| self.current()).flatten());
        let at = current.and_then(|id| order.iter().position(|component| component.id == id));
        let next = match (at, back) {
            (Some(at), false) => order.get(at + 1),
            (Some(at), true) => at.checked_sub(1).and_then(|at| order.get(at)),
            (None, false) if before.is_none() => order.first(),
            (None, true) if before.is_none() => order.last(),
            (None, _) => None,
        };
        if let Some(next) = next {
            self.go_to(&next.id.clone());
        } else if order.is_empty() && before.is_none() && self.view.pointer.is_some() {
            // On an empty board with the pointer over it there is but one thing to do.
            let at = self.view.focus_point();
            self.requests.push(Request::Browse { at, from: None, to: None, role: None });
        }
    }

    /// Keeps Tab and the arrows from egui while a component has the keyboard, so that they walk from component to
    /// component. At the ends of the walk Tab is egui's again: nobody is caught on the board.
    pub(super) fn hold_keys(&mut self) {
        let focused = self.ui.memory(egui::Memory::focused);
        self.view.hand.focus_before = focused;
        let Some(focused) = focused else { return };
        let arrows = EventFilter { horizontal_arrows: true, vertical_arrows: true, ..Default::default() };
        if self.view.hand.linking.is_some() {
            let filter = EventFilter { tab: true, ..arrows };
            self.ui.memory_mut(|memory| memory.set_focus_lock_filter(focused, filter));
        } else if let Some(tab) = self.tab_is_ours(focused) {
            self.ui.memory_mut(|memory| memory.set_focus_lock_filter(focused, EventFilter { tab, ..arrows }));
        } else if self.is_ours(focused) {
            self.ui.memory_mut(|memory| memory.set_focus_lock_filter(focused, arrows));
        }
    }

    /// How often a key was pressed in this frame, with exactly these modifiers. A quick hand has let go of them by the
    /// end of the frame: what counts is how they were at the stroke.
    fn presses(&self, wanted: Modifiers, wanted_key: Key) -> i32 {
        let hit = |event: &&Event| match event {
            Event::Key { key, pressed: true, modifiers, .. } => *key == wanted_key && modifiers.matches_exact(wanted),
            _ => false,
        };
        let count = self.ui.input(|i| i.events.iter().filter(hit).count());
        i32::try_from(count.min(1_000)).unwrap_or(0)
    }

    pub(super) fn pressed(&self, modifiers: Modifiers, key: Key) -> bool {
        self.presses(modifiers, key) > 0
    }

    /// Whether Tab goes on to another component from what has the keyboard; none if that is no component.
    fn tab_is_ours(&mut self, focused: egui::Id) -> Option<bool> {
        let revision = self.scene.revision;
        if let Some((id, known, ours)) = self.view.hand.walk
            && id == focused
            && known == revision
        {
            return ours;
        }
        // Looked for once for each change: the order of a large design takes a while.
        let ours = self.focused().map(|id| {
            let order = reading_order(self.scene.design);
            let end = |component: Option<&&Component>| component.is_some_and(|component| component.id == id);
            !end(order.first()) && !end(order.last())
        });
        self.view.hand.walk = Some((focused, revision, ours));
        ours
    }

    /// Arrow keys move the selection, a burst of them as one step.
    fn nudge(&mut self) {
        if self.view.selection.is_empty() {
            return;
        }
        let steps = |key| self.presses(Modifiers::NONE, key) + 4 * self.presses(Modifiers::SHIFT, key);
        let (dx, dy) = (steps(Key::ArrowRight) - steps(Key::ArrowLeft), steps(Key::ArrowDown) - steps(Key::ArrowUp));
        let now = self.ui.input(|i| i.time);
        if (dx, dy) == (0, 0) {
            return;
        }
        // Another selection is another burst, however quick: its step of undo is its own.
        let number = match &self.view.nudge {
            Some((number, at, moved)) if now - at < 1.0 && *moved == self.view.selection => *number,
            _ => self.view.next_gesture(),
        };
        self.view.nudge = Some((number, now, self.view.selection.clone()));
        // A frame takes along what it holds, as it does under the pointer.
        let start = gesture::places(self.scene.design, &self.scene.design.with_contents(&self.view.selection));
        if !start.is_empty() {
            self.requests.push(Request::Edit { edit: gesture::moved(&start, (dx, dy)), gesture: Some(number) });
        }
    }

    /// Asks for a new component about a place on the board.
    pub(super) fn browse_at(&mut self, at: egui::Pos2, from: Option<Id>, to: Option<Id>) {
        self.requests.push(Request::Browse { at: corner_for(at), from, to, role: None });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::design::{Edit, Element, History, Link};

    fn design(parts: &[(&str, i32, i32)], links: &[(&str, &str)]) -> Design {
        let mut history = History::default();
        let id = |name: &str| Id::from_name(name);
        for (name, x, y) in parts {
            let part = Component::new(id(name), name, Role::Queue, "none", Point::new(*x, *y));
            assert!(history.apply(Edit::insert(Element::Component(part))).is_ok());
        }
        for (from, to) in links {
            assert!(history.apply(Edit::insert(Element::Link(Link::new(id(from), id(to))))).is_ok());
        }
        history.into_design()
    }

    #[test]
    fn rows_are_read_from_the_left_though_they_are_not_quite_straight() {
        let design = design(&[("c", 30, 1), ("d", 0, 10), ("a", 0, 2), ("b", 15, 0)], &[]);
        let names: Vec<&str> = reading_order(&design).iter().map(|c| c.name.as_str()).collect();
        assert_eq!(names, ["a", "b", "c", "d"]);
    }

    #[test]
    fn a_walk_follows_links_and_not_what_merely_lies_there() {
        let design = design(&[("a", 0, 0), ("near", 12, 0), ("b", 30, -6), ("c", 30, 6)], &[("a", "b"), ("a", "c")]);
        let at = |name: &str| design.component(&Id::from_name(name));
        let walk = |name: &str, way| {
            at(name).and_then(|from| along_links(&design, from, way)).map(|component| component.name.clone())
        };
        assert_eq!(walk("a", Way::Right).as_deref(), Some("b"));
        assert_eq!(walk("b", Way::Down).as_deref(), Some("c"));
        assert_eq!(walk("c", Way::Left).as_deref(), Some("a"));
        assert_eq!(walk("near", Way::Right), None);
    }

    #[test]
    fn a_new_component_stands_beside_and_on_nothing() {
        let design = design(&[("a", 0, 0), ("b", 15, 0)], &[("a", "b")]);
        let Some(a) = design.component(&Id::from_name("a")) else { return };
        let at = place_beside(&design, a, Way::Right);
        assert_eq!(at.x, 15);
        assert!(design.components().all(|c| !box_at(at).intersects(component_rect(c))));
    }
}
