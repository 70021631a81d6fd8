//! Hostile numbers in the window: whatever a file may hold, sixty frames of looking at it from near and far, in every
//! panel, and not a panic.
#![cfg(feature = "window")]
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use egui_kittest::Harness;
use loadline::app::App;
use loadline::app::command::Action;
use loadline::catalog::{Catalog, Field, FieldKind, Place, Role, Setting};
use loadline::design::{
    Arrangement, Component, Design, Edit, Element, Frame, History, Id, Link, Note, Point, Scenario, Stroke,
};
use loadline::file::{Comments, read, write};

const NUMBERS: [&str; 8] = ["9e29", "1e-29", "0", "1", "1e15", "1e-15", "0.1..1e20", "1e-20..1e20"];
const FAR: i32 = Point::LIMIT;

fn id(text: &str) -> Id {
    Id::new(text).unwrap()
}

fn unit_of(example: &str) -> String {
    let number = |letter: char| letter.is_ascii_digit() || matches!(letter, '.' | '$' | 'k');
    let rest = example.trim_start_matches(number).trim_start();
    if example.starts_with('$') { format!("${rest}") } else { rest.trim_start_matches("M ").to_owned() }
}

/// A component of each role with this number in every field that takes it, at the ends of the board, linked in a row.
fn design(number: &str) -> (Design, usize) {
    let mut history = History::new(Design::new(number));
    let (mut set, mut before) = (0, None);
    let corners = [(-FAR, -FAR), (FAR, FAR), (FAR, -FAR), (-FAR, FAR), (0, 0), (13, 0), (26, 1)];
    for (role, (x, y)) in Role::ALL.iter().zip(corners.into_iter().cycle()) {
        let product = Catalog::built_in().products().find(|product| product.role == *role).unwrap();
        let mut component = Component::new(id(role.name()), role.name(), *role, &product.id, Point::new(x, y));
        for field in Field::ALL.iter().copied().filter(|field| field.fits(Place::Component(*role))) {
            let unit = match field.kind() {
                FieldKind::Quantity(kind) => unit_of(kind.example()),
                FieldKind::Load => "GB/day".to_owned(),
                _ => continue,
            };
            let text = match unit.strip_prefix('$') {
                Some(unit) => format!("${number}{unit}"),
                None => format!("{number} {unit}"),
            };
            if let Ok(setting) = Setting::read(field, text.trim()) {
                component.settings.put(field, Some(setting));
                set += 1;
            }
        }
        let here = component.id.clone();
        history.apply(Edit::insert(Element::Component(component))).unwrap();
        if let Some(before) = before.replace(here.clone()) {
            // Not every role can be linked to every other.
            let _ = history.apply(Edit::insert(Element::Link(Link::new(before, here))));
        }
    }
    let wide = Point::new(FAR, FAR);
    history.apply(Edit::insert(Element::Note(Note::new(id("n"), Point::new(-FAR, 0), wide, "far")))).unwrap();
    history.apply(Edit::insert(Element::Frame(Frame::new(id("f"), "far", Point::new(-FAR, -FAR), wide)))).unwrap();
    let points = vec![Point::new(-FAR, FAR), Point::new(FAR, -FAR), Point::new(0, 0)];
    let stroke = Stroke { id: id("s"), at: Point::new(FAR, -FAR), points, arrangement: Arrangement::default() };
    history.apply(Edit::insert(Element::Stroke(stroke))).unwrap();
    history.apply(Edit::insert(Element::Scenario(Scenario::new(id("any"), "Any")))).unwrap();
    (history.into_design(), set)
}

#[test]
fn hostile_numbers_are_looked_at_for_sixty_frames() {
    let mut all = 0;
    for number in NUMBERS {
        let (design, set) = design(number);
        all += set;
        // As a file would bring it.
        let design = read(&write(&design, &Comments::default())).unwrap().design;
        let mut start = Some(History::new(design));
        let mut window: Harness<'_, Option<App>> =
            Harness::builder().with_size([1200.0, 800.0]).with_max_steps(200).build_ui_state(
                move |ui, app: &mut Option<App>| {
                    let app = app
                        .get_or_insert_with(|| App::new(ui.ctx(), start.take().unwrap(), Catalog::built_in().clone()));
                    app.ui(ui);
                },
                None,
            );
        let actions = [
            Action::Fit,
            Action::ShowCost,
            Action::SelectAll,
            Action::FitSelection,
            Action::ShowProblems,
            Action::ShowDerivation,
            Action::SelectNone,
            Action::NextComponent,
            Action::FitSelection,
            Action::Duplicate,
            Action::Tidy,
            Action::ZoomReset,
            Action::NextComponent,
            Action::Undo,
            Action::ZoomIn,
        ];
        for action in actions {
            window.run_steps(4);
            let ctx = window.ctx.clone();
            window.state_mut().as_mut().unwrap().act(&ctx, action);
        }
        window.run_steps(4);
        let app = window.state().as_ref().unwrap();
        let estimate = app.estimate().expect("it is estimated");
        assert!(estimate.cost.value.is_finite(), "{number}");
    }
    assert!(all > 200, "{all} fields were set");
}
