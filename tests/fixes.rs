//! What is offered as a fix is one: alone, and whatever else of what is offered is applied beside it.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

#[path = "simulation/designs.rs"]
#[allow(dead_code, reason = "shared with other tests")]
mod designs;

use designs::{component, design, id};
use loadline::catalog::{Catalog, Field, Place};
use loadline::design::{
    Component, Design, Edit, Element, History, Id, Link, Override, Requirement, Scenario, Statistic,
};
use loadline::estimate::{Conditions, Estimate, Status, estimate, find_fixes};
use loadline::units::{Kind, Stated};
use proptest::prelude::*;

struct Case<'a> {
    name: String,
    design: &'a Design,
    catalog: &'a Catalog,
    scenario: Option<&'a Id>,
    /// What the case begins with.
    given: Vec<Override>,
}

impl Case<'_> {
    fn with<T>(&self, changes: &[Override], make: impl FnOnce(Conditions<'_>) -> T) -> T {
        let all: Vec<Override> = self.given.iter().chain(changes).cloned().collect();
        make(Conditions { scenario: self.scenario, changes: &all, ..Conditions::default() })
    }

    fn estimate(&self, changes: &[Override]) -> Estimate {
        self.with(changes, |conditions| estimate(self.design, self.catalog, conditions))
    }

    /// The units that the estimate says would do, for each component that is over its target.
    fn units(&self, found: &Estimate) -> Vec<Override> {
        let over = found
            .components
            .iter()
            .filter(|(_, figures)| figures.status != Status::Ok && figures.status != Status::NoInput);
        over.filter_map(|(id, figures)| {
            let role = self.design.component(id)?.role;
            let needed = figures.units.needed_peak.filter(|_| Field::Units.fits(Place::Component(role)))?;
            let said = format!("; {needed} ");
            let told = |message: &str| message.contains(&said) && message.ends_with(" would do");
            assert!(found.problems.iter().any(|problem| told(&problem.message)), "{}: {id} {needed}", self.name);
            Override::read(&format!("{id}.units={needed}")).ok()
        })
        .collect()
    }

    fn holds(&self) {
        let mut found = self.estimate(&[]);
        let units = self.units(&found);
        let fine = |changes: &[Override], wanted: &[Override]| {
            let then = self.estimate(changes);
            for change in wanted {
                let figures = &then.components[&change.element];
                assert_eq!(
                    figures.status,
                    Status::Ok,
                    "{}: {change} does not do: {:?}, with {}",
                    self.name,
                    figures.utilization,
                    changes.iter().map(ToString::to_string).collect::<Vec<_>>().join(" "),
                );
            }
        };
        for change in &units {
            fine(std::slice::from_ref(change), std::slice::from_ref(change));
        }
        // One after the other, from either end: what has been mended stays mended.
        for count in 1..=units.len() {
            fine(&units[..count], &units[..count]);
            fine(&units[units.len() - count..], &units[units.len() - count..]);
        }
        self.with(&[], |conditions| find_fixes(&mut found, self.design, self.catalog, conditions));
        for (index, verdict) in found.verdicts.iter().enumerate() {
            let Some(fix) = &verdict.fix else { continue };
            let met = |changes: &[Override]| self.estimate(changes).verdicts[index].met;
            assert!(met(&fix.changes), "{}: {}: {}", self.name, verdict.title(), fix.sentence);
            if !matches!(verdict.requirement, Requirement::Cost { .. }) {
                let all: Vec<Override> = units.iter().chain(&fix.changes).cloned().collect();
                assert!(met(&all), "{}: with all units, {}: {}", self.name, verdict.title(), fix.sentence);
            }
        }
    }
}

fn read(name: &str) -> Design {
    loadline::file::read(&std::fs::read_to_string(format!("designs/{name}")).unwrap()).unwrap().design
}

