//! The impact of a change of objects on what runs in the cluster.

mod builder;
mod effects;
mod immutable;
mod immutable_fields;
mod references;
mod restarts;
mod severity;
mod workload;

pub(crate) use builder::EffectsBuilder;
pub use effects::{
    ConfigReader, DeferredChange, DeferredUntil, Effects, ImmutableChange, ImmutableRule,
    ReadMethod, Restart, RestartCause, StaleConfiguration,
};
pub use severity::Severity;
pub use workload::makes_pods;
