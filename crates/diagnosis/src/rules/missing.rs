//! What is missing, and what removed it or refers to it.

use astern_compare::Change;
use serde_json::Value;

use super::opinion::Opinion;
use crate::changed::Changed;
use crate::place::{Place, steps};
use crate::scene::Scene;
use crate::{Missing, Why};

/// Returns whether a change explains that something is missing.
pub(super) fn judge(
    missing: &Missing,
    change: &Changed<'_>,
    place: &Place<'_>,
    scene: &Scene<'_>,
) -> Option<Opinion> {
    let path = steps(&change.path);
    if change.path.segments().is_empty() {
        let id = &change.object.id;
        let removed = change.change == Change::Removed && missing.is(&id.kind, &id.name);
        let old = change.object.renamed_from.as_ref();
        let renamed = old.is_some_and(|old| missing.is(&old.kind, &old.name));
        return (removed || renamed).then(|| Opinion::certain(30, Why::RemovesIt));
    }
    if let Some(key) = &missing.key
        && missing.is(&change.object.id.kind, &change.object.id.name)
        && change.change == Change::Removed
        && let ["data" | "stringData" | "binaryData", removed, ..] = path.as_slice()
        && removed == key
    {
        return Some(Opinion::certain(30, Why::RemovesIt));
    }
    let (own, container) = match place {
        Place::Container { name, path } => (path.as_slice(), Some(*name)),
        Place::Pod(path) => (path.as_slice(), None),
        Place::Workload(path) => (path.as_slice(), None),
        _ => return None,
    };
    if change.change == Change::Removed && own.last() != Some(&"optional") {
        return None;
    }
    if missing.is_referred_by(own) && change.is_now(&missing.name) {
        return Some(Opinion::certain(20, Why::RefersToIt));
    }
    let is_key = |key: &String| change.is_now(key);
    match own {
        [.., "secretKeyRef" | "configMapKeyRef", "key"] | [.., "items", _, "key"]
            if missing.key.as_ref().is_some_and(is_key) =>
        {
            Some(Opinion::certain(20, Why::RefersToIt))
        }
        _ => optional(missing, own, container, change, scene),
    }
}

/// A reference that was optional and is not any more.
fn optional(
    missing: &Missing,
    own: &[&str],
    container: Option<&str>,
    change: &Changed<'_>,
    scene: &Scene<'_>,
) -> Option<Opinion> {
    let [above @ .., "optional"] = own else {
        return None;
    };
    let was_optional = change.old_text().as_deref() == Some("true") && !change.is_now("true");
    if !was_optional {
        return None;
    }
    let mut value = match container {
        Some(name) => scene.container_spec(name)?,
        None => scene.pod_spec()?,
    };
    for step in above {
        value = match value {
            Value::Array(items) => items.iter().find(|item| {
                let name = item.get("name").and_then(Value::as_str);
                name == Some(*step) || *step == "#"
            })?,
            other => other.get(*step)?,
        };
    }
    let text = |field: &str| value.get(field).and_then(Value::as_str);
    let name = text("name").or_else(|| text("secretName"));
    (name == Some(missing.name.as_str())).then(|| Opinion::certain(25, Why::RefersToIt))
}