#[test]
fn what_is_offered_for_the_designs_and_their_what_ifs_does() {
    let mut names: Vec<String> =
        std::fs::read_dir("designs").unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    let mut offered = 0;
    for name in &names {
        let design = read(name);
        let sources: Vec<&Component> =
            design.components().filter(|component| component.settings.get(Field::Load).is_some()).collect();
        for scenario in design.scenarios().map(|scenario| Some(&scenario.id)).chain([None]) {
            for factor in [1.0, 3.0, 10.0] {
                let more = sources.iter().map(|source| {
                    let load = source.settings.get(Field::Load).unwrap().amount().unwrap().scaled(factor);
                    Override::read(&format!("{}.load={load}", source.id)).unwrap()
                });
                let given = if factor == 1.0 { Vec::new() } else { more.collect() };
                let name = format!("{name} {scenario:?} x {factor}");
                let case = Case { name, design: &design, catalog: Catalog::built_in(), scenario, given };
                offered += case.units(&case.estimate(&[])).len();
                case.holds();
            }
        }
    }
    assert!(offered > 90, "{offered}");
}

#[test]
fn tenfold_is_mended_in_one_go() {
    let design = read("500-gb-daily-in-2-h.ron");
    let tenfold = id("tenfold");
    let case = Case {
        name: "tenfold".to_owned(),
        design: &design,
        catalog: Catalog::built_in(),
        scenario: Some(&tenfold),
        given: Vec::new(),
    };
    let found = case.estimate(&[]);
    let units: Vec<String> = case.units(&found).iter().map(ToString::to_string).collect();
    assert_eq!(units, ["log.units=19", "aggregate.units=14"]);
    let told = |part: &str| found.problems.iter().any(|problem| problem.message.contains(part));
    assert!(
        told("it takes 34 KPUs and as many partitions of the queue before it, which has 24"),
        "{:?}",
        found.problems
    );
    assert!(
        told("takes 33.09 min at peak, longer than its period of 30 min: what is left over"),
        "{:?}",
        found.problems
    );
    let all: Vec<Override> = ["log.units=19", "log.partitions=34", "archiver.units=34", "aggregate.units=14"]
        .map(|text| Override::read(text).unwrap())
        .into();
    let over = case.estimate(&all).components.into_iter().filter(|(_, figures)| figures.status != Status::Ok).count();
    assert_eq!(over, 0);
}

#[test]
fn where_no_number_would_do_that_is_said() {
    let source = || component("app", &[(Field::Load, "1000 records/s"), (Field::Record, "1 KB")]);
    let job = |more: &[(Field, &str)]| {
        let settings = [&[(Field::RecordThroughput, "100 records/s"), (Field::Units, "4")], more].concat();
        component("job", &settings)
    };
    for (more, why) in [
        (&[(Field::HotShare, "20 %")][..], "the hottest part takes its share on one unit"),
        (&[(Field::Contention, "20 %")], "more of them get in each other's way"),
        (
            &[(Field::Mode, "batch"), (Field::Every, "1 min"), (Field::Startup, "1 min")],
            "its start-up takes the whole period",
        ),
    ] {
        let found = designs::plain(&design(vec![source(), job(more)], &[("app", "job")]));
        let problem = found.problems.iter().find(|problem| problem.message.contains(why)).expect(why);
        assert!(problem.message.contains("no number of ") && problem.message.contains(" would do: "), "{problem:?}");
        assert_eq!(found.components[&id("job")].units.needed_peak, None);
    }
    // At a target of 100 % the load is never worked off by units that are just enough.
    let found = designs::plain(&design(vec![source(), job(&[(Field::Target, "100 %")])], &[("app", "job")]));
    assert_eq!(found.components[&id("job")].units.needed_peak, Some(11.0));
}

/// A design that shows itself as its file.
struct Drawn(Design);

impl std::fmt::Debug for Drawn {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&loadline::file::write(&self.0, &loadline::file::Comments::default()))
    }
}

