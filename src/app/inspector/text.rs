//! Text fields over texts of the document: what is wrong stays in the field with the reason below it, and the
//! document as it was.

use egui::{Id, Key, Response, TextEdit, Ui};
use std::collections::HashMap;

/// Width of the labels beside fields.
pub const LABEL: f32 = 108.0;

/// What is typed in a field and is not, or not to the letter, in the document.
#[derive(Clone, Debug)]
struct Draft {
    /// The document's text that the draft belongs to. When the document has another, the draft is over.
    base: String,
    text: String,
    error: Option<String>,
}

/// The drafts by field.
#[derive(Debug, Default)]
pub struct Drafts(HashMap<Id, Draft>);

/// Takes any text of a line, without blanks around it.
#[expect(clippy::unnecessary_wraps, reason = "has the form of the other checks")]
pub fn any(text: &str) -> Result<String, String> {
    Ok(text.trim().to_owned())
}

/// Takes any text with something in it.
pub fn some(text: &str) -> Result<String, String> {
    if text.trim().is_empty() { Err("expected a name, found nothing".to_owned()) } else { any(text) }
}

/// What a field did in this frame.
pub struct Typed {
    /// The field.
    pub response: Response,
    /// The new text for the document, if it is good and another.
    pub text: Option<String>,
    /// What is wrong with the text in the field.
    pub error: Option<String>,
}

/// A bare field named `name` over the document's text `current`. `check` gives the text that the document would
/// hold, or says what is wrong.
pub fn bare(
    ui: &mut Ui,
    drafts: &mut Drafts,
    id: Id,
    name: &str,
    current: &str,
    check: impl Fn(&str) -> Result<String, String>,
    edit: impl FnOnce(TextEdit<'_>) -> TextEdit<'_>,
) -> Typed {
    let draft = drafts.0.get(&id).filter(|draft| draft.base == current);
    let mut text = draft.map_or_else(|| current.to_owned(), |draft| draft.text.clone());
    let mut error = draft.and_then(|draft| draft.error.clone());
    let response = ui.add(edit(TextEdit::singleline(&mut text).id(id))).accessible_name(name);
    let mut new = None;
    let escaped = response.lost_focus() && ui.input(|input| input.key_pressed(Key::Escape));
    if escaped {
        // Back to what was there before the first letter; the window takes back what had come of it.
        drafts.0.remove(&id);
        error = None;
        ui.data_mut(|data| data.insert_temp(escaped_field(), ()));
    } else if response.changed() {
        let (base, wrong) = match check(&text) {
            Ok(good) => {
                new = (good != current).then(|| good.clone());
                (good, None)
            }
            Err(wrong) => (current.to_owned(), Some(wrong)),
        };
        error.clone_from(&wrong);
        drafts.0.insert(id, Draft { base, text, error: wrong });
    } else if !response.has_focus() && error.is_none() {
        drafts.0.remove(&id);
    }
    Typed { response, text: new, error }
}

fn escaped_field() -> Id {
    Id::unique("escaped field")
}

/// Whether a field of a line was left by Esc in this frame.
pub fn take_escaped(ctx: &egui::Context) -> bool {
    ctx.data_mut(|data| data.remove_temp::<()>(escaped_field())).is_some()
}

/// A labelled field of a line. Gives the new text for the document.
pub fn line(
    ui: &mut Ui,
    drafts: &mut Drafts,
    id: Id,
    name: &str,
    current: &str,
    hint: &str,
    check: impl Fn(&str) -> Result<String, String>,
) -> Option<String> {
    let hint = hint.to_owned();
    let typed = ui
        .horizontal(|ui| {
            label(ui, name, false);
            bare(ui, drafts, id, name, current, check, |edit| edit.hint_text(hint).desired_width(f32::INFINITY))
        })
        .inner;
    show_error(ui, typed.error.as_deref());
    typed.text
}

/// A labelled field of several lines. Gives the new text for the document.
pub fn block(ui: &mut Ui, drafts: &mut Drafts, id: Id, name: &str, current: &str) -> Option<String> {
    let draft = drafts.0.get(&id).filter(|draft| draft.base == current);
    let mut text = draft.map_or_else(|| current.to_owned(), |draft| draft.text.clone());
    ui.label(name);
    let edit = TextEdit::multiline(&mut text).id(id).desired_rows(2).desired_width(f32::INFINITY);
    let response = ui.add(edit).accessible_name(name);
    (response.changed() && text != current).then_some(text)
}

/// A label of the width that all labels have.
pub fn label(ui: &mut Ui, name: &str, bold: bool) -> Response {
    let text = egui::RichText::new(name);
    let text = if bold { text.strong() } else { text };
    let size = egui::vec2(LABEL, ui.spacing().interact_size.y);
    ui.allocate_ui_with_layout(size, egui::Layout::left_to_right(egui::Align::Center), |ui| {
        ui.set_min_width(LABEL);
        ui.add(egui::Label::new(text).truncate())
    })
    .inner
}

/// Selects all letters of a field.
pub fn select_all(ctx: &egui::Context, id: Id, letters: usize) {
    let mut state = egui::text_edit::TextEditState::load(ctx, id).unwrap_or_default();
    let all = egui::text::CCursorRange::two(egui::text::CCursor::new(0), egui::text::CCursor::new(letters));
    state.cursor.set_char_range(Some(all));
    state.store(ctx, id);
}

/// What is wrong, below a field.
pub fn show_error(ui: &mut Ui, error: Option<&str>) {
    if let Some(error) = error {
        ui.horizontal_wrapped(|ui| {
            let color = ui.visuals().error_fg_color;
            super::super::theme::mark(ui, false, color);
            ui.colored_label(color, error);
        });
    }
}
