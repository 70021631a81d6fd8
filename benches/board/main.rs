//! What a frame costs, by size of the design: the board alone and the whole window, run and tessellated with no display
//! at 1600 by 1000 points.
//!
//! "near" is at 100 %, where some fifty components are seen; "all" has the whole design in view.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]

mod grid;
mod window;

use criterion::{BenchmarkId, Criterion, criterion_group, criterion_main};
use std::time::Duration;
use window::{Bare, Whole, Window};

const SIZES: [usize; 3] = [1_000, 10_000, 100_000];

fn frames<S: window::Shown>(c: &mut Criterion, what: &str, make: impl Fn(usize) -> Window<S>) {
    let mut group = c.benchmark_group(what);
    for size in SIZES {
        let mut window = make(size);
        for near in [false, true] {
            let place = if near { "near" } else { "all" };
            window.look(near);
            group.bench_function(BenchmarkId::new(format!("{place}, still"), size), |bench| {
                bench.iter(|| window.frame(Vec::new()));
            });
            group.bench_function(BenchmarkId::new(format!("{place}, pointer moves"), size), |bench| {
                bench.iter(|| window.point());
            });
            window.hold();
            group.bench_function(BenchmarkId::new(format!("{place}, board moves"), size), |bench| {
                bench.iter(|| window.pull());
            });
            window.let_go();
            group.bench_function(BenchmarkId::new(format!("{place}, zooms"), size), |bench| {
                bench.iter(|| window.zoom());
            });
        }
    }
    group.finish();
}

fn drags<S: window::Shown>(c: &mut Criterion, what: &str, make: impl Fn(usize) -> Window<S>) {
    let mut group = c.benchmark_group(what);
    for near in [false, true] {
        let mut window = make(10_000);
        window.look(near);
        window.take_hold_of(1_000);
        let place = if near { "near" } else { "all" };
        group.bench_function(format!("{place}, 1,000 of 10,000 dragged"), |bench| bench.iter(|| window.drag()));
        assert!(window.edits() > 10, "nothing was dragged");
    }
    group.finish();
}

fn board(c: &mut Criterion) {
    frames(c, "board", Window::<Bare>::new);
    drags(c, "board", Window::<Bare>::new);
}

fn whole(c: &mut Criterion) {
    frames(c, "window", Window::<Whole>::new);
    drags(c, "window", Window::<Whole>::new);
}

criterion_group! {
    name = benches;
    config = Criterion::default().sample_size(30).measurement_time(Duration::from_secs(1)).warm_up_time(Duration::from_millis(300));
    targets = board, whole
}
criterion_main!(benches);
