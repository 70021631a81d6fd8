//! The design as text beside the board, editable both ways: what is typed here and can be read is on the board at once,
//! what changes on the board is written here. A text that cannot be read changes nothing; what is wrong is underlined.

mod job;

use super::command::{Action, Command};
use super::commented::Before;
use super::state::App;
use crate::design::{Design, Edit, ElementId};
use crate::file::{self, Comments, FileError};
use egui::text::{CCursor, CCursorRange};
use egui::text_edit::TextEditState;
use egui::{Align, FontId, Galley, Id, Margin, Panel, Pos2, RichText, ScrollArea, TextEdit, TextStyle, Ui, pos2, vec2};
use job::{Painted, Pointed, line_of, place_of};
use std::time::Duration;

/// Elements above which the text is shown when asked for, and only to read.
const LARGE: usize = 2_000;
/// Texts up to this length are read with each letter, longer ones when the typing pauses, in bytes.
const SHORT: usize = 64 << 10;
/// The pause, in seconds.
const PAUSE: f64 = 0.3;
/// Around the text: the numbers of its lines stand at the left.
const MARGIN: Margin = Margin { left: 36, right: 4, top: 2, bottom: 2 };

/// What is typed and not in the document.
#[derive(Debug)]
enum Draft {
    /// It will be read when the typing pauses.
    Waiting { since: f64 },
    /// It cannot be read.
    Wrong(FileError),
    /// It can be read, but the design has changed elsewhere since.
    Behind(Box<(Design, Comments)>),
}

/// The text and what is the matter with it: not part of the document.
#[derive(Debug, Default)]
pub struct AsText {
    text: String,
    /// The revision that the text says, or that it was typed on.
    of: Option<u64>,
    draft: Option<Draft>,
    painted: Painted,
    /// What was scrolled to last.
    shown: Option<ElementId>,
    /// A letter to put the cursor before, and to bring into view.
    go_to: Option<usize>,
    wants_keyboard: bool,
}

/// The field.
fn field() -> Id {
    Id::unique("design as text")
}

impl AsText {
    /// Whether something was typed that is not in the design, because it cannot be read or because the design has changed.
    pub fn holds_more(&self) -> bool {
        matches!(self.draft, Some(Draft::Wrong(_) | Draft::Behind(_)))
    }

    /// Writes the text anew.
    fn write(&mut self, ui: &Ui, design: &Design, comments: &Comments, revision: u64) {
        let text = file::write(design, comments);
        if text != self.text {
            self.text = text;
            // What was typed before is no step back from here.
            if let Some(mut state) = TextEditState::load(ui.ctx(), field()) {
                state.clear_undoer();
                state.store(ui.ctx(), field());
            }
        }
        self.of = Some(revision);
        self.draft = None;
    }

    /// Reads what was typed, once it is time to.
    fn read(&mut self, ui: &Ui, design: &Design, comments: &Comments, revision: u64) -> Option<Command> {
        let Some(Draft::Waiting { since }) = &self.draft else { return None };
        let wait = since + if self.text.len() > SHORT { PAUSE } else { 0.0 } - ui.input(|input| input.time);
        if wait > 0.0 {
            ui.request_repaint_after(Duration::from_secs_f64(wait));
            return None;
        }
        self.draft = None;
        match file::read(&self.text) {
            Err(error) => self.draft = Some(Draft::Wrong(error)),
            Ok(opened) if opened.design == *design && opened.comments == *comments => {}
            Ok(opened) => {
                let read = Box::new((opened.design, opened.comments));
                if self.of == Some(revision) {
                    return Some(Command::TakeText(field(), read));
                }
                self.draft = Some(Draft::Behind(read));
            }
        }
        None
    }
}

impl App {
    /// Shows the design as text, or hides it.
    pub(super) fn toggle_text(&mut self) {
        self.panels.as_text = !self.panels.as_text || self.panels.hidden;
        if self.panels.as_text {
            self.panels.hidden = false;
            self.doc.as_text.wants_keyboard = true;
        }
    }

    /// Takes the design that was typed as text.
    pub(super) fn take_text(&mut self, ctx: &egui::Context, field: Id, (design, comments): (Design, Comments)) {
        let before = Before::of(&self.doc.history);
        self.apply(ctx, Command::Type(field, Edit::Whole(Box::new(design))));
        self.doc.comments.step(before, &self.doc.history, comments);
        self.doc.as_text.of = Some(self.doc.history.revision());
    }

