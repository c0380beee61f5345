//! The two sides of an object in one spelling.

use std::sync::Arc;

use astern_manifest::{Object, ObjectId, TextOrigin, to_yaml};
use astern_masking::{Masking, ValueContext, is_secret_object};
use serde::Serialize;
use serde_json::Value;

use super::{
    respelling::respelled_value,
    secret_fields::in_fields_of,
    types::{Form, Type},
};
use crate::{FieldChange, Sides, budget::Budget, fields::masked_fields_of, objects::ObjectPair};

/// The fields of one object that are written otherwise on the two sides and are the same to Kubernetes.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct WrittenOtherwise {
    /// The object, as the `to` side states it.
    #[serde(flatten)]
    pub id: ObjectId,
    /// The fields, as they are written on both sides.
    pub fields: Vec<FieldChange>,
}

/// Returns the two sides of an object with the old one in the spelling of the new one, where they are the same to Kubernetes.
/// `None` where nothing is written otherwise.
///
/// The object has the same namespace on both sides, whether it is written or is the release's own.
pub(crate) fn respelled(pair: &ObjectPair) -> Option<ObjectPair> {
    let (Some(from), Some(to)) = (&pair.from, &pair.to) else {
        return None;
    };
    if from.value == to.value {
        return None;
    }
    let value = respelled_object(from, to)?;
    // The text of a Secret is written from its value, because its secrets are masked in it.
    let (text, text_origin) = match is_secret_object(&to.id) {
        true => (to_yaml(&value).into(), TextOrigin::Serialized),
        false => (Arc::clone(&from.text), from.text_origin),
    };
    let respelled = Object {
        value,
        text,
        text_origin,
        ..Object::clone(from)
    };
    Some(Sides {
        from: Some(Arc::new(respelled)),
        to: Some(Arc::clone(to)),
    })
}

/// Returns the fields that are written otherwise, given the old side as it is written and [`respelled`]; `None` for none.
pub(crate) fn written_otherwise(
    written: &ObjectPair,
    respelled: &ObjectPair,
    masking: &Masking,
    budget: &Budget,
) -> Option<WrittenOtherwise> {
    let (from, to) = (written.from.as_deref()?, respelled.from.as_deref()?);
    let values = Sides {
        from: &from.value,
        to: &to.value,
    };
    let id = respelled.to.as_deref()?.id.clone();
    let fields = masked_fields_of(values, ValueContext::of_object(&id), masking, budget);
    let fields: Vec<FieldChange> = fields.into_iter().map(FieldChange::from).collect();
    (!fields.is_empty()).then_some(WrittenOtherwise { id, fields })
}

/// Returns whether two objects of one kind are the same to Kubernetes, apart from their status.
///
/// ```
/// use serde_json::json;
///
/// let limits = |size| json!({"apiVersion": "v1", "kind": "ResourceQuota", "spec": {"hard": {"cpu": size}}});
/// assert!(astern_compare::is_same_to_kubernetes(&limits("1000m"), &limits("1")));
/// assert!(!astern_compare::is_same_to_kubernetes(&limits("100m"), &limits("1")));
/// ```
#[must_use]
pub fn is_same_to_kubernetes(from: &Value, to: &Value) -> bool {
    let text = |field| to.get(field).and_then(Value::as_str).unwrap_or_default();
    let form = Type::of_kind(text("apiVersion"), text("kind")).map_or(Form::Custom, Form::Struct);
    let sides = Sides {
        from: Some(from),
        to: Some(to),
    };
    respelled_value(form, "", sides).as_ref() == Some(to)
}

/// Returns whether the type of an object's kind is known, so that the API server merges its lists by their keys.
pub(crate) fn is_of_known_type(object: &Object) -> bool {
    Type::of_kind(&object.api_version, &object.id.kind).is_some()
}

fn respelled_object(from: &Object, to: &Object) -> Option<Value> {
    let mut respelled = None;
    if is_secret_object(&from.id) && is_secret_object(&to.id) {
        respelled = in_fields_of(&from.value, &to.value);
    }
    let old = respelled.as_ref().unwrap_or(&from.value);
    let sides = Sides {
        from: Some(old),
        to: Some(&to.value),
    };
    let mut value = respelled_value(form_of(from, to), "", sides)?;
    let written = to.value.pointer("/metadata/namespace");
    let metadata = value.get_mut("metadata").and_then(Value::as_object_mut);
    if let Some(metadata) = metadata.filter(|_| from.id.namespace != to.id.namespace) {
        match written {
            Some(namespace) => metadata.insert("namespace".to_owned(), namespace.clone()),
            None => metadata.shift_remove("namespace"),
        };
    }
    (value != from.value).then_some(value)
}

/// Returns the form of an object. Where the two sides have different types, as of two versions of one API, their fields are
/// compared as they are written.
fn form_of(from: &Object, to: &Object) -> Form {
    let type_of = |object: &Object| Type::of_kind(&object.api_version, &object.id.kind);
    match (type_of(from), type_of(to)) {
        (Some(old), Some(new)) if std::ptr::eq(old, new) => Form::Struct(new),
        // An older version of a kind has the fields of the current one, where that has the name of no other type.
        (None, Some(new)) | (Some(new), None)
            if from.id.kind == to.id.kind
                && from.id.group == to.id.group
                && from.id.group != "autoscaling" =>
        {
            Form::Struct(new)
        }
        _ => Form::Custom,
    }
}
