//! Reads designs: checks size and encoding, then version, then shape, then meaning, each error at its place.

use super::comments::Comments;
use super::outline::{Entry, Item, Outline, Slice, fields, first_field};
use super::raw::{
    RawBoundary, RawComponent, RawFrame, RawKind, RawLink, RawNote, RawRequirement, RawRole, RawScenario, RawSettings,
    RawStroke,
};
use super::{FileError, LARGEST_FILE, LONGEST_TEXT, MOST_COMPONENTS, MOST_LINKS, MOST_OTHERS, Opened, VERSION};
use crate::catalog::{Field, Place, Role, Setting, check_place, did_you_mean, nearest};
use crate::design::{
    Arrangement, Boundary, Component, Design, Edit, EditError, Element, ElementId, Frame, History, Id, Link, LinkKind,
    Note, Override, Point, Requirement, Scenario, Settings, Statistic, Stroke,
};
use crate::units::{Kind, Stated};
use ron::error::Error as RonError;
use serde::de::DeserializeOwned;

/// The fields of a design file.
const FIELDS: &[&str] =
    &["version", "name", "catalog", "about", "components", "links", "notes", "frames", "strokes", "scenarios"];

/// Elements that cannot be read and are listed one by one.
const MOST_LISTED: usize = 100;

/// Reads the bytes of a file: refuses what is not text.
pub(super) fn text_of(bytes: Vec<u8>) -> Result<String, FileError> {
    let start = |message: &str| FileError { line: 1, column: 1, message: message.to_owned() };
    if bytes.len() > LARGEST_FILE {
        return Err(start(&format!(
            "expected a file of at most {} MiB, found {} bytes",
            LARGEST_FILE >> 20,
            bytes.len()
        )));
    }
    if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
        return Err(start("expected UTF-8 text, found UTF-16: save the file as UTF-8"));
    }
    String::from_utf8(bytes).map_err(|error| {
        let good = error.utf8_error().valid_up_to();
        let bytes = error.into_bytes();
        let before = String::from_utf8_lossy(bytes.get(..good).unwrap_or_default()).into_owned();
        let byte = bytes.get(good).copied().unwrap_or_default();
        FileError::at(
            &before,
            good,
            format!("expected UTF-8 text, found the byte 0x{byte:02x}: this may not be a text file"),
        )
    })
}

/// Reads the text of a design, all of it.
pub(super) fn design(text: &str) -> Result<Opened, FileError> {
    let opened = read(text, false)?;
    match opened.left_out.into_iter().next() {
        None => Ok(Opened { left_out: Vec::new(), ..opened }),
        Some(error) => Err(error),
    }
}

/// Reads what can be read of the text of a design.
pub(super) fn what_can_be(text: &str) -> Result<Opened, FileError> {
    read(text, true)
}

/// Reads the text of a design. What cannot be read is the end of it, or is left out if it is lenient.
fn read(text: &str, lenient: bool) -> Result<Opened, FileError> {
    if text.len() > LARGEST_FILE {
        return Err(FileError::at(
            text,
            0,
            format!("expected a file of at most {} MiB, found {} bytes", LARGEST_FILE >> 20, text.len()),
        ));
    }
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    if let Some(at) = text.find('\0') {
        return Err(FileError::at(text, at, "expected text, found a zero byte: this is not a design"));
    }
    newer_version(text)?;
    let outline = Outline::read(text)?;
    if outline.name.text != "Design" {
        return Err(FileError::at(
            text,
            outline.name.at,
            format!("expected `Design(`, found `{}`", shortened(outline.name.text)),
        ));
    }
    let mut reader = Reader {
        text,
        history: History::new(Design::default()),
        comments: Comments::of(&outline),
        lenient,
        left_out: Vec::new(),
        more: 0,
    };
    match reader.header(&outline) {
        // Behind so many faults that its place was not looked for: the first of them is the one to mend.
        Err(error) if error.message.is_empty() => return read(text, false),
        done => done?,
    }
    // Components first: links name them, whatever the order of the file.
    let is_components = |entry: &&Entry<'_>| entry.key.text == "components";
    for entry in outline.entries.iter().filter(is_components) {
        let read = reader.list(entry);
        reader.pass(read)?;
    }
    for entry in outline.entries.iter().filter(|entry| !is_components(entry)) {
        let read = reader.list(entry);
        reader.pass(read)?;
    }
    // Scenarios name components and each other: they are read last, whatever the order of the file.
    for entry in outline.entries.iter().filter(|entry| entry.key.text == "scenarios") {
        reader.scenarios(entry)?;
    }
    if reader.more > 0 {
        let message = format!("{} more elements cannot be read", reader.more);
        reader.left_out.push(FileError { line: 1, column: 1, message });
    }
    Ok(Opened {
        design: reader.history.into_design(),
        comments: reader.comments,
        left_out: reader.left_out,
        stamp: None,
    })
}

