//! Which rows the component table has, and in which order: what is filtered and sorted is kept, and made anew when the
//! design, the estimate, the filter or the order change. While somebody types in a row, no row changes its place.

use super::column::{Column, SortKey, product_name};
use crate::app::inspector::Read;
use crate::design::{Component, Id};
use crate::estimate::ComponentEstimate;

/// By which column the rows are sorted, and whether the largest comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sort {
    pub column: Column,
    pub down: bool,
}

impl Sort {
    /// The order after a click on a head: the column's own, then the other way.
    pub fn clicked(now: Option<Self>, column: Column) -> Self {
        match now {
            Some(sort) if sort.column == column => Self { column, down: !sort.down },
            _ => Self { column, down: column.down_first() },
        }
    }
}

/// What the rows were made of.
#[derive(Clone, Debug, PartialEq)]
struct Of {
    /// Revision of the design, and number of the estimate.
    stamp: (u64, u64),
    filter: String,
    sort: Option<Sort>,
}

/// The rows.
#[derive(Debug, Default)]
pub struct Rows {
    ids: Vec<Id>,
    of: Option<Of>,
}

impl Rows {
    /// The components, in order.
    pub fn ids(&self) -> &[Id] {
        &self.ids
    }

    /// Brings the rows up to date. While somebody types in a row (`hold`), only what is gone goes.
    pub fn refresh(&mut self, read: Read<'_>, stamp: (u64, u64), filter: &str, sort: Option<Sort>, hold: bool) {
        let now = Of { stamp, filter: filter.to_owned(), sort };
        if self.of.as_ref() == Some(&now) {
            return;
        }
        if hold && self.of.as_ref().is_some_and(|of| of.filter == now.filter && of.sort == now.sort) {
            self.ids.retain(|id| read.design.component(id).is_some());
            return;
        }
        self.ids = made(read, filter, sort);
        self.of = Some(now);
    }
}

fn made(read: Read<'_>, filter: &str, sort: Option<Sort>) -> Vec<Id> {
    let words: Vec<String> = filter.split_whitespace().map(str::to_lowercase).collect();
    let figures = |component: &Component| read.estimate.and_then(|estimate| estimate.component(&component.id));
    let found = read.design.components().filter(|c| words.is_empty() || answers(read, c, figures(c), &words));
    let Some(sort) = sort else { return found.map(|component| component.id.clone()).collect() };
    let mut keyed: Vec<(SortKey, &Component)> =
        found.map(|component| (sort.column.key(read.catalog, component, figures(component)), component)).collect();
    // Stable: what is equal keeps the order of the file.
    keyed.sort_by(|(a, _), (b, _)| a.order(b, sort.down));
    keyed.into_iter().map(|(_, component)| component.id.clone()).collect()
}

/// Whether every word stands somewhere in what is known of a component.
fn answers(read: Read<'_>, component: &Component, figures: Option<&ComponentEstimate>, words: &[String]) -> bool {
    let status = figures.map_or("", |figures| figures.status.in_words());
    let product = product_name(read.catalog, component);
    let all = [&component.name, product, component.role.name(), status].join("\n").to_lowercase();
    words.iter().all(|word| all.contains(word))
}
