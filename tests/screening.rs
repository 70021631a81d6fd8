//! The short pass and the whole estimate say the same of rates, load and schedules.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use loadline::catalog::{Catalog, Field, Role};
use loadline::design::{Component, Design, Edit, Element, Id, Link, LinkKind, Point};
use loadline::estimate::{Conditions, Screening, Status, estimate};
use loadline::units::{Kind, Measure, Ratio, Stated};
use proptest::prelude::*;

fn id(n: usize) -> Id {
    Id::new(&format!("c{n}")).unwrap()
}

/// What stands at a place of a random pipeline, with settings that make it work in one way or another.
fn part(n: usize, kind: u8, a: f64, b: f64) -> Component {
    let made = |name, role, product: &str| Component::new(id(n), name, role, product, Point::default());
    let set = |component: Component, field, text: String| component.with(field, &text).unwrap();
    match kind {
        0 => {
            let source = made("app", Role::Source, "event-source");
            let source = set(source, Field::Load, format!("{:.3} MB/s", 0.1 + 9.0 * a));
            set(source, Field::Record, format!("{:.0} B", 100.0 + 3000.0 * b))
        }
        1 => {
            let log = made("log", Role::Queue, "kinesis-provisioned");
            set(log, Field::Units, format!("{:.0}", 1.0 + 29.0 * a))
        }
        2 => {
            let stream =
                set(made("stream", Role::Compute, "stream-processor"), Field::Commit, format!("{:.1} s", 60.0 * a));
            let stream = set(stream, Field::Units, format!("{:.0}", 1.0 + 15.0 * b));
            set(stream, Field::Selectivity, format!("{:.2}", 0.2 + 1.6 * a))
        }
        3 => {
            let batch =
                set(made("batch", Role::Compute, "batch-job"), Field::Every, format!("{:.0} min", 5.0 + 60.0 * a));
            let batch = set(batch, Field::Startup, format!("{:.0} s", 300.0 * b));
            set(batch, Field::Units, format!("{:.0}", 1.0 + 7.0 * b))
        }
        4 => {
            let windows = set(made("windows", Role::Compute, "stream-processor"), Field::Window, "5 min".into());
            let windows = set(windows, Field::Keys, format!("{:.0}", 10.0 + 1e5 * a));
            set(windows, Field::Units, "16".into())
        }
        _ => set(made("raw", Role::Store, "object-store"), Field::Retention, "30 d".into()),
    }
}

fn insert(design: &mut Design, element: Element) {
    design.apply(Edit::insert(element)).unwrap();
}

/// Components in layers, each fed by one or two of those before it.
fn designs() -> impl Strategy<Value = Design> {
    let part = (1_u8..6, 0.0..1.0_f64, 0.0..1.0_f64, any::<u16>(), proptest::option::of(any::<u16>()), 0_u8..3);
    (proptest::collection::vec((0.0..1.0_f64, 0.0..1.0_f64), 1..4), proptest::collection::vec(part, 1..14)).prop_map(
        |(sources, parts)| {
            let mut design = Design::new("random");
            for (n, (a, b)) in sources.iter().enumerate() {
                insert(&mut design, Element::Component(self::part(n, 0, *a, *b)));
            }
            for (index, (kind, a, b, first, second, share)) in parts.into_iter().enumerate() {
                let n = sources.len() + index;
                insert(&mut design, Element::Component(self::part(n, kind, a, b)));
                let from = usize::from(first) % n;
                let kind = match share {
                    0 => LinkKind::Share(Stated::read("40 %", Kind::Share).unwrap()),
                    _ => LinkKind::Copy,
                };
                insert(&mut design, Element::Link(Link { kind, ..Link::new(id(from), id(n)) }));
                if let Some(other) = second.map(|second| usize::from(second) % n).filter(|other| *other != from) {
                    insert(&mut design, Element::Link(Link::new(id(other), id(n))));
                }
            }
            design
        },
    )
}

