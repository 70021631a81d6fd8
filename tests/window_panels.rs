//! The window's panels, through the accessibility tree, with no display.
#![cfg(feature = "window")]
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use egui::{Event, Key, Modifiers};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT, Queryable};
use loadline::app::App;
use loadline::app::command::{Action, TABLE};
use loadline::catalog::{Catalog, Field, Role as Part, Setting};
use loadline::design::{
    Component, Design, Edit, Element, ElementId, History, Id, Link, Override, Point, Requirement, Scenario,
};
use loadline::units::{Kind, Stated};
use std::collections::BTreeSet;

const CATALOG: &str = r#"(date: "2026-11-23", products: [
    (id: "app", name: "Application", family: Ingestion, role: Source, summary: "Sends events."),
    (id: "log", name: "Event log", vendor: "Acme", family: Queue, role: Queue, summary: "Keeps events in order.",
        unit: "shard", defaults: [(field: "throughput", value: "1 MB/s", source: "https://acme.example/limits",
        date: "2026-06-23", confidence: Vendor)]),
    (id: "warehouse", name: "Warehouse", family: Storage, role: Store, summary: "Keeps tables."),
])"#;

fn id(text: &str) -> Id {
    Id::new(text).unwrap()
}

fn component(name: &str) -> ElementId {
    ElementId::Component(id(name))
}

/// app -> log -> warehouse, and a scenario.
fn history() -> History {
    let mut history = History::new(Design::new("Events"));
    let parts = [("app", Part::Source), ("log", Part::Queue), ("warehouse", Part::Store)];
    for (place, (name, role)) in (0..).zip(parts) {
        let part = Component::new(id(name), name, role, name, Point::new(12 * place, 0));
        history.apply(Edit::insert(Element::Component(part))).unwrap();
    }
    for (from, to) in [("app", "log"), ("log", "warehouse")] {
        history.apply(Edit::insert(Element::Link(Link::new(id(from), id(to))))).unwrap();
    }
    history.apply(Edit::insert(Element::Scenario(Scenario::new(id("usual"), "Usual day")))).unwrap();
    history.mark_saved();
    history
}

type Window = Harness<'static, Option<App>>;

fn window(history: History) -> Window {
    let mut catalog = Catalog::default();
    catalog.add_text(CATALOG, "test").unwrap();
    let mut start = Some((history, catalog));
    Harness::builder().with_size([1400.0, 1200.0]).with_max_steps(120).build_ui_state(
        move |ui, app: &mut Option<App>| {
            let app = app.get_or_insert_with(|| {
                let (history, catalog) = start.take().unwrap();
                ui.ctx().all_styles_mut(|style| style.animation_time = 0.0);
                App::new(ui.ctx(), history, catalog)
            });
            app.ui(ui);
        },
        None,
    )
}

fn app(window: &Window) -> &App {
    window.state().as_ref().unwrap()
}

fn app_mut(window: &mut Window) -> &mut App {
    window.state_mut().as_mut().unwrap()
}

fn act(window: &mut Window, action: Action) {
    let ctx = window.ctx.clone();
    app_mut(window).act(&ctx, action);
    window.run();
}

fn select(window: &mut Window, elements: &[ElementId]) {
    app_mut(window).view_mut().selection = elements.iter().cloned().collect();
    window.run();
}

fn setting(window: &Window, name: &str, field: Field) -> Option<String> {
    let component = app(window).history().design().component(&id(name)).unwrap();
    component.settings.get(field).map(|setting| setting.text().to_owned())
}

/// Types a text into a field, letter by letter as a person does.
fn type_in(window: &mut Window, field: &str, text: &str) {
    window.get_by_role_and_label(egui::accesskit::Role::TextInput, field).focus();
    window.run();
    for letter in text.chars() {
        window.event(Event::Text(letter.to_string()));
        window.run();
    }
}

fn clear(window: &mut Window) {
    window.key_press_modifiers(Modifiers::COMMAND, Key::A);
    window.key_press(Key::Backspace);
    window.run();
}

fn shows(window: &Window, part: &str) -> bool {
    window.query_all_by_label_contains(part).next().is_some()
}