/// A file of a newer version is refused by number, even if nothing else of it can be read.
fn newer_version(text: &str) -> Result<(), FileError> {
    let Some(("version", place)) = first_field(text) else { return Ok(()) };
    let digits: &str = text.get(place..).unwrap_or_default();
    let digits = digits.get(..digits.bytes().take_while(u8::is_ascii_digit).count()).unwrap_or_default();
    match digits.parse::<u64>() {
        Ok(version) if version > u64::from(VERSION) => Err(FileError::at(text, place, newer_message(version))),
        Err(_) if digits.len() > 18 => Err(FileError::at(
            text,
            place,
            format!("expected a version up to {VERSION}, found a number of {} digits", digits.len()),
        )),
        _ => Ok(()),
    }
}

fn newer_message(version: u64) -> String {
    format!(
        "this design is of version {version}, and this Loadline reads up to version {VERSION}: open it with a newer Loadline"
    )
}

struct Reader<'a> {
    text: &'a str,
    history: History,
    comments: Comments,
    /// Whether what cannot be read is left out.
    lenient: bool,
    left_out: Vec<FileError>,
    /// What was left out beyond [`MOST_LISTED`].
    more: usize,
}

impl<'a> Reader<'a> {
    /// Puts an error among what is left out, if the reader may leave something out.
    fn pass(&mut self, result: Result<(), FileError>) -> Result<(), FileError> {
        match result {
            Err(_) if self.lenient && self.left_out.len() >= MOST_LISTED => {
                self.more += 1;
                Ok(())
            }
            Err(error) if self.lenient => {
                self.left_out.push(error);
                Ok(())
            }
            result => result,
        }
    }

    fn wrong(&self, at: usize, message: impl Into<String>) -> FileError {
        if self.left_out.len() >= MOST_LISTED {
            // Finding its line takes as long as the text is, and nobody will read it.
            return FileError { line: 1, column: 1, message: String::new() };
        }
        FileError::at(self.text, at, message)
    }

    /// The value of a field of an element, for the place of an error; the element itself if it has no such field.
    fn place(slice: Slice<'_>, path: &[&str]) -> usize {
        let mut here = slice;
        for key in path {
            match fields(here).into_iter().find(|(name, _)| name == key) {
                Some((_, value)) => here = value,
                None => return here.at,
            }
        }
        here.at
    }

    fn parse<T: DeserializeOwned>(&self, slice: Slice<'a>) -> Result<T, FileError> {
        let options = ron::Options::default().with_default_extension(ron::extensions::Extensions::IMPLICIT_SOME);
        options.from_str(slice.text).map_err(|error| {
            let (line, column) = (error.span.start.line, error.span.start.col);
            let start = self.wrong(slice.at, message_of(&error.code));
            if line == 1 {
                FileError { column: start.column + column - 1, ..start }
            } else {
                FileError { line: start.line + line - 1, column, ..start }
            }
        })
    }

    fn string(&self, entry: &Entry<'a>) -> Result<String, FileError> {
        let text: String = self.parse(entry.item.slice)?;
        self.check_length(&text, entry.item.slice.at)?;
        Ok(text)
    }

    fn check_length(&self, text: &str, at: usize) -> Result<(), FileError> {
        if text.len() > LONGEST_TEXT {
            return Err(
                self.wrong(at, format!("expected a text of at most {LONGEST_TEXT} bytes, found {}", text.len()))
            );
        }
        Ok(())
    }

