//! The estimator on small designs whose answers are known.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use loadline::catalog::{Catalog, Field, Resource, Role};
use loadline::design::{
    Component, Design, Edit, Element, History, Id, Link, LinkKind, Override, Point, Requirement, Scenario, Statistic,
};
use loadline::estimate::{
    Conditions, Estimate, Explainer, Figure, Severity, Status, estimate, find_fixes, find_fixes_until,
};
use loadline::units::{Kind, Measure, Stated};

const PARTS: &str = r#"
Catalog(date: "2026-11-23", products: [
    Product(id: "app", name: "App", family: Ingestion, role: Source, summary: "sends"),
    Product(id: "log", name: "Log", family: Queue, role: Queue, summary: "keeps", unit: "shard", limits: [
        (resource: BytesIn, value: "1 MB/s", source: "test", date: "2026", confidence: Vendor),
        (resource: RecordsIn, value: "1000 records/s", source: "test", date: "2026", confidence: Vendor),
        (resource: BytesOut, value: "2 MB/s", source: "test", date: "2026", confidence: Vendor),
    ], defaults: [
        (field: "retention", value: "24 h", source: "test", date: "2026", confidence: Vendor),
    ], prices: [
        (meter: UnitHour, value: "$0.015/h", source: "test", date: "2026", confidence: Vendor),
        (meter: RequestsIn, value: "$0.014/M requests", round_up: "25 KB", source: "test", date: "2026", confidence: Vendor),
    ]),
    Product(id: "buffer", name: "Delivery", family: Ingestion, role: Queue, summary: "delivers", binary_gb: false, prices: [
        (meter: BytesIn, value: "$0.029/GB", round_up: "5 KB", source: "test", date: "2026", confidence: Vendor),
    ]),
    Product(id: "job", name: "Job", family: Compute, role: Compute, summary: "works", unit: "worker"),
    Product(id: "store", name: "Store", family: Storage, role: Store, summary: "keeps", prices: [
        (meter: Stored, value: "$0.023/GB-month", source: "test", date: "2026", confidence: Vendor),
    ]),
    Product(id: "watch", name: "Watch", family: Monitoring, role: Monitor, summary: "watches"),
])"#;

fn parts() -> Catalog {
    let mut catalog = Catalog::default();
    catalog.add_text(PARTS, "test").unwrap();
    catalog
}

fn id(text: &str) -> Id {
    Id::new(text).unwrap()
}

fn component(name: &str, settings: &[(Field, &str)]) -> Component {
    let product = name.split('-').next().unwrap();
    let role = match product {
        "app" => Role::Source,
        "log" | "buffer" => Role::Queue,
        "job" => Role::Compute,
        "store" => Role::Store,
        _ => Role::Monitor,
    };
    settings.iter().fold(Component::new(id(name), name, role, product, Point::default()), |component, (field, text)| {
        component.with(*field, text).unwrap()
    })
}

fn design(components: Vec<Component>, links: &[(&str, &str)]) -> Design {
    let mut history = History::new(Design::new("test"));
    for component in components {
        history.apply(Edit::insert(Element::Component(component))).unwrap();
    }
    for (from, to) in links {
        history.apply(Edit::insert(Element::Link(Link::new(id(from), id(to))))).unwrap();
    }
    history.design().clone()
}

fn require(design: &Design, requirements: Vec<Requirement>) -> Design {
    let mut history = History::new(design.clone());
    let scenario = Scenario { requirements, ..Scenario::new(id("s"), "s") };
    history.apply(Edit::insert(Element::Scenario(scenario))).unwrap();
    history.design().clone()
}

fn plain(design: &Design) -> Estimate {
    estimate(design, &parts(), Conditions::default())
}

fn checked(design: &Design) -> Estimate {
    estimate(design, &parts(), Conditions { scenario: Some(&id("s")), changes: &[], ..Conditions::default() })
}

