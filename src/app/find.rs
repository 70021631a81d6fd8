//! Find on the board: a bar over it, what is found pointed out, Enter goes from one to the next.

use super::search;
use super::state::App;
use crate::catalog::Catalog;
use crate::design::{Design, ElementId};
use egui::{Align2, Frame, Key, TextEdit, vec2};
use std::collections::BTreeSet;

/// Most elements that are found; more are no answer.
const MOST: usize = 500;

/// The bar: what is typed, and what it found.
#[derive(Clone, Debug, Default)]
pub struct Find {
    text: String,
    found: Vec<ElementId>,
    /// There would be more.
    cut: bool,
    /// Which of them is selected.
    at: Option<usize>,
    /// What was searched: text, document, revision.
    of: Option<(String, u64, u64)>,
    wants_keyboard: bool,
}

/// The words by which elements are found.
fn words(design: &Design, catalog: &Catalog) -> Vec<(ElementId, Vec<String>)> {
    let components = design.components().map(|c| {
        let product = catalog.name_of(&c.product);
        let words = vec![c.name.clone(), c.id.to_string(), product.to_owned(), c.note.clone()];
        (ElementId::Component(c.id.clone()), words)
    });
    let links = design.links().map(|l| (ElementId::Link(l.id.clone()), vec![l.label.clone()]));
    let notes = design.notes().map(|n| (ElementId::Note(n.id.clone()), vec![n.text.clone()]));
    let frames = design.frames().map(|f| (ElementId::Frame(f.id.clone()), vec![f.name.clone(), f.id.to_string()]));
    components.chain(links).chain(notes).chain(frames).collect()
}

/// What answers a search, best first: what holds the letters together; only if nothing does, what has them in order.
fn search(design: &Design, catalog: &Catalog, text: &str) -> Vec<ElementId> {
    if text.trim().is_empty() {
        return Vec::new();
    }
    let all = words(design, catalog);
    let best = |rank: fn(&str, &str) -> Option<usize>, most: usize| {
        let mut found: Vec<(usize, usize)> = all
            .iter()
            .enumerate()
            .filter_map(|(place, (_, words))| {
                let ranks = words.iter().take(most).filter(|word| !word.is_empty());
                ranks.filter_map(|word| rank(text, word)).min().map(|rank| (rank, place))
            })
            .collect();
        found.sort_unstable();
        found.into_iter().filter_map(|(_, place)| all.get(place).map(|(id, _)| id.clone())).collect::<Vec<_>>()
    };
    let whole = best(search::rank_whole, usize::MAX);
    if whole.is_empty() { best(search::rank, 1) } else { whole }
}

impl Find {
    /// Gives the bar the keyboard.
    pub fn take_keyboard(&mut self) {
        self.wants_keyboard = true;
    }

    /// What is found.
    pub fn found(&self) -> &[ElementId] {
        &self.found
    }

    fn refresh(&mut self, design: &Design, catalog: &Catalog, document: u64, revision: u64) {
        let of = (self.text.clone(), document, revision);
        if self.of.as_ref() == Some(&of) {
            return;
        }
        let kept = self.at.and_then(|at| self.found.get(at)).cloned();
        self.found = search(design, catalog, &self.text);
        self.cut = self.found.len() > MOST;
        self.found.truncate(MOST);
        let same = self.of.as_ref().is_some_and(|(text, ..)| *text == self.text);
        self.at = kept.filter(|_| same).and_then(|kept| self.found.iter().position(|id| *id == kept));
        self.of = Some(of);
    }

    fn step(&mut self, forward: bool) -> Option<ElementId> {
        let last = self.found.len().checked_sub(1)?;
        let next = match (self.at, forward) {
            (None, true) => 0,
            (None, false) => last,
            (Some(at), true) if at >= last => 0,
            (Some(at), true) => at + 1,
            (Some(at), false) => at.checked_sub(1).unwrap_or(last),
        };
        self.at = Some(next);
        self.found.get(next).cloned()
    }

    /// "2 of 5", "none".
    fn count(&self) -> String {
        let all = if self.cut { format!("more than {MOST}") } else { self.found.len().to_string() };
        match self.at {
            _ if self.text.trim().is_empty() => String::new(),
            _ if self.found.is_empty() => "none".to_owned(),
            Some(at) => format!("{} of {all}", at + 1),
            None => format!("{all} found"),
        }
    }

