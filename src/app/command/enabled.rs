//! Which commands can do something now.

use super::Action;
use crate::app::state::App;
use crate::design::ElementId;

impl Action {
    /// Whether the command can do something now.
    pub fn enabled(self, app: &App) -> bool {
        self.lacks(app).is_none()
    }

    /// What must be there before the command can do something, if it is not.
    pub fn lacks(self, app: &App) -> Option<&'static str> {
        let selection = &app.doc.view.selection;
        let design = app.doc.history.design();
        let component = |id: &ElementId| matches!(id, ElementId::Component(_));
        let placed =
            || selection.iter().filter(|id| !matches!(id, ElementId::Link(_) | ElementId::Scenario(_))).count();
        let (can, needs) = match self {
            Self::Undo => (app.doc.history.can_undo() || app.doc.view.in_gesture(), "Nothing has been done yet."),
            Self::Redo => (app.doc.history.can_redo(), "Nothing has been undone."),
            Self::Cut
            | Self::Copy
            | Self::Duplicate
            | Self::Delete
            | Self::FitSelection
            | Self::SelectUpstream
            | Self::SelectDownstream
            | Self::SelectConnected
            | Self::ExportSelection => (!selection.is_empty(), "Select something on the board first."),
            Self::SelectSameProduct | Self::SelectSameRole | Self::Outage => {
                (selection.iter().any(component), "Select a component first.")
            }
            Self::Rename => (
                selection.len() == 1 && !matches!(selection.first(), Some(ElementId::Stroke(_))),
                "Select one component, link, frame or note first.",
            ),
            Self::CopySettings => (
                selection.len() == 1 && app.settings_of_selection().is_some(),
                "Select one component or link with settings first.",
            ),
            Self::PasteSettings => (
                app.copied_settings.is_some()
                    && selection.iter().any(|id| component(id) || matches!(id, ElementId::Link(_))),
                "Copy the settings of a component or link, then select where they go.",
            ),
            Self::AddRequirement => (
                design.components().any(|component| component.role.carries_data()),
                "Put a component in first: a requirement is about one.",
            ),
            Self::NextScenario | Self::PreviousScenario => {
                (design.scenarios().len() > 0, "The design has no scenarios yet.")
            }
            Self::NextComponent | Self::PreviousComponent | Self::Tidy => {
                (design.components().len() > 0, "The design has no components yet.")
            }
            Self::Group | Self::Align(_) => (placed() > 1, "Select two or more elements first."),
            Self::Distribute(_) => (placed() > 2, "Select three or more elements first."),
            Self::Ungroup => (
                selection.iter().any(|id| design.arrangement(id).is_some_and(|own| own.group.is_some())),
                "Select something that is in a group first.",
            ),
            Self::AddFrame | Self::Lock | Self::Forward | Self::Backward | Self::ToFront | Self::ToBottom => {
                (placed() > 0, "Select a component, frame or note first.")
            }
            Self::NextTab | Self::PreviousTab => (app.documents().count() > 1, "Only one design is open."),
            Self::EarlierSaves => (app.doc.path.is_some(), "The design has not been saved yet."),
            Self::CopyPicture | Self::CopyAsText => (design.placed().next().is_some(), "The board is empty."),
            Self::CompareSaved => {
                (app.keep.comparing.is_some() || app.doc.kept.base.is_some(), "The design has not been saved yet.")
            }
            Self::StopSearch => (app.doc.engine.is_fixing(), "Nothing is being looked for."),
            _ => (true, ""),
        };
        (!can).then_some(needs)
    }

    /// Whether it is switched on, for what can be on or off.
    pub fn is_on(self, app: &App) -> Option<bool> {
        match self {
            Self::Grid => Some(app.doc.view.shows_grid()),
            Self::Minimap => Some(app.doc.view.has_minimap()),
            Self::Lens(lens) => Some(app.doc.view.kept_lens() == Some(lens)),
            Self::CriticalPath => Some(app.doc.view.shows_critical_path()),
            Self::WheelZooms => Some(app.doc.view.wheel_zooms),
            Self::Autosave => Some(app.keep.autosave),
            Self::CompareSaved => Some(app.keep.comparing.is_some()),
            Self::HidePanels => Some(!app.panels.hidden),
            Self::AsText => Some(app.panels.as_text),
            Self::Panel(side) => Some(app.shows_panel(side)),
            Self::AllVerdicts => Some(app.panels.verdicts_open),
            Self::StartPage => Some(app.shows_start()),
            Self::ReducedMotion => Some(app.motion_is_reduced()),
            Self::Tool(tool) => Some(app.doc.view.tool() == tool),
            _ => None,
        }
    }

    /// Whether it opens a list that is searched by typing.
    pub const fn asks_for_a_name(self) -> bool {
        matches!(self, Self::AddComponent | Self::AddFamily(_) | Self::CommandPalette)
    }

    /// Whether it leaves alone what the pointer has under way: the others wait until it is over.
    pub fn suits_a_gesture(self) -> bool {
        matches!(
            self,
            Self::SelectNone
                | Self::Undo
                | Self::Fit
                | Self::ZoomIn
                | Self::ZoomOut
                | Self::ZoomReset
                | Self::Grid
                | Self::Minimap
                | Self::Lens(_)
                | Self::CriticalPath
                | Self::ThemeToggle
                | Self::ThemeDark
                | Self::ThemeLight
                | Self::ThemeSystem
                | Self::HidePanels
                | Self::Panel(_)
                | Self::AllVerdicts
                | Self::Save
                | Self::SaveAs
                | Self::Quit
                | Self::CommandPalette
                | Self::Keys
        )
    }
}
