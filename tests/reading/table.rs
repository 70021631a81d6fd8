//! The table of all components.

use super::*;
use egui::accesskit::{Role as Access, SortDirection, Toggled};

fn open() -> Window {
    let mut window = window_of(example());
    act(&mut window, Action::ShowComponents);
    window
}

/// The names in the table, from top to bottom.
fn names(window: &Window) -> Vec<String> {
    let mut rows: Vec<(f32, String)> = window
        .query_all_by_role(Access::RowHeader)
        .map(|row| (row.rect().top(), row.accesskit_node().label().unwrap()))
        .collect();
    rows.sort_by(|a, b| a.0.total_cmp(&b.0));
    rows.into_iter().map(|(_, name)| name).collect()
}

fn head<'a>(window: &'a Window, title: &'a str) -> egui_kittest::Node<'a> {
    window.get_by_role_and_label(Access::ColumnHeader, title)
}

fn sort_by(window: &mut Window, title: &str) {
    head(window, title).click();
    window.run();
}

fn row<'a>(window: &'a Window, name: &'a str) -> egui_kittest::Node<'a> {
    window.get_by_role_and_label(Access::RowHeader, name)
}

fn units(window: &Window, name: &str) -> Option<String> {
    let component = design(window).component(&id(name)).unwrap();
    component.settings.get(Field::Units).map(|setting| setting.text().to_owned())
}

#[test]
fn every_component_stands_in_the_table_with_its_figures() {
    let mut window = open();
    let wanted: Vec<String> = design(&window).components().map(|component| component.name.clone()).collect();
    // The panel is low: what is below is scrolled to by the filter's words.
    for name in &wanted {
        write_in(&mut window, "Filter components", name);
        assert!(names(&window).contains(name), "{name}");
    }
    write_in(&mut window, "Filter components", "Columnar warehouse");
    for text in ["store", "46.27 min", "$4,769", "432x"] {
        assert!(shows(&window, text), "{text}");
    }
}

#[test]
fn a_click_on_a_head_sorts_and_another_turns_it_round() {
    let mut window = open();
    assert_eq!(head(&window, "Name").accesskit_node().sort_direction(), None);
    sort_by(&mut window, "Name");
    assert_eq!(head(&window, "Name").accesskit_node().sort_direction(), Some(SortDirection::Ascending));
    assert_eq!(names(&window)[..2], ["Archive writer", "Columnar warehouse"]);
    sort_by(&mut window, "Name");
    assert_eq!(head(&window, "Name").accesskit_node().sort_direction(), Some(SortDirection::Descending));
    assert_eq!(names(&window)[..2], ["Web and app events", "Raw archive"]);
}

#[test]
fn figures_sort_the_largest_first_and_what_has_none_stands_last_either_way() {
    let mut window = open();
    sort_by(&mut window, "Load at peak");
    assert_eq!(names(&window)[0], "Archive writer");
    sort_by(&mut window, "Load at peak");
    assert_eq!(names(&window)[0], "Columnar warehouse", "the least load, not one without any");
    sort_by(&mut window, "Headroom");
    assert_eq!(names(&window)[0], "Archive writer", "the least room is what one looks for");
}

#[test]
fn the_filter_finds_words_in_name_product_role_and_status() {
    let mut window = open();
    for (typed, wanted) in [
        ("glue", vec!["Half-hourly aggregates"]),
        ("QUEUE msk", vec!["Event topic"]),
        ("compute ok", vec!["Archive writer", "Half-hourly aggregates"]),
        ("no such thing", vec![]),
    ] {
        write_in(&mut window, "Filter components", typed);
        assert_eq!(names(&window), wanted, "{typed}");
    }
    assert!(shows(&window, "No component answers this filter."));
    click(&mut window, "Clear the filter");
    assert_eq!(names(&window)[0], "Web and app events");
}

#[test]
fn a_click_on_a_row_selects_on_the_board_and_brings_into_view() {
    let mut window = open();
    // The board looks elsewhere.
    app_mut(&mut window).view_mut().zoom_by(6.0);
    window.run();
    row(&window, "Web and app events").click();
    window.run();
    assert_eq!(selected(&window), ["events"]);
    let at = design(&window).component(&id("events")).unwrap().at;
    assert!(app(&window).view().zoom() > 2.0, "it is moved, not zoomed");
    let place = app(&window).view().on_screen(at);
    assert!(window.ctx.content_rect().contains(place), "{place}");
}

