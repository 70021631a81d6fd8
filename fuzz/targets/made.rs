//! Designs and edits out of bytes.

use arbitrary::{Result, Unstructured};
use loadline::catalog::{Catalog, Field, FieldKind, Place, Role, Setting, check_place};
use loadline::design::{
    Arrangement, Boundary, Component, Design, Edit, Element, ElementId, Frame, History, Id, Link, LinkKind, Note,
    Override, Point, Requirement, Scenario, Settings, Statistic, Stroke,
};
use loadline::units::{Kind, Stated};

const NUMBERS: &[&str] =
    &["0", "1", "3", "0.5", "1e-300", "1e29", "1e9", "12", "7.25", "1000000", "0.0001", "1..2", "0.1..1e6"];

fn quantity(input: &mut Unstructured<'_>, kind: Kind) -> Result<String> {
    let number = *input.choose(NUMBERS)?;
    let unit = match kind {
        Kind::Information => *input.choose(&["B", "KB", "GB", "PB"])?,
        Kind::InformationRate => *input.choose(&["B/s", "MB/s", "TB/day"])?,
        Kind::RecordRate => *input.choose(&["records/s", "M records/day"])?,
        Kind::Time => *input.choose(&["s", "ms", "h", "days", "years"])?,
        Kind::Share => *input.choose(&["%", ""])?,
        Kind::MoneyRate => *input.choose(&["$/h", "$/month"])?,
        Kind::Money => "$",
        _ => "",
    };
    Ok(format!("{number} {unit}").trim_end().to_owned())
}

fn setting(input: &mut Unstructured<'_>, field: Field) -> Result<Option<Setting>> {
    let text = match field.kind() {
        FieldKind::Quantity(kind) => quantity(input, kind)?,
        FieldKind::Load => {
            let kind = if input.ratio(1, 2)? { Kind::RecordRate } else { Kind::InformationRate };
            quantity(input, kind)?
        }
        FieldKind::Choice(words) => (*input.choose(words)?).to_owned(),
        FieldKind::Shape => (*input.choose(&["flat", "business hours", "spiky", "evening"])?).to_owned(),
        FieldKind::Product => (*input.choose(&["kafka", "s3", "spark"])?).to_owned(),
    };
    Ok(Setting::read(field, &text).ok())
}

fn arrangement(input: &mut Unstructured<'_>) -> Result<Arrangement> {
    let group = if input.ratio(1, 2)? { Some(Id::from_name("group")) } else { None };
    Ok(Arrangement { layer: input.arbitrary()?, locked: input.arbitrary()?, group })
}

fn note(n: usize, input: &mut Unstructured<'_>) -> Result<Note> {
    let (at, size) = (Point::new(0, 0), Point::new(4, 4));
    Ok(Note {
        id: Id::from_name(&format!("c{n}")),
        at,
        size,
        text: input.arbitrary()?,
        plain: input.arbitrary()?,
        arrangement: arrangement(input)?,
    })
}

fn stroke(input: &mut Unstructured<'_>) -> Result<Stroke> {
    let points = input.arbitrary_iter::<(i32, i32)>()?.take(9).collect::<Result<Vec<_>>>()?;
    let points = points.into_iter().map(|(x, y)| Point::new(x, y)).collect();
    Ok(Stroke { id: Id::from_name("pen"), at: Point::new(3, 3), points, arrangement: arrangement(input)? })
}

