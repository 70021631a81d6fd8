//! The derivation panel: how a figure was computed, down to what a person said and what the catalogue holds. What a
//! setting can replace is changed where it stands.

use super::command::Command;
use super::fixing;
use super::inspector::{Drafts, bare};
use super::state::Unfolded;
use crate::catalog::{Confidence, Field, Setting};
use crate::design::{Design, ElementId, Id, Override};
use crate::estimate::{Derivation, Figure, Input, Origin};
use egui::{CollapsingHeader, RichText, Ui};

/// Depth to which the tree is open at first.
const OPEN: usize = 2;
/// Width of the field of a value, in points.
const VALUE: f32 = 118.0;
/// Width of the field of a reason, in points.
const REASON: f32 = 170.0;

/// What the panel reads.
#[derive(Clone, Copy)]
pub struct Read<'a> {
    /// The design.
    pub design: &'a Design,
    /// The scenario chosen: what it changes is changed there.
    pub scenario: Option<&'a Id>,
    /// The derivation of what is unfolded.
    pub explained: Option<&'a Derivation>,
    /// What is unfolded.
    pub unfolded: Option<&'a Unfolded>,
}

/// Shows what is unfolded.
pub fn show(ui: &mut Ui, read: Read<'_>, drafts: &mut Drafts, commands: &mut Vec<Command>) {
    let mut tree = Tree { read, drafts, commands };
    match read.unfolded {
        None => {
            ui.weak("Click on a figure to see how it was computed: in the inspector, on the board or in a verdict.");
        }
        Some(Unfolded::Verdict(_)) => {
            if let Some(derivation) = read.explained {
                tree.show(ui, derivation, 0);
            }
        }
        Some(Unfolded::Figure(id, figure)) => {
            tree.figures(ui, id, *figure);
            match read.explained {
                Some(derivation) => tree.show(ui, derivation, 0),
                None => {
                    ui.weak(format!("{} has no such figure.", name(read.design, id)));
                }
            }
        }
    }
}

fn name(design: &Design, id: &Id) -> String {
    design.component(id).map_or_else(|| id.to_string(), |component| component.name.clone())
}

const fn word(figure: Figure) -> &'static str {
    match figure {
        Figure::Input => "in",
        Figure::Output => "out",
        Figure::Utilization => "utilization",
        Figure::Units => "units",
        Figure::Staleness => "staleness",
        Figure::Stored => "stored",
        Figure::Cost => "cost",
    }
}

struct Tree<'a> {
    read: Read<'a>,
    drafts: &'a mut Drafts,
    commands: &'a mut Vec<Command>,
}

