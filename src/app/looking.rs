//! Ways to look at the board: lenses and the critical path.

use super::state::App;
use crate::canvas::Lens;
use crate::design::ElementId;

impl App {
    /// Looks through a lens until it is chosen again.
    pub(super) fn toggle_lens(&mut self, lens: Lens) {
        let stays = self.doc.view.kept_lens() == Some(lens);
        self.doc.view.keep_lens((!stays).then_some(lens));
    }

    /// Shows the way of the stalest data and brings it into view, or hides it.
    pub(super) fn toggle_critical_path(&mut self) {
        if self.doc.view.shows_critical_path() {
            self.doc.view.show_critical_path(false);
            return;
        }
        let way = self.doc.engine.estimate().map(|estimate| estimate.critical_path.as_slice()).unwrap_or_default();
        if way.len() < 2 {
            self.tell("no data is on its way anywhere yet: there is no critical path");
            return;
        }
        let way: Vec<ElementId> = way.iter().cloned().map(ElementId::Component).collect();
        self.doc.view.reveal(self.doc.history.design(), &way);
        self.doc.view.show_critical_path(true);
    }

    /// Ends the lens that stays and the critical path.
    pub(super) fn put_lenses_away(&mut self) {
        self.doc.view.keep_lens(None);
        self.doc.view.show_critical_path(false);
    }
}