#[test]
fn a_wrong_unit_is_told_beside_the_field_and_changes_nothing() {
    let mut window = window(history());
    select(&mut window, &[component("log")]);
    let before = app(&window).history().design().clone();
    type_in(&mut window, "Retention", "7 GB");
    assert!(shows(&window, "expected a time"), "the reason stands in the window");
    assert!(shows(&window, "90 s"), "with an example");
    assert_eq!(setting(&window, "log", Field::Retention), None);
    assert_eq!(*app(&window).history().design(), before);
}

#[test]
fn a_corrected_field_changes_the_design_in_one_step_and_empty_means_the_default() {
    let mut window = window(history());
    select(&mut window, &[component("log")]);
    let steps = app(&window).history().undo_len();
    type_in(&mut window, "Retention", "7 GB");
    clear(&mut window);
    type_in(&mut window, "Retention", "7 days");
    assert_eq!(setting(&window, "log", Field::Retention).as_deref(), Some("7 days"));
    assert!(!shows(&window, "expected a time"));
    assert_eq!(app(&window).history().undo_len(), steps + 1);
    clear(&mut window);
    assert_eq!(setting(&window, "log", Field::Retention), None);
    assert_eq!(app(&window).history().undo_len(), steps + 1, "clearing belongs to the same typing");
}

#[test]
fn typing_in_two_fields_is_two_steps() {
    let mut window = window(history());
    select(&mut window, &[component("log")]);
    let steps = app(&window).history().undo_len();
    type_in(&mut window, "Retention", "7 days");
    type_in(&mut window, "Units", "12");
    assert_eq!(app(&window).history().undo_len(), steps + 2);
    act(&mut window, Action::Undo);
    assert_eq!(setting(&window, "log", Field::Units), None);
    assert_eq!(setting(&window, "log", Field::Retention).as_deref(), Some("7 days"));
}

#[test]
fn keys_of_text_fields_do_nothing_to_the_board() {
    let mut window = window(history());
    select(&mut window, &[component("log")]);
    type_in(&mut window, "Retention", "7 days");
    for key in [Key::Delete, Key::Backspace, Key::Slash, Key::Plus] {
        window.key_press(key);
        window.run();
    }
    assert_eq!(app(&window).history().design().components().len(), 3);
}

#[test]
fn delete_takes_the_selection_out_and_undo_brings_it_back_with_its_links() {
    let mut window = window(history());
    let before = app(&window).history().design().clone();
    select(&mut window, &[component("log")]);
    window.key_press(Key::Delete);
    window.run();
    assert_eq!(app(&window).history().design().components().len(), 2);
    assert_eq!(app(&window).history().design().links().len(), 0);
    window.key_press_modifiers(Modifiers::COMMAND, Key::Z);
    window.run();
    assert_eq!(*app(&window).history().design(), before);
    window.key_press_modifiers(Modifiers::COMMAND | Modifiers::SHIFT, Key::Z);
    window.run();
    assert_eq!(app(&window).history().design().components().len(), 2);
    window.key_press_modifiers(Modifiers::COMMAND, Key::Z);
    window.run();
    window.key_press_modifiers(Modifiers::COMMAND, Key::Y);
    window.run();
    assert_eq!(app(&window).history().design().components().len(), 2);
}

#[test]
fn no_two_commands_have_the_same_name_or_keys() {
    let mut keys = BTreeSet::new();
    let mut names = BTreeSet::new();
    for entry in TABLE {
        assert!(names.insert(entry.name), "{} twice", entry.name);
        for shortcut in entry.shortcuts {
            let key = format!("{:?} {:?}", shortcut.modifiers, shortcut.logical_key);
            assert!(keys.insert(key.clone()), "{key} of {} twice", entry.name);
        }
    }
}

#[test]
fn the_palette_finds_parts_by_letters_and_adds_the_best_on_enter() {
    let mut window = window(history());
    assert!(window.query_by_label("Application").is_some());
    type_in(&mut window, "Search parts", "ware");
    assert!(window.query_by_label("Application").is_none());
    assert!(window.query_by_label("Warehouse").is_some());
    window.key_press(Key::Enter);
    window.run();
    let design = app(&window).history().design();
    assert_eq!(design.components().len(), 4);
    assert_eq!(design.components().last().unwrap().product, "warehouse");
}

