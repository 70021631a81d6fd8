//! Zones and regions as they are drawn: what the frames around two components say of a link between them.

use super::component::{Boundary, Component, Frame, Link};
use super::document::Design;

impl Design {
    /// The widest boundary that a link crosses, as the frames are drawn.
    ///
    /// A component is in the smallest frame of a boundary that holds it. A link crosses a boundary if both ends are in
    /// frames of it and these have different names: of a component outside of all frames nothing is known.
    pub fn crossing(&self, link: &Link) -> Boundary {
        let (Some(from), Some(to)) = (self.component(&link.from), self.component(&link.to)) else {
            return Boundary::None;
        };
        let differ = |boundary| match (self.frame_around(from, boundary), self.frame_around(to, boundary)) {
            (Some(a), Some(b)) => a.name != b.name,
            _ => false,
        };
        if differ(Boundary::Region) {
            Boundary::Region
        } else if differ(Boundary::Zone) {
            Boundary::Zone
        } else {
            Boundary::None
        }
    }

    /// Whether any frame is a zone or a region.
    pub fn has_boundaries(&self) -> bool {
        self.frames().any(|frame| frame.boundary != Boundary::None)
    }

    fn frame_around(&self, component: &Component, boundary: Boundary) -> Option<&Frame> {
        self.frames()
            .filter(|frame| frame.boundary == boundary && frame.holds(component.at, Component::SIZE))
            .min_by_key(|frame| i64::from(frame.size.x) * i64::from(frame.size.y))
    }
}
