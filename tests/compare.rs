//! Differences lead from one design to the other; merges keep what both sides did and can always be read.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

#[allow(dead_code, unused_imports)]
mod made;

use assert_cmd::Command;
use loadline::catalog::{Catalog, Field, Role, Setting};
use loadline::compare::{Change, diff, effects, merge};
use loadline::design::{Component, Design, Edit, Element, ElementId, History, Id, Link, Point};
use loadline::file::{self, Comments};
use proptest::prelude::*;
use std::fs;

fn text(design: &Design) -> String {
    file::write(design, &Comments::default())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(400) })]

    #[test]
    fn a_difference_leads_from_one_to_the_other(a in made::design(), b in made::design(),
        edits in proptest::collection::vec(made::edit(), 0..6))
    {
        prop_assert!(diff(&a, &a).is_empty());
        let near = made::edited(&a, edits);
        for (a, b) in [(&a, &b), (&b, &a), (&a, &near), (&near, &a)] {
            let found = diff(a, b);
            prop_assert_eq!(&found.apply(a).unwrap(), b, "{}", found);
            prop_assert_eq!(found.is_empty(), a == b);
        }
    }

    #[test]
    fn merges_keep_what_one_side_did_and_agree_from_both_sides(base in made::design(),
        mine in proptest::collection::vec(made::edit(), 0..6), other in proptest::collection::vec(made::edit(), 0..6))
    {
        let (ours, theirs) = (made::edited(&base, mine), made::edited(&base, other));
        for (merged, expected) in [
            (merge(&base, &ours, &base), &ours),
            (merge(&base, &base, &ours), &ours),
            (merge(&base, &ours, &ours), &ours),
        ] {
            prop_assert_eq!(&merged.design, expected);
            prop_assert!(merged.conflicts.is_empty(), "{:?}", merged.conflicts);
        }
        let (here, there) = (merge(&base, &ours, &theirs), merge(&base, &theirs, &ours));
        prop_assert_eq!(here.conflicts.is_empty(), there.conflicts.is_empty());
        if here.conflicts.is_empty() {
            prop_assert_eq!(&here.design, &there.design);
        }
        for merged in [&here, &there] {
            prop_assert_eq!(&file::read(&text(&merged.design)).unwrap().design, &merged.design);
        }
        // What ours did and theirs did not touch is there.
        for component in ours.components().filter(|c| theirs.component(&c.id) == base.component(&c.id)) {
            prop_assert_eq!(here.design.component(&component.id), Some(component));
        }
    }
}

fn id(text: &str) -> Id {
    Id::new(text).unwrap()
}

fn base() -> Design {
    let mut history = History::new(Design::new("Plan"));
    let events = Component::new(id("events"), "Events", Role::Source, "event-source", Point::new(0, 0));
    let log = Component::new(id("log"), "Log", Role::Queue, "kafka", Point::new(10, 0));
    let store = Component::new(id("store"), "Store", Role::Store, "s3", Point::new(20, 0));
    for component in [events.with(Field::Load, "500 GB/day").unwrap(), log.with(Field::Units, "6").unwrap(), store] {
        history.apply(Edit::insert(Element::Component(component))).unwrap();
    }
    history.apply(Edit::insert(Element::Link(Link::new(id("events"), id("log"))))).unwrap();
    history.into_design()
}

fn after(edits: Vec<Edit>) -> Design {
    let mut history = History::new(base());
    for edit in edits {
        history.apply(edit).unwrap();
    }
    history.into_design()
}

fn set(component: &str, field: Field, text: &str) -> Edit {
    let setting = Some(Setting::read(field, text).unwrap());
    Edit::Set { element: ElementId::Component(id(component)), field, setting }
}

fn shift(component: &str, x: i32) -> Edit {
    Edit::Move { element: ElementId::Component(id(component)), to: Point::new(x, 5) }
}

