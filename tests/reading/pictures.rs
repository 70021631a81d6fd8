//! The bill and the staleness as pictures: what the accessibility tree says of them, and what a click does.

use super::*;
use egui::accesskit::Role as Access;

fn picture(window: &Window, begins: &str) -> String {
    let all = window.query_all_by_role(Access::Image).filter_map(|node| node.accesskit_node().label());
    all.into_iter().find(|label| label.starts_with(begins)).unwrap_or_default()
}

#[test]
fn the_bill_is_a_picture_with_the_dearest_first_and_a_word_for_each_kind() {
    let mut window = window_of(example());
    act(&mut window, Action::ShowCost);
    let said = picture(&window, "Cost");
    let place = |name: &str| said.find(name).unwrap_or_else(|| panic!("{name} in {said}"));
    assert!(place("Columnar warehouse: $4,769/month") < place("Event topic: $1,313/month"));
    assert!(place("Event topic") < place("Dashboards"));
    for word in ["compute $", "storage $", "network $283.28/month", "% of all"] {
        place(word);
    }
}

#[test]
fn many_components_are_gathered_in_one_bar() {
    let mut history = example();
    for n in 0..20 {
        let name = format!("extra-{n}");
        let mut part = Component::new(id(&name), &name, Role::Control, "none", Point::new(n * 14, 40));
        part.settings.put(Field::ExtraCost, Some(Setting::read(Field::ExtraCost, "$100/month").unwrap()));
        history.apply(Edit::insert(Element::Component(part))).unwrap();
    }
    let mut window = window_of(history);
    act(&mut window, Action::ShowCost);
    let said = picture(&window, "Cost");
    assert!(said.contains("others: $"), "{said}");
    assert!(said.matches("extra-").count() < 10, "{said}");
}

#[test]
fn the_staleness_is_told_step_by_step_and_percentiles_only_of_the_whole() {
    let mut window = window_of(example());
    act(&mut window, Action::ShowStaleness);
    let said = picture(&window, "Staleness at Dashboards");
    assert!(said.contains("Half-hourly aggregates: waits for its run, and runs"), "{said}");
    assert!(said.contains("Dashboards, all together"), "{said}");
    assert_eq!(said.matches("p95").count(), said.matches("p95 38.51 min").count(), "of no step: {said}");
    assert!(shows(&window, "max required within 2 h"));
}

#[test]
fn a_limit_near_enough_is_a_line_in_the_picture() {
    let mut history = example();
    let mut scenario = history.design().scenarios().next().unwrap().clone();
    for requirement in &mut scenario.requirements {
        if let loadline::design::Requirement::Staleness { limit, .. } = requirement {
            *limit = loadline::units::Stated::read("50 min", loadline::units::Kind::Time).unwrap();
        }
    }
    history.apply(Edit::Replace(Element::Scenario(scenario))).unwrap();
    let mut window = window_of(history);
    act(&mut window, Action::ShowStaleness);
    let said = picture(&window, "Staleness at Dashboards");
    assert!(said.contains("max within 50 min"), "{said}");
}

#[test]
fn the_staleness_is_that_of_the_selected_component() {
    let mut window = window_of(example());
    act(&mut window, Action::ShowStaleness);
    select(&mut window, &["raw"]);
    assert!(!picture(&window, "Staleness at Raw archive").is_empty());
    select(&mut window, &["freshness"]);
    assert!(shows(&window, "Freshness monitor has no staleness"));
}

#[test]
fn a_name_beside_the_picture_leads_to_the_board() {
    let mut window = window_of(example());
    act(&mut window, Action::ShowStaleness);
    window.query_all_by_role_and_label(Access::Link, "Columnar warehouse").next().unwrap().click();
    window.run();
    assert_eq!(selected(&window), ["warehouse"]);
}

#[test]
fn a_click_on_a_bar_selects_its_component() {
    let mut window = window_of(example());
    act(&mut window, Action::ShowCost);
    let rect = window
        .query_all_by_role(Access::Image)
        .find(|node| node.accesskit_node().label().is_some_and(|label| label.starts_with("Cost")))
        .unwrap()
        .rect();
    // The first row is the dearest.
    let here = egui::pos2(rect.left() + 20.0, rect.top() + 12.0);
    window.hover_at(here);
    window.run_steps(60);
    assert!(shows(&window, "Columnar warehouse: compute"), "hover tells the figure");
    window.drag_at(here);
    window.drop_at(here);
    window.run();
    assert_eq!(selected(&window), ["warehouse"]);
}