    /// The text beside the board, while it is shown.
    pub(super) fn show_text(&mut self, ui: &mut Ui, commands: &mut Vec<Command>) {
        if !self.panels.as_text {
            return;
        }
        let doc = &mut self.doc;
        let state = &mut doc.as_text;
        let (design, comments, revision) = (doc.history.design(), doc.comments.now(), doc.history.revision());
        let selected = doc.view.selection.first().filter(|_| doc.view.selection.len() == 1);
        let width = (ui.available_width() * 0.38).clamp(260.0, 460.0);
        Panel::right("as text").default_size(width).size_range(240.0..=1000.0).show(ui, |ui| {
            title(ui, state, commands);
            if size(design) > LARGE {
                large(ui, state, design, comments, revision);
                return;
            }
            if state.draft.is_none() && state.of != Some(revision) {
                state.write(ui, design, comments, revision);
            }
            trouble(ui, state, commands, |state, ui| state.write(ui, design, comments, revision));
            edit(ui, state, design, selected);
            commands.extend(state.read(ui, design, comments, revision));
        });
    }
}

/// How many elements a design has.
fn size(design: &Design) -> usize {
    let drawn = design.components().len() + design.links().len() + design.notes().len();
    drawn + design.frames().len() + design.strokes().len() + design.scenarios().len()
}

fn title(ui: &mut Ui, state: &AsText, commands: &mut Vec<Command>) {
    ui.add_space(4.0);
    ui.horizontal(|ui| {
        ui.strong("Design as text");
        ui.weak(match &state.draft {
            None => "",
            Some(Draft::Waiting { .. }) => "reading…",
            Some(Draft::Wrong(_) | Draft::Behind(_)) => "not on the board",
        });
        ui.with_layout(egui::Layout::right_to_left(Align::Center), |ui| {
            let name = "Hide the design as text";
            if ui.small_button("×").on_hover_text(name).accessible_name(name).clicked() {
                commands.push(Command::Act(Action::AsText));
            }
        });
    });
}

/// What is the matter with the text, below it.
fn trouble(ui: &mut Ui, state: &mut AsText, commands: &mut Vec<Command>, again: impl FnOnce(&mut AsText, &Ui)) {
    if !matches!(state.draft, Some(Draft::Wrong(_) | Draft::Behind(_))) {
        return;
    }
    let (mut give_up, mut taken) = (false, false);
    Panel::bottom("trouble with the text").show(ui, |ui| {
        ui.add_space(2.0);
        match &state.draft {
            Some(Draft::Wrong(error)) => {
                let color = ui.visuals().error_fg_color;
                ui.horizontal_wrapped(|ui| {
                    super::theme::mark(ui, false, color);
                    let place = format!("line {}, column {}", error.line, error.column);
                    let link = ui.link(RichText::new(&place).color(color)).on_hover_text("Click to go there");
                    if link.accessible_name(format!("Go to {place}")).clicked() {
                        state.go_to = Some(place_of(&state.text, error).start);
                    }
                    ui.colored_label(color, &error.message);
                });
                give_up = ui.button("Give up the changes").on_hover_text("Writes the design as it is").clicked();
            }
            Some(Draft::Behind(read)) => {
                ui.label("The design has changed on the board since this text was begun.");
                ui.horizontal(|ui| {
                    if ui.button("Take this text").clicked() {
                        commands.push(Command::TakeText(field(), read.clone()));
                        taken = true;
                    }
                    give_up = ui.button("Take the board").clicked();
                });
            }
            _ => {}
        }
        ui.add_space(2.0);
    });
    if taken {
        state.draft = None;
    }
    if give_up {
        again(state, ui);
    }
}