    fn header(&mut self, outline: &Outline<'a>) -> Result<(), FileError> {
        let mut seen: Vec<&str> = Vec::new();
        for entry in &outline.entries {
            let key = entry.key.text;
            if !FIELDS.contains(&key) {
                let near = did_you_mean(nearest(key, FIELDS.iter().copied()));
                let unknown = self.wrong(entry.key.at, format!("a design has no field `{}`{near}", shortened(key)));
                self.pass(Err(unknown))?;
                continue;
            }
            if seen.contains(&key) {
                return Err(self.wrong(entry.key.at, format!("`{key}` stands here twice")));
            }
            seen.push(key);
            let edit = match key {
                // No version that is read: that is not for leaving out.
                "version" => {
                    let version: u32 = self.parse(entry.item.slice)?;
                    if version > VERSION {
                        return Err(self.wrong(entry.item.slice.at, newer_message(u64::from(version))));
                    }
                    if version != VERSION {
                        return Err(
                            self.wrong(entry.item.slice.at, format!("expected version {VERSION}, found {version}"))
                        );
                    }
                    continue;
                }
                "name" => Edit::Name(self.string(entry)?),
                "about" => Edit::About(self.string(entry)?),
                "catalog" => Edit::CatalogDate(Some(self.string(entry)?)),
                _ => continue,
            };
            self.apply(edit, entry.item.slice)?;
        }
        if !seen.contains(&"version") {
            return Err(self.wrong(outline.name.at, "expected `version: 1` as the first field, found none"));
        }
        Ok(())
    }

    fn list(&mut self, entry: &Entry<'a>) -> Result<(), FileError> {
        let key = entry.key.text;
        if !matches!(key, "components" | "links" | "notes" | "frames" | "strokes" | "scenarios") {
            return Ok(());
        }
        let Some(elements) = &entry.elements else {
            return Err(self.wrong(entry.item.slice.at, format!("expected a list `[...]` of {key}")));
        };
        let most = match key {
            "components" => MOST_COMPONENTS,
            "links" => MOST_LINKS,
            _ => MOST_OTHERS,
        };
        if elements.len() > most {
            return Err(
                self.wrong(entry.item.slice.at, format!("expected at most {most} {key}, found {}", elements.len()))
            );
        }
        match key {
            "components" => elements.iter().try_for_each(|item| {
                let read = self.component(item);
                self.pass(read)
            }),
            "notes" => elements.iter().try_for_each(|item| {
                let read = self.note(item);
                self.pass(read)
            }),
            "frames" => elements.iter().try_for_each(|item| {
                let read = self.frame(item);
                self.pass(read)
            }),
            "links" => elements.iter().try_for_each(|item| {
                let read = self.link(item);
                self.pass(read)
            }),
            "strokes" => elements.iter().try_for_each(|item| {
                let read = self.stroke(item);
                self.pass(read)
            }),
            _ => Ok(()),
        }
    }

    fn id(&self, text: &str, slice: Slice<'_>, key: &str) -> Result<Id, FileError> {
        Id::new(text).map_err(|error| self.wrong(Self::place(slice, &[key]), error.to_string()))
    }

    fn apply(&mut self, edit: Edit, slice: Slice<'_>) -> Result<(), FileError> {
        self.history.apply(edit).map_err(|error| {
            let at = match &error {
                EditError::Taken(_) => Self::place(slice, &["id"]),
                EditError::NoEnd { end, .. } => {
                    let from = fields(slice).into_iter().find(|(key, _)| *key == "from");
                    match from {
                        Some((_, value)) if value.text.trim_matches('"') == end.as_str() => value.at,
                        _ => Self::place(slice, &["to"]),
                    }
                }
                EditError::Link { .. } => Self::place(slice, &["to"]),
                _ => slice.at,
            };
            let near = match &error {
                EditError::NoEnd { end, .. } if self.left_out.len() < MOST_LISTED => {
                    let ids: Vec<String> = self.history.design().components().map(|c| c.id.to_string()).collect();
                    did_you_mean(nearest(end.as_str(), ids.iter().map(String::as_str)))
                }
                _ => String::new(),
            };
            self.wrong(at, format!("{error}{near}"))
        })
    }

