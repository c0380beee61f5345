//! Running the real `helm rollback`.

mod arguments;
mod cluster_access;
mod environment;
mod error_lines;
mod memory_limit;
mod output_lines;
mod process;

pub use cluster_access::ClusterAccess;

pub(crate) use arguments::command_line;
pub(crate) use cluster_access::account;
pub(crate) use process::roll_back;
