//! The index of what lies where, guides, and commands that put things in line.

use crate::designs::{Dice, graph, id, moved};
use loadline::design::{Design, ElementId, Point};
use loadline::layout::{Align, Area, Distribute, GuideKind, Index, Spot, align, distribute, snap};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

fn index(places: &[(i32, i32)]) -> Index<usize> {
    let mut index = Index::default();
    for (n, &(x, y)) in places.iter().enumerate() {
        index.insert(n, Area::of_component(Point::new(x, y)));
    }
    index
}

const VIEW: Area = Area { min: Spot::new(-2000.0, -2000.0), max: Spot::new(4000.0, 4000.0) };

#[test]
fn what_is_moved_near_a_line_falls_into_it() {
    let others = index(&[(0, 0)]);
    // Left sides 27 points apart, tops far.
    let found = snap(Area::new(Spot::new(27.0, 313.0), 180.0, 80.0), &others, VIEW, 30.0, |_| false);
    assert_eq!(found.offset, Spot::new(-27.0, 7.0));
    let kinds: Vec<GuideKind> = found.guides.iter().map(|guide| guide.kind).collect();
    assert_eq!(kinds, [GuideKind::Edge, GuideKind::Center, GuideKind::Edge]);
    assert!(found.guides.iter().all(|guide| guide.from.x == guide.to.x && guide.from.y == 0.0));
}

#[test]
fn what_is_far_from_all_lines_falls_on_the_grid() {
    let found = snap(Area::new(Spot::new(649.0, 1033.0), 180.0, 80.0), &index(&[(0, 0)]), VIEW, 30.0, |_| false);
    assert_eq!(found.offset, Spot::new(-9.0, 7.0));
    assert_eq!(found.guides, []);
}

#[test]
fn gaps_become_equal_to_those_of_neighbours() {
    // Boxes at 0 and 15 steps are 6 steps apart; the third falls to 6 steps from the second.
    let others = index(&[(0, 0), (15, 0)]);
    let found = snap(Area::new(Spot::new(583.0, 3.0), 180.0, 80.0), &others, VIEW, 30.0, |_| false);
    assert_eq!(found.offset, Spot::new(17.0, -3.0));
    let gaps: Vec<_> = found.guides.iter().filter(|guide| guide.kind == GuideKind::Gap).collect();
    assert_eq!(gaps.len(), 2);
    assert!(gaps.iter().all(|gap| gap.to.x - gap.from.x == 120.0 && gap.from.y == gap.to.y));
}

#[test]
fn what_is_moved_itself_is_no_guide() {
    let found = snap(Area::new(Spot::new(5.0, 5.0), 180.0, 80.0), &index(&[(0, 0)]), VIEW, 30.0, |n| n == 0);
    assert_eq!((found.offset, found.guides), (Spot::new(-5.0, -5.0), vec![]));
}

fn all(design: &Design) -> BTreeSet<ElementId> {
    design.components().map(|component| ElementId::Component(component.id.clone())).collect()
}

fn at(design: &Design) -> Vec<(i32, i32)> {
    design.components().map(|component| (component.at.x, component.at.y)).collect()
}

#[test]
fn aligned_sides_and_middles_are_in_line() {
    let design = graph(&[(0, 0), (5, 20), (12, 7)], &[], &[]);
    let after = |how| at(&moved(design.clone(), align(&design, &all(&design), how)));
    assert_eq!(after(Align::Left), [(0, 0), (0, 20), (0, 7)]);
    assert_eq!(after(Align::Right), [(12, 0), (12, 20), (12, 7)]);
    assert_eq!(after(Align::Top), [(0, 0), (5, 0), (12, 0)]);
    assert_eq!(after(Align::Bottom), [(0, 20), (5, 20), (12, 20)]);
    assert_eq!(after(Align::CenterX), [(6, 0), (6, 20), (6, 7)]);
    assert_eq!(after(Align::CenterY), [(0, 10), (5, 10), (12, 10)]);
    assert_eq!(align(&design, &[ElementId::Component(id(0))].into(), Align::Left), vec![]);
}

#[test]
fn distributed_gaps_differ_by_one_step_at_the_most() {
    let design = graph(&[(0, 0), (50, 3), (11, 9), (30, 1)], &[], &[]);
    let after = at(&moved(design.clone(), distribute(&design, &all(&design), Distribute::Horizontal)));
    assert_eq!(after, [(0, 0), (50, 3), (17, 9), (33, 1)]);
    let down = at(&moved(design.clone(), distribute(&design, &all(&design), Distribute::Vertical)));
    assert_eq!(down, [(0, 0), (50, 6), (11, 9), (30, 3)]);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_index_finds_what_a_search_through_all_finds(seed in any::<u64>()) {
        let mut dice = Dice(seed | 1);
        let mut index: Index<usize> = Index::default();
        let mut known: BTreeMap<usize, Area> = BTreeMap::new();
        for _ in 0..200 {
            let key = dice.roll(40);
            if dice.roll(4) == 0 {
                prop_assert_eq!(index.remove(key), known.remove(&key));
            } else {
                let side = |dice: &mut Dice| [5.0, 80.0, 900.0, 9_000.0, 300_000.0][dice.roll(5)] + dice.roll(9) as f32;
                let min = Spot::new(dice.roll(9_000) as f32 - 4_500.0, dice.roll(9_000) as f32 - 4_500.0);
                let area = Area::new(min, side(&mut dice), side(&mut dice));
                prop_assert_eq!(index.insert(key, area), known.insert(key, area));
            }
            let view = Area::new(
                Spot::new(dice.roll(9_000) as f32 - 4_500.0, dice.roll(9_000) as f32 - 4_500.0),
                dice.roll(3_000) as f32, dice.roll(3_000) as f32,
            );
            let mut found = index.within(view);
            found.sort_unstable();
            let expected: Vec<usize> = known.iter().filter(|(_, area)| area.touches(&view)).map(|(key, _)| *key).collect();
            prop_assert_eq!(found, expected);
        }
        prop_assert_eq!(index.len(), known.len());
    }
}

#[test]
fn what_is_not_finite_is_left_out_of_the_index() {
    let mut index: Index<u8> = Index::default();
    index.insert(1, Area::new(Spot::new(f32::NAN, 0.0), 10.0, 10.0));
    index.insert(2, Area::new(Spot::new(0.0, 0.0), f32::INFINITY, 10.0));
    assert!(index.is_empty());
}
