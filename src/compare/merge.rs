//! Three designs become one: what either side has done to the base, each thing once. Where both have done something
//! else to the same field, ours is kept and the conflict is named.

use super::document::{Document, Fields, ends, line, stands};
use crate::design::{Design, ElementId};
use indexmap::{IndexMap, IndexSet};
use std::fmt;

/// Something that both sides have done differently. What ours did was kept.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Conflict {
    /// The element; none for the design itself.
    pub element: Option<ElementId>,
    /// The field; none for the element as a whole.
    pub field: Option<String>,
    /// What the base says, in the words of the file; none if it is left out or not there.
    pub base: Option<String>,
    /// What ours says, which was kept.
    pub ours: Option<String>,
    /// What theirs says.
    pub theirs: Option<String>,
    /// Why it could not be merged, where that is not plain.
    pub why: Option<&'static str>,
}

impl fmt::Display for Conflict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.element {
            Some(element) => write!(f, "{element}")?,
            None => write!(f, "design")?,
        }
        if let Some(field) = &self.field {
            write!(f, ", {}", field.strip_prefix("set.").unwrap_or(field))?;
        }
        let said = |text: &Option<String>| text.clone().unwrap_or_else(|| "nothing".to_owned());
        write!(f, ": ours {}, theirs {}, base {}", said(&self.ours), said(&self.theirs), said(&self.base))?;
        match self.why {
            Some(why) => write!(f, "; {why}"),
            None => Ok(()),
        }
    }
}

/// What came out of a merge.
#[derive(Clone, Debug, PartialEq)]
pub struct Merged {
    /// The design. It can always be written and read.
    pub design: Design,
    /// What both sides have done differently; empty if the merge is clean.
    pub conflicts: Vec<Conflict>,
}

/// Merges what ours and theirs have made of base.
pub fn merge(base: &Design, ours: &Design, theirs: &Design) -> Merged {
    let merger = Merger {
        base: Document::of(base),
        ours: Document::of(ours),
        theirs: Document::of(theirs),
        conflicts: IndexSet::new(),
    };
    merger.run().unwrap_or_else(|conflicts| Merged { design: ours.clone(), conflicts })
}

struct Merger {
    base: Document,
    ours: Document,
    theirs: Document,
    conflicts: IndexSet<Conflict>,
}

impl Merger {
    fn run(mut self) -> Result<Merged, Vec<Conflict>> {
        let mut merged = Document { header: Fields::new(), lists: IndexMap::new() };
        merged.header = self.fields(None, |document| Some(&document.header));
        let keys: Vec<&'static str> = self.ours.lists.keys().copied().collect();
        for key in keys {
            let list = self.list(key);
            merged.lists.insert(key, list);
        }
        self.keep_ends(&mut merged);
        if let Ok(design) = merged.design() {
            return Ok(Merged { design, conflicts: self.conflicts.into_iter().collect() });
        }
        // Each element stands by itself; what is left are links that the roles of their ends do not allow.
        self.keep_roles(&mut merged);
        if let Ok(design) = merged.design() {
            return Ok(Merged { design, conflicts: self.conflicts.into_iter().collect() });
        }
        self.drop_links(&mut merged);
        if let Ok(design) = merged.design() {
            return Ok(Merged { design, conflicts: self.conflicts.into_iter().collect() });
        }
        // Larger than a file may be, for example. Ours is a design, so this does it.
        self.conflict(None, None, "what came out could not be read: ours was kept as it was");
        Err(self.conflicts.into_iter().collect())
    }

    fn conflict(&mut self, element: Option<&ElementId>, field: Option<&str>, why: &'static str) {
        let said = |document: &Document| match (element, field) {
            (Some(element), Some(field)) => document.get(element)?.get(field).cloned(),
            (Some(element), None) => document.get(element).map(line),
            (None, Some(field)) => document.header.get(field).cloned(),
            (None, None) => None,
        };
        let conflict = Conflict {
            element: element.cloned(),
            field: field.map(ToOwned::to_owned),
            base: said(&self.base),
            ours: said(&self.ours),
            theirs: said(&self.theirs),
            why: (!why.is_empty()).then_some(why),
        };
        self.conflicts.insert(conflict);
    }