#[test]
fn add_component_is_found_by_typing_and_put_in_by_enter() {
    let mut window = window(history());
    window.key_press(Key::Slash);
    window.run();
    type_in(&mut window, "Name of the product", "evlog");
    window.key_press(Key::Enter);
    window.run();
    let design = app(&window).history().design();
    assert_eq!(design.components().last().unwrap().name, "Event log");
    assert_eq!(app(&window).view().selection, BTreeSet::from([component("event-log")]));
}

#[test]
fn the_chooser_has_every_scenario_and_the_design_as_drawn() {
    let mut window = window(history());
    assert_eq!(app(&window).scenario(), Some(&id("usual")));
    window.get_by_role_and_label(egui::accesskit::Role::ComboBox, "Scenario").click();
    window.run();
    window.get_by_label("as drawn").click();
    window.run();
    assert_eq!(app(&window).scenario(), None);
    act(&mut window, Action::NextScenario);
    assert_eq!(app(&window).scenario(), Some(&id("usual")));
}

#[test]
fn closing_asks_before_unsaved_changes_are_lost() {
    let mut window = window(history());
    select(&mut window, &[component("log")]);
    act(&mut window, Action::Delete);
    act(&mut window, Action::Close);
    assert!(shows(&window, "Save the changes to Events?"));
    window.get_by_label("Cancel").click();
    window.run();
    assert_eq!(app(&window).history().design().components().len(), 2);
    act(&mut window, Action::Close);
    window.get_by_label("Discard").click();
    window.run();
    assert_eq!(app(&window).history().design().components().len(), 0);
    assert!(!app(&window).history().is_unsaved());
}

#[test]
fn new_asks_nothing_and_takes_nothing_away() {
    let mut window = window(history());
    select(&mut window, &[component("log")]);
    act(&mut window, Action::Delete);
    act(&mut window, Action::New);
    assert_eq!(app(&window).history().design().components().len(), 0);
    assert!(window.query_by_label("Discard").is_none());
    act(&mut window, Action::PreviousTab);
    assert_eq!(app(&window).history().design().components().len(), 2);
    act(&mut window, Action::Undo);
    assert_eq!(app(&window).history().design().components().len(), 3);
}

#[test]
fn fifty_components_are_put_in_as_one_step_with_fresh_ids_and_their_links() {
    let mut elements: Vec<Element> = (0..50)
        .map(|n| Component::new(id(&format!("log-{n}")), "log", Part::Queue, "log", Point::new(n, n)))
        .map(Element::Component)
        .collect();
    elements.extend((1..50).map(|n| {
        let (from, to) = (id(&format!("log-{}", n - 1)), id(&format!("log-{n}")));
        Element::Link(Link::new(from, to))
    }));
    let mut window = window(history());
    let before = app(&window).history().design().clone();
    let steps = app(&window).history().undo_len();
    for _ in 0..2 {
        app_mut(&mut window).insert_elements(&elements);
        window.run();
    }
    let design = app(&window).history().design();
    assert_eq!(design.components().len(), 103);
    assert_eq!(design.links().len(), 2 + 2 * 49);
    assert_eq!(app(&window).view().selection.len(), 50, "the last fifty are selected");
    assert_eq!(app(&window).history().undo_len(), steps + 2);
    act(&mut window, Action::Undo);
    act(&mut window, Action::Undo);
    assert_eq!(*app(&window).history().design(), before);
}

#[test]
fn duplicate_keeps_inner_links_and_settings() {
    let mut window = window(history());
    select(&mut window, &[component("log"), component("warehouse")]);
    act(&mut window, Action::Duplicate);
    let design = app(&window).history().design();
    assert_eq!(design.components().len(), 5);
    assert_eq!(design.links().len(), 3, "the link between the two is copied, the one from outside is not");
    assert!(design.component(&id("log-2")).is_some());
}

