//! Where things go and how links run: facts of the layouts and routes, on the examples and on random designs.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
// Numbers of components and steps are small.
#![allow(clippy::cast_possible_truncation, clippy::cast_possible_wrap, clippy::cast_sign_loss)]

#[path = "layout/designs.rs"]
mod designs;
#[path = "layout/guides.rs"]
mod guides;
#[path = "layout/labels.rs"]
mod labels;
#[path = "layout/routes.rs"]
mod routes;
#[path = "layout/tidy.rs"]
mod tidy;
