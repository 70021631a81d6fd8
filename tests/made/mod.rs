//! Designs and edits for property tests: small names, so that edits meet.

use loadline::catalog::{Field, Role, Setting};
use loadline::design::{
    Arrangement, Boundary, Component, Design, Edit, Element, ElementId, Frame, History, Id, Link, LinkKind, Note,
    Override, Point, Requirement, Scenario, Stroke,
};
use loadline::units::{Kind, Stated};
use proptest::prelude::*;

/// How many elements of a sort there can be.
pub const FEW: u8 = 7;

pub fn id(n: u8) -> Id {
    Id::new(&format!("e{}", n % FEW)).unwrap()
}

pub fn component(n: u8, x: i32) -> Component {
    let role = [Role::Source, Role::Queue, Role::Compute, Role::Store, Role::Monitor][usize::from(n % FEW) % 5];
    Component::new(id(n), &format!("Name {n}"), role, "kafka", Point::new(x, 0))
}

fn sort(sort: u8, n: u8, m: u8) -> ElementId {
    match sort % 6 {
        0 => ElementId::Component(id(n)),
        1 => ElementId::Link(Id::of_link(&id(n), &id(m))),
        2 => ElementId::Note(id(n)),
        3 => ElementId::Frame(id(n)),
        4 => ElementId::Stroke(id(n)),
        _ => ElementId::Scenario(id(n)),
    }
}

fn texts() -> impl Strategy<Value = String> {
    prop_oneof![
        "[a-z \"\\\\/*(),:\\[\\]]{0,12}",
        Just("two\nlines\tand \u{202e}more\u{0}".to_owned()),
        Just("// no comment, \"quoted\" # r#\"raw\"#".to_owned()),
    ]
}

fn arrangement() -> impl Strategy<Value = Arrangement> {
    (-1..2_i32, any::<bool>(), proptest::option::of(0_u8..2)).prop_map(|(layer, locked, group)| Arrangement {
        layer,
        locked,
        group: group.map(id),
    })
}

fn elements() -> impl Strategy<Value = Element> {
    let n = || 0_u8..FEW;
    prop_oneof![
        3 => (n(), -50..50_i32, texts(), arrangement()).prop_map(|(n, x, note, arrangement)| {
            Element::Component(Component { note, arrangement, ..component(n, x) })
        }),
        3 => (n(), n(), 0_u8..5, texts()).prop_map(|(a, b, kind, label)| {
            let kind = match kind {
                0 => LinkKind::Watch,
                1 => LinkKind::Split(Stated::read("2", Kind::Ratio).unwrap()),
                2 => LinkKind::Share(Stated::read("5 %", Kind::Share).unwrap()),
                _ => LinkKind::Copy,
            };
            Element::Link(Link { kind, label, ..Link::new(id(a), id(b)) })
        }),
        1 => (n(), 0..9_i32, texts(), any::<bool>(), arrangement()).prop_map(|(n, x, text, plain, arrangement)| {
            Element::Note(Note { id: id(n), at: Point::new(x, 0), size: Point::new(4, 4), text, plain, arrangement })
        }),
        1 => (n(), 0..9_i32, texts(), 0_usize..3, arrangement()).prop_map(|(n, x, name, boundary, arrangement)| {
            let boundary = Boundary::ALL[boundary % Boundary::ALL.len()];
            Element::Frame(Frame { id: id(n), name, at: Point::new(x, 0), size: Point::new(4, 4), boundary, arrangement })
        }),
        1 => (n(), -9..9_i32, arrangement()).prop_map(|(n, x, arrangement)| {
            let points = vec![Point::new(0, 0), Point::new(x, 7)];
            Element::Stroke(Stroke { id: id(n), at: Point::new(x, 0), points, arrangement })
        }),
        1 => (n(), n(), texts(), any::<bool>()).prop_map(|(n, m, note, what_if)| {
            let change = Override::read(&format!("{}.units=4", id(m))).unwrap();
            let limit = Stated::read("2 h", Kind::Time).unwrap();
            let requirement = Requirement::Detection { at: id(m), within: limit };
            let base = (m != n).then(|| id(m));
            Element::Scenario(Scenario {
                note,
                what_if,
                based_on: base,
                changes: vec![change],
                requirements: vec![requirement],
                ..Scenario::new(id(n), "A scenario")
            })
        }),
    ]
}

/// Any single edit; many are refused.
pub fn edit() -> impl Strategy<Value = Edit> {
    let n = || 0_u8..FEW;
    prop_oneof![
        6 => (elements(), proptest::option::of(0_usize..5)).prop_map(|(element, place)| Edit::Insert { element, place }),
        3 => elements().prop_map(Edit::Replace),
        2 => (0_u8..6, n(), n()).prop_map(|(s, n, m)| Edit::Remove(sort(s, n, m))),
        2 => (0_u8..6, n(), n(), -9..9_i32).prop_map(|(s, n, m, x)| Edit::Move { element: sort(s, n, m), to: Point::new(x, x) }),
        1 => (0_u8..6, n(), arrangement()).prop_map(|(s, n, to)| Edit::Arrange { element: sort(s, n, n), arrangement: to }),
        3 => (n(), proptest::option::of(1_u32..9)).prop_map(|(n, units)| Edit::Set {
            element: ElementId::Component(id(n)),
            field: Field::Units,
            setting: units.map(|units| Setting::read(Field::Units, &units.to_string()).unwrap()),
        }),
        1 => texts().prop_map(Edit::Name),
        1 => texts().prop_map(Edit::About),
        1 => proptest::option::of("20[0-9]{2}-01-01").prop_map(Edit::CatalogDate),
        1 => (n(), -9..9_i32, 0_usize..5).prop_map(|(n, x, place)| {
            // Out and in again: another place in the order.
            let element = Element::Component(component(n, x));
            Edit::All(vec![Edit::Remove(element.id()), Edit::Insert { element, place: Some(place) }])
        }),
    ]
}

/// What edits make of a design.
pub fn edited(design: &Design, edits: Vec<Edit>) -> Design {
    let mut history = History::new(design.clone());
    for edit in edits {
        let _ = history.apply(edit);
    }
    history.into_design()
}

/// Any small design.
pub fn design() -> impl Strategy<Value = Design> {
    proptest::collection::vec(edit(), 0..40).prop_map(|edits| edited(&Design::new("Plan"), edits))
}
