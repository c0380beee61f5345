//! Finds changes of fields that Kubernetes does not change in place.

use astern_manifest::{Object, Quantity};
use serde_json::Value;

use super::effects::ImmutableRule;
use super::immutable_fields::{IMMUTABLE_FIELDS, ImmutableField};
use crate::FieldPath;

/// Returns the fields of an object that differ and cannot be changed in place, in the order of the table. The old side has the
/// spelling of the new one.
pub(super) fn immutable_changes(from: &Object, to: &Object) -> Vec<(FieldPath, ImmutableRule)> {
    let mut changes = Vec::new();
    let is_of_kind =
        |field: &&ImmutableField| field.kind == to.id.kind && field.group == to.id.group;
    for immutable in IMMUTABLE_FIELDS.iter().filter(is_of_kind) {
        if immutable.except.is_empty() {
            if differs(from, to, immutable.field) {
                changes.push((path(immutable.field), ImmutableRule::Refused));
            }
        } else {
            changes.extend(each_below(immutable, from, to));
        }
    }
    match (to.id.group.as_str(), to.id.kind.as_str()) {
        ("", "Service") => changes.extend(cluster_ip(from, to)),
        ("", "ConfigMap" | "Secret") => changes.extend(marked_immutable(from, to)),
        ("", "PersistentVolumeClaim") => changes.extend(size(from, to)),
        ("", "PersistentVolume") => changes.extend(once_set(from, to, "/spec/nodeAffinity")),
        ("", "Pod") => changes.extend(containers(from, to)),
        ("batch", "Job") => changes.extend(completions(from, to)),
        _ => {}
    }
    changes
}

/// Returns each field that differs directly below an immutable one, other than the exceptions.
fn each_below(
    immutable: &ImmutableField,
    from: &Object,
    to: &Object,
) -> Vec<(FieldPath, ImmutableRule)> {
    let [old, new] = [from, to].map(|object| {
        object
            .value
            .pointer(immutable.field)
            .and_then(Value::as_object)
    });
    let keys = |side: Option<&'_ serde_json::Map<String, Value>>| -> Vec<String> {
        side.into_iter()
            .flat_map(|entries| entries.keys().cloned())
            .collect()
    };
    let mut keys: Vec<String> = [keys(old), keys(new)].concat();
    astern_ledger::sort(&mut keys);
    keys.dedup();
    keys.into_iter()
        .filter_map(|key| {
            let below = format!("/{key}");
            let field = format!("{}{below}", immutable.field);
            // The exceptions are removed from both sides before these are compared.
            let exceptions: Vec<&'static str> = immutable
                .except
                .iter()
                .filter_map(|exception| exception.strip_prefix(below.as_str()))
                .filter(|rest| rest.is_empty() || rest.starts_with('/'))
                .collect();
            let refused = match exceptions.as_slice() {
                [] => differs(from, to, &field),
                exceptions if exceptions.contains(&"") => false,
                exceptions => without(from, &field, exceptions) != without(to, &field, exceptions),
            };
            refused.then(|| (path(&field), ImmutableRule::Refused))
        })
        .collect()
}

/// Returns the value of a field without these fields one level below it.
fn without(object: &Object, field: &str, exceptions: &[&str]) -> Option<Value> {
    let mut value = at(object, field).cloned()?;
    if let Some(entries) = value.as_object_mut() {
        entries.retain(|key, _| {
            !exceptions
                .iter()
                .any(|exception| exception.strip_prefix('/') == Some(key))
        });
        if entries.is_empty() {
            return None;
        }
    }
    Some(value)
}

/// A Service keeps its `clusterIP`: Helm can neither change nor remove it.
fn cluster_ip(from: &Object, to: &Object) -> Option<(FieldPath, ImmutableRule)> {
    const FIELD: &str = "/spec/clusterIP";
    let external = |object| text(object, "/spec/type") == Some("ExternalName");
    if external(from) || external(to) {
        return None;
    }
    let rule = match [from, to]
        .map(|service| text(service, FIELD).filter(|address| !address.is_empty()))
    {
        [old, new] if old == new => return None,
        [Some(_), None] => ImmutableRule::Kept,
        _ => ImmutableRule::Refused,
    };
    Some((path(FIELD), rule))
}

/// The data of a ConfigMap or Secret with `immutable: true`, and that field.
fn marked_immutable(from: &Object, to: &Object) -> Vec<(FieldPath, ImmutableRule)> {
    if at(from, "/immutable") != Some(&Value::Bool(true)) {
        return Vec::new();
    }
    ["/data", "/binaryData", "/stringData", "/immutable"]
        .into_iter()
        .filter(|field| differs(from, to, field))
        .map(|field| (path(field), ImmutableRule::MarkedImmutable))
        .collect()
}

/// The size of a PersistentVolumeClaim, which can only grow.
fn size(from: &Object, to: &Object) -> Option<(FieldPath, ImmutableRule)> {
    const FIELD: &str = "/spec/resources/requests/storage";
    let size = |object| Quantity::from_value(at(object, FIELD)?);
    (size(to)? < size(from)?).then(|| (path(FIELD), ImmutableRule::Shrinks))
}

/// A field that can be set but not changed.
fn once_set(from: &Object, to: &Object, field: &str) -> Option<(FieldPath, ImmutableRule)> {
    (at(from, field).is_some() && differs(from, to, field))
        .then(|| (path(field), ImmutableRule::Refused))
}

/// The containers of a pod, of which only the images can be changed.
fn containers(from: &Object, to: &Object) -> Vec<(FieldPath, ImmutableRule)> {
    let without_images = |object: &Object, field: &str| {
        let mut containers = at(object, field).cloned().unwrap_or_default();
        for container in containers.as_array_mut().into_iter().flatten() {
            container
                .as_object_mut()
                .map(|entries| entries.remove("image"));
        }
        containers
    };
    ["/spec/containers", "/spec/initContainers"]
        .into_iter()
        .filter(|field| without_images(from, field) != without_images(to, field))
        .map(|field| (path(field), ImmutableRule::Refused))
        .collect()
}

/// `completions` of a Job, which can be changed only in an indexed Job and together with an equal `parallelism`.
fn completions(from: &Object, to: &Object) -> Option<(FieldPath, ImmutableRule)> {
    const FIELD: &str = "/spec/completions";
    let elastic = text(to, "/spec/completionMode") == Some("Indexed")
        && at(from, FIELD).is_some()
        && at(to, FIELD).is_some()
        && at(to, FIELD) == at(to, "/spec/parallelism");
    (differs(from, to, FIELD) && !elastic).then(|| (path(FIELD), ImmutableRule::Refused))
}

/// Whether a field differs. What is the same to Kubernetes is written alike on both sides.
fn differs(from: &Object, to: &Object, field: &str) -> bool {
    at(from, field) != at(to, field)
}

/// Returns the value at a JSON pointer; `None` for `null`.
fn at<'a>(object: &'a Object, field: &str) -> Option<&'a Value> {
    object.value.pointer(field).filter(|value| !value.is_null())
}

fn text<'a>(object: &'a Object, field: &str) -> Option<&'a str> {
    at(object, field).and_then(Value::as_str)
}

fn path(pointer: &str) -> FieldPath {
    FieldPath::from_keys(pointer.split('/').skip(1))
}
