//! Designs in order.

use crate::designs::{Dice, examples, graph, id, layered};
use loadline::design::{Component, Design, Edit, Element, ElementId, Frame, History, Id, Link, Note, Point};
use loadline::layout::{Area, tidy};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

fn tidied(design: &Design) -> Design {
    let layout = tidy(design, None, &BTreeSet::new());
    applied(design, layout.edit(design))
}

fn applied(design: &Design, edit: Edit) -> Design {
    let mut history = History::new(design.clone());
    history.apply(edit).unwrap();
    history.into_design()
}

fn components(design: &Design) -> Vec<(Id, Area)> {
    design.components().map(|c| (c.id.clone(), Area::of_component(c.at))).collect()
}

/// Pairs that overlap: components, notes, and frames with what is not in them.
fn overlaps(design: &Design) -> Vec<String> {
    let mut areas = components(design);
    areas.extend(design.notes().map(|note| (note.id.clone(), Area::of_steps(note.at, note.size))));
    let mut found = Vec::new();
    for (n, (a, one)) in areas.iter().enumerate() {
        for (b, two) in areas.iter().skip(n + 1) {
            if one.overlaps(two) {
                found.push(format!("{a} on {b}"));
            }
        }
    }
    for frame in design.frames() {
        let own = Area::of_steps(frame.at, frame.size);
        for (id, area) in components(design) {
            if own.overlaps(&area) && !own.holds(&area) {
                found.push(format!("frame {} cuts {id}", frame.id));
            }
        }
    }
    found
}

fn holds(design: &Design) -> BTreeMap<Id, BTreeSet<Id>> {
    let held = |frame: &Frame| {
        design.components().filter(|c| frame.holds(c.at, Component::SIZE)).map(|c| c.id.clone()).collect()
    };
    design.frames().map(|frame| (frame.id.clone(), held(frame))).collect()
}

/// Pairs of links that cross, drawn straight from port to port; links with a common end do not count.
fn crossings(design: &Design) -> usize {
    let ends: Vec<_> = design
        .links()
        .filter(|link| link.kind.carries_data())
        .map(|link| {
            let area = |id: &Id| Area::of_component(design.component(id).unwrap().at);
            let (a, b) = (area(&link.from), area(&link.to));
            ((a.max.x, a.center().y), (b.min.x, b.center().y), &link.from, &link.to)
        })
        .collect();
    let side = |a: (f32, f32), b: (f32, f32), c: (f32, f32)| (b.0 - a.0) * (c.1 - a.1) - (b.1 - a.1) * (c.0 - a.0);
    let mut found = 0;
    for (n, one) in ends.iter().enumerate() {
        for two in ends.iter().skip(n + 1) {
            let apart = one.2 != two.2 && one.3 != two.3 && one.2 != two.3 && one.3 != two.2;
            let cross = side(one.0, one.1, two.0) * side(one.0, one.1, two.1) < 0.0
                && side(two.0, two.1, one.0) * side(two.0, two.1, one.1) < 0.0;
            found += usize::from(apart && cross);
        }
    }
    found
}

fn with_frames(design: Design, frames: &[(i32, i32, i32, i32)], notes: &[(i32, i32)]) -> Design {
    let mut history = History::new(design);
    for (n, &(x, y, width, height)) in frames.iter().enumerate() {
        let frame = Frame::new(Id::new(&format!("f{n}")).unwrap(), "Zone", Point::new(x, y), Point::new(width, height));
        history.apply(Edit::insert(Element::Frame(frame))).unwrap();
    }
    for (n, &(x, y)) in notes.iter().enumerate() {
        let note = Note::new(Id::new(&format!("n{n}")).unwrap(), Point::new(x, y), Point::new(8, 4), "Why");
        history.apply(Edit::insert(Element::Note(note))).unwrap();
    }
    history.into_design()
}

