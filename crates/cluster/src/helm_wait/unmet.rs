//! Why helm waits for an object.

use super::condition::ObjectCondition;

/// Why helm waits for an object.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Unmet {
    /// It does not exist.
    Absent,
    /// It is being deleted.
    Terminating,
    /// Its controller has not observed its newest specification.
    NotObserved,
    /// A condition is not as helm wants it.
    Condition(ObjectCondition),
    /// Its phase is not the one that helm waits for, such as `Pending` of a claim.
    Phase(String),
    /// A Service has no cluster IP.
    NoClusterIp,
    /// A Service of type LoadBalancer has no address.
    NoLoadBalancer,
    /// The API server does not serve a custom resource definition's kinds yet.
    NotEstablished,
    /// Fewer pods are ready than are wanted.
    Pods {
        /// The number of ready pods.
        ready: u64,
        /// The number of wanted pods.
        wanted: u64,
    },
    /// A field of its status has a form that helm cannot read, so that helm waits whatever it says.
    Unreadable {
        /// The path of the field.
        field: &'static str,
        /// Its condition `Ready`, if it has one.
        ready: Option<ObjectCondition>,
    },
}
