//! Designs that fill a board: what the bench and the comparison with other boards both draw.

use loadline::catalog::{Field, Role};
use loadline::design::{Component, Design, Edit, Element, History, Id, Link, Point};

/// Steps of the grid from one component to the next, to the right and down: some fifty are seen in 1600 by 1000.
pub const PITCH: (i32, i32) = (13, 7);

/// Name, role, product and settings of a step of a pipeline.
type Step = (&'static str, Role, &'static str, &'static [(Field, &'static str)]);

const STEPS: [Step; 5] = [
    ("App", Role::Source, "event-source", &[(Field::Load, "50 GB/day"), (Field::Record, "1 KB")]),
    ("Raw events", Role::Queue, "kinesis-provisioned", &[(Field::Units, "4"), (Field::Retention, "3 d")]),
    ("Enrich", Role::Compute, "stream-processor", &[(Field::Units, "4"), (Field::Commit, "30 s")]),
    ("Lake", Role::Store, "object-store", &[(Field::Retention, "90 d")]),
    ("Load", Role::Compute, "batch-job", &[(Field::Every, "60 min"), (Field::Units, "4")]),
];

/// How many columns make the whole as wide as a window is, 1.6 to 1.
pub fn columns(count: usize) -> usize {
    (1..=count).find(|columns| columns * columns * 65 >= count * 56).unwrap_or(1)
}

/// The id of a component.
pub fn id(n: usize) -> Id {
    Id::new(&format!("part-{n}")).expect("an id")
}

/// The links of so many components: each to the one at its right, two of three also into the next row.
pub fn links(count: usize) -> impl Iterator<Item = (usize, usize)> {
    let columns = columns(count);
    (0..count).flat_map(move |n| {
        let right = (n + 1 < count && (n + 1) % columns != 0).then_some((n, n + 1));
        let down = (n % 3 != 0 && n + columns + 1 < count && (n + 1) % columns != 0).then_some((n, n + columns + 1));
        right.into_iter().chain(down)
    })
}

/// So many components in rows, each row a pipeline, joined with the next.
pub fn design(count: usize) -> Design {
    let columns = columns(count);
    let steps = |n: usize| i32::try_from(n).expect("a few hundred");
    let mut edits: Vec<Edit> = (0..count)
        .map(|n| {
            let (row, column) = (n / columns, n % columns);
            let step = if column == 0 { 0 } else { 1 + (column - 1) % (STEPS.len() - 1) };
            let (name, role, product, settings) = STEPS[step];
            let at = Point::new(steps(column) * PITCH.0, steps(row) * PITCH.1);
            let new = Component::new(id(n), &format!("{name} {n}"), role, product, at);
            let made = settings.iter().fold(new, |made, (field, text)| made.with(*field, text).expect("a setting"));
            Edit::insert(Element::Component(made))
        })
        .collect();
    edits.extend(links(count).map(|(from, to)| Edit::insert(Element::Link(Link::new(id(from), id(to))))));
    let mut history = History::new(Design::new("Grid"));
    history.apply(Edit::All(edits)).expect("fits");
    history.into_design()
}
