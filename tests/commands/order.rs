//! How things lie: groups, frames, locks, what lies over what, lines and gaps, tidy.

use super::support::*;

fn group(window: &Window, name: &str) -> Option<Id> {
    design(window).component(&id(name)).unwrap().arrangement.group.clone()
}

fn layer(window: &Window, name: &str) -> i32 {
    design(window).component(&id(name)).unwrap().arrangement.layer
}

/// Three that overlap: a under b under c, as the file has them; d lies apart.
fn pile() -> History {
    let mut history = History::new(Design::new("Pile"));
    for (name, x) in [("a", 0), ("b", 2), ("c", 4), ("d", 60)] {
        put(&mut history, name, Role::Queue, x, 0);
    }
    History::new(history.into_design())
}

/// From the lowest to the highest, as they are painted.
fn painted(window: &Window) -> String {
    let mut all: Vec<_> = design(window).components().collect();
    all.sort_by_key(|component| component.arrangement.layer);
    all.iter().map(|component| component.name.as_str()).collect()
}

#[test]
fn ctrl_g_groups_and_with_shift_frees_again() {
    let mut window = window();
    select(&mut window, &["log", "job"]);
    ctrl(&mut window, Key::G);
    assert!(group(&window, "log").is_some());
    assert_eq!(group(&window, "log"), group(&window, "job"));
    assert_eq!(steps(&window), 1);
    select(&mut window, &["job", "archive"]);
    ctrl(&mut window, Key::G);
    assert_eq!(group(&window, "log"), group(&window, "archive"), "what was of the group comes along");
    select(&mut window, &["archive"]);
    press_with(&mut window, CTRL_SHIFT, Key::G);
    assert!(["log", "job", "archive"].iter().all(|name| group(&window, name).is_none()));
    assert_eq!(steps(&window), 3);
}

#[test]
fn ctrl_alt_g_frames_the_selection_and_f_takes_the_frame_tool() {
    let mut window = window();
    select(&mut window, &["log", "job"]);
    press_with(&mut window, CTRL_ALT, Key::G);
    press(&mut window, Key::Enter);
    let frame = design(&window).frames().next().unwrap();
    let held: Vec<String> = design(&window).held_by(frame).map(|element| element.id().to_string()).collect();
    assert_eq!(held, ["log", "job"]);
    press(&mut window, Key::F);
    assert_eq!(app(&window).view().tool(), loadline::canvas::Tool::Frame);
}

#[test]
fn brackets_bring_forward_and_send_back_past_what_overlaps() {
    let mut window = window_of(pile());
    assert_eq!(painted(&window), "abcd");
    select(&mut window, &["a"]);
    ctrl(&mut window, Key::CloseBracket);
    assert_eq!(painted(&window), "bacd");
    ctrl(&mut window, Key::CloseBracket);
    assert_eq!(painted(&window), "bcad");
    ctrl(&mut window, Key::CloseBracket);
    assert_eq!(painted(&window), "bcad", "d lies apart: there is nothing to be brought over");
    assert!(told(&window, "nothing lies over it"));
    ctrl(&mut window, Key::OpenBracket);
    assert_eq!(painted(&window), "bacd");
    assert_eq!(steps(&window), 3);
    for _ in 0..3 {
        undo(&mut window);
    }
    assert_eq!(painted(&window), "abcd");
    assert!(["a", "b", "c", "d"].iter().all(|name| layer(&window, name) == 0));
}

#[test]
fn with_shift_to_the_front_and_to_the_bottom_keeping_their_order() {
    let mut window = window_of(pile());
    select(&mut window, &["a", "b"]);
    press_by_place(&mut window, CTRL_SHIFT, Key::CloseCurlyBracket, Key::CloseBracket);
    assert_eq!(painted(&window), "cdab");
    select(&mut window, &["b", "d"]);
    press_by_place(&mut window, CTRL_SHIFT, Key::OpenCurlyBracket, Key::OpenBracket);
    assert_eq!(painted(&window), "dbca");
    press_with(&mut window, CTRL_SHIFT, Key::OpenBracket);
    assert_eq!(steps(&window), 2, "at the bottom already is no step");
}

#[test]
fn alt_and_a_letter_align() {
    let mut window = window();
    // devices 0,0  log 15,1  warehouse 45,2; each nine by four.
    let wanted = ["devices", "log", "warehouse"];
    let places = |window: &Window| wanted.map(|name| at(window, name));
    let start = places(&window);
    let cases: [(Key, [(i32, i32); 3]); 5] = [
        (Key::A, [(0, 0), (0, 1), (0, 2)]),
        (Key::D, [(45, 0), (45, 1), (45, 2)]),
        (Key::W, [(0, 0), (15, 0), (45, 0)]),
        (Key::H, [(22, 0), (22, 1), (22, 2)]),
        (Key::V, [(0, 1), (15, 1), (45, 1)]),
    ];
    for (key, expected) in cases {
        select(&mut window, &wanted);
        alt(&mut window, key);
        assert_eq!(places(&window), expected, "{key:?}");
        undo(&mut window);
        assert_eq!(places(&window), start, "one step");
    }
    // Alt+S begins a stroke of two: S again is the bottom, with Alt still held or not.
    for modifiers in [Modifiers::ALT, Modifiers::NONE] {
        select(&mut window, &wanted);
        alt(&mut window, Key::S);
        press_with(&mut window, modifiers, Key::S);
        assert_eq!(places(&window), [(0, 2), (15, 2), (45, 2)]);
        undo(&mut window);
    }
}