#[test]
fn text_without_components_is_not_pasted() {
    let mut window = window(history());
    let before = app(&window).history().revision();
    window.event(Event::Paste("a letter to a friend".to_owned()));
    window.run();
    assert_eq!(app(&window).history().revision(), before);
    assert!(app(&window).messages().any(|message| message.contains("nothing to paste")));
}

#[test]
fn the_command_palette_runs_what_is_typed() {
    let mut window = window(history());
    window.key_press_modifiers(Modifiers::COMMAND, Key::K);
    window.run();
    type_in(&mut window, "Command", "select all");
    window.key_press(Key::Enter);
    window.run();
    assert_eq!(app(&window).view().selection.len(), 3);
}

#[test]
fn the_sheet_of_keys_opens_by_question_mark_and_closes_by_escape() {
    let mut window = window(history());
    window.key_press_modifiers(Modifiers::SHIFT, Key::Questionmark);
    window.run();
    assert!(shows(&window, "On the board"));
    window.key_press(Key::Escape);
    window.run();
    assert!(!shows(&window, "On the board"));
}

#[test]
fn a_scenario_is_given_a_requirement_and_a_change() {
    let mut window = window(history());
    window.get_by_label("Add requirement").click();
    window.run();
    type_in(&mut window, "Change 1", "lgo.units=3");
    assert!(shows(&window, "did you mean `log`"), "a misspelt component is told");
    clear(&mut window);
    type_in(&mut window, "Change 1", "log.units=3");
    let scenario = app(&window).history().design().scenario(&id("usual")).unwrap().clone();
    assert_eq!(scenario.requirements.len(), 1);
    assert_eq!(scenario.changes.len(), 1);
    assert_eq!(scenario.changes[0].to_string(), "log.units=3");
}

#[test]
fn every_input_of_every_panel_has_a_name_and_nothing_repaints_at_rest() {
    let mut window = window(history());
    let elements = [component("app"), component("log"), component("warehouse"), ElementId::Link(id("app>log"))];
    for element in elements {
        select(&mut window, &[element]);
    }
    select(&mut window, &[component("app"), component("log")]);
    for action in [Action::ShowCost, Action::ShowDerivation, Action::ShowRanges, Action::ShowProblems] {
        act(&mut window, action);
    }
    window.run();
    assert!(window.root().children().next().is_some());
}

#[test]
fn escape_closes_a_menu_first_and_then_lets_go_of_the_selection() {
    let mut window = window(history());
    select(&mut window, &[component("log")]);
    window.get_by_label("Edit").click();
    window.run();
    assert!(window.query_by_label("Select none").is_some());
    window.key_press(Key::Escape);
    window.run();
    assert!(window.query_by_label("Select none").is_none());
    assert_eq!(app(&window).view().selection.len(), 1);
    window.key_press(Key::Escape);
    window.run();
    assert!(app(&window).view().selection.is_empty());
}

#[test]
fn a_folder_is_browsed_and_a_missing_file_is_told() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("day.ron"), "").unwrap();
    std::fs::write(folder.path().join("letter.txt"), "").unwrap();
    let mut window = window(history());
    app_mut(&mut window).use_built_in_dialogs(true);
    act(&mut window, Action::Open);
    type_in(&mut window, "Path of the file", &folder.path().display().to_string());
    window.key_press(Key::Enter);
    window.run();
    assert!(window.query_by_label("day.ron").is_some());
    assert!(window.query_by_label("letter.txt").is_none(), "only designs are listed");
    type_in(&mut window, "Path of the file", "night.ron");
    window.key_press(Key::Enter);
    window.run();
    assert!(shows(&window, "there is no file"));
}

