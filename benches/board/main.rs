//! What a frame costs, by size of the design: the board alone and the whole window, run and tessellated with no display
//! at 1600 by 1000 points.
//!
//! "near" is at 100 %, where some fifty components are seen; "all" has the whole design in view.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]

mod grid;
mod window;

use criterion::{BenchmarkId, Criterion, criterion_group, criterion_main};
use std::time::Duration;
use window::{Bare, Shown, Whole, Window};

const SIZES: [usize; 3] = [1_000, 10_000, 100_000];

/// A window that is made when a figure of it is wanted.
struct Late<S, M> {
    make: M,
    window: Option<Window<S>>,
}

impl<S: Shown, M: Fn() -> Window<S>> Late<S, M> {
    fn looks(&mut self, near: bool) -> &mut Window<S> {
        let window = self.window.get_or_insert_with(&self.make);
        window.look(near);
        window
    }
}

fn frames<S: Shown>(c: &mut Criterion, what: &str) {
    let mut group = c.benchmark_group(what);
    for size in SIZES {
        let mut late = Late { make: || Window::<S>::new(size), window: None };
        for near in [false, true] {
            let place = if near { "near" } else { "all" };
            group.bench_function(BenchmarkId::new(format!("{place}, still"), size), |bench| {
                let window = late.looks(near);
                bench.iter(|| window.frame(Vec::new()));
            });
            group.bench_function(BenchmarkId::new(format!("{place}, pointer moves"), size), |bench| {
                let window = late.looks(near);
                bench.iter(|| window.point());
            });
            group.bench_function(BenchmarkId::new(format!("{place}, board moves"), size), |bench| {
                let window = late.looks(near);
                window.hold();
                bench.iter(|| window.pull());
                window.let_go();
            });
            group.bench_function(BenchmarkId::new(format!("{place}, zooms"), size), |bench| {
                let window = late.looks(near);
                bench.iter(|| window.zoom());
            });
        }
    }
    for near in [false, true] {
        let place = if near { "near" } else { "all" };
        let mut held = None;
        group.bench_function(format!("{place}, 1,000 of 10,000 dragged"), |bench| {
            let window = held.get_or_insert_with(|| {
                let mut window = Window::<S>::new(10_000);
                window.look(near);
                window.take_hold_of(1_000);
                window
            });
            bench.iter(|| window.drag());
            assert!(window.edits() > 0, "nothing was dragged");
        });
    }
    group.finish();
}

fn board(c: &mut Criterion) {
    frames::<Bare>(c, "board");
}

fn whole(c: &mut Criterion) {
    frames::<Whole>(c, "window");
}

criterion_group! {
    name = benches;
    config = Criterion::default().sample_size(30).measurement_time(Duration::from_secs(1)).warm_up_time(Duration::from_millis(300));
    targets = board, whole
}
criterion_main!(benches);
