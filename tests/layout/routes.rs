//! Links run around components.

use crate::designs::{Dice, examples, graph, id, layered, moved};
use loadline::design::{Design, ElementId, Id, Point};
use loadline::layout::{Area, Budget, Route, Router, Spot};
use proptest::prelude::*;
use std::collections::BTreeMap;
use std::time::Duration;

/// The links that pass through a component that is not one of their ends, by more than two points.
fn through(design: &Design, router: &Router) -> Vec<String> {
    let mut found = Vec::new();
    for link in design.links() {
        let route = router.route(&link.id).unwrap();
        for component in design.components().filter(|c| c.id != link.from && c.id != link.to) {
            if route.cuts(&Area::of_component(component.at).grown(-2.0)) {
                found.push(format!("{} through {}", link.id, component.id));
            }
        }
    }
    found
}

fn all(router: &Router) -> BTreeMap<Id, Route> {
    router.routes().map(|(id, route, _)| (id.clone(), route.clone())).collect()
}

/// Components on a grid that leaves ways between them, so that there is always a way.
fn scattered(count: usize, seed: u64) -> Vec<(i32, i32)> {
    let mut dice = Dice(seed | 1);
    let across = (count as f64).sqrt().ceil() as usize + 1;
    let mut places: Vec<(i32, i32)> = (0..across * across)
        .map(|n| ((n % across) as i32 * 13 + dice.roll(3) as i32, (n / across) as i32 * 7 + dice.roll(3) as i32))
        .collect();
    for n in (1..places.len()).rev() {
        places.swap(n, dice.roll(n + 1));
    }
    places.truncate(count);
    places
}

#[test]
fn on_the_examples_no_link_passes_through_a_component() {
    for (name, design) in examples() {
        assert_eq!(through(&design, &Router::fresh(&design)), Vec::<String>::new(), "{name}");
    }
}

#[test]
fn links_leave_to_the_right_and_enter_from_the_left() {
    let places = scattered(30, 7);
    let design = graph(&places, &layered(30, 5, 3), &[]);
    let router = Router::fresh(&design);
    for link in design.links() {
        let (from, to) = (design.component(&link.from).unwrap(), design.component(&link.to).unwrap());
        let route = router.route(&link.id).unwrap();
        assert_eq!(route.start().x, Area::of_component(from.at).max.x, "{}", link.id);
        assert_eq!(route.end().x, Area::of_component(to.at).min.x, "{}", link.id);
        let flat = route.flat();
        assert!(flat[1].x > flat[0].x && flat[flat.len() - 1].x > flat[flat.len() - 2].x, "{}", link.id);
    }
}

#[test]
fn a_free_way_is_a_curve_and_a_way_back_is_not() {
    let design = graph(&[(0, 0), (13, 3)], &[(0, 1), (1, 0)], &[]);
    let router = Router::fresh(&design);
    assert!(matches!(router.route(&Id::of_link(&id(0), &id(1))), Some(Route::Curve(_))));
    assert!(matches!(router.route(&Id::of_link(&id(1), &id(0))), Some(Route::Polyline(spots)) if spots.len() >= 4));
}

#[test]
fn parallel_links_are_apart() {
    let design = graph(&[(0, 0), (13, 0), (26, 0)], &[(0, 1), (0, 1), (0, 2), (0, 2)], &[]);
    let routes: Vec<Route> = all(&Router::fresh(&design)).into_values().collect();
    for pair in routes.chunks(2) {
        for share in [0.2, 0.5, 0.8] {
            assert!(pair[0].distance(pair[1].along(share)) >= 5.9, "{pair:?}");
        }
    }
}

