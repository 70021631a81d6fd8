//! How stale the data is at every component, and on which way it got so.
//!
//! Seconds. Stage by stage in the order of the flow: what a component receives is as stale as its inputs, plus the
//! link's delay; what it shows is staler by its own parts. Inputs that are all needed give the latest of them. Inputs
//! that share an ancestor are not independent: what lies before the last common ancestor (the immediate dominator
//! in the graph of the flow) is taken once. Links that close a loop bring records back later; they are not part of
//! the staleness of what passes for the first time.

use super::model::Model;
use super::rates::{Hours, always, each, mean};
use super::stage::{Part, Stage};
use crate::catalog::{Field, Role};
use crate::formulas::class::Class;
use crate::formulas::law::Law;
use smallvec::{SmallVec, smallvec};

/// Staleness at one component.
#[derive(Clone, Debug)]
pub(super) struct Aged {
    /// Over the day: one law, or one for each hour.
    pub hourly: Hours<Law>,
    /// From the last common ancestor of several inputs to here; with one input, its parts and the delay say it.
    segment: Option<Box<Hours<Law>>>,
    /// Delay of the only link.
    delay: f64,
    /// The last common ancestor of all inputs; none for the sources.
    ancestor: Option<usize>,
    /// How many ancestors in a row there are.
    depth: usize,
    /// The input that is stalest, for the critical path.
    pub through: Option<usize>,
    /// The first component whose law has the same shape, this one being only shifted by a constant.
    pub like: usize,
    /// How far the law can be trusted.
    pub class: Class,
}

/// Staleness at a place; none where nothing comes in or something before it falls behind. Places before it are known.
pub(super) fn aged(model: &Model, place: usize) -> Option<Aged> {
    let stage = model.stages.get(place)?;
    if stage.growth.is_some()
        || mean(&stage.input.records) <= 0.0
        || model.amplifying.iter().any(|cycle| cycle.contains(&place))
    {
        return None;
    }
    let mut aged = received(model, place)?;
    apply_parts(&mut aged.hourly, stage, model.hours);
    match (&mut aged.segment, aged.ancestor) {
        (Some(segment), Some(_)) => apply_parts(segment, stage, model.hours),
        (Some(segment), None) => segment.as_mut().clone_from(&aged.hourly),
        (None, _) => {}
    }
    let constant = stage.parts.iter().all(|part| match part {
        Part::Between { hourly, .. } => matches!(hourly.as_slice(), [(low, high)] if low == high),
        _ => false,
    });
    if !constant || aged.ancestor.is_none() {
        aged.like = place;
    }
    if stage.parts.iter().any(|part| matches!(part, Part::Wait { .. })) {
        aged.class = aged.class.and(stage.wait_class);
    }
    if stage.backlog.is_some() {
        // A fluid: up to 4 % below the truth where the load is above capacity for hours.
        aged.class = aged.class.and(Class::Approximation { low: 0.96, high: 1.0 });
    }
    Some(aged)
}

