//! What commands show: the bar that finds, outages, fixes before they are applied, the inspector of several.

use super::support::*;
use egui::accesskit::Role as Widget;
use loadline::design::{Boundary, Requirement, Scenario, Statistic};
use loadline::units::{Kind, Stated};

fn type_in(window: &mut Window, field: &str, text: &str) {
    window.get_by_role_and_label(Widget::TextInput, field).focus();
    window.run_steps(2);
    ctrl(window, Key::A);
    type_text(window, text);
}

/// The chain with figures, and a scenario in which it is met with six units and not with one.
fn figures(units: &str) -> History {
    let mut history = history();
    let set = [("devices", Field::Load, "10 MB/s"), ("job", Field::Throughput, "4 MB/s"), ("job", Field::Units, units)];
    for (name, field, text) in set {
        let setting = Some(Setting::read(field, text).unwrap());
        history.apply(Edit::Set { element: component(name), field, setting }).unwrap();
    }
    let mut scenario = Scenario::new(id("usual"), "Usual day");
    let limit = |text| Stated::read(text, Kind::Time).unwrap();
    scenario.requirements = vec![
        Requirement::Staleness { at: id("warehouse"), statistic: Statistic::Max, limit: limit("6 h") },
        Requirement::Staleness { at: id("archive"), statistic: Statistic::Max, limit: limit("6 h") },
    ];
    history.apply(Edit::insert(Element::Scenario(scenario))).unwrap();
    History::new(history.into_design())
}

fn holds(window: &Window) -> bool {
    app(window).estimate().unwrap().verdicts.iter().all(|verdict| verdict.met)
}

#[test]
fn ctrl_f_finds_names_notes_labels_and_products_and_enter_goes_round() {
    let mut history = history();
    let note = Note::new(id("why"), Point::new(0, 30), Point::new(10, 4), "The warehouse is loaded at night");
    history.apply(Edit::insert(Element::Note(note))).unwrap();
    let mut labelled = design_link(&history, "log>job");
    labelled.label = "warehouse rows only".to_owned();
    history.apply(Edit::Replace(Element::Link(labelled))).unwrap();
    let mut window = window_of(history);
    ctrl(&mut window, Key::F);
    type_text(&mut window, "wareh");
    assert!(shows(&window, "3 found"));
    assert_eq!(app(&window).found().unwrap().len(), 3);
    assert_eq!(app(&window).view().highlight.len(), 3, "all are pointed out");
    press(&mut window, Key::Enter);
    assert_eq!(selected(&window), ["warehouse"], "the name comes first");
    assert!(shows(&window, "1 of 3"));
    press(&mut window, Key::Enter);
    let second = selected(&window);
    press(&mut window, Key::Enter);
    assert_ne!(selected(&window), second);
    press(&mut window, Key::Enter);
    assert_eq!(selected(&window), ["warehouse"], "after the last comes the first");
    press_with(&mut window, Modifiers::SHIFT, Key::Enter);
    assert!(shows(&window, "3 of 3"));
    press(&mut window, Key::Escape);
    assert!(app(&window).found().is_none());
    assert!(app(&window).view().highlight.is_empty());
    assert_eq!(selected(&window).len(), 1, "Esc closes the bar and nothing else");
}

fn design_link(history: &History, name: &str) -> Link {
    history.design().link(&id(name)).unwrap().clone()
}

#[test]
fn what_is_found_far_away_is_brought_into_view_and_nothing_found_is_told() {
    let mut history = history();
    put(&mut history, "lonely", Role::Queue, 700, 300);
    let mut window = window_of(History::new(history.into_design()));
    ctrl(&mut window, Key::Num0);
    let inside = |window: &Window| {
        let view = app(window).view();
        view.area().contains(view.on_screen(Point::new(704, 302)))
    };
    assert!(!inside(&window));
    ctrl(&mut window, Key::F);
    type_text(&mut window, "lone");
    press(&mut window, Key::Enter);
    window.run();
    assert!(inside(&window));
    ctrl(&mut window, Key::F);
    type_text(&mut window, "zebra");
    assert!(shows(&window, "none"));
    press(&mut window, Key::Enter);
    assert_eq!(selected(&window), ["lonely"]);
}

#[test]
fn the_bar_that_finds_follows_the_design() {
    let mut window = window();
    ctrl(&mut window, Key::F);
    type_text(&mut window, "archive");
    assert_eq!(app(&window).found().unwrap().len(), 1);
    select(&mut window, &["archive"]);
    let ctx = window.ctx.clone();
    app_mut(&mut window).act(&ctx, Action::Delete);
    window.run_steps(3);
    assert!(app(&window).found().unwrap().is_empty());
}

