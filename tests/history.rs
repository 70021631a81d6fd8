//! Undo takes back exactly what was done, whatever was done.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use loadline::catalog::{Field, Role, Setting};
use loadline::design::{
    Arrangement, Component, Design, Edit, Element, ElementId, Frame, History, Id, Link, LinkKind, Note, Point,
    Scenario, Stroke,
};
use proptest::prelude::*;

fn id(n: u8) -> Id {
    Id::new(&format!("e{n}")).unwrap()
}

fn component(n: u8, x: i32) -> Element {
    let role = [Role::Source, Role::Queue, Role::Compute, Role::Store, Role::Monitor][usize::from(n) % 5];
    Element::Component(Component::new(id(n), "name", role, "p", Point::new(x, 0)))
}

fn link(from: u8, to: u8, watch: bool) -> Link {
    let mut link = Link::new(id(from), id(to));
    if watch {
        link.kind = LinkKind::Watch;
    }
    link
}

fn stroke(n: u8) -> Stroke {
    let points = vec![Point::new(0, 0), Point::new(i32::from(n), 7)];
    Stroke { id: id(n), at: Point::new(1, 1), points, arrangement: Arrangement::default() }
}

fn element(sort: u8, n: u8) -> ElementId {
    match sort % 6 {
        0 => ElementId::Component(id(n)),
        1 => ElementId::Link(Id::of_link(&id(n), &id(n.wrapping_add(1) % 8))),
        2 => ElementId::Note(id(n)),
        3 => ElementId::Frame(id(n)),
        4 => ElementId::Stroke(id(n)),
        _ => ElementId::Scenario(id(n)),
    }
}

fn any_edit() -> impl Strategy<Value = Edit> {
    let n = || 0_u8..8;
    let single = prop_oneof![
        (n(), -50..50_i32).prop_map(|(n, x)| Edit::insert(component(n, x))),
        (n(), n(), any::<bool>()).prop_map(|(a, b, w)| Edit::insert(Element::Link(link(a, b, w)))),
        (n(), 0_usize..4).prop_map(|(n, place)| Edit::Insert {
            element: Element::Note(Note::new(id(n), Point::new(0, 0), Point::new(4, 4), "t")),
            place: Some(place),
        }),
        n().prop_map(|n| Edit::insert(Element::Frame(Frame::new(id(n), "f", Point::new(0, 0), Point::new(4, 4))))),
        n().prop_map(|n| Edit::insert(Element::Stroke(stroke(n)))),
        (0_u8..6, n(), -3..3_i32, any::<bool>()).prop_map(|(sort, n, layer, locked)| Edit::Arrange {
            element: element(sort, n),
            arrangement: Arrangement { layer, locked, group: locked.then(|| id(n)) },
        }),
        n().prop_map(|n| Edit::insert(Element::Scenario(Scenario::new(id(n), "s")))),
        (0_u8..6, n()).prop_map(|(sort, n)| Edit::Remove(element(sort, n))),
        (0_u8..6, n(), -9..9_i32)
            .prop_map(|(sort, n, x)| Edit::Move { element: element(sort, n), to: Point::new(x, x) }),
        (n(), 1_u32..9).prop_map(|(n, units)| Edit::Set {
            element: ElementId::Component(id(n)),
            field: Field::Units,
            setting: Some(Setting::read(Field::Units, &units.to_string()).unwrap()),
        }),
        n().prop_map(|n| Edit::Set { element: ElementId::Component(id(n)), field: Field::Units, setting: None }),
        (n(), -50..50_i32).prop_map(|(n, x)| Edit::Replace(component(n, x))),
        (n(), n(), n()).prop_map(|(a, b, c)| {
            Edit::Replace(Element::Link(Link { id: Id::of_link(&id(a), &id(b)), ..link(a, c, false) }))
        }),
        "[a-z]{0,4}".prop_map(Edit::Name),
        "[a-z]{0,4}".prop_map(Edit::About),
        proptest::option::of("[0-9]{4}").prop_map(Edit::CatalogDate),
    ];
    single.prop_recursive(1, 6, 4, |inner| proptest::collection::vec(inner, 0..4).prop_map(Edit::All))
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn all_undone_is_the_first_document_and_all_redone_the_last(
        edits in proptest::collection::vec((any_edit(), 0_u8..3), 0..60)
    ) {
        let mut history = History::new(Design::new("start"));
        let first = history.design().clone();
        let mut gesture = history.begin();
        let mut states = vec![first.clone()];
        for (edit, how) in edits {
            let before = history.design().clone();
            let steps = history.undo_len();
            if how == 0 {
                gesture = history.begin();
            }
            let done = if how == 2 { history.apply(edit) } else { history.apply_in(gesture, edit) };
            if done.is_err() {
                prop_assert_eq!(history.design(), &before, "a refused edit changes nothing");
                prop_assert_eq!(history.undo_len(), steps);
                continue;
            }
            if history.undo_len() > steps {
                states.push(history.design().clone());
            } else {
                *states.last_mut().unwrap() = history.design().clone();
            }
        }
        for state in states.iter().rev().skip(1) {
            prop_assert!(history.undo());
            prop_assert_eq!(history.design(), state);
        }
        prop_assert!(!history.undo());
        prop_assert_eq!(history.design(), &first);
        prop_assert!(!history.is_unsaved(), "undone to what was saved");
        for state in states.iter().skip(1) {
            prop_assert!(history.redo());
            prop_assert_eq!(history.design(), state);
        }
        prop_assert!(!history.redo());
    }
}

