//! Compares the fields of two OpenAPI schemas of a CRD version.

use serde_json::{Map, Value};

/// The schema extension with which the API server keeps fields that the schema does not have.
const PRESERVE_UNKNOWN_FIELDS: &str = "x-kubernetes-preserve-unknown-fields";

/// The fields in which two schemas differ. Of a removed or added subtree only the root counts.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Fields {
    /// The fields that only the old schema has.
    pub(super) removed: Vec<String>,
    /// The number of fields that only the new schema has.
    pub(super) added: usize,
}

/// Compares two schemas, in linear time.
pub(super) fn compare(old: &Value, new: &Value) -> Fields {
    let mut comparison = SchemaComparison {
        path: String::new(),
        fields: Fields::default(),
    };
    comparison.compare(old, new);
    comparison.fields
}

struct SchemaComparison {
    path: String,
    fields: Fields,
}

impl SchemaComparison {
    fn compare(&mut self, old: &Value, new: &Value) {
        let [old_fields, new_fields] =
            [old, new].map(|schema| schema.get("properties").and_then(Value::as_object));
        for (name, old_field) in old_fields.into_iter().flatten() {
            let new_field = new_fields.and_then(|fields| fields.get(name));
            let segment = self.segment(name);
            self.compare_below(&segment, |comparison| match new_field {
                Some(new_field) => comparison.compare(old_field, new_field),
                None if preserves_unknown_fields(new) => {}
                None => comparison.fields.removed.push(comparison.path.clone()),
            });
        }
        if !preserves_unknown_fields(old) {
            let is_old = |name: &String| old_fields.is_some_and(|fields| fields.contains_key(name));
            let names = new_fields.into_iter().flat_map(Map::keys);
            self.fields.added += names.filter(|name| !is_old(name)).count();
        }
        for (keyword, segment) in [("items", "[]"), ("additionalProperties", "[*]")] {
            let [old_entry, new_entry] =
                [old, new].map(|schema| schema.get(keyword).filter(|entry| entry.is_object()));
            if let (Some(old_entry), Some(new_entry)) = (old_entry, new_entry) {
                self.compare_below(segment, |comparison| {
                    comparison.compare(old_entry, new_entry);
                });
            }
        }
    }

    /// Compares with a segment added to the path.
    fn compare_below(&mut self, segment: &str, compare: impl FnOnce(&mut Self)) {
        let length = self.path.len();
        self.path.push_str(segment);
        compare(self);
        self.path.truncate(length);
    }

    /// Returns the segment of the path for a property.
    fn segment(&self, name: &str) -> String {
        let is_word = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_');
        match !name.is_empty() && name.chars().all(is_word) {
            true if self.path.is_empty() => name.to_owned(),
            true => format!(".{name}"),
            false => format!("[{}]", Value::from(name)),
        }
    }
}

fn preserves_unknown_fields(schema: &Value) -> bool {
    schema.get(PRESERVE_UNKNOWN_FIELDS).and_then(Value::as_bool) == Some(true)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn object(properties: Value) -> Value {
        json!({"type": "object", "properties": properties})
    }

    #[test]
    fn nested_fields_are_found() {
        let text = || json!({"type": "string"});
        let old = object(json!({
            "spec": object(json!({
                "a": text(), "gone": object(json!({"below": text()})),
                "list": {"type": "array", "items": object(json!({"x": text(), "y": text()}))},
                "map": {"type": "object", "additionalProperties": object(json!({"a.b": text()}))},
            })),
        }));
        let new = object(json!({
            "spec": object(json!({
                "a": {"type": "integer"}, "new": object(json!({"below": text()})),
                "list": {"type": "array", "items": object(json!({"y": text(), "z": text()}))},
                "map": {"type": "object", "additionalProperties": object(json!({}))},
            })),
            "status": object(json!({"x": text()})),
        }));
        let fields = compare(&old, &new);
        assert_eq!(
            fields.removed,
            ["spec.gone", "spec.list[].x", "spec.map[*][\"a.b\"]"]
        );
        assert_eq!(fields.added, 3);
        assert_eq!(compare(&new, &old).added, fields.removed.len());
        assert_eq!(compare(&old, &old), Fields::default());
    }

    #[test]
    fn a_schema_that_preserves_unknown_fields_drops_nothing() {
        let old = object(json!({"spec": object(json!({"a": {"type": "string"}}))}));
        let new = object(json!({"spec": {"type": "object", PRESERVE_UNKNOWN_FIELDS: true}}));
        assert_eq!(compare(&old, &new), Fields::default());
        assert_eq!(compare(&new, &old), Fields::default());
    }
}
