//! The comments of a design beside its history. They are no part of a design, but where a step changes them, taking it
//! back brings them back.

use crate::design::History;
use crate::file::Comments;
use std::collections::BTreeMap;

/// The comments as they are now, and as they were on both sides of each step that may have changed them.
#[derive(Debug, Default)]
pub(super) struct Commented {
    now: Comments,
    /// By the number of the state.
    of: BTreeMap<u64, Comments>,
}

/// Where a history stands before a step.
#[derive(Clone, Copy, Debug)]
pub(super) struct Before {
    state: u64,
    steps: usize,
}

impl Before {
    pub fn of(history: &History) -> Self {
        Self { state: history.state(), steps: history.undo_len() }
    }
}

impl From<Comments> for Commented {
    fn from(now: Comments) -> Self {
        Self { now, of: BTreeMap::new() }
    }
}

impl Commented {
    pub fn now(&self) -> &Comments {
        &self.now
    }

    /// The last step, made from `before`, has led to these comments.
    pub fn step(&mut self, before: Before, history: &History, comments: Comments) {
        if history.state() == before.state {
            // It was refused.
            return;
        }
        // What could have been made again cannot any more; its states came later.
        self.of.retain(|state, _| *state <= before.state);
        let old = std::mem::replace(&mut self.now, comments);
        if history.undo_len() == before.steps {
            // It was joined with the step before: what lies within a step is nowhere to come back to.
            self.of.remove(&before.state);
        } else {
            self.of.insert(before.state, old);
        }
        self.of.insert(history.state(), self.now.clone());
    }

    /// A step was taken back, or made again.
    pub fn travel(&mut self, history: &History) {
        if let Some(comments) = self.of.get(&history.state()) {
            self.now.clone_from(comments);
        }
    }
}
