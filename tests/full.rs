//! Ranges, conventions, classes, the months ahead and the rarer settings, through the public interface.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use loadline::catalog::{Catalog, CostKind, Field, Role};
use loadline::design::{
    Boundary, Component, Design, Edit, Element, ElementId, Frame, History, Id, Link, Point, Requirement, Scenario,
    Statistic,
};
use loadline::estimate::{
    Class, Conditions, Conventions, Days, Engine, Figure, Gigabyte, MonthHours, UncertainAt, estimate, outlook,
    uncertainty,
};
use loadline::units::{Kind, Measure, Stated};

fn id(text: &str) -> Id {
    Id::new(text).unwrap()
}

fn component(name: &str, role: Role, product: &str, settings: &[(Field, &str)]) -> Component {
    settings.iter().fold(Component::new(id(name), name, role, product, Point::default()), |component, (field, text)| {
        component.with(*field, text).unwrap()
    })
}

/// An app, a log, an hourly job and a store, with settings of one's own.
fn pipeline(app: &[(Field, &str)], job: &[(Field, &str)], store: &[(Field, &str)], limit: &str) -> Design {
    let mut history = History::new(Design::new("test"));
    let job: Vec<(Field, &str)> = [(Field::Every, "60 min"), (Field::Startup, "2 min"), (Field::Throughput, "20 MB/s")]
        .into_iter()
        .filter(|(field, _)| job.iter().all(|(own, _)| own != field))
        .chain(job.iter().copied())
        .collect();
    for element in [
        component("app", Role::Source, "event-source", app),
        component("log", Role::Queue, "message-log", &[]),
        component("job", Role::Compute, "batch-job", &job),
        component("store", Role::Store, "object-store", store),
    ] {
        history.apply(Edit::insert(Element::Component(element))).unwrap();
    }
    for (from, to) in [("app", "log"), ("log", "job"), ("job", "store")] {
        history.apply(Edit::insert(Element::Link(Link::new(id(from), id(to))))).unwrap();
    }
    let requirements = vec![Requirement::Staleness {
        at: id("store"),
        statistic: Statistic::Max,
        limit: Stated::read(limit, Kind::Time).unwrap(),
    }];
    let scenario = Scenario { requirements, ..Scenario::new(id("daily"), "daily") };
    history.apply(Edit::insert(Element::Scenario(scenario))).unwrap();
    history.design().clone()
}

const LOAD: &[(Field, &str)] = &[(Field::Load, "500 GB/day"), (Field::Record, "1 KB")];

fn close(a: f64, b: f64, relative: f64) {
    assert!((a - b).abs() <= relative * b.abs(), "{a} is not {b} within {relative}");
}

#[test]
fn a_range_of_the_load_gives_its_own_percentiles_and_the_chance_that_the_requirement_is_met() {
    let design = pipeline(&[(Field::Load, "250..1000 GB/day"), (Field::Record, "1 KB")], &[], &[], "90 min");
    let daily = id("daily");
    let conditions = Conditions { scenario: Some(&daily), ..Conditions::default() };
    let found = uncertainty(&design, Catalog::built_in(), conditions, 4096, &|_| true).unwrap();
    let load = found
        .inputs
        .iter()
        .position(|input| input.at == UncertainAt::Field(ElementId::Component(id("app")), Field::Load));
    // The load of the job is in proportion to that of the app: 500 GB/day are 28.9 % of 20 MB/s.
    let spread = found.components[&id("job")].utilization.unwrap();
    close(spread.p50.base(), 0.2894, 0.02);
    close(spread.p5.base(), 0.1447, 0.03);
    close(spread.p95.base(), 0.5787, 0.03);
    // 60 min + 2 min + load x 60 min is below 90 min if the load is below 46.7 %: z = ln(0.4667 / 0.2894) / 0.4214.
    let chance = &found.verdicts[0];
    assert!((chance.met.base() - 0.872).abs() < 0.02, "{:?}", chance.met);
    assert_eq!(Some(chance.drivers[0].input), load);
    assert!(chance.drivers[0].correlation > 0.95);
}

#[test]
fn the_same_draws_come_every_time_and_in_every_scenario() {
    let design = pipeline(&[(Field::Load, "250..1000 GB/day")], &[], &[], "90 min");
    let daily = id("daily");
    let conditions = Conditions { scenario: Some(&daily), ..Conditions::default() };
    let run = |conditions| uncertainty(&design, Catalog::built_in(), conditions, 512, &|_| true).unwrap();
    assert_eq!(run(conditions), run(conditions));
    assert_eq!(run(conditions).cost, run(Conditions::default()).cost);
}