fn close(a: f64, b: f64, relative: f64) {
    assert!((a - b).abs() <= relative * b.abs(), "{a} is not {b} within {relative}");
}

fn time(text: &str) -> Stated {
    Stated::read(text, Kind::Time).unwrap()
}

#[test]
fn five_hundred_gb_a_day_is_5_787_mb_a_second() {
    let design = design(vec![component("app", &[(Field::Load, "500 GB/day"), (Field::Record, "1 KB")])], &[]);
    let figures = &plain(&design).components[&id("app")];
    close(figures.output.bytes.mean.base(), 5.787e6, 1e-4);
    close(figures.output.records.mean.base(), 5787.0, 1e-4);
}

#[test]
fn the_record_limit_binds_before_the_byte_limit_for_small_records() {
    // 500 GB a day: 1,000 B records need 9 shards at 70 %, 256 B records 33, though the bytes are the same.
    for (record, shards) in [("1000 B", 9.0), ("256 B", 33.0)] {
        let design = design(
            vec![
                component("app", &[(Field::Load, "500 GB/day"), (Field::Record, record)]),
                component("log", &[(Field::Units, "40")]),
            ],
            &[("app", "log")],
        );
        let figures = plain(&design).components[&id("log")].clone();
        assert_eq!(figures.units.needed_mean, Some(shards));
        if record == "256 B" {
            assert_eq!(figures.utilization.unwrap().resource, Resource::RecordsIn);
        }
    }
}

#[test]
fn shards_and_put_units_cost_what_the_price_list_says() {
    let design = design(
        vec![
            component("app", &[(Field::Load, "500 GB/day"), (Field::Record, "1000 B")]),
            component("log", &[(Field::Units, "9")]),
        ],
        &[("app", "log")],
    );
    let parts = parts();
    let bill = Explainer::new(&design, &parts, Conditions::default()).bill(&id("log"));
    let month = 730.0 * 3600.0;
    let line = |index: usize| bill[index].cost.base() * month;
    close(line(0), 98.55, 1e-4);
    close(line(1), 212.92, 1e-4);
}

#[test]
fn records_of_1_kb_are_billed_as_5_kb() {
    let design = design(
        vec![component("app", &[(Field::Load, "500 GB/day"), (Field::Record, "1000 B")]), component("buffer", &[])],
        &[("app", "buffer")],
    );
    let cost = plain(&design).components[&id("buffer")].cost.base() * 730.0 * 3600.0;
    close(cost, 2205.0, 1e-3);
}

#[test]
fn every_consumer_of_a_log_gets_all_and_shares_what_a_shard_gives_out() {
    let design = design(
        vec![
            component("app", &[(Field::Load, "0.5 MB/s"), (Field::Record, "10 KB")]),
            component("log", &[(Field::Units, "1")]),
            component("job-1", &[]),
            component("job-2", &[]),
            component("job-3", &[]),
        ],
        &[("app", "log"), ("log", "job-1"), ("log", "job-2"), ("log", "job-3")],
    );
    let estimate = plain(&design);
    close(estimate.components[&id("job-3")].input.bytes.mean.base(), 0.5e6, 1e-9);
    let load = estimate.components[&id("log")].utilization.unwrap();
    assert_eq!(load.resource, Resource::BytesOut);
    close(load.mean.base(), 0.75, 1e-9);
}

fn hourly(every: &str, startup: &str, throughput: &str) -> Vec<(Field, String)> {
    vec![
        (Field::Mode, "batch".into()),
        (Field::Every, every.into()),
        (Field::Startup, startup.into()),
        (Field::Throughput, throughput.into()),
    ]
}

fn job(name: &str, settings: &[(Field, String)]) -> Component {
    let borrowed: Vec<(Field, &str)> = settings.iter().map(|(field, text)| (*field, text.as_str())).collect();
    component(name, &borrowed)
}

