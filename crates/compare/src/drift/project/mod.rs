//! The projection of a live object onto the fields that a revision sets.
//!
//! Where a live value is equivalent to the revision's, the projection contains the revision's spelling. Thus every
//! difference between the revision's object and the projection is drift.

mod lists;

use astern_manifest::ObjectId;
use serde_json::{Map, Value};

use super::equivalence::{FieldSemantics, is_dropped, is_equivalent, is_unset};
use super::managed_fields::{ManagedFieldsEntry, ManagedNodes};

/// The fields of `metadata` that the API server sets, whatever a manifest contains.
const SERVER_FIELDS: [&str; 6] = [
    "creationTimestamp",
    "generation",
    "managedFields",
    "resourceVersion",
    "selfLink",
    "uid",
];

/// Returns the projection of the live object onto the fields that `desired` or `deployed` sets. `deployed` is the same
/// object in the revision that Helm deployed last.
pub(super) fn project(
    desired: &Value,
    deployed: Option<&Value>,
    live: &Value,
    (id, managers): (&ObjectId, &[ManagedFieldsEntry<'_>]),
) -> Value {
    let (Value::Object(fields), Value::Object(live_fields)) = (desired, live) else {
        return live.clone();
    };
    let projection = FieldProjection {
        semantics: FieldSemantics::of_object(id),
        field: "",
        nodes: ManagedNodes::new(managers),
        whole: false,
    };
    // Controllers set the status, whatever the chart contains, so it is not projected.
    let (mut own, kept): (Map<_, _>, Map<_, _>) = fields
        .clone()
        .into_iter()
        .partition(|(field, _)| field != "status");
    let mut deployed = deployed
        .and_then(Value::as_object)
        .cloned()
        .unwrap_or_default();
    deployed.remove("status");
    let kept_metadata = take_server_fields(own.get_mut("metadata"));
    take_server_fields(deployed.get_mut("metadata"));
    let mut projected = projection.mapping(&own, Some(&deployed), live_fields);
    if let Some(Value::Object(metadata)) = projected.get_mut("metadata") {
        metadata.extend(kept_metadata);
    }
    projected.extend(kept);
    Value::Object(projected)
}

/// Removes the fields that the API server sets from an object's metadata and returns them.
fn take_server_fields(metadata: Option<&mut Value>) -> Map<String, Value> {
    let Some(Value::Object(metadata)) = metadata else {
        return Map::new();
    };
    let is_server_field = |field: &String| SERVER_FIELDS.contains(&field.as_str());
    let (server_fields, own) = std::mem::take(metadata)
        .into_iter()
        .partition(|(field, _)| is_server_field(field));
    *metadata = own;
    server_fields
}

/// The projection of one field.
struct FieldProjection<'a> {
    semantics: FieldSemantics,
    /// The name of the innermost field.
    field: &'a str,
    nodes: ManagedNodes<'a>,
    /// Whether a manager other than Helm owns the field as a whole. Then fields that the revision does not set are kept
    /// too.
    whole: bool,
}

impl<'a> FieldProjection<'a> {
    /// Returns the projection of a field of this mapping.
    fn child<'b>(&self, field: &'b str) -> FieldProjection<'b>
    where
        'a: 'b,
    {
        FieldProjection {
            semantics: self.semantics.field(field),
            field,
            nodes: self.nodes.field(field),
            whole: self.whole,
        }
    }

    /// Returns the projection of an entry of this list.
    fn item(&self, nodes: ManagedNodes<'a>) -> Self {
        FieldProjection {
            semantics: self.semantics,
            field: self.field,
            nodes,
            whole: self.whole,
        }
    }

    /// Applies the ownership of this field to the fields below it.
    fn with_ownership(mut self) -> Self {
        self.whole |= self.nodes.is_overwritten();
        self
    }

    /// Returns the projection of a value; `None` when the live object has none, or when neither revision sets it.
    fn value(
        self,
        desired: Option<&Value>,
        deployed: Option<&Value>,
        live: Option<&Value>,
    ) -> Option<Value> {
        let Some(desired) = desired else {
            let deployed = deployed.filter(|deployed| !is_unset(deployed))?;
            return self.value(Some(deployed), None, Some(live?));
        };
        let Some(live) = live else {
            return is_dropped(self.semantics, desired).then(|| desired.clone());
        };
        if desired == live || is_unset(desired) || self.is_filled_in(desired, deployed) {
            return Some(desired.clone());
        }
        Some(match (desired, live) {
            (Value::Object(desired), Value::Object(live)) => {
                let deployed = deployed.and_then(Value::as_object);
                Value::Object(self.with_ownership().mapping(desired, deployed, live))
            }
            (Value::Array(desired), Value::Array(live)) => {
                let deployed = deployed.and_then(Value::as_array).map(Vec::as_slice);
                Value::Array(self.with_ownership().list(
                    desired,
                    deployed.unwrap_or_default(),
                    live,
                ))
            }
            (desired, live) if is_equivalent(self.semantics, desired, live) => desired.clone(),
            (_, live) => live.clone(),
        })
    }

    /// Whether the API server filled in a field that the revision leaves empty, such as `clusterIP: ""`.
    fn is_filled_in(&self, desired: &Value, deployed: Option<&Value>) -> bool {
        self.semantics == FieldSemantics::Typed
            && desired.as_str() == Some("")
            && deployed.is_none_or(|deployed| deployed == desired)
            && !self.nodes.is_overwritten()
    }

    /// Returns the projection of a mapping.
    fn mapping(
        &self,
        desired: &Map<String, Value>,
        deployed: Option<&Map<String, Value>>,
        live: &Map<String, Value>,
    ) -> Map<String, Value> {
        let mut projected = Map::new();
        let only_deployed = deployed
            .into_iter()
            .flatten()
            .filter(|(field, _)| !desired.contains_key(*field));
        for (field, _) in desired.iter().chain(only_deployed) {
            let deployed = deployed.and_then(|deployed| deployed.get(field));
            let inner = self
                .child(field)
                .value(desired.get(field), deployed, live.get(field));
            projected.extend(inner.map(|inner| (field.clone(), inner)));
        }
        if self.whole {
            for (field, value) in live {
                if !projected.contains_key(field) {
                    projected.insert(field.clone(), value.clone());
                }
            }
        }
        projected
    }
}
