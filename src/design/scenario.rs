//! Scenarios: loads, changes and requirements under a name, against which a design is checked.

use super::id::{Id, IdError};
use crate::catalog::{Field, FieldError, Place, Role, Setting, check_place};
use crate::units::Stated;
use std::fmt;
use thiserror::Error;

/// A change that a scenario or the command line makes to a design before it is estimated: `events.load=5 TB/day`.
#[derive(Clone, Debug, PartialEq)]
pub struct Override {
    /// The component or link.
    pub element: Id,
    /// The field.
    pub field: Field,
    /// The new setting.
    pub setting: Setting,
}

/// Why a text is not a change.
#[derive(Clone, Debug, Error, PartialEq)]
pub enum OverrideError {
    /// Not of the form `component.field=value`.
    #[error("expected `component.field=value`, for example `events.load=5 TB/day`, found `{found}`")]
    Form {
        /// The text.
        found: String,
    },
    /// The component's name is no id.
    #[error(transparent)]
    Id(#[from] IdError),
    /// The field or its value is wrong.
    #[error(transparent)]
    Field(#[from] FieldError),
}

impl Override {
    /// Reads `component.field=value`.
    ///
    /// # Errors
    /// [`OverrideError`] says what was expected.
    pub fn read(text: &str) -> Result<Self, OverrideError> {
        let form = || OverrideError::Form { found: text.chars().take(80).collect() };
        let (target, value) = text.split_once('=').ok_or_else(form)?;
        let (element, field) = target.trim().rsplit_once('.').ok_or_else(form)?;
        let field = Field::named(field.trim())?;
        Ok(Self { element: Id::new(element.trim())?, field, setting: Setting::read(field, value)? })
    }

    /// Whether the field belongs to a component of that role.
    ///
    /// # Errors
    /// [`FieldError::Misplaced`] names the field and the role.
    pub fn check_role(&self, role: Role) -> Result<(), FieldError> {
        check_place(self.field, Place::Component(role))
    }
}

impl fmt::Display for Override {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}={}", self.element, self.field, self.setting.text())
    }
}

/// Which figure of a distribution.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Statistic {
    /// The mean.
    Mean,
    /// Half of the time it is less.
    P50,
    /// 95 % of the time it is less.
    P95,
    /// 99 % of the time it is less.
    P99,
    /// It is never more.
    Max,
}

impl Statistic {
    /// Every statistic.
    pub const ALL: &'static [Self] = &[Self::Mean, Self::P50, Self::P95, Self::P99, Self::Max];

    /// The name in files, lower case.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Mean => "mean",
            Self::P50 => "p50",
            Self::P95 => "p95",
            Self::P99 => "p99",
            Self::Max => "max",
        }
    }

    /// The statistic of that name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|statistic| statistic.name() == name)
    }
}

/// What a design must hold to.
#[derive(Clone, Debug, PartialEq)]
pub enum Requirement {
    /// Data at a component is at most this stale.
    Staleness {
        /// The component.
        at: Id,
        /// Which figure of the distribution.
        statistic: Statistic,
        /// The limit, a time.
        limit: Stated,
    },
    /// A volume that stands at the sources is at a component within a time.
    Completion {
        /// The component.
        at: Id,
        /// The volume as it leaves the sources, an amount of data.
        volume: Stated,
        /// The limit, a time.
        within: Stated,
    },
    /// A component keeps up with a rate that lasts.
    Throughput {
        /// The component.
        at: Id,
        /// The rate, data per time or records per time.
        rate: Stated,
    },
    /// The design, or one component, costs at most this much.
    Cost {
        /// The component; none for the whole design.
        at: Option<Id>,
        /// The limit, money per time.
        limit: Stated,
    },
    /// At least this share of the records is in the results when they first appear.
    Completeness {
        /// The component.
        at: Id,
        /// The limit, a share.
        share: Stated,
    },
    /// After an outage of one component, data is as fresh as before within a time of the repair.
    Recovery {
        /// The component that was down.
        of: Id,
        /// How long it was down, a time.
        outage: Stated,
        /// The limit, a time from the repair on.
        within: Stated,
    },
    /// A history is worked through a component again beside the live load, which keeps to the target load.
    Backfill {
        /// The component that does the work.
        at: Id,
        /// How much history, a time.
        history: Stated,
        /// The limit, a time.
        within: Stated,
        /// Backfill rate that is not exceeded, data per time.
        throttle: Option<Stated>,
    },
    /// A component that goes stale is noticed within a time by a monitor that watches it.
    Detection {
        /// The component.
        at: Id,
        /// The limit, a time.
        within: Stated,
    },
    /// A component with all that it needs at the moment works at least this share of the time.
    Availability {
        /// The component.
        at: Id,
        /// The limit, a share.
        share: Stated,
    },
}

impl Requirement {
    /// Whether it asks for the same thing at the same component, whatever the limit.
    pub fn is_about_the_same(&self, other: &Self) -> bool {
        let statistic = |requirement: &Self| match requirement {
            Self::Staleness { statistic, .. } => Some(*statistic),
            _ => None,
        };
        self.name() == other.name() && self.at() == other.at() && statistic(self) == statistic(other)
    }

    /// The kind's name in files and JSON, lower case.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Staleness { .. } => "staleness",
            Self::Completion { .. } => "completion",
            Self::Throughput { .. } => "throughput",
            Self::Cost { .. } => "cost",
            Self::Completeness { .. } => "completeness",
            Self::Recovery { .. } => "recovery",
            Self::Backfill { .. } => "backfill",
            Self::Detection { .. } => "detection",
            Self::Availability { .. } => "availability",
        }
    }

    /// The component it is about; none for the whole design.
    pub const fn at(&self) -> Option<&Id> {
        match self {
            Self::Staleness { at, .. }
            | Self::Completion { at, .. }
            | Self::Throughput { at, .. }
            | Self::Completeness { at, .. }
            | Self::Recovery { of: at, .. }
            | Self::Backfill { at, .. }
            | Self::Detection { at, .. }
            | Self::Availability { at, .. } => Some(at),
            Self::Cost { at, .. } => at.as_ref(),
        }
    }

    /// The limit as stated.
    pub const fn limit(&self) -> &Stated {
        match self {
            Self::Staleness { limit, .. } | Self::Cost { limit, .. } => limit,
            Self::Completion { within, .. }
            | Self::Recovery { within, .. }
            | Self::Backfill { within, .. }
            | Self::Detection { within, .. } => within,
            Self::Throughput { rate, .. } => rate,
            Self::Completeness { share, .. } | Self::Availability { share, .. } => share,
        }
    }
}

/// Loads, changes and requirements under a name.
#[derive(Clone, Debug, PartialEq)]
pub struct Scenario {
    /// Its id, unique among scenarios.
    pub id: Id,
    /// The name on the chooser.
    pub name: String,
    /// A question rather than a promise: checked only when asked for.
    pub what_if: bool,
    /// The scenario whose changes apply first, and whose requirements hold if this one has none.
    pub based_on: Option<Id>,
    /// Changes to the design.
    pub changes: Vec<Override>,
    /// What must hold.
    pub requirements: Vec<Requirement>,
    /// What the scenario teaches.
    pub note: String,
}

impl Scenario {
    /// A scenario without changes and requirements.
    pub fn new(id: Id, name: &str) -> Self {
        Self {
            id,
            name: name.to_owned(),
            what_if: false,
            based_on: None,
            changes: Vec::new(),
            requirements: Vec::new(),
            note: String::new(),
        }
    }
}
