//! How large a design may be. What exceeds this is refused by the edit, so that every design can be saved and opened.

/// Most components of a design.
pub const MOST_COMPONENTS: usize = 200_000;
/// Most links of a design.
pub const MOST_LINKS: usize = 400_000;
/// Most notes, frames or scenarios of a design, of each.
pub const MOST_OTHERS: usize = 10_000;
/// Longest name, note or label, in bytes.
pub const LONGEST_TEXT: usize = 64 << 10;
