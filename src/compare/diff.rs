//! The difference between two designs: what to do to the first to get the second.

use super::document::{Document, Fields, line};
use crate::design::{Design, ElementId};
use crate::file::FileError;
use indexmap::{IndexMap, IndexSet};
use std::fmt;

/// A field that is not the same, in the words of the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldChange {
    /// Its name; `set.load` for a setting.
    pub field: String,
    /// What it says in the first design; none if it is left out there.
    pub before: Option<String>,
    /// What it says in the second.
    pub after: Option<String>,
}

/// One thing that is not the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// A field of the design itself.
    Design(FieldChange),
    /// An element that only the second has, as its line in the file.
    Added {
        /// The element.
        id: ElementId,
        /// Its line.
        line: String,
    },
    /// An element that only the first has, as its line in the file.
    Removed {
        /// The element.
        id: ElementId,
        /// Its line.
        line: String,
    },
    /// An element whose fields are not the same.
    Changed {
        /// The element.
        id: ElementId,
        /// Its fields that differ.
        fields: Vec<FieldChange>,
    },
    /// Elements of one sort that stand in another order in the file.
    Order {
        /// The key of the list in the file.
        list: &'static str,
    },
}

/// How many elements differ.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Only in the second.
    pub added: usize,
    /// Only in the first.
    pub removed: usize,
    /// With another field than their place on the board.
    pub changed: usize,
    /// With another place on the board and nothing else.
    pub moved: usize,
}

/// The difference between two designs.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Diff {
    /// What differs: fields of the design, then elements by sort, in the order of the second design.
    pub changes: Vec<Change>,
    /// What the elements are made of that the second has and the first does not.
    added: IndexMap<ElementId, Fields>,
    /// The order in the second, of lists whose order does not follow from the first.
    orders: IndexMap<&'static str, Vec<ElementId>>,
}

/// What to do to `before` to get `after`.
pub fn diff(before: &Design, after: &Design) -> Diff {
    documents(&Document::of(before), &Document::of(after))
}

pub(super) fn documents(before: &Document, after: &Document) -> Diff {
    let mut diff = Diff::default();
    diff.changes.extend(fields(&before.header, &after.header).into_iter().map(Change::Design));
    for (&key, list) in &after.lists {
        let empty = IndexMap::new();
        let old = before.lists.get(key).unwrap_or(&empty);
        let gone = old.iter().filter(|(id, _)| !list.contains_key(*id));
        diff.changes.extend(gone.map(|(id, old)| Change::Removed { id: id.clone(), line: line(old) }));
        for (id, new) in list {
            match old.get(id) {
                None => {
                    diff.changes.push(Change::Added { id: id.clone(), line: line(new) });
                    diff.added.insert(id.clone(), new.clone());
                }
                Some(old) => {
                    let fields = fields(old, new);
                    if !fields.is_empty() {
                        diff.changes.push(Change::Changed { id: id.clone(), fields });
                    }
                }
            }
        }
        // Without a word about the order, what is new stands at the end.
        let kept = old.keys().filter(|id| list.contains_key(*id));
        let new = list.keys().filter(|id| !old.contains_key(*id));
        if !kept.clone().chain(new).eq(list.keys()) {
            diff.orders.insert(key, list.keys().cloned().collect());
            let same = list.keys().filter(|id| old.contains_key(*id));
            if !kept.eq(same) {
                diff.changes.push(Change::Order { list: key });
            }
        }
    }
    diff
}

/// The fields that differ, in the order of the second.
fn fields(before: &Fields, after: &Fields) -> Vec<FieldChange> {
    let gone = before.iter().filter(|(key, _)| !after.contains_key(*key));
    let gone = gone.map(|(key, old)| FieldChange { field: key.clone(), before: Some(old.clone()), after: None });
    let other = after.iter().filter_map(|(key, new)| {
        let old = before.get(key);
        (old != Some(new)).then(|| FieldChange { field: key.clone(), before: old.cloned(), after: Some(new.clone()) })
    });
    gone.chain(other).collect()
}

impl Diff {
    /// Whether the two designs are the same.
    pub fn is_empty(&self) -> bool {
        self.changes.is_empty() && self.orders.is_empty()
    }

    /// How many elements differ.
    pub fn counts(&self) -> Counts {
        let mut counts = Counts::default();
        for change in &self.changes {
            match change {
                Change::Added { .. } => counts.added += 1,
                Change::Removed { .. } => counts.removed += 1,
                Change::Changed { fields, .. } if fields.iter().all(|field| field.field == "at") => counts.moved += 1,
                Change::Changed { .. } => counts.changed += 1,
                Change::Design(_) | Change::Order { .. } => {}
            }
        }
        counts
    }

    /// Does to a design what the difference says. To the first design of the two this gives the second.
    ///
    /// # Errors
    /// [`FileError`] if what comes out is no design, as may be if this is another design than the first.
    pub fn apply(&self, to: &Design) -> Result<Design, FileError> {
        let mut document = Document::of(to);
        let mut gone = IndexSet::new();
        for change in &self.changes {
            match change {
                Change::Design(change) => put(&mut document.header, change),
                Change::Removed { id, .. } => {
                    gone.insert(id);
                }
                Change::Changed { id, fields } => {
                    if let Some(element) = document.list_mut(id).get_mut(id) {
                        for field in fields {
                            put(element, field);
                        }
                    }
                }
                Change::Added { .. } | Change::Order { .. } => {}
            }
        }
        for list in document.lists.values_mut() {
            list.retain(|id, _| !gone.contains(id));
        }
        for (id, fields) in &self.added {
            document.list_mut(id).insert(id.clone(), fields.clone());
        }
        for (key, order) in &self.orders {
            if let Some(list) = document.lists.get_mut(key) {
                let places: IndexMap<&ElementId, usize> = order.iter().zip(0..).collect();
                list.sort_by_key(|id, _| places.get(id).copied().unwrap_or(usize::MAX));
            }
        }
        document.design()
    }
}

fn put(fields: &mut Fields, change: &FieldChange) {
    match &change.after {
        Some(text) => {
            fields.insert(change.field.clone(), text.clone());
        }
        None => {
            fields.shift_remove(&change.field);
        }
    }
}

impl fmt::Display for FieldChange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let field = self.field.strip_prefix("set.").unwrap_or(&self.field);
        match (&self.before, &self.after) {
            (Some(before), Some(after)) => write!(f, "{field}: {before} -> {after}"),
            (None, Some(after)) => write!(f, "{field}: {after}, was left out"),
            (Some(before), None) => write!(f, "{field}: left out, was {before}"),
            (None, None) => write!(f, "{field}"),
        }
    }
}

impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Design(field) => write!(f, "~ design, {field}"),
            Self::Added { id, line } => write!(f, "+ {} {line}", id.sort()),
            Self::Removed { id, line } => write!(f, "- {} {line}", id.sort()),
            Self::Changed { id, fields } => {
                let moved = fields.iter().all(|field| field.field == "at");
                write!(f, "{} {id}", if moved { ">" } else { "~" })?;
                fields.iter().try_for_each(|field| write!(f, "\n    {field}"))
            }
            Self::Order { list } => write!(f, "> {list} stand in another order"),
        }
    }
}

impl fmt::Display for Diff {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.changes.iter().try_for_each(|change| writeln!(f, "{change}"))
    }
}