    /// Shows the bar. Gives what was asked for.
    fn show(&mut self, ctx: &egui::Context, area: egui::Rect) -> Asked {
        let mut asked = Asked::Nothing;
        let id = egui::Id::unique("find");
        egui::Area::new(egui::Id::unique("find bar"))
            .fixed_pos(area.right_top() + vec2(-12.0, 52.0))
            .pivot(Align2::RIGHT_TOP)
            .order(egui::Order::Middle)
            .show(ctx, |ui| {
                Frame::popup(ui.style()).show(ui, |ui| {
                    ui.horizontal(|ui| {
                        let edit = TextEdit::singleline(&mut self.text).id(id).hint_text("Find on the board");
                        let field = ui.add(edit.desired_width(210.0)).accessible_name("Find on the board");
                        if std::mem::take(&mut self.wants_keyboard) {
                            field.request_focus();
                            select_all(ui, id, &self.text);
                        }
                        let (enter, back) = ui.input(|input| {
                            let enter = input.key_pressed(Key::Enter);
                            (enter, enter && input.modifiers.shift)
                        });
                        if field.lost_focus() && enter {
                            asked = if back { Asked::Previous } else { Asked::Next };
                            field.request_focus();
                        } else if field.lost_focus() && ui.input(|input| input.key_pressed(Key::Escape)) {
                            asked = Asked::Close;
                        }
                        ui.add_sized(vec2(76.0, 18.0), egui::Label::new(self.count()));
                        for (sign, name, what) in [
                            ("‹", "Previous match (Shift+Enter)", Asked::Previous),
                            ("›", "Next match (Enter)", Asked::Next),
                            ("×", "Close the find bar (Esc)", Asked::Close),
                        ] {
                            if ui.small_button(sign).on_hover_text(name).accessible_name(name).clicked() {
                                asked = what;
                            }
                        }
                    });
                });
            });
        asked
    }
}

/// Selects all of a text field's text, so that what is typed replaces it.
fn select_all(ui: &egui::Ui, id: egui::Id, text: &str) {
    use egui::text::{CCursor, CCursorRange};
    let mut state = egui::text_edit::TextEditState::load(ui.ctx(), id).unwrap_or_default();
    let all = CCursorRange::two(CCursor::new(0), CCursor::new(text.chars().count()));
    state.cursor.set_char_range(Some(all));
    state.store(ui.ctx(), id);
}

/// What was asked for in the bar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Asked {
    Nothing,
    Next,
    Previous,
    Close,
}

impl App {
    /// The bar, while it is open.
    pub(super) fn show_find(&mut self, ctx: &egui::Context) {
        let Some(mut find) = self.doc.find.take() else { return };
        let asked = find.show(ctx, self.doc.view.area());
        find.refresh(self.doc.history.design(), &self.catalog, self.doc.number, self.doc.history.revision());
        let found = match asked {
            Asked::Close => {
                ctx.request_repaint();
                return;
            }
            Asked::Next => find.step(true),
            Asked::Previous => find.step(false),
            Asked::Nothing => None,
        };
        if let Some(id) = found {
            self.doc.view.reveal(self.doc.history.design(), [&id]);
            self.doc.view.selection = BTreeSet::from([id]);
            ctx.request_repaint();
        }
        self.doc.find = Some(find);
    }

    /// Points out what is found and what a panel asks to be pointed out.
    pub(super) fn point_out(&mut self, ctx: &egui::Context) {
        let mut now: std::collections::BTreeMap<ElementId, String> =
            std::mem::take(&mut self.pointed_out).into_iter().collect();
        for id in self.doc.find.iter().flat_map(Find::found) {
            now.entry(id.clone()).or_default();
        }
        if self.doc.view.highlight != now {
            self.doc.view.highlight = now;
            ctx.request_repaint();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::Role;
    use crate::design::{Component, Edit, Element, History, Id, Point};

    #[test]
    fn whole_letters_win_over_scattered_ones_and_scattered_ones_are_better_than_nothing() {
        let mut history = History::default();
        for name in ["Kafka", "Kinesis", "Archive of kinds"] {
            let part = Component::new(Id::from_name(name), name, Role::Queue, "none", Point::default());
            assert!(history.apply(Edit::insert(Element::Component(part))).is_ok());
        }
        let found = |text: &str| search(history.design(), &Catalog::default(), text);
        let names = |ids: Vec<ElementId>| ids.iter().map(|id| id.id().to_string()).collect::<Vec<_>>();
        assert_eq!(names(found("kin")), ["kinesis", "archive-of-kinds"]);
        assert_eq!(names(found("kfk")), ["kafka"]);
        assert_eq!(found("  "), []);
    }
}