#[test]
fn a_batch_stage_is_stale_from_its_run_to_its_period_plus_its_run() {
    // 10 MB/s for an hour at 60 MB/s: 10 min.
    let design = design(
        vec![
            component("app", &[(Field::Load, "10 MB/s"), (Field::Record, "1 KB")]),
            job("job", &hourly("60 min", "0 s", "60 MB/s")),
        ],
        &[("app", "job")],
    );
    let staleness = plain(&design).components[&id("job")].staleness.unwrap();
    close(staleness.min.base(), 600.0, 1e-9);
    close(staleness.mean.base(), 600.0 + 1800.0, 1e-9);
    close(staleness.p95.base(), 600.0 + 0.95 * 3600.0, 1e-9);
    close(staleness.max.base(), 4200.0, 1e-9);
}

#[test]
fn two_hourly_jobs_at_00_and_05_are_132_min_stale_and_at_10_only_77() {
    for (offset, minutes) in [("5 min", 132.0), ("10 min", 77.0)] {
        let mut first = hourly("60 min", "0 s", "60 MB/s");
        first.push((Field::Offset, "0 min".into()));
        let mut second = hourly("60 min", "1 min", "100 MB/s");
        second.push((Field::Offset, offset.into()));
        let design = design(
            vec![
                component("app", &[(Field::Load, "10 MB/s"), (Field::Record, "1 KB")]),
                job("job-1", &first),
                job("job-2", &second),
            ],
            &[("app", "job-1"), ("job-1", "job-2")],
        );
        let staleness = plain(&design).components[&id("job-2")].staleness.unwrap();
        close(staleness.max.base(), minutes * 60.0, 1e-9);
    }
}

#[test]
fn a_micro_batch_whose_start_up_is_too_long_runs_less_often() {
    let design = design(
        vec![
            component("app", &[(Field::Load, "10 MB/s"), (Field::Record, "1 KB")]),
            component(
                "job",
                &[
                    (Field::Mode, "micro-batch"),
                    (Field::Every, "60 s"),
                    (Field::Startup, "40 s"),
                    (Field::Throughput, "20 MB/s"),
                ],
            ),
        ],
        &[("app", "job")],
    );
    let estimate = plain(&design);
    let figures = &estimate.components[&id("job")];
    close(figures.staleness.unwrap().max.base(), 160.0, 1e-9);
    assert_eq!(figures.status, Status::OverCapacity);
    assert!(estimate.problems.iter().any(|problem| problem.message.contains("80 s")), "{:?}", estimate.problems);
}

#[test]
fn a_terabyte_a_day_with_50_mb_a_second_and_120_s_start_up_holds_one_hour_from_156_to_2826_s() {
    for (every, keeps, holds) in
        [("150 s", false, true), ("160 s", true, true), ("2820 s", true, true), ("2840 s", true, false)]
    {
        let design = design(
            vec![
                component("app", &[(Field::Load, "1 TB/day"), (Field::Record, "1 KB")]),
                job("job", &hourly(every, "120 s", "50 MB/s")),
            ],
            &[("app", "job")],
        );
        let design = require(
            &design,
            vec![Requirement::Staleness { at: id("job"), statistic: Statistic::Max, limit: time("1 h") }],
        );
        let estimate = checked(&design);
        assert_eq!(estimate.verdicts[0].met, holds, "{every}");
        // Below 156 s the stage runs as often as it can, which is every 156 s.
        assert_eq!(estimate.components[&id("job")].status == Status::Ok, keeps, "{every}");
    }
}

#[test]
fn utilization_over_one_has_no_finite_staleness() {
    let design = design(
        vec![
            component("app", &[(Field::Load, "10 MB/s"), (Field::Record, "1 KB")]),
            component("log", &[(Field::Units, "20")]),
            component("job", &[(Field::Throughput, "8 MB/s")]),
            component("store", &[]),
        ],
        &[("app", "log"), ("log", "job"), ("job", "store")],
    );
    let estimate = plain(&design);
    let figures = &estimate.components[&id("job")];
    assert_eq!(figures.status, Status::FallsBehind);
    assert_eq!(figures.staleness, None);
    assert_eq!(estimate.components[&id("store")].staleness, None);
    close(figures.backlog_growth.unwrap().base(), 2e6, 1e-9);
}