    fn settings(&self, raw: RawSettings, place: Place, slice: Slice<'_>) -> Result<Settings, FileError> {
        let mut settings = Settings::default();
        for (name, value) in raw.0 {
            let at = |reader: &Self, message: String| {
                // The name itself stands before its value.
                let set = fields(slice).into_iter().find(|(key, _)| *key == "set").map_or(slice, |(_, set)| set);
                let value = Self::place(set, &[&name]);
                reader.wrong(value, message)
            };
            let field = Field::named(&name).map_err(|error| at(self, error.to_string()))?;
            check_place(field, place).map_err(|error| at(self, error.to_string()))?;
            let mut setting = Setting::read(field, &value.text).map_err(|error| at(self, error.to_string()))?;
            setting.reason = value.reason.map(Into::into);
            if settings.put(field, Some(setting)).is_some() {
                return Err(at(self, format!("`{name}` is set twice")));
            }
        }
        Ok(settings)
    }

    fn component(&mut self, item: &Item<'a>) -> Result<(), FileError> {
        let slice = item.slice;
        let raw: RawComponent = self.parse(slice)?;
        let role = match raw.role {
            RawRole::Source => Role::Source,
            RawRole::Queue => Role::Queue,
            RawRole::Compute => Role::Compute,
            RawRole::Store => Role::Store,
            RawRole::Serve => Role::Serve,
            RawRole::Monitor => Role::Monitor,
            RawRole::Control => Role::Control,
        };
        let id = self.id(&raw.id, slice, "id")?;
        let name = raw.name.unwrap_or_else(|| raw.id.clone());
        self.check_length(&name, slice.at)?;
        self.check_length(&raw.note, slice.at)?;
        let component = Component {
            name,
            role,
            product: raw.product,
            at: self.point(raw.at, slice, "at")?,
            arrangement: self.arrangement(raw.layer, raw.locked, raw.group.as_deref(), slice)?,
            settings: self.settings(raw.set, Place::Component(role), slice)?,
            note: raw.note,
            id: id.clone(),
        };
        self.apply(Edit::insert(Element::Component(component)), slice)?;
        self.comments.add(ElementId::Component(id), item);
        Ok(())
    }

    fn arrangement(
        &self,
        layer: i32,
        locked: bool,
        group: Option<&str>,
        slice: Slice<'_>,
    ) -> Result<Arrangement, FileError> {
        let group = group.map(|group| self.id(group, slice, "group")).transpose()?;
        Ok(Arrangement { layer, locked, group })
    }

    fn point(&self, (x, y): (i32, i32), slice: Slice<'_>, key: &str) -> Result<Point, FileError> {
        let point = Point::new(x, y);
        if (point.x, point.y) == (x, y) {
            return Ok(point);
        }
        let at = Self::place(slice, &[key]);
        Err(self.wrong(at, format!("expected coordinates within {} of the origin, found ({x}, {y})", Point::LIMIT)))
    }

    fn link(&mut self, item: &Item<'a>) -> Result<(), FileError> {
        let slice = item.slice;
        let raw: RawLink = self.parse(slice)?;
        let from = self.id(&raw.from, slice, "from")?;
        let to = self.id(&raw.to, slice, "to")?;
        let id = match &raw.id {
            Some(id) => self.id(id, slice, "id")?,
            None => Id::of_link(&from, &to),
        };
        let part = |text: &str, kind| {
            Stated::read(text, kind).map_err(|error| self.wrong(Self::place(slice, &["kind"]), error.to_string()))
        };
        let kind = match &raw.kind {
            RawKind::Copy => LinkKind::Copy,
            RawKind::Watch => LinkKind::Watch,
            RawKind::Split(weight) => LinkKind::Split(part(weight, Kind::Ratio)?),
            RawKind::Share(share) => LinkKind::Share(part(share, Kind::Share)?),
        };
        self.check_length(&raw.label, slice.at)?;
        let settings = self.settings(raw.set, Place::Link, slice)?;
        let link = Link { id: id.clone(), from, to, kind, settings, label: raw.label };
        self.apply(Edit::insert(Element::Link(link)), slice)?;
        self.comments.add(ElementId::Link(id), item);
        Ok(())
    }

    fn note(&mut self, item: &Item<'a>) -> Result<(), FileError> {
        let raw: RawNote = self.parse(item.slice)?;
        let id = self.id(&raw.id, item.slice, "id")?;
        self.check_length(&raw.text, item.slice.at)?;
        let note = Note {
            id: id.clone(),
            at: self.point(raw.at, item.slice, "at")?,
            size: self.point(raw.size, item.slice, "size")?,
            text: raw.text,
            plain: raw.plain,
            arrangement: self.arrangement(raw.layer, raw.locked, raw.group.as_deref(), item.slice)?,
        };
        self.apply(Edit::insert(Element::Note(note)), item.slice)?;
        self.comments.add(ElementId::Note(id), item);
        Ok(())
    }

