//! How long estimates take, by size: the figures that the README claims.
//!
//! Designs are pipelines side by side (source, log, stream job, store, batch job, warehouse, dashboards), each with a
//! requirement's worth of settings, two of three joined to the next one's store. Those of the screening have two links
//! a component.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::type_complexity)]

use criterion::{BenchmarkId, Criterion, criterion_group, criterion_main};
use loadline::catalog::{Catalog, Field, Role};
use loadline::design::{Component, Design, Edit, Element, History, Id, Link, Point, Requirement, Scenario, Statistic};
use loadline::estimate::{Compiled, Conditions, Engine, Screening, estimate, uncertainty};
use loadline::units::{Kind, Stated};
use petgraph::visit::EdgeRef;
use std::hint::black_box;
use std::time::Duration;

const STEPS: [(&str, Role, &str, &[(Field, &str)]); 7] = [
    ("app", Role::Source, "event-source", &[(Field::Load, "50 GB/day"), (Field::Record, "1 KB")]),
    ("log", Role::Queue, "kinesis-provisioned", &[(Field::Units, "4"), (Field::Retention, "3 d")]),
    ("stream", Role::Compute, "stream-processor", &[(Field::Units, "4"), (Field::Commit, "30 s")]),
    ("raw", Role::Store, "object-store", &[(Field::Retention, "90 d")]),
    ("batch", Role::Compute, "batch-job", &[(Field::Every, "60 min"), (Field::Units, "4")]),
    ("table", Role::Store, "warehouse", &[(Field::Units, "1"), (Field::Retention, "365 d")]),
    ("boards", Role::Serve, "dashboard", &[(Field::Queries, "2/s")]),
];

fn id(step: &str, pipeline: usize) -> Id {
    Id::new(&format!("{step}-{pipeline}")).expect("an id")
}

/// So many components, rounded up to whole pipelines.
fn pipelines(components: usize) -> Design {
    let mut design = Design::new("bench");
    let mut add = |element| {
        design.apply(Edit::insert(element)).expect("fits");
    };
    let count = components.div_ceil(STEPS.len());
    for pipeline in 0..count {
        for (step, role, product, settings) in STEPS {
            let new = Component::new(id(step, pipeline), step, role, product, Point::default());
            let made = settings.iter().fold(new, |made, (field, text)| made.with(*field, text).expect("a setting"));
            add(Element::Component(made));
        }
        for pair in STEPS.windows(2) {
            add(Element::Link(Link::new(id(pair[0].0, pipeline), id(pair[1].0, pipeline))));
        }
        if pipeline % 3 != 0 {
            add(Element::Link(Link::new(id("batch", pipeline - 1), id("table", pipeline))));
        }
    }
    let requirements = vec![
        Requirement::Staleness {
            at: id("boards", count - 1),
            statistic: Statistic::P95,
            limit: Stated::read("2 h", Kind::Time).expect("a time"),
        },
        Requirement::Cost { at: None, limit: Stated::read("$1000000/month", Kind::MoneyRate).expect("money") },
    ];
    let scenario = Scenario { requirements, ..Scenario::new(Id::new("daily").expect("an id"), "daily") };
    add(Element::Scenario(scenario));
    design
}

/// The same with two links a component: every step feeds the next one of the next pipeline as well.
fn doubled(components: usize) -> Design {
    let mut design = pipelines(components);
    for pipeline in 0..components.div_ceil(STEPS.len()) {
        let mut link = |from: (&str, usize), to: (&str, usize)| {
            design.apply(Edit::insert(Element::Link(Link::new(id(from.0, from.1), id(to.0, to.1))))).expect("fits");
        };
        link(("app", pipeline), ("batch", pipeline));
        link(("raw", pipeline), ("boards", pipeline));
        if pipeline > 0 {
            for pair in STEPS.windows(2).filter(|pair| (pair[0].0, pipeline % 3 == 0) != ("batch", false)) {
                link((pair[0].0, pipeline - 1), (pair[1].0, pipeline));
            }
        }
    }
    design
}

fn figures(c: &mut Criterion) {
    let catalog = Catalog::built_in();
    let daily = Id::new("daily").expect("an id");
    let conditions = Conditions { scenario: Some(&daily), ..Conditions::default() };
    let mut group = c.benchmark_group("estimate");
    for size in [100, 1_000, 10_000] {
        let design = pipelines(size);
        group.bench_with_input(BenchmarkId::new("all figures, from the document", size), &design, |bench, design| {
            bench.iter(|| black_box(estimate(design, catalog, conditions).cost));
        });
        let mut compiled = Compiled::new(&design, catalog, conditions);
        group.bench_with_input(BenchmarkId::new("compile", size), &design, |bench, design| {
            bench.iter(|| black_box(Compiled::new(design, catalog, conditions)));
        });
        group.bench_function(BenchmarkId::new("passes", size), |bench| {
            bench.iter(|| {
                compiled.run();
                black_box(compiled.loaded())
            });
        });
    }
    group.finish();
}

/// Far beyond what a board holds: that the cost grows in proportion.
fn large(c: &mut Criterion) {
    let catalog = Catalog::built_in();
    let mut group = c.benchmark_group("large");
    group.sample_size(10).measurement_time(Duration::from_secs(5));
    for size in [100_000, 1_000_000] {
        let design = pipelines(size);
        group.bench_with_input(BenchmarkId::new("compile", size), &design, |bench, design| {
            bench.iter(|| black_box(Compiled::new(design, catalog, Conditions::default())));
        });
        let mut compiled = Compiled::new(&design, catalog, Conditions::default());
        group.bench_function(BenchmarkId::new("passes", size), |bench| {
            bench.iter(|| {
                compiled.run();
                black_box(compiled.loaded())
            });
        });
    }
    group.finish();
}

