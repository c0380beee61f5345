//! Rolling back: the request is checked against the release's records, an engine runs it, and the records say what came
//! of it.
//!
//! [`Rollbacks`] starts a rollback as a task, which survives the request. [`Run`] is the rollback with its events, which
//! followers read.

pub(crate) mod engine;
mod event_stream;
mod failure_advice;
mod helm_exit;
mod helms_choice;
mod interrupted;
mod journal_entry;
mod journal_replay;
mod outcome;
mod preconditions;
mod registry;
mod run;
mod same_cluster;
mod seen_records;
mod service;
mod task;

pub use engine::Engine;
pub use engine::helm::{
    ClusterAccess, HelmProgram, HelmUnavailable, InstalledHelm, MemoryLimit, ServiceAccountAccess,
    VersionError, find_helm,
};
pub use run::Run;
pub use service::Rollbacks;

pub(crate) use event_stream::EventStream;
pub(crate) use journal_replay::replay;
