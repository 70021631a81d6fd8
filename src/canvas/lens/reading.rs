//! What a lens says of a component or a link: the figure, a word beside it, and where it stands from calm to alarm.

use super::{Lens, Ranges};
use crate::canvas::Scene;
use crate::canvas::halo::Driven;
use crate::design::{Component, Id, Requirement, Statistic};
use crate::estimate::{Class, ComponentEstimate, Estimate, Figure, LinkEstimate, Spread, Status};
use crate::units::{Amount, Kind, Measure as _, Time};

/// What a lens says of one component or link.
#[derive(Clone, Debug, PartialEq)]
pub struct Reading {
    /// The figure; words where there is none.
    pub figure: String,
    /// What stands beside it.
    pub words: String,
    /// From calm (0) by the warning (0.5) to alarm (1); none where there is no figure.
    pub heat: Option<f32>,
    /// Over what it may be: hatched as well as coloured.
    pub over: bool,
}

impl Reading {
    fn none(words: &str) -> Self {
        Self { figure: String::new(), words: words.to_owned(), heat: None, over: false }
    }
}

/// The scale of a lens over a design: what its ends mean.
#[derive(Clone, Debug, PartialEq)]
pub struct Scale {
    pub lens: Lens,
    /// What counts as alarm, in base units; the largest figure of the design if nothing is required.
    top: f64,
    /// The statistic and the limit of the requirement that the ages are held against.
    limit: Option<(Statistic, Amount)>,
    /// Cost of the whole design, in base units.
    whole: f64,
    /// What the ranges are about.
    pub driven: Option<Driven>,
}

/// A ratio of the 95th to the 5th percentile that is as uncertain as it gets on the scale.
pub const WIDEST: f64 = 4.0;

#[expect(clippy::cast_possible_truncation, reason = "a place on a scale")]
fn short(value: f64) -> f32 {
    if value.is_finite() { value.clamp(0.0, 1.0) as f32 } else { 1.0 }
}

/// An amount in three digits: it is read at a glance.
pub fn brief(amount: Amount) -> String {
    let text = amount.to_string();
    let is_part = |c: char| c.is_ascii_digit() || c == '.';
    let before: String = text.chars().take_while(|c| !is_part(*c)).collect();
    let number: String = text.chars().skip_while(|c| !is_part(*c)).take_while(|c| is_part(*c)).collect();
    let after = text.get(before.len() + number.len()..).unwrap_or_default();
    // Thousands are set apart by commas and have no more digits than three that vary.
    if !number.contains('.') || number.len() <= 4 {
        return text;
    }
    let Ok(value) = number.parse::<f64>() else { return text };
    let digits = match value {
        v if v >= 100.0 => 0,
        v if v >= 9.995 => 1,
        _ => 2,
    };
    // Almost all is not all.
    let value = if value < 100.0 { value.min(99.9) } else { value };
    format!("{before}{value:.digits$}{after}")
}

impl Scale {
    /// The scale of a lens.
    pub fn of(lens: Lens, scene: Scene<'_>) -> Self {
        let mut scale = Self { lens, top: 1.0, limit: None, whole: 0.0, driven: None };
        match lens {
            Lens::Load => {}
            Lens::Staleness => {
                let Some(estimate) = scene.estimate else { return scale };
                scale.limit = limit(estimate);
                let ages = estimate.components.values().filter_map(|figures| figures.staleness);
                scale.top = scale
                    .limit
                    .map_or_else(|| ages.map(|age| age.max.base()).fold(0.0, f64::max), |(_, limit)| limit.base());
            }
            Lens::Cost => {
                let Some(estimate) = scene.estimate else { return scale };
                let links = estimate.links.values().map(|figures| figures.cost.base());
                let all = estimate.components.values().map(|figures| figures.cost.base()).chain(links);
                scale.top = all.fold(0.0, f64::max);
                scale.whole = estimate.cost.base();
            }
            Lens::Uncertainty => {
                scale.top = WIDEST;
                scale.driven = Driven::of(scene);
            }
        }
        scale
    }

    /// The statistic by which ages are told.
    pub fn statistic(&self) -> Statistic {
        self.limit.map_or(Statistic::Max, |(statistic, _)| statistic)
    }

    /// What a component is said to be.
    pub fn component(&self, component: &Component, figures: Option<&ComponentEstimate>, ranges: Ranges<'_>) -> Reading {
        let Some(figures) = figures else { return Reading::none("no figures yet") };
        if !component.role.carries_data() && matches!(self.lens, Lens::Load | Lens::Staleness) {
            return Reading::none("carries no data");
        }
        match self.lens {
            Lens::Load => load(figures),
            Lens::Staleness => self.age(figures),
            Lens::Cost => self.cost(figures),
            Lens::Uncertainty => self.range(&component.id, ranges),
        }
    }

