//! How stale the data is at every component, and on which way it got so.
//!
//! Seconds. Stage by stage in the order of the flow: what a component receives is as stale as its inputs, plus the
//! link's delay; what it shows is staler by its own parts. Inputs that are all needed give the latest of them. Inputs
//! that share an ancestor are not independent: what lies before the last common ancestor (the immediate dominator
//! in the graph of the flow) is taken once. Links that close a loop bring records back later; they are not part of
//! the staleness of what passes for the first time.

use super::inputs::{Changes, of_link};
use super::rates::mean;
use super::stage::{Part, Stage};
use super::traffic::{Traffic, share};
use crate::catalog::{Field, Role};
use crate::formulas::law::Law;

/// Staleness at one component.
#[derive(Clone, Debug)]
pub(super) struct Aged {
    /// Over the day: one law, or one for each hour.
    pub hourly: Vec<Law>,
    /// From the last common ancestor of all inputs to here.
    segment: Vec<Law>,
    /// That ancestor; none for the sources.
    ancestor: Option<usize>,
    /// The input that is stalest, for the critical path.
    pub through: Option<usize>,
}

/// Staleness by place; none where nothing comes in or something before it falls behind.
pub(super) fn staleness(traffic: &Traffic<'_>, changes: &Changes<'_>) -> Vec<Option<Aged>> {
    let mut all: Vec<Option<Aged>> = Vec::with_capacity(traffic.stages.len());
    let mut depth: Vec<usize> = Vec::with_capacity(traffic.stages.len());
    for (place, stage) in traffic.stages.iter().enumerate() {
        let amplifying = traffic.amplifying.iter().any(|cycle| cycle.contains(&place));
        let aged = if amplifying || stage.growth.is_some() || mean(&stage.input.records) <= 0.0 {
            None
        } else {
            received(traffic, changes, place, &all, &depth).map(|before| {
                let through = before.through;
                let apply = |laws: &[Law]| apply_parts(laws, stage, traffic.hours);
                Aged {
                    hourly: apply(&before.full),
                    segment: apply(&before.segment),
                    ancestor: before.ancestor,
                    through,
                }
            })
        };
        depth.push(match aged.as_ref().and_then(|aged| aged.ancestor) {
            Some(ancestor) => depth.get(ancestor).copied().unwrap_or(0) + 1,
            None => 1,
        });
        all.push(aged);
    }
    all
}

struct Received {
    full: Vec<Law>,
    segment: Vec<Law>,
    ancestor: Option<usize>,
    through: Option<usize>,
}

fn received(
    traffic: &Traffic<'_>,
    changes: &Changes<'_>,
    place: usize,
    all: &[Option<Aged>],
    depth: &[usize],
) -> Option<Received> {
    let mut inputs = Vec::new();
    for (_, arc) in traffic.graph.links_into(place).filter(|(_, arc)| arc.from < place) {
        let giver = traffic.stages.get(arc.from)?;
        let weight = mean(&giver.output.records) * share(&arc.link.kind);
        if weight <= 0.0 {
            continue;
        }
        // One input that never catches up leaves nothing complete here.
        let aged = all.get(arc.from)?.as_ref()?;
        inputs.push(Way {
            from: arc.from,
            aged,
            delay: of_link(arc.link, Field::Delay, changes).unwrap_or(0.0),
            weight,
        });
    }
    let role = traffic.inputs.get(place).map(|inputs| inputs.component.role);
    let stage = traffic.stages.get(place)?;
    if inputs.is_empty() {
        let sends = role == Some(Role::Source) && stage.load.is_some();
        return sends.then(|| Received {
            full: vec![Law::zero()],
            segment: vec![Law::zero()],
            ancestor: None,
            through: None,
        });
    }
    if let [way] = inputs.as_slice() {
        return Some(Received {
            full: delayed(&way.aged.hourly, way.delay),
            segment: delayed(&[Law::zero()], way.delay),
            ancestor: Some(way.from),
            through: Some(way.from),
        });
    }
    let combine = match traffic.inputs.get(place).and_then(|inputs| inputs.choice(Field::Inputs)) {
        Some("first") => Combine::First,
        Some("each") => Combine::Each,
        _ => Combine::All,
    };
    let worst = |law: &[Law]| law.iter().map(Law::max).fold(0.0, f64::max);
    let by_age =
        |a: &&Way<'_>, b: &&Way<'_>| (worst(&a.aged.hourly) + a.delay).total_cmp(&(worst(&b.aged.hourly) + b.delay));
    let through = match combine {
        Combine::First => inputs.iter().min_by(by_age),
        Combine::All | Combine::Each => inputs.iter().max_by(by_age),
    }
    .map(|way| way.from);
    let ancestor = common_ancestor(inputs.iter().map(|way| way.from), all, depth);
    let relative: Vec<(f64, Vec<Law>)> =
        inputs.iter().map(|way| (way.weight, delayed(&since(way.from, ancestor, all), way.delay))).collect();
    let segment = combine.laws(&relative);
    let whole: Vec<(f64, Vec<Law>)> =
        inputs.iter().map(|way| (way.weight, delayed(&way.aged.hourly, way.delay))).collect();
    let full = match ancestor {
        // Known schedules are exact whatever the inputs share.
        _ if whole.iter().all(|(_, laws)| laws.iter().all(Law::is_scheduled)) => combine.laws(&whole),
        None => combine.laws(&whole),
        Some(ancestor) => {
            let before = all.get(ancestor)?.as_ref()?;
            pairwise(&before.hourly, &segment, |a, b| a.clone().plus(b))
        }
    };
    Some(Received { full, segment, ancestor, through })
}

