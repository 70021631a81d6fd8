//! The document with its past: every change goes through here, and can be taken back.

use super::document::Design;
use super::edit::{Edit, EditError};

/// What a run of edits belongs to: a drag, the typing in one field. Edits of one gesture are one step of undo.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Gesture(u64);

/// A design and the steps that led to it.
///
/// The history owns the design; the only way to change it is [`History::apply`] or [`History::apply_in`].
/// Undo is unlimited.
#[derive(Clone, Debug)]
pub struct History {
    design: Design,
    undo: Vec<Step>,
    redo: Vec<Step>,
    revision: u64,
    substance: u64,
    next_gesture: u64,
    saved: Option<u64>,
    next_state: u64,
    state: u64,
}

/// One step of undo: the edit that takes it back (or makes it again), and the document's state before and after.
#[derive(Clone, Debug)]
struct Step {
    inverse: Edit,
    gesture: Option<Gesture>,
    /// Number of the document state that `inverse` leads to.
    leads_to: u64,
}

impl Default for History {
    /// An empty design.
    fn default() -> Self {
        Self::new(Design::default())
    }
}

impl History {
    /// A design without a past. It counts as saved.
    pub fn new(design: Design) -> Self {
        Self {
            design,
            undo: Vec::new(),
            redo: Vec::new(),
            revision: 0,
            substance: 0,
            next_gesture: 0,
            saved: Some(0),
            next_state: 0,
            state: 0,
        }
    }

    /// The design, without its past.
    pub fn into_design(self) -> Design {
        self.design
    }

    /// The design as it is now.
    pub fn design(&self) -> &Design {
        &self.design
    }

    /// Rises with every change, undo and redo included.
    pub fn revision(&self) -> u64 {
        self.revision
    }

    /// Rises with every change that figures can depend on. Where things lie is of no matter to them, unless frames are
    /// zones or regions.
    pub fn substance(&self) -> u64 {
        self.substance
    }

    /// Number of the state that the design is in: taking a step back leads to the number of before, any edit to a higher
    /// one.
    pub fn state(&self) -> u64 {
        self.state
    }

    /// Begins a gesture. Edits that name it become one step, until another step comes between.
    pub fn begin(&mut self) -> Gesture {
        self.next_gesture += 1;
        Gesture(self.next_gesture)
    }

    /// Applies an edit as a step of its own.
    ///
    /// # Errors
    /// [`EditError`] if the edit makes no sense; the design is as it was.
    pub fn apply(&mut self, edit: Edit) -> Result<(), EditError> {
        self.step(edit, None)
    }

    /// Applies an edit as part of a gesture: joined with the step before if that is of the same gesture.
    ///
    /// # Errors
    /// [`EditError`] if the edit makes no sense; the design is as it was.
    pub fn apply_in(&mut self, gesture: Gesture, edit: Edit) -> Result<(), EditError> {
        self.step(edit, Some(gesture))
    }

    fn step(&mut self, edit: Edit, gesture: Option<Gesture>) -> Result<(), EditError> {
        let matters = edit.matters(&self.design);
        let inverse = self.design.apply(edit)?;
        if let Err(error) = self.design.check_room() {
            self.design.apply(inverse)?;
            return Err(error);
        }
        self.redo.clear();
        self.revision += 1;
        self.substance += u64::from(matters);
        let before = self.state;
        self.next_state += 1;
        self.state = self.next_state;
        match self.undo.last_mut() {
            Some(last) if gesture.is_some() && last.gesture == gesture => join(&mut last.inverse, inverse),
            _ => self.undo.push(Step { inverse, gesture, leads_to: before }),
        }
        Ok(())
    }

    /// Takes the last step back. False if there is none.
    pub fn undo(&mut self) -> bool {
        let Some(step) = self.undo.pop() else { return false };
        self.travel(step, true)
    }