#[test]
fn what_is_out_of_service_passes_nothing_on_and_what_it_is_sent_waits() {
    let line = |down: &str| {
        let parts = ["app", "log", "job", "store"].map(|name| {
            let mut settings = Vec::new();
            if name == "app" {
                settings.extend([(Field::Load, "0.5 MB/s"), (Field::Record, "1 KB")]);
            }
            if name == "job" {
                settings.extend([(Field::Units, "2"), (Field::Throughput, "1 MB/s")]);
            }
            if name == down {
                settings.push((Field::Availability, "0 %"));
            }
            component(name, &settings)
        });
        let design = design(parts.to_vec(), &[("app", "log"), ("log", "job"), ("job", "store")]);
        let limit = time("1 h");
        require(&design, vec![Requirement::Staleness { at: id("store"), statistic: Statistic::Max, limit }])
    };
    let estimate = checked(&line("job"));
    let of = |name: &str| estimate.component(&id(name)).unwrap();
    assert_eq!(of("log").status, Status::Ok);
    assert_eq!(of("job").status, Status::OutOfService);
    close(of("job").backlog_growth.unwrap().base(), 5e5, 1e-9);
    assert!(of("job").utilization.is_none() && of("job").units.needed_peak.is_none(), "it is not too small");
    assert_eq!((of("store").status, of("store").input.bytes.mean.base()), (Status::NoInput, 0.0));
    let verdict = &estimate.verdicts[0];
    assert!(!verdict.met && verdict.because.contains("job is out of service"), "{}", verdict.because);
    assert!(!estimate.problems.iter().any(|problem| problem.message.contains("would do")));

    let estimate = checked(&line("app"));
    let of = |name: &str| estimate.component(&id(name)).unwrap();
    assert_eq!((of("app").status, of("store").status), (Status::OutOfService, Status::NoInput));
    let verdict = &estimate.verdicts[0];
    assert!(!verdict.met && verdict.because.contains("app is out of service"), "{}", verdict.because);
}

#[test]
fn the_price_of_the_catalogue_said_again_changes_nothing() {
    // Flink is billed one unit more than it works with, whoever states the price.
    let cost = |settings: &[(Field, &str)]| {
        let flink = Component::new(id("job"), "Flink", Role::Compute, "managed-flink", Point::default());
        let flink = settings.iter().fold(flink, |made, (field, text)| made.with(*field, text).unwrap());
        let design = design(vec![component("app", &[(Field::Load, "1 MB/s")]), flink], &[("app", "job")]);
        let estimate = estimate(&design, Catalog::built_in(), Conditions::default());
        estimate.component(&id("job")).unwrap().cost.base()
    };
    let listed = cost(&[(Field::Units, "4")]);
    assert!(listed > 0.0);
    close(cost(&[(Field::Units, "4"), (Field::PriceUnit, "$0.11/h")]), listed, 1e-9);
}

#[test]
fn a_requirement_on_what_has_gone_is_an_error() {
    let small =
        design(vec![component("app", &[(Field::Load, "1 MB/s")]), component("store", &[])], &[("app", "store")]);
    let limit = time("1 h");
    let at = id("table");
    let estimate = checked(&require(&small, vec![Requirement::Staleness { at, statistic: Statistic::Max, limit }]));
    let told = estimate.problems.iter().find(|problem| problem.message.contains("`table`")).unwrap();
    assert_eq!(told.severity, Severity::Error);
}

#[test]
fn more_units_than_can_be_counted_are_still_told_at_once() {
    for load in ["1e22 B/s", "1.8e22 B/s", "3.7e22 B/s", "9e24 B/s"] {
        let app = component("app", &[(Field::Load, load), (Field::Record, "1 KB")]);
        let estimate = plain(&design(vec![app, component("log", &[])], &[("app", "log")]));
        let needed = estimate.component(&id("log")).unwrap().units.needed_peak;
        assert!(needed.is_none_or(|needed| needed > 1e15), "{load}: {needed:?}");
    }
}

