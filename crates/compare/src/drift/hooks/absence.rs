//! A hook whose object does not exist, and the reason.

use astern_ledger::Revision;
use astern_manifest::ObjectId;
use serde::Serialize;

/// A hook whose object does not exist, which is no drift.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AbsentHook {
    /// The object.
    #[serde(flatten)]
    pub object: ObjectId,
    /// The reason, according to the release records.
    #[serde(flatten)]
    pub reason: HookAbsence,
}

/// Why a hook's object does not exist.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case", tag = "reason")]
pub enum HookAbsence {
    /// Helm has not run the hook for the revision.
    NotRun {
        /// The revision.
        revision: Revision,
        /// The events at which Helm runs it.
        events: Vec<String>,
    },
    /// Helm deletes the object by policy after a run with this result.
    ByPolicy {
        /// `hook-succeeded` or `hook-failed`.
        policy: &'static str,
    },
    /// Kubernetes deletes the Job after it has ended.
    Expired {
        /// The number of seconds after the end (`ttlSecondsAfterFinished`).
        seconds: u64,
    },
    /// The hook ran, and no rule is known by which its object is deleted.
    Unknown,
}