#[test]
fn alt_shift_h_and_v_make_gaps_equal() {
    let mut window = window();
    select(&mut window, &["devices", "log", "warehouse"]);
    press_with(&mut window, ALT_SHIFT, Key::H);
    assert_eq!(at(&window, "log").0, 23, "18 and 18 free steps beside nine");
    undo(&mut window);
    select(&mut window, &["devices", "archive", "monitor"]);
    press_with(&mut window, ALT_SHIFT, Key::V);
    assert_eq!(at(&window, "archive").1, 7);
    assert_eq!(steps(&window), 1);
}

#[test]
fn an_aligned_frame_takes_along_what_it_holds_and_what_is_locked_stays() {
    let mut history = history();
    let frame = Frame::new(id("zone"), "Zone", Point::new(28, -2), Point::new(13, 16));
    history.apply(Edit::insert(Element::Frame(frame))).unwrap();
    let locked = Arrangement { locked: true, ..Arrangement::default() };
    history.apply(Edit::Arrange { element: component("log"), arrangement: locked }).unwrap();
    let mut window = window_of(history);
    app_mut(&mut window).view_mut().selection =
        [ElementId::Frame(id("zone")), component("monitor"), component("log")].into();
    window.run();
    alt(&mut window, Key::A);
    assert_eq!(design(&window).frame(&id("zone")).unwrap().at, Point::new(0, -2));
    assert_eq!((at(&window, "job"), at(&window, "archive")), ((2, 0), (2, 8)));
    assert_eq!(at(&window, "log"), (15, 1));
}

#[test]
fn what_is_locked_is_not_nudged() {
    let mut window = window();
    select(&mut window, &["log", "job"]);
    press_with(&mut window, CTRL_SHIFT, Key::L);
    select(&mut window, &["job"]);
    press_with(&mut window, CTRL_SHIFT, Key::L);
    select(&mut window, &["log", "job"]);
    press(&mut window, Key::ArrowDown);
    assert_eq!((at(&window, "log"), at(&window, "job")), ((15, 1), (30, 1)));
    press_with(&mut window, CTRL_SHIFT, Key::L);
    assert!(design(&window).component(&id("job")).unwrap().arrangement.locked, "what is mixed is locked first");
}

#[test]
fn tidy_puts_the_flow_in_columns_as_one_step() {
    let mut history = History::new(Design::new("Heap"));
    for name in ["a", "b", "c", "d"] {
        put(&mut history, name, Role::Compute, 0, 0);
    }
    for (from, to) in [("c", "a"), ("a", "d"), ("d", "b")] {
        link(&mut history, from, to);
    }
    let mut window = window_of(History::new(history.into_design()));
    press_with(&mut window, CTRL_ALT, Key::T);
    let x = |window: &Window, name| at(window, name).0;
    assert!(
        x(&window, "c") < x(&window, "a") && x(&window, "a") < x(&window, "d") && x(&window, "d") < x(&window, "b")
    );
    assert_eq!(steps(&window), 1);
    assert!(told(&window, "tidied"));
    press_with(&mut window, Modifiers::SHIFT, Key::T);
    assert_eq!(steps(&window), 1, "what is tidy stays");
    undo(&mut window);
    assert!(["a", "b", "c", "d"].iter().all(|name| at(&window, name) == (0, 0)));
}

#[test]
fn tidy_moves_the_selection_only_and_nothing_that_is_locked() {
    let mut window = window();
    let rest = ["devices", "archive", "monitor"];
    let before = rest.map(|name| at(&window, name));
    select(&mut window, &["log", "job", "warehouse"]);
    press_with(&mut window, Modifiers::SHIFT, Key::T);
    assert_eq!(rest.map(|name| at(&window, name)), before);
    assert_eq!(steps(&window), 1);
    undo(&mut window);
    ctrl(&mut window, Key::A);
    press_with(&mut window, CTRL_SHIFT, Key::L);
    press(&mut window, Key::Escape);
    let all = ["devices", "log", "job", "warehouse", "archive", "monitor"];
    let before = all.map(|name| at(&window, name));
    press_with(&mut window, Modifiers::SHIFT, Key::T);
    assert_eq!(all.map(|name| at(&window, name)), before);
}

#[test]
fn a_large_design_is_put_in_order_beside_the_window() {
    let mut history = History::new(Design::new("Large"));
    for i in 0..240 {
        put(&mut history, &format!("q{i}"), Role::Queue, (i * 41) % 400, (i * 11) % 290);
        if i > 0 {
            link(&mut history, &format!("q{}", i / 2), &format!("q{i}"));
        }
    }
    let mut window = window_of(History::new(history.into_design()));
    window.key_press_modifiers(Modifiers::SHIFT, Key::T);
    for _ in 0..1000 {
        window.run_steps(1);
        if steps(&window) == 1 {
            break;
        }
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
    assert_eq!(steps(&window), 1);
    // Links find their ways over some more frames.
    window.key_press_modifiers(Modifiers::COMMAND, Key::Z);
    window.run_steps(2);
    assert_eq!(at(&window, "q1"), (41, 11));
}
