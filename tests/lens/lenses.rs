//! One figure at a time, while a key is held or until told otherwise.

use super::support::*;
use super::*;
use loadline::canvas::{Lens, Palette};

fn lens(window: &Window) -> Option<Lens> {
    app(window).view().lens()
}

/// Waits until the ranges have been drawn.
fn wait_for_ranges(window: &mut Window) {
    for _ in 0..3000 {
        window.run_steps(1);
        if app(window).view().halo().next().is_some() {
            window.run_steps(2);
            return;
        }
        std::thread::sleep(std::time::Duration::from_millis(10));
    }
    panic!("no ranges were drawn");
}

#[test]
fn a_held_key_shows_one_figure_large_and_no_longer_than_it_is_held() {
    let mut window = window_of(figures("10 MB/s", "6"));
    assert_eq!(description(&window, "job"), "");
    assert!(!paints(&window, "Lens: load"));
    window.key_down(Key::L);
    window.run_steps(3);
    assert_eq!(lens(&window), Some(Lens::Load));
    assert!(description(&window, "job").starts_with("41.7 %, at peak, target"), "{}", description(&window, "job"));
    assert!(texts(&window).iter().any(|(text, _)| text == "41.7 %"), "10 MB/s of six times 4 MB/s");
    assert!(paints(&window, "Lens: load") && paints(&window, "target"), "the legend says what is seen");
    window.key_up(Key::L);
    window.run_steps(3);
    assert_eq!(lens(&window), None);
    assert_eq!(description(&window, "job"), "");
    assert!(!paints(&window, "Lens: load"));
}

#[test]
fn draws_of_a_lens_that_was_held_for_a_moment_come_to_an_end() {
    let mut window = window_of(figures("5..20 MB/s", "6"));
    window.key_down(Key::U);
    window.run_steps(2);
    window.key_up(Key::U);
    window.run_steps(2);
    assert_eq!(lens(&window), None);
    for _ in 0..300 {
        // Only what takes longer than a blink is told of.
        std::thread::sleep(std::time::Duration::from_millis(300));
        window.run_steps(2);
        if !paints(&window, "Drawing ranges") {
            return;
        }
    }
    panic!("the strip that tells of it stays");
}

#[test]
fn each_lens_has_its_figure_and_its_words() {
    let mut window = window_of(figures("10 MB/s", "6"));
    for (key, lens, name, words) in [
        (Key::L, Lens::Load, "job", "at peak, target"),
        (Key::L, Lens::Load, "monitor", "carries no data"),
        (Key::S, Lens::Staleness, "warehouse", "p95; 6 h allowed"),
        (Key::S, Lens::Staleness, "devices", "0 s, p95"),
        (Key::D, Lens::Cost, "log", "costs nothing"),
    ] {
        window.key_down(key);
        window.run_steps(3);
        assert_eq!(app(&window).view().lens(), Some(lens));
        assert!(description(&window, name).contains(words), "{lens:?} {name}: {}", description(&window, name));
        window.key_up(key);
        window.run_steps(2);
    }
}

#[test]
fn what_is_over_its_capacity_is_red_hatched_and_called_so() {
    let mut window = window_of(figures("10 MB/s", "1"));
    act(&mut window, Action::Lens(Lens::Load));
    let said = description(&window, "job");
    assert!(said.starts_with("250 %, falls behind"), "{said}");
    let palette = if window.ctx.theme() == egui::Theme::Dark { Palette::DARK } else { Palette::LIGHT };
    let over = |window: &Window, name: &str| {
        let rect = on_screen(window, name);
        let ground = shapes(window).into_iter().any(|shape| match shape {
            Shape::Rect(shape) => shape.rect.center().distance(rect.center()) < 1.0 && shape.fill == palette.warm(1.0),
            _ => false,
        });
        let slanted = |points: &[Pos2]| points[0].x < points[1].x && points[0].y > points[1].y;
        let lines = shapes(window).into_iter().filter(|shape| match shape {
            Shape::LineSegment { points, .. } => {
                slanted(points) && rect.contains(Rect::from_two_pos(points[0], points[1]).center())
            }
            _ => false,
        });
        (ground, lines.count() > 5)
    };
    assert_eq!(over(&window, "job"), (true, true));
    assert_eq!(over(&window, "log"), (false, false));
}

