//! The elements of a design: components, links, notes, frames, strokes.

use super::id::Id;
use crate::catalog::{Field, FieldError, Place, Role, Setting, check_place};
use crate::units::Stated;
use std::collections::BTreeMap;

/// A place on the board, in steps of the grid.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Point {
    /// Steps to the right.
    pub x: i32,
    /// Steps down.
    pub y: i32,
}

impl Point {
    /// Farthest place from the origin in either direction, in grid steps.
    pub const LIMIT: i32 = 1_000_000;

    /// A place on the board, held within [`Point::LIMIT`] of the origin.
    pub fn new(x: i32, y: i32) -> Self {
        Self { x: x.clamp(-Self::LIMIT, Self::LIMIT), y: y.clamp(-Self::LIMIT, Self::LIMIT) }
    }

    /// The place moved by so many steps.
    #[must_use]
    pub fn moved(self, dx: i32, dy: i32) -> Self {
        Self::new(self.x.saturating_add(dx), self.y.saturating_add(dy))
    }
}

/// How an element lies among others: above or below, held fast, in a group. The same for all that has a place.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Arrangement {
    /// What is of a higher layer is painted over what is of a lower one; frames lie under everything else.
    pub layer: i32,
    /// Whether it is held fast: it can be selected, but neither moved nor deleted until it is unlocked.
    pub locked: bool,
    /// The group it belongs to: what is of one group is selected and moved together.
    pub group: Option<Id>,
}

/// Settings by field, in the order of the field table.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Settings(BTreeMap<Field, Setting>);

impl Settings {
    /// The setting of a field, if a person made one.
    pub fn get(&self, field: Field) -> Option<&Setting> {
        self.0.get(&field)
    }

    /// Sets or clears a field, and gives back what was there. Whether the field belongs there is not asked here.
    pub fn put(&mut self, field: Field, setting: Option<Setting>) -> Option<Setting> {
        match setting {
            Some(setting) => self.0.insert(field, setting),
            None => self.0.remove(&field),
        }
    }

    /// The settings, in the order of the field table.
    pub fn iter(&self) -> impl Iterator<Item = (Field, &Setting)> {
        self.0.iter().map(|(field, setting)| (*field, setting))
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// A component of the design: a box on the board.
#[derive(Clone, Debug, PartialEq)]
pub struct Component {
    /// Its id, unique among components.
    pub id: Id,
    /// The name on the box.
    pub name: String,
    /// What it is for.
    pub role: Role,
    /// The id of its product in the catalogue.
    pub product: String,
    /// Its top left corner.
    pub at: Point,
    /// Its layer, lock and group.
    pub arrangement: Arrangement,
    /// What a person set; everything else is the product's default.
    pub settings: Settings,
    /// What a person wrote about it.
    pub note: String,
}

impl Component {
    /// Width and height of every component, in steps of the grid.
    pub const SIZE: Point = Point { x: 9, y: 4 };

    /// A component with a name, an id made of the name, and no settings.
    pub fn new(id: Id, name: &str, role: Role, product: &str, at: Point) -> Self {
        Self {
            id,
            name: name.to_owned(),
            role,
            product: product.to_owned(),
            at,
            arrangement: Arrangement::default(),
            settings: Settings::default(),
            note: String::new(),
        }
    }

    /// The component with a field set from a text.
    ///
    /// # Errors
    /// [`FieldError`] if the field does not belong to the role or does not take the text.
    pub fn with(mut self, field: Field, text: &str) -> Result<Self, FieldError> {
        check_place(field, Place::Component(self.role))?;
        self.settings.put(field, Some(Setting::read(field, text)?));
        Ok(self)
    }
}

/// How a link takes its part of what its source gives out.
#[derive(Clone, Debug, PartialEq)]
pub enum LinkKind {
    /// All of it, as every consumer of a topic gets all.
    Copy,
    /// A part by weight: the weights of the splitting links of one component are its whole output.
    Split(Stated),
    /// A fixed share, beside what other links take: a filter, dead letters.
    Share(Stated),
    /// None: a monitor or a controller looks at a component.
    Watch,
}

impl LinkKind {
    /// The name in files, lower case.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Copy => "copy",
            Self::Split(_) => "split",
            Self::Share(_) => "share",
            Self::Watch => "watch",
        }
    }

    /// Whether data flows.
    pub const fn carries_data(&self) -> bool {
        !matches!(self, Self::Watch)
    }
}