impl Tree<'_> {
    /// The component, and its other figures.
    fn figures(&mut self, ui: &mut Ui, id: &Id, shown: Figure) {
        ui.horizontal(|ui| {
            if ui.link(name(self.read.design, id)).clicked() {
                self.commands.push(Command::Reveal(ElementId::Component(id.clone())));
            }
            for figure in Figure::ALL {
                if ui.selectable_label(*figure == shown, word(*figure)).clicked() {
                    self.commands.push(Command::Explain(id.clone(), *figure));
                }
            }
        });
    }

    fn show(&mut self, ui: &mut Ui, derivation: &Derivation, depth: usize) {
        let title = RichText::new(format!("{} = {}", derivation.name, derivation.value)).strong();
        if derivation.inputs.is_empty() && derivation.formula.is_empty() {
            ui.label(title);
            return;
        }
        CollapsingHeader::new(title).id_salt((&derivation.name, depth)).default_open(depth < OPEN).show(ui, |ui| {
            if !derivation.formula.is_empty() {
                ui.horizontal(|ui| {
                    ui.weak("by");
                    ui.label(RichText::new(&derivation.formula).italics());
                });
            }
            for (place, input) in derivation.inputs.iter().enumerate() {
                ui.push_id(place, |ui| self.one(ui, input, depth));
            }
        });
    }

    fn one(&mut self, ui: &mut Ui, input: &Input, depth: usize) {
        if let Origin::Computed(inner) = &input.origin {
            self.show(ui, inner, depth + 1);
            return;
        }
        let (own, stated) = match &input.origin {
            Origin::Person { element, field, .. } => (Some((element, *field)), true),
            Origin::Catalog { field, .. } | Origin::Assumption { field, .. } => {
                (field.as_ref().map(|(element, field)| (element, *field)), false)
            }
            Origin::Figure { .. } | Origin::Computed(_) => (None, false),
        };
        let mut error = None;
        ui.horizontal(|ui| {
            if let Some((element, field)) = own {
                ui.label(format!("{} =", input.name));
                error = self.value(ui, element, field, &input.value);
            } else {
                ui.label(format!("{} = {}", input.name, input.value));
            }
            self.origin(ui, input);
            if let Some((element, field)) = own {
                self.place(ui, element, field);
                if stated {
                    self.reason(ui, element, field);
                }
            }
        });
        super::inspector::show_error(ui, error.as_deref());
    }

    /// What is set for a field: by the scenario or one that it is based on, or else on the element itself.
    fn setting(&self, element: &ElementId, field: Field) -> Option<Setting> {
        fixing::effective(self.read.design, self.read.scenario, element, field)
    }

    /// The field of a value: a text changes it where it counts, no text goes back to what is known without it.
    fn value(&mut self, ui: &mut Ui, element: &ElementId, field: Field, shown: &str) -> Option<String> {
        let set = self.setting(element, field);
        let current = set.as_ref().map(Setting::text).unwrap_or_default();
        let id = ui.make_persistent_id(("value", element, field));
        let check = |text: &str| {
            if text.trim().is_empty() {
                return Ok(String::new());
            }
            Setting::read(field, text).map(|setting| setting.text().to_owned()).map_err(|error| error.to_string())
        };
        let label = format!("{} of {}", field.label(), name(self.read.design, element.id()));
        let typed = bare(ui, self.drafts, id, &label, current, check, |edit| {
            edit.hint_text(shown.to_owned()).desired_width(VALUE)
        });
        let told = "Type a value to use it in place of this one; empty goes back to what is known without it.";
        typed.response.on_hover_text(format!("{}\n\n{told}", field.doc()));
        if let Some(text) = typed.text {
            let new = if text.is_empty() { None } else { Setting::read(field, &text).ok() };
            let new = new.map(|mut new| {
                new.reason = set.as_ref().and_then(|old| old.reason.clone());
                new
            });
            self.put(id, element, field, new);
        }
        typed.error
    }

    /// The field of the reason for a value that somebody stated.
    fn reason(&mut self, ui: &mut Ui, element: &ElementId, field: Field) {
        let Some(set) = self.setting(element, field) else { return };
        let id = ui.make_persistent_id(("reason", element, field));
        let current = set.reason.as_deref().unwrap_or_default().to_owned();
        let label = format!("Why {} of {}", field.label(), name(self.read.design, element.id()));
        let check = |text: &str| Ok(text.trim().to_owned());
        let typed =
            bare(ui, self.drafts, id, &label, &current, check, |edit| edit.hint_text("because…").desired_width(REASON));
        if let Some(text) = typed.text {
            let mut new = set;
            new.reason = (!text.is_empty()).then(|| text.into());
            self.put(id, element, field, Some(new));
        }
    }

    fn put(&mut self, typed: egui::Id, element: &ElementId, field: Field, new: Option<Setting>) {
        let edit = match new {
            Some(setting) => {
                let change = Override { element: element.id().clone(), field, setting };
                fixing::put(self.read.design, self.read.scenario, &[change])
            }
            None => fixing::take(self.read.design, self.read.scenario, element, field),
        };
        self.commands.push(Command::Type(typed, edit));
    }

    /// Where the number comes from.
    fn origin(&mut self, ui: &mut Ui, input: &Input) {
        match &input.origin {
            Origin::Person { .. } => {
                ui.weak("you:");
            }
            Origin::Catalog { product, provenance, field } => {
                let text = format!("catalogue, {product}: {}, {}", provenance.date, provenance.confidence);
                if provenance.confidence == Confidence::Unverified {
                    let color = ui.visuals().warn_fg_color;
                    ui.colored_label(color, format!("! {text}")).on_hover_text(provenance.to_string());
                } else {
                    ui.weak(text).on_hover_text(provenance.to_string());
                }
                ui.weak(provenance.source.as_ref());
                if field.is_none() {
                    ui.weak("(no setting replaces it)").on_hover_text(
                        "A design says other limits by more units or another product, and other prices by “Other \
                         cost”. A product of your own, in a catalogue of your own, can say anything.",
                    );
                }
            }
            Origin::Assumption { why, field: Some(_) } => {
                ui.colored_label(ui.visuals().warn_fg_color, format!("! assumed: {why}"));
            }
            Origin::Assumption { why, field: None } => {
                ui.weak(*why);
            }
            Origin::Figure { component, figure } => {
                let design = self.read.design;
                if ui.link(format!("see {} of {}", word(*figure), name(design, component))).clicked() {
                    self.commands.push(Command::Explain(component.clone(), *figure));
                    self.commands.push(Command::Reveal(ElementId::Component(component.clone())));
                }
            }
            Origin::Computed(_) => {}
        }
    }

    /// Where the field stands, to go there.
    fn place(&mut self, ui: &mut Ui, element: &ElementId, field: Field) {
        let link = ui.link(format!("{}.{}", element.id(), field.name())).on_hover_text("Click to go to its field");
        if link.clicked() {
            self.commands.push(Command::Focus(element.clone(), field));
        }
    }
}