/// A design out of bytes, with the edits that made it.
pub fn design(input: &mut Unstructured<'_>) -> Result<History> {
    let mut history = History::new(Design::new("fuzz"));
    let products: Vec<&str> = Catalog::built_in().products().map(|product| product.id.as_str()).collect();
    let count = input.int_in_range(1..=24)?;
    let id = |n: usize| Id::from_name(&format!("c{n}"));
    for n in 0..count {
        let product = *input.choose(&products)?;
        let own = Catalog::built_in().product(product).map_or(Role::Compute, |product| product.role);
        let role = if input.ratio(1, 8)? { *input.choose(Role::ALL)? } else { own };
        let x = if input.ratio(1, 4)? { input.arbitrary()? } else { input.int_in_range(0..=60)? };
        let mut component = Component::new(id(n), "name", role, product, Point::new(x, 0));
        for _ in 0..input.int_in_range(0..=6)? {
            let field = *input.choose(Field::ALL)?;
            if check_place(field, Place::Component(role)).is_ok() {
                let made = setting(input, field)?;
                component.settings.put(field, made);
            }
        }
        let _ = history.apply(Edit::insert(Element::Component(component)));
    }
    for _ in 0..input.int_in_range(0..=2 * count)? {
        let (from, to) = (id(input.int_in_range(0..=count)?), id(input.int_in_range(0..=count)?));
        let mut link = Link::new(from.clone(), to.clone());
        link.id = history.design().fresh_link_id(&from, &to);
        link.kind = match input.int_in_range(0..=5)? {
            0 => Stated::read(&quantity(input, Kind::Ratio)?, Kind::Ratio).map_or(LinkKind::Copy, LinkKind::Split),
            1 => Stated::read(&quantity(input, Kind::Share)?, Kind::Share).map_or(LinkKind::Copy, LinkKind::Share),
            2 => LinkKind::Watch,
            _ => LinkKind::Copy,
        };
        let _ = history.apply(Edit::insert(Element::Link(link)));
    }
    if input.ratio(1, 4)? {
        let note = note(0, input)?;
        let _ = history.apply(Edit::insert(Element::Note(note)));
        let boundary = *input.choose(Boundary::ALL)?;
        let (at, size) = (Point::new(0, 0), Point::new(input.int_in_range(1..=60)?, 9));
        let frame = Frame { id: id(1), name: input.arbitrary()?, at, size, boundary, arrangement: arrangement(input)? };
        let _ = history.apply(Edit::insert(Element::Frame(frame)));
        let stroke = stroke(input)?;
        let _ = history.apply(Edit::insert(Element::Stroke(stroke)));
    }
    let mut scenario = Scenario::new(id(0), "s");
    for _ in 0..input.int_in_range(0..=3)? {
        let field = *input.choose(Field::ALL)?;
        if let Some(setting) = setting(input, field)? {
            scenario.changes.push(Override { element: id(input.int_in_range(0..=count)?), field, setting });
        }
    }
    for _ in 0..input.int_in_range(0..=4)? {
        let at = id(input.int_in_range(0..=count)?);
        let mut stated = |kind| -> Result<Option<Stated>> { Ok(Stated::read(&quantity(input, kind)?, kind).ok()) };
        let (Some(time), Some(other), Some(data), Some(rate), Some(share), Some(money)) = (
            stated(Kind::Time)?,
            stated(Kind::Time)?,
            stated(Kind::Information)?,
            stated(Kind::InformationRate)?,
            stated(Kind::Share)?,
            stated(Kind::MoneyRate)?,
        ) else {
            continue;
        };
        let statistic = *input.choose(Statistic::ALL)?;
        scenario.requirements.push(match input.int_in_range(0..=9)? {
            0 => Requirement::Staleness { at, statistic, limit: time },
            1 => Requirement::Completion { at, volume: data, within: time },
            2 => Requirement::Throughput { at, rate },
            3 => Requirement::Cost { at: None, limit: money },
            4 => Requirement::Completeness { at, share },
            5 => Requirement::Availability { at, share },
            6 => Requirement::Recovery { of: at, outage: other, within: time },
            7 => Requirement::Backfill { at, history: other, within: time, throttle: Some(rate) },
            8 => Requirement::Cost { at: Some(at), limit: money },
            _ => Requirement::Detection { at, within: time },
        });
    }
    let _ = history.apply(Edit::insert(Element::Scenario(scenario)));
    Ok(history)
}

/// Some edits of a design out of bytes; those that are refused are none.
pub fn edits(input: &mut Unstructured<'_>, history: &mut History) -> Result<()> {
    let id = |n: usize| Id::from_name(&format!("c{n}"));
    for _ in 0..input.int_in_range(0..=5)? {
        let n = input.int_in_range(0..=24)?;
        let component = ElementId::Component(id(n));
        let edit = match input.int_in_range(0..=6)? {
            0 => Edit::Remove(component),
            1 => Edit::Move { element: component, to: Point::new(input.arbitrary()?, 3) },
            2 => {
                let (from, to) = (id(n), id(input.int_in_range(0..=24)?));
                Edit::insert(Element::Link(Link::new(from, to)))
            }
            3 => match history.design().components().nth(n).cloned() {
                Some(mut component) => {
                    component.role = *input.choose(Role::ALL)?;
                    component.settings = Settings::default();
                    Edit::Replace(Element::Component(component))
                }
                None => continue,
            },
            4 => {
                let place = Some(input.int_in_range(0..=24)?);
                Edit::Insert { element: Element::Note(note(n, input)?), place }
            }
            5 => match history.design().components().nth(n).map(|component| ElementId::Component(component.id.clone()))
            {
                // Out and in again at another place of the order, without its links.
                Some(element) => match history.design().element(&element) {
                    Some(same) => {
                        let place = Some(input.int_in_range(0..=24)?);
                        Edit::All(vec![Edit::Remove(element), Edit::Insert { element: same, place }])
                    }
                    None => continue,
                },
                None => continue,
            },
            _ => {
                let field = *input.choose(Field::ALL)?;
                Edit::Set { element: component, field, setting: setting(input, field)? }
            }
        };
        let _ = history.apply(edit);
    }
    Ok(())
}