#[test]
fn data_gets_warmer_from_the_source_to_where_it_is_read() {
    let mut window = window_of(figures("10 MB/s", "6"));
    act(&mut window, Action::Lens(Lens::Staleness));
    let palette = if window.ctx.theme() == egui::Theme::Dark { Palette::DARK } else { Palette::LIGHT };
    let ground = |name: &str| {
        let rect = on_screen(&window, name);
        let mut fills = shapes(&window).into_iter().filter_map(|shape| match shape {
            Shape::Rect(shape) if shape.rect.center().distance(rect.center()) < 1.0 && shape.rect.width() > 100.0 => {
                Some(shape.fill)
            }
            _ => None,
        });
        fills.next_back().unwrap()
    };
    let heat = |name: &str| {
        let fill = ground(name);
        (0..=200_u8).map(|step| f32::from(step) / 200.0).find(|heat| palette.warm(*heat) == fill).unwrap()
    };
    assert_eq!(heat("devices"), 0.0);
    assert!(heat("job") > 0.1 && heat("warehouse") >= heat("job"), "{} {}", heat("job"), heat("warehouse"));
    assert!(texts(&window).iter().any(|(text, _)| text.ends_with(" old")), "links tell the age of what goes over them");
}

#[test]
fn letters_that_are_typed_are_no_lens() {
    let mut window = window_of(figures("10 MB/s", "6"));
    ctrl(&mut window, Key::F);
    window.key_down(Key::L);
    window.run_steps(3);
    assert_eq!(lens(&window), None);
    window.key_up(Key::L);
    press(&mut window, Key::Escape);
    // The second stroke of a command of two is no lens either.
    select(&mut window, &["log"]);
    window.key_press_modifiers(Modifiers::ALT, Key::S);
    window.run_steps(1);
    window.key_down(Key::U);
    window.run_steps(3);
    assert_eq!(lens(&window), None);
    assert_eq!(selected(&window), ["devices", "log"], "it was the command");
}

#[test]
fn a_window_that_loses_the_keyboard_holds_no_key() {
    let mut window = window_of(figures("10 MB/s", "6"));
    window.key_down(Key::S);
    window.run_steps(2);
    assert_eq!(lens(&window), Some(Lens::Staleness));
    window.event(Event::WindowFocused(false));
    window.input_mut().focused = false;
    window.run_steps(2);
    assert_eq!(lens(&window), None);
    window.event(Event::WindowFocused(true));
    window.input_mut().focused = true;
    window.run_steps(2);
    assert_eq!(lens(&window), None, "the key was let go elsewhere");
}

#[test]
fn a_lens_stays_by_command_until_chosen_again_closed_or_escaped() {
    let mut window = window_of(figures("10 MB/s", "6"));
    window.get_by_label("View").click();
    window.run();
    window.get_by_label("Lens").click();
    window.run();
    window.get_by_label("Lens: cost").click();
    window.run();
    assert_eq!(lens(&window), Some(Lens::Cost));
    press_with(&mut window, Modifiers::SHIFT, Key::D);
    assert_eq!(lens(&window), None);
    press_with(&mut window, Modifiers::SHIFT, Key::L);
    assert_eq!(lens(&window), Some(Lens::Load));
    window.key_down(Key::S);
    window.run_steps(2);
    assert_eq!(lens(&window), Some(Lens::Staleness), "a held one goes before one that stays");
    window.key_up(Key::S);
    window.run_steps(2);
    window.get_by_label("End the lens").click();
    window.run();
    assert_eq!(lens(&window), None);
    press_with(&mut window, Modifiers::SHIFT, Key::L);
    select(&mut window, &["job"]);
    press(&mut window, Key::Escape);
    assert_eq!((lens(&window), selected(&window).len()), (Some(Lens::Load), 0), "first the selection");
    press(&mut window, Key::Escape);
    assert_eq!(lens(&window), None);
    assert_eq!(steps(&window), 0, "looking changes nothing");
}

#[test]
fn a_click_on_the_figure_of_a_lens_unfolds_it() {
    let mut window = window_of(figures("10 MB/s", "6"));
    act(&mut window, Action::Lens(Lens::Load));
    assert!(!shows(&window, "= 41.67 %"));
    let at = on_screen(&window, "job").center();
    click_at(&mut window, at);
    window.run();
    assert!(shows(&window, "= 41.67 %"), "how the load was computed");
    assert_eq!(selected(&window), ["job"]);
}

