//! What manifests and the cluster show of the workloads of each revision, as evidence for the last known good one.

mod pods_seen;
mod revision_workloads;
mod seen_templates;
mod template_spec;
mod without_pods;
mod workload_evidence;

pub use revision_workloads::{RevisionWorkloads, WorkloadReader};
pub use workload_evidence::workload_evidence;
