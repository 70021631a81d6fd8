//! Designs for the tests of the layout: the examples, and graphs made of numbers.

use loadline::catalog::Role;
use loadline::design::{Component, Design, Edit, Element, ElementId, History, Id, Link, LinkKind, Point};
use std::fs;

/// The examples, with their names.
pub fn examples() -> Vec<(String, Design)> {
    let mut found: Vec<(String, Design)> = fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/designs"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|end| end == "ron"))
        .map(|path| {
            let design = loadline::file::read(&fs::read_to_string(&path).unwrap()).unwrap().design;
            (path.file_stem().unwrap().to_string_lossy().into_owned(), design)
        })
        .collect();
    found.sort_by(|(a, _), (b, _)| a.cmp(b));
    assert!(found.len() >= 12);
    found
}

pub fn id(n: usize) -> Id {
    Id::new(&format!("c{n}")).unwrap()
}

/// Components at places, and links by number; `watch` makes the components of these numbers monitors.
pub fn graph(places: &[(i32, i32)], links: &[(usize, usize)], watch: &[usize]) -> Design {
    let mut history = History::new(Design::new("Graph"));
    let insert = |history: &mut History, element| history.apply(Edit::insert(element)).unwrap();
    for (n, &(x, y)) in places.iter().enumerate() {
        let role = if watch.contains(&n) { Role::Monitor } else { Role::Queue };
        let product = if watch.contains(&n) { "cloudwatch" } else { "kafka" };
        let component = Component::new(id(n), &format!("Part {n}"), role, product, Point::new(x, y));
        insert(&mut history, Element::Component(component));
    }
    for &(from, to) in links {
        if from == to || watch.contains(&to) {
            continue;
        }
        let mut link = Link::new(id(from), id(to));
        link.id = history.design().fresh_link_id(&link.from, &link.to);
        if watch.contains(&from) {
            link.kind = LinkKind::Watch;
        }
        insert(&mut history, Element::Link(link));
    }
    history.into_design()
}

/// The design with elements moved.
pub fn moved(design: Design, moves: impl IntoIterator<Item = (ElementId, Point)>) -> Design {
    let edits = moves.into_iter().map(|(element, to)| Edit::Move { element, to }).collect();
    let mut history = History::new(design);
    history.apply(Edit::All(edits)).unwrap();
    history.into_design()
}

/// Numbers that look random and are the same every time.
pub struct Dice(pub u64);

impl Dice {
    pub fn roll(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as usize % sides.max(1)
    }
}

/// A graph in layers of about `wide`, each component fed by one to three of the two layers before.
pub fn layered(count: usize, wide: usize, seed: u64) -> Vec<(usize, usize)> {
    let mut dice = Dice(seed | 1);
    let mut links = Vec::new();
    for n in wide..count {
        for _ in 0..=dice.roll(3) {
            let back = n % wide + 1 + dice.roll(2 * wide);
            let from = n.saturating_sub(back);
            if !links.contains(&(from, n)) || count > 2_000 {
                links.push((from, n));
            }
        }
    }
    links
}