/// What comes in, before the component's own parts.
fn received(model: &Model, place: usize) -> Option<Aged> {
    let all = &model.aged;
    let mut inputs: SmallVec<[Way<'_>; 2]> = SmallVec::new();
    for arc in model.graph.links_into(place).iter().filter(|arc| arc.from < place) {
        let giver = model.stages.get(arc.from)?;
        let weight = mean(&giver.output.records) * arc.wire.share;
        if weight <= 0.0 {
            continue;
        }
        // One input that never catches up leaves nothing complete here.
        let aged = all.get(arc.from)?.as_ref()?;
        inputs.push(Way { from: arc.from, aged, delay: arc.wire.delay, weight });
    }
    let node = model.nodes.get(place)?;
    if inputs.is_empty() {
        let sends = node.role == Role::Source && model.stages.get(place)?.sends;
        return sends.then(|| Aged {
            hourly: always(Law::zero()),
            segment: None,
            delay: 0.0,
            ancestor: None,
            depth: 1,
            through: None,
            like: place,
            class: Class::Exact,
        });
    }
    if let [way] = inputs.as_slice() {
        return Some(Aged {
            hourly: delayed(&way.aged.hourly, way.delay),
            segment: None,
            delay: way.delay,
            ancestor: Some(way.from),
            depth: way.aged.depth + 1,
            through: Some(way.from),
            like: way.aged.like,
            class: way.aged.class,
        });
    }
    let combine = match node.choice(Field::Inputs) {
        Some("first") => Combine::First,
        Some("each") => Combine::Each,
        _ => Combine::All,
    };
    if combine == Combine::First {
        // What is made of another input too is never fresher than that input.
        let all_inputs = inputs.clone();
        inputs.retain(|way| {
            !all_inputs
                .iter()
                .any(|other| other.from != way.from && other.delay <= way.delay && feeds(model, other.from, way.from))
        });
    }
    let worst = |law: &[Law]| law.iter().map(Law::max).fold(0.0, f64::max);
    let by_age =
        |a: &&Way<'_>, b: &&Way<'_>| (worst(&a.aged.hourly) + a.delay).total_cmp(&(worst(&b.aged.hourly) + b.delay));
    let through = match combine {
        Combine::First => inputs.iter().min_by(by_age),
        Combine::All | Combine::Each => inputs.iter().max_by(by_age),
    }
    .map(|way| way.from);
    let ancestor = common_ancestor(inputs.iter().map(|way| way.from), all);
    let whole: Vec<(f64, Hours<Law>)> =
        inputs.iter().map(|way| (way.weight, delayed(&way.aged.hourly, way.delay))).collect();
    if ancestor.is_none() {
        // Everything is since the beginning.
        let hourly = combine.laws(&whole);
        let class = inputs.iter().map(|way| way.aged.class).fold(Class::Exact, Class::and);
        return Some(Aged {
            segment: Some(Box::new(hourly.clone())),
            hourly,
            delay: 0.0,
            ancestor,
            depth: 1,
            through,
            like: place,
            class,
        });
    }
    let relative: Vec<(f64, Hours<Law>)> =
        inputs.iter().map(|way| (way.weight, delayed(&since(model, way.from, ancestor), way.delay))).collect();
    let segment = combine.laws(&relative);
    let scheduled = whole.iter().all(|(_, laws)| laws.iter().all(Law::is_scheduled));
    let hourly = match ancestor {
        // Known schedules are exact whatever the inputs share.
        Some(ancestor) if !scheduled => {
            let before = all.get(ancestor)?.as_ref()?;
            pairwise(&before.hourly, &segment, |a, b| a.clone().plus(b))
        }
        _ => combine.laws(&whole),
    };
    let mut class = inputs.iter().map(|way| way.aged.class).fold(Class::Exact, Class::and);
    if !scheduled && combine == Combine::All && inputs.iter().any(|way| joins_since(all, way.from, ancestor)) {
        // Ways with joins of their own may share more than the last common ancestor; they count as independent, which
        // is on the safe side.
        class = class.and(Class::Bound);
    }
    let depth = ancestor.and_then(|at| all.get(at)?.as_ref()).map_or(1, |aged| aged.depth + 1);
    Some(Aged { hourly, segment: Some(Box::new(segment)), delay: 0.0, ancestor, depth, through, like: place, class })
}

#[derive(Clone)]
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
    fn laws(self, inputs: &[(f64, Hours<Law>)]) -> Hours<Law> {
        let hours = inputs.iter().map(|(_, laws)| laws.len()).max().unwrap_or(1);
        (0..hours)
            .map(|hour| {
                let at = |laws: &Hours<Law>| laws.get(hour).or(laws.first()).cloned().unwrap_or_else(Law::zero);
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

/// Whether a component takes, by way of nothing that chooses among its inputs, what another gives.
fn feeds(model: &Model, giver: usize, taker: usize) -> bool {
    let (mut stack, mut steps) = (vec![taker], 0);
    while let Some(here) = stack.pop() {
        steps += 1;
        if here == giver {
            return true;
        }
        let chooses =
            model.nodes.get(here).is_none_or(|node| !matches!(node.choice(Field::Inputs), None | Some("all")));
        if here > giver && !chooses && steps < 256 {
            stack.extend(model.graph.links_into(here).iter().map(|arc| arc.from));
        }
    }
    false
}

/// Whether inputs meet on the way from an ancestor to a component.
fn joins_since(all: &[Option<Aged>], place: usize, ancestor: Option<usize>) -> bool {
    let mut here = Some(place);
    while here != ancestor {
        let Some(aged) = here.and_then(|here| all.get(here)?.as_ref()) else { return false };
        if aged.segment.is_some() {
            return true;
        }
        here = aged.ancestor;
    }
    false
}

fn up(all: &[Option<Aged>], place: usize) -> Option<usize> {
    all.get(place)?.as_ref()?.ancestor
}

/// The last component that all inputs go through.
fn common_ancestor(mut places: impl Iterator<Item = usize>, all: &[Option<Aged>]) -> Option<usize> {
    let level = |place: usize| all.get(place).and_then(|aged| aged.as_ref()).map_or(0, |aged| aged.depth);
    let mut common = places.next()?;
    for mut other in places {
        while common != other {
            if level(common) >= level(other) {
                common = up(all, common)?;
            } else {
                other = up(all, other)?;
            }
        }
    }
    Some(common)
}

/// From an ancestor (none: the beginning) to a component.
fn since(model: &Model, place: usize, ancestor: Option<usize>) -> Hours<Law> {
    let mut way = Vec::new();
    let mut here = Some(place);
    while here != ancestor {
        let Some((at, aged)) = here.and_then(|here| Some((here, model.aged.get(here)?.as_ref()?))) else { break };
        way.push((at, aged));
        here = aged.ancestor;
    }
    let mut laws: Hours<Law> = always(Law::zero());
    for (at, aged) in way.into_iter().rev() {
        match (&aged.segment, model.stages.get(at)) {
            (Some(segment), _) => laws = pairwise(&laws, segment, |a, b| a.clone().plus(b)),
            (None, Some(stage)) => {
                laws = delayed(&laws, aged.delay);
                apply_parts(&mut laws, stage, model.hours);
            }
            (None, None) => {}
        }
    }
    laws
}

/// Hour by hour; a single law holds in every hour.
fn pairwise(a: &[Law], b: &[Law], combine: impl Fn(&Law, &Law) -> Law) -> Hours<Law> {
    let hours = a.len().max(b.len());
    (0..hours)
        .filter_map(|hour| {
            let a = a.get(hour).or(a.first())?;
            let b = b.get(hour).or(b.first())?;
            Some(combine(a, b))
        })
        .collect()
}

fn delayed(laws: &[Law], delay: f64) -> Hours<Law> {
    let later = |law: &Law| {
        let mut law = law.clone();
        law.add(delay);
        law
    };
    each(laws, later)
}

/// Adds a component's own parts to what it received.
fn apply_parts(laws: &mut Hours<Law>, stage: &Stage, hours: usize) {
    let varies = |part: &Part| match part {
        Part::Between { hourly, .. } => hourly.len() > 1,
        Part::Wait { hourly, .. } => hourly.len() > 1,
        Part::Runs { hourly, .. } => hourly.len() > 1,
        Part::Backlog { hourly } => hourly.len() > 1,
        Part::Cached { .. } => false,
    };
    if laws.len() == 1 && hours > 1 && stage.parts.iter().any(varies) {
        let one = laws.first().cloned().unwrap_or_else(Law::zero);
        *laws = smallvec![one; hours];
    }
    for (hour, law) in laws.iter_mut().enumerate() {
        for part in &stage.parts {
            apply(law, part, hour);
        }
    }
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
        Part::Backlog { hourly } => {
            let Some((now, after, lasts)) = hourly.get(hour).or(hourly.first()).copied() else { return };
            let mut waits = law.clone();
            waits.add(now.min(after));
            waits.add_uniform((now - after).abs());
            *law = if lasts >= 1.0 {
                waits
            } else if lasts <= 0.0 {
                return;
            } else {
                Law::mixture(&[(1.0 - lasts, law.clone()), (lasts, waits)])
            };
        }
        Part::Cached { hit, ttl } => {
            let mut cached = law.clone();
            cached.add_uniform(*ttl);
            *law = Law::mixture(&[(1.0 - hit, law.clone()), (*hit, cached)]);
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
