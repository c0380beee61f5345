//! What a change of objects does to what runs in the cluster.

mod consequences;
mod effects;

pub use consequences::{Consequence, Severity};
pub(crate) use effects::EffectsBuilder;
pub use effects::{
    ConfigReader, DeferredChange, DeferredUntil, Effects, ImmutableChange, ImmutableRule,
    ReadMethod, Restart, RestartCause, StaleConfiguration,
};
