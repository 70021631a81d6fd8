//! Every text that the window paints, in both themes, against what it is painted on.

use crate::support::*;
use egui::epaint::{ClippedShape, Shape, TextShape};
use egui::{Color32, Pos2, Rect, Theme, ThemePreference};
use loadline::canvas::contrast;
use loadline::file;
use loadline::templates::template;
use std::collections::BTreeMap;

/// What is painted so far, from below: rectangles of one colour.
#[derive(Default)]
struct Grounds(Vec<(Rect, Color32)>);

impl Grounds {
    fn at(&self, at: Pos2) -> Color32 {
        self.0
            .iter()
            .filter(|(rect, _)| rect.contains(at))
            .fold(Color32::BLACK, |below, (_, color)| below.blend(*color))
    }
}

/// A text with its colour and the colour that it stands on.
type Pair = (String, Color32, Color32);

fn look(shape: &Shape, clip: Rect, grounds: &mut Grounds, found: &mut Vec<Pair>) {
    match shape {
        Shape::Vec(shapes) => shapes.iter().for_each(|shape| look(shape, clip, grounds, found)),
        // What is blurred is a shadow.
        Shape::Rect(rect) if rect.fill != Color32::TRANSPARENT && rect.blur_width < 1.0 => {
            grounds.0.push((rect.rect.intersect(clip), rect.fill));
        }
        Shape::Circle(circle) if circle.fill != Color32::TRANSPARENT => {
            let inside = Rect::from_center_size(circle.center, egui::Vec2::splat(circle.radius * 1.4));
            grounds.0.push((inside.intersect(clip), circle.fill));
        }
        Shape::Text(text) => read(text, clip, grounds, found),
        _ => {}
    }
}

fn read(text: &TextShape, clip: Rect, grounds: &Grounds, found: &mut Vec<Pair>) {
    let rect = text.galley.rect.translate(text.pos.to_vec2()).intersect(clip);
    let words = text.galley.text().trim();
    if words.is_empty() || rect.width() < 2.0 || rect.height() < 2.0 {
        return;
    }
    let ground = grounds.at(rect.center());
    for section in &text.galley.job.sections {
        let own = if section.format.color == Color32::PLACEHOLDER { text.fallback_color } else { section.format.color };
        let color = text.override_text_color.unwrap_or(own).gamma_multiply(text.opacity_factor);
        if color.a() > 0 {
            found.push((words.to_owned(), ground.blend(color), ground));
        }
    }
}

fn pairs(window: &Window) -> Vec<Pair> {
    let (mut grounds, mut found) = (Grounds::default(), Vec::new());
    for ClippedShape { clip_rect, shape, .. } in &window.output().shapes {
        look(shape, *clip_rect, &mut grounds, &mut found);
    }
    found
}

/// A window on a template, in a theme. What is disabled is painted as what is not: it is read, too.
fn begin(name: &str, theme: Theme) -> Window {
    let design = file::read(template(name).unwrap().text).unwrap().design;
    let mut window = window_of(History::new(design));
    window.ctx.set_theme(match theme {
        Theme::Dark => ThemePreference::Dark,
        Theme::Light => ThemePreference::Light,
    });
    window.ctx.all_styles_mut(|style| style.visuals.disabled_alpha = 1.0);
    window.run();
    window
}

fn act(window: &mut Window, action: Action) {
    let ctx = window.ctx.clone();
    app_mut(window).act(&ctx, action);
    window.run_steps(4);
}

/// Everything that was painted, and where it was too faint.
#[derive(Default)]
struct Audit {
    texts: usize,
    faint: BTreeMap<String, f32>,
}

impl Audit {
    fn take(&mut self, window: &Window, place: &str, theme: Theme) {
        for (words, color, ground) in pairs(window) {
            self.texts += 1;
            let ratio = contrast(color, ground);
            if ratio < 4.5 {
                let words: String = words.chars().take(40).collect();
                self.faint.insert(format!("{theme:?}, {place}: {color:?} on {ground:?} “{words}”"), ratio);
            }
        }
    }
}

