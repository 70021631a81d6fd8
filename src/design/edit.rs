//! Edits: everything that can be done to a design, as plain data, each with an exact inverse.

use super::component::{Arrangement, Component, Frame, Link, LinkKind, Note, Point, Settings, Stroke};
use super::document::Design;
use super::id::{ElementId, Id};
use super::limits::{LONGEST_TEXT, MOST_COMPONENTS, MOST_LINKS, MOST_OTHERS};
use super::scenario::Scenario;
use crate::catalog::{Field, FieldError, Place, Setting, check_place};
use std::collections::BTreeSet;
use thiserror::Error;

/// A whole element of a design.
#[derive(Clone, Debug, PartialEq)]
pub enum Element {
    /// A component.
    Component(Component),
    /// A link.
    Link(Link),
    /// A note.
    Note(Note),
    /// A frame.
    Frame(Frame),
    /// A freehand stroke.
    Stroke(Stroke),
    /// A scenario.
    Scenario(Scenario),
}

impl Element {
    /// The sort and id of the element.
    pub fn id(&self) -> ElementId {
        match self {
            Self::Component(component) => ElementId::Component(component.id.clone()),
            Self::Link(link) => ElementId::Link(link.id.clone()),
            Self::Note(note) => ElementId::Note(note.id.clone()),
            Self::Frame(frame) => ElementId::Frame(frame.id.clone()),
            Self::Stroke(stroke) => ElementId::Stroke(stroke.id.clone()),
            Self::Scenario(scenario) => ElementId::Scenario(scenario.id.clone()),
        }
    }
}

/// One change of a design.
#[derive(Clone, Debug, PartialEq)]
pub enum Edit {
    /// Puts in an element whose id is free; at a place in the order of its sort, or at the end.
    Insert {
        /// The element.
        element: Element,
        /// Its place in the order; `None` for the end.
        place: Option<usize>,
    },
    /// Takes out an element; with a component go its links.
    Remove(ElementId),
    /// Sets a field of a component or link, or clears it back to the default.
    Set {
        /// The component or link.
        element: ElementId,
        /// The field.
        field: Field,
        /// The setting; `None` for the default.
        setting: Option<Setting>,
    },
    /// Moves a component, note, frame or stroke.
    Move {
        /// The element.
        element: ElementId,
        /// Its new top left corner.
        to: Point,
    },
    /// Gives an element another layer, lock or group.
    Arrange {
        /// The element.
        element: ElementId,
        /// How it lies from now on.
        arrangement: Arrangement,
    },
    /// Replaces an element by one of the same sort and id; a link keeps its ends.
    Replace(Element),
    /// Names the design.
    Name(String),
    /// Says what the design is about.
    About(String),
    /// Dates the catalogue that the design was made with.
    CatalogDate(Option<String>),
    /// Replaces everything by another design: what was reloaded, merged or recovered.
    Whole(Box<Design>),
    /// Several edits as one: all of them or, if one is refused, none.
    All(Vec<Edit>),
}

impl Edit {
    /// Puts an element at the end of its sort.
    pub fn insert(element: Element) -> Self {
        Self::Insert { element, place: None }
    }

    /// Whether figures can depend on it, in a design that it is about to change.
    pub(super) fn matters(&self, design: &Design) -> bool {
        self.matters_if(design.has_boundaries())
    }

    /// The same, where it is known whether frames say what crosses a zone or a region.
    fn matters_if(&self, bounded: bool) -> bool {
        match self {
            Self::Move { element, .. } => bounded && !matches!(element, ElementId::Note(_) | ElementId::Stroke(_)),
            Self::Arrange { .. } => false,
            Self::Insert { element, .. } | Self::Replace(element) => {
                !matches!(element, Element::Note(_) | Element::Stroke(_))
            }
            Self::Remove(element) => !matches!(element, ElementId::Note(_) | ElementId::Stroke(_)),
            Self::All(edits) => edits.iter().any(|edit| edit.matters_if(bounded)),
            Self::Set { .. } | Self::Name(_) | Self::About(_) | Self::CatalogDate(_) | Self::Whole(_) => true,
        }
    }

    /// The elements that it is about.
    pub fn elements(&self) -> BTreeSet<ElementId> {
        let mut found = BTreeSet::new();
        self.gather(&mut found);
        found
    }

    fn gather(&self, found: &mut BTreeSet<ElementId>) {
        let id = match self {
            Self::Insert { element, .. } | Self::Replace(element) => element.id(),
            Self::Remove(element)
            | Self::Set { element, .. }
            | Self::Move { element, .. }
            | Self::Arrange { element, .. } => element.clone(),
            Self::Name(_) | Self::About(_) | Self::CatalogDate(_) | Self::Whole(_) => return,
            Self::All(edits) => {
                for edit in edits {
                    edit.gather(found);
                }
                return;
            }
        };
        found.insert(id);
    }
}

