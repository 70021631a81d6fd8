//! The critical path and what binds.

use super::support::*;
use super::*;

#[test]
fn the_critical_path_is_numbered_says_what_each_step_adds_and_where_it_binds() {
    let mut window = window_of(figures("10 MB/s", "6"));
    let adds = |window: &Window| {
        let area = app(window).view().area();
        texts(window).iter().any(|(text, at)| text.contains("adds ") && area.contains(*at))
    };
    assert!(!adds(&window));
    press_with(&mut window, Modifiers::SHIFT, Key::P);
    assert!(description(&window, "devices").starts_with("step 1 of 4 of the critical path"));
    assert!(description(&window, "warehouse").starts_with("step 4 of 4 of the critical path"));
    assert_eq!(description(&window, "archive"), "", "what is not on the way is left alone");
    let job = description(&window, "job");
    assert!(job.contains("step 3 of 4") && job.contains("waits for its run"), "{job}");
    assert!(job.contains("binds staleness"), "{job}");
    for words in ["1", "2", "3", "4", "binds staleness"] {
        assert!(texts(&window).iter().any(|(text, _)| text == words), "{words}");
    }
    assert!(adds(&window));
    press(&mut window, Key::Escape);
    assert!(!paints(&window, "binds staleness"), "Esc ends it");
}

#[test]
fn what_is_not_met_is_called_so() {
    let mut window = window_of(figures("10 MB/s", "1"));
    act(&mut window, Action::CriticalPath);
    assert!(paints(&window, "not met"));
}

#[test]
fn with_no_data_on_its_way_there_is_no_path_and_that_is_told() {
    let mut window = window_of(History::new(Design::new("Nothing")));
    act(&mut window, Action::CriticalPath);
    assert!(!app(&window).view().shows_critical_path());
    assert!(told(&window, "no critical path"));
}

#[test]
fn the_critical_path_follows_the_design_and_comes_into_view() {
    let mut window = window_of(figures("10 MB/s", "6"));
    app_mut(&mut window).view_mut().zoom_by(6.0);
    window.run();
    act(&mut window, Action::CriticalPath);
    window.run();
    let area = app(&window).view().area();
    for name in ["devices", "log", "job", "warehouse"] {
        assert!(area.contains_rect(on_screen(&window, name)), "{name}");
    }
    select(&mut window, &["job"]);
    press(&mut window, Key::Delete);
    window.run_steps(3);
    assert!(!description(&window, "warehouse").contains("step"), "the way leads there no more");
}