#[test]
fn links_of_different_components_in_one_aisle_are_apart() {
    // Two rows of two; links from the first column to a third one, lower down, go around the second.
    let design = graph(&[(0, 0), (0, 6), (13, 0), (13, 6), (26, 14), (26, 20)], &[(0, 4), (1, 5)], &[]);
    let router = Router::fresh(&design);
    let aisles: Vec<(f32, f32, f32)> = router
        .routes()
        .flat_map(|(_, route, _)| {
            let spots = route.flat();
            assert!(matches!(route, Route::Polyline(_)), "{route:?}");
            spots.windows(2).map(|pair| (pair[0], pair[1])).collect::<Vec<_>>()
        })
        .filter(|(a, b)| a.x == b.x)
        .map(|(a, b)| (a.x, a.y.min(b.y), a.y.max(b.y)))
        .collect();
    assert_eq!(aisles.len(), 2, "{aisles:?}");
    assert!(aisles[0].1 < aisles[1].2 && aisles[1].1 < aisles[0].2, "they pass each other: {aisles:?}");
    assert!((aisles[0].0 - aisles[1].0).abs() >= 6.0, "{aisles:?}");
}

#[test]
fn a_walled_in_component_has_its_links_all_the_same() {
    let design = graph(&[(0, 0), (9, 0), (26, 0), (0, 0)], &[(0, 2), (0, 3), (3, 1)], &[]);
    let routes = all(&Router::fresh(&design));
    assert_eq!(routes.len(), 3);
    assert!(routes.values().all(|route| route.length().is_finite() && route.length() > 0.0));
}

#[test]
fn the_nearest_link_is_found_within_reach_only() {
    let design = graph(&[(0, 0), (13, 0), (0, 10), (13, 10)], &[(0, 1), (2, 3)], &[]);
    let router = Router::fresh(&design);
    let below = Spot::new(220.0, 236.0);
    assert_eq!(router.nearest(below, 7.0).map(|(id, _)| id.clone()), Some(Id::of_link(&id(2), &id(3))));
    assert_eq!(router.nearest(below, 3.0), None);
}

#[test]
fn slices_of_time_end_where_one_update_ends() {
    let design = graph(&scattered(60, 5), &layered(60, 8, 9), &[]);
    let mut router = Router::default();
    let mut calls = 0;
    while !router.update(&design, Budget::Time(Duration::ZERO)) {
        calls += 1;
        assert!(router.routes().all(|(_, route, _)| route.length() > 0.0), "every link is drawn meanwhile");
    }
    assert!(calls > 50, "{calls}");
    assert_eq!(all(&router), all(&Router::fresh(&design)));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn where_there_is_a_way_no_link_passes_through_a_component(
        count in 2_usize..40, seed in any::<u64>(), watchers in prop::collection::vec(0_usize..40, 0..4),
    ) {
        let mut dice = Dice(seed | 1);
        let links: Vec<_> = (0..count * 2).map(|_| (dice.roll(count), dice.roll(count))).collect();
        let watchers: Vec<usize> = watchers.into_iter().filter(|n| *n < count).collect();
        let design = graph(&scattered(count, seed), &links, &watchers);
        prop_assert_eq!(through(&design, &Router::fresh(&design)), Vec::<String>::new());
    }

    #[test]
    fn a_router_that_followed_edits_ends_as_a_fresh_one(count in 3_usize..30, seed in any::<u64>()) {
        let mut dice = Dice(seed | 1);
        let mut places = scattered(count, seed);
        let mut links: Vec<_> = (0..count * 2).map(|_| (dice.roll(count), dice.roll(count))).collect();
        let mut design = graph(&places, &links, &[]);
        let mut router = Router::fresh(&design);
        for step in 0..12 {
            match dice.roll(4) {
                0 => {
                    links.swap_remove(dice.roll(links.len()));
                    design = graph(&places, &links, &[]);
                }
                1 => {
                    links.push((dice.roll(places.len()), dice.roll(places.len())));
                    places.push((dice.roll(100) as i32, dice.roll(60) as i32));
                    design = graph(&places, &links, &[]);
                }
                _ => {
                    let n = dice.roll(places.len());
                    places[n] = (dice.roll(100) as i32, dice.roll(60) as i32);
                    design = moved(design, [(ElementId::Component(id(n)), Point::new(places[n].0, places[n].1))]);
                }
            }
            let budget = if step % 3 == 0 { Budget::Full } else { Budget::Drag };
            router.update(&design, budget);
        }
        prop_assert!(router.update(&design, Budget::Full));
        prop_assert_eq!(all(&router), all(&Router::fresh(&design)));
    }
}
