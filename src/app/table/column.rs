//! The columns of the component table: what stands in them, and by what they sort.

use crate::app::verdicts::factor;
use crate::catalog::Catalog;
use crate::design::Component;
use crate::estimate::{ComponentEstimate, Staleness};
use crate::units::{Amount, Kind, Measure as _, Time, write};
use std::cmp::Ordering;

/// A column of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Column {
    Name,
    Role,
    Product,
    Status,
    Units,
    Load,
    Rate,
    StaleP95,
    StaleMax,
    Headroom,
    Cost,
    Stored,
}

/// By what a row is sorted. Where there is no figure, it stands last either way.
#[derive(Clone, Debug, PartialEq)]
pub enum SortKey {
    Text(String),
    Number(Option<f64>),
}

impl SortKey {
    /// The order of two keys of one column.
    pub fn order(&self, other: &Self, down: bool) -> Ordering {
        let turned = |order: Ordering| if down { order.reverse() } else { order };
        match (self, other) {
            (Self::Text(a), Self::Text(b)) => turned(a.cmp(b)),
            (Self::Number(Some(a)), Self::Number(Some(b))) => turned(a.total_cmp(b)),
            (Self::Number(a), Self::Number(b)) => b.is_some().cmp(&a.is_some()),
            (Self::Text(_), Self::Number(_)) => Ordering::Less,
            (Self::Number(_), Self::Text(_)) => Ordering::Greater,
        }
    }
}

/// The name of the product of a component; its id if the catalogue does not have it.
pub fn product_name<'a>(catalog: &'a Catalog, component: &'a Component) -> &'a str {
    catalog.name_of(&component.product)
}

impl Column {
    /// What a reader asks for first.
    pub const FIGURES: &'static [Self] = &[
        Self::Name,
        Self::Role,
        Self::Product,
        Self::Status,
        Self::Units,
        Self::Load,
        Self::Rate,
        Self::StaleP95,
        Self::StaleMax,
        Self::Headroom,
        Self::Cost,
        Self::Stored,
    ];
    /// What stands before the settings.
    pub const BESIDE_SETTINGS: &'static [Self] = &[Self::Name, Self::Status, Self::Load, Self::StaleMax, Self::Cost];

    /// Its head.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Name => "Name",
            Self::Role => "Role",
            Self::Product => "Product",
            Self::Status => "Status",
            Self::Units => "Units",
            Self::Load => "Load at peak",
            Self::Rate => "Rate in",
            Self::StaleP95 => "Stale p95",
            Self::StaleMax => "Stale max",
            Self::Headroom => "Headroom",
            Self::Cost => "Cost a month",
            Self::Stored => "Stored",
        }
    }

    /// What it means.
    pub const fn help(self) -> &'static str {
        match self {
            Self::Name => "A click selects the component on the board; with Ctrl or Shift, several.",
            Self::Role => "What it does with data.",
            Self::Product => "What gives it its limits and prices.",
            Self::Status => "Whether it holds.",
            Self::Units => "Shards, partitions, workers, nodes. Type to change; empty goes back to the default.",
            Self::Load => "Demand in the busiest hour or burst, as a share of capacity.",
            Self::Rate => "What comes in, on average over the day. For a source, what it sends.",
            Self::StaleP95 => "95 % of the time its data is less old than this.",
            Self::StaleMax => "Its data is never older than this.",
            Self::Headroom => "How many times its busiest load it could take.",
            Self::Cost => "What it costs a month.",
            Self::Stored => "What it stores once its retention has passed, all copies.",
        }
    }

    /// Its width; the name takes what is left over.
    pub const fn width(self) -> f32 {
        match self {
            Self::Name => 124.0,
            Self::Product | Self::Status => 110.0,
            Self::Role => 58.0,
            Self::Units => 52.0,
            Self::Load => 84.0,
            Self::Rate | Self::Cost => 78.0,
            Self::StaleP95 | Self::StaleMax => 66.0,
            Self::Headroom | Self::Stored => 64.0,
        }
    }

    /// Whether it holds figures: the first click puts the largest first.
    const fn is_figure(self) -> bool {
        !matches!(self, Self::Name | Self::Role | Self::Product | Self::Status)
    }

    /// Whether its text stands at the right.
    pub const fn is_at_right(self) -> bool {
        // Units are fields.
        self.is_figure() && !matches!(self, Self::Units)
    }

    /// Whether the first click puts the largest or worst first. The least room is the worst.
    pub const fn down_first(self) -> bool {
        (self.is_figure() && !matches!(self, Self::Headroom)) || matches!(self, Self::Status)
    }

    /// What stands in it; nothing where there is no figure.
    pub fn text(self, catalog: &Catalog, component: &Component, figures: Option<&ComponentEstimate>) -> String {
        let age = |of: fn(&Staleness) -> Time| figures.and_then(|f| f.staleness.as_ref()).map(|s| write(of(s)));
        match self {
            Self::Name => Some(component.name.clone()),
            Self::Role => Some(component.role.name().to_owned()),
            Self::Product => Some(product_name(catalog, component).to_owned()),
            Self::Status => figures.map(|figures| figures.status.in_words().to_owned()),
            Self::Units => figures.map(|figures| figures.units.given).filter(|n| *n > 0.0).map(|n| n.to_string()),
            Self::Load => figures
                .and_then(|figures| figures.utilization)
                .map(|load| Amount::of(load.peak).shown_as(Kind::Share).to_string()),
            Self::Rate => figures.map(|figures| write(figures.input.bytes.mean)),
            Self::StaleP95 => age(|staleness| staleness.p95),
            Self::StaleMax => age(|staleness| staleness.max),
            Self::Headroom => headroom(figures).map(factor),
            Self::Cost => figures.map(|figures| {
                let cost = write(figures.cost);
                cost.strip_suffix("/month").map(str::to_owned).unwrap_or(cost)
            }),
            Self::Stored => figures.map(|figures| figures.stored).filter(|s| s.base() > 0.0).map(write),
        }
        .unwrap_or_default()
    }

    /// By what it sorts.
    pub fn key(self, catalog: &Catalog, component: &Component, figures: Option<&ComponentEstimate>) -> SortKey {
        let age = |of: fn(&Staleness) -> Time| figures.and_then(|f| f.staleness.as_ref()).map(|s| of(s).base());
        SortKey::Number(match self {
            Self::Name => return SortKey::Text(component.name.to_lowercase()),
            Self::Product => return SortKey::Text(product_name(catalog, component).to_lowercase()),
            // In the order of the flow, and from good to bad.
            Self::Role => Some(f64::from(component.role as u8)),
            Self::Status => figures.map(|figures| f64::from(figures.status as u8)),
            Self::Units => figures.map(|figures| figures.units.given).filter(|given| *given > 0.0),
            Self::Load => figures.and_then(|figures| figures.utilization).map(|load| load.peak.base()),
            Self::Rate => figures.map(|figures| figures.input.bytes.mean.base()),
            Self::StaleP95 => age(|staleness| staleness.p95),
            Self::StaleMax => age(|staleness| staleness.max),
            Self::Headroom => headroom(figures),
            Self::Cost => figures.map(|figures| figures.cost.base()),
            Self::Stored => figures.map(|figures| figures.stored.base()).filter(|stored| *stored > 0.0),
        })
    }
}

/// How many times its busiest load a component could take.
fn headroom(figures: Option<&ComponentEstimate>) -> Option<f64> {
    let peak = figures?.utilization?.peak.base();
    (peak > 0.0).then(|| 1.0 / peak)
}
