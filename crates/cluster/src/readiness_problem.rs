//! A problem that keeps a workload from being ready.

use std::fmt;

use astern_ledger::Timestamp;

/// One problem that keeps a workload from being ready.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ReadinessProblem {
    /// The kind of problem.
    pub cause: ProblemCause,
    /// The reason that Kubernetes gives, such as `ImagePullBackOff`, or the name of what is waited for.
    pub reason: String,
    /// The object that has the problem.
    pub seen_in: SeenIn,
    /// The message that Kubernetes gives.
    pub message: String,
    /// How the container ended the last time, where that is the problem.
    pub ended: Option<Ended>,
    /// Since when, by the clock of the cluster.
    pub since: Option<Timestamp>,
    /// The number of other pods of the workload with the same kind of problem.
    pub more: usize,
}

/// How a container ended.
#[derive(Clone, PartialEq, Eq)]
pub struct Ended {
    /// Its exit code: 128 and the number of the signal where one ended it.
    pub exit_code: i32,
    /// The reason that the kubelet gives: `Error`, `OOMKilled`, `StartError`.
    pub reason: String,
    /// What the container wrote as its last message, or the runtime about why it cannot start it. It may hold secrets.
    pub message: String,
}

/// Leaves out the message: the container wrote it.
impl fmt::Debug for Ended {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Ended")
            .field("exit_code", &self.exit_code)
            .field("reason", &self.reason)
            .finish_non_exhaustive()
    }
}

/// The object that has a problem: a pod, with the container if one is affected, or the workload itself.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SeenIn {
    /// The kind of the object.
    pub kind: String,
    /// Its name.
    pub name: String,
    /// The container of the pod.
    pub container: Option<String>,
}

impl SeenIn {
    /// Returns a pod.
    pub(crate) fn pod(name: &str) -> Self {
        Self {
            kind: "Pod".to_owned(),
            name: name.to_owned(),
            container: None,
        }
    }
}

impl fmt::Display for SeenIn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.kind, self.name)?;
        match &self.container {
            Some(container) => write!(f, ", container {container}"),
            None => Ok(()),
        }
    }
}

/// The kind of a problem. Each kind has a different remedy.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum ProblemCause {
    /// A pod of an older template is not ready, and the workload does not replace it.
    NotReplaced(NotReplaced),
    /// A container cannot be created from its configuration: for example, a Secret, a ConfigMap or a key is missing.
    Configuration,
    /// The image cannot be pulled.
    Image,
    /// A container terminates with an error, perhaps repeatedly.
    Crash,
    /// A container was killed because it exceeded its memory limit.
    Memory,
    /// The pod cannot be scheduled to a node.
    Unschedulable,
    /// A volume cannot be mounted.
    Volume,
    /// A quota is used up.
    Quota,
    /// An admission webhook denies the pods.
    Webhook,
    /// The API server refuses the pods by policy, such as Pod Security Admission.
    Policy,
    /// A container runs, but one of its probes fails.
    Probe,
    /// An init container runs, and the others start when it has ended. The reason is its name.
    InitContainer,
    /// A readiness gate is not true: a condition that a controller outside of Kubernetes sets. The reason is its name.
    ReadinessGate,
    /// A pod that is being deleted is still there.
    Terminating(Terminating),
    /// The Deployment is paused, so that it replaces no pods.
    Paused,
    /// The pods are ready, and count only after `minReadySeconds`.
    MinReadySeconds,
    /// The pod is not ready, and neither its status nor an Event says why. The reason is its state.
    NotSaid,
    /// Any other problem.
    Other,
}

/// Why a workload does not replace a pod of an older template that is not ready.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum NotReplaced {
    /// A StatefulSet with `OrderedReady` waits until all of its pods are ready before it replaces one of them.
    OrderedReady,
    /// The update strategy `OnDelete` leaves it to people to delete the pods.
    OnDelete,
    /// The pod's ordinal is below the partition of the StatefulSet, which keeps the older template.
    Partition,
}

/// Why a pod that is being deleted is still there.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Terminating {
    /// It has finalizers. The reason is their names.
    Finalizer,
    /// Its node does not exist any more. The reason is the node's name.
    NodeGone,
    /// Its node is not ready, so that nobody ends its containers. The reason is the node's name.
    NodeNotReady,
    /// Its grace period is over, and the cluster does not say why it is still there.
    Overdue,
}
