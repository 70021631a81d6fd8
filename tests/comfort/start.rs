//! The start page, and what empty places say.

use crate::support::*;
use egui::accesskit::Role as Kind;
use loadline::templates::TEMPLATES;

fn started() -> Window {
    let mut window = window();
    app_mut(&mut window).show_start();
    window.run();
    window
}

#[test]
fn the_start_page_offers_templates_and_says_where_recent_files_will_stand() {
    let window = started();
    for template in TEMPLATES {
        assert!(window.query_by_role_and_label(Kind::Button, template.title).is_some(), "{}", template.title);
    }
    assert!(shows(&window, "Files that you open or save stand here."));
    assert_eq!(steps(&window), 0, "it is no step");
}

#[test]
fn a_template_is_begun_by_keyboard_alone_and_the_page_goes() {
    let mut window = started();
    let title = TEMPLATES[3].title;
    // Past the inspector to what stands below the board.
    press(&mut window, Key::F6);
    press(&mut window, Key::F6);
    for _ in 0..40 {
        if window.get_by_role_and_label(Kind::Button, title).is_focused() {
            break;
        }
        press(&mut window, Key::Tab);
    }
    press(&mut window, Key::Enter);
    assert_eq!(design(&window).name(), loadline::file::read(TEMPLATES[3].text).unwrap().design.name());
    assert!(!app(&window).shows_start());
}

#[test]
fn the_start_page_goes_with_the_first_change_with_escape_and_with_another_list_and_comes_back_from_the_menu() {
    let mut window = started();
    assert!(app(&window).shows_start());
    press(&mut window, Key::Escape);
    assert!(!app(&window).shows_start());
    let ctx = window.ctx.clone();
    app_mut(&mut window).act(&ctx, Action::StartPage);
    window.run();
    assert!(app(&window).shows_start());
    select(&mut window, &["log"]);
    assert!(app(&window).shows_start(), "looking is no change");
    press(&mut window, Key::ArrowRight);
    window.run();
    assert!(!app(&window).shows_start());
    app_mut(&mut window).act(&ctx, Action::StartPage);
    app_mut(&mut window).act(&ctx, Action::ShowCost);
    window.run();
    assert!(!app(&window).shows_start());
    assert!(Menu::File.entries().any(|entry| entry.action == Action::StartPage));
}

#[test]
fn recent_files_are_opened_from_the_start_page() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("clicks.ron");
    std::fs::write(&path, TEMPLATES[0].text).unwrap();
    let mut window = window();
    let ctx = window.ctx.clone();
    app_mut(&mut window).open(&ctx, path.clone());
    until(&mut window, |window| app(window).path() == Some(path.as_path()));
    app_mut(&mut window).act(&ctx, Action::Close);
    app_mut(&mut window).show_start();
    window.run();
    window.get_by_role_and_label(Kind::Button, "clicks.ron").click();
    until(&mut window, |window| app(window).path() == Some(path.as_path()));
}

fn until(window: &mut Window, holds: impl Fn(&Window) -> bool) {
    for _ in 0..200 {
        window.run_steps(2);
        if holds(window) {
            return;
        }
        std::thread::sleep(std::time::Duration::from_millis(10));
    }
    panic!("it did not come to that");
}

#[test]
fn empty_places_say_what_to_do() {
    let mut window = window_of(History::new(Design::default()));
    assert!(shows(&window, "Board, empty"), "the board says how to begin, aloud too");
    assert!(shows(&window, "Nothing is required yet."));
    assert!(shows(&window, "A scenario holds the loads and requirements"));
    assert!(shows(&window, "Select a component or a link"));
    assert!(shows(&window, "Problems appear here as you draw."));
    let ctx = window.ctx.clone();
    for (action, words) in [
        (Action::ShowCost, "costs"),
        (Action::ShowDerivation, "Click on a figure"),
        (Action::ShowRanges, "200..800 GB/day"),
    ] {
        app_mut(&mut window).act(&ctx, action);
        until(&mut window, |window| shows(window, words));
    }
    window.get_by_label("Add a scenario").click();
    window.run();
    assert!(shows(&window, "This scenario has no requirements"));
    assert!(shows(&window, "Without a requirement there is no verdict."));
}
