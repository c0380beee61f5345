//! The kinds of trouble.

use serde::Serialize;

use super::{
    Exceeded, ImageTrouble, Missing, MissingKind, ProbeTrouble, Refusal, Shortage, StartTrouble,
    VolumeTrouble,
};

/// What is wrong.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Trouble {
    /// An object or a key that the pods need does not exist.
    Missing(Missing),
    /// An image cannot be pulled.
    Image(ImageTrouble),
    /// No node takes the pod.
    Unschedulable(Vec<Shortage>),
    /// A container cannot be started.
    Start(StartTrouble),
    /// A container ends.
    Ended {
        /// Its exit code, where it is known.
        exit_code: Option<i32>,
    },
    /// A container was killed because it needs more memory than its limit.
    OutOfMemory,
    /// A probe fails.
    Probe(ProbeTrouble),
    /// A volume cannot be mounted.
    Volume(VolumeTrouble),
    /// The pods ask for more or less than a quota or a LimitRange allows.
    Exceeded(Vec<Exceeded>),
    /// The pods are refused for what they are.
    Refused(Refusal),
    /// The pod was ended for the disk or memory that it used; the resource as Kubernetes names it.
    Evicted {
        /// `memory`, `ephemeral-storage`, or the name of the volume.
        resource: String,
    },
    /// A field of the workload makes it wait.
    Held(Setting),
    /// An init container runs on.
    InitContainer,
    /// Nothing that could be read says why.
    Unknown,
}

/// A field that makes pods or their workload wait.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Setting {
    /// A readiness gate that is not met.
    ReadinessGate,
    /// A scheduling gate that nobody removed.
    SchedulingGate,
    /// The Deployment is paused.
    Paused,
    /// Pods do not count before `minReadySeconds`.
    MinReadySeconds,
    /// The update strategy keeps older pods.
    UpdateStrategy,
    /// A deadline of the Job or its pods passed.
    Deadline,
    /// A hook of the container's lifecycle fails.
    PostStart,
}

/// How far a pod came before the trouble: what comes later had no effect yet.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Reach {
    /// The API server did not create it.
    NotCreated,
    /// It did not get a node.
    NotScheduled,
    /// Its containers did not start.
    NotStarted,
    /// A container ran.
    Ran,
}

impl Trouble {
    /// Returns how far the pods came.
    pub(crate) fn reach(&self) -> Reach {
        match self {
            Self::Exceeded(_) | Self::Refused(_) => Reach::NotCreated,
            Self::Missing(missing) => match missing.kind {
                MissingKind::ServiceAccount
                | MissingKind::PriorityClass
                | MissingKind::RuntimeClass => Reach::NotCreated,
                MissingKind::PersistentVolumeClaim | MissingKind::StorageClass => {
                    Reach::NotScheduled
                }
                MissingKind::Secret | MissingKind::ConfigMap | MissingKind::SecretProviderClass => {
                    Reach::NotStarted
                }
            },
            Self::Unschedulable(_) | Self::Held(Setting::SchedulingGate) => Reach::NotScheduled,
            Self::Image(_) | Self::Start(_) | Self::Volume(_) => Reach::NotStarted,
            _ => Reach::Ran,
        }
    }
}
