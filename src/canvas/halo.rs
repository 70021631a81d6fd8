//! What matters: rings around the components whose uncertain inputs drive the result, and how much of it.

use super::View;
use super::board::Board;
use super::paint::Brush;
use super::{Scene, tag};
use crate::design::{Id, Requirement};
use crate::estimate::{Chance, ComponentSpread, Driver, Spread, Uncertainty, Verdict};
use crate::units::{Amount, Kind, Measure as _};
use egui::{CornerRadius, Stroke, StrokeKind};
use std::collections::HashMap;

/// Shares above which there is a second and a third ring.
const MORE: f64 = 0.15;
const MOST: f64 = 0.4;

/// Which figure of a component goes with the result.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sort {
    Load,
    Age,
    Cost,
}

/// The result that ranges are about, and what drives it: the requirement that is least sure to be met, else the cost.
#[derive(Clone, Debug, PartialEq)]
pub struct Driven {
    sort: Sort,
    /// "staleness p95 at dashboards".
    title: String,
    at: Option<Id>,
    /// "p95".
    short: String,
    /// Share of the draws in which it is met.
    met: Option<Amount>,
    spread: Option<Spread>,
    /// Whether an input that drives it stands at several components.
    shared: bool,
    /// The share of the result's variation that comes from the inputs of each component.
    pub shares: HashMap<Id, f64>,
}

impl Driven {
    /// What the ranges of a scene are about; none without ranges.
    pub fn of(scene: Scene<'_>) -> Option<Self> {
        let found = scene.ranges.found.filter(|found| !found.inputs.is_empty())?;
        let verdicts = scene.estimate.map_or(&[][..], |estimate| &estimate.verdicts);
        let least = found
            .verdicts
            .iter()
            .enumerate()
            .filter(|(_, chance)| !chance.drivers.is_empty())
            .min_by(|(_, a), (_, b)| doubt(a).total_cmp(&doubt(b)));
        Some(match least {
            Some((place, chance)) => Self::of_requirement(found, chance, verdicts.get(place)),
            None => Self {
                sort: Sort::Cost,
                title: "cost".to_owned(),
                at: None,
                short: "the cost".to_owned(),
                met: None,
                spread: Some(found.cost),
                shared: shared(found, &found.cost_drivers),
                shares: shares(found, &found.cost_drivers),
            },
        })
    }

    fn of_requirement(found: &Uncertainty, chance: &Chance, verdict: Option<&Verdict>) -> Self {
        // The draws may be of before the last change: the requirement is the same if it is called the same.
        let requirement = verdict.filter(|verdict| verdict.title() == chance.title).map(|verdict| &verdict.requirement);
        let (sort, short) = match requirement {
            Some(Requirement::Staleness { statistic, .. }) => (Sort::Age, statistic.name().to_owned()),
            Some(Requirement::Cost { .. }) => (Sort::Cost, "the cost".to_owned()),
            Some(Requirement::Throughput { .. }) => (Sort::Load, "the throughput".to_owned()),
            Some(other) => (Sort::Age, format!("the {}", other.name())),
            None => (Sort::Age, "the result".to_owned()),
        };
        Self {
            sort,
            title: chance.title.clone(),
            at: requirement.and_then(Requirement::at).cloned(),
            short,
            met: Some(Amount::of(chance.met).shown_as(Kind::Share)),
            spread: chance.value,
            shared: shared(found, &chance.drivers),
            shares: shares(found, &chance.drivers),
        }
    }

    /// The spread of a component's figure that goes with the result.
    pub fn spread(&self, figures: &ComponentSpread) -> Option<(&'static str, Spread)> {
        Some(match self.sort {
            Sort::Load => ("load", figures.utilization?),
            Sort::Age => ("age", figures.staleness?),
            Sort::Cost => ("cost", figures.cost?),
        })
    }

    /// "drives 63 % of p95", for a component that does.
    pub fn words(&self, id: &Id) -> Option<String> {
        let share = self.shares.get(id)?;
        Some(format!("drives {:.0} % of {}", share * 100.0, self.short))
    }

    /// What is said where the shares come to more than the whole.
    pub fn sharing(&self) -> &'static str {
        if self.shared { "; one that several share counts at each" } else { "" }
    }

    /// "staleness p95 at Dashboards: met in 87 % of the draws, 31 to 58 min".
    pub fn sentence(&self, name: impl Fn(&Id) -> String) -> String {
        let named = self
            .at
            .as_ref()
            .and_then(|id| Some(format!("{}{}", self.title.strip_suffix(id.as_str())?, name(id))))
            .unwrap_or_else(|| self.title.clone());
        let mut sentence = named;
        if let Some(met) = self.met {
            sentence = format!("{sentence}: met in {} of the draws", super::lens::brief(met));
        }
        if let Some(spread) = self.spread {
            let joint = if self.met.is_some() { "," } else { ":" };
            sentence = format!("{sentence}{joint} {}", super::lens::between(spread));
        }
        sentence
    }
}