#[test]
fn m_asks_what_holds_without_a_component_and_again_takes_it_back() {
    let mut window = window_of(figures("6"));
    assert!(holds(&window));
    select(&mut window, &["job"]);
    press(&mut window, Key::M);
    window.run_steps(3);
    let scenario = design(&window).scenario(app(&window).scenario().unwrap()).unwrap().clone();
    assert_eq!((scenario.name.as_str(), scenario.what_if), ("Without job", true));
    assert_eq!(scenario.based_on, Some(id("usual")));
    let verdicts: Vec<bool> = app(&window).estimate().unwrap().verdicts.iter().map(|verdict| verdict.met).collect();
    assert_eq!(verdicts, [false, true], "the archive does not depend on it");
    assert!(told(&window, "job out of service: 1 of 2 requirements hold, 1 fewer than before"));
    assert!(app(&window).estimate().unwrap().verdicts[0].fix.is_none(), "what is down cannot be enlarged");
    select(&mut window, &["log"]);
    press(&mut window, Key::M);
    window.run_steps(3);
    assert!(app(&window).estimate().unwrap().verdicts.iter().all(|verdict| !verdict.met));
    assert_eq!(design(&window).scenarios().len(), 2, "both are out in one scenario");
    select(&mut window, &["log", "job"]);
    press(&mut window, Key::M);
    window.run_steps(3);
    assert_eq!(app(&window).scenario(), Some(&id("usual")));
    assert_eq!(design(&window).scenarios().len(), 1);
    assert!(holds(&window));
    undo(&mut window);
    window.run_steps(2);
    assert_eq!(design(&window).scenarios().len(), 2);
    assert_ne!(app(&window).scenario(), Some(&id("usual")), "undone, the question is asked again");
    undo(&mut window);
    undo(&mut window);
    window.run_steps(2);
    assert_eq!(design(&window).scenarios().len(), 1);
    assert_eq!(app(&window).scenario(), Some(&id("usual")));
}

#[test]
fn a_deleted_component_is_out_of_service_no_longer() {
    let mut window = window_of(figures("6"));
    select(&mut window, &["job"]);
    press(&mut window, Key::M);
    select(&mut window, &["archive"]);
    press(&mut window, Key::M);
    window.run_steps(3);
    let out = app(&window).scenario().unwrap().clone();
    press(&mut window, Key::Delete);
    window.run_steps(2);
    assert_eq!(design(&window).scenario(&out).unwrap().name, "Without job");
    select(&mut window, &["job"]);
    press(&mut window, Key::Delete);
    window.run_steps(2);
    assert!(design(&window).scenario(&out).is_none());
    assert_eq!(app(&window).scenario(), Some(&id("usual")));
    undo(&mut window);
    assert!(design(&window).scenario(&out).is_some() && design(&window).component(&id("job")).is_some());
}

#[test]
fn components_of_every_role_can_be_taken_out_of_service() {
    for name in ["devices", "log", "job", "warehouse", "archive", "monitor"] {
        let mut window = window_of(figures("6"));
        select(&mut window, &[name]);
        press(&mut window, Key::M);
        window.run_steps(3);
        let scenario = design(&window).scenario(app(&window).scenario().unwrap()).unwrap();
        assert!(!scenario.changes.is_empty(), "{name}");
        let met = app(&window).estimate().unwrap().verdicts.iter().filter(|verdict| verdict.met).count();
        let expected = match name {
            "devices" | "log" => 0,
            "monitor" => 2,
            _ => 1,
        };
        assert_eq!(met, expected, "{name}");
    }
}

#[test]
fn ctrl_enter_says_what_holds() {
    let mut window = window_of(figures("6"));
    ctrl(&mut window, Key::Enter);
    window.run_steps(3);
    assert!(told(&window, "checked: all 2 requirements hold"));
}

/// Waits until the search for fixes is over.
fn wait_for_fix(window: &mut Window) {
    for _ in 0..500 {
        window.run_steps(1);
        if window.query_by_label("Apply").is_some() {
            return;
        }
        std::thread::sleep(std::time::Duration::from_millis(10));
    }
    panic!("no fix was found");
}

