//! What a design looks like, on the board and in pictures of it: colours, widths, words. Text has a contrast of at least 4.5
//! to 1 against what it stands on.

use crate::catalog::{Catalog, Role};
use crate::design::{Component, Link, LinkKind};
use crate::estimate::{LinkEstimate, Status};
use crate::units::Amount;

/// Red, green and blue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rgb(pub u8, pub u8, pub u8);

const fn rgb(hex: u32) -> Rgb {
    let [_, r, g, b] = hex.to_be_bytes();
    Rgb(r, g, b)
}

impl std::fmt::Display for Rgb {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "#{:02x}{:02x}{:02x}", self.0, self.1, self.2)
    }
}

/// The colours of one theme.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Colors {
    /// The board.
    pub board: Rgb,
    /// Dots of the grid.
    pub grid: Rgb,
    /// Boxes.
    pub card: Rgb,
    /// Edges of boxes.
    pub edge: Rgb,
    /// Names and figures.
    pub text: Rgb,
    /// Products and labels.
    pub faint: Rgb,
    /// Links.
    pub link: Rgb,
    /// What is selected.
    pub accent: Rgb,
    /// Below target.
    pub calm: Rgb,
    /// Above target.
    pub warning: Rgb,
    /// At or over capacity.
    pub alarm: Rgb,
    /// Notes.
    pub note: Rgb,
    /// Text on notes.
    pub note_text: Rgb,
    /// Whether the board is dark.
    pub dark: bool,
}

impl Colors {
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

    /// The colour of a role: of its icon and the band of its boxes.
    pub const fn role(&self, role: Role) -> Rgb {
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
    pub const fn status(&self, status: Status) -> Rgb {
        match status {
            Status::Ok => self.calm,
            Status::OverTarget => self.warning,
            Status::OverCapacity | Status::FallsBehind | Status::OutOfService => self.alarm,
            Status::NoInput => self.faint,
        }
    }
}

/// The width of a link, in points: thicker by a step for each tenfold of bytes a second.
#[expect(clippy::cast_possible_truncation, reason = "a few points")]
pub fn thickness(bytes: f64) -> f32 {
    if bytes < 1.0 { 1.2 } else { (1.2 + 0.35 * (bytes.log10() - 3.0)).clamp(1.2, 4.5) as f32 }
}

/// What stands under the name of a component: its product, or its role where the product has that very name.
pub fn line_under_name<'a>(component: &'a Component, catalog: &'a Catalog) -> &'a str {
    let product = catalog.name_of(&component.product);
    if product == component.name { component.role.name() } else { product }
}

/// What the label of a link says, line by line.
pub fn link_words(link: &Link, figures: Option<&LinkEstimate>) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    if let Some(figures) = figures {
        words.push(Amount::of(figures.flow.bytes.mean).to_string());
    }
    match &link.kind {
        LinkKind::Split(part) | LinkKind::Share(part) => words.push(format!("{} {part}", link.kind.name())),
        LinkKind::Watch if link.label.is_empty() => words.push("watches".to_owned()),
        LinkKind::Copy | LinkKind::Watch => {}
    }
    if figures.is_some_and(|figures| figures.over_capacity) {
        words.push("over capacity".to_owned());
    }
    if !link.label.is_empty() {
        words.push(link.label.clone());
    }
    words
}
