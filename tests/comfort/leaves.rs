//! The leaves of an unfolded derivation: each is changed where it stands, as a step that can be undone, or says why not.

use crate::support::*;
use egui::accesskit::Role as Kind;
use loadline::app::Command;
use loadline::estimate::{Conditions, Derivation, Explainer, Figure, Origin};
use loadline::file;
use loadline::templates::{TEMPLATES, template};

fn example() -> Window {
    let design = file::read(template("500-gb-daily-in-2-h").unwrap().text).unwrap().design;
    let mut window = window_of(History::new(design));
    window.set_size(egui::vec2(1900.0, 1500.0));
    window.run();
    window
}

fn unfold(window: &mut Window, name: &str, figure: Figure) {
    let ctx = window.ctx.clone();
    app_mut(window).apply(&ctx, Command::Explain(id(name), figure));
    window.run();
}

fn type_over(window: &mut Window, field: &str, text: &str) {
    let node = window.get_all_by_role_and_label(Kind::TextInput, field).next().unwrap();
    node.focus();
    window.run();
    ctrl(window, Key::A);
    if text.is_empty() {
        press(window, Key::Backspace);
    } else {
        type_text(window, text);
    }
    press(window, Key::Enter);
    window.run();
}

fn setting(window: &Window, name: &str, field: Field) -> Option<String> {
    design(window).component(&id(name)).unwrap().settings.get(field).map(|setting| setting.text().to_owned())
}

#[test]
fn what_a_person_said_is_changed_in_the_derivation_and_undone_as_one_step() {
    let mut window = example();
    unfold(&mut window, "log", Figure::Utilization);
    let load = |window: &Window| app(window).estimate().unwrap().component(&id("log")).unwrap().utilization.unwrap();
    let before = load(&window);
    let count = steps(&window);
    type_over(&mut window, "Units of Event topic", "3");
    assert_eq!(setting(&window, "log", Field::Units).as_deref(), Some("3"));
    assert!(load(&window).peak > before.peak, "and everything follows");
    assert!(shows(&window, "load of Event topic = "));
    assert_eq!(steps(&window), count + 1);
    undo(&mut window);
    assert_eq!(setting(&window, "log", Field::Units).as_deref(), Some("6"));
}

#[test]
fn a_fact_of_the_catalogue_is_overridden_in_the_derivation_and_back_by_emptying_the_field() {
    let mut window = example();
    unfold(&mut window, "log", Figure::Utilization);
    assert!(shows(&window, "catalogue, msk-m7g-large"), "limits");
    type_over(&mut window, "Throughput a unit of Event topic", "5 MB/s");
    assert_eq!(setting(&window, "log", Field::Throughput).as_deref(), Some("5 MB/s"));
    type_over(&mut window, "Throughput a unit of Event topic", "");
    assert_eq!(setting(&window, "log", Field::Throughput), None);
    undo(&mut window);
    assert_eq!(setting(&window, "log", Field::Throughput).as_deref(), Some("5 MB/s"));
}

#[test]
fn a_price_of_the_catalogue_is_overridden_in_the_derivation() {
    let mut window = example();
    unfold(&mut window, "log", Figure::Cost);
    let cost = |window: &Window| app(window).estimate().unwrap().component(&id("log")).unwrap().cost;
    let before = cost(&window);
    type_over(&mut window, "Price a unit of Event topic", "$1/h");
    assert_eq!(setting(&window, "log", Field::PriceUnit).as_deref(), Some("$1/h"));
    assert_ne!(cost(&window), before);
    undo(&mut window);
    assert_eq!(cost(&window), before);
}

#[test]
fn an_assumption_is_replaced_and_its_reason_given_in_the_derivation() {
    let mut window = example();
    unfold(&mut window, "warehouse", Figure::Units);
    assert!(shows(&window, "! assumed: "));
    type_over(&mut window, "Target load of Columnar warehouse", "60 %");
    assert_eq!(setting(&window, "warehouse", Field::Target).as_deref(), Some("60 %"));
    type_over(&mut window, "Why Target load of Columnar warehouse", "nightly loads");
    let reason = design(&window).component(&id("warehouse")).unwrap().settings.get(Field::Target).unwrap();
    assert_eq!(reason.reason.as_deref(), Some("nightly loads"));
    undo(&mut window);
    undo(&mut window);
    assert_eq!(setting(&window, "warehouse", Field::Target), None);
}

