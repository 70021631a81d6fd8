//! What a frame costs on Loadline's board and on egui-snarl's, in one run, on the same graph in the same window: run and
//! tessellated with no display. Prints a table; all times are medians.
//!
//! `cargo run --release` in this folder.
#![allow(dead_code, missing_docs)]

#[path = "../../benches/board/grid.rs"]
mod grid;
mod snarl;
#[path = "../../benches/board/window.rs"]
mod window;

use std::time::{Duration, Instant};
use window::{Bare, Window};

/// Frames of one figure at most, and the time after which no more are taken.
const MOST: usize = 300;
const LONGEST: Duration = Duration::from_secs(8);

/// The median of the times of a frame, in milliseconds.
fn median(mut frame: impl FnMut()) -> f64 {
    let begun = Instant::now();
    let mut times = Vec::new();
    while times.len() < MOST && (times.len() < 3 || begun.elapsed() < LONGEST) {
        let at = Instant::now();
        frame();
        times.push(at.elapsed().as_secs_f64() * 1e3);
    }
    times.sort_by(f64::total_cmp);
    times.get(times.len() / 2).copied().unwrap_or_default()
}

fn main() {
    println!("| components, what | Loadline, ms | egui-snarl 0.12, ms | ratio |");
    println!("|---|---|---|---|");
    for count in [1_000, 10_000] {
        let mut ours = Window::<Bare>::new(count);
        let mut theirs = snarl::Board::new(count);
        for (near, place) in [(true, "50 in view"), (false, "all in view")] {
            ours.look(near);
            theirs.look(near);
            let row = |what: &str, ours: f64, theirs: f64| {
                println!("| {count}, {place}, {what} | {ours:.2} | {theirs:.1} | {:.0}x |", theirs / ours);
            };
            row("still", median(|| ours.frame(Vec::new())), median(|| theirs.frame()));
            ours.hold();
            let moved = median(|| ours.pull());
            ours.let_go();
            row("the board moves", moved, median(|| theirs.pull()));
        }
    }
}