#[test]
fn escape_leaves_a_field_and_keeps_the_selection() {
    let mut window = window(history());
    select(&mut window, &[component("log")]);
    type_in(&mut window, "Retention", "7 GB");
    window.key_press(Key::Escape);
    window.run();
    assert_eq!(app(&window).view().selection.len(), 1);
    assert!(!shows(&window, "expected a time"), "what was wrong is gone with what was typed");
    assert_eq!(setting(&window, "log", Field::Retention), None);
    // What was good and had changed the design goes as well; what was there before stays.
    type_in(&mut window, "Retention", "7 d");
    window.key_press(Key::Enter);
    window.run();
    let steps = app(&window).history().undo_len();
    type_in(&mut window, "Retention", "5 d");
    assert_ne!(setting(&window, "log", Field::Retention).as_deref(), Some("7 d"));
    window.key_press(Key::Escape);
    window.run();
    assert_eq!(setting(&window, "log", Field::Retention).as_deref(), Some("7 d"));
    assert_eq!(app(&window).history().undo_len(), steps);
    assert_eq!(app(&window).view().selection.len(), 1);
}

#[test]
fn the_inspector_keeps_its_width_whatever_it_shows() {
    let mut history = history();
    for (name, field, text) in [
        ("app", Field::Load, "512.345 GB/day"),
        ("app", Field::Record, "1.234 KB"),
        ("log", Field::Units, "123"),
        ("log", Field::Throughput, "1.5 MB/s"),
        ("warehouse", Field::Every, "37 min"),
    ] {
        let setting = Setting::read(field, text).unwrap();
        history.apply(Edit::Set { element: component(name), field, setting: Some(setting) }).unwrap();
    }
    let mut window = window(history);
    let left = |window: &Window| {
        let names = window.query_all_by_role_and_label(egui::accesskit::Role::TextInput, "Name");
        names.last().unwrap().rect().left()
    };
    let before = left(&window);
    for name in ["app", "log", "warehouse"] {
        select(&mut window, &[component(name)]);
        window.run_steps(5);
        assert!((left(&window) - before).abs() < 0.5, "{name}: from {before} to {}", left(&window));
    }
}

#[test]
fn a_click_on_a_figure_unfolds_it_and_a_field_in_it_gets_the_keyboard() {
    let mut history = history();
    let setting = Setting::read(Field::Load, "500 GB/day").unwrap();
    let edit = Edit::Set { element: component("app"), field: Field::Load, setting: Some(setting) };
    history.apply(edit).unwrap();
    let mut window = window(history);
    select(&mut window, &[component("app")]);
    window.query_all_by_label_contains("500 GB/day").next().unwrap().click();
    window.run();
    window.query_all_by_label("app.load").next().unwrap().click();
    window.run();
    assert!(window.get_by_role_and_label(egui::accesskit::Role::TextInput, "Load").is_focused());
}

/// The usual design with a load that two shards of 1 MB/s cannot take, and a requirement on the warehouse.
fn too_small(changes: Vec<Override>) -> History {
    let mut history = history();
    for (name, field, text) in [
        ("app", Field::Load, "3 MB/s"),
        ("app", Field::Record, "1 KB"),
        ("log", Field::Units, "2"),
        ("warehouse", Field::Mode, "stream"),
        ("warehouse", Field::Throughput, "100 MB/s"),
        ("warehouse", Field::Latency, "1 s"),
    ] {
        let setting = Setting::read(field, text).unwrap();
        history.apply(Edit::Set { element: component(name), field, setting: Some(setting) }).unwrap();
    }
    let limit = Stated::read("5 MB/s", Kind::InformationRate).unwrap();
    let requirements = vec![Requirement::Throughput { at: id("warehouse"), rate: limit }];
    let scenario = Scenario { changes, requirements, ..Scenario::new(id("usual"), "Usual day") };
    history.apply(Edit::Replace(Element::Scenario(scenario))).unwrap();
    history
}

/// Waits until the search for fixes, on its thread, has found one.
fn wait_for_fix(window: &mut Window) {
    for _ in 0..200 {
        window.run();
        if window.query_by_label("Apply").is_some() {
            return;
        }
        std::thread::sleep(std::time::Duration::from_millis(25));
    }
    panic!("no fix was found within 5 s: {:?}", app(window).estimate().map(|estimate| &estimate.verdicts));
}

