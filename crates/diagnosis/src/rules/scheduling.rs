//! Pods that no node takes.

use std::cmp::Ordering;

use astern_compare::Change;

use super::amounts::order;
use super::opinion::Opinion;
use crate::changed::Changed;
use crate::place::{Place, steps};
use crate::scene::Scene;
use crate::{Shortage, Why};

/// Returns whether a change explains that a node does not take the pod.
pub(super) fn judge(
    shortage: &Shortage,
    change: &Changed<'_>,
    place: &Place<'_>,
    scene: &Scene<'_>,
) -> Option<Opinion> {
    match shortage {
        Shortage::Resource(resource) => resources(resource, change, place),
        Shortage::NodeSelection => pod_field(place, change, |path| {
            matches!(
                path,
                ["nodeSelector" | "nodeName", ..] | ["affinity", "nodeAffinity", ..]
            )
        }),
        Shortage::Taint(taint) => taints(taint, change, place),
        Shortage::PodAffinity => pod_field(place, change, |path| {
            matches!(path, ["affinity", "podAffinity" | "podAntiAffinity", ..])
        })
        .or_else(|| selected_labels(place))
        .or_else(|| more_pods(place, change)),
        Shortage::ExistingAntiAffinity => selected_labels(place)
            .or_else(|| anti_affinity_elsewhere(place))
            .or_else(|| more_pods(place, change)),
        Shortage::Spread => pod_field(place, change, |path| {
            matches!(path, ["topologySpreadConstraints", ..])
        })
        .or_else(|| more_pods(place, change)),
        Shortage::HostPort => host_port(change, place, scene),
        Shortage::UnboundClaim => claims(change, place),
        Shortage::VolumeNode => pod_field(place, change, |path| {
            matches!(
                path,
                ["nodeSelector" | "nodeName", ..] | ["affinity", "nodeAffinity", ..]
            )
        })
        .map(|opinion| Opinion::possible(10, opinion.why))
        .or_else(|| claims(change, place)),
        Shortage::VolumeCount => {
            let adds = change.change == Change::Added;
            pod_field(place, change, |path| {
                adds && matches!(path, ["volumes", ..])
            })
            .map(|opinion| Opinion::possible(10, opinion.why))
            .or_else(|| more_pods(place, change))
        }
        Shortage::DeviceClaim => {
            pod_field(place, change, |path| matches!(path, ["resourceClaims", ..]))
        }
        Shortage::Cordoned => None,
    }
}

/// A field of the pods that narrows the choice of nodes: what was removed widens it.
fn pod_field(
    place: &Place<'_>,
    change: &Changed<'_>,
    is_it: impl Fn(&[&str]) -> bool,
) -> Option<Opinion> {
    match place {
        Place::Pod(path) if change.change != Change::Removed && is_it(path) => {
            Some(Opinion::certain(20, Why::NarrowsNodes))
        }
        _ => None,
    }
}

fn resources(resource: &str, change: &Changed<'_>, place: &Place<'_>) -> Option<Opinion> {
    let path = match place {
        Place::Container { path, .. } | Place::Pod(path) => path.as_slice(),
        Place::Workload(_) => return more_pods(place, change),
        // Another workload of the release takes up the room.
        Place::Elsewhere(path) => {
            let asks_more = matches!(path.as_slice(), [.., "resources", "requests", name] if *name == resource)
                && order(change) == Some(Ordering::Greater);
            return asks_more.then(|| Opinion::possible(3, Why::AsksForMore));
        }
        _ => return None,
    };
    let more = order(change) == Some(Ordering::Greater);
    match path {
        ["resources", "requests", name] if *name == resource && more => {
            Some(Opinion::certain(20, Why::AsksForMore))
        }
        // A limit without a request is also the request.
        ["resources", "limits", name] if *name == resource && more => {
            Some(Opinion::certain(15, Why::AsksForMore))
        }
        ["runtimeClassName"] | ["overhead", ..] if change.change != Change::Removed => {
            Some(Opinion::possible(5, Why::AsksForMore))
        }
        // Fewer nodes are left to offer it.
        ["nodeSelector" | "nodeName", ..] | ["affinity", "nodeAffinity", ..]
            if change.change != Change::Removed =>
        {
            Some(Opinion::possible(10, Why::NarrowsNodes))
        }
        _ => None,
    }
}

fn more_pods(place: &Place<'_>, change: &Changed<'_>) -> Option<Opinion> {
    let Place::Workload(path) = place else {
        return None;
    };
    let is_number = matches!(
        path.as_slice(),
        ["spec", "replicas" | "parallelism" | "completions"]
    );
    let surge = matches!(
        path.as_slice(),
        [
            "spec",
            "strategy",
            "rollingUpdate",
            "maxSurge" | "maxUnavailable"
        ]
    );
    match () {
        () if is_number && order(change) == Some(Ordering::Greater) => {
            Some(Opinion::adds(Why::MorePods))
        }
        () if surge => Some(Opinion::adds(Why::MorePods)),
        () => None,
    }
}

