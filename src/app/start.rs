//! The start page.

/// What the start page looks like.
#[derive(Default)]
pub(super) struct Start {
    pub open: bool,
}
