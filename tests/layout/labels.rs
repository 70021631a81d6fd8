//! Labels of links stand apart from everything.

use crate::designs::{Dice, examples, graph, id, layered, moved};
use loadline::design::{Design, ElementId, Id, Point};
use loadline::layout::{Area, Budget, Labels, Router};
use std::collections::BTreeMap;

#[expect(clippy::unnecessary_wraps, reason = "the form in which sizes are asked for")]
fn size(_: &Id) -> Option<(f32, f32)> {
    Some((64.0, 16.0))
}

fn places(design: &Design, router: &Router, labels: &Labels) -> BTreeMap<Id, Area> {
    design.links().map(|link| (link.id.clone(), labels.area(router, &link.id).unwrap())).collect()
}

#[test]
fn on_the_examples_labels_overlap_nothing_and_stand_on_their_line() {
    for (name, design) in examples() {
        let router = Router::fresh(&design);
        let titles: Vec<Area> =
            design.frames().map(|frame| Area::of_steps(frame.at, Point::new(frame.size.x, 1))).collect();
        let labels = places(&design, &router, &Labels::fresh(&router, &titles, size));
        for (link, area) in &labels {
            for component in design.components() {
                assert!(!area.overlaps(&Area::of_component(component.at)), "{name}: {link} on {}", component.id);
            }
            assert!(!titles.iter().any(|title| title.overlaps(area)), "{name}: {link} on a title");
            let others = labels.iter().filter(|(other, _)| *other != link);
            assert!(others.into_iter().all(|(_, other)| !other.overlaps(area)), "{name}: {link}");
            assert!(router.route(link).unwrap().distance(area.center()) < 40.0, "{name}: {link}");
        }
    }
}

#[test]
fn a_lone_label_stands_in_the_middle() {
    let design = graph(&[(0, 0), (20, 0)], &[(0, 1)], &[]);
    let router = Router::fresh(&design);
    let labels = places(&design, &router, &Labels::fresh(&router, &[], size));
    let middle = labels.values().next().unwrap().center();
    assert!((middle.x - 290.0).abs() < 0.1 && (middle.y - 40.0).abs() < 0.1, "{middle:?}");
}

#[test]
fn labels_of_parallel_links_stand_beside_each_other() {
    let design = graph(&[(0, 0), (24, 0)], &[(0, 1), (0, 1), (0, 1)], &[]);
    let router = Router::fresh(&design);
    let labels: Vec<Area> = places(&design, &router, &Labels::fresh(&router, &[], size)).into_values().collect();
    assert!(!labels[0].overlaps(&labels[1]) && !labels[1].overlaps(&labels[2]) && !labels[0].overlaps(&labels[2]));
}

#[test]
fn where_there_is_no_room_there_is_a_label_all_the_same() {
    let design = graph(&[(0, 0), (9, 0)], &[(0, 1)], &[]);
    let router = Router::fresh(&design);
    assert_eq!(places(&design, &router, &Labels::fresh(&router, &[], size)).len(), 1);
}

#[test]
fn labels_that_followed_edits_stand_where_fresh_ones_do() {
    let mut dice = Dice(41);
    let count = 24;
    let spots: Vec<(i32, i32)> = (0..count).map(|_| (dice.roll(70) as i32, dice.roll(40) as i32)).collect();
    let mut links = layered(count, 4, 3);
    let mut design = graph(&spots, &links, &[]);
    let mut router = Router::fresh(&design);
    let mut labels = Labels::fresh(&router, &[], size);
    for step in 0..60 {
        if step % 10 == 9 {
            links.remove(dice.roll(links.len()));
            let now: Vec<(i32, i32)> = design.components().map(|c| (c.at.x, c.at.y)).collect();
            design = graph(&now, &links, &[]);
        } else {
            let to = Point::new(dice.roll(70) as i32, dice.roll(40) as i32);
            design = moved(design, [(ElementId::Component(id(dice.roll(count))), to)]);
        }
        router.update(&design, if step % 3 == 0 { Budget::Drag } else { Budget::Full });
        let title = Area::of_steps(Point::new(step, step), Point::new(10, 1));
        labels.update(&router, &[title], size);
        if step % 3 != 0 {
            let fresh = Router::fresh(&design);
            let anew = places(&design, &fresh, &Labels::fresh(&fresh, &[title], size));
            assert_eq!(places(&design, &router, &labels), anew, "step {step}");
        }
    }
}
