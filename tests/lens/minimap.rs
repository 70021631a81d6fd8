//! The whole board in a corner.

use super::support::*;
use super::*;
use egui::accesskit::Role as Widget;

fn far() -> Window {
    let mut history = history();
    put(&mut history, "lonely", Role::Queue, 200, 100);
    let mut window = window_of(History::new(history.into_design()));
    ctrl(&mut window, Key::Num0);
    window.run();
    window
}

fn shown(window: &Window) -> bool {
    window.query_by_role_and_label(Widget::Button, "Minimap").is_some()
}

fn in_view(window: &Window, name: &str) -> bool {
    app(window).view().area().intersects(on_screen(window, name))
}

#[test]
fn the_minimap_is_there_when_not_all_is_in_view() {
    let mut window = far();
    assert!(shown(&window));
    press_with(&mut window, Modifiers::SHIFT, Key::Num1);
    assert!(!shown(&window), "all is in view");
    let empty = window_of(History::new(Design::new("Nothing")));
    assert!(!shown(&empty), "there is nothing to be shown");
}

#[test]
fn a_click_on_the_minimap_goes_there_and_a_drag_goes_on() {
    let mut window = far();
    assert!(!in_view(&window, "lonely"));
    let map = app(&window).view().minimap().unwrap();
    click_at(&mut window, map.right_bottom() - vec2(12.0, 9.0));
    assert!(in_view(&window, "lonely"), "the far corner of the board");
    assert!(selected(&window).is_empty(), "nothing under it was clicked");
    let to = map.left_top() + vec2(20.0, 12.0);
    let from = map.right_bottom() - vec2(12.0, 9.0);
    press_at(&mut window, from, true);
    for step in 1..=8_u8 {
        window.hover_at(from.lerp(to, f32::from(step) / 8.0));
        window.run_steps(1);
    }
    assert!(in_view(&window, "devices") && !in_view(&window, "lonely"));
    press_at(&mut window, to, false);
    window.run_steps(2);
    assert_eq!(steps(&window), 0);
    window.remove_cursor();
    window.run_steps(5);
    assert!(rests(&window));
}

#[test]
fn arrows_on_the_minimap_move_the_view_and_nothing_else() {
    let mut window = far();
    select(&mut window, &["job"]);
    window.get_by_role_and_label(Widget::Button, "Minimap").focus();
    window.run_steps(2);
    let before = on_screen(&window, "devices").left();
    press(&mut window, Key::ArrowRight);
    assert!(on_screen(&window, "devices").left() < before - 100.0);
    assert_eq!(steps(&window), 0, "what is selected stays");
    let node = window.get_by_role_and_label(Widget::Button, "Minimap");
    let said = node.accesskit_node().description().unwrap_or_default();
    assert!(said.contains("of the board is in view"), "{said}");
}

#[test]
fn the_minimap_is_switched_off_by_a_command_and_remembered() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = far();
    let ctx = window.ctx.clone();
    let remembered = || loadline::app::Settings::load(folder.path()).0;
    app_mut(&mut window).remember_in(&ctx, folder.path(), remembered());
    press_with(&mut window, Modifiers::SHIFT, Key::M);
    assert!(!shown(&window));
    for _ in 0..400 {
        window.run_steps(1);
        if std::fs::read_to_string(folder.path().join("settings.ron")).is_ok_and(|text| text.contains("minimap: false"))
        {
            break;
        }
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
    let mut next = far();
    let ctx = next.ctx.clone();
    app_mut(&mut next).remember_in(&ctx, folder.path(), remembered());
    next.run();
    assert!(!shown(&next), "the next window has none either");
    act(&mut next, Action::Minimap);
    assert!(shown(&next));
}

#[test]
fn blocks_of_ten_thousand_are_made_once_and_are_no_more_than_can_be_seen() {
    let mut history = History::new(Design::new("Many"));
    for place in 0..10_000 {
        put(&mut history, &format!("part{place}"), Role::Queue, 12 * (place % 100), 7 * (place / 100));
    }
    let mut window = window_of(History::new(history.into_design()));
    ctrl(&mut window, Key::Num0);
    window.run_steps(3);
    let map = app(&window).view().minimap().unwrap();
    // The map is an image of its own: four corners, whatever is on it.
    let image = |window: &Window| {
        shapes(window).into_iter().find_map(|shape| match shape {
            Shape::Rect(rect) if map.contains_rect(rect.rect) => rect.brush.map(|brush| brush.fill_texture_id),
            Shape::Mesh(mesh) if map.contains_rect(mesh.calc_bounds()) && mesh.texture_id != TextureId::default() => {
                Some(mesh.texture_id)
            }
            _ => None,
        })
    };
    let first = image(&window).unwrap();
    window.run_steps(2);
    assert_eq!(image(&window), Some(first));
    let made = &window.output().textures_delta.set;
    assert!(made.iter().all(|(id, _)| *id != first), "kept while nothing changes");
}
