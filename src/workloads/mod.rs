//! The workloads of a revision: whether they are ready, and why they are not.

mod counts;
mod not_ready;
mod pods_ready;
mod readiness;
mod readiness_problems;
mod state;
mod still_there;
mod uninstall_state;
mod workload_table;

pub use counts::{
    AppliedCount, are_all_ready, count_as_recorded, is_any_not_as_recorded, ready_summary,
    unread_documents,
};
pub use not_ready::{NotReady, is_any_not_ready};
pub use pods_ready::PodsReady;
pub use readiness::follow_workloads;
pub use readiness_problems::ReadinessProblemSection;
pub use state::{LiveWorkload, NotReadyReason, RollbackActivity, WorkloadState, Workloads};
pub use still_there::{StillThere, still_there};
pub use uninstall_state::UninstallState;
pub use workload_table::WorkloadSection;