fn edit(ui: &mut Ui, state: &mut AsText, design: &Design, selected: Option<&ElementId>) {
    let line = selected.filter(|_| state.draft.is_none()).and_then(|element| line_of(&state.text, design, element));
    let wrong = match &state.draft {
        Some(Draft::Wrong(error)) => Some(place_of(&state.text, error)),
        _ => None,
    };
    let pointed = Pointed { selected: line.clone(), wrong };
    let mut go_to = state.go_to.take();
    if go_to.is_some() || std::mem::take(&mut state.wants_keyboard) {
        ui.memory_mut(|memory| memory.request_focus(field()));
    }
    if let Some(byte) = go_to {
        let mut edited = TextEditState::load(ui.ctx(), field()).unwrap_or_default();
        edited.cursor.set_char_range(Some(CCursorRange::one(CCursor::new(letters(&state.text, byte)))));
        edited.store(ui.ctx(), field());
    } else if state.shown.as_ref() != selected {
        state.shown = selected.cloned();
        // Who types here does not lose the place.
        go_to = line.map(|line| line.start).filter(|_| !ui.memory(|memory| memory.has_focus(field())));
    }
    let (text, painted) = (&mut state.text, &mut state.painted);
    let mut layouter = |ui: &Ui, text: &dyn egui::TextBuffer, wrap: f32| {
        let job = painted.job(ui, text.as_str(), &pointed, wrap);
        ui.fonts_mut(|fonts| fonts.layout_job(job))
    };
    let response = ScrollArea::vertical().id_salt("design as text").auto_shrink(false).show(ui, |ui| {
        let height = ui.available_height();
        let edit = TextEdit::multiline(text).id(field()).font(TextStyle::Monospace).layouter(&mut layouter);
        let shown = edit.desired_width(f32::INFINITY).min_size(vec2(0.0, height)).margin(MARGIN).show(ui);
        numbers(ui, &shown.galley, shown.galley_pos);
        if let Some(byte) = go_to {
            let cursor = CCursor::new(letters(text, byte));
            let place = shown.galley.pos_from_cursor(cursor).translate(shown.galley_pos.to_vec2());
            ui.scroll_to_rect(place.expand2(vec2(0.0, 12.0)), None);
        }
        shown.response.response
    });
    let response = response.inner.accessible_name("Design as text");
    if response.changed() {
        state.draft = Some(Draft::Waiting { since: ui.input(|input| input.time) });
    }
    if response.lost_focus() && state.draft.is_none() {
        // As it is written, not as it was typed.
        state.of = None;
        ui.request_repaint();
    }
}

/// The number of each line in the margin: errors speak of them. A line that is broken has one number.
fn numbers(ui: &Ui, galley: &Galley, at: Pos2) {
    let seen = ui.clip_rect();
    let font = TextStyle::Monospace.resolve(ui.style());
    let font = FontId::new(font.size * 0.85, font.family);
    let (mut line, mut begins) = (1_usize, true);
    for row in &galley.rows {
        let top = at.y + row.pos.y;
        if top > seen.bottom() {
            return;
        }
        if begins && top + row.size.y >= seen.top() {
            let place = pos2(at.x - 8.0, top + row.size.y / 2.0);
            let color = ui.visuals().weak_text_color();
            ui.painter().text(place, egui::Align2::RIGHT_CENTER, line, font.clone(), color);
        }
        begins = row.ends_with_newline;
        line += usize::from(begins);
    }
}

/// How many letters stand before a byte.
fn letters(text: &str, byte: usize) -> usize {
    text.get(..byte).unwrap_or(text).chars().count()
}

/// The text of a large design, when asked for, and only to read.
fn large(ui: &mut Ui, state: &mut AsText, design: &Design, comments: &Comments, revision: u64) {
    let current = state.of == Some(revision) && !state.text.is_empty();
    ui.horizontal_wrapped(|ui| {
        ui.weak(format!("{} elements: to read only, and written when asked for.", size(design)));
        let again = if state.text.is_empty() { "Write it" } else { "Write it again" };
        if !current && ui.button(again).clicked() {
            state.write(ui, design, comments, revision);
            state.painted = Painted::default();
        }
    });
    if state.text.is_empty() {
        return;
    }
    let lines: Vec<&str> = state.text.lines().collect();
    let row = ui.text_style_height(&TextStyle::Monospace);
    ScrollArea::both().id_salt("large design as text").auto_shrink(false).show_rows(
        ui,
        row,
        lines.len(),
        |ui, rows| {
            for line in lines.get(rows).unwrap_or_default() {
                ui.add(egui::Label::new(RichText::new(*line).monospace()).extend());
            }
        },
    );
}
