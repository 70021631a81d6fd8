//! Of which steps the staleness at a component is made.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use loadline::catalog::{Catalog, Field, Role, Setting};
use loadline::design::{Component, Design, Edit, Element, History, Id, Link, Point};
use loadline::estimate::{Conditions, Explainer, Way};
use loadline::units::Measure;

fn id(text: &str) -> Id {
    Id::new(text).unwrap()
}

fn put(history: &mut History, name: &str, role: Role, settings: &[(Field, &str)]) {
    let part = Component::new(id(name), name, role, "none", Point::default());
    let part = settings.iter().fold(part, |part, (field, text)| part.with(*field, text).unwrap());
    history.apply(Edit::insert(Element::Component(part))).unwrap();
}

fn link(history: &mut History, from: &str, to: &str, delay: Option<&str>) {
    let mut link = Link::new(id(from), id(to));
    link.settings.put(Field::Delay, delay.map(|delay| Setting::read(Field::Delay, delay).unwrap()));
    history.apply(Edit::insert(Element::Link(link))).unwrap();
}

fn way(design: &Design, at: &str) -> Way {
    Explainer::new(design, &Catalog::default(), Conditions::default()).way(&id(at)).unwrap()
}

/// source -> hourly job -> (5 min on the way) -> store.
fn chain() -> History {
    let mut history = History::default();
    put(&mut history, "source", Role::Source, &[(Field::Load, "1 MB/s"), (Field::Record, "1 KB")]);
    put(
        &mut history,
        "job",
        Role::Compute,
        &[(Field::Mode, "batch"), (Field::Every, "60 min"), (Field::Startup, "2 min")],
    );
    put(&mut history, "store", Role::Store, &[(Field::Latency, "10 s")]);
    link(&mut history, "source", "job", None);
    link(&mut history, "job", "store", Some("5 min"));
    history
}

fn close(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-6 * a.abs().max(b.abs()).max(1.0)
}

#[test]
fn on_a_chain_means_and_maxima_of_the_steps_add_up_to_the_whole() {
    let way = way(chain().design(), "store");
    let mut places: Vec<&str> = way.steps.iter().map(|step| step.at.id().as_str()).collect();
    places.dedup();
    let link = Id::of_link(&id("job"), &id("store"));
    assert_eq!(places, ["job", link.as_str(), "store"]);
    let sum = |of: fn(&loadline::estimate::Step) -> f64| way.steps.iter().map(of).sum::<f64>();
    assert!(close(sum(|step| step.part.mean.base()), way.whole.mean.base()), "{way:?}");
    assert!(close(sum(|step| step.part.max.base()), way.whole.max.base()), "{way:?}");
    let delays: Vec<f64> =
        way.steps.iter().filter(|step| step.part.what == "on the way").map(|step| step.part.mean.base()).collect();
    assert_eq!(delays, [300.0], "what a link takes is a step of its own");
    let (mean, max) = way.rest();
    assert!(close(mean.base(), 0.0) && close(max.base(), 0.0));
}

#[test]
fn what_another_input_adds_is_the_rest() {
    let mut history = chain();
    put(
        &mut history,
        "other",
        Role::Compute,
        &[(Field::Mode, "batch"), (Field::Every, "60 min"), (Field::Startup, "2 min")],
    );
    link(&mut history, "source", "other", None);
    link(&mut history, "other", "store", Some("5 min"));
    let way = way(history.design(), "store");
    let (mean, max) = way.rest();
    // The later of two hourly waits is a third of an hour from the end, one of them alone is half.
    assert!(mean.base() > 0.1 * 3600.0 && mean.base() < 0.2 * 3600.0, "{mean:?}");
    assert!(close(max.base(), 0.0), "{max:?}");
}

#[test]
fn there_is_no_way_to_where_nothing_comes() {
    let mut history = chain();
    put(&mut history, "alone", Role::Store, &[]);
    let explainer = Explainer::new(history.design(), &Catalog::default(), Conditions::default()).way(&id("alone"));
    assert_eq!(explainer, None);
}