/// A link from one component to another.
#[derive(Clone, Debug, PartialEq)]
pub struct Link {
    /// Its id, unique among links.
    pub id: Id,
    /// The component that gives.
    pub from: Id,
    /// The component that takes.
    pub to: Id,
    /// How much it takes.
    pub kind: LinkKind,
    /// What a person set.
    pub settings: Settings,
    /// The words beside it.
    pub label: String,
}

impl Link {
    /// A copying link with the id that its ends make.
    pub fn new(from: Id, to: Id) -> Self {
        let id = Id::of_link(&from, &to);
        Self { id, from, to, kind: LinkKind::Copy, settings: Settings::default(), label: String::new() }
    }
}

/// A text on the board.
#[derive(Clone, Debug, PartialEq)]
pub struct Note {
    /// Its id, unique among notes.
    pub id: Id,
    /// Its top left corner.
    pub at: Point,
    /// Its width and height, in grid steps.
    pub size: Point,
    /// The text.
    pub text: String,
    /// Whether it stands on the board itself, without paper.
    pub plain: bool,
    /// Its layer, lock and group.
    pub arrangement: Arrangement,
}

impl Note {
    /// A note on paper.
    pub fn new(id: Id, at: Point, size: Point, text: &str) -> Self {
        Self { id, at, size, text: text.to_owned(), plain: false, arrangement: Arrangement::default() }
    }
}

/// What the edge of a frame means for data that crosses it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Boundary {
    /// Nothing: a team, a step of the argument.
    #[default]
    None,
    /// An availability zone.
    Zone,
    /// A region.
    Region,
}

impl Boundary {
    /// Every boundary, the innermost first.
    pub const ALL: &'static [Self] = &[Self::None, Self::Zone, Self::Region];

    /// The name in files, lower case.
    pub const fn name(self) -> &'static str {
        match self {
            Self::None => "nothing",
            Self::Zone => "zone",
            Self::Region => "region",
        }
    }
}

/// A named rectangle around components: a zone, a team, a step of the argument.
#[derive(Clone, Debug, PartialEq)]
pub struct Frame {
    /// Its id, unique among frames.
    pub id: Id,
    /// The name on it. Frames of one boundary and one name are the same zone or region.
    pub name: String,
    /// Its top left corner.
    pub at: Point,
    /// Its width and height, in grid steps.
    pub size: Point,
    /// What it costs to cross it.
    pub boundary: Boundary,
    /// Its layer, lock and group.
    pub arrangement: Arrangement,
}

impl Frame {
    /// Its name, and what it costs to cross it if that is anything: `eu-west-1, region`.
    pub fn title(&self) -> String {
        match self.boundary {
            Boundary::None => self.name.clone(),
            boundary => format!("{}, {}", self.name, boundary.name()),
        }
    }

    /// A frame that means nothing for data.
    pub fn new(id: Id, name: &str, at: Point, size: Point) -> Self {
        Self { id, name: name.to_owned(), at, size, boundary: Boundary::None, arrangement: Arrangement::default() }
    }

    /// Whether a rectangle of the grid lies inside.
    pub fn holds(&self, at: Point, size: Point) -> bool {
        inside(at.x, size.x, self.at.x, self.size.x) && inside(at.y, size.y, self.at.y, self.size.y)
    }
}

fn inside(from: i32, length: i32, outer: i32, room: i32) -> bool {
    let (from, outer) = (i64::from(from), i64::from(outer));
    from >= outer && from + i64::from(length) <= outer + i64::from(room)
}

/// A freehand line.
#[derive(Clone, Debug, PartialEq)]
pub struct Stroke {
    /// Its id, unique among strokes.
    pub id: Id,
    /// The grid point from which its points are counted.
    pub at: Point,
    /// Its points, from `at`, in twentieths of a grid step.
    pub points: Vec<Point>,
    /// Its layer, lock and group.
    pub arrangement: Arrangement,
}

impl Stroke {
    /// Parts of a grid step in which the points are counted.
    pub const FINE: i32 = 20;
    /// The most points of one stroke.
    pub const MOST_POINTS: usize = 2_000;

    /// The smallest rectangle of the grid around it: corner and size.
    pub fn extent(&self) -> (Point, Point) {
        let part = |at: fn(&Point) -> i32| {
            let least = self.points.iter().map(at).min().unwrap_or(0).div_euclid(Self::FINE);
            let most = self.points.iter().map(at).max().unwrap_or(0);
            (least, most.div_euclid(Self::FINE) + 1 - least)
        };
        let ((x, width), (y, height)) = (part(|point| point.x), part(|point| point.y));
        (self.at.moved(x, y), Point::new(width, height))
    }
}