struct Way<'a> {
    from: usize,
    aged: &'a Aged,
    delay: f64,
    weight: f64,
}

#[derive(Clone, Copy, PartialEq)]
enum Combine {
    /// All inputs are needed.
    All,
    /// The freshest input serves.
    First,
    /// Each record is as stale as the input that it came by.
    Each,
}

impl Combine {
    fn laws(self, inputs: &[(f64, Vec<Law>)]) -> Vec<Law> {
        let hours = inputs.iter().map(|(_, laws)| laws.len()).max().unwrap_or(1);
        (0..hours)
            .map(|hour| {
                let at = |laws: &Vec<Law>| laws.get(hour).or(laws.first()).cloned().unwrap_or_else(Law::zero);
                match self {
                    Self::All => Law::latest(&inputs.iter().map(|(_, laws)| at(laws)).collect::<Vec<_>>()),
                    Self::First => Law::freshest(&inputs.iter().map(|(_, laws)| at(laws)).collect::<Vec<_>>()),
                    Self::Each => {
                        Law::mixture(&inputs.iter().map(|(weight, laws)| (*weight, at(laws))).collect::<Vec<_>>())
                    }
                }
            })
            .collect()
    }
}

/// The last component that all inputs go through.
fn common_ancestor(mut places: impl Iterator<Item = usize>, all: &[Option<Aged>], depth: &[usize]) -> Option<usize> {
    let up = |place: usize| all.get(place).and_then(|aged| aged.as_ref()).and_then(|aged| aged.ancestor);
    let level = |place: usize| depth.get(place).copied().unwrap_or(0);
    let mut common = places.next()?;
    for mut other in places {
        while common != other {
            if level(common) >= level(other) {
                common = up(common)?;
            } else {
                other = up(other)?;
            }
        }
    }
    Some(common)
}

/// From an ancestor (none: the beginning) to a component.
fn since(place: usize, ancestor: Option<usize>, all: &[Option<Aged>]) -> Vec<Law> {
    let mut way = Vec::new();
    let mut here = Some(place);
    while here != ancestor {
        let Some(aged) = here.and_then(|here| all.get(here)).and_then(|aged| aged.as_ref()) else { break };
        way.push(&aged.segment);
        here = aged.ancestor;
    }
    let mut laws = vec![Law::zero()];
    for segment in way.into_iter().rev() {
        laws = pairwise(&laws, segment, |a, b| a.clone().plus(b));
    }
    laws
}

/// Hour by hour; a single law holds in every hour.
fn pairwise(a: &[Law], b: &[Law], combine: impl Fn(&Law, &Law) -> Law) -> Vec<Law> {
    let hours = a.len().max(b.len());
    (0..hours)
        .filter_map(|hour| {
            let a = a.get(hour).or(a.first())?;
            let b = b.get(hour).or(b.first())?;
            Some(combine(a, b))
        })
        .collect()
}

fn delayed(laws: &[Law], delay: f64) -> Vec<Law> {
    laws.iter()
        .cloned()
        .map(|mut law| {
            law.add(delay);
            law
        })
        .collect()
}

/// Adds a component's own parts to what it received.
fn apply_parts(received: &[Law], stage: &Stage, hours: usize) -> Vec<Law> {
    let varies = |part: &Part| match part {
        Part::Between { hourly, .. } => hourly.len() > 1,
        Part::Wait { hourly, .. } => hourly.len() > 1,
        Part::Runs { hourly, .. } => hourly.len() > 1,
    };
    let count = if stage.parts.iter().any(varies) { hours } else { received.len() };
    (0..count.max(1))
        .map(|hour| {
            let mut law = received.get(hour).or(received.first()).cloned().unwrap_or_else(Law::zero);
            for part in &stage.parts {
                apply(&mut law, part, hour);
            }
            law
        })
        .collect()
}

fn apply(law: &mut Law, part: &Part, hour: usize) {
    match part {
        Part::Between { hourly, .. } => {
            if let Some((low, high)) = hourly.get(hour).or(hourly.first()) {
                law.add(*low);
                law.add_uniform(high - low);
            }
        }
        Part::Wait { hourly, .. } => {
            if let Some(wait) = hourly.get(hour).or(hourly.first()) {
                law.add_wait(*wait);
            }
        }
        Part::Runs { offset, triggered, hourly, .. } => {
            let Some(runs) = hourly.get(hour).or(hourly.first()).copied() else { return };
            if *triggered {
                law.add(runs.run);
                return;
            }
            let scheduled = offset.is_some_and(|offset| {
                let day = hourly.len() > 1;
                #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "from 0 to 23")]
                let run_at = |start: f64| {
                    let hour = (start / 3600.0).rem_euclid(24.0).floor() as usize;
                    hourly.get(hour).or(hourly.first()).map_or(runs.run, |runs| runs.run)
                };
                law.schedule(runs.period, offset, day, run_at)
            });
            if !scheduled {
                law.add_uniform(runs.period);
                law.add(runs.run);
            }
        }
    }
}
