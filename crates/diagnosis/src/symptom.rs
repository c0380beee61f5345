//! What the cluster reports of a release that does not run.

use std::fmt;

use astern_cluster::{ReadinessProblem, Workload};

/// One reason why a release does not run, as the cluster reports it.
#[derive(Clone, PartialEq, Eq)]
pub struct Symptom {
    /// What has the problem.
    pub of: SymptomOf,
    /// The problem.
    pub problem: ReadinessProblem,
    /// The last lines that the container logged before it ended; empty where they are not known. They may hold secrets, which
    /// a diagnosis masks.
    pub log: Vec<String>,
}

/// What has a problem.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum SymptomOf {
    /// A workload of the manifest.
    Workload(Workload),
    /// A hook that failed.
    Hook(FailedHook),
}

/// A hook that failed.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct FailedHook {
    /// The kind of its object.
    pub kind: String,
    /// The name of its object.
    pub name: String,
}

impl SymptomOf {
    /// Returns the name of the object.
    #[must_use]
    pub fn name(&self) -> &str {
        match self {
            Self::Workload(workload) => &workload.name,
            Self::Hook(hook) => &hook.name,
        }
    }
}

/// `Deployment/web`.
impl fmt::Display for SymptomOf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Workload(workload) => write!(f, "{}/{}", workload.kind, workload.name),
            Self::Hook(hook) => write!(f, "{}/{}", hook.kind, hook.name),
        }
    }
}

/// Leaves out the log and the message.
impl fmt::Debug for Symptom {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Symptom")
            .field("of", &self.of)
            .field("cause", &self.problem.cause)
            .field("log", &self.log.len())
            .finish_non_exhaustive()
    }
}