    /// Takes the last step back for good, if it is of that gesture: as if it had never been begun, nothing can be made
    /// again. False if the last step is of another.
    pub fn cancel(&mut self, gesture: Gesture) -> bool {
        let Some(step) = self.undo.pop_if(|step| step.gesture == Some(gesture)) else { return false };
        let matters = step.inverse.matters(&self.design);
        if self.design.apply(step.inverse).is_err() {
            return false;
        }
        self.revision += 1;
        self.substance += u64::from(matters);
        self.state = step.leads_to;
        true
    }

    /// Makes the last step that was taken back again. False if there is none.
    pub fn redo(&mut self) -> bool {
        let Some(step) = self.redo.pop() else { return false };
        self.travel(step, false)
    }

    fn travel(&mut self, step: Step, back: bool) -> bool {
        let matters = step.inverse.matters(&self.design);
        // The inverse of an applied edit is applicable to the design that the edit left behind.
        let Ok(inverse) = self.design.apply(step.inverse) else { return false };
        self.revision += 1;
        self.substance += u64::from(matters);
        let taken = Step { inverse, gesture: None, leads_to: self.state };
        self.state = step.leads_to;
        if back {
            self.redo.push(taken);
        } else {
            self.undo.push(taken);
        }
        true
    }

    /// The edit that [`History::undo`] would apply.
    pub fn next_undo(&self) -> Option<&Edit> {
        self.undo.last().map(|step| &step.inverse)
    }

    /// The edit that [`History::redo`] would apply.
    pub fn next_redo(&self) -> Option<&Edit> {
        self.redo.last().map(|step| &step.inverse)
    }

    /// Whether there is a step to take back.
    pub fn can_undo(&self) -> bool {
        !self.undo.is_empty()
    }

    /// Whether there is a step to make again.
    pub fn can_redo(&self) -> bool {
        !self.redo.is_empty()
    }

    /// Steps that can be taken back.
    pub fn undo_len(&self) -> usize {
        self.undo.len()
    }

    /// Marks the design as it is now as saved.
    pub fn mark_saved(&mut self) {
        self.saved = Some(self.state);
    }

    /// Marks the design as not saved anywhere, whatever is undone.
    pub fn mark_unsaved(&mut self) {
        self.saved = None;
    }

    /// Whether the design differs from what was last saved. Undoing back to the saved state clears it.
    pub fn is_unsaved(&self) -> bool {
        self.saved != Some(self.state)
    }
}

/// Puts the inverse of a later edit before those that are there. A long drag keeps one inverse for each thing it
/// touches, not one for each frame.
fn join(earlier: &mut Edit, later: Edit) {
    let overwritten = |kept: &Edit| match (&later, kept) {
        (Edit::Move { element: a, .. }, Edit::Move { element: b, .. })
        | (Edit::Arrange { element: a, .. }, Edit::Arrange { element: b, .. }) => a == b,
        (Edit::Set { element: a, field: f, .. }, Edit::Set { element: b, field: g, .. }) => a == b && f == g,
        (Edit::Replace(a), Edit::Replace(b)) => a.id() == b.id() && !matches!(a, super::edit::Element::Link(_)),
        // The whole design as it was is all that undo needs.
        (Edit::Name(_), Edit::Name(_)) | (Edit::About(_), Edit::About(_)) | (_, Edit::Whole(_)) => true,
        _ => false,
    };
    match (&later, &*earlier) {
        // The same things moved again, in the same order: where they were first is all that undo needs.
        (Edit::All(now), Edit::All(then))
            if now.len() == then.len()
                && now.iter().zip(then).all(|(a, b)| match (a, b) {
                    (Edit::Move { element: a, .. }, Edit::Move { element: b, .. }) => a == b,
                    _ => false,
                }) => {}
        (_, kept) if overwritten(kept) => {}
        _ => {
            let first = std::mem::replace(earlier, Edit::All(Vec::new()));
            *earlier = match first {
                Edit::All(mut edits) => {
                    edits.insert(0, later);
                    Edit::All(edits)
                }
                single => Edit::All(vec![later, single]),
            };
        }
    }
}
