//! A problem that keeps a workload from being ready.

/// One problem that keeps a workload from being ready.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ReadinessProblem {
    /// Its kind.
    pub cause: ProblemCause,
    /// The reason that Kubernetes gives, such as `ImagePullBackOff`.
    pub reason: String,
    /// Where it was seen: a pod, and a container in it; or the workload itself.
    pub seen_in: String,
    /// The message of the cluster.
    pub message: String,
    /// In how many other pods of the workload it was seen too.
    pub more: usize,
}

/// The kinds of problem that call for different remedies.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum ProblemCause {
    /// A container cannot be made from its configuration: a Secret, a ConfigMap or a key is missing.
    Configuration,
    /// The image cannot be pulled.
    Image,
    /// A container starts and terminates again.
    Crash,
    /// A container exceeds its memory limit.
    Memory,
    /// The pod cannot be scheduled to a node.
    Unschedulable,
    /// A volume cannot be mounted.
    Volume,
    /// A quota is used up.
    Quota,
    /// A webhook refuses its pods.
    Webhook,
    /// A rule of the cluster refuses its pods.
    Policy,
    /// It runs, and its probe says that it is not ready.
    Probe,
    /// Something else.
    Other,
}