#[test]
fn the_examples_are_in_order_afterwards() {
    for (name, design) in examples() {
        let after = tidied(&design);
        assert_eq!(overlaps(&after), Vec::<String>::new(), "{name}");
        assert_eq!(crossings(&after), 0, "{name}");
        assert_eq!(holds(&after), holds(&design), "{name}");
        for link in after.links().filter(|link| link.kind.carries_data()) {
            let at = |id: &Id| after.component(id).unwrap().at;
            assert!(at(&link.from).x < at(&link.to).x, "{name}: {} runs back", link.id);
        }
        assert!(tidy(&after, None, &BTreeSet::new()).is_empty(), "{name} stays");
    }
}

#[test]
fn a_scrambled_example_comes_out_without_crossings_too() {
    for (name, design) in examples() {
        let mut dice = Dice(77);
        let moves = design
            .components()
            .map(|c| Edit::Move {
                element: ElementId::Component(c.id.clone()),
                to: Point::new(dice.roll(90) as i32, dice.roll(40) as i32),
            })
            .collect();
        let after = tidied(&applied(&design, Edit::All(moves)));
        assert_eq!((crossings(&after), overlaps(&after)), (0, vec![]), "{name}");
    }
}

#[test]
fn a_monitor_stands_below_what_it_watches() {
    let after = tidied(&graph(&[(0, 0), (40, 3), (90, 90)], &[(0, 1), (2, 1)], &[2]));
    let at = |n: usize| after.component(&id(n)).unwrap().at;
    assert_eq!(at(2).x, at(1).x);
    assert_eq!(at(2).y - at(1).y, Component::SIZE.y + 3);
}

#[test]
fn a_random_graph_of_300_has_less_than_half_of_its_crossings_and_stays() {
    let rows: Vec<(i32, i32)> = (0..300).map(|n| (n / 12 * 13, n % 12 * 7)).collect();
    let design = graph(&rows, &layered(300, 12, 5), &[]);
    let after = tidied(&design);
    let (was, is) = (crossings(&design), crossings(&after));
    assert!(2 * is < was, "{was} were, {is} are");
    assert_eq!(overlaps(&after), Vec::<String>::new());
    assert!(tidy(&after, None, &BTreeSet::new()).is_empty());
}

#[test]
fn one_more_component_keeps_the_order_of_the_others() {
    let links = layered(40, 6, 11);
    let before = tidied(&graph(&vec![(0, 0); 40], &links, &[]));
    let mut history = History::new(before.clone());
    let extra = Component::new(id(40), "New", loadline::catalog::Role::Queue, "kafka", Point::new(500, 0));
    history.apply(Edit::insert(Element::Component(extra))).unwrap();
    history.apply(Edit::insert(Element::Link(Link::new(id(39), id(40))))).unwrap();
    let after = tidied(&history.into_design());
    let order = |design: &Design| {
        let mut all: Vec<_> =
            design.components().filter(|c| c.id != id(40)).map(|c| (c.at.x, c.at.y, c.id.clone())).collect();
        all.sort();
        all.into_iter().map(|(x, _, id)| (x, id)).collect::<Vec<_>>()
    };
    assert_eq!(order(&before), order(&after));
}

#[test]
fn only_the_selection_moves() {
    let design = graph(&[(0, 0), (3, 20), (40, 9), (13, 0), (26, 3)], &[(0, 1), (1, 2), (3, 4)], &[]);
    let only: BTreeSet<ElementId> = [0, 1, 2].map(|n| ElementId::Component(id(n))).into();
    let layout = tidy(&design, Some(&only), &BTreeSet::new());
    assert!(!layout.is_empty() && layout.places.iter().all(|(id, _)| only.contains(id)));
    let after = applied(&design, layout.edit(&design));
    assert_eq!(overlaps(&after), Vec::<String>::new());
    assert!(tidy(&after, Some(&only), &BTreeSet::new()).is_empty());
}

