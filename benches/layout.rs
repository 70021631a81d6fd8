//! How long it takes to put designs in order, to route their links, and to follow what is dragged.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used)]

use criterion::{BatchSize, Criterion, criterion_group, criterion_main};
use loadline::catalog::Role;
use loadline::design::{Component, Design, Edit, Element, ElementId, History, Id, Link, Point};
use loadline::layout::{Area, Budget, Labels, Router, Spot, tidy};
use std::collections::BTreeSet;
use std::hint::black_box;

fn id(n: usize) -> Id {
    Id::new(&format!("part-{n}")).unwrap()
}

/// Layers of 40, each component fed by one to three of the two layers before it. Numbers look random and are always the
/// same. Tidy or not, components stand in columns, 40 to each.
fn layered(count: usize) -> Design {
    const WIDE: usize = 40;
    let mut state = 88_172_645_463_325_252_u64;
    let mut roll = |sides: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        usize::try_from(state >> 33).unwrap() % sides
    };
    let steps = |n: usize| i32::try_from(n).unwrap();
    let mut edits = Vec::new();
    for n in 0..count {
        let at = Point::new(steps(n / WIDE) * 13, steps(n % WIDE) * 7);
        let component = Component::new(id(n), "Part", Role::Queue, "kafka", at);
        edits.push(Edit::insert(Element::Component(component)));
    }
    for n in WIDE..count {
        let mut from = BTreeSet::new();
        for _ in 0..=roll(3) {
            // Near in the column, as in a drawing that a person made.
            let row = (n % WIDE + roll(9)).saturating_sub(4).min(WIDE - 1);
            let layer = (n / WIDE).saturating_sub(1 + usize::from(roll(4) == 0));
            from.insert(layer * WIDE + row);
        }
        edits.extend(from.into_iter().map(|from| Edit::insert(Element::Link(Link::new(id(from), id(n))))));
    }
    let mut history = History::new(Design::new("Layers"));
    history.apply(Edit::All(edits)).unwrap();
    history.into_design()
}

/// The first so many components moved by two steps.
fn moved(design: &Design, count: usize) -> (Design, Vec<Id>) {
    let ids: Vec<Id> = design.components().take(count).map(|component| component.id.clone()).collect();
    let edits = design
        .components()
        .take(count)
        .map(|c| Edit::Move { element: ElementId::Component(c.id.clone()), to: c.at.moved(2, 1) })
        .collect();
    let mut history = History::new(design.clone());
    history.apply(Edit::All(edits)).unwrap();
    (history.into_design(), ids)
}

fn tidying(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("tidy");
    group.sample_size(10);
    for count in [100, 1_000, 10_000] {
        let design = layered(count);
        group.bench_function(count.to_string(), |bencher| {
            bencher.iter(|| tidy(black_box(&design), None, &BTreeSet::new()));
        });
    }
    group.finish();
}

fn routing(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("route all");
    group.sample_size(10);
    for count in [1_000, 10_000, 100_000] {
        let design = layered(count);
        group.bench_function(count.to_string(), |bencher| bencher.iter(|| Router::fresh(black_box(&design))));
    }
    group.finish();
}

fn following(criterion: &mut Criterion) {
    let design = layered(10_000);
    let router = Router::fresh(&design);
    let mut group = criterion.benchmark_group("10,000 components");
    group.sample_size(20);
    for count in [1, 1_000] {
        let (after, ids) = moved(&design, count);
        group.bench_function(format!("drag {count}, a frame"), |bencher| {
            bencher.iter_batched_ref(
                || router.clone(),
                |router| router.update_moved(&after, &ids, Budget::Drag),
                BatchSize::LargeInput,
            );
        });
        group.bench_function(format!("move {count}, all routes final"), |bencher| {
            bencher.iter_batched_ref(
                || router.clone(),
                |router| router.update_moved(&after, &ids, Budget::Full),
                BatchSize::LargeInput,
            );
        });
    }
    let mut still = router.clone();
    group.bench_function("nothing moved, design compared", |bencher| {
        bencher.iter(|| still.update(black_box(&design), Budget::Full));
    });
    let size = |_: &Id| Some((64.0, 16.0));
    group.bench_function("all labels", |bencher| bencher.iter(|| Labels::fresh(&router, &[], size)));
    let mut labels = Labels::fresh(&router, &[], size);
    group.bench_function("labels, nothing moved", |bencher| bencher.iter(|| labels.update(&router, &[], size)));
    let view = Area::new(Spot::new(2_000.0, 2_000.0), 1_600.0, 1_000.0);
    group.bench_function("what is in view", |bencher| {
        bencher.iter(|| router.components_within(view).len() + router.links_within(view).len());
    });
    group.bench_function("link under the pointer", |bencher| {
        bencher.iter(|| router.nearest(Spot::new(2_222.0, 2_222.0), 7.0).is_some());
    });
    group.finish();
}

criterion_group!(benches, tidying, routing, following);
criterion_main!(benches);
