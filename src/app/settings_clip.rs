//! Settings of one component or link, given to others.

use super::clipboard::plural;
use super::state::App;
use crate::catalog::Place;
use crate::design::{Edit, ElementId, Settings};

/// Settings that were copied, and from what.
#[derive(Clone, Debug)]
pub struct Copied {
    name: String,
    settings: Settings,
}

impl App {
    /// The settings of the one component or link that is selected.
    pub(super) fn settings_of_selection(&self) -> Option<&Settings> {
        let design = self.doc.history.design();
        match self.doc.view.selection.first() {
            Some(ElementId::Component(id)) => design.component(id).map(|component| &component.settings),
            Some(ElementId::Link(id)) => design.link(id).map(|link| &link.settings),
            _ => None,
        }
    }

    pub(super) fn copy_settings(&mut self) {
        let Some(settings) = self.settings_of_selection().cloned() else { return };
        let Some(from) = self.doc.view.selection.first() else { return };
        let name = self.doc.history.design().title(from);
        let count = settings.iter().count();
        if count == 0 {
            self.tell(format!("{name} has no settings of its own: all are its product's"));
            return;
        }
        self.tell(format!("copied {} of {name}", plural(count, "setting")));
        self.copied_settings = Some(Copied { name, settings });
    }

    /// Gives the selected components and links those of the copied settings that they can have, as one step.
    pub(super) fn paste_settings(&mut self) {
        let Some(copied) = self.copied_settings.clone() else { return };
        let design = self.doc.history.design();
        let mut edits = Vec::new();
        let (mut given, mut unsuited) = (Vec::new(), Vec::new());
        for element in &self.doc.view.selection {
            let (own, place) = match element {
                ElementId::Component(id) => {
                    let Some(component) = design.component(id) else { continue };
                    (&component.settings, Place::Component(component.role))
                }
                ElementId::Link(id) => {
                    let Some(link) = design.link(id) else { continue };
                    (&link.settings, Place::Link)
                }
                _ => continue,
            };
            let mut suits = false;
            for (field, setting) in copied.settings.iter() {
                if field.fits(place) {
                    suits = true;
                    if own.get(field) != Some(setting) {
                        edits.push(Edit::Set { element: element.clone(), field, setting: Some(setting.clone()) });
                    }
                } else if !unsuited.contains(&field.label()) {
                    unsuited.push(field.label());
                }
            }
            if suits {
                given.push(design.title(element));
            }
        }
        let not = match unsuited.len() {
            0 => String::new(),
            n if n > 3 => format!("; {n} do not suit"),
            _ => format!("; {} {} not suit", unsuited.join(", "), if unsuited.len() == 1 { "does" } else { "do" }),
        };
        let changed = edits.len();
        if changed == 0 {
            self.tell(if given.is_empty() {
                format!("no setting of {} suits what is selected", copied.name)
            } else {
                format!("the settings of {} are there already{not}", copied.name)
            });
            return;
        }
        let to = match given.as_slice() {
            [one] => one.clone(),
            several => plural(several.len(), "element"),
        };
        if self.edit(Edit::All(edits), None) {
            self.tell_undoable(format!("{} of {} to {to}{not}", plural(changed, "setting"), copied.name));
        }
    }
}