#[test]
fn at_just_its_capacity_no_backlog_is_ever_worked_off() {
    for (load, words) in [("10 MB/s", "works at just its capacity"), ("11 MB/s", "backlog grows by 3.6 GB an hour")] {
        let source = component("app", &[(Field::Load, load)]);
        let job = component("job", &[(Field::Throughput, "10 MB/s"), (Field::Units, "1")]);
        let found = plain(&design(vec![source, job], &[("app", "job")]));
        assert!(found.problems.iter().any(|problem| problem.message.contains(words)), "{load}: {:?}", found.problems);
    }
}

#[test]
fn a_peak_over_capacity_is_a_backlog_with_a_delay_and_not_an_outage() {
    let weights = "1 1 1 1 1 1 1 1 1 2.6 2.6 2.6 1 1 1 1 1 1 1 1 1 1 1 1";
    let design = design(
        vec![
            component("app", &[(Field::Load, "100 GB/day"), (Field::Record, "1 KB"), (Field::Shape, weights)]),
            component("log", &[(Field::Units, "20")]),
            component("job", &[(Field::Throughput, "2 MB/s")]),
        ],
        &[("app", "log"), ("log", "job")],
    );
    let figures = plain(&design).components[&id("job")].clone();
    assert_eq!(figures.status, Status::OverCapacity);
    // 100 GB over 28.8 weights: 0.9645 MB/s, three hours at 2.508 MB/s, so 0.508 MB/s pile up.
    let excess = 100e9 / 28.8 * 2.6 / 3600.0 - 2e6;
    close(figures.backlog.base(), excess * 3.0 * 3600.0, 1e-9);
    close(figures.staleness.unwrap().max.base(), excess * 3.0 * 3600.0 / 2e6, 1e-2);
}

#[test]
fn a_loop_that_returns_a_tenth_converges_and_one_that_returns_all_is_named() {
    for (share, fine) in [("10 %", true), ("100 %", false)] {
        let base = design(
            vec![
                component("app", &[(Field::Load, "1 MB/s"), (Field::Record, "1 KB")]),
                component("log", &[(Field::Units, "50")]),
                component("job", &[]),
                component("log-retry", &[(Field::Units, "50")]),
            ],
            &[("app", "log"), ("log", "job"), ("log-retry", "job")],
        );
        let mut history = History::new(base);
        let mut back = Link::new(id("job"), id("log-retry"));
        back.kind = LinkKind::Share(Stated::read(share, Kind::Share).unwrap());
        history.apply(Edit::insert(Element::Link(back))).unwrap();
        let estimate = plain(history.design());
        let error = estimate.problems.iter().find(|problem| problem.severity == Severity::Error);
        if fine {
            assert_eq!(error, None);
            close(estimate.components[&id("job")].input.bytes.mean.base(), 1e6 / 0.9, 1e-6);
        } else {
            assert!(error.unwrap().message.contains("amplifies"), "{error:?}");
        }
    }
}

#[test]
fn a_join_with_a_shared_ancestor_takes_the_common_part_once() {
    // The shared hourly job adds 60..120 min on both ways; the join is no staler than the slower way.
    let stream = |name: &str, latency: &str| component(name, &[(Field::Latency, latency)]);
    let design = design(
        vec![
            component("app", &[(Field::Load, "10 MB/s"), (Field::Record, "1 KB")]),
            job("job-shared", &hourly("60 min", "0 s", "600 MB/s")),
            stream("job-a", "10 s"),
            stream("job-b", "20 s"),
            stream("job-join", "1 s"),
        ],
        &[
            ("app", "job-shared"),
            ("job-shared", "job-a"),
            ("job-shared", "job-b"),
            ("job-a", "job-join"),
            ("job-b", "job-join"),
        ],
    );
    let estimate = plain(&design);
    let slower = estimate.components[&id("job-b")].staleness.unwrap();
    let join = estimate.components[&id("job-join")].staleness.unwrap();
    close(join.p50.base(), slower.p50.base() + 1.0, 1e-3);
    close(join.mean.base(), slower.mean.base() + 1.0, 1e-3);
}

