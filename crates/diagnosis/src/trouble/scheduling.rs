//! Why no node takes a pod. Source: the reasons of `pkg/scheduler/framework/plugins`, which the scheduler counts by node:
//! `0/6 nodes are available: 4 Insufficient cpu, 2 node(s) had untolerated taint {gpu: }.`

use crate::words::{after, between};

/// Why some nodes do not take a pod, or all.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Shortage {
    /// Not enough of a resource is free: `cpu`, `memory`, `nvidia.com/gpu`, or `pods`.
    Resource(String),
    /// The pod selects other nodes, by labels or affinity.
    NodeSelection,
    /// The pod does not tolerate this taint.
    Taint(String),
    /// The pod wants to be beside pods that are not there, or not beside some that are.
    PodAffinity,
    /// Pods that run do not want to be beside it.
    ExistingAntiAffinity,
    /// The pods would not be spread as asked.
    Spread,
    /// A port of the node is taken.
    HostPort,
    /// A claim is not bound to a volume.
    UnboundClaim,
    /// The volumes of the pod are on other nodes.
    VolumeNode,
    /// A node can attach no more volumes.
    VolumeCount,
    /// The device claims of the pod cannot be met.
    DeviceClaim,
    /// The node is cordoned.
    Cordoned,
}

/// Reads what the scheduler reports: why nodes do not take the pod, each reason once.
pub(super) fn shortages(message: &str) -> Vec<Shortage> {
    // What follows is about preempting other pods.
    let message = message.split(" preemption:").next().unwrap_or(message);
    let mut found: Vec<Shortage> = Vec::new();
    let mut add = |shortage: Shortage| {
        if !found.contains(&shortage) {
            found.push(shortage);
        }
    };
    for part in parts(message) {
        if let Some(resource) = after(part, "Insufficient ") {
            let resource = resource.split([',', ' ']).next().unwrap_or(resource);
            add(Shortage::Resource(
                resource.trim_end_matches('.').to_owned(),
            ));
        } else if let Some(shortage) = shortage(part) {
            add(shortage);
        }
    }
    found
}

/// Splits the reasons, each of which follows its number of nodes.
fn parts(message: &str) -> Vec<&str> {
    let reasons = after(message, "nodes are available: ").unwrap_or(message);
    reasons.split(", ").collect()
}

fn shortage(part: &str) -> Option<Shortage> {
    let has = |phrase: &str| part.contains(phrase);
    Some(match () {
        () if has("Too many pods") => Shortage::Resource("pods".to_owned()),
        // Before 1.27 as two reasons, since then as one.
        () if has("node affinity/selector")
            || has("node selector")
            || has("node affinity")
            || has("requested node name") =>
        {
            if has("volume") {
                Shortage::VolumeNode
            } else {
                Shortage::NodeSelection
            }
        }
        () if has("untolerated taint") || has("that the pod didn't tolerate") => {
            let taint = between(part, "{", "}").unwrap_or_default();
            Shortage::Taint(taint.split(':').next().unwrap_or(taint).trim().to_owned())
        }
        () if has("existing pods anti-affinity") => Shortage::ExistingAntiAffinity,
        () if has("affinity rules") || has("pod affinity") || has("anti-affinity") => {
            Shortage::PodAffinity
        }
        () if has("topology spread constraints") => Shortage::Spread,
        () if has("free ports") => Shortage::HostPort,
        () if has("unbound immediate PersistentVolumeClaims")
            || has("didn't find available persistent volumes")
            || has("bound to a lost claim")
            || has("did not have enough free storage")
            || has("persistentvolumeclaim") =>
        {
            Shortage::UnboundClaim
        }
        () if has("volume node affinity conflict") || has("no available volume zone") => {
            Shortage::VolumeNode
        }
        () if has("exceed max volume count") => Shortage::VolumeCount,
        () if has("allocate all claims") || has("resourceclaim") => Shortage::DeviceClaim,
        () if has("were unschedulable") => Shortage::Cordoned,
        () => return None,
    })
}