/// Why an edit was refused. The design is as it was.
#[derive(Clone, Debug, Error, PartialEq)]
pub enum EditError {
    /// The id is taken.
    #[error("there is a {0} already")]
    Taken(ElementId),
    /// No element of that id.
    #[error("there is no {0}")]
    Missing(ElementId),
    /// A link whose end is no component.
    #[error("link `{link}` needs a component `{end}`, which does not exist")]
    NoEnd {
        /// The link.
        link: Id,
        /// The missing component.
        end: Id,
    },
    /// A link that these two components cannot have.
    #[error("{from} cannot be linked to {to}: {why}")]
    Link {
        /// The component that would give.
        from: Id,
        /// The component that would take.
        to: Id,
        /// What speaks against it.
        why: &'static str,
    },
    /// The field or its value is wrong.
    #[error("{element}: {source}")]
    Field {
        /// Where.
        element: ElementId,
        /// What is wrong.
        source: FieldError,
    },
    /// A text that is too long for a file.
    #[error("{what} may have at most {LONGEST_TEXT} bytes, found {found}")]
    TooLong {
        /// What is too long: "the note of component `log`".
        what: String,
        /// Its length in bytes.
        found: usize,
    },
    /// More elements of a sort than a file may have.
    #[error("a design may have at most {most} {sort}s")]
    TooMany {
        /// The sort, as a noun.
        sort: &'static str,
        /// How many there may be.
        most: usize,
    },
    /// The sort of element has no settings or no place.
    #[error("a {0} has none of that")]
    Unsuited(ElementId),
}

