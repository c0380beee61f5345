//! The hooks of a revision, and what is in the cluster in their place.
//!
//! A hook's object is made when Helm runs the hook, at that operation's event, and stays until its delete policy, its own
//! time to live or somebody deletes it (`execHook` and `deleteHookByPolicy` in Helm's `pkg/action/hooks.go`). So one that is
//! not there is no drift, and one that this revision's operation did not run is as an earlier one made it.

mod expected;

use std::fmt;

use astern_ledger::Revision;
use astern_manifest::ObjectId;
use serde::Serialize;

use super::ObjectDrift;

pub(super) use expected::{ExpectedHook, ReadHook, expected_hooks};

/// A hook whose object is there and differs.
#[derive(Debug, Clone, Serialize)]
pub struct HookDrift {
    /// Its object, and what differs in it.
    #[serde(flatten)]
    pub drift: ObjectDrift,
    /// When Helm runs it.
    pub events: Vec<String>,
    /// When Helm deletes the object again.
    pub delete_policies: Vec<String>,
    /// The revision in whose operation it ran last, as far as the records tell that were read. Without one, what is in the
    /// cluster is of a run for another revision, and that it differs is no drift.
    pub ran_for: Option<Revision>,
}

/// A hook whose object is not there, which is no drift.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AbsentHook {
    /// Its object.
    #[serde(flatten)]
    pub object: ObjectId,
    /// Why, as far as the records tell.
    #[serde(flatten)]
    pub reason: HookAbsence,
}

/// Why a hook's object is not there. `Display` gives a part of a sentence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case", tag = "reason")]
pub enum HookAbsence {
    /// Helm has not run the hook for the revision.
    NotRun {
        /// The revision.
        revision: Revision,
        /// When Helm would.
        events: Vec<String>,
    },
    /// Helm deletes the object when the hook has ended so.
    ByPolicy {
        /// `hook-succeeded` or `hook-failed`.
        policy: &'static str,
    },
    /// Kubernetes deletes the Job some time after it has ended.
    Expired {
        /// So many seconds after (`ttlSecondsAfterFinished`).
        seconds: u64,
    },
    /// It ran, and nothing in it says that it goes.
    Unknown,
}

impl fmt::Display for HookAbsence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotRun { revision, events } => write!(
                f,
                "Helm has not run it for revision {revision}; it runs at {}",
                events.join(", ")
            ),
            Self::ByPolicy { policy } => {
                write!(f, "Helm deleted it after its run, as its policy {policy} says")
            }
            Self::Expired { seconds } => write!(
                f,
                "Kubernetes deletes it {seconds} s after it has ended, as its ttlSecondsAfterFinished says"
            ),
            Self::Unknown => f.write_str(
                "it ran, and somebody or something has deleted it since; Helm makes it anew when it runs it next",
            ),
        }
    }
}
