//! Reading the result in the window, with no display: the table of components, the bill and the staleness as pictures,
//! the design as text.
#![cfg(feature = "window")]
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

#[allow(dead_code, unused_imports)]
#[path = "commands/support.rs"]
mod support;

#[path = "reading/pictures.rs"]
mod pictures;
#[path = "reading/table.rs"]
mod table;
#[path = "reading/text.rs"]
mod text;

use support::*;

/// The example of 500 GB a day.
fn example() -> History {
    let text = std::fs::read_to_string("designs/500-gb-daily-in-2-h.ron").unwrap();
    History::new(loadline::file::read(&text).unwrap().design)
}

fn act(window: &mut Window, action: Action) {
    let ctx = window.ctx.clone();
    app_mut(window).act(&ctx, action);
    window.run();
}

fn click(window: &mut Window, label: &str) {
    window.get_by_label(label).click();
    window.run();
}

fn field<'a>(window: &'a Window, label: &'a str) -> egui_kittest::Node<'a> {
    window.get_by_role_and_label(egui::accesskit::Role::TextInput, label)
}

/// Puts the keyboard into a field, and types in place of what is there.
fn write_in(window: &mut Window, label: &str, text: &str) {
    field(window, label).focus();
    window.run();
    ctrl(window, Key::A);
    type_text(window, text);
    window.run();
}

/// Counts the frames of two seconds in which nobody does anything.
fn frames_at_rest(window: &mut Window) -> usize {
    window.run();
    let mut frames = 0;
    for _ in 0..80 {
        let delay = window.output().viewport_output.values().map(|output| output.repaint_delay).min().unwrap();
        if delay > std::time::Duration::from_secs(2) {
            break;
        }
        window.step();
        frames += 1;
    }
    frames
}
