//! The impact of a change of objects on what runs in the cluster.

mod builder;
mod config_kind;
mod effects;
mod immutable;
mod immutable_fields;
mod order;
mod references;
mod reloaders;
mod repeated_keys;
mod restarts;
mod severity;
mod similar_changes;
mod stops;
mod watcher;
mod workload;

pub(crate) use builder::EffectsBuilder;
pub use config_kind::ConfigKind;
pub use effects::{
    ConfigReader, DeferredChange, DeferredUntil, Effects, ImmutableChange, ImmutableRule,
    ReadMethod, ReloadedWorkload, RepeatedKey, Restart, RestartCause, StaleConfiguration,
};
pub use order::{ObjectGroup, ObjectOrder};
pub use references::{PodRead, pod_reads};
pub use reloaders::Reloader;
pub use severity::Severity;
pub use similar_changes::GroupKey;
pub use stops::{StoppedBy, StoppedWorkload};
pub use workload::makes_pods;
