//! How long it takes to open and to write a design of ten thousand components.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used)]

use criterion::{Criterion, criterion_group, criterion_main};
use loadline::catalog::{Field, Role};
use loadline::design::{Component, Design, Edit, Element, History, Id, Link, Point};
use loadline::file::{Comments, read, write};
use std::hint::black_box;

/// A source and a chain of queues, laid out in rows of a hundred.
fn chain(components: i32) -> Design {
    let mut history = History::new(Design::new("Chain"));
    let id = |n: i32| Id::new(&format!("part-{n}")).unwrap();
    for n in 0..components {
        let (role, field, value) =
            if n == 0 { (Role::Source, Field::Load, "500 GB/day") } else { (Role::Queue, Field::Units, "12") };
        let at = Point::new(n % 100 * 12, n / 100 * 6);
        let component = Component::new(id(n), &format!("Part {n}"), role, "kafka", at).with(field, value).unwrap();
        history.apply(Edit::insert(Element::Component(component))).unwrap();
        if n > 0 {
            history.apply(Edit::insert(Element::Link(Link::new(id(n - 1), id(n))))).unwrap();
        }
    }
    history.into_design()
}

fn files(criterion: &mut Criterion) {
    let design = chain(10_000);
    let text = write(&design, &Comments::default());
    let mut group = criterion.benchmark_group("10,000 components");
    group.sample_size(20);
    group.bench_function("read", |bencher| bencher.iter(|| read(black_box(&text)).unwrap()));
    group.bench_function("write", |bencher| bencher.iter(|| write(black_box(&design), &Comments::default())));
    group.finish();
}

criterion_group!(benches, files);
criterion_main!(benches);
