//! Volumes that cannot be mounted.

use std::cmp::Ordering;

use astern_compare::{Change, ConfigKind};
use serde_json::Value;

use super::amounts::order;
use super::opinion::Opinion;
use super::scheduling::claims;
use crate::changed::Changed;
use crate::place::Place;
use crate::scene::Scene;
use crate::{VolumeTrouble, Why};

/// Returns whether a change explains that a volume cannot be mounted.
pub(super) fn judge(
    trouble: &VolumeTrouble,
    change: &Changed<'_>,
    place: &Place<'_>,
    scene: &Scene<'_>,
) -> Option<Opinion> {
    match trouble {
        VolumeTrouble::Key { volume, key } => missing_key(volume, key, change, place, scene),
        VolumeTrouble::InUse { .. } => in_use(change, place),
        VolumeTrouble::MountPath { path } => mount_path(path, change, place, scene),
        VolumeTrouble::Named { volume } => named(volume, change, place, scene),
    }
}

/// A key that a volume selects: it was removed from what the volume is made of, or is selected since.
fn missing_key(
    volume: &str,
    key: &str,
    change: &Changed<'_>,
    place: &Place<'_>,
    scene: &Scene<'_>,
) -> Option<Opinion> {
    match place {
        Place::Pod(path) => match path.as_slice() {
            ["volumes", name, .., "items", _, "key"] if *name == volume && change.is_now(key) => {
                Some(Opinion::certain(25, Why::RefersToIt))
            }
            // Another object that does not have the key.
            ["volumes", name, .., "name" | "secretName"]
                if *name == volume && change.change != Change::Removed =>
            {
                Some(Opinion::certain(20, Why::RefersToIt))
            }
            _ => None,
        },
        Place::Read(path) | Place::Elsewhere(path) => match path.as_slice() {
            ["data" | "stringData" | "binaryData", removed, ..]
                if *removed == key
                    && change.change == Change::Removed
                    && is_source(volume, change, scene) =>
            {
                Some(Opinion::certain(30, Why::RemovesIt))
            }
            _ => None,
        },
        _ => None,
    }
}

/// Returns whether a volume is made of this ConfigMap or Secret; where the pods' specification is not known, that it is one.
fn is_source(volume: &str, change: &Changed<'_>, scene: &Scene<'_>) -> bool {
    let id = &change.object.id;
    if ConfigKind::of(id).is_none() {
        return false;
    }
    let Some(volumes) = scene
        .pod_spec()
        .and_then(|spec| spec.get("volumes")?.as_array())
    else {
        return true;
    };
    let own = volumes
        .iter()
        .find(|own| own.get("name").and_then(Value::as_str) == Some(volume));
    own.is_none_or(|own| holds_text(own, &id.name))
}

fn holds_text(value: &Value, text: &str) -> bool {
    match value {
        Value::String(own) => own == text,
        Value::Array(items) => items.iter().any(|item| holds_text(item, text)),
        Value::Object(fields) => fields.values().any(|field| holds_text(field, text)),
        _ => false,
    }
}

/// A volume that another pod still uses: more pods, or pods that are replaced while the older ones run.
fn in_use(change: &Changed<'_>, place: &Place<'_>) -> Option<Opinion> {
    match place {
        Place::Workload(path) => match path.as_slice() {
            ["spec", "strategy", "type"] => (change.old_text().as_deref() == Some("Recreate")
                || change.is_now("RollingUpdate"))
            .then(|| Opinion::certain(25, Why::DependsOnIt)),
            ["spec", "replicas"] if order(change) == Some(Ordering::Greater) => {
                Some(Opinion::certain(15, Why::MorePods))
            }
            _ => claims(change, place),
        },
        Place::Pod(path) => match path.as_slice() {
            [
                "nodeSelector" | "nodeName" | "affinity" | "topologySpreadConstraints",
                ..,
            ] => Some(Opinion::possible(10, Why::NarrowsNodes)),
            _ => claims(change, place),
        },
        _ => claims(change, place),
    }
}

