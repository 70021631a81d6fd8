//! Search as one types, over names: the letters must stand in the name in order, whole words first.

use crate::catalog::{Catalog, Product};

/// How well a name answers a search: less is better; none if it does not. Case does not count.
pub fn rank(wanted: &str, name: &str) -> Option<usize> {
    let (wanted, name) = (wanted.trim().to_lowercase(), name.to_lowercase());
    if wanted.is_empty() {
        return Some(0);
    }
    if let Some(at) = name.find(&wanted) {
        return Some(at.min(50));
    }
    // Letters in order, with gaps: `kns` finds Kinesis.
    let mut rest = name.char_indices();
    let mut last = 0;
    for letter in wanted.chars().filter(|letter| !letter.is_whitespace()) {
        last = rest.by_ref().find(|(_, c)| *c == letter)?.0;
    }
    Some(100 + last)
}

/// How well a product answers a search, by its name, its vendor and its id.
pub fn rank_product(wanted: &str, product: &Product) -> Option<usize> {
    let by_name = rank(wanted, &product.name);
    // The vendor and the id count only where they hold the letters together: with gaps nearly everything fits.
    let whole = |text: &str| rank(wanted, text).filter(|rank| *rank < 100).map(|rank| rank + 60);
    [by_name, whole(&product.id), whole(&product.vendor)].into_iter().flatten().min()
}

/// The products that answer a search, best first; in the order of the catalogue where they are equal.
pub fn products<'a>(catalog: &'a Catalog, wanted: &str) -> Vec<&'a Product> {
    let mut found: Vec<_> =
        catalog.products().filter_map(|product| rank_product(wanted, product).map(|rank| (rank, product))).collect();
    found.sort_by_key(|(rank, _)| *rank);
    found.into_iter().map(|(_, product)| product).collect()
}