#[test]
fn an_outage_of_300_s_at_100_against_120_is_caught_up_in_1500_s() {
    let base = design(
        vec![
            component("app", &[(Field::Load, "100 records/s"), (Field::Record, "1 KB")]),
            component("log", &[(Field::Units, "10")]),
            component("job", &[(Field::RecordThroughput, "120 records/s")]),
        ],
        &[("app", "log"), ("log", "job")],
    );
    let design =
        require(&base, vec![Requirement::Recovery { of: id("job"), outage: time("300 s"), within: time("1600 s") }]);
    let verdict = checked(&design).verdicts[0].clone();
    assert!(verdict.met);
    close(verdict.value.unwrap().base(), 1500.0, 1e-9);
}

#[test]
fn an_outage_longer_than_the_retention_loses_data() {
    let base = design(
        vec![
            component("app", &[(Field::Load, "100 records/s"), (Field::Record, "1 KB")]),
            component("log", &[(Field::Units, "10"), (Field::Retention, "4 h")]),
            component("job", &[(Field::RecordThroughput, "1200 records/s")]),
        ],
        &[("app", "log"), ("log", "job")],
    );
    let design =
        require(&base, vec![Requirement::Recovery { of: id("job"), outage: time("5 h"), within: time("10 h") }]);
    let verdict = checked(&design).verdicts[0].clone();
    assert!(!verdict.met);
    assert!(verdict.because.contains("lost"), "{}", verdict.because);
}

#[test]
fn backfilling_180_days_of_500_gb_takes_14_days_at_100_mb_a_second_and_80_percent() {
    let base = design(
        vec![
            component("app", &[(Field::Load, "500 GB/day"), (Field::Record, "1 KB")]),
            component("log", &[(Field::Units, "10")]),
            component("job", &[(Field::Throughput, "100 MB/s"), (Field::Target, "80 %")]),
        ],
        &[("app", "log"), ("log", "job")],
    );
    let design = require(
        &base,
        vec![Requirement::Backfill { at: id("job"), history: time("180 d"), within: time("15 d"), throttle: None }],
    );
    let verdict = checked(&design).verdicts[0].clone();
    assert!(verdict.met);
    close(verdict.value.unwrap().base() / 86_400.0, 14.0, 0.005);
}

#[test]
fn five_hundred_gb_in_two_hours_calls_for_69_44_mb_a_second() {
    let base = design(
        vec![
            component("app", &[(Field::Load, "500 GB/day"), (Field::Record, "1 KB")]),
            component("job", &[(Field::Mode, "batch"), (Field::Every, "24 h"), (Field::Throughput, "69.45 MB/s")]),
        ],
        &[("app", "job")],
    );
    let requirement = Requirement::Completion {
        at: id("job"),
        volume: Stated::read("500 GB", Kind::Information).unwrap(),
        within: time("2 h"),
    };
    let verdict = checked(&require(&base, vec![requirement])).verdicts[0].clone();
    assert!(verdict.met);
    assert!(verdict.because.contains("69.44 MB/s"), "{}", verdict.because);
    close(verdict.headroom.unwrap().base(), 1.0, 1e-3);
}