#[test]
fn a_fix_is_applied_as_one_step_and_meets_the_requirement() {
    let mut window = window(too_small(Vec::new()));
    assert!(!app(&window).estimate().unwrap().is_met());
    let steps = app(&window).history().undo_len();
    wait_for_fix(&mut window);
    window.get_by_label("Apply").click();
    window.run();
    assert_eq!(app(&window).history().undo_len(), steps + 1);
    assert!(app(&window).estimate().unwrap().verdicts.iter().all(|verdict| verdict.met));
}

#[test]
fn a_fix_of_a_field_that_the_scenario_changes_is_made_in_the_scenario() {
    let mut window = window(too_small(vec![Override::read("log.units=1").unwrap()]));
    wait_for_fix(&mut window);
    window.get_by_label("Apply").click();
    window.run();
    assert!(app(&window).estimate().unwrap().verdicts.iter().all(|verdict| verdict.met));
    assert_eq!(setting(&window, "log", Field::Units).as_deref(), Some("2"), "the design itself is as it was");
}

#[test]
fn a_fix_in_a_what_if_leaves_the_design_as_it_is() {
    let mut history = too_small(Vec::new());
    let mut scenario = history.design().scenario(&id("usual")).unwrap().clone();
    scenario.what_if = true;
    history.apply(Edit::Replace(Element::Scenario(scenario))).unwrap();
    let mut window = window(history);
    wait_for_fix(&mut window);
    window.get_by_label("Apply").click();
    window.run();
    assert!(app(&window).estimate().unwrap().verdicts.iter().all(|verdict| verdict.met));
    assert_eq!(setting(&window, "log", Field::Units).as_deref(), Some("2"));
    let changes = &app(&window).history().design().scenario(&id("usual")).unwrap().changes;
    assert!(changes.iter().any(|change| change.element == id("log") && change.field == Field::Units));
}

#[test]
fn what_lacks_its_load_is_led_to_the_field() {
    let mut window = window(history());
    window.query_all_by_label_contains("has no load").next().unwrap().click();
    window.run_steps(4);
    assert!(window.get_by_role_and_label(egui::accesskit::Role::TextInput, "Load").is_focused());
    window.event(Event::Text("3 MB/s".to_owned()));
    window.run_steps(4);
    assert_eq!(setting(&window, "app", Field::Load).as_deref(), Some("3 MB/s"));
}

#[test]
fn letters_on_a_button_of_a_panel_are_not_the_boards() {
    let mut window = window(history());
    select(&mut window, &[component("log")]);
    type_in(&mut window, "Retention", "7 d");
    window.key_press(Key::Tab);
    window.run_steps(3);
    assert!(window.ctx.memory(|memory| memory.focused().is_some()), "the button beside the field has it");
    for key in [Key::Num2, Key::M, Key::P] {
        window.key_press(key);
        window.run_steps(2);
    }
    assert!(!shows(&window, "Add a queue component"));
    assert_eq!(app(&window).view().tool(), loadline::canvas::Tool::Select);
    assert_eq!(app(&window).history().design().scenarios().len(), 1);
    // Away from it they are the board's again.
    window.ctx.memory_mut(|memory| memory.focused().map(|id| memory.surrender_focus(id)));
    window.run_steps(2);
    window.key_press(Key::P);
    window.run_steps(2);
    assert_eq!(app(&window).view().tool(), loadline::canvas::Tool::Pen);
}

#[test]
fn a_large_design_is_estimated_beside_the_frames_with_the_last_result_kept() {
    let mut history = history();
    let many = (0..2_500).map(|n| {
        let part = Component::new(id(&format!("log-{n}")), "log", Part::Queue, "log", Point::new(12 * (n % 50), n / 5));
        Edit::insert(Element::Component(part))
    });
    history.apply(Edit::All(many.collect())).unwrap();
    let mut window = window(history);
    let estimated = |window: &Window| app(window).estimate().map_or(0, |estimate| estimate.components.len());
    for _ in 0..400 {
        window.run();
        if estimated(&window) == 2_503 {
            break;
        }
        std::thread::sleep(std::time::Duration::from_millis(25));
    }
    assert_eq!(estimated(&window), 2_503);
    select(&mut window, &[component("log-7")]);
    act(&mut window, Action::Delete);
    assert!(estimated(&window) > 0, "the last result stays until the next is there");
}