fn close(a: f64, b: f64) -> bool {
    (a - b).abs() <= 2e-5 * a.abs().max(b.abs()).max(1e-6)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn rates_load_and_schedules_are_those_of_the_whole_estimate(design in designs()) {
        let catalog = Catalog::built_in();
        let whole = estimate(&design, catalog, Conditions::default());
        let short = Screening::new(&design, catalog, Conditions::default());
        prop_assert!(short.is_complete());
        for (id, figures) in &whole.components {
            let found = short.at(&design, id).unwrap();
            prop_assert!(close(found.bytes.base(), figures.input.bytes.mean.base()), "{id}: {found:?} {figures:?}");
            prop_assert!(close(found.records.base(), figures.input.records.mean.base()), "{id}: {found:?} {figures:?}");
            prop_assert_eq!(
                found.staleness.is_some(), figures.staleness.is_some(), "{}: {:?} {:?}", id, found, figures.staleness
            );
            // Never more than the whole; the wait for a unit and the work on a record, seconds at the target load, are all
            // that it leaves out where nothing comes in bursts.
            if let (Some(found), Some(known)) = (found.staleness, figures.staleness) {
                prop_assert!(found.base() <= known.max.base() * (1.0 + 1e-5), "{id}: {found:?} {known:?}");
                let calm = whole.components.values().all(|other| other.status == Status::Ok)
                    && design.components().all(|component| component.product != "batch-job");
                prop_assert!(!calm || known.max.base() - found.base() <= 5.0, "{id}: {found:?} {known:?}");
            }
        }
    }

    #[test]
    fn without_joins_and_waits_twice_the_load_is_twice_the_rates(design in designs(), factor in 0.1..4.0_f64) {
        let catalog = Catalog::built_in();
        let mut short = Screening::new(&design, catalog, Conditions::default());
        let before = short.largest_load();
        short.scaled(Ratio::from_base(factor));
        short.scaled(Ratio::from_base(1.0 / factor));
        prop_assert!(close(before.base(), short.largest_load().base()));
    }
}

#[test]
fn an_hourly_job_on_500_gb_a_day_is_stale_by_its_period_and_its_run() {
    let mut design = Design::new("hourly");
    let source = Component::new(id(0), "app", Role::Source, "event-source", Point::default());
    insert(&mut design, Element::Component(source.with(Field::Load, "500 GB/day").unwrap()));
    let job = Component::new(id(1), "job", Role::Compute, "batch-job", Point::default());
    let job = job.with(Field::Every, "60 min").unwrap().with(Field::Startup, "2 min").unwrap();
    let job = job.with(Field::Throughput, "20 MB/s").unwrap().with(Field::Units, "1").unwrap();
    insert(&mut design, Element::Component(job));
    insert(&mut design, Element::Link(Link::new(id(0), id(1))));
    let short = Screening::new(&design, Catalog::built_in(), Conditions::default());
    let found = short.at(&design, &id(1)).unwrap();
    let load = 500e9 / 86_400.0 / 20e6;
    assert!(close(found.load.base(), load));
    assert!(close(found.staleness.unwrap().base(), 3600.0 + 120.0 + load * 3600.0));
    assert!(close(found.bytes.base(), 5_787_037.0));
}

#[test]
fn a_loop_that_amplifies_has_no_staleness_and_one_that_does_not_settles() {
    for (again, settles) in [("20 %", true), ("100 %", false)] {
        let mut design = Design::new("loop");
        let source = Component::new(id(0), "app", Role::Source, "event-source", Point::default());
        insert(&mut design, Element::Component(source.with(Field::Load, "1 MB/s").unwrap()));
        for n in [1, 2] {
            let queue = Component::new(id(n), "log", Role::Queue, "kafka", Point::default());
            insert(&mut design, Element::Component(queue.with(Field::Units, "9").unwrap()));
        }
        insert(&mut design, Element::Link(Link::new(id(0), id(1))));
        insert(&mut design, Element::Link(Link::new(id(1), id(2))));
        let kind = LinkKind::Share(Stated::read(again, Kind::Share).unwrap());
        insert(&mut design, Element::Link(Link { kind, ..Link::new(id(2), id(1)) }));
        let short = Screening::new(&design, Catalog::built_in(), Conditions::default());
        let found = short.at(&design, &id(2)).unwrap();
        assert_eq!(found.staleness.is_some(), settles, "{again}: {found:?}");
        assert!(!settles || close(found.bytes.base(), 1.25e6), "{found:?}");
    }
}