#[test]
fn ten_times_the_load_names_what_binds_and_a_change_that_does() {
    let base = design(
        vec![
            component("app", &[(Field::Load, "500 GB/day"), (Field::Record, "1 KB")]),
            component("log", &[(Field::Units, "12")]),
            component("job", &[(Field::Throughput, "5 MB/s"), (Field::Units, "2"), (Field::Commit, "60 s")]),
        ],
        &[("app", "log"), ("log", "job")],
    );
    let design =
        require(&base, vec![Requirement::Staleness { at: id("job"), statistic: Statistic::Max, limit: time("5 min") }]);
    let change = Override::read("app.load=5 TB/day").unwrap();
    let scenario = id("s");
    let conditions =
        Conditions { scenario: Some(&scenario), changes: std::slice::from_ref(&change), ..Conditions::default() };
    let mut found = estimate(&design, &parts(), conditions);
    assert!(!found.verdicts[0].met);
    assert_eq!(found.verdicts[0].binds, Some(id("log")));
    find_fixes(&mut found, &design, &parts(), conditions);
    let fix = found.verdicts[0].fix.clone().unwrap();
    let changes: Vec<Override> = [change].into_iter().chain(fix.changes).collect();
    let mended = estimate(
        &design,
        &parts(),
        Conditions { scenario: Some(&scenario), changes: &changes, ..Conditions::default() },
    );
    assert!(mended.verdicts[0].met, "{}", fix.sentence);
}

#[test]
fn the_smallest_single_change_is_found_and_holds() {
    let base = design(
        vec![
            component("app", &[(Field::Load, "10 MB/s"), (Field::Record, "1 KB")]),
            job("job", &hourly("60 min", "0 s", "60 MB/s")),
        ],
        &[("app", "job")],
    );
    let design =
        require(&base, vec![Requirement::Staleness { at: id("job"), statistic: Statistic::Max, limit: time("1 h") }]);
    let scenario = id("s");
    let conditions = Conditions { scenario: Some(&scenario), changes: &[], ..Conditions::default() };
    let mut found = checked(&design);
    find_fixes(&mut found, &design, &parts(), conditions);
    let fix = found.verdicts[0].fix.clone().unwrap();
    // Told to stop, the search finds nothing.
    let mut stopped = checked(&design);
    find_fixes_until(&mut stopped, &design, &parts(), conditions, &std::sync::atomic::AtomicBool::new(true));
    assert!(stopped.verdicts[0].fix.is_none());
    // P + P/6 <= 60 min: P <= 51.4 min.
    assert_eq!(fix.changes.len(), 1);
    assert_eq!(fix.changes[0].to_string(), "job.every=51 min");
}

#[test]
fn every_figure_has_a_derivation_down_to_its_leaves() {
    let design = design(
        vec![
            component("app", &[(Field::Load, "10 MB/s"), (Field::Record, "1 KB")]),
            component("log", &[(Field::Units, "20")]),
            job("job", &hourly("60 min", "30 s", "60 MB/s")),
            component("store", &[(Field::Retention, "30 d")]),
        ],
        &[("app", "log"), ("log", "job"), ("job", "store")],
    );
    let parts = parts();
    let explainer = Explainer::new(&design, &parts, Conditions::default());
    let text = |name: &str, figure| explainer.figure(&id(name), figure).unwrap().to_string();
    assert!(text("job", Figure::Staleness).contains("you: job.every"), "{}", text("job", Figure::Staleness));
    assert!(text("log", Figure::Utilization).contains("catalogue, log: test, 2026, vendor"));
    assert!(text("store", Figure::Stored).contains("you: store.retention"));
    assert!(text("store", Figure::Stored).contains("assumed: one copy"));
    assert!(text("app", Figure::Input).contains("you: app.load"));
    assert!(text("log", Figure::Cost).contains("$0.015/h"));
}

#[test]
fn an_empty_design_estimates_to_nothing_without_error() {
    let estimate = plain(&Design::new("empty"));
    assert!(estimate.components.is_empty());
    assert!(estimate.problems.is_empty());
}