impl Design {
    /// Why a link of that kind from one component to another makes no sense, if it makes none.
    pub fn link_objection(&self, from: &Id, to: &Id, watch: bool) -> Option<&'static str> {
        let (Some(a), Some(b)) = (self.component(from), self.component(to)) else {
            return Some("one of them does not exist");
        };
        if from == to {
            return Some("a component cannot feed itself directly; put a queue between");
        }
        if watch {
            return a.role.carries_data().then_some("only a monitor or a control component watches");
        }
        if !a.role.carries_data() {
            return Some("a monitor or control component passes no data on");
        }
        if !b.role.carries_data() {
            return Some("a monitor or control component takes no data; draw the link from it to watch");
        }
        None
    }

    /// Applies an edit and gives back its inverse, outside of any history: for programs that make designs. What a
    /// person edits goes through [`History`](super::History), which also holds it to the limits of a file.
    pub fn apply(&mut self, edit: Edit) -> Result<Edit, EditError> {
        match edit {
            Edit::Insert { element, place } => self.apply_insert(element, place),
            Edit::Remove(id) => self.apply_remove(&id),
            Edit::Set { element, field, setting } => self.apply_set(element, field, setting),
            Edit::Move { element, to } => {
                let at = match &element {
                    ElementId::Component(id) => self.component_mut(id).map(|component| &mut component.at),
                    ElementId::Note(id) => self.note_mut(id).map(|note| &mut note.at),
                    ElementId::Frame(id) => self.frame_mut(id).map(|frame| &mut frame.at),
                    ElementId::Stroke(id) => self.stroke_mut(id).map(|stroke| &mut stroke.at),
                    ElementId::Link(_) | ElementId::Scenario(_) => return Err(EditError::Unsuited(element)),
                };
                let at = at.ok_or_else(|| EditError::Missing(element.clone()))?;
                let old = std::mem::replace(at, Point::new(to.x, to.y));
                Ok(Edit::Move { element, to: old })
            }
            Edit::Arrange { element, arrangement } => {
                let slot = match &element {
                    ElementId::Component(id) => self.component_mut(id).map(|component| &mut component.arrangement),
                    ElementId::Note(id) => self.note_mut(id).map(|note| &mut note.arrangement),
                    ElementId::Frame(id) => self.frame_mut(id).map(|frame| &mut frame.arrangement),
                    ElementId::Stroke(id) => self.stroke_mut(id).map(|stroke| &mut stroke.arrangement),
                    ElementId::Link(_) | ElementId::Scenario(_) => return Err(EditError::Unsuited(element)),
                };
                let slot = slot.ok_or_else(|| EditError::Missing(element.clone()))?;
                let old = std::mem::replace(slot, arrangement);
                Ok(Edit::Arrange { element, arrangement: old })
            }
            Edit::Replace(element) => self.apply_replace(element),
            Edit::Name(name) if name.len() > LONGEST_TEXT => {
                Err(EditError::TooLong { what: "the name of the design".to_owned(), found: name.len() })
            }
            Edit::About(about) if about.len() > LONGEST_TEXT => {
                Err(EditError::TooLong { what: "what the design is about".to_owned(), found: about.len() })
            }
            Edit::Name(name) => Ok(Edit::Name(std::mem::replace(&mut self.name, name))),
            Edit::About(about) => Ok(Edit::About(std::mem::replace(&mut self.about, about))),
            Edit::CatalogDate(date) => Ok(Edit::CatalogDate(std::mem::replace(&mut self.catalog_date, date))),
            Edit::Whole(design) => Ok(Edit::Whole(Box::new(std::mem::replace(self, *design)))),
            Edit::All(edits) => self.apply_all(edits),
        }
    }

    fn apply_all(&mut self, edits: Vec<Edit>) -> Result<Edit, EditError> {
        let mut inverses = Vec::with_capacity(edits.len());
        for edit in edits {
            match self.apply(edit) {
                Ok(inverse) => inverses.push(inverse),
                Err(error) => {
                    // Inverses of edits that have just been applied are not refused.
                    for inverse in inverses.into_iter().rev() {
                        let _ = self.apply(inverse);
                    }
                    return Err(error);
                }
            }
        }
        inverses.reverse();
        Ok(Edit::All(inverses))
    }

    fn apply_insert(&mut self, element: Element, place: Option<usize>) -> Result<Edit, EditError> {
        let id = element.id();
        if self.contains(&id) {
            return Err(EditError::Taken(id));
        }
        if let Element::Link(link) = &element {
            for end in [&link.from, &link.to] {
                if self.component(end).is_none() {
                    return Err(EditError::NoEnd { link: link.id.clone(), end: end.clone() });
                }
            }
            self.check_link(link)?;
        }
        Self::check_settings(&element)?;
        check_texts(&element)?;
        self.insert(element, place.unwrap_or(usize::MAX));
        Ok(Edit::Remove(id))
    }

    /// Whether a file may hold as many elements of each sort.
    pub(super) fn check_room(&self) -> Result<(), EditError> {
        let counts = [
            ("component", self.components().len(), MOST_COMPONENTS),
            ("link", self.links().len(), MOST_LINKS),
            ("note", self.notes().len(), MOST_OTHERS),
            ("frame", self.frames().len(), MOST_OTHERS),
            ("stroke", self.strokes().len(), MOST_OTHERS),
            ("scenario", self.scenarios().len(), MOST_OTHERS),
        ];
        match counts.into_iter().find(|(_, count, most)| count > most) {
            None => Ok(()),
            Some((sort, _, most)) => Err(EditError::TooMany { sort, most }),
        }
    }

    /// Whether the links of a component make sense if it takes another role.
    fn check_role(&self, new: &Component) -> Result<(), EditError> {
        let Some(old) = self.component(&new.id) else { return Ok(()) };
        if old.role.carries_data() == new.role.carries_data() {
            return Ok(());
        }
        match self.incoming(&new.id).chain(self.outgoing(&new.id)).next() {
            None => Ok(()),
            Some(link) => Err(EditError::Link {
                from: link.from.clone(),
                to: link.to.clone(),
                why: "one of them would take a role that does not allow the link; remove the link first",
            }),
        }
    }

    fn check_link(&self, link: &Link) -> Result<(), EditError> {
        match self.link_objection(&link.from, &link.to, link.kind == LinkKind::Watch) {
            Some(why) => Err(EditError::Link { from: link.from.clone(), to: link.to.clone(), why }),
            None => Ok(()),
        }
    }

    fn check_settings(element: &Element) -> Result<(), EditError> {
        let (settings, place) = match element {
            Element::Component(component) => (&component.settings, Place::Component(component.role)),
            Element::Link(link) => (&link.settings, Place::Link),
            Element::Note(_) | Element::Frame(_) | Element::Stroke(_) | Element::Scenario(_) => return Ok(()),
        };
        for (field, _) in settings.iter() {
            check_place(field, place).map_err(|source| EditError::Field { element: element.id(), source })?;
        }
        Ok(())
    }

    fn apply_remove(&mut self, id: &ElementId) -> Result<Edit, EditError> {
        let missing = || EditError::Missing(id.clone());
        if !self.contains(id) {
            return Err(missing());
        }
        let mut inverse = Vec::new();
        if let ElementId::Component(component) = id {
            let links: BTreeSet<Id> =
                self.incoming(component).chain(self.outgoing(component)).map(|link| link.id.clone()).collect();
            for link in links {
                if let Some((element, place)) = self.take(&ElementId::Link(link)) {
                    inverse.push(Edit::Insert { element, place: Some(place) });
                }
            }
        }
        let (element, place) = self.take(id).ok_or_else(missing)?;
        inverse.push(Edit::Insert { element, place: Some(place) });
        inverse.reverse();
        Ok(match inverse.len() {
            1 => inverse.swap_remove(0),
            _ => Edit::All(inverse),
        })
    }

    fn apply_set(&mut self, element: ElementId, field: Field, setting: Option<Setting>) -> Result<Edit, EditError> {
        let missing = || EditError::Missing(element.clone());
        let (settings, place) = match &element {
            ElementId::Component(id) => {
                let component = self.component_mut(id).ok_or_else(missing)?;
                (&mut component.settings, Place::Component(component.role))
            }
            ElementId::Link(id) => (&mut self.link_mut(id).ok_or_else(missing)?.settings, Place::Link),
            ElementId::Note(_) | ElementId::Frame(_) | ElementId::Stroke(_) | ElementId::Scenario(_) => {
                return Err(EditError::Unsuited(element));
            }
        };
        if let Err(source) = check_place(field, place) {
            return Err(EditError::Field { element, source });
        }
        let old = settings.put(field, setting);
        Ok(Edit::Set { element, field, setting: old })
    }

    fn apply_replace(&mut self, element: Element) -> Result<Edit, EditError> {
        let id = element.id();
        let missing = || EditError::Missing(id.clone());
        Self::check_settings(&element)?;
        check_texts(&element)?;
        let old = match element {
            Element::Component(new) => {
                self.check_role(&new)?;
                let slot = self.component_mut(&new.id).ok_or_else(missing)?;
                Element::Component(std::mem::replace(slot, new))
            }
            Element::Link(new) => {
                let slot = self.link(&new.id).ok_or_else(missing)?;
                if slot.from != new.from || slot.to != new.to {
                    // Other ends: out and in again, at the same place in the order.
                    return self.reconnect(new);
                }
                self.check_link(&new)?;
                let slot = self.link_mut(&new.id).ok_or_else(missing)?;
                Element::Link(std::mem::replace(slot, new))
            }
            Element::Note(new) => {
                let slot = self.note_mut(&new.id).ok_or_else(missing)?;
                Element::Note(std::mem::replace(slot, new))
            }
            Element::Frame(new) => {
                let slot = self.frame_mut(&new.id).ok_or_else(missing)?;
                Element::Frame(std::mem::replace(slot, new))
            }
            Element::Stroke(new) => {
                let slot = self.stroke_mut(&new.id).ok_or_else(missing)?;
                Element::Stroke(std::mem::replace(slot, new))
            }
            Element::Scenario(new) => {
                let slot = self.scenario_mut(&new.id).ok_or_else(missing)?;
                Element::Scenario(std::mem::replace(slot, new))
            }
        };
        Ok(Edit::Replace(old))
    }

    fn reconnect(&mut self, new: Link) -> Result<Edit, EditError> {
        let id = ElementId::Link(new.id.clone());
        for end in [&new.from, &new.to] {
            if self.component(end).is_none() {
                return Err(EditError::NoEnd { link: new.id.clone(), end: end.clone() });
            }
        }
        self.check_link(&new)?;
        let Some((old, place)) = self.take(&id) else { return Err(EditError::Missing(id)) };
        self.insert(Element::Link(new), place);
        Ok(Edit::Replace(old))
    }
}

/// Whether all texts of an element are short enough for a file.
fn check_texts(element: &Element) -> Result<(), EditError> {
    let (texts, settings): (Vec<(&str, &str)>, _) = match element {
        Element::Component(component) => (
            vec![("name", &component.name), ("note", &component.note), ("product", &component.product)],
            Some(&component.settings),
        ),
        Element::Link(link) => (vec![("label", &link.label)], Some(&link.settings)),
        Element::Note(note) => (vec![("text", &note.text)], None),
        Element::Frame(frame) => (vec![("name", &frame.name)], None),
        Element::Stroke(_) => (Vec::new(), None),
        Element::Scenario(scenario) => (vec![("name", &scenario.name), ("note", &scenario.note)], None),
    };
    let reasons = settings.into_iter().flat_map(Settings::iter).filter_map(|(field, setting)| {
        let reason = setting.reason.as_deref()?;
        Some((field.name(), reason))
    });
    for (what, text) in texts.into_iter().chain(reasons) {
        if text.len() > LONGEST_TEXT {
            return Err(EditError::TooLong { what: format!("the {what} of {}", element.id()), found: text.len() });
        }
    }
    Ok(())
}