/// Looks at one thing after the other.
fn tour(audit: &mut Audit, theme: Theme) {
    let mut window = begin("500-gb-daily-in-2-h", theme);
    audit.take(&window, "as it opens", theme);
    app_mut(&mut window).show_start();
    window.run();
    audit.take(&window, "start page", theme);
    for action in [Action::ShowCost, Action::ShowDerivation, Action::ShowRanges, Action::ShowProblems] {
        act(&mut window, action);
        audit.take(&window, "lists", theme);
    }
    act(&mut window, Action::NextScenario);
    act(&mut window, Action::NextScenario);
    act(&mut window, Action::AllVerdicts);
    audit.take(&window, "a scenario that fails", theme);
    for name in ["events", "log", "aggregate", "warehouse", "freshness"] {
        select(&mut window, &[name]);
        audit.take(&window, name, theme);
    }
    act(&mut window, Action::SelectAll);
    audit.take(&window, "several", theme);
    select(&mut window, &[]);
    let note = ElementId::Note(id("arithmetic"));
    app_mut(&mut window).view_mut().selection = [note].into();
    window.run();
    audit.take(&window, "note", theme);
    for action in [Action::AddComponent, Action::CommandPalette, Action::Keys, Action::SaveAs, Action::Find] {
        act(&mut window, action);
        audit.take(&window, "dialog", theme);
        type_text(&mut window, "ka");
        audit.take(&window, "dialog with text", theme);
        press(&mut window, Key::Escape);
        press(&mut window, Key::Escape);
    }
    select(&mut window, &["log"]);
    press(&mut window, Key::M);
    window.run_steps(4);
    audit.take(&window, "message and outage", theme);
    act(&mut window, Action::CompareSaved);
    act(&mut window, Action::New);
    audit.take(&window, "empty board, tabs", theme);
    act(&mut window, Action::AddScenario);
    audit.take(&window, "empty scenario", theme);
    act(&mut window, Action::Close);
    audit.take(&window, "question", theme);
}

/// Each menu, opened.
fn menus(audit: &mut Audit, theme: Theme) {
    for menu in Menu::ALL.iter().filter(|menu| menu.entries().next().is_some()) {
        let mut window = begin("cold-archive", theme);
        window.get_by_label(menu.name()).click();
        window.run_steps(4);
        audit.take(&window, menu.name(), theme);
    }
}

#[test]
fn every_text_that_is_painted_has_a_contrast_of_4_5_to_1_in_both_themes() {
    let mut audit = Audit::default();
    for theme in [Theme::Dark, Theme::Light] {
        tour(&mut audit, theme);
        menus(&mut audit, theme);
    }
    assert!(audit.texts > 5_000, "only {} texts were looked at", audit.texts);
    let faint: Vec<String> = audit.faint.iter().map(|(what, ratio)| format!("{ratio:.2} {what}")).collect();
    assert!(faint.is_empty(), "{} texts are too faint:\n{}", faint.len(), faint.join("\n"));
}

#[test]
fn colours_that_no_frame_above_happens_to_show_can_be_read_as_well() {
    use loadline::canvas::Palette;
    use loadline::estimate::Status;
    let window = window();
    for theme in [Theme::Dark, Theme::Light] {
        let visuals = window.ctx.style_of(theme).visuals.clone();
        let palette = Palette::of(&visuals);
        let widgets = &visuals.widgets;
        let mut pairs = vec![
            ("selected text", visuals.selection.stroke.color, visuals.selection.bg_fill),
            ("label of a link", palette.faint, palette.board),
            ("label of a link over capacity", palette.alarm, palette.board),
            ("text on the board", palette.text, palette.board),
            ("note", palette.note_text, palette.note),
            ("name on a card", palette.text, palette.card),
            ("product on a card", palette.faint, palette.card),
            ("key of a tool", palette.accent, palette.card),
            ("row of a table", visuals.text_color(), visuals.faint_bg_color),
            ("code", visuals.text_color(), visuals.code_bg_color),
            ("hint in a field", visuals.weak_text_color(), visuals.text_edit_bg_color()),
            ("text in a field", visuals.text_color(), visuals.text_edit_bg_color()),
        ];
        for status in [Status::Ok, Status::OverTarget, Status::OverCapacity, Status::FallsBehind, Status::NoInput] {
            pairs.push(("status on a card", palette.status(status), palette.card));
        }
        for ground in [visuals.panel_fill, visuals.window_fill] {
            pairs.extend([
                ("text", visuals.text_color(), ground),
                ("weak text", visuals.weak_text_color(), ground),
                ("strong text", visuals.strong_text_color(), ground),
                ("link", visuals.hyperlink_color, ground),
                ("warning", visuals.warn_fg_color, ground),
                ("error", visuals.error_fg_color, ground),
            ]);
        }
        for (name, state) in [
            ("at rest", &widgets.inactive),
            ("pointed at", &widgets.hovered),
            ("pressed or with the keyboard", &widgets.active),
            ("open", &widgets.open),
        ] {
            pairs.push((name, state.text_color(), state.weak_bg_fill));
            pairs.push((name, state.text_color(), state.bg_fill));
        }
        for (name, color, ground) in pairs {
            // A ground that lets through lies on a panel.
            let ground = visuals.panel_fill.blend(ground);
            let ratio = contrast(ground.blend(color), ground);
            assert!(ratio >= 4.5, "{theme:?}, {name}: {color:?} on {ground:?} is {ratio:.2}");
        }
    }
}