#[test]
fn a_source_without_a_load_is_the_only_one_to_be_told() {
    let parts = || vec![component("app", &[]), component("log", &[]), component("job", &[]), component("store", &[])];
    let told = |links: &[(&str, &str)]| -> Vec<String> {
        let found = plain(&design(parts(), links));
        let serious = found.problems.into_iter().filter(|problem| problem.severity != Severity::Hint);
        serious.map(|problem| problem.message).collect()
    };
    let no_load = "app has no load: say how much it sends, for example `500 GB/day`";
    assert_eq!(told(&[("app", "log"), ("log", "job"), ("job", "store")]), [no_load]);
    // What no link leads to is told so; what comes after it is not.
    assert_eq!(told(&[("app", "log"), ("job", "store")]), [no_load, "nothing feeds job"]);
    assert_eq!(
        told(&[("log", "job"), ("job", "log"), ("app", "store")]),
        [no_load, "nothing feeds the loop log > job"]
    );
    let found = plain(&design(parts(), &[("app", "log")]));
    assert_eq!(found.components[&id("app")].status.in_words(), "no load");
}

#[test]
fn what_passes_nothing_on_is_named_once() {
    let components = vec![
        component("app", &[(Field::Load, "1 MB/s"), (Field::Record, "1 KB")]),
        component("job", &[(Field::Selectivity, "0x")]),
        component("log", &[]),
        component("store", &[]),
    ];
    let found = plain(&design(components, &[("app", "job"), ("job", "log"), ("log", "store")]));
    let told: Vec<&str> = found.problems.iter().map(|problem| problem.message.as_str()).collect();
    assert!(told.contains(&"nothing of what comes to job comes on to log"), "{told:?}");
    assert!(!told.iter().any(|message| message.contains("store")), "{told:?}");
}

#[test]
fn no_figure_is_ever_infinite_or_not_a_number() {
    for load in ["0 B/s", "1e29 B/s", "1e-29 B/s", "1e-30 B/s"] {
        let design = design(
            vec![
                component("app", &[(Field::Load, load), (Field::Record, "1e-20 B")]),
                component("log", &[(Field::Units, "1")]),
                job("job", &hourly("1 ms", "1e20 s", "1 B/s")),
                component("store", &[(Field::Retention, "1e20 s")]),
            ],
            &[("app", "log"), ("log", "job"), ("job", "store")],
        );
        let estimate = plain(&design);
        for figures in estimate.components.values() {
            assert!(figures.input.bytes.peak.base().is_finite(), "{load}");
            assert!(figures.cost.base().is_finite(), "{load}");
            assert!(figures.stored.base().is_finite(), "{load}");
            if let Some(staleness) = figures.staleness {
                assert!(staleness.max.base().is_finite() && staleness.mean.base().is_finite(), "{load}");
            }
            if let Some(utilization) = figures.utilization {
                assert!(utilization.peak.base().is_finite(), "{load}");
            }
        }
    }
}

#[test]
fn a_monitor_notices_after_its_checks_and_an_unwatched_component_is_said_to_be() {
    let base = design(
        vec![
            component("app", &[(Field::Load, "10 MB/s"), (Field::Record, "1 KB")]),
            job("job", &hourly("60 min", "0 s", "60 MB/s")),
            component("watch", &[(Field::Every, "5 min"), (Field::Datapoints, "3"), (Field::Threshold, "80 min")]),
        ],
        &[("app", "job")],
    );
    let requirement = vec![Requirement::Detection { at: id("job"), within: time("2 h") }];
    let unwatched = checked(&require(&base, requirement.clone())).verdicts[0].clone();
    assert!(!unwatched.met && unwatched.value.is_none());
    let mut history = History::new(base);
    let mut link = Link::new(id("watch"), id("job"));
    link.kind = LinkKind::Watch;
    history.apply(Edit::insert(Element::Link(link))).unwrap();
    let verdict = checked(&require(history.design(), requirement)).verdicts[0].clone();
    // Data of 10 min at least ages 70 min to the threshold, then three checks of 5 min.
    close(verdict.value.unwrap().base(), (80.0 - 10.0 + 15.0) * 60.0, 1e-9);
}
