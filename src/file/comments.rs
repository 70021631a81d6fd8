//! Comments of a hand-edited file, kept beside what they stand before, so that saving does not lose them.

use super::outline::{Item, Outline};
use crate::design::ElementId;
use std::collections::BTreeMap;

/// Comments around a field or an element.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Around {
    /// Lines before it. Comments that stood inside it are here too.
    pub before: Vec<String>,
    /// Behind it on its line.
    pub after: Option<String>,
}

/// Comments of a hand-edited file. Those of an element that is gone go with it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Comments {
    pub(super) header: Vec<String>,
    pub(super) fields: BTreeMap<String, Around>,
    pub(super) elements: BTreeMap<ElementId, Around>,
    pub(super) ends: BTreeMap<String, Vec<String>>,
    pub(super) end: Vec<String>,
    pub(super) footer: Vec<String>,
}

impl Comments {
    /// The comments of a file; those of elements are added as elements are read.
    pub(super) fn of(outline: &Outline<'_>) -> Self {
        let mut comments = Self {
            header: owned(&outline.before),
            end: owned(&outline.at_end),
            footer: owned(&outline.behind),
            ..Self::default()
        };
        for entry in &outline.entries {
            let key = entry.key.text.to_owned();
            if let Some(around) = around(&entry.item) {
                comments.fields.insert(key.clone(), around);
            }
            if !entry.at_end.is_empty() {
                comments.ends.insert(key, owned(&entry.at_end));
            }
        }
        comments
    }

    /// Adds the comments of an element.
    pub(super) fn add(&mut self, id: ElementId, item: &Item<'_>) {
        if let Some(around) = around(item) {
            self.elements.insert(id, around);
        }
    }

    /// Takes over the comments of some elements of another file, where there are none yet.
    pub fn adopt(&mut self, other: &Self, wanted: impl Fn(&ElementId) -> bool) {
        for (id, around) in other.elements.iter().filter(|(id, _)| wanted(id)) {
            self.elements.entry(id.clone()).or_insert_with(|| around.clone());
        }
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

fn owned(comments: &[&str]) -> Vec<String> {
    comments.iter().map(|comment| one_line(comment)).collect()
}

fn around(item: &Item<'_>) -> Option<Around> {
    if item.before.is_empty() && item.after.is_none() {
        return None;
    }
    Some(Around { before: owned(&item.before), after: item.after.map(one_line) })
}

/// A block comment over several lines keeps them; carriage returns go.
fn one_line(comment: &str) -> String {
    comment.replace('\r', "")
}
