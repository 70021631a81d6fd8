//! Cut, copy, paste, duplicate, delete: each one step, with what came of it in words.

use super::act::ASIDE;
use super::{outage, state::App};
use crate::design::{Edit, Element, ElementId, Frame, Id, Note, Placement, Point};
use crate::file::{self, carried};
use std::collections::BTreeSet;

/// Seconds within which a text that was asked for comes from the system.
const COMES_WITHIN: f64 = 2.0;

/// "3 components", "1 note", "4 elements": what has been done something to, in words.
pub fn count(elements: &[Element]) -> String {
    let of = |test: fn(&Element) -> bool| elements.iter().filter(|element| test(element)).count();
    let components = of(|element| matches!(element, Element::Component(_)));
    let others = of(|element| !matches!(element, Element::Component(_) | Element::Link(_)));
    let links = of(|element| matches!(element, Element::Link(_)));
    match (components, others, links) {
        (0, 0, n) => plural(n, "link"),
        (n, 0, _) => plural(n, "component"),
        (n, m, _) => plural(n + m, "element"),
    }
}

/// "1 link", "2 links".
pub fn plural(n: usize, word: &str) -> String {
    format!("{n} {word}{}", if n == 1 { "" } else { "s" })
}

impl App {
    /// The selection with what its frames hold and the links among it.
    pub(super) fn gathered(&self) -> Vec<Element> {
        self.doc.history.design().fragment(&self.doc.view.selection)
    }

    pub(super) fn copy(&mut self, ctx: &egui::Context) {
        let elements = self.gathered();
        if elements.is_empty() {
            self.tell("nothing is selected that could be copied");
        } else {
            ctx.copy_text(file::write_fragment(&elements));
            self.tell(format!("copied {}", count(&elements)));
        }
    }

    pub(super) fn cut(&mut self, ctx: &egui::Context) {
        let elements = self.gathered();
        if elements.is_empty() {
            self.tell("nothing is selected that could be cut");
        } else {
            ctx.copy_text(file::write_fragment(&elements));
            self.remove_selected("cut");
        }
    }

    pub(super) fn paste(&mut self, ctx: &egui::Context, text: &str) {
        let now = ctx.input(|input| input.time);
        let in_place = self.paste_in_place.take().is_some_and(|asked| now - asked < COMES_WITHIN);
        let unpacked = text.trim_start().starts_with(carried::PREFIX).then(|| carried::unpack(text));
        let read = match &unpacked {
            Some(Ok(inner)) => file::read_fragment(inner),
            Some(Err(error)) => Err(error.clone()),
            None => file::read_fragment(text),
        };
        match read {
            Ok(elements) if !elements.is_empty() => {
                let placement =
                    if in_place { Placement::Offset(0, 0) } else { Placement::At(self.doc.view.focus_point()) };
                self.put_in(&elements, placement, "pasted");
            }
            Ok(_) => self.tell("nothing to paste"),
            Err(error) => self.tell(format!("nothing to paste: the clipboard holds no components ({error})")),
        }
    }

    /// Puts elements in as one step, with fresh ids, and selects them: what paste and duplicate do.
    pub fn insert_elements(&mut self, elements: &[Element]) {
        self.put_in(elements, Placement::Offset(ASIDE, ASIDE), "added");
    }

    pub(super) fn put_in(&mut self, elements: &[Element], placement: Placement, verb: &str) {
        // A copy of what is locked would be held fast where nobody put it.
        let mut elements = elements.to_vec();
        for element in &mut elements {
            match element {
                Element::Component(component) => component.arrangement.locked = false,
                Element::Note(note) => note.arrangement.locked = false,
                Element::Frame(frame) => frame.arrangement.locked = false,
                Element::Stroke(stroke) => stroke.arrangement.locked = false,
                Element::Link(_) | Element::Scenario(_) => {}
            }
        }
        let (edit, selection) = self.doc.history.design().put_in(&elements, placement);
        if self.edit(edit, None) {
            if !selection.is_empty() {
                self.doc.view.selection = selection;
                self.doc.view.reveal(self.doc.history.design(), &self.doc.view.selection.clone());
            }
            self.tell_undoable(format!("{verb} {}", count(&elements)));
        }
    }

    pub(super) fn delete(&mut self) {
        self.remove_selected("deleted");
    }

