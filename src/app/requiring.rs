//! New requirements: of the chosen scenario, or of one that is begun for it. The keyboard goes to the limit.

use super::inspector::requirement;
use super::panels::Side;
use super::state::App;
use crate::design::{Edit, Element, Id, Scenario};

impl App {
    /// Adds a requirement as one step, and puts the keyboard into its limit.
    pub(super) fn add_requirement(&mut self, ctx: &egui::Context) {
        let design = self.doc.history.design();
        let Some(new) = requirement::usual(design, &self.doc.view.selection) else { return };
        let chosen = self.doc.scenario.as_ref().and_then(|id| design.scenario(id)).cloned();
        let (mut scenario, known) = match chosen {
            Some(scenario) => (scenario, true),
            None => (Scenario::new(design.fresh_scenario_id(&Id::from_name("scenario")), "Scenario"), false),
        };
        let (id, place) = (scenario.id.clone(), scenario.requirements.len());
        let field = requirement::limit_field(&id, place, &new);
        scenario.requirements.push(new);
        let element = Element::Scenario(scenario);
        let edit = if known { Edit::Replace(element) } else { Edit::insert(element) };
        if self.edit(edit, None) {
            self.doc.scenario = Some(id);
            self.doc.view.selection.clear();
            self.open_panel(Side::Inspector);
            if let Some(field) = field {
                self.doc.inspector.focus_limit(field);
                self.await_field();
                ctx.request_repaint();
            }
        }
    }
}
