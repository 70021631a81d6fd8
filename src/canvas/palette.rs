//! The colours of the board, dark and light. Text has a contrast of at least 4.5 to 1 against what it stands on.

use crate::catalog::Role;
use crate::estimate::Status;
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
    /// Notes.
    pub note: Color32,
    /// Text on notes.
    pub note_text: Color32,
    dark: bool,
}

const fn rgb(hex: u32) -> Color32 {
    let [_, r, g, b] = hex.to_be_bytes();
    Color32::from_rgb(r, g, b)
}

impl Palette {
    /// Colours on a dark board.
    pub const DARK: Self = Self {
        board: rgb(0x0015_171b),
        grid: rgb(0x0031_353c),
        card: rgb(0x0023_272e),
        edge: rgb(0x0048_505c),
        text: rgb(0x00f1_f3f5),
        faint: rgb(0x00aa_b2bd),
        link: rgb(0x0082_8c9a),
        accent: rgb(0x0056_a8ff),
        calm: rgb(0x0045_b77a),
        warning: rgb(0x00f0_b13c),
        alarm: rgb(0x00ff_7b72),
        note: rgb(0x003a_3522),
        note_text: rgb(0x00ef_e6c3),
        dark: true,
    };

    /// Colours on a light board.
    pub const LIGHT: Self = Self {
        board: rgb(0x00f6_f7f9),
        grid: rgb(0x00d3_d8de),
        card: rgb(0x00ff_ffff),
        edge: rgb(0x00b4_bcc6),
        text: rgb(0x001c_2128),
        faint: rgb(0x0059_636e),
        link: rgb(0x006e_7884),
        accent: rgb(0x0009_69da),
        calm: rgb(0x001a_7f4b),
        warning: rgb(0x008f_5a00),
        alarm: rgb(0x00c2_2433),
        note: rgb(0x00ff_f4c7),
        note_text: rgb(0x004a_3c00),
        dark: false,
    };

    /// The colours that go with egui's theme.
    pub fn of(visuals: &Visuals) -> Self {
        if visuals.dark_mode { Self::DARK } else { Self::LIGHT }
    }

    /// The colour of a role, as a band and an icon: never the only sign of it.
    pub fn role(&self, role: Role) -> Color32 {
        let (dark, light) = match role {
            Role::Source => (0x002b_c4b6, 0x000b_7d74),
            Role::Queue => (0x00b3_8cff, 0x0078_4bd1),
            Role::Compute => (0x0056_a8ff, 0x001f_6fd1),
            Role::Store => (0x00f0_a154, 0x00ad_5d0c),
            Role::Serve => (0x0069_c96b, 0x002f_8132),
            Role::Monitor => (0x00ff_80b5, 0x00bf_2f72),
            Role::Control => (0x00a0_a8b3, 0x005f_6873),
        };
        rgb(if self.dark { dark } else { light })
    }

    /// The colour of a status.
    pub fn status(&self, status: Status) -> Color32 {
        match status {
            Status::Ok => self.calm,
            Status::OverTarget => self.warning,
            Status::OverCapacity | Status::FallsBehind => self.alarm,
            Status::NoInput => self.faint,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Contrast by WCAG 2: (lighter + 0.05) / (darker + 0.05) of relative luminances.
    fn contrast(a: Color32, b: Color32) -> f32 {
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
}
