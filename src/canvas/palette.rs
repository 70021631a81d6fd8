//! The colours of the board, dark and light. Text has a contrast of at least 4.5 to 1 against what it stands on.

use crate::catalog::Role;
use crate::estimate::Status;
use crate::look::{Colors, Rgb};
use egui::{Color32, Visuals};

/// The colours of one theme.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Palette {
    /// The board.
    pub board: Color32,
    /// Dots of the grid.
    pub grid: Color32,
    /// Boxes.
    pub card: Color32,
    /// Edges of boxes.
    pub edge: Color32,
    /// Names and figures.
    pub text: Color32,
    /// Products and labels.
    pub faint: Color32,
    /// Links.
    pub link: Color32,
    /// What is selected.
    pub accent: Color32,
    /// Below target.
    pub calm: Color32,
    /// Above target.
    pub warning: Color32,
    /// At or over capacity.
    pub alarm: Color32,
    /// Rings around what drives the result, and the way of the stalest data.
    pub halo: Color32,
    /// Notes.
    pub note: Color32,
    /// Text on notes.
    pub note_text: Color32,
    colors: Colors,
}

const fn color(Rgb(r, g, b): Rgb) -> Color32 {
    Color32::from_rgb(r, g, b)
}

impl Palette {
    /// Colours on a dark board.
    pub const DARK: Self = Self::from(Colors::DARK);
    /// Colours on a light board.
    pub const LIGHT: Self = Self::from(Colors::LIGHT);

    const fn from(colors: Colors) -> Self {
        Self {
            board: color(colors.board),
            grid: color(colors.grid),
            card: color(colors.card),
            edge: color(colors.edge),
            text: color(colors.text),
            faint: color(colors.faint),
            link: color(colors.link),
            accent: color(colors.accent),
            calm: color(colors.calm),
            warning: color(colors.warning),
            alarm: color(colors.alarm),
            halo: if colors.dark { Color32::from_rgb(218, 140, 255) } else { Color32::from_rgb(138, 43, 194) },
            note: color(colors.note),
            note_text: color(colors.note_text),
            colors,
        }
    }

    /// The colours that go with egui's theme.
    pub fn of(visuals: &Visuals) -> Self {
        if visuals.dark_mode { Self::DARK } else { Self::LIGHT }
    }

    /// The colour of a role, as a band and an icon: never the only sign of it.
    pub fn role(&self, role: Role) -> Color32 {
        color(self.colors.role(role))
    }

    /// The colour of a place between calm (0), warning (0.5) and alarm (1).
    pub fn heat(&self, heat: f32) -> Color32 {
        if heat < 0.5 {
            self.calm.lerp_to_gamma(self.warning, (2.0 * heat).clamp(0.0, 1.0))
        } else {
            self.warning.lerp_to_gamma(self.alarm, (2.0 * heat - 1.0).clamp(0.0, 1.0))
        }
    }

    /// The ground of a box that hot: text on it can still be read.
    pub fn warm(&self, heat: f32) -> Color32 {
        self.card.lerp_to_gamma(self.heat(heat), if self.colors.dark { 0.30 } else { 0.24 })
    }

    /// The colour of a status.
    pub fn status(&self, status: Status) -> Color32 {
        color(self.colors.status(status))
    }
}

/// Contrast of two opaque colours by WCAG 2, from 1 to 21: (lighter + 0.05) / (darker + 0.05) of relative luminances.
pub fn contrast(a: Color32, b: Color32) -> f32 {
    let luminance = |color: Color32| {
        let linear = |c: u8| {
            let c = f32::from(c) / 255.0;
            if c <= 0.040_45 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * linear(color.r()) + 0.7152 * linear(color.g()) + 0.0722 * linear(color.b())
    };
    let (x, y) = (luminance(a), luminance(b));
    (x.max(y) + 0.05) / (x.min(y) + 0.05)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_can_be_read_in_both_themes() {
        for palette in [Palette::DARK, Palette::LIGHT] {
            for (text, ground) in [
                (palette.text, palette.card),
                (palette.faint, palette.card),
                (palette.faint, palette.board),
                (palette.text, palette.board),
                (palette.note_text, palette.note),
                (palette.warning, palette.card),
                (palette.alarm, palette.card),
                (palette.alarm, palette.board),
                (palette.calm, palette.card),
            ] {
                assert!(contrast(text, ground) >= 4.5, "{text:?} on {ground:?}: {}", contrast(text, ground));
            }
        }
    }

    #[test]
    fn figures_can_be_read_however_hot_the_box() {
        for palette in [Palette::DARK, Palette::LIGHT] {
            for heat in (0..=20_u8).map(|step| f32::from(step) / 20.0) {
                let ground = palette.warm(heat);
                assert!(contrast(palette.text, ground) >= 4.5, "{heat}: {}", contrast(palette.text, ground));
            }
        }
    }

    #[test]
    fn the_scale_goes_from_calm_by_warning_to_alarm() {
        for palette in [Palette::DARK, Palette::LIGHT] {
            assert_eq!(palette.heat(0.0), palette.calm);
            assert_eq!(palette.heat(0.5), palette.warning);
            assert_eq!(palette.heat(1.0), palette.alarm);
        }
    }
}
