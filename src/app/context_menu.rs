//! The menu under the right mouse button: commands of the one table that suit what was clicked.

use super::command::{Action, Command, Entry};
use super::menu;
use super::state::App;
use egui::{Id, LayerId, Popup, PopupKind, Pos2};

/// For what is selected. `None` is a line.
const ON_ELEMENTS: &[Option<Action>] = &[
    Some(Action::Rename),
    Some(Action::Outage),
    None,
    Some(Action::Cut),
    Some(Action::Copy),
    Some(Action::Paste),
    Some(Action::Duplicate),
    Some(Action::Delete),
    None,
    Some(Action::CopySettings),
    Some(Action::PasteSettings),
    None,
    Some(Action::Group),
    Some(Action::Ungroup),
    Some(Action::Lock),
    Some(Action::ToFront),
    Some(Action::ToBottom),
    Some(Action::AddFrame),
    Some(Action::Tidy),
    None,
    Some(Action::SelectUpstream),
    Some(Action::SelectDownstream),
    Some(Action::FitSelection),
];

/// For the board itself.
const ON_BOARD: &[Option<Action>] = &[
    Some(Action::AddComponent),
    Some(Action::AddNote),
    None,
    Some(Action::Paste),
    Some(Action::PasteInPlace),
    Some(Action::SelectAll),
    Some(Action::Find),
    None,
    Some(Action::Undo),
    Some(Action::Redo),
    None,
    Some(Action::Tidy),
    Some(Action::Fit),
    Some(Action::ZoomReset),
    Some(Action::Grid),
];

fn id() -> Id {
    Id::unique("context menu")
}

/// Opens the menu.
pub fn open(ctx: &egui::Context) {
    Popup::open_id(ctx, id());
}

/// Shows the menu while it is open.
pub fn show(ctx: &egui::Context, app: &App, at: Pos2, commands: &mut Vec<Command>) {
    let actions = if app.view().selection.is_empty() { ON_BOARD } else { ON_ELEMENTS };
    Popup::new(id(), ctx.clone(), at, LayerId::background())
        .kind(PopupKind::Menu)
        .layout(egui::Layout::top_down_justified(egui::Align::Min))
        .style(egui::containers::menu::menu_style)
        .gap(0.0)
        .width(290.0)
        .open_memory(None)
        .show(|ui| {
            for action in actions {
                let Some(action) = action else {
                    ui.separator();
                    continue;
                };
                if let Some(entry) = Entry::of(*action) {
                    menu::item(ui, app, entry, commands);
                }
            }
        });
}