#[test]
fn a_figure_that_somebody_states_no_longer_varies() {
    let vague = pipeline(&[(Field::Load, "250..1000 GB/day")], &[], &[], "90 min");
    let plain = pipeline(LOAD, &[], &[], "90 min");
    let count = |design: &Design| {
        uncertainty(design, Catalog::built_in(), Conditions::default(), 64, &|_| true).unwrap().inputs.len()
    };
    assert_eq!(count(&vague), count(&plain) + 1);
}

#[test]
fn a_search_that_is_told_to_stop_stops() {
    let design = pipeline(&[(Field::Load, "250..1000 GB/day")], &[], &[], "90 min");
    assert!(uncertainty(&design, Catalog::built_in(), Conditions::default(), 100_000, &|_| false).is_none());
}

#[test]
fn a_binary_gigabyte_and_a_long_month_change_the_bill_as_far_as_they_should() {
    let design = pipeline(LOAD, &[], &[(Field::Retention, "30 d")], "90 min");
    let cost = |conventions, kind| {
        let conditions = Conditions { conventions, ..Conditions::default() };
        estimate(&design, Catalog::built_in(), conditions).components[&id("store")].cost_of(kind).base()
    };
    let storage = |gigabyte| cost(Conventions { gigabyte, ..Conventions::default() }, CostKind::Storage);
    // 2^30 / 1e9 = 7.37 % fewer gigabytes.
    close(storage(Gigabyte::Decimal) / storage(Gigabyte::Binary), 1.073_741_824, 1e-9);
    let job = |month| {
        let conditions =
            Conditions { conventions: Conventions { month, ..Conventions::default() }, ..Conditions::default() };
        estimate(&design, Catalog::built_in(), conditions).components[&id("job")].cost_of(CostKind::Compute).base()
    };
    close(job(MonthHours::H744) / job(MonthHours::H730), 744.0 / 730.0, 1e-9);
    // What is paid by the month does not mind how many hours it has; what is paid by traffic minds its days.
    let long = Conventions { month: MonthHours::H744, ..Conventions::default() };
    close(cost(long, CostKind::Storage), cost(Conventions::default(), CostKind::Storage), 1e-12);
    let rounded = Conventions { days: Days::Rounded, ..Conventions::default() };
    assert!(cost(rounded, CostKind::Storage) == cost(Conventions::default(), CostKind::Storage));
}

#[test]
fn figures_say_how_far_they_can_be_trusted() {
    let found = estimate(&pipeline(LOAD, &[], &[], "90 min"), Catalog::built_in(), Conditions::default());
    assert_eq!(found.components[&id("store")].class(Figure::Staleness), Class::Exact);
    assert_eq!(found.components[&id("app")].class(Figure::Utilization), Class::Unknown);
    let behind = pipeline(LOAD, &[(Field::Throughput, "2 MB/s")], &[], "90 min");
    let found = estimate(&behind, Catalog::built_in(), Conditions::default());
    assert_eq!(found.components[&id("store")].class(Figure::Staleness), Class::Unstable);
}

#[test]
fn a_store_fills_month_by_month_until_its_retention_and_the_next_gigabyte_has_a_price() {
    let design = pipeline(LOAD, &[], &[(Field::Retention, "90 d")], "90 min");
    let ahead = outlook(&design, Catalog::built_in(), Conditions::default());
    let month = 730.0 * 3600.0;
    let rate = 500e9 / 86_400.0;
    let log = 86_400.0 * 7.0;
    // The log's retention is shorter than a month; the store's is just below three.
    let log_kept = ahead.months[11].stored.base() - rate * 90.0 * 86_400.0;
    close(ahead.months[0].stored.base() - log_kept, rate * month, 1e-6);
    close(ahead.months[1].stored.base() - log_kept, rate * month * 2.0, 1e-6);
    close(ahead.months[2].stored.base(), ahead.months[11].stored.base(), 1e-6);
    assert!(log_kept <= rate * log * 3.0);
    assert!(ahead.marginal.unwrap().base() > 0.0 && ahead.per_terabyte().unwrap().base() > 0.0);
    assert!(ahead.full.is_empty());
}

