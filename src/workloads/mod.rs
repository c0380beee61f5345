//! The workloads of a revision: whether they are ready, and what holds them up.

mod hold_ups;
mod not_ready;
mod pods_ready;
mod readiness;
mod workload_table;

pub use hold_ups::HoldUpSection;
pub use not_ready::NotReady;
pub use pods_ready::PodsReady;
pub use readiness::{
    LiveWorkload, NotReadyReason, WorkloadState, Workloads, count_as_recorded, follow_workloads,
    is_any_not_as_recorded, ready_summary,
};
pub use workload_table::WorkloadSection;