fn shared(found: &Uncertainty, drivers: &[Driver]) -> bool {
    drivers.iter().any(|driver| found.inputs.get(driver.input).is_some_and(|input| input.components.len() > 1))
}

/// The chance to be met, of which nearly sure is sure: then the first requirement is the result.
fn doubt(chance: &Chance) -> f64 {
    if chance.met.base() >= 0.995 { 1.0 } else { chance.met.base() }
}

/// The share of a result's variation that comes from each component: the squared rank correlations of its inputs. An
/// input that several share counts at each of them.
fn shares(found: &Uncertainty, drivers: &[Driver]) -> HashMap<Id, f64> {
    // Of inputs that vary apart from each other the squares come to at most one; draws are not that exact.
    let whole: f64 = drivers.iter().map(|driver| driver.correlation.powi(2)).sum();
    let mut shares: HashMap<Id, f64> = HashMap::new();
    for driver in drivers {
        let share = driver.correlation.powi(2) / whole.max(1.0);
        for id in found.inputs.get(driver.input).into_iter().flat_map(|input| &input.components) {
            *shares.entry(id.clone()).or_default() += share;
        }
    }
    // Less than a percent is nothing that anybody would act on.
    shares.retain(|_, share| *share >= 0.01);
    shares
}

/// The rings that are kept while nothing changes, and of what they are.
#[derive(Clone, Debug, Default)]
pub struct Kept {
    of: Option<(u64, u64, u64)>,
    driven: Option<Driven>,
}

impl View {
    /// How much of the result each component's inputs drive, from 0 to 1, as marked at the last frame.
    pub fn halo(&self) -> impl Iterator<Item = (&Id, f64)> {
        self.halo.driven.iter().flat_map(|driven| &driven.shares).map(|(id, share)| (id, *share))
    }
}

impl Board<'_, '_> {
    /// Rings around what drives the result, more and thicker the more it does, and words above them.
    pub(super) fn halo(&mut self, brush: &Brush<'_>) {
        let scene = self.scene;
        if !scene.ranges.halo && self.view.lens() != Some(super::Lens::Uncertainty) {
            self.view.halo = Kept::default();
            return;
        }
        let of = (scene.revision, scene.estimated, scene.ranges.number);
        if self.view.halo.of != Some(of) {
            self.view.halo = Kept { of: Some(of), driven: Driven::of(scene) };
        }
        let Some(driven) = &self.view.halo.driven else { return };
        let color = brush.palette.halo;
        for component in driven.shares.keys().filter_map(|id| scene.design.component(id)) {
            let share = driven.shares.get(&component.id).copied().unwrap_or_default();
            let Some(words) = driven.words(&component.id) else { continue };
            let rect = brush.transform * self.box_of(component);
            let scale = brush.transform.scaling.clamp(0.3, 1.5);
            let rings: u8 = 1 + u8::from(share >= MORE) + u8::from(share >= MOST);
            for ring in 0..rings {
                let out = (4.0 + 5.0 * f32::from(ring)) * scale;
                #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a few points")]
                let radius = CornerRadius::same((8.0 * brush.transform.scaling + out).clamp(1.0, 90.0) as u8);
                let stroke = Stroke::new(2.5 * scale, color.gamma_multiply(1.0 - 0.25 * f32::from(ring)));
                brush.painter.rect_stroke(rect.expand(out), radius, stroke, StrokeKind::Middle);
            }
            self.describe(component, &words);
            if brush.reads() {
                let out = (4.0 + 5.0 * f32::from(rings)) * scale;
                tag::above(brush, rect.expand(out), &words, color);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::Field;
    use crate::design::ElementId;
    use crate::estimate::{UncertainAt, UncertainInput};
    use crate::units::MoneyRate;

    fn input(components: &[&str]) -> UncertainInput {
        let money = Amount::of(MoneyRate::from_base(1.0));
        UncertainInput {
            at: UncertainAt::Field(ElementId::Component(Id::from_name("a")), Field::Load),
            name: "load".to_owned(),
            components: components.iter().map(|name| Id::from_name(name)).collect(),
            low: money,
            high: money,
        }
    }

    #[test]
    fn a_component_drives_what_its_inputs_do_together_and_a_whisper_is_left_out() {
        let money = Amount::of(MoneyRate::from_base(1.0));
        let found = Uncertainty {
            samples: 1,
            inputs: vec![input(&["a"]), input(&["a", "b"]), input(&["c"])],
            components: crate::design::ById::default(),
            cost: Spread { p5: money, p50: money, p95: money },
            cost_drivers: Vec::new(),
            verdicts: Vec::new(),
        };
        let drive = |input, correlation| Driver { input, correlation };
        let shares = shares(&found, &[drive(0, 0.6), drive(1, -0.5), drive(2, 0.06)]);
        let of = |name: &str| shares.get(&Id::from_name(name)).copied();
        assert!((of("a").unwrap_or_default() - 0.61).abs() < 1e-9);
        assert!((of("b").unwrap_or_default() - 0.25).abs() < 1e-9);
        assert_eq!(of("c"), None);
    }
}
