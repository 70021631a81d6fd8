//! The bill as a picture: a bar for each component, the dearest first, in pieces by what the money is spent on.

use super::picture::{Bar, Lane, Picture, Row, Scale};
use crate::canvas::Palette;
use crate::catalog::{CostKind, Role};
use crate::design::{Design, Id};
use crate::estimate::Estimate;
use crate::units::{Measure as _, MoneyRate, write};
use egui::Color32;

/// Components with a bar of their own; the others are gathered in one.
const MOST: usize = 9;

/// The colour of a kind of cost. Its name stands beside it always.
pub fn color(palette: &Palette, kind: CostKind) -> Color32 {
    match kind {
        CostKind::Compute => palette.role(Role::Compute),
        CostKind::Throughput => palette.role(Role::Queue),
        CostKind::Requests => palette.role(Role::Source),
        CostKind::Storage => palette.role(Role::Store),
        CostKind::Retrieval => palette.note_text,
        CostKind::Network => palette.role(Role::Serve),
        CostKind::Licence => palette.role(Role::Control),
        CostKind::Monitoring => palette.role(Role::Monitor),
    }
}

/// A bar of the bill: one component, or what is gathered.
struct Line<'a> {
    name: String,
    id: Option<&'a Id>,
    costs: Vec<(CostKind, f64)>,
}

/// The picture, and the component of each of its rows.
pub fn picture(design: &Design, estimate: &Estimate, palette: &Palette) -> (Picture, Vec<Option<Id>>) {
    let whole = estimate.cost.base();
    let mut rows = Vec::new();
    let mut bars = Vec::new();
    let mut ids = Vec::new();
    for (row, line) in lines(design, estimate).into_iter().enumerate() {
        let sum: f64 = line.costs.iter().map(|(_, cost)| cost).sum();
        let share = if whole > 0.0 { 100.0 * sum / whole } else { 0.0 };
        let mut told = format!("{}: {}, {share:.0} % of all", line.name, write(MoneyRate::from_base(sum)));
        let mut from = 0.0;
        for (kind, cost) in &line.costs {
            let text = format!("{} {}", kind.name(), write(MoneyRate::from_base(*cost)));
            told = format!("{told}\n{text}");
            bars.push(Bar {
                row,
                lane: Lane::Whole,
                from,
                to: from + cost,
                color: color(palette, *kind),
                pale: false,
                label: kind.name().to_owned(),
                told: format!("{}: {text}", line.name),
            });
            from += cost;
        }
        rows.push(Row { name: line.name, end: format!("{} ({share:.0} %)", write(MoneyRate::from_base(sum))), told });
        ids.push(line.id.cloned());
    }
    (Picture { scale: Scale::Money, rows, bars, marks: Vec::new() }, ids)
}

/// What costs anything; the dearest of them stand first, in order, and the others behind them in any order.
pub fn dearest(estimate: &Estimate, most: usize) -> Vec<(&Id, f64)> {
    let mut dear: Vec<(&Id, f64)> =
        estimate.components.iter().map(|(id, figures)| (id, figures.cost.base())).filter(|(_, c)| *c > 0.0).collect();
    let order = |(a, x): &(&Id, f64), (b, y): &(&Id, f64)| y.total_cmp(x).then_with(|| a.cmp(b));
    if dear.len() > most {
        dear.select_nth_unstable_by(most, order);
    }
    let first = dear.len().min(most);
    if let Some(first) = dear.get_mut(..first) {
        first.sort_unstable_by(order);
    }
    dear
}

fn lines<'a>(design: &'a Design, estimate: &'a Estimate) -> Vec<Line<'a>> {
    let kinds = CostKind::ALL.iter().copied();
    let all = dearest(estimate, MOST + 1);
    let (own, gathered) = all.split_at(all.len().min(if all.len() == MOST + 1 { MOST + 1 } else { MOST }));
    let costs = |ids: &[(&Id, f64)]| -> Vec<(CostKind, f64)> {
        let of = |kind| ids.iter().filter_map(|(id, _)| Some(estimate.component(id)?.cost_of(kind).base())).sum();
        kinds.clone().map(|kind| (kind, of(kind))).filter(|(_, cost)| *cost > 0.0).collect()
    };
    let mut lines: Vec<Line<'_>> = own
        .iter()
        .map(|one| Line {
            name: design.component(one.0).map_or(one.0.as_str(), |component| component.name.as_str()).to_owned(),
            id: Some(one.0),
            costs: costs(std::slice::from_ref(one)),
        })
        .collect();
    if !gathered.is_empty() {
        lines.push(Line { name: format!("{} others", gathered.len()), id: None, costs: costs(gathered) });
    }
    let links: f64 = estimate.links.values().map(|link| link.cost.base()).sum();
    if links > 0.0 {
        lines.push(Line { name: "links".to_owned(), id: None, costs: vec![(CostKind::Network, links)] });
    }
    lines
}