/// Something that cannot be mounted at a path.
fn mount_path(
    path: &str,
    change: &Changed<'_>,
    place: &Place<'_>,
    scene: &Scene<'_>,
) -> Option<Opinion> {
    if let Some(own) = place.in_container(scene.container) {
        return match own {
            ["volumeMounts", mount, ..] if *mount == path => {
                Some(Opinion::certain(25, Why::NamedInMessage))
            }
            ["image"] => Some(Opinion::possible(5, Why::DependsOnIt)),
            _ => None,
        };
    }
    // With `subPath`, a key that is not there becomes a directory.
    let sub_path = sub_path_at(path, scene)?;
    match place {
        Place::Read(keys) | Place::Elsewhere(keys) => match keys.as_slice() {
            ["data" | "stringData" | "binaryData", key, ..]
                if *key == sub_path
                    && change.change == Change::Removed
                    && ConfigKind::of(&change.object.id).is_some() =>
            {
                Some(Opinion::certain(30, Why::RemovesIt))
            }
            _ => None,
        },
        Place::Pod(keys) => match keys.as_slice() {
            ["volumes", .., "items", _, "key" | "path"] => {
                Some(Opinion::certain(20, Why::DependsOnIt))
            }
            ["volumes", _, .., "name" | "secretName"] => {
                Some(Opinion::possible(10, Why::DependsOnIt))
            }
            _ => None,
        },
        _ => None,
    }
}

/// Returns the `subPath` of the mount at this path, in whichever container.
fn sub_path_at<'a>(path: &str, scene: &Scene<'a>) -> Option<&'a str> {
    let spec = scene.pod_spec()?;
    let lists = ["containers", "initContainers"].into_iter();
    let containers = lists
        .filter_map(|list| spec.get(list)?.as_array())
        .flatten();
    let mounts = containers.filter_map(|container| container.get("volumeMounts")?.as_array());
    let mut mounts = mounts.flatten();
    let mount = mounts.find(|mount| mount.get("mountPath").and_then(Value::as_str) == Some(path));
    mount?.get("subPath")?.as_str()
}

/// A volume of the pods.
fn named(
    volume: &str,
    change: &Changed<'_>,
    place: &Place<'_>,
    scene: &Scene<'_>,
) -> Option<Opinion> {
    // Kubernetes names a PersistentVolume by the UID of its claim.
    let is_claim = volume.is_empty() || volume.starts_with("pvc-");
    match place {
        Place::Pod(path) => match path.as_slice() {
            // What replaces a source of the volume is told before the one that it replaces.
            ["volumes", name, ..] if *name == volume => Some(match change.change {
                Change::Removed => Opinion::certain(5, Why::NamedInMessage),
                _ => Opinion::certain(25, Why::NamedInMessage),
            }),
            [
                "securityContext",
                "fsGroup" | "fsGroupChangePolicy" | "seLinuxOptions",
                ..,
            ] => Some(Opinion::possible(5, Why::DependsOnIt)),
            _ => claims(change, place),
        },
        Place::Container { path, .. } => match path.as_slice() {
            ["volumeMounts", _, ..] if mounts(volume, change, path, scene) => {
                Some(Opinion::certain(20, Why::NamedInMessage))
            }
            _ => None,
        },
        _ if is_claim || volume_claims(volume, scene) => claims(change, place),
        Place::Elsewhere(_) if change.object.id.kind == "SecretProviderClass" => {
            Some(Opinion::possible(15, Why::DependsOnIt))
        }
        _ => None,
    }
}

/// Returns whether a change of a mount is one of this volume.
fn mounts(volume: &str, change: &Changed<'_>, path: &[&str], scene: &Scene<'_>) -> bool {
    let [_, at, ..] = path else {
        return false;
    };
    let Some(spec) = scene.pod_spec() else {
        return change.is_now(volume);
    };
    let lists = ["containers", "initContainers"].into_iter();
    let containers = lists
        .filter_map(|list| spec.get(list)?.as_array())
        .flatten();
    let mounts = containers.filter_map(|container| container.get("volumeMounts")?.as_array());
    mounts.flatten().any(|mount| {
        let text = |field: &str| mount.get(field).and_then(Value::as_str);
        text("mountPath") == Some(at) && text("name") == Some(volume)
    })
}

/// Returns whether a volume of the pods is a claim.
fn volume_claims(volume: &str, scene: &Scene<'_>) -> bool {
    let volumes = scene
        .pod_spec()
        .and_then(|spec| spec.get("volumes")?.as_array());
    let mut volumes = volumes.into_iter().flatten();
    let own = volumes.find(|own| own.get("name").and_then(Value::as_str) == Some(volume));
    match own {
        Some(own) => own.get("persistentVolumeClaim").is_some() || own.get("ephemeral").is_some(),
        // A template of a StatefulSet.
        None => scene.pod_spec().is_some(),
    }
}