#[test]
fn a_load_that_grows_by_a_tenth_a_month_fills_a_component_on_the_day_that_it_doubles() {
    // The job is at 28.94 % of 20 MB/s: ln(1 / 0.2894) / ln 1.1 = 13.0 months; the log follows its own units.
    let grows = [(Field::Load, "500 GB/day"), (Field::Record, "1 KB"), (Field::Growth, "10 %")];
    let ahead = outlook(
        &pipeline(&grows, &[(Field::Startup, "0 s")], &[], "90 min"),
        Catalog::built_in(),
        Conditions::default(),
    );
    let job = ahead.full.iter().find(|full| full.component == id("job")).unwrap();
    close(job.after.base() / (730.0 * 3600.0), (1.0_f64 / 0.289_352).ln() / 1.1_f64.ln(), 0.002);
}

#[test]
fn shared_parts_count_once_in_an_availability_and_a_durable_log_keeps_outages_apart() {
    let mut history = History::new(Design::new("test"));
    let parts = [
        ("db", Role::Store, "object-store", "99.9 %"),
        ("a", Role::Serve, "query-engine", "99 %"),
        ("b", Role::Serve, "query-engine", "99 %"),
        ("front", Role::Serve, "dashboard", "99.95 %"),
    ];
    for (name, role, product, up) in parts {
        let mut made = component(name, role, product, &[(Field::Availability, up)]);
        if name == "front" {
            made = made.with(Field::Inputs, "first").unwrap();
        }
        history.apply(Edit::insert(Element::Component(made))).unwrap();
    }
    for (from, to) in [("db", "a"), ("db", "b"), ("a", "front"), ("b", "front")] {
        history.apply(Edit::insert(Element::Link(Link::new(id(from), id(to))))).unwrap();
    }
    let share = Stated::read("99 %", Kind::Share).unwrap();
    let requirements = vec![Requirement::Availability { at: id("front"), share }];
    let scenario = Scenario { requirements, ..Scenario::new(id("daily"), "daily") };
    history.apply(Edit::insert(Element::Scenario(scenario))).unwrap();
    let daily = id("daily");
    let conditions = Conditions { scenario: Some(&daily), ..Conditions::default() };
    let found = estimate(history.design(), Catalog::built_in(), conditions);
    // The store once, one of the two engines, the front: not the square of the store.
    close(found.verdicts[0].value.unwrap().base(), 0.999 * (1.0 - 0.01 * 0.01) * 0.9995, 1e-12);
    assert!(found.verdicts[0].met);
}

#[test]
fn an_engine_that_is_told_of_edits_says_what_a_new_estimate_says() {
    let daily = id("daily");
    let conditions = Conditions { scenario: Some(&daily), ..Conditions::default() };
    let mut history = History::new(pipeline(LOAD, &[], &[], "90 min"));
    let mut engine = Engine::new(history.design(), Catalog::built_in(), conditions);
    for (name, field, text) in [
        ("job", Field::Throughput, "15 MB/s"),
        ("app", Field::Load, "900 GB/day"),
        ("app", Field::Peak, "3x"),
        ("store", Field::Retention, "10 d"),
        ("job", Field::Every, "30 min"),
        ("app", Field::Load, "9 TB/day"),
        ("app", Field::Load, "90 GB/day"),
    ] {
        let element = ElementId::Component(id(name));
        let setting = Some(loadline::catalog::Setting::read(field, text).unwrap());
        history.apply(Edit::Set { element, field, setting }).unwrap();
        engine.edited(history.design(), Catalog::built_in(), conditions, &[id(name)]);
        engine.look_over(history.design(), Catalog::built_in(), conditions);
        let fresh = estimate(history.design(), Catalog::built_in(), conditions);
        assert_eq!(engine.estimate().components, fresh.components, "{name}.{field}={text}");
        assert_eq!(engine.estimate().links, fresh.links);
        assert_eq!(engine.estimate().verdicts, fresh.verdicts);
        assert_eq!(engine.estimate().problems, fresh.problems);
        close(engine.estimate().cost.base(), fresh.cost.base(), 1e-9);
    }
}

