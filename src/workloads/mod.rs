//! The workloads of a revision: whether they run, and what holds them up.

mod hold_ups;
mod not_ready;
mod pods_ready;
mod readiness;
mod workload_table;

pub use hold_ups::HeldUp;
pub use not_ready::NotReady;
pub use pods_ready::PodsReady;
pub use readiness::{
    Live, Seen, Why, Workloads, as_recorded, follow_workloads, is_any_as_before, ready_said,
};
pub use workload_table::WorkloadSection;
