//! Rolling back: the ledger is asked, the real helm runs, and the ledger is asked again.

pub(crate) mod engine;
mod failure_advice;
mod interrupted;
mod journal_entry;
mod journal_replay;
pub(crate) mod outcome;
mod preconditions;
mod registry;
mod run;
mod service;
mod task;

pub use engine::helm::ClusterAccess;
pub use engine::{Engine, HelmUnavailable, Program, VersionError, find_helm};
pub use run::Run;
pub use service::Rollbacks;

pub(crate) use engine::helm::{account, command_line};
pub(crate) use interrupted::interrupted;
pub(crate) use journal_replay::past;
pub(crate) use outcome::{Ending, judge};
pub(crate) use preconditions::Cleared;
