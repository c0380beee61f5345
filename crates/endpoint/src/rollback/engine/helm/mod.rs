//! Running the real `helm rollback`.
//!
//! `program` finds helm, `process` runs it. What it is given: `arguments`, `cluster_access` and `environment`, bounded by
//! `memory_limit`. What is read from it: `output_lines`, and the reason of a failure by `error_collector`.

mod arguments;
mod cluster_access;
mod environment;
mod error_collector;
mod memory_limit;
mod output_lines;
mod process;
mod program;

pub use cluster_access::{ClusterAccess, ServiceAccountAccess};
pub use memory_limit::MemoryLimit;
pub use program::{HelmProgram, HelmUnavailable, InstalledHelm, VersionError, find_helm};

pub(crate) use arguments::command_line;
pub(in crate::rollback) use cluster_access::OpenAccess;
pub(super) use process::roll_back;