    /// Merges fields one by one: of an element, or of the design itself.
    fn fields(&mut self, id: Option<&ElementId>, of: impl Fn(&Document) -> Option<&Fields>) -> Fields {
        let none = Fields::new();
        let (mut merged, mut clashes) = (Fields::new(), Vec::new());
        {
            let (base, ours, theirs) = (of(&self.base), of(&self.ours), of(&self.theirs));
            let (base, ours, theirs) = (base.unwrap_or(&none), ours.unwrap_or(&none), theirs.unwrap_or(&none));
            let keys: IndexSet<&String> = ours.keys().chain(theirs.keys()).chain(base.keys()).collect();
            for key in keys {
                let (b, o, t) = (base.get(key), ours.get(key), theirs.get(key));
                let taken = if o == t || t == b {
                    o
                } else if o == b {
                    t
                } else {
                    clashes.push(key.clone());
                    o
                };
                if let Some(text) = taken {
                    merged.insert(key.clone(), text.clone());
                }
            }
        }
        for key in clashes {
            self.conflict(id, Some(&key), "");
        }
        merged
    }

    /// Merges the elements of one list.
    fn list(&mut self, key: &'static str) -> IndexMap<ElementId, Fields> {
        let of = |document: &Document| document.lists.get(key).cloned().unwrap_or_default();
        let (base, ours, theirs) = (of(&self.base), of(&self.ours), of(&self.theirs));
        let mut merged: IndexMap<ElementId, Fields> = IndexMap::new();
        let ids: IndexSet<&ElementId> = ours.keys().chain(theirs.keys()).collect();
        for id in ids {
            let (b, o, t) = (base.get(id), ours.get(id), theirs.get(id));
            let taken = if o == t || t == b {
                o.cloned()
            } else if o == b {
                t.cloned()
            } else if let (Some(ours), Some(_)) = (o, t) {
                let before = self.conflicts.len();
                let fields = self.fields(Some(id), |document| document.get(id));
                if stands(id, &fields) {
                    Some(fields)
                } else {
                    self.conflicts.truncate(before);
                    self.conflict(Some(id), None, "the two do not go together");
                    Some(ours.clone())
                }
            } else {
                self.conflict(Some(id), None, "one side has removed what the other has changed");
                o.cloned()
            };
            if let Some(fields) = taken {
                merged.insert(id.clone(), fields);
            }
        }
        let order = self.order(key, &base, &ours, &theirs, &merged);
        order.into_iter().filter_map(|id| merged.swap_remove_entry(&id)).collect()
    }

