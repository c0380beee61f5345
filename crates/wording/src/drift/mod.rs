//! Drift in sentences.

mod advice;
mod field_manager;
mod hook_absence;
mod summary;

pub use advice::drift_advice;
pub use field_manager::field_manager;
pub use hook_absence::hook_absence;
pub use summary::{drift_hooks_summary, drift_sentence};