fn taints(taint: &str, change: &Changed<'_>, place: &Place<'_>) -> Option<Opinion> {
    let Place::Pod(path) = place else {
        return None;
    };
    match path.as_slice() {
        // A toleration that was added only allows more.
        ["tolerations", ..] if change.change != Change::Added => {
            let named = [change.old_text(), change.new_text()];
            let names_it = named.iter().flatten().any(|value| value == taint);
            Some(Opinion::certain(20 + u32::from(names_it), Why::AllowsLess))
        }
        ["nodeSelector" | "nodeName", ..] | ["affinity", "nodeAffinity", ..]
            if change.change != Change::Removed =>
        {
            Some(Opinion::possible(10, Why::NarrowsNodes))
        }
        _ => None,
    }
}

/// Labels of the pods, which affinity selects by.
fn selected_labels(place: &Place<'_>) -> Option<Opinion> {
    match place {
        Place::PodMetadata(path) if path.first() == Some(&"labels") => {
            Some(Opinion::possible(10, Why::DependsOnIt))
        }
        _ => None,
    }
}

/// The anti-affinity of another workload.
fn anti_affinity_elsewhere(place: &Place<'_>) -> Option<Opinion> {
    match place {
        Place::Elsewhere(path) if path.contains(&"podAntiAffinity") => {
            Some(Opinion::certain(15, Why::NarrowsNodes))
        }
        _ => None,
    }
}

fn host_port(change: &Changed<'_>, place: &Place<'_>, scene: &Scene<'_>) -> Option<Opinion> {
    let removed = change.change == Change::Removed;
    match place {
        Place::Container { path, .. } => match path.as_slice() {
            ["ports", _, "hostPort"] if !removed => Some(Opinion::certain(20, Why::DependsOnIt)),
            // On the host's network, each port of a container is one of the node.
            ["ports", _, "containerPort"] if !removed && uses_host_network(scene) => {
                Some(Opinion::certain(15, Why::DependsOnIt))
            }
            _ => None,
        },
        Place::Pod(path) if path.as_slice() == ["hostNetwork"] && change.is_now("true") => {
            Some(Opinion::certain(20, Why::DependsOnIt))
        }
        _ => more_pods(place, change).map(|opinion| Opinion::possible(5, opinion.why)),
    }
}

fn uses_host_network(scene: &Scene<'_>) -> bool {
    let spec = scene.pod_spec();
    spec.and_then(|spec| spec.get("hostNetwork")?.as_bool()) == Some(true)
}

/// A claim of the pods, wherever it is: in a template of the StatefulSet, a volume, or an object of its own.
pub(super) fn claims(change: &Changed<'_>, place: &Place<'_>) -> Option<Opinion> {
    let removed = change.change == Change::Removed;
    let is_below = |path: &[&str]| {
        let fields = ["selector", "accessModes", "dataSource", "dataSourceRef"];
        path.iter().any(|step| fields.contains(step))
    };
    let claim_field = |path: &[&str]| match path {
        [.., "storageClassName"] => Some(Opinion::certain(20, Why::DependsOnIt)),
        [.., "resources", "requests", "storage"] => (order(change) == Some(Ordering::Greater))
            .then(|| Opinion::certain(15, Why::AsksForMore)),
        [.., "volumeName" | "volumeMode"] if !removed => {
            Some(Opinion::certain(15, Why::DependsOnIt))
        }
        path if !removed && is_below(path) => Some(Opinion::certain(15, Why::DependsOnIt)),
        _ => None,
    };
    match place {
        Place::Workload(path) => match path.as_slice() {
            ["spec", "volumeClaimTemplates", rest @ ..] => claim_field(rest),
            _ => None,
        },
        Place::Pod(path) => match path.as_slice() {
            ["volumes", _, "persistentVolumeClaim", "claimName"] if !removed => {
                Some(Opinion::certain(20, Why::RefersToIt))
            }
            ["volumes", _, "ephemeral", rest @ ..] => claim_field(rest),
            _ => None,
        },
        _ => {
            let id = &change.object.id;
            let path = steps(&change.path);
            let is_claim = id.kind == "PersistentVolumeClaim";
            let is_storage = matches!(id.kind.as_str(), "StorageClass" | "PersistentVolume");
            match path.as_slice() {
                [] if is_claim && change.change == Change::Added => {
                    Some(Opinion::possible(10, Why::DependsOnIt))
                }
                [] if is_storage && removed => Some(Opinion::certain(20, Why::RemovesIt)),
                [] => None,
                path if is_claim => claim_field(path),
                _ if is_storage => Some(Opinion::possible(10, Why::DependsOnIt)),
                _ => None,
            }
        }
    }
}
