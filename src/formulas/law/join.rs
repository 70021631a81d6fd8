//! The latest of several laws, worked out when it is asked for.
//!
//! Its ends are known at once: the largest of the least and of the largest values. What lies between is a product of
//! distribution functions on a grid, which many a design needs at few places only.

use super::grid::{Grid, Knots};
use super::{Base, JOINED, Law};
use std::sync::{Arc, OnceLock};

/// Joins within joins that may wait to be worked out.
const DEEPEST: u32 = 8;

#[derive(Debug)]
pub(super) struct Join {
    laws: Vec<Law>,
    min: f64,
    max: f64,
    /// Joins in a row that are not worked out, this one included.
    depth: u32,
    grid: OnceLock<Arc<Grid>>,
}

impl Join {
    pub fn new(laws: &[Law]) -> Self {
        let depth = |law: &Law| match &law.base {
            Base::Join(join) => join.depth,
            _ => 0,
        };
        Self {
            min: laws.iter().map(Law::min).fold(0.0, f64::max),
            max: laws.iter().map(Law::max).fold(0.0, f64::max),
            depth: 1 + laws.iter().map(depth).max().unwrap_or(0),
            laws: laws.to_vec(),
            grid: OnceLock::new(),
        }
    }

    pub fn min(&self) -> f64 {
        self.min
    }

    pub fn max(&self) -> f64 {
        self.max
    }

    pub fn is_deep(&self) -> bool {
        self.depth > DEEPEST
    }

    /// The distribution; the inputs count as independent.
    pub fn grid(&self) -> &Arc<Grid> {
        self.grid.get_or_init(|| {
            let mut knots = Knots::spanning(JOINED, self.min, self.max);
            for law in &self.laws {
                law.to_ready().times(&mut knots);
            }
            Arc::new(Grid::new(knots))
        })
    }
}

impl PartialEq for Join {
    fn eq(&self, other: &Self) -> bool {
        self.laws == other.laws
    }
}
