//! What a change of objects does to what runs in the cluster.

mod consequences;
mod effects;

pub use consequences::{Consequence, Weight};
pub(crate) use effects::Observing;
pub use effects::{
    Effects, Immutable, Later, Reader, Restart, RestartCause, Rule, Unnoticed, Way, When,
};
