//! Designs of parts that have no limits of their own: all that is known of them is what a test says.

use loadline::catalog::{Catalog, Field, Role};
use loadline::design::{Component, Design, Edit, Element, History, Id, Link, Point};
use loadline::estimate::{ComponentEstimate, Conditions, Estimate, estimate};

const PARTS: &str = r#"
Catalog(date: "2026-11-23", products: [
    Product(id: "app", name: "App", family: Ingestion, role: Source, summary: "sends"),
    Product(id: "log", name: "Log", family: Queue, role: Queue, summary: "keeps", unit: "partition", prices: [
        (meter: CrossZone, value: "$0.01/GB", source: "test", date: "2026", confidence: Vendor),
    ]),
    Product(id: "job", name: "Job", family: Compute, role: Compute, summary: "works", unit: "worker"),
    Product(id: "store", name: "Store", family: Storage, role: Store, summary: "keeps"),
])"#;

/// The catalogue of the parts.
pub fn parts() -> Catalog {
    let mut catalog = Catalog::default();
    catalog.add_text(PARTS, "test").unwrap();
    catalog
}

/// An id.
pub fn id(text: &str) -> Id {
    Id::new(text).unwrap()
}

/// A component whose name begins with its part: `job-2` is a job.
pub fn component(name: &str, settings: &[(Field, &str)]) -> Component {
    let product = name.split('-').next().unwrap();
    let role = match product {
        "app" => Role::Source,
        "log" => Role::Queue,
        "job" => Role::Compute,
        _ => Role::Store,
    };
    settings.iter().fold(Component::new(id(name), name, role, product, Point::default()), |component, (field, text)| {
        component.with(*field, text).unwrap()
    })
}

/// A design of components and copying links.
pub fn design(components: Vec<Component>, links: &[(&str, &str)]) -> Design {
    let mut history = History::new(Design::new("test"));
    for component in components {
        history.apply(Edit::insert(Element::Component(component))).unwrap();
    }
    for (from, to) in links {
        history.apply(Edit::insert(Element::Link(Link::new(id(from), id(to))))).unwrap();
    }
    history.design().clone()
}

/// The estimate of a design as it stands.
pub fn plain(design: &Design) -> Estimate {
    estimate(design, &parts(), Conditions::default())
}

/// What is estimated for one component.
pub fn figures(design: &Design, name: &str) -> ComponentEstimate {
    plain(design).components[&id(name)].clone()
}
