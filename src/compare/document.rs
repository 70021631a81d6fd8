//! A design as texts by key: what two of them are compared and merged by.

use crate::design::{Design, ElementId, Id};
use crate::file::{self, FileError, VERSION};
use indexmap::IndexMap;
use std::fmt::Write as _;

/// Texts by the name of their field, `set.load` for a setting.
pub(super) type Fields = IndexMap<String, String>;

/// A design, taken apart.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Document {
    /// What stands before the lists, but for the version.
    pub header: Fields,
    /// Elements by id, by the key of their list.
    pub lists: IndexMap<&'static str, IndexMap<ElementId, Fields>>,
}

/// Makes the name of an element of a sort.
type Named = fn(Id) -> ElementId;

/// The lists of a design, and what an element of each is named by.
const LISTS: &[(&str, Named)] = &[
    ("components", ElementId::Component),
    ("links", ElementId::Link),
    ("notes", ElementId::Note),
    ("frames", ElementId::Frame),
    ("strokes", ElementId::Stroke),
    ("scenarios", ElementId::Scenario),
];

impl Document {
    pub fn of(design: &Design) -> Self {
        let mut document = Self::default();
        for (key, _) in LISTS {
            document.lists.insert(key, IndexMap::new());
        }
        // What was just written can be taken apart.
        let Ok(written) = file::take_apart(design) else { return document };
        document.header = written.header.into_iter().filter(|(key, _)| key != "version").collect();
        for written in written.lists {
            let Some((key, named)) = LISTS.iter().find(|(list, _)| *list == written.key) else {
                // A list whose elements have no names is compared and merged as a whole.
                document.header.insert(written.key, written.text);
                continue;
            };
            let list = document.lists.entry(*key).or_default();
            for fields in written.elements {
                let fields: Fields = fields.into_iter().flat_map(flat).collect();
                if let Some(id) = id_of(&fields) {
                    list.insert(named(id), fields);
                }
            }
        }
        document
    }

    /// The text of the file.
    pub fn text(&self) -> String {
        let mut out = format!("Design(\nversion: {VERSION},\n");
        for (key, value) in &self.header {
            let _ = writeln!(out, "{key}: {value},");
        }
        for (key, list) in &self.lists {
            let _ = writeln!(out, "{key}: [");
            for fields in list.values() {
                let _ = writeln!(out, "{},", line(fields));
            }
            out.push_str("],\n");
        }
        out.push_str(")\n");
        out
    }

    /// The design.
    pub fn design(&self) -> Result<Design, FileError> {
        file::read(&self.text()).map(|opened| opened.design)
    }

    /// The fields of an element.
    pub fn get(&self, id: &ElementId) -> Option<&Fields> {
        self.list(id)?.get(id)
    }

    pub fn list(&self, id: &ElementId) -> Option<&IndexMap<ElementId, Fields>> {
        self.lists.get(list_of(id))
    }

    pub fn list_mut(&mut self, id: &ElementId) -> &mut IndexMap<ElementId, Fields> {
        self.lists.entry(list_of(id)).or_default()
    }
}

fn list_of(id: &ElementId) -> &'static str {
    match id {
        ElementId::Component(_) => "components",
        ElementId::Link(_) => "links",
        ElementId::Note(_) => "notes",
        ElementId::Frame(_) => "frames",
        ElementId::Stroke(_) => "strokes",
        ElementId::Scenario(_) => "scenarios",
    }
}

/// Settings become fields of their own.
fn flat((key, value): (String, String)) -> Vec<(String, String)> {
    if key == "set" {
        file::fields_of(&value).into_iter().map(|(field, text)| (format!("set.{field}"), text)).collect()
    } else {
        vec![(key, value)]
    }
}

/// The id, or that which the ends of a link make.
fn id_of(fields: &Fields) -> Option<Id> {
    let id = |key: &str| Id::new(fields.get(key)?.trim_matches('"')).ok();
    id("id").or_else(|| Some(Id::of_link(&id("from")?, &id("to")?)))
}

/// An element as it stands in a file.
pub(super) fn line(fields: &Fields) -> String {
    let setting = |key: &str| key.strip_prefix("set.").map(ToOwned::to_owned);
    let mut parts: Vec<String> =
        fields.iter().filter(|(key, _)| setting(key).is_none()).map(|(key, text)| format!("{key}: {text}")).collect();
    let settings: Vec<String> =
        fields.iter().filter_map(|(key, text)| Some(format!("{}: {text}", setting(key)?))).collect();
    if !settings.is_empty() {
        parts.push(format!("set: ({})", settings.join(", ")));
    }
    format!("({})", parts.join(", "))
}

/// The ends of a link.
pub(super) fn ends(fields: &Fields) -> Option<(ElementId, ElementId)> {
    let end = |key: &str| Id::new(fields.get(key)?.trim_matches('"')).ok().map(ElementId::Component);
    Some((end("from")?, end("to")?))
}

/// Whether a file may hold the element, whatever else is in it.
pub(super) fn stands(id: &ElementId, fields: &Fields) -> bool {
    let mut document = Document::default();
    if let Some((from, to)) = ends(fields) {
        let watch = fields.get("kind").is_some_and(|kind| kind == "watch");
        for (end, role) in [(from, if watch { "monitor" } else { "queue" }), (to, "queue")] {
            let texts = [
                ("id", format!("\"{}\"", end.id())),
                ("role", role.to_owned()),
                ("product", "\"p\"".to_owned()),
                ("at", "(0, 0)".to_owned()),
            ];
            let stub: Fields = texts.into_iter().map(|(key, text)| (key.to_owned(), text)).collect();
            document.list_mut(&end).insert(end, stub);
        }
    }
    document.list_mut(id).insert(id.clone(), fields.clone());
    document.design().is_ok()
}