    fn age(&self, figures: &ComponentEstimate) -> Reading {
        match figures.staleness {
            Some(age) => {
                let age = age.get(self.statistic());
                let words = match self.limit {
                    Some((statistic, limit)) => format!("{}; {limit} allowed", of_statistic(statistic)),
                    None => "old at most".to_owned(),
                };
                let over = self.limit.is_some() && age.base() > self.top;
                Reading { figure: brief(Amount::of(age)), words, heat: Some(self.part(age.base())), over }
            }
            None if figures.status == Status::NoInput => Reading::none(Status::NoInput.in_words()),
            // Only what falls behind or does nothing, or is fed by such, has input and no age.
            None => {
                let itself = matches!(figures.status, Status::FallsBehind | Status::OutOfService);
                let words = if itself { figures.status.in_words() } else { "what feeds it falls behind" };
                Reading { figure: "ever older".to_owned(), words: words.to_owned(), heat: Some(1.0), over: true }
            }
        }
    }

    fn cost(&self, figures: &ComponentEstimate) -> Reading {
        let cost = figures.cost;
        if figures.class(Figure::Cost) == Class::Unknown && cost.base() <= 0.0 {
            return Reading::none("no price known");
        }
        let words = if cost.base() <= 0.0 { "costs nothing".to_owned() } else { self.share_of_bill(cost.base()) };
        Reading { figure: brief(Amount::of(cost)), words, heat: Some(self.part(cost.base())), over: false }
    }

    fn share_of_bill(&self, cost: f64) -> String {
        let share = 100.0 * cost / self.whole.max(cost);
        if share < 1.0 { "under 1 % of the bill".to_owned() } else { format!("{share:.0} % of the bill") }
    }

    fn range(&self, id: &Id, ranges: Ranges<'_>) -> Reading {
        let (Some(found), Some(driven)) = (ranges.found, &self.driven) else {
            return Reading::none(if ranges.drawing.is_some() { "being drawn" } else { "no range" });
        };
        let Some((what, spread)) = found.components.get(id).and_then(|figures| driven.spread(figures)) else {
            return Reading::none("no range");
        };
        let (low, high) = (spread.p5, spread.p95);
        if low == high {
            return Reading { figure: brief(low), words: format!("{what}, certain"), heat: Some(0.0), over: false };
        }
        let words = if brief(low) == brief(high) { "hardly varies" } else { "5 to 95 %" };
        Reading { figure: between(spread), words: format!("{what}, {words}"), heat: Some(width(spread)), over: false }
    }

    /// What a link is said to be, between two components.
    pub fn link(
        &self,
        figures: Option<&LinkEstimate>,
        from: Option<&ComponentEstimate>,
        to: Option<&ComponentEstimate>,
    ) -> Reading {
        let nothing = Reading::none("");
        match self.lens {
            Lens::Load => {
                let Some(taker) = to.map(load).filter(|reading| reading.heat.is_some()) else { return nothing };
                // The bars across it say that it is over capacity; the words stand in the box.
                let over = figures.is_some_and(|figures| figures.over_capacity);
                Reading { words: String::new(), over, ..taker }
            }
            // What goes over a link is as old as what it comes from.
            Lens::Staleness => from.map_or(nothing, |from| {
                let Reading { figure, heat, over, .. } = self.age(from);
                let words = if from.staleness.is_some() { "old" } else { "" };
                Reading { figure, words: words.to_owned(), heat, over }
            }),
            Lens::Cost => match figures.map(|figures| figures.cost).filter(|cost| cost.base() > 0.0) {
                Some(cost) => Reading {
                    figure: brief(Amount::of(cost)),
                    words: "to cross".to_owned(),
                    heat: Some(self.part(cost.base())),
                    over: false,
                },
                None => nothing,
            },
            Lens::Uncertainty => nothing,
        }
    }

    /// How hot the end of a link is: where it leads to, for ages.
    pub fn arrival(&self, to: Option<&ComponentEstimate>) -> Option<f32> {
        (self.lens == Lens::Staleness).then(|| to.and_then(|to| self.age(to).heat)).flatten()
    }

    fn part(&self, value: f64) -> f32 {
        if self.top > 0.0 { short(value / self.top) } else { 0.0 }
    }

    /// What the colours mean: the words at the calm end, in the middle, at the end of alarm, and a sentence.
    pub fn legend(&self, name: impl Fn(&Id) -> String) -> ([String; 3], String) {
        let ends = |top: String| ["0".to_owned(), String::new(), top];
        match self.lens {
            Lens::Load => (
                ["0 %".to_owned(), "target".to_owned(), "100 %".to_owned()],
                "Load at peak. A link shows that of the component it feeds; hatched is over capacity.".to_owned(),
            ),
            Lens::Staleness => match self.limit {
                Some((statistic, limit)) => (
                    ends(limit.to_string()),
                    format!(
                        "Age of the data ({}), against what the scenario allows. A link shows the age of what goes over \
                         it; hatched is too old.",
                        of_statistic(statistic)
                    ),
                ),
                None => (
                    ends(brief(Amount::of(Time::from_base(self.top)))),
                    "Age of the data at most, against the oldest here. A link shows the age of what goes over it."
                        .to_owned(),
                ),
            },
            Lens::Cost => (
                ends(brief(Amount::of(crate::units::MoneyRate::from_base(self.top)))),
                "Cost, against the dearest here. A link shows what it costs to cross a zone or region.".to_owned(),
            ),
            Lens::Uncertainty => {
                let said = self.driven.as_ref().map_or_else(
                    || "Ranges of the figures, 5 % to 95 %.".to_owned(),
                    |driven| {
                        format!(
                            "{}. Rings: the inputs of these components drive it{}.",
                            driven.sentence(name),
                            driven.sharing()
                        )
                    },
                );
                (["certain".to_owned(), "2x".to_owned(), format!("{WIDEST}x apart")], said)
            }
        }
    }
}

