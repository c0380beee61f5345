//! The impact of a change of objects on what runs in the cluster.

mod builder;
mod effects;
mod immutable;
mod immutable_fields;
mod order;
mod references;
mod repeated_keys;
mod restarts;
mod severity;
mod similar_changes;
mod workload;

pub(crate) use builder::EffectsBuilder;
pub use effects::{
    ConfigReader, DeferredChange, DeferredUntil, Effects, ImmutableChange, ImmutableRule,
    ReadMethod, RepeatedKey, Restart, RestartCause, StaleConfiguration,
};
pub use order::{ObjectGroup, ObjectOrder};
pub use severity::Severity;
pub use similar_changes::GroupKey;
pub use workload::makes_pods;
