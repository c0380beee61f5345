//! The workloads of a revision: whether they are ready, and why they are not.

mod not_ready;
mod pods_ready;
mod readiness;
mod readiness_problems;
mod workload_table;

pub use not_ready::NotReady;
pub use pods_ready::PodsReady;
pub use readiness::{
    LiveWorkload, NotReadyReason, RollbackActivity, WorkloadState, Workloads, count_as_recorded,
    follow_workloads, is_any_not_as_recorded, ready_summary, unread_documents,
};
pub use readiness_problems::ReadinessProblemSection;
pub use workload_table::WorkloadSection;
