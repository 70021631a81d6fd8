//! Which commands can do something now.

use super::Action;
use crate::app::state::App;
use crate::design::ElementId;

impl Action {
    /// Whether the command can do something now.
    pub fn enabled(self, app: &App) -> bool {
        let selection = &app.doc.view.selection;
        let component = |id: &ElementId| matches!(id, ElementId::Component(_));
        let placed =
            || selection.iter().filter(|id| !matches!(id, ElementId::Link(_) | ElementId::Scenario(_))).count();
        match self {
            Self::Undo => app.doc.history.can_undo() || app.doc.view.in_gesture(),
            Self::Redo => app.doc.history.can_redo(),
            Self::Cut
            | Self::Copy
            | Self::Duplicate
            | Self::Delete
            | Self::FitSelection
            | Self::SelectUpstream
            | Self::SelectDownstream
            | Self::SelectConnected
            | Self::ExportSelection => !selection.is_empty(),
            Self::SelectSameProduct | Self::SelectSameRole | Self::Outage => selection.iter().any(component),
            Self::Rename => selection.len() == 1 && !matches!(selection.first(), Some(ElementId::Stroke(_))),
            Self::CopySettings => selection.len() == 1 && app.settings_of_selection().is_some(),
            Self::PasteSettings => {
                app.copied_settings.is_some()
                    && selection.iter().any(|id| component(id) || matches!(id, ElementId::Link(_)))
            }
            Self::AddRequirement => {
                app.doc.history.design().components().any(|component| component.role.carries_data())
            }
            Self::NextScenario | Self::PreviousScenario => app.doc.history.design().scenarios().len() > 0,
            Self::NextComponent | Self::PreviousComponent | Self::Tidy => {
                app.doc.history.design().components().len() > 0
            }
            Self::Group | Self::Align(_) => placed() > 1,
            Self::Distribute(_) => placed() > 2,
            Self::Ungroup => {
                let design = app.doc.history.design();
                selection.iter().any(|id| design.arrangement(id).is_some_and(|own| own.group.is_some()))
            }
            Self::AddFrame | Self::Lock | Self::Forward | Self::Backward | Self::ToFront | Self::ToBottom => {
                placed() > 0
            }
            Self::NextTab | Self::PreviousTab => app.documents().count() > 1,
            Self::EarlierSaves => app.doc.path.is_some(),
            Self::CopyPicture | Self::CopyAsText => app.doc.history.design().placed().next().is_some(),
            Self::CompareSaved => app.keep.comparing.is_some() || app.doc.kept.base.is_some(),
            Self::StopSearch => app.doc.engine.is_fixing(),
            _ => true,
        }
    }

    /// What must be there before the command can do something; nothing if it always can.
    pub const fn needs(self) -> &'static str {
        match self {
            Self::Undo => "Nothing has been done yet.",
            Self::Redo => "Nothing has been undone.",
            Self::Cut
            | Self::Copy
            | Self::Duplicate
            | Self::Delete
            | Self::FitSelection
            | Self::SelectUpstream
            | Self::SelectDownstream
            | Self::SelectConnected
            | Self::ExportSelection => "Select something on the board first.",
            Self::SelectSameProduct | Self::SelectSameRole | Self::Outage => "Select a component first.",
            Self::Rename => "Select one component, link, frame or note first.",
            Self::CopySettings => "Select one component or link with settings first.",
            Self::PasteSettings => "Copy the settings of a component or link, then select where they go.",
            Self::AddRequirement => "Put a component in first: a requirement is about one.",
            Self::NextScenario | Self::PreviousScenario => "The design has no scenarios yet.",
            Self::NextComponent | Self::PreviousComponent | Self::Tidy => "The design has no components yet.",
            Self::Group | Self::Align(_) => "Select two or more elements first.",
            Self::Distribute(_) => "Select three or more elements first.",
            Self::Ungroup => "Select something that is in a group first.",
            Self::AddFrame | Self::Lock | Self::Forward | Self::Backward | Self::ToFront | Self::ToBottom => {
                "Select a component, frame or note first."
            }
            Self::NextTab | Self::PreviousTab => "Only one design is open.",
            Self::EarlierSaves | Self::CompareSaved => "The design has not been saved yet.",
            Self::CopyPicture | Self::CopyAsText => "The board is empty.",
            Self::StopSearch => "Nothing is being looked for.",
            _ => "",
        }
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