#[test]
fn what_is_fixed_stays() {
    let design = graph(&[(0, 0), (3, 20), (40, 9), (13, 0)], &[(0, 1), (1, 2), (2, 3)], &[]);
    let fixed: BTreeSet<ElementId> = [1, 2].map(|n| ElementId::Component(id(n))).into();
    let layout = tidy(&design, None, &fixed);
    assert!(!layout.is_empty() && layout.places.iter().all(|(id, _)| !fixed.contains(id)));
    assert_eq!(overlaps(&applied(&design, layout.edit(&design))), Vec::<String>::new());
}

#[test]
fn frames_keep_what_they_hold_and_fit() {
    let places = [(1, 2), (1, 10), (20, 2), (40, 2), (60, 2), (21, 30)];
    let links = [(0, 2), (1, 2), (2, 3), (3, 4), (1, 4), (5, 4), (0, 5)];
    let inner = (0, 0, 11, 16);
    let outer = (-2, -3, 40, 25);
    let design = with_frames(graph(&places, &links, &[]), &[inner, outer, (39, 0, 12, 8)], &[(3, 50), (70, 9)]);
    let after = tidied(&design);
    assert_eq!(holds(&after), holds(&design));
    assert_eq!(overlaps(&after), Vec::<String>::new());
    assert!(tidy(&after, None, &BTreeSet::new()).is_empty());
}

#[test]
fn a_chain_of_100_000_and_a_ring_are_laid_out() {
    let count = 100_000;
    let mut history = History::new(Design::new("Chain"));
    let mut edits = Vec::new();
    for n in 0..count {
        let at = Point::new(0, 0);
        let part = Component::new(id(n), "Part", loadline::catalog::Role::Queue, "kafka", at);
        edits.push(Edit::insert(Element::Component(part)));
    }
    edits.extend((0..count).map(|n| Edit::insert(Element::Link(Link::new(id(n), id((n + 1) % count))))));
    history.apply(Edit::All(edits)).unwrap();
    let design = history.into_design();
    let layout = tidy(&design, None, &BTreeSet::new());
    let places: BTreeSet<(i32, i32)> = layout.places.iter().map(|(_, at)| (at.x, at.y)).collect();
    assert!(places.len() >= count - 1, "each has a place of its own: {}", places.len());
}

fn board() -> impl Strategy<Value = Design> {
    let frames = prop::collection::vec((0..90, 0..60, 10..50, 6..40), 0..4);
    let notes = prop::collection::vec((0..100, 0..80), 0..4);
    (1_usize..30, any::<u64>(), frames, notes, prop::collection::vec(0_usize..30, 0..4)).prop_map(
        |(count, seed, frames, notes, watchers)| {
            let mut dice = Dice(seed | 1);
            let places: Vec<_> = (0..count).map(|_| (dice.roll(100) as i32, dice.roll(70) as i32)).collect();
            let links: Vec<_> = (0..dice.roll(count * 2)).map(|_| (dice.roll(count), dice.roll(count))).collect();
            let watchers: Vec<usize> = watchers.into_iter().filter(|n| *n < count).collect();
            // Frames apart from each other or in each other: what lies across the border of two has no right place.
            let mut kept: Vec<(i32, i32, i32, i32)> = Vec::new();
            for frame in frames {
                let area = |f: (i32, i32, i32, i32)| Area::of_steps(Point::new(f.0, f.1), Point::new(f.2, f.3));
                let fits = |&other: &(i32, i32, i32, i32)| {
                    let (a, b) = (area(frame), area(other));
                    !a.overlaps(&b) || (a.holds(&b) != b.holds(&a))
                };
                if kept.iter().all(fits) {
                    kept.push(frame);
                }
            }
            with_frames(graph(&places, &links, &watchers), &kept, &notes)
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_board_is_in_order_afterwards_and_stays(design in board()) {
        let after = tidied(&design);
        prop_assert_eq!(overlaps(&after), Vec::<String>::new());
        prop_assert_eq!(holds(&after), holds(&design));
        let again = tidy(&after, None, &BTreeSet::new());
        prop_assert!(again.is_empty(), "{:?}", again);
    }
}