    /// Removes what is selected and not held fast, as one step, and says what stays.
    fn remove_selected(&mut self, verb: &str) {
        let design = self.doc.history.design();
        let selection = &self.doc.view.selection;
        let locked = |id: &ElementId| design.arrangement(id).is_some_and(|own| own.locked);
        // Between what is selected and locked a link is as fast as they are; selected alone it can go.
        let between = |link: &Id| {
            design.link(link).is_some_and(|link| {
                let fast = |end: &Id| {
                    let id = ElementId::Component(end.clone());
                    selection.contains(&id) && locked(&id)
                };
                fast(&link.from) && fast(&link.to)
            })
        };
        let held = |id: &&ElementId| match id {
            ElementId::Link(link) => between(link),
            id => locked(id),
        };
        let (locked, doomed): (BTreeSet<&ElementId>, BTreeSet<&ElementId>) = selection.iter().partition(held);
        // Links that go with a component are not removed twice.
        let goes_along = |id: &ElementId| match id {
            ElementId::Link(link) => design.link(link).is_some_and(|link| {
                [&link.from, &link.to].into_iter().any(|end| doomed.contains(&ElementId::Component(end.clone())))
            }),
            _ => false,
        };
        let gone: Vec<Element> = doomed.iter().filter_map(|id| design.element(id)).collect();
        let mut edits: Vec<Edit> =
            doomed.iter().filter(|id| !goes_along(id)).map(|id| Edit::Remove((*id).clone())).collect();
        edits.extend(outage::forget(design, &gone));
        let kept: BTreeSet<ElementId> = locked.into_iter().cloned().collect();
        let why = match kept.len() {
            0 => String::new(),
            1 => {
                let name = kept.first().map(|id| design.title(id)).unwrap_or_default();
                format!("{name} is locked and stays; unlock it first")
            }
            n => format!("{n} are locked and stay; unlock them first"),
        };
        if edits.is_empty() {
            if !why.is_empty() {
                self.tell(why);
            }
            return;
        }
        if self.edit(Edit::All(edits), None) {
            self.doc.view.selection = kept;
            let done = format!("{verb} {}", count(&gone));
            self.tell_undoable(if why.is_empty() { done } else { format!("{done}; {why}") });
        }
    }

    pub(super) fn add_note(&mut self) {
        let id = self.doc.history.design().fresh_note_id(&Id::from_name("note"));
        let note = Note::new(id.clone(), self.doc.view.focus_point(), Point::new(10, 4), "");
        // What is typed into it joins the same step.
        let number = self.doc.view.begin_gesture();
        let gesture = self.board_gesture(number);
        if self.edit(Edit::insert(Element::Note(note)), Some(gesture)) {
            self.doc.view.selection = BTreeSet::from([ElementId::Note(id.clone())]);
            self.doc.view.edit_new_text(ElementId::Note(id), number);
        }
    }

    /// Puts a frame around what is selected.
    pub(super) fn add_frame(&mut self) {
        let design = self.doc.history.design();
        let corners: Vec<Point> = self
            .doc
            .view
            .selection
            .iter()
            .filter_map(|id| design.extent(id))
            .flat_map(|(at, size)| [at, at.moved(size.x, size.y)])
            .collect();
        let least = corners.iter().copied().reduce(|a, b| Point::new(a.x.min(b.x), a.y.min(b.y)));
        let most = corners.iter().copied().reduce(|a, b| Point::new(a.x.max(b.x), a.y.max(b.y)));
        let (Some(least), Some(most)) = (least, most) else { return };
        let at = least.moved(-2, -3);
        let size =
            Point::new(most.x.saturating_sub(at.x).saturating_add(2), most.y.saturating_sub(at.y).saturating_add(2));
        let id = design.fresh_frame_id(&Id::from_name("frame"));
        let frame = Frame::new(id.clone(), &design.fresh_frame_name(), at, size);
        let number = self.doc.view.begin_gesture();
        let gesture = self.board_gesture(number);
        if self.edit(Edit::insert(Element::Frame(frame)), Some(gesture)) {
            self.doc.view.selection = BTreeSet::from([ElementId::Frame(id.clone())]);
            self.doc.view.edit_new_text(ElementId::Frame(id), number);
        }
    }
}
