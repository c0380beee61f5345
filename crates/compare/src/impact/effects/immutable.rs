//! Which changes Kubernetes does not make in place.

use astern_manifest::{Object, Quantity};
use serde_json::Value;

use super::ImmutableRule;
use super::immutable_fields::{FIXED, Fixed, default_of};
use crate::FieldPath;

/// The fields of an object that differ and cannot be changed in place, in the order of the tables.
pub(super) fn fields(from: &Object, to: &Object) -> Vec<(FieldPath, ImmutableRule)> {
    let mut found = Vec::new();
    let known = |fixed: &&Fixed| fixed.kind == to.id.kind && fixed.group == to.id.group;
    for fixed in FIXED.iter().filter(known) {
        if fixed.except.is_empty() {
            if differs(from, to, fixed.field) {
                found.push((path(fixed.field), ImmutableRule::Refused));
            }
        } else {
            found.extend(each_below(fixed, from, to));
        }
    }
    match (to.id.group.as_str(), to.id.kind.as_str()) {
        ("", "Service") => found.extend(address(from, to)),
        ("", "ConfigMap" | "Secret") => found.extend(marked(from, to)),
        ("", "PersistentVolumeClaim") => found.extend(size(from, to)),
        ("", "PersistentVolume") => found.extend(once_set(from, to, "/spec/nodeAffinity")),
        ("", "Pod") => found.extend(containers(from, to)),
        ("batch", "Job") => found.extend(completions(from, to)),
        _ => {}
    }
    found
}

/// Each field directly below a fixed one, but for what may be changed.
fn each_below(fixed: &Fixed, from: &Object, to: &Object) -> Vec<(FieldPath, ImmutableRule)> {
    let [old, new] =
        [from, to].map(|object| object.value.pointer(fixed.field).and_then(Value::as_object));
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
            let field = format!("{}{below}", fixed.field);
            // What may be changed is left out of both sides before they are held against each other.
            let exceptions: Vec<&'static str> = fixed
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

/// A field without what stands at these places one level below it.
fn without(object: &Object, field: &str, places: &[&str]) -> Option<Value> {
    let mut value = at(object, field).cloned()?;
    if let Some(entries) = value.as_object_mut() {
        entries.retain(|key, _| {
            !places
                .iter()
                .any(|place| place.strip_prefix('/') == Some(key))
        });
        if entries.is_empty() {
            return None;
        }
    }
    Some(value)
}

/// A Service keeps its cluster address for life: Helm can neither set another nor take it away.
fn address(from: &Object, to: &Object) -> Option<(FieldPath, ImmutableRule)> {
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

/// The data of what says `immutable: true`, and that it says so.
fn marked(from: &Object, to: &Object) -> Vec<(FieldPath, ImmutableRule)> {
    if at(from, "/immutable") != Some(&Value::Bool(true)) {
        return Vec::new();
    }
    ["/data", "/binaryData", "/stringData", "/immutable"]
        .into_iter()
        .filter(|field| differs(from, to, field))
        .map(|field| (path(field), ImmutableRule::MarkedImmutable))
        .collect()
}

/// A claim's size, which can grow only.
fn size(from: &Object, to: &Object) -> Option<(FieldPath, ImmutableRule)> {
    const FIELD: &str = "/spec/resources/requests/storage";
    let size = |object| Quantity::from_value(at(object, FIELD)?);
    (size(to)? < size(from)?).then(|| (path(FIELD), ImmutableRule::Shrinks))
}

fn once_set(from: &Object, to: &Object, field: &str) -> Option<(FieldPath, ImmutableRule)> {
    (at(from, field).is_some() && differs(from, to, field))
        .then(|| (path(field), ImmutableRule::Refused))
}

/// Of a pod's containers only the images may differ.
fn containers(from: &Object, to: &Object) -> Vec<(FieldPath, ImmutableRule)> {
    let plain = |object: &Object, field: &str| {
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
        .filter(|field| plain(from, field) != plain(to, field))
        .map(|field| (path(field), ImmutableRule::Refused))
        .collect()
}

/// An indexed Job may be given another number to complete when it is to run as many at once.
fn completions(from: &Object, to: &Object) -> Option<(FieldPath, ImmutableRule)> {
    const FIELD: &str = "/spec/completions";
    let elastic = text(to, "/spec/completionMode") == Some("Indexed")
        && at(from, FIELD).is_some()
        && at(to, FIELD).is_some()
        && at(to, FIELD) == at(to, "/spec/parallelism");
    (differs(from, to, FIELD) && !elastic).then(|| (path(FIELD), ImmutableRule::Refused))
}

fn differs(from: &Object, to: &Object, field: &str) -> bool {
    let written = |object| at(object, field);
    let [old, new] = [written(from), written(to)];
    if old == new {
        return false;
    }
    let default = default_of(&to.id.kind, field);
    let said = |side: Option<&Value>| match side {
        None => default.map(Value::from),
        side => side.cloned(),
    };
    said(old) != said(new)
}

/// What is written at a place; `null` is nothing.
fn at<'a>(object: &'a Object, field: &str) -> Option<&'a Value> {
    object.value.pointer(field).filter(|value| !value.is_null())
}

fn text<'a>(object: &'a Object, field: &str) -> Option<&'a str> {
    at(object, field).and_then(Value::as_str)
}

fn path(pointer: &str) -> FieldPath {
    FieldPath::from_keys(pointer.split('/').skip(1))
}