#[test]
fn a_change_is_told_field_by_field() {
    let found = diff(&base(), &after(vec![set("log", Field::Units, "12"), shift("store", 30)]));
    assert_eq!(
        found.to_string(),
        "~ component `log`\n    units: 6 -> 12\n> component `store`\n    at: (20, 0) -> (30, 5)\n"
    );
    let counts = found.counts();
    assert_eq!((counts.added, counts.removed, counts.changed, counts.moved), (0, 0, 1, 1));
    let found = diff(&base(), &after(vec![Edit::Remove(ElementId::Component(id("log")))]));
    let removed: Vec<String> = found
        .changes
        .iter()
        .map(|change| match change {
            Change::Removed { id, .. } => id.to_string(),
            other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!(removed, ["component `log`", "link `events>log`"]);
}

#[test]
fn changes_of_different_fields_of_one_component_go_together() {
    let ours = after(vec![set("log", Field::Units, "12"), shift("log", 11)]);
    let theirs = after(vec![set("log", Field::Retention, "3 days"), shift("store", 25)]);
    let merged = merge(&base(), &ours, &theirs);
    assert!(merged.conflicts.is_empty(), "{:?}", merged.conflicts);
    let all = vec![
        set("log", Field::Units, "12"),
        shift("log", 11),
        set("log", Field::Retention, "3 days"),
        shift("store", 25),
    ];
    assert_eq!(merged.design, after(all));
}

#[test]
fn a_clash_is_named_and_ours_is_kept() {
    let merged =
        merge(&base(), &after(vec![set("log", Field::Units, "12")]), &after(vec![set("log", Field::Units, "8")]));
    assert_eq!(merged.design, after(vec![set("log", Field::Units, "12")]));
    let said: Vec<String> = merged.conflicts.iter().map(ToString::to_string).collect();
    assert_eq!(said, ["component `log`, units: ours 12, theirs 8, base 6"]);
}

#[test]
fn a_component_that_theirs_removed_comes_back_for_a_link_of_ours() {
    let remove = || vec![Edit::Remove(ElementId::Component(id("store")))];
    let link = || vec![Edit::insert(Element::Link(Link::new(id("log"), id("store"))))];
    let merged = merge(&base(), &after(link()), &after(remove()));
    assert_eq!(merged.design, after(link()));
    assert!(merged.conflicts[0].to_string().contains("a link of ours needs it"), "{}", merged.conflicts[0]);
    // The other way round the link has no end, and goes.
    let merged = merge(&base(), &after(remove()), &after(link()));
    assert_eq!(merged.design, after(remove()));
    assert!(merged.conflicts[0].to_string().contains("left out"), "{}", merged.conflicts[0]);
}

#[test]
fn a_role_that_ours_cannot_link_to_is_not_taken_over() {
    let link = Edit::insert(Element::Link(Link::new(id("log"), id("store"))));
    let monitor = Component { role: Role::Monitor, ..base().component(&id("store")).unwrap().clone() };
    let theirs = after(vec![Edit::Replace(Element::Component(monitor))]);
    let merged = merge(&base(), &after(vec![link.clone()]), &theirs);
    assert_eq!(merged.design, after(vec![link]));
    assert!(merged.conflicts[0].to_string().contains("do not allow the role"), "{}", merged.conflicts[0]);
}

#[test]
fn the_effect_on_cost_and_load_is_told() {
    let found = effects(&base(), &after(vec![set("log", Field::Units, "12")]), Catalog::built_in(), |_| true);
    assert_eq!(found.len(), 1);
    let effect = &found[0];
    assert!(!effect.is_none() && effect.scenario.is_none());
    assert!(effect.cost.after.unwrap().base() > effect.cost.before.unwrap().base());
    let log = effect.components.iter().find(|component| component.id == id("log")).unwrap();
    let (before, after) = (log.load.before.unwrap().base(), log.load.after.unwrap().base());
    assert!((before / after - 2.0).abs() < 1e-9, "{before} {after}");
    assert!(effects(&base(), &base(), Catalog::built_in(), |_| true)[0].is_none());
}

fn loadline(arguments: &[&str]) -> (i32, String, String) {
    let output = Command::cargo_bin("loadline")
        .unwrap()
        .env("XDG_CONFIG_HOME", "/nonexistent")
        .args(arguments)
        .output()
        .unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

#[test]
fn the_command_line_compares_as_diff_does() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    fs::write(
        at("b.ron"),
        fs::read_to_string("designs/500-gb-daily-in-2-h.ron").unwrap().replacen("500 GB/day", "5 TB/day", 1),
    )
    .unwrap();
    let a = "designs/500-gb-daily-in-2-h.ron";
    let (code, out, _) = loadline(&["diff", a, a]);
    assert_eq!((code, out.as_str()), (0, ""));
    let (code, out, _) = loadline(&["diff", a, &at("b.ron")]);
    assert_eq!(code, 1);
    assert!(out.contains("load: \"500 GB/day\" -> \"5 TB/day\""), "{out}");
    assert!(out.contains("met -> NOT MET"), "{out}");
    let (code, out, _) = loadline(&["diff", a, &at("b.ron"), "--json"]);
    let object: serde_json::Value = serde_json::from_str(&out).unwrap();
    assert_eq!((code, object["counts"]["changed"].as_u64(), object["same"].as_bool()), (1, Some(1), Some(false)));
    assert_eq!(object["changes"][0]["fields"][0]["after"], "\"5 TB/day\"");
    assert_eq!(object["effects"][0]["met"]["after"], false);
    assert!(object["effects"][0]["cost"]["after"].as_f64() > object["effects"][0]["cost"]["before"].as_f64());
    let (code, _, err) = loadline(&["diff", a, &at("none.ron")]);
    assert!(code == 2 && err.contains("none.ron"), "{err}");
    let (code, _, err) = loadline(&["diff", a, a, "--scenario", "tenfoldd"]);
    assert!(code == 2 && err.contains("neither design has a scenario"), "{err}");
}

#[test]
fn the_command_line_merges_and_keeps_comments() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    fs::write(at("base.ron"), text(&base())).unwrap();
    let ours = text(&after(vec![set("log", Field::Units, "12")]))
        .replace("        (id: \"log\"", "        // tuned\n        (id: \"log\"");
    fs::write(at("ours.ron"), &ours).unwrap();
    let added = Component::new(id("more"), "More", Role::Store, "s3", Point::new(0, 9));
    let theirs = text(&after(vec![Edit::insert(Element::Component(added))]))
        .replace("        (id: \"more\"", "        // theirs\n        (id: \"more\"");
    fs::write(at("theirs.ron"), theirs).unwrap();
    let (code, out, err) = loadline(&["merge", &at("base.ron"), &at("ours.ron"), &at("theirs.ron")]);
    assert_eq!((code, err.as_str()), (0, ""));
    assert!(
        out.contains("// tuned\n        (id: \"log\"") && out.contains("// theirs\n        (id: \"more\""),
        "{out}"
    );
    assert!(out.contains("units: 12"), "{out}");
    let (code, out, err) =
        loadline(&["merge", &at("base.ron"), &at("ours.ron"), &at("theirs.ron"), "-o", &at("out.ron")]);
    assert_eq!((code, out.as_str(), err.as_str()), (0, "", ""));
    file::open(std::path::Path::new(&at("out.ron"))).unwrap();
}
