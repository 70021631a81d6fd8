//! How a figure was computed: the formula, its inputs, and where each input came from.

use crate::catalog::{Confidence, Field, Provenance};
use crate::design::{ElementId, Id};
use std::fmt;

/// Where a number comes from.
#[derive(Clone, Debug, PartialEq)]
pub enum Origin {
    /// A person set the field.
    Person {
        /// On which component or link.
        element: ElementId,
        /// Which field.
        field: Field,
        /// The reason, if one was given.
        reason: Option<String>,
    },
    /// The catalogue says so. Where a component's field would replace it, the field is named.
    Catalog {
        /// The product.
        product: String,
        /// The field of the component that would override it.
        field: Option<(ElementId, Field)>,
        /// Source, date, confidence.
        provenance: Provenance,
    },
    /// Nobody said; this is assumed.
    Assumption {
        /// Why this is assumed.
        why: &'static str,
        /// The field of the component that would replace it.
        field: Option<(ElementId, Field)>,
    },
    /// A figure of another component, or of this one, that has a derivation of its own.
    Figure {
        /// The component.
        component: Id,
        /// The figure.
        figure: super::Figure,
    },
    /// Computed, as unfolded.
    Computed(Box<Derivation>),
}

/// An input of a formula.
#[derive(Clone, Debug, PartialEq)]
pub struct Input {
    /// What it is: "throughput of a worker".
    pub name: String,
    /// Its value with its unit.
    pub value: String,
    /// Where it comes from.
    pub origin: Origin,
}

/// How a figure was computed.
#[derive(Clone, Debug, PartialEq)]
pub struct Derivation {
    /// What the figure is: "run time".
    pub name: String,
    /// Its value with its unit.
    pub value: String,
    /// The formula in words and signs: "start-up + volume / throughput".
    pub formula: String,
    /// What went in.
    pub inputs: Vec<Input>,
}

impl Derivation {
    /// A derivation without inputs.
    pub fn new(name: impl Into<String>, value: impl Into<String>, formula: impl Into<String>) -> Self {
        Self { name: name.into(), value: value.into(), formula: formula.into(), inputs: Vec::new() }
    }

    /// The derivation with one more input.
    #[must_use]
    pub fn with(mut self, name: impl Into<String>, value: impl ToString, origin: Origin) -> Self {
        self.inputs.push(Input { name: name.into(), value: value.to_string(), origin });
        self
    }

    /// The derivation with another as input.
    #[must_use]
    pub fn from(self, inner: Self) -> Self {
        let (name, value) = (inner.name.clone(), inner.value.clone());
        self.with(name, value, Origin::Computed(Box::new(inner)))
    }

    fn write(&self, f: &mut fmt::Formatter<'_>, depth: usize) -> fmt::Result {
        let pad = "  ".repeat(depth);
        writeln!(f, "{pad}{} = {}", self.name, self.value)?;
        if !self.formula.is_empty() {
            writeln!(f, "{pad}  by {}", self.formula)?;
        }
        for input in &self.inputs {
            match &input.origin {
                Origin::Computed(inner) => inner.write(f, depth + 1)?,
                origin => writeln!(f, "{pad}  {} = {}  [{origin}]", input.name, input.value)?,
            }
        }
        Ok(())
    }
}

impl fmt::Display for Derivation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.write(f, 0)
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Person { element, field, reason } => {
                write!(f, "you: {}.{field}", element.id())?;
                reason.as_ref().map_or(Ok(()), |reason| write!(f, ", because {reason}"))
            }
            Self::Catalog { product, provenance, .. } => {
                let mark = if provenance.confidence == Confidence::Unverified { "! " } else { "" };
                write!(f, "{mark}catalogue, {product}: {provenance}")
            }
            Self::Assumption { why, .. } => write!(f, "! assumed: {why}"),
            Self::Figure { component, .. } => write!(f, "see {component}"),
            Self::Computed(derivation) => write!(f, "computed: {}", derivation.formula),
        }
    }
}
