//! A graph of another tool is put in order: nothing is lost, nothing lies on anything else, frames hold what they held,
//! and what is in order stays as it is.
#![no_main]

mod graph;

use libfuzzer_sys::fuzz_target;
use loadline::catalog::Catalog;
use loadline::design::{Component, Design, Point};
use loadline::file::{Comments, read, write};
use loadline::import;
use loadline::layout::{Area, tidy};
use std::collections::BTreeSet;

/// More takes long, and shows nothing that fewer do not.
const MOST_LINKS: usize = 150;

/// Which components each frame holds.
fn held(design: &Design) -> Vec<Vec<bool>> {
    let of = |frame: &loadline::design::Frame| design.components().map(|it| frame.holds(it.at, Component::SIZE)).collect();
    design.frames().map(of).collect()
}

fuzz_target!(|bytes: &[u8]| {
    let Some(text) = graph::text(bytes) else { return };
    let Ok((rows, true)) = import::read_in_rows(&text, Catalog::built_in()) else { return };
    if rows.design.links().len() > MOST_LINKS || rows.design.components().len() > MOST_LINKS {
        return;
    }
    let design = import::read(&text, Catalog::built_in()).unwrap().design;
    assert!(design.components().map(|it| &it.id).eq(rows.design.components().map(|it| &it.id)));
    assert!(design.links().eq(rows.design.links()));
    let limits = -Point::LIMIT..=Point::LIMIT;
    let areas: Vec<Area> = design.components().map(|component| Area::of_component(component.at)).collect();
    for (place, area) in areas.iter().enumerate() {
        assert!(!areas[..place].iter().any(|other| other.overlaps(area)), "{}", write(&design, &Comments::default()));
    }
    assert!(design.components().all(|it| limits.contains(&it.at.x) && limits.contains(&it.at.y)));
    assert_eq!(held(&design), held(&rows.design), "{}", write(&design, &Comments::default()));
    let again = tidy(&design, None, &BTreeSet::new());
    assert!(again.is_empty(), "{again:?}\n{}", write(&design, &Comments::default()));
    let written = write(&design, &Comments::default());
    assert_eq!(read(&written).map(|opened| opened.design).as_ref(), Ok(&design));
});