#[test]
fn late_records_that_are_worked_in_again_are_a_load_of_their_own() {
    let late = [
        (Field::Load, "500 GB/day"),
        (Field::Record, "1 KB"),
        (Field::LateShare, "10 %"),
        (Field::LateP50, "2 s"),
        (Field::LateP99, "60 s"),
    ];
    let job = |what| {
        let settings =
            [(Field::Window, "5 min"), (Field::Watermark, "10 s"), (Field::LateData, what), (Field::Mode, "stream")];
        let found = estimate(&pipeline(&late, &settings, &[], "1 d"), Catalog::built_in(), Conditions::default());
        found.components[&id("job")].clone()
    };
    let (dropped, again) = (job("drop"), job("reprocess"));
    // 10 % are late, 13.5 % of those by more than the watermark's 10 s.
    close(dropped.late.base(), 0.0135, 0.01);
    close(
        again.utilization.unwrap().mean.base() / dropped.utilization.unwrap().mean.base(),
        1.0 + dropped.late.base(),
        1e-9,
    );
}

#[test]
fn units_that_are_billed_by_the_hour_cost_what_each_hour_needs_and_never_less_than_the_floor() {
    let shape = "4 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0";
    let app = [(Field::Load, "100 GB/day"), (Field::Record, "1 KB"), (Field::Shape, shape)];
    let store = |settings: &[(Field, &str)]| {
        let all: Vec<(Field, &str)> = [
            (Field::PriceUnit, "$1/h"),
            (Field::Units, "10"),
            (Field::Throughput, "10 MB/s"),
            (Field::Target, "100 %"),
        ]
        .into_iter()
        .chain(settings.iter().copied())
        .collect();
        let design = pipeline(&app, &[(Field::Mode, "stream"), (Field::Throughput, "100 MB/s")], &all, "1 d");
        let found = estimate(&design, Catalog::built_in(), Conditions::default());
        found.components[&id("store")].cost_of(CostKind::Compute).base() * 3600.0
    };
    close(store(&[]), 10.0, 1e-9);
    // One hour of 27.8 MB/s needs three units, 23 hours need the floor.
    close(store(&[(Field::Scaling, "hourly"), (Field::LeastUnits, "1")]), (3.0 + 23.0) / 24.0, 1e-9);
    close(store(&[(Field::Scaling, "hourly"), (Field::LeastUnits, "2")]), (3.0 + 46.0) / 24.0, 1e-9);
}

#[test]
fn files_are_taken_in_waves() {
    // Ten files on four workers take three waves: as long as on 3.33 workers.
    let job = |splits| {
        let settings = [(Field::Units, "4"), (Field::Splits, splits), (Field::Throughput, "5 MB/s")];
        let found = estimate(&pipeline(LOAD, &settings, &[], "1 d"), Catalog::built_in(), Conditions::default());
        found.components[&id("job")].utilization.unwrap().mean.base()
    };
    close(job("10") / job("12"), 1.2, 1e-9);
    close(job("2") / job("12"), 2.0, 1e-9);
}

#[test]
fn a_join_of_an_hour_holds_an_hour_of_records_and_an_aggregate_one_a_key() {
    let state = |settings: &[(Field, &str)]| {
        let all: Vec<(Field, &str)> =
            [(Field::Mode, "stream"), (Field::Window, "1 h")].into_iter().chain(settings.iter().copied()).collect();
        let found = estimate(&pipeline(LOAD, &all, &[], "1 d"), Catalog::built_in(), Conditions::default());
        found.components[&id("job")].state.base()
    };
    close(state(&[]), 500e9 / 24.0, 1e-9);
    close(state(&[(Field::Watermark, "30 min")]), 500e9 / 16.0, 1e-9);
    // A million keys of one record of 1 KB.
    close(state(&[(Field::Keys, "1000000")]), 1e9, 1e-9);
}

#[test]
fn an_input_that_never_sends_holds_the_windows_of_a_join_open_and_is_named() {
    let mut history = History::new(pipeline(LOAD, &[(Field::Mode, "stream"), (Field::Window, "5 min")], &[], "1 d"));
    let silent = component("silent", Role::Queue, "message-log", &[]);
    history.apply(Edit::insert(Element::Component(silent))).unwrap();
    history.apply(Edit::insert(Element::Link(Link::new(id("silent"), id("job"))))).unwrap();
    let found = estimate(history.design(), Catalog::built_in(), Conditions::default());
    assert!(
        found.problems.iter().any(|problem| problem.message.contains("silent gives nothing")),
        "{:?}",
        found.problems
    );
}

