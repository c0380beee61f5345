//! The press: who may, why, how, as whom and where; then the button, or what to do without one.

mod acting;
mod button;
mod by_hand;
mod confirmation;
mod executor;
mod form;
mod in_the_cluster;
mod may_not;
mod options;
mod reason;
mod refused;
mod start;

pub use form::RollbackForm;
