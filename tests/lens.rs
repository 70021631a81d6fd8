//! What the board shows beyond boxes and links, in the window and with no display: lenses, the halo, the critical path,
//! the minimap, things that glide, what is said where the pointer rests.
#![cfg(feature = "window")]
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

#[path = "lens/glide.rs"]
mod glide;
#[path = "lens/lenses.rs"]
mod lenses;
#[path = "lens/minimap.rs"]
mod minimap;
#[path = "lens/path.rs"]
mod path;
#[allow(dead_code, unused_imports)]
#[path = "commands/support.rs"]
mod support;
#[path = "lens/teach.rs"]
mod teach;

use egui::{Pos2, Rect, Shape, TextureId, vec2};
use loadline::design::{Requirement, Scenario, Statistic};
use loadline::units::{Kind, Stated};
use support::*;

/// devices -> log -> job -> warehouse with figures, and a scenario that allows six hours at the warehouse.
fn figures(load: &str, units: &str) -> History {
    let mut history = history();
    let set = [
        ("devices", Field::Load, load),
        ("job", Field::Throughput, "4 MB/s"),
        ("job", Field::Units, units),
        ("job", Field::Mode, "batch"),
        ("job", Field::Every, "1 h"),
    ];
    for (name, field, text) in set {
        let setting = Some(Setting::read(field, text).unwrap());
        history.apply(Edit::Set { element: component(name), field, setting }).unwrap();
    }
    let mut scenario = Scenario::new(id("usual"), "Usual day");
    let limit = Stated::read("6 h", Kind::Time).unwrap();
    scenario.requirements = vec![Requirement::Staleness { at: id("warehouse"), statistic: Statistic::P95, limit }];
    history.apply(Edit::insert(Element::Scenario(scenario))).unwrap();
    History::new(history.into_design())
}

/// What a screen reader hears of a component beside its name.
fn description(window: &Window, name: &str) -> String {
    let start = format!("{name}, ");
    let node = window.get_by(|node| {
        node.role() == egui::accesskit::Role::Button && node.label().is_some_and(|label| label.starts_with(&start))
    });
    node.accesskit_node().description().unwrap_or_default()
}

fn each_shape(shape: &Shape, see: &mut impl FnMut(&Shape)) {
    match shape {
        Shape::Vec(shapes) => shapes.iter().for_each(|shape| each_shape(shape, see)),
        other => see(other),
    }
}

fn shapes(window: &Window) -> Vec<Shape> {
    let mut all = Vec::new();
    for clipped in &window.output().shapes {
        each_shape(&clipped.shape, &mut |shape| all.push(shape.clone()));
    }
    all
}

/// Every text that was painted in the last frame, and where.
fn texts(window: &Window) -> Vec<(String, Pos2)> {
    let text = |shape: Shape| match shape {
        Shape::Text(text) => Some((text.galley.text().to_owned(), text.pos)),
        _ => None,
    };
    shapes(window).into_iter().filter_map(text).collect()
}

fn paints(window: &Window, words: &str) -> bool {
    texts(window).iter().any(|(text, _)| text.contains(words))
}

/// Where a component is on the screen.
fn on_screen(window: &Window, name: &str) -> Rect {
    let view = app(window).view();
    let corner = view.on_screen(design(window).component(&id(name)).unwrap().at);
    Rect::from_min_size(corner, vec2(180.0, 80.0) * view.zoom())
}

fn rests(window: &Window) -> bool {
    let patient = std::time::Duration::from_secs(2);
    window.output().viewport_output.values().all(|output| output.repaint_delay > patient)
}

fn act(window: &mut Window, action: Action) {
    let ctx = window.ctx.clone();
    app_mut(window).act(&ctx, action);
    window.run_steps(3);
}

fn press_at(window: &mut Window, at: Pos2, pressed: bool) {
    let (button, modifiers) = (egui::PointerButton::Primary, Modifiers::NONE);
    window.event(Event::PointerButton { pos: at, button, pressed, modifiers });
    window.run_steps(1);
}

fn click_at(window: &mut Window, at: Pos2) {
    window.hover_at(at);
    window.run_steps(2);
    press_at(window, at, true);
    press_at(window, at, false);
    window.run_steps(2);
}