#[test]
fn what_the_scenario_changes_is_changed_in_the_scenario() {
    let mut window = example();
    let ctx = window.ctx.clone();
    app_mut(&mut window).apply(&ctx, Command::Choose(Some(id("tenfold"))));
    window.run();
    unfold(&mut window, "events", Figure::Input);
    type_over(&mut window, "Load of Web and app events", "1 TB/day");
    assert_eq!(setting(&window, "events", Field::Load).as_deref(), Some("500 GB/day"), "the design is as it was");
    let scenario = design(&window).scenario(&id("tenfold")).unwrap();
    assert_eq!(scenario.changes[0].to_string(), "events.load=1 TB/day");
}

#[test]
fn a_wrong_value_is_told_beside_the_leaf_and_changes_nothing() {
    let mut window = example();
    unfold(&mut window, "log", Figure::Utilization);
    let count = steps(&window);
    type_over(&mut window, "Throughput a unit of Event topic", "5 hours");
    assert_eq!(steps(&window), count);
    assert!(shows(&window, "throughput"));
    assert!(window.query_all_by_label_contains("expected").next().is_some());
    // A number that is none, in each derivation that has the field.
    for figure in [Figure::Units, Figure::Utilization] {
        let mut window = example();
        unfold(&mut window, "log", figure);
        type_over(&mut window, "Units of Event topic", "abc");
        assert!(window.query_all_by_label_contains("abc").any(|node| !node.is_focused()), "{figure:?}");
    }
}

/// The leaves of a derivation.
fn leaves<'a>(derivation: &'a Derivation, found: &mut Vec<(&'a str, &'a Origin)>) {
    for input in &derivation.inputs {
        match &input.origin {
            Origin::Computed(inner) => leaves(inner, found),
            origin => found.push((&input.name, origin)),
        }
    }
}

/// Prices and limits that no setting of a design replaces: a design says them by another product or by “Other cost”.
fn has_no_setting(product: &str, name: &str) -> bool {
    let product = Catalog::built_in().product(product).unwrap();
    let other = product.limits.iter().map(|limit| limit.resource.name()).any(|word| name.contains(word));
    name == "price" || name == "each record counts as a multiple of" || other
}

#[test]
fn every_leaf_of_every_figure_of_every_template_names_the_setting_that_replaces_it() {
    let (mut own, mut facts, mut assumed) = (0, 0, 0);
    for template in TEMPLATES {
        let design = file::read(template.text).unwrap().design;
        let catalog = Catalog::built_in();
        let scenario = design.scenarios().next().map(|scenario| scenario.id.clone());
        let conditions = Conditions { scenario: scenario.as_ref(), ..Conditions::default() };
        let explainer = Explainer::new(&design, catalog, conditions);
        for component in design.components() {
            for figure in Figure::ALL {
                let Some(derivation) = explainer.figure(&component.id, *figure) else { continue };
                let mut found = Vec::new();
                leaves(&derivation, &mut found);
                for (name, origin) in found {
                    match origin {
                        Origin::Person { .. } => own += 1,
                        Origin::Catalog { field: Some(_), .. } => facts += 1,
                        Origin::Catalog { field: None, product, .. } => {
                            assert!(has_no_setting(product, name), "{} {name} of {product}", template.name);
                        }
                        Origin::Assumption { field: Some(_), .. } => assumed += 1,
                        // Arithmetic on what stands beside it.
                        Origin::Assumption { field: None, .. } | Origin::Figure { .. } | Origin::Computed(_) => {}
                    }
                }
            }
        }
    }
    assert!(own > 100 && facts > 100 && assumed > 50, "{own} {facts} {assumed}");
}