/// A row of stages, some of them too small, each with numbers that decide how much it needs.
fn row() -> impl Strategy<Value = Drawn> {
    let stage = (
        (0_u8..4, 50_u32..2000, 1_u32..6, 1_u32..40, 60_u32..7200, 0_u32..600),
        (0.2..2.0_f64, 0_u32..3, 40_u32..101, 1_u32..60),
    );
    let shape = prop_oneof![Just("flat"), Just("business hours"), Just("evening peak"), Just("spiky")];
    let more = prop::collection::vec((0_usize..5, 2_usize..6), 0..3);
    let all = (shape, 100_u32..5000, prop::collection::vec(stage, 1..6), 1_u32..300, more);
    all.prop_map(|(shape, load, stages, limit, more)| {
        let load = format!("{load} records/s");
        let mut components =
            vec![component("app", &[(Field::Load, &load), (Field::Record, "1 KB"), (Field::Shape, shape)])];
        let mut triggered = false;
        for (number, ((sort, rate, units, partitions, every, startup), (factor, odd, target, splits))) in
            stages.into_iter().enumerate()
        {
            let mut settings = vec![
                (Field::RecordThroughput, format!("{rate} records/s")),
                (Field::Units, units.to_string()),
                (Field::Target, format!("{target} %")),
            ];
            if sort == 0 {
                settings.push((Field::Partitions, partitions.to_string()));
            }
            if sort > 1 {
                settings.push((Field::Selectivity, format!("{factor}x")));
                match odd {
                    0 => settings.push((Field::Splits, splits.to_string())),
                    1 => settings.push((Field::Contention, "1 %".to_owned())),
                    _ => {}
                }
            }
            if sort == 3 {
                settings.push((Field::Mode, "batch".into()));
                settings.push((Field::Every, format!("{every} s")));
                settings.push((Field::Startup, format!("{startup} s")));
                // Two in a row that wait for nothing but each other run the more often the less there is to do: how often
                // depends on which of the others have been mended.
                let after = odd == 2 && !std::mem::replace(&mut triggered, true);
                settings.push((Field::Trigger, if after { "after inputs" } else { "schedule" }.into()));
            }
            let name = format!("{}-{number}", ["log", "store", "job", "job"][usize::from(sort)]);
            let settings: Vec<(Field, &str)> = settings.iter().map(|(field, text)| (*field, text.as_str())).collect();
            components.push(component(&name, &settings));
        }
        let ids: Vec<Id> = components.iter().map(|component| component.id.clone()).collect();
        let last = ids.last().unwrap().clone();
        let mut history = History::new(Design::new("row"));
        for component in components {
            history.apply(Edit::insert(Element::Component(component))).unwrap();
        }
        for pair in ids.windows(2) {
            history.apply(Edit::insert(Element::Link(Link::new(pair[0].clone(), pair[1].clone())))).unwrap();
        }
        // Some take from one farther up as well.
        for (from, to) in more.into_iter().filter(|(from, to)| from + 1 < *to && *to < ids.len()) {
            let _ = history.apply(Edit::insert(Element::Link(Link::new(ids[from].clone(), ids[to].clone()))));
        }
        let time = |text: &str| Stated::read(text, Kind::Time).unwrap();
        let requirements = vec![
            Requirement::Staleness {
                at: last.clone(),
                statistic: Statistic::Max,
                limit: time(&format!("{limit} min")),
            },
            Requirement::Recovery { of: last, outage: time("30 min"), within: time(&format!("{limit} min")) },
        ];
        let scenario = Scenario { requirements, ..Scenario::new(id("s"), "s") };
        history.apply(Edit::insert(Element::Scenario(scenario))).unwrap();
        Drawn(history.design().clone())
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_offered_for_any_row_of_stages_does(drawn in row()) {
        let scenario = id("s");
        let (name, design) = ("a row".to_owned(), &drawn.0);
        Case { name, design, catalog: &designs::parts(), scenario: Some(&scenario), given: Vec::new() }.holds();
    }
}