    fn frame(&mut self, item: &Item<'a>) -> Result<(), FileError> {
        let raw: RawFrame = self.parse(item.slice)?;
        let id = self.id(&raw.id, item.slice, "id")?;
        self.check_length(&raw.name, item.slice.at)?;
        let frame = Frame {
            id: id.clone(),
            name: raw.name,
            at: self.point(raw.at, item.slice, "at")?,
            size: self.point(raw.size, item.slice, "size")?,
            boundary: match raw.boundary {
                RawBoundary::Nothing => Boundary::None,
                RawBoundary::Zone => Boundary::Zone,
                RawBoundary::Region => Boundary::Region,
            },
            arrangement: self.arrangement(raw.layer, raw.locked, raw.group.as_deref(), item.slice)?,
        };
        self.apply(Edit::insert(Element::Frame(frame)), item.slice)?;
        self.comments.add(ElementId::Frame(id), item);
        Ok(())
    }

    fn stroke(&mut self, item: &Item<'a>) -> Result<(), FileError> {
        let raw: RawStroke = self.parse(item.slice)?;
        let id = self.id(&raw.id, item.slice, "id")?;
        if raw.points.len() > Stroke::MOST_POINTS {
            let at = Self::place(item.slice, &["points"]);
            let found = raw.points.len();
            return Err(self.wrong(at, format!("expected at most {} points, found {found}", Stroke::MOST_POINTS)));
        }
        let points = raw.points.iter().map(|at| self.point(*at, item.slice, "points"));
        let stroke = Stroke {
            id: id.clone(),
            at: self.point(raw.at, item.slice, "at")?,
            points: points.collect::<Result<_, _>>()?,
            arrangement: self.arrangement(raw.layer, raw.locked, raw.group.as_deref(), item.slice)?,
        };
        self.apply(Edit::insert(Element::Stroke(stroke)), item.slice)?;
        self.comments.add(ElementId::Stroke(id), item);
        Ok(())
    }

    fn scenarios(&mut self, entry: &Entry<'a>) -> Result<(), FileError> {
        for item in entry.elements.iter().flatten() {
            let read = self.scenario(item);
            self.pass(read)?;
        }
        Ok(())
    }

    fn scenario(&mut self, item: &Item<'a>) -> Result<(), FileError> {
        let slice = item.slice;
        let raw: RawScenario = self.parse(slice)?;
        let id = self.id(&raw.id, slice, "id")?;
        self.check_length(&raw.note, slice.at)?;
        let based_on = raw.based_on.as_ref().map(|base| self.id(base, slice, "based_on")).transpose()?;
        let changes = raw.change.iter().map(|text| self.change(text, slice)).collect::<Result<Vec<_>, _>>()?;
        let requirements = raw.require.iter().map(|raw| self.requirement(raw, slice)).collect::<Result<Vec<_>, _>>()?;
        let name = raw.name.unwrap_or_else(|| raw.id.clone());
        let scenario =
            Scenario { name, what_if: raw.what_if, based_on, changes, requirements, note: raw.note, id: id.clone() };
        self.apply(Edit::insert(Element::Scenario(scenario)), slice)?;
        self.comments.add(ElementId::Scenario(id), item);
        Ok(())
    }

    fn change(&self, text: &str, slice: Slice<'_>) -> Result<Override, FileError> {
        let list = Self::place(slice, &["change"]);
        // The change itself, if its text stands there as it is.
        let at = self
            .text
            .get(list..slice.at + slice.text.len())
            .and_then(|rest| rest.find(super::writing::quoted(text).as_str()))
            .map_or(list, |offset| list + offset);
        Override::read(text).map_err(|error| self.wrong(at, error.to_string()))
    }