#[test]
fn a_removed_component_comes_back_with_its_links_and_its_place() {
    let mut history = History::new(Design::new("d"));
    for n in 0..4 {
        history.apply(Edit::insert(component(n, 0))).unwrap();
    }
    history.apply(Edit::insert(Element::Link(link(0, 1, false)))).unwrap();
    history.apply(Edit::insert(Element::Link(link(1, 2, false)))).unwrap();
    let before = history.design().clone();
    history.apply(Edit::Remove(ElementId::Component(id(1)))).unwrap();
    assert_eq!(history.design().links().len(), 0);
    // The next component gets the graph index of the one that is gone.
    history.apply(Edit::insert(component(7, 5))).unwrap();
    assert!(history.undo() && history.undo());
    assert_eq!(*history.design(), before);
}

#[test]
fn a_drag_of_a_hundred_frames_is_one_step() {
    let mut history = History::new(Design::new("d"));
    history.apply(Edit::insert(component(0, 0))).unwrap();
    let drag = history.begin();
    for x in 1..=100 {
        let to = Point::new(x, 0);
        history.apply_in(drag, Edit::Move { element: ElementId::Component(id(0)), to }).unwrap();
    }
    assert_eq!(history.undo_len(), 2);
    assert!(history.undo());
    assert_eq!(history.design().component(&id(0)).unwrap().at, Point::new(0, 0));
}

#[test]
fn a_cancelled_gesture_leaves_neither_a_step_nor_anything_to_make_again() {
    let mut history = History::default();
    let insert = |name: &str| {
        let id = Id::new(name).unwrap();
        Edit::insert(Element::Component(Component::new(id, name, Role::Queue, "none", Point::new(0, 0))))
    };
    history.apply(insert("a")).unwrap();
    history.mark_saved();
    let before = history.design().clone();
    let gesture = history.begin();
    let to = |x| Edit::Move { element: ElementId::Component(Id::new("a").unwrap()), to: Point::new(x, 0) };
    history.apply_in(gesture, to(1)).unwrap();
    history.apply_in(gesture, to(2)).unwrap();
    assert!(history.cancel(gesture));
    assert_eq!(*history.design(), before);
    assert_eq!((history.undo_len(), history.can_redo(), history.is_unsaved()), (1, false, false));
    // Not of that gesture: nothing happens.
    assert!(!history.cancel(gesture));
    assert_eq!(history.undo_len(), 1);
}

#[test]
fn a_step_says_what_it_is_about_before_it_is_taken_back_or_made_again() {
    let mut history = History::default();
    history.apply(Edit::insert(component(1, 0))).unwrap();
    let a = ElementId::Component(id(1));
    history.apply(Edit::Move { element: a.clone(), to: Point::new(5, 0) }).unwrap();
    assert!(history.next_undo().unwrap().elements().contains(&a));
    assert!(history.next_redo().is_none());
    history.apply(Edit::Name("d".to_owned())).unwrap();
    assert!(history.next_undo().unwrap().elements().is_empty());
    assert!(history.undo() && history.undo());
    assert_eq!(history.next_redo().unwrap().elements().len(), 1);
}

#[test]
fn a_cancelled_drag_is_gone_and_redo_does_not_bring_it_back() {
    let mut history = History::new(Design::new("d"));
    history.apply(Edit::insert(component(0, 0))).unwrap();
    let before = history.design().clone();
    let drag = history.begin();
    assert!(!history.cancel(drag), "nothing was done yet");
    for x in 1..=9 {
        let to = Point::new(x, 0);
        history.apply_in(drag, Edit::Move { element: ElementId::Component(id(0)), to }).unwrap();
    }
    assert!(history.cancel(drag));
    assert_eq!((history.design(), history.undo_len(), history.can_redo()), (&before, 1, false));
    assert!(!history.redo() && !history.cancel(drag));
    // Another step has come between: it is not taken back.
    history.apply_in(drag, Edit::Move { element: ElementId::Component(id(0)), to: Point::new(5, 0) }).unwrap();
    history.apply(Edit::Name("n".into())).unwrap();
    assert!(!history.cancel(drag));
    assert_eq!(history.design().name(), "n");
}