#[test]
fn copies_and_compression_count_once_and_not_for_those_who_read() {
    let design = |copies: &str, compression: &str| {
        let mut history =
            History::new(pipeline(LOAD, &[(Field::Mode, "stream")], &[(Field::Retention, "30 d")], "1 d"));
        for (field, text) in [(Field::Replication, copies), (Field::Compression, compression)] {
            let setting = Some(loadline::catalog::Setting::read(field, text).unwrap());
            history.apply(Edit::Set { element: ElementId::Component(id("log")), field, setting }).unwrap();
        }
        let retention = Some(loadline::catalog::Setting::read(Field::Retention, "7 d").unwrap());
        let element = ElementId::Component(id("log"));
        history.apply(Edit::Set { element, field: Field::Retention, setting: retention }).unwrap();
        estimate(history.design(), Catalog::built_in(), Conditions::default())
    };
    let (plain, both) = (design("1", "1x"), design("3", "2x"));
    // 500 GB a day for 7 days, three copies of half the bytes.
    close(plain.components[&id("log")].stored.base(), 3.5e12, 1e-9);
    close(both.components[&id("log")].stored.base(), 3.5e12 * 3.0 / 2.0, 1e-9);
    close(both.components[&id("job")].input.bytes.mean.base(), 500e9 / 86_400.0, 1e-9);
    // Copies that the price of a managed store includes are none of ours.
    close(plain.components[&id("store")].stored.base(), 15e12, 1e-9);
}

#[test]
fn crossing_a_zone_costs_money_and_crossing_nothing_does_not() {
    let mut history = History::new(pipeline(LOAD, &[], &[], "90 min"));
    let cost = |design: &Design| estimate(design, Catalog::built_in(), Conditions::default());
    let within = cost(history.design());
    assert!(!within.cost_by_kind.contains_key(&CostKind::Network));
    let setting = Some(loadline::catalog::Setting::read(Field::Crosses, "zone").unwrap());
    history.apply(Edit::Set { element: ElementId::Link(id("app>log")), field: Field::Crosses, setting }).unwrap();
    let across = cost(history.design());
    let network = across.cost_by_kind[&CostKind::Network].base() * 730.0 * 3600.0;
    // 15.2 TB a month at two cents a GB, one for each direction: some $300, or 7 % less by binary gigabytes.
    assert!((270.0..310.0).contains(&network), "{network}");
    close(across.cost.base(), within.cost.base() + across.links[&id("app>log")].cost.base(), 1e-9);
}

#[test]
fn zones_drawn_as_frames_cost_what_stated_crossings_cost() {
    let mut history = History::new(pipeline(LOAD, &[], &[], "90 min"));
    let network = |design: &Design| {
        let found = estimate(design, Catalog::built_in(), Conditions::default());
        found.cost_by_kind.get(&CostKind::Network).map_or(0.0, |cost| cost.base())
    };
    // The components of the pipeline all stand at the origin.
    for (place, name) in [(20, "log"), (40, "job"), (60, "store")] {
        history.apply(Edit::Move { element: ElementId::Component(id(name)), to: Point::new(place, 0) }).unwrap();
    }
    let around = |design: &Design, component: &str, name: &str, boundary: Boundary| {
        let at = design.component(&id(component)).unwrap().at.moved(-1, -1);
        Frame { boundary, ..Frame::new(id(name), name, at, Point::new(11, 6)) }
    };
    let put = |history: &mut History, frame: Frame| history.apply(Edit::insert(Element::Frame(frame))).unwrap();
    let set = |history: &mut History, word: Option<&str>| {
        let setting = word.map(|word| loadline::catalog::Setting::read(Field::Crosses, word).unwrap());
        history.apply(Edit::Set { element: ElementId::Link(id("app>log")), field: Field::Crosses, setting }).unwrap();
    };
    set(&mut history, Some("zone"));
    let stated = network(history.design());
    set(&mut history, None);
    assert_eq!(network(history.design()), 0.0);
    let frame = around(history.design(), "app", "a", Boundary::Zone);
    put(&mut history, frame);
    // Of what stands outside of all zones nothing is known, so nothing is billed.
    assert_eq!(network(history.design()), 0.0);
    let frame = around(history.design(), "log", "b", Boundary::Zone);
    put(&mut history, frame);
    close(network(history.design()), stated, 1e-9);
    // What a person states beats what is drawn.
    set(&mut history, Some("nothing"));
    assert_eq!(network(history.design()), 0.0);
    set(&mut history, None);
    // The same zone drawn twice is one zone.
    let again = Frame { name: "a".to_owned(), ..history.design().frame(&id("b")).unwrap().clone() };
    history.apply(Edit::Replace(Element::Frame(again))).unwrap();
    assert_eq!(network(history.design()), 0.0);
}