/// Rates, load and schedules alone, with two links a component, beside a bare pass over as many numbers.
fn screening(c: &mut Criterion) {
    let catalog = Catalog::built_in();
    let mut group = c.benchmark_group("screening");
    for size in [100, 10_000, 100_000, 1_000_000] {
        if size > 10_000 {
            group.sample_size(10).measurement_time(Duration::from_secs(5));
        }
        let design = doubled(size);
        let (nodes, edges) = (design.graph().node_count(), design.graph().edge_count());
        println!("{nodes} components, {edges} links");
        group.bench_function(BenchmarkId::new("compile", size), |bench| {
            bench.iter(|| black_box(Screening::compile(&design, catalog, Conditions::default()).len()));
        });
        let mut compiled = Screening::compile(&design, catalog, Conditions::default());
        group.bench_function(BenchmarkId::new("one pass", size), |bench| {
            bench.iter(|| {
                compiled.run();
                black_box(compiled.largest_load())
            });
        });
        // Seven numbers of four bytes a component and four a link, read and written once.
        let mut words = vec![1.0_f32; nodes * 7 + edges * 4];
        group.bench_function(BenchmarkId::new("bare memory pass", size), |bench| {
            bench.iter(|| {
                for word in &mut words {
                    *word = *word * 0.5 + 0.25;
                }
                black_box(words.last().copied())
            });
        });
    }
    group.finish();
}

/// Ranges on every source and every job.
fn ranges(c: &mut Criterion) {
    let catalog = Catalog::built_in();
    let daily = Id::new("daily").expect("an id");
    let conditions = Conditions { scenario: Some(&daily), ..Conditions::default() };
    let mut history = History::new(pipelines(100));
    for pipeline in 0..100_usize.div_ceil(STEPS.len()) {
        for (step, field, text) in [("app", Field::Load, "20..100 GB/day"), ("batch", Field::Throughput, "5..40 MB/s")]
        {
            let setting = loadline::catalog::Setting::read(field, text).expect("a setting");
            let element = loadline::design::ElementId::Component(id(step, pipeline));
            history.apply(Edit::Set { element, field, setting: Some(setting) }).expect("fits");
        }
    }
    let mut group = c.benchmark_group("ranges");
    group.sample_size(10);
    group.bench_function("10,000 draws of 100 components", |bench| {
        bench.iter(|| black_box(uncertainty(history.design(), catalog, conditions, 10_000, &|_| true)));
    });
    group.finish();
}

fn one_edit(c: &mut Criterion) {
    let catalog = Catalog::built_in();
    let daily = Id::new("daily").expect("an id");
    let conditions = Conditions { scenario: Some(&daily), ..Conditions::default() };
    let mut group = c.benchmark_group("one edit to a new verdict");
    for size in [100, 1_000, 10_000] {
        let mut history = History::new(pipelines(size));
        let last = size.div_ceil(STEPS.len()) - 1;
        let mut engine = Engine::new(history.design(), catalog, conditions);
        for step in ["app", "stream", "batch"] {
            let component = id(step, last);
            let mut units = 4;
            group.bench_function(BenchmarkId::new(step, size), |bench| {
                bench.iter(|| {
                    units = if units == 4 { 5 } else { 4 };
                    let field = if step == "app" { Field::Record } else { Field::Units };
                    let text = if step == "app" { format!("{units} KB") } else { units.to_string() };
                    let setting = loadline::catalog::Setting::read(field, &text).expect("a setting");
                    history
                        .apply(Edit::Set {
                            element: loadline::design::ElementId::Component(component.clone()),
                            field,
                            setting: Some(setting),
                        })
                        .expect("fits");
                    engine.edited(history.design(), catalog, conditions, std::slice::from_ref(&component));
                    black_box(engine.estimate().is_met())
                });
            });
        }
    }
    group.finish();
}

/// A pass over as many numbers as the flat arrays hold, and one over petgraph itself, in the same run.
fn beside(c: &mut Criterion) {
    let mut group = c.benchmark_group("beside");
    for size in [100, 10_000, 1_000_000] {
        let design = pipelines(size);
        let graph = design.graph();
        let (nodes, edges) = (graph.node_count(), graph.edge_count());
        // Seven numbers of four bytes a component and four a link, read and written once.
        let mut words = vec![1.0_f32; nodes * 7 + edges * 4];
        group.bench_function(BenchmarkId::new("bare memory pass", size), |bench| {
            bench.iter(|| {
                for word in &mut words {
                    *word = *word * 0.5 + 0.25;
                }
                black_box(words.last().copied())
            });
        });
        group.bench_function(BenchmarkId::new("plain petgraph pass", size), |bench| {
            bench.iter(|| {
                let order = petgraph::algo::toposort(graph, None).expect("no cycle");
                let mut flow = vec![0.0_f64; nodes];
                for index in order {
                    let into: f64 =
                        graph.edges_directed(index, petgraph::Incoming).map(|edge| flow[edge.source().index()]).sum();
                    flow[index.index()] = if into == 0.0 { 1.0 } else { into };
                }
                black_box(flow.last().copied())
            });
        });
    }
    group.finish();
}

criterion_group! {
    name = benches;
    config = Criterion::default().sample_size(20).measurement_time(Duration::from_secs(2)).warm_up_time(Duration::from_millis(500));
    targets = figures, one_edit, beside, ranges, screening, large
}
criterion_main!(benches);