#[test]
fn cancelling_goes_back_to_what_was_saved() {
    let mut history = History::new(Design::new("d"));
    let typing = history.begin();
    history.apply_in(typing, Edit::Name("other".into())).unwrap();
    assert!(history.is_unsaved());
    assert!(history.cancel(typing));
    assert!(!history.is_unsaved());
}

#[test]
fn a_role_that_its_links_do_not_allow_is_refused() {
    let mut history = History::new(Design::new("d"));
    for n in [1, 2] {
        history.apply(Edit::insert(component(n, 0))).unwrap();
    }
    history.apply(Edit::insert(Element::Link(link(1, 2, false)))).unwrap();
    let monitor = |n| Element::Component(Component::new(id(n), "name", Role::Monitor, "p", Point::new(0, 0)));
    assert!(history.apply(Edit::Replace(monitor(2))).is_err());
    history.apply(Edit::Remove(ElementId::Link(Id::of_link(&id(1), &id(2))))).unwrap();
    history.apply(Edit::Replace(monitor(2))).unwrap();
}

#[test]
fn a_reload_is_one_step_that_can_be_taken_back() {
    let mut history = History::new(Design::new("mine"));
    history.apply(Edit::insert(component(0, 0))).unwrap();
    let mine = history.design().clone();
    history.apply(Edit::Whole(Box::new(Design::new("theirs")))).unwrap();
    assert_eq!(*history.design(), Design::new("theirs"));
    assert!(history.undo());
    assert_eq!(*history.design(), mine);
    assert!(history.redo());
    assert_eq!(*history.design(), Design::new("theirs"));
}

/// A linear congruence: the same edits in every run.
struct Chance(u64);

impl Chance {
    fn below(&mut self, end: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % end
    }

    fn edit(&mut self) -> Edit {
        let mut small = |end: u64| u8::try_from(self.below(end)).unwrap();
        let (sort, n, other) = (small(6), small(8), small(8));
        let x = i32::from(other) - 4;
        match small(9) {
            0 | 1 => Edit::insert(component(n, x)),
            2 => Edit::insert(Element::Link(link(n, other, sort == 0))),
            3 => Edit::insert(Element::Note(Note::new(id(n), Point::new(x, 0), Point::new(4, 4), "t"))),
            4 => Edit::Remove(element(sort, n)),
            5 => Edit::Move { element: element(sort, n), to: Point::new(x, x) },
            6 => Edit::Replace(component(n, x)),
            7 => Edit::All(vec![Edit::Name(format!("{x}")), Edit::insert(Element::Stroke(stroke(n)))]),
            _ => Edit::Arrange {
                element: element(sort, n),
                arrangement: Arrangement { layer: x, ..Arrangement::default() },
            },
        }
    }
}

/// Edits, steps back and steps forward in any order against a list of what the design was; ten thousand here, as many
/// times more as `LOADLINE_TIMES` says.
#[test]
fn whatever_is_done_and_undone_agrees_with_a_list_of_designs() {
    let times: u64 = std::env::var("LOADLINE_TIMES").ok().and_then(|times| times.parse().ok()).unwrap_or(1);
    let mut chance = Chance(5);
    let mut history = History::new(Design::new("start"));
    let mut states = vec![history.design().clone()];
    let (mut here, mut done, mut checks) = (0_usize, 0, 0);
    for _ in 0..10_000 * times {
        match chance.below(5) {
            0 => {
                assert_eq!(history.undo(), here > 0);
                here = here.saturating_sub(1);
            }
            1 => {
                assert_eq!(history.redo(), here + 1 < states.len());
                here = (here + 1).min(states.len() - 1);
            }
            _ => {
                if history.apply(chance.edit()).is_ok() {
                    states.truncate(here + 1);
                    states.push(history.design().clone());
                    here += 1;
                    done += 1;
                }
            }
        }
        // What the list holds is bounded: now and then all is taken back, made again, and begun anew from there.
        if states.len() > 2_000 {
            while history.undo() {
                here -= 1;
                assert_eq!(history.design(), &states[here]);
                checks += 1;
            }
            assert_eq!(here, 0);
            while history.redo() {
                here += 1;
                assert_eq!(history.design(), &states[here]);
                checks += 1;
            }
            assert_eq!(here, states.len() - 1);
            history = History::new(history.into_design());
            states = vec![history.design().clone()];
            here = 0;
        }
        assert_eq!(history.design(), &states[here]);
        checks += 1;
    }
    assert!(done > 1_000 * times, "{done} edits were possible");
    println!("{done} edits among {} steps, {checks} designs compared", 10_000 * times);
}
