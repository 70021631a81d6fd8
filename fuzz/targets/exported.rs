//! A graph of another tool is exported as Mermaid and as Graphviz, and read back: the same boxes with their names, joined
//! in the same way.
#![no_main]

mod graph;

use libfuzzer_sys::fuzz_target;
use loadline::catalog::Catalog;
use loadline::design::Design;
use loadline::export::{Format, Options, export};
use loadline::file::Comments;
use loadline::import;
use std::collections::BTreeMap;

/// An export is estimated first.
const MOST: usize = 60;

/// Names, and which are joined; sorted, since a graph lists what stands in groups after what does not. Spaces are what
/// signs that cannot be printed become.
fn shape(design: &Design) -> (Vec<String>, Vec<(String, String)>) {
    let words = |text: &str| {
        let text: String = text.chars().map(|letter| if letter.is_control() { ' ' } else { letter }).collect();
        text.trim().to_owned()
    };
    let names: BTreeMap<_, _> = design.components().map(|it| (it.id.clone(), words(&it.name))).collect();
    let mut links: Vec<_> = design.links().map(|it| (names[&it.from].clone(), names[&it.to].clone())).collect();
    let mut names: Vec<_> = names.into_values().collect();
    names.sort();
    links.sort();
    (names, links)
}

fuzz_target!(|bytes: &[u8]| {
    let Some(text) = graph::text(bytes) else { return };
    let Ok((imported, true)) = import::read_in_rows(&text, Catalog::built_in()) else { return };
    let design = imported.design;
    if design.components().len() > MOST || design.links().len() > MOST || design.components().len() == 0 {
        return;
    }
    for format in [Format::Mermaid, Format::Dot] {
        let out = export(&design, &Comments::default(), Catalog::built_in(), format, &Options::default()).unwrap();
        let (back, _) = import::read_in_rows(&out, Catalog::built_in()).unwrap();
        assert_eq!(shape(&back.design), shape(&design), "{}", String::from_utf8_lossy(&out));
    }
});