#[test]
fn a_click_anywhere_in_a_row_does_the_same_and_ctrl_and_shift_take_more() {
    let mut window = open();
    let y = row(&window, "Event topic").rect().center().y;
    let x = head(&window, "Rate in").rect().center().x;
    let here = egui::pos2(x, y);
    window.hover_at(here);
    window.drag_at(here);
    window.drop_at(here);
    window.run();
    assert_eq!(selected(&window), ["log"]);
    let with = |window: &mut Window, modifiers, name: &str| {
        window.event(Event::ModifiersChanged(modifiers));
        row(window, name).click();
        window.run();
        window.event(Event::ModifiersChanged(Modifiers::NONE));
        window.run();
    };
    with(&mut window, Modifiers::COMMAND, "Web and app events");
    assert_eq!(selected(&window), ["events", "log"]);
    with(&mut window, Modifiers::COMMAND, "Event topic");
    assert_eq!(selected(&window), ["events"]);
    row(&window, "Web and app events").click();
    window.run();
    with(&mut window, Modifiers::SHIFT, "Archive writer");
    assert_eq!(selected(&window), ["archiver", "events", "log"]);
}

#[test]
fn what_is_selected_on_the_board_is_marked_and_scrolled_to() {
    let mut window = open();
    assert!(window.query_by_role_and_label(Access::RowHeader, "Freshness monitor").is_none(), "it is below");
    select(&mut window, &["freshness"]);
    let found = row(&window, "Freshness monitor");
    assert_eq!(found.accesskit_node().is_selected(), Some(true));
    assert_eq!(found.accesskit_node().toggled(), Some(Toggled::True));
}

#[test]
fn units_are_changed_in_the_table_in_one_step_and_empty_is_the_default() {
    let mut window = open();
    let before = steps(&window);
    write_in(&mut window, "Units of Event topic", "1");
    type_text(&mut window, "2");
    assert_eq!(units(&window, "log").as_deref(), Some("12"));
    assert_eq!(steps(&window), before + 1);
    ctrl(&mut window, Key::A);
    press(&mut window, Key::Backspace);
    assert_eq!(units(&window, "log"), None);
    assert_eq!(steps(&window), before + 1, "clearing belongs to the same typing");
    press(&mut window, Key::Escape);
    undo(&mut window);
    assert_eq!(units(&window, "log").as_deref(), Some("6"));
}

#[test]
fn a_wrong_unit_is_told_beside_the_field_of_the_table_and_changes_nothing() {
    let mut window = open();
    click(&mut window, "Settings");
    let before = design(&window).clone();
    write_in(&mut window, "Retention of Event topic", "7 GB");
    assert!(shows(&window, "expected a time"));
    assert_eq!(*design(&window), before);
    write_in(&mut window, "Retention of Event topic", "7 days");
    assert!(!shows(&window, "expected a time"));
    let log = design(&window).component(&id("log")).unwrap();
    assert_eq!(log.settings.get(Field::Retention).unwrap().text(), "7 days");
}

#[test]
fn each_role_has_its_main_settings_in_its_row() {
    let mut window = open();
    click(&mut window, "Settings");
    for name in ["Load of Web and app events", "Record size of Web and app events", "Units of Archive writer"] {
        assert!(window.query_by_role_and_label(Access::TextInput, name).is_some(), "{name}");
    }
    assert!(window.query_by_role_and_label(Access::ComboBox, "Mode of Archive writer").is_some());
    assert!(window.query_by_label("Load of Event topic").is_none(), "a queue sends nothing of its own");
}

#[test]
fn no_row_changes_its_place_while_one_types_in_it() {
    let mut window = open();
    sort_by(&mut window, "Load at peak");
    assert_eq!(names(&window)[0], "Archive writer");
    write_in(&mut window, "Units of Archive writer", "400");
    assert_eq!(names(&window)[0], "Archive writer");
    press(&mut window, Key::Enter);
    window.run();
    assert_ne!(names(&window)[0], "Archive writer", "it is sorted when the typing is over");
}

#[test]
fn the_list_below_the_board_keeps_its_height() {
    let mut window = open();
    for action in [Action::ShowComponents, Action::ShowCost, Action::ShowStaleness, Action::ShowProblems] {
        act(&mut window, action);
        let before = window.get_by_label("Ranges").rect();
        window.run_steps(60);
        assert_eq!(window.get_by_label("Ranges").rect(), before, "{action:?}");
        assert_eq!(frames_at_rest(&mut window), 0, "{action:?}");
    }
}

#[test]
fn ten_thousand_components_are_as_many_rows_as_can_be_seen() {
    let mut history = History::new(Design::new("many"));
    let parts = (0..10_000).map(|n| {
        let name = format!("part-{n:05}");
        let part = Component::new(id(&name), &name, Role::Queue, "none", Point::new(n % 100 * 14, n / 100 * 8));
        Edit::insert(Element::Component(part))
    });
    history.apply(Edit::All(parts.collect())).unwrap();
    let mut window = window_of(history);
    for _ in 0..200 {
        std::thread::sleep(std::time::Duration::from_millis(20));
        window.step();
        if app(&window).estimate().is_some() {
            break;
        }
    }
    act(&mut window, Action::ShowComponents);
    let found = names(&window).len();
    assert!((3..20).contains(&found), "{found} rows");
    sort_by(&mut window, "Name");
    sort_by(&mut window, "Name");
    assert_eq!(names(&window)[0], "part-09999");
    write_in(&mut window, "Filter components", "part-0123");
    assert!(shows(&window, "10 of 10000"));
}