#[test]
fn a_fix_is_seen_on_the_board_before_it_is_applied_as_one_step() {
    let mut window = window_of(figures("1"));
    wait_for_fix(&mut window);
    assert!(app(&window).view().highlight.is_empty());
    window.get_by_label("Apply").focus();
    window.run_steps(3);
    let words = app(&window).view().highlight.get(&component("job")).cloned().unwrap_or_default();
    assert!(words.starts_with("Units 1 to "), "{words}");
    assert_eq!(steps(&window), 0, "seen is not applied");
    press(&mut window, Key::Enter);
    window.run_steps(3);
    assert_eq!(steps(&window), 1);
    assert!(holds(&window));
    assert!(told(&window, "applied: "));
    assert!(app(&window).view().highlight.is_empty());
    undo(&mut window);
    window.run_steps(2);
    assert!(!holds(&window));
}

#[test]
fn a_problem_of_too_few_units_is_mended_from_the_list() {
    let mut window = window_of(figures("1"));
    let button = "Give it 4 units for job";
    window.get_by_label(button).focus();
    window.run_steps(3);
    assert_eq!(app(&window).view().highlight.get(&component("job")).map(String::as_str), Some("Units 1 to 4"));
    press(&mut window, Key::Enter);
    window.run_steps(3);
    assert_eq!(steps(&window), 1);
    assert_eq!(app(&window).estimate().unwrap().component(&id("job")).unwrap().status, loadline::estimate::Status::Ok);
    assert!(window.query_by_label(button).is_none());
}

#[test]
fn several_components_are_given_a_setting_together_as_one_step() {
    let mut window = window_of(figures("6"));
    select(&mut window, &["log", "job"]);
    assert!(shows(&window, "2 components") && shows(&window, "together"));
    type_in(&mut window, "Units", "7");
    let units = |window: &Window, name: &str| {
        let settings = &design(window).component(&id(name)).unwrap().settings;
        settings.get(Field::Units).map(|setting| setting.text().to_owned())
    };
    assert_eq!((units(&window, "log").as_deref(), units(&window, "job").as_deref()), (Some("7"), Some("7")));
    assert_eq!(steps(&window), 1);
    type_in(&mut window, "Units", "7 MB");
    assert!(shows(&window, "7 MB"), "a wrong unit is told beside the field");
    assert_eq!(steps(&window), 1);
    press(&mut window, Key::Escape);
    undo(&mut window);
    assert_eq!((units(&window, "log"), units(&window, "job").as_deref()), (None, Some("6")));
    assert!(window.query_by_label("Load").is_none(), "only what suits all of them is offered");
}

#[test]
fn a_frame_becomes_a_region_and_a_note_loses_its_paper() {
    let mut history = history();
    let frame = Frame::new(id("eu"), "Europe", Point::new(28, -2), Point::new(13, 16));
    history.apply(Edit::insert(Element::Frame(frame))).unwrap();
    let note = Note::new(id("why"), Point::new(0, 30), Point::new(10, 4), "because");
    history.apply(Edit::insert(Element::Note(note))).unwrap();
    let mut window = window_of(History::new(history.into_design()));
    app_mut(&mut window).view_mut().selection = [ElementId::Frame(id("eu"))].into();
    window.run();
    assert!(shows(&window, "holds 2 components"));
    window.get_by_role_and_label(Widget::ComboBox, "Boundary").click();
    window.run();
    // Arrows are the list's, not the board's.
    let stood = design(&window).frame(&id("eu")).unwrap().at;
    press(&mut window, Key::ArrowDown);
    assert_eq!(design(&window).frame(&id("eu")).unwrap().at, stood);
    window.get_by_label("region").click();
    window.run();
    assert_eq!(design(&window).frame(&id("eu")).unwrap().boundary, Boundary::Region);
    window.get_by_label("Select what it holds").click();
    window.run();
    assert_eq!(selected(&window), ["archive", "job"]);
    app_mut(&mut window).view_mut().selection = [ElementId::Note(id("why"))].into();
    window.run();
    window.get_by_label("On paper").click();
    window.run();
    assert!(design(&window).note(&id("why")).unwrap().plain);
    assert_eq!(steps(&window), 2);
}

#[test]
fn nothing_repaints_at_rest_with_the_find_bar_closed_a_stroke_awaited_or_a_message_gone() {
    let mut window = window();
    select(&mut window, &["job"]);
    alt(&mut window, Key::S);
    window.run();
    press(&mut window, Key::Escape);
    press(&mut window, Key::Delete);
    window.run_steps(600);
    let rests = |window: &Window| {
        window.output().viewport_output.values().all(|output| output.repaint_delay > std::time::Duration::from_secs(2))
    };
    window.run();
    assert!(rests(&window));
}
