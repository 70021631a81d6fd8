//! Colours and spacing of the panels, for dark and light. Text keeps a contrast of 4.5:1 or more to its ground.

use crate::estimate::{Severity, Status};
use egui::{Color32, CornerRadius, Theme, Visuals, vec2};

/// Sets both themes and the spacing. Call once.
pub fn install(ctx: &egui::Context) {
    ctx.options_mut(|options| options.zoom_with_keyboard = false);
    ctx.all_styles_mut(|style| {
        style.spacing.item_spacing = vec2(6.0, 4.0);
        style.spacing.button_padding = vec2(6.0, 2.0);
        style.spacing.interact_size.y = 20.0;
        style.spacing.indent = 14.0;
        style.spacing.scroll = egui::style::ScrollStyle::thin();
    });
    ctx.style_mut_of(Theme::Dark, |style| {
        style.visuals = Visuals::dark();
        dress(&mut style.visuals, Color32::from_gray(24), Color32::from_gray(214), Color32::from_gray(160));
        style.visuals.warn_fg_color = Color32::from_rgb(255, 176, 87);
        style.visuals.error_fg_color = Color32::from_rgb(255, 128, 118);
        style.visuals.hyperlink_color = Color32::from_rgb(122, 178, 255);
    });
    ctx.style_mut_of(Theme::Light, |style| {
        style.visuals = Visuals::light();
        dress(&mut style.visuals, Color32::from_gray(244), Color32::from_gray(32), Color32::from_gray(92));
        style.visuals.warn_fg_color = Color32::from_rgb(140, 72, 0);
        style.visuals.error_fg_color = Color32::from_rgb(176, 24, 20);
        style.visuals.hyperlink_color = Color32::from_rgb(0, 84, 178);
    });
}

fn dress(visuals: &mut Visuals, ground: Color32, text: Color32, weak: Color32) {
    visuals.panel_fill = ground;
    // Keys and remarks stand on chosen lines, too.
    visuals.selection.bg_fill =
        if visuals.dark_mode { Color32::from_rgb(0, 52, 82) } else { Color32::from_rgb(178, 221, 255) };
    visuals.window_fill = ground;
    visuals.widgets.noninteractive.fg_stroke.color = text;
    visuals.widgets.inactive.fg_stroke.color = text;
    visuals.weak_text_color = Some(weak);
    // Fields and buttons have an edge: on a light ground their fill alone cannot be told from it.
    let edge = if visuals.dark_mode { Color32::from_gray(58) } else { Color32::from_gray(196) };
    visuals.widgets.inactive.bg_stroke = egui::Stroke::new(1.0, edge);
    visuals.window_corner_radius = CornerRadius::same(6);
    visuals.menu_corner_radius = CornerRadius::same(6);
}

/// The colour of a good state.
pub fn good(visuals: &Visuals) -> Color32 {
    if visuals.dark_mode { Color32::from_rgb(112, 204, 136) } else { Color32::from_rgb(12, 108, 44) }
}

/// The colour of a component's state. The word stands beside it always.
pub fn of_status(visuals: &Visuals, status: Status) -> Color32 {
    match status {
        Status::Ok => good(visuals),
        Status::OverTarget | Status::NoInput => visuals.warn_fg_color,
        Status::OverCapacity | Status::FallsBehind | Status::OutOfService => visuals.error_fg_color,
    }
}

/// The colour of a problem. The word stands beside it always.
pub fn of_severity(visuals: &Visuals, severity: Severity) -> Color32 {
    match severity {
        Severity::Error => visuals.error_fg_color,
        Severity::Warning => visuals.warn_fg_color,
        Severity::Hint => visuals.weak_text_color(),
    }
}

/// A small painted mark: a filled disc for good, a triangle for not good. Shape and word tell it, not colour alone.
pub fn mark(ui: &mut egui::Ui, good_state: bool, color: Color32) {
    let (rect, _) = ui.allocate_exact_size(vec2(11.0, 11.0), egui::Sense::hover());
    let painter = ui.painter();
    if good_state {
        painter.circle_filled(rect.center(), 4.5, color);
    } else {
        painter.add(egui::Shape::convex_polygon(
            vec![rect.center_top(), rect.right_bottom(), rect.left_bottom()],
            color,
            egui::Stroke::NONE,
        ));
    }
}
