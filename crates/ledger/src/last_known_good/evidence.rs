//! What is known of the workloads of each revision besides its record: what its manifest asks for, and what the cluster shows.
//!
//! It comes in as data; `astern-cluster` reads it. Old ReplicaSets record no readiness, and helm does not record whether it
//! waited, so that the cluster often shows nothing of a revision.

use std::collections::BTreeMap;
use std::time::Duration;

use crate::Revision;

/// What is known of the workloads of a release's revisions.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum WorkloadEvidence {
    /// The manifests or the cluster are being read: what they show may change the recommendation.
    BeingRead,
    /// What was found of each revision. Of a revision that is not in it, nothing is known.
    Read(BTreeMap<Revision, RevisionEvidence>),
}

/// What is known of the workloads of one revision.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct RevisionEvidence {
    /// The workloads that its manifest gives no pods, of those that it has: `Deployment/web`.
    pub without_pods: WithoutPods,
    /// What the cluster shows of its pods.
    pub pods: PodsSeen,
}

/// Which workloads a manifest gives no pods: `replicas: 0`, or a suspended CronJob or Job.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub enum WithoutPods {
    /// None, or that is not known.
    #[default]
    None,
    /// These, which an earlier revision and the current one give pods.
    Some(Vec<String>),
    /// All that it has.
    All(Vec<String>),
}

/// What the cluster shows of the pods with the templates of a revision.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub enum PodsSeen {
    /// Nothing: none is left, or they may not be read.
    #[default]
    Nothing,
    /// Pods of all of its workloads are ready.
    Ready {
        /// How many.
        ready: u32,
        /// How many pods there are with its templates.
        of: u32,
        /// For how long there has been a ready one of each workload.
        lasting: Duration,
    },
    /// Pods of some of its workloads are ready, with templates that the current revision does not have. Of the others nothing is
    /// left.
    StillServing {
        /// How many.
        ready: u32,
        /// How many pods there are with its templates.
        of: u32,
    },
    /// Pods with the template of this workload fail now: `Deployment/web`.
    Failing {
        /// The workload.
        workload: String,
    },
}

impl WorkloadEvidence {
    /// Nothing is known besides the records.
    pub const fn none() -> Self {
        Self::Read(BTreeMap::new())
    }

    /// Returns what is known of a revision.
    pub(super) fn of(&self, revision: Revision) -> Option<&RevisionEvidence> {
        match self {
            Self::BeingRead => None,
            Self::Read(found) => found.get(&revision),
        }
    }

    /// Whether it is being read.
    pub(super) fn is_being_read(&self) -> bool {
        *self == Self::BeingRead
    }
}