    /// The order of a list: that of the side that has changed it; what only one side has stands behind what it stood
    /// behind there.
    fn order(
        &mut self,
        key: &'static str,
        base: &IndexMap<ElementId, Fields>,
        ours: &IndexMap<ElementId, Fields>,
        theirs: &IndexMap<ElementId, Fields>,
        merged: &IndexMap<ElementId, Fields>,
    ) -> Vec<ElementId> {
        let shared = |id: &&ElementId| merged.contains_key(*id) && ours.contains_key(*id) && theirs.contains_key(*id);
        let old = |id: &&ElementId| shared(id) && base.contains_key(*id);
        let by_ours: Vec<&ElementId> = ours.keys().filter(shared).collect();
        let by_theirs: Vec<&ElementId> = theirs.keys().filter(shared).collect();
        let spine = if by_ours == by_theirs || theirs.keys().filter(old).eq(base.keys().filter(old)) {
            by_ours
        } else if ours.keys().filter(old).eq(base.keys().filter(old)) {
            by_theirs
        } else {
            self.conflicts.insert(Conflict {
                element: None,
                field: Some(key.to_owned()),
                base: None,
                ours: Some("one order".to_owned()),
                theirs: Some("another".to_owned()),
                why: Some("both have changed the order; that of ours was kept"),
            });
            by_ours
        };
        // What only one side has, by what it stands behind.
        let behind = |side: &IndexMap<ElementId, Fields>| {
            let mut groups: IndexMap<Option<ElementId>, Vec<ElementId>> = IndexMap::new();
            let mut anchor = None;
            for id in side.keys() {
                if shared(&id) {
                    anchor = Some(id.clone());
                } else if merged.contains_key(id) {
                    groups.entry(anchor.clone()).or_default().push(id.clone());
                }
            }
            groups
        };
        let (mut of_ours, mut of_theirs) = (behind(ours), behind(theirs));
        let mut order = Vec::with_capacity(merged.len());
        for anchor in std::iter::once(None).chain(spine.into_iter().cloned().map(Some)) {
            order.extend(anchor.clone());
            let mut groups =
                [of_ours.swap_remove(&anchor).unwrap_or_default(), of_theirs.swap_remove(&anchor).unwrap_or_default()];
            // Whoever merges whom, the order is the same.
            groups.sort();
            order.extend(groups.into_iter().flatten());
        }
        order
    }

    /// Links need their ends: a component that theirs has removed comes back if ours links to it, a link of theirs goes
    /// if ours has removed its end.
    fn keep_ends(&mut self, merged: &mut Document) {
        let links: Vec<(ElementId, Fields)> =
            merged.lists.get("links").into_iter().flatten().map(|(id, fields)| (id.clone(), fields.clone())).collect();
        let mut gone = IndexSet::new();
        for (id, fields) in links {
            let Some((from, to)) = ends(&fields) else { continue };
            for end in [from, to] {
                if merged.get(&end).is_some() {
                    continue;
                }
                if let Some(component) = self.ours.get(&end).cloned() {
                    self.conflict(Some(&end), None, "theirs has removed it, and a link of ours needs it: it is kept");
                    merged.list_mut(&end).insert(end, component);
                } else {
                    self.conflict(Some(&id), None, "ours has removed one of its ends: it is left out");
                    gone.insert(id.clone());
                }
            }
        }
        leave_out(merged, &gone);
    }

    /// Components take the role again that they have in ours.
    fn keep_roles(&mut self, merged: &mut Document) {
        let changed: Vec<(ElementId, Fields)> = merged
            .lists
            .get("components")
            .into_iter()
            .flatten()
            .filter_map(|(id, fields)| {
                let ours = self.ours.get(id)?;
                (ours.get("role") != fields.get("role")).then(|| (id.clone(), ours.clone()))
            })
            .collect();
        for (id, ours) in changed {
            self.conflict(Some(&id), None, "its links in ours do not allow the role that it has in theirs");
            merged.list_mut(&id).insert(id, ours);
        }
    }

    /// Links that their ends do not allow take the form of ours again, or go.
    fn drop_links(&mut self, merged: &mut Document) {
        let links: Vec<ElementId> = merged.lists.get("links").into_iter().flatten().map(|(id, _)| id.clone()).collect();
        let mut gone = IndexSet::new();
        for id in links {
            if self.ours.get(&id) == merged.get(&id) {
                continue;
            }
            if let Some(ours) = self.ours.get(&id).cloned() {
                self.conflict(Some(&id), None, "its ends do not allow what theirs has made of it");
                merged.list_mut(&id).insert(id, ours);
            } else {
                self.conflict(Some(&id), None, "its ends do not allow it: it is left out");
                gone.insert(id);
            }
        }
        leave_out(merged, &gone);
    }
}

fn leave_out(merged: &mut Document, links: &IndexSet<ElementId>) {
    if let Some(list) = merged.lists.get_mut("links") {
        list.retain(|id, _| !links.contains(id));
    }
}