    fn requirement(&self, raw: &RawRequirement, slice: Slice<'_>) -> Result<Requirement, FileError> {
        let require = Self::place(slice, &["require"]);
        let find = |text: &str| {
            self.text
                .get(require..slice.at + slice.text.len())
                .and_then(|rest| rest.find(super::writing::quoted(text).as_str()))
                .map_or(require, |offset| require + offset)
        };
        // Whether the component exists is the estimator's to say: a design whose component was deleted on the board
        // must open again.
        let at = |text: &str| Id::new(text).map_err(|error| self.wrong(find(text), error.to_string()));
        let stated =
            |text: &str, kind| Stated::read(text, kind).map_err(|error| self.wrong(find(text), error.to_string()));
        Ok(match raw {
            RawRequirement::Staleness { at: place, statistic, limit } => Requirement::Staleness {
                at: at(place)?,
                statistic: Statistic::named(statistic).ok_or_else(|| {
                    let names: Vec<String> = Statistic::ALL.iter().map(|s| format!("`{}`", s.name())).collect();
                    self.wrong(
                        find(statistic),
                        format!("expected {}, found `{}`", names.join(", "), shortened(statistic)),
                    )
                })?,
                limit: stated(limit, Kind::Time)?,
            },
            RawRequirement::Completion { at: place, volume, within } => Requirement::Completion {
                at: at(place)?,
                volume: stated(volume, Kind::Information)?,
                within: stated(within, Kind::Time)?,
            },
            RawRequirement::Throughput { at: place, rate } => Requirement::Throughput {
                at: at(place)?,
                rate: stated(rate, Kind::InformationRate)
                    .or_else(|first| stated(rate, Kind::RecordRate).map_err(|_| first))?,
            },
            RawRequirement::Cost { at: place, limit } => {
                Requirement::Cost { at: place.as_deref().map(at).transpose()?, limit: stated(limit, Kind::MoneyRate)? }
            }
            RawRequirement::Availability { at: place, share } => {
                Requirement::Availability { at: at(place)?, share: stated(share, Kind::Share)? }
            }
            RawRequirement::Completeness { at: place, share } => {
                Requirement::Completeness { at: at(place)?, share: stated(share, Kind::Share)? }
            }
            RawRequirement::Recovery { of, outage, within } => Requirement::Recovery {
                of: at(of)?,
                outage: stated(outage, Kind::Time)?,
                within: stated(within, Kind::Time)?,
            },
            RawRequirement::Backfill { at: place, history, within, throttle } => Requirement::Backfill {
                at: at(place)?,
                history: stated(history, Kind::Time)?,
                within: stated(within, Kind::Time)?,
                throttle: throttle.as_deref().map(|rate| stated(rate, Kind::InformationRate)).transpose()?,
            },
            RawRequirement::Detection { at: place, within } => {
                Requirement::Detection { at: at(place)?, within: stated(within, Kind::Time)? }
            }
        })
    }
}

fn shortened(text: &str) -> String {
    text.chars().take(40).collect()
}

/// ron's message, in our words where a newcomer would not understand it.
fn message_of(error: &RonError) -> String {
    let near = |found: &str, expected: &[&'static str]| did_you_mean(nearest(found, expected.iter().copied()));
    match error {
        RonError::NoSuchStructField { expected, found, outer } => {
            let outer = outer.as_ref().map_or_else(|| "this element".to_owned(), |outer| format!("a {outer}"));
            let all = expected.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
            format!("{outer} has no field `{}`{}; it has {all}", shortened(found), near(found, expected))
        }
        RonError::NoSuchEnumVariant { expected, found, outer } => {
            let outer = outer.as_deref().unwrap_or("value");
            let all = expected.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
            format!("there is no {outer} `{}`{}; expected one of {all}", shortened(found), near(found, expected))
        }
        RonError::MissingStructField { field, outer } => {
            let outer = outer.as_deref().unwrap_or("this element");
            format!("expected a field `{field}` in this {outer}, found none")
        }
        RonError::DuplicateStructField { field, .. } => format!("the field `{field}` stands here twice"),
        RonError::ExpectedString => "expected a text between quotes, for example \"2 h\"".to_owned(),
        RonError::ExpectedComma | RonError::ExpectedInteger => {
            "expected a whole number, a `,` or a `)` here; texts with units stand between quotes".to_owned()
        }
        RonError::TrailingCharacters => "expected a `,` between two elements, found none".to_owned(),
        RonError::ExceededRecursionLimit => "nested too deeply".to_owned(),
        other => other.to_string(),
    }
}