fn load(figures: &ComponentEstimate) -> Reading {
    let Some(load) = figures.utilization else {
        let nothing = matches!(figures.status, Status::NoInput | Status::OutOfService);
        let why = if nothing { figures.status.in_words() } else { "no limit known" };
        return Reading::none(why);
    };
    let (peak, target) = (load.peak.base(), load.target.base().clamp(0.01, 1.0));
    // Half of the scale is below the target, half above it.
    let heat =
        if peak <= target { 0.5 * peak / target } else { 0.5 + 0.5 * (peak - target) / (1.0 - target).max(0.01) };
    let share = |ratio| Amount::of(ratio).shown_as(Kind::Share);
    let words = match figures.status {
        Status::Ok => format!("at peak, target {}", brief(share(load.target))),
        status => status.in_words().to_owned(),
    };
    Reading {
        figure: brief(share(load.peak)),
        words,
        heat: Some(short(heat)),
        over: figures.status > Status::OverTarget,
    }
}

/// "31 to 58 min": the unit once, if both have the same.
pub fn between(spread: Spread) -> String {
    let (low, high) = (brief(spread.p5), brief(spread.p95));
    match (low.split_once(' '), high.split_once(' ')) {
        _ if low == high => low,
        (Some((number, unit)), Some((_, other))) if unit == other => format!("{number} to {high}"),
        _ => format!("{low} to {high}"),
    }
}

/// How wide a range is, from certain to [`WIDEST`].
fn width(spread: Spread) -> f32 {
    let (low, high) = (spread.p5.base(), spread.p95.base());
    if low > 0.0 { short((high / low).ln() / WIDEST.ln()) } else { 1.0 }
}

/// The staleness that is required with the least room.
fn limit(estimate: &Estimate) -> Option<(Statistic, Amount)> {
    let room = |headroom: Option<f64>| headroom.unwrap_or(0.0);
    estimate
        .verdicts
        .iter()
        .filter_map(|verdict| match &verdict.requirement {
            Requirement::Staleness { statistic, limit, .. } => {
                Some((room(verdict.headroom.map(crate::units::Ratio::base)), *statistic, limit.amount()))
            }
            _ => None,
        })
        .min_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, statistic, limit)| (statistic, limit))
}

/// "at most", "p95", "on average".
pub fn of_statistic(statistic: Statistic) -> &'static str {
    match statistic {
        Statistic::Mean => "on average",
        Statistic::Max => "at most",
        other => other.name(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::units::{InformationRate, MoneyRate, Ratio};

    #[test]
    fn figures_are_read_at_a_glance_in_three_digits() {
        let time = |seconds| brief(Amount::of(Time::from_base(seconds)));
        assert_eq!(time(3472.2), "57.9 min");
        assert_eq!(time(3600.0), "60 min");
        assert_eq!(time(0.0), "0 s");
        assert_eq!(brief(Amount::of(Ratio::from_base(0.9999)).shown_as(Kind::Share)), "99.9 %", "almost is not all");
        assert_eq!(brief(Amount::of(Ratio::from_base(0.289_44)).shown_as(Kind::Share)), "28.9 %");
        assert_eq!(brief(Amount::of(InformationRate::from_base(578_700.0))), "579 KB/s");
        let dollars = Amount::of(MoneyRate::from_base(4123.0 / (730.0 * 3600.0)));
        assert!(brief(dollars).starts_with("$4,123"), "{}", brief(dollars));
    }

    #[test]
    fn a_range_names_its_unit_once() {
        let time = |seconds| Amount::of(Time::from_base(seconds));
        let spread = |low, high| Spread { p5: time(low), p50: time(low), p95: time(high) };
        assert_eq!(between(spread(1860.0, 3480.0)), "31 to 58 min");
        assert_eq!(between(spread(30.0, 3480.0)), "30 s to 58 min");
        assert_eq!(between(spread(10.11, 10.12)), "10.1 s");
    }

    #[test]
    fn the_wider_a_range_the_hotter() {
        let time = |seconds| Amount::of(Time::from_base(seconds));
        let spread = |low, high| Spread { p5: time(low), p50: time(low), p95: time(high) };
        assert!((width(spread(10.0, 20.0)) - 0.5).abs() < 1e-6);
        assert_eq!(width(spread(10.0, 400.0)), 1.0);
        assert_eq!(width(spread(0.0, 1.0)), 1.0);
    }
}