#[test]
fn what_drives_the_result_wears_rings_and_says_how_much() {
    let mut window = window_of(figures("8..16 MB/s", "6"));
    act(&mut window, Action::Lens(Lens::Uncertainty));
    assert!(shows(&window, "Drawing ranges"), "the lens says what it waits for");
    wait_for_ranges(&mut window);
    let said = description(&window, "devices");
    let share: f64 = said.split("drives ").nth(1).and_then(|tail| tail.split(' ').next()).unwrap().parse().unwrap();
    assert!(share > 90.0 && said.ends_with("% of p95"), "nothing else varies: {said}");
    assert!(!description(&window, "log").contains("drives"));
    assert!(paints(&window, "met in ") && paints(&window, "of the draws"));
    let rings = |name: &str| {
        let rect = on_screen(&window, name);
        let around = |shape: &Shape| match shape {
            Shape::Rect(shape) => {
                shape.rect.center().distance(rect.center()) < 1.0
                    && shape.rect.contains_rect(rect.expand(1.0))
                    && shape.rect.width() < rect.width() + 60.0
            }
            _ => false,
        };
        shapes(&window).iter().filter(|shape| around(shape)).count()
    };
    assert_eq!((rings("devices"), rings("log")), (3, 0));
    // Ranges of components stand in the boxes.
    assert!(description(&window, "warehouse").contains(" to "), "{}", description(&window, "warehouse"));
    act(&mut window, Action::Lens(Lens::Uncertainty));
    assert_eq!(app(&window).view().halo().count(), 0);
    act(&mut window, Action::ShowRanges);
    window.run_steps(2);
    assert_eq!(app(&window).view().halo().count(), 1, "beside the panel of ranges the rings are seen without a lens");
}

#[test]
fn draws_that_were_stopped_are_begun_again_from_the_legend() {
    let mut window = window_of(figures("8..16 MB/s", "6"));
    act(&mut window, Action::Lens(Lens::Uncertainty));
    for _ in 0..200 {
        window.run_steps(1);
        if window.query_by_label("Cancel: Drawing ranges").is_some() {
            break;
        }
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
    window.get_by_label("Cancel: Drawing ranges").click();
    window.run_steps(3);
    assert!(shows(&window, "have not been drawn"));
    window.run_steps(10);
    assert!(shows(&window, "have not been drawn"), "nobody begins them unasked");
    window.get_by_label("Draw ranges").click();
    window.run_steps(3);
    assert!(!shows(&window, "have not been drawn"));
    wait_for_ranges(&mut window);
}

#[test]
fn a_design_without_ranges_says_how_to_state_one() {
    let mut window = window_of(figures("10 MB/s", "6"));
    act(&mut window, Action::Lens(Lens::Uncertainty));
    for _ in 0..500 {
        window.run_steps(1);
        if shows(&window, "Nothing here is a range") {
            return;
        }
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
    panic!("nothing was said");
}

#[test]
fn nothing_repaints_at_rest_with_each_lens_and_with_everything_shown() {
    let mut window = window_of(figures("8..16 MB/s", "6"));
    for lens in Lens::ALL {
        app_mut(&mut window).view_mut().keep_lens(Some(*lens));
        window.run_steps(3);
        if *lens == Lens::Uncertainty {
            wait_for_ranges(&mut window);
        }
        window.run_steps(20);
        assert!(rests(&window), "{lens:?}");
    }
    act(&mut window, Action::CriticalPath);
    act(&mut window, Action::ZoomReset);
    window.run_steps(400);
    assert!(rests(&window));
}

#[test]
fn seen_from_afar_a_lens_is_blocks_of_colour() {
    let mut history = History::new(Design::new("Many"));
    for place in 0..400 {
        put(&mut history, &format!("part{place}"), Role::Queue, 12 * (place % 20), 7 * (place / 20));
    }
    let mut window = window_of(History::new(history.into_design()));
    app_mut(&mut window).view_mut().zoom_by(0.3);
    window.run();
    assert!(app(&window).view().zoom() < 0.2);
    act(&mut window, Action::Lens(Lens::Load));
    let mesh = |shape: &Shape| matches!(shape, Shape::Mesh(mesh) if mesh.vertices.len() == 1600);
    assert!(shapes(&window).iter().any(mesh), "one mesh for all");
}
