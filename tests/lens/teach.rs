//! What is said where the pointer rests, and what is cut because it is too long.

use super::support::*;
use super::*;

/// Rests the pointer on a box, at a share of its size.
fn rest(window: &mut Window, name: &str, share: egui::Vec2) {
    let rect = on_screen(window, name);
    window.hover_at(rect.min + rect.size() * share);
    window.run_steps(60);
}

#[test]
fn the_figures_of_a_box_are_explained_where_the_pointer_rests_on_them() {
    let mut window = window_of(figures("10 MB/s", "6"));
    rest(&mut window, "job", vec2(0.3, 0.66));
    assert!(shows(&window, "Load at peak") && shows(&window, "41.67 %") && shows(&window, "tick on the bar"));
    rest(&mut window, "job", vec2(0.15, 0.85));
    assert!(shows(&window, "What comes in") && shows(&window, "10 MB/s on average"));
    assert!(!shows(&window, "tick on the bar"));
    rest(&mut window, "warehouse", vec2(0.85, 0.85));
    assert!(shows(&window, "Age of the data") && shows(&window, "in 95 % of the time"));
    rest(&mut window, "warehouse", vec2(0.5, 0.2));
    assert!(!shows(&window, "Age of the data"), "elsewhere the box says what it is");
    assert!(rests(&window));
}

#[test]
fn a_long_name_is_cut_on_the_box_and_shown_in_full_where_the_pointer_rests() {
    let name = "Warehouse of everything that was ever sold anywhere";
    let mut history = history();
    let mut part = history.design().component(&id("job")).unwrap().clone();
    part.name = name.to_owned();
    history.apply(Edit::Replace(Element::Component(part))).unwrap();
    let mut window = window_of(History::new(history.into_design()));
    let rect = on_screen(&window, "job");
    let cut = shapes(&window).into_iter().any(|shape| match shape {
        Shape::Text(text) => text.galley.elided && text.galley.text() == name && rect.contains(text.pos),
        _ => false,
    });
    assert!(cut, "with an ellipsis");
    assert!(window.query_all_by_label(name).next().is_none(), "nowhere in full");
    rest(&mut window, "job", vec2(0.5, 0.2));
    assert!(window.query_all_by_label(name).next().is_some(), "in full");
}

#[test]
fn links_and_frames_with_long_names_say_them_in_full_too() {
    let long = "only what was sold in shops of the northern region and not yet counted by anybody";
    let mut history = history();
    let mut link = history.design().link(&id("log>job")).unwrap().clone();
    link.label = long.to_owned();
    history.apply(Edit::Replace(Element::Link(link))).unwrap();
    let frame = loadline::design::Frame::new(id("zone"), long, Point::new(28, 6), Point::new(12, 8));
    history.apply(Edit::insert(Element::Frame(frame))).unwrap();
    let mut window = window_of(History::new(history.into_design()));
    let heard = |window: &Window| window.query_all_by_label(long).next().is_some();
    assert!(!heard(&window));
    let label = texts(&window).into_iter().find(|(text, _)| text == long).unwrap().1;
    window.hover_at(label + vec2(20.0, 4.0));
    window.run_steps(60);
    assert!(heard(&window), "the words beside the link");
    window.hover_at(Pos2::new(5.0, 5.0));
    window.run_steps(60);
    assert!(!heard(&window));
    let title = app(&window).view().on_screen(Point::new(30, 6)) + vec2(0.0, 10.0);
    window.hover_at(title);
    window.run_steps(60);
    assert!(heard(&window), "the name of the frame");
}

#[test]
fn a_link_over_capacity_is_crossed_by_bars_all_along() {
    let bars = |units: &str| {
        let window = window_of(figures("10 MB/s", units));
        let area = app(&window).view().area();
        // The corners of what is drawn between the two: the line and its arrow, and the bars if there are any.
        let (log, job) = (on_screen(&window, "log"), on_screen(&window, "job"));
        let between = |at: egui::Pos2| area.contains(at) && at.x > log.right() && at.x < job.left();
        let corners = |shape: &Shape| match shape {
            Shape::Mesh(mesh) => mesh.vertices.iter().filter(|corner| between(corner.pos)).count(),
            Shape::LineSegment { points, .. } => points.iter().filter(|at| between(**at)).count(),
            _ => 0,
        };
        shapes(&window).iter().map(corners).sum::<usize>()
    };
    let (calm, over) = (bars("6"), bars("1"));
    assert!(calm > 0 && over >= calm + 4 * 4, "{calm} corners, {over} over capacity");
}
