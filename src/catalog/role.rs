//! Roles: what a component is for. There are few, and they are code; products are many, and are data.

/// What a component is for: it decides which settings it has and how it behaves.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Role {
    /// Where records come into being: applications, devices, databases.
    Source,
    /// Holds records until they are taken: logs, queues, buffers.
    Queue,
    /// Changes records: streams, micro-batches, batch jobs.
    Compute,
    /// Keeps records: object stores, warehouses, tables.
    Store,
    /// Answers readers: query engines, caches, dashboards.
    Serve,
    /// Watches other components and raises alarms.
    Monitor,
    /// Steers and describes: schedulers, registries, networks.
    Control,
}

impl Role {
    /// Every role, in the order of a pipeline.
    pub const ALL: &'static [Self] =
        &[Self::Source, Self::Queue, Self::Compute, Self::Store, Self::Serve, Self::Monitor, Self::Control];

    /// The name in files, lower case.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Source => "source",
            Self::Queue => "queue",
            Self::Compute => "compute",
            Self::Store => "store",
            Self::Serve => "serve",
            Self::Monitor => "monitor",
            Self::Control => "control",
        }
    }

    /// The role of that name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|role| role.name() == name)
    }

    /// Whether data flows through components of this role. Monitors watch and control components steer.
    pub const fn carries_data(self) -> bool {
        !matches!(self, Self::Monitor | Self::Control)
    }
}
