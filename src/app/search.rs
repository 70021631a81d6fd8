//! Search as one types, over names: the letters stand in the name in order, best where they begin words.

use crate::catalog::{Catalog, Product};
use nucleo_matcher::pattern::{AtomKind, CaseMatching, Normalization, Pattern};
use nucleo_matcher::{Config, Matcher, Utf32Str};
use std::cell::RefCell;

thread_local! {
    // It holds a hundred kilobytes of working memory, and is asked for every name in every frame.
    static MATCHER: RefCell<Matcher> = RefCell::new(Matcher::new(Config::DEFAULT));
}

/// More than any name scores.
const MOST: usize = 10_000;

fn matched(wanted: &str, name: &str, kind: AtomKind) -> Option<usize> {
    if wanted.trim().is_empty() {
        return Some(0);
    }
    let pattern = Pattern::new(wanted.trim(), CaseMatching::Ignore, Normalization::Smart, kind);
    let mut letters = Vec::new();
    let score = MATCHER.with_borrow_mut(|matcher| pattern.score(Utf32Str::new(name, &mut letters), matcher))?;
    let score = usize::try_from(score).unwrap_or(MOST);
    // Of two names with the same letters the one that begins with them is nearer to what was typed, and then the
    // shorter one.
    let wanted = wanted.trim();
    let begins = name.get(..wanted.len()).is_some_and(|start| start.eq_ignore_ascii_case(wanted));
    Some(MOST.saturating_sub(score * 10) + 5 * usize::from(!begins) + (name.len() / 8).min(4))
}

/// How well a name answers a search: less is better; none if it does not. Case does not count.
pub fn rank(wanted: &str, name: &str) -> Option<usize> {
    matched(wanted, name, AtomKind::Fuzzy)
}

/// How well a name holds what is searched for, letters together: less is better; none if it does not.
pub fn rank_whole(wanted: &str, name: &str) -> Option<usize> {
    matched(wanted, name, AtomKind::Substring)
}

/// How well a product answers a search, by its name, its vendor and its id.
pub fn rank_product(wanted: &str, product: &Product) -> Option<usize> {
    let by_name = rank(wanted, &product.name);
    // The vendor and the id count only where they hold the letters together: with gaps nearly everything fits.
    let whole = |text: &str| matched(wanted, text, AtomKind::Substring).map(|rank| rank + 60);
    [by_name, whole(&product.id), whole(&product.vendor)].into_iter().flatten().min()
}

/// The products that answer a search, best first; in the order of the catalogue where they are equal.
pub fn products<'a>(catalog: &'a Catalog, wanted: &str) -> Vec<&'a Product> {
    let mut found: Vec<_> =
        catalog.products().filter_map(|product| rank_product(wanted, product).map(|rank| (rank, product))).collect();
    found.sort_by_key(|(rank, _)| *rank);
    found.into_iter().map(|(_, product)| product).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_in_order_find_a_name_and_whole_words_find_it_first() {
        assert!(rank("kns", "Kinesis").is_some());
        assert!(rank("snk", "Kinesis").is_none());
        assert!(rank("kafka", "Kafka") < rank("kafka", "Kafka Connect"));
        assert!(rank("log", "Message log") < rank("log", "Loading of things"));
        assert!(rank("kaf", "Kafka, self-hosted") < rank("kaf", "Debezium on Kafka Connect"));
        assert_eq!(rank("  ", "anything"), Some(0));
    }
}
