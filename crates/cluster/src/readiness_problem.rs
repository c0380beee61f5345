//! A problem that keeps a workload from being ready.

/// One problem that keeps a workload from being ready.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ReadinessProblem {
    /// The kind of problem.
    pub cause: ProblemCause,
    /// The reason that Kubernetes gives, such as `ImagePullBackOff`.
    pub reason: String,
    /// The object that has the problem: a pod, with the container if one is affected, or the workload itself.
    pub seen_in: String,
    /// The message that Kubernetes gives.
    pub message: String,
    /// The number of other pods of the workload with the same kind of problem.
    pub more: usize,
}

/// The kind of a problem. Each kind has a different remedy.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum ProblemCause {
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
    /// Any other problem.
    Other,
}
