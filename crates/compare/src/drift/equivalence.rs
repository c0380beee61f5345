//! The spellings that the API server changes without changing the meaning: base64, quantities, dropped zero values.

use astern_manifest::{ObjectId, Quantity};
use astern_masking::decode_data;
use serde_json::Value;

/// How the API server treats the values of a field, by the names on the path to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum FieldSemantics {
    /// Fields of a built-in kind. The API server drops those with a zero value.
    Typed,
    /// Fields of a custom resource. The API server stores them unchanged.
    Preserved,
    /// The `resources` of a container in a custom resource: its requests and limits are quantities.
    PreservedResources,
    /// The root of a Secret.
    SecretRoot,
    /// Strings under arbitrary keys: labels, a ConfigMap's data.
    Text,
    /// Bytes in base64.
    Base64,
    /// Quantities such as `1Gi`.
    Quantity,
}

/// Fields whose values are strings, whatever their keys.
const TEXT_FIELDS: [&str; 7] = [
    "annotations",
    "data",
    "labels",
    "matchLabels",
    "nodeSelector",
    "parameters",
    "stringData",
];

/// Fields of built-in kinds that are of type `resource.Quantity`, or maps and lists of it. Those of a LimitRange are below
/// `limits`.
const QUANTITY_FIELDS: [&str; 8] = [
    "averageValue",
    "capacity",
    "divisor",
    "hard",
    "limits",
    "podFixed",
    "requests",
    "sizeLimit",
];

impl FieldSemantics {
    /// Returns the semantics of an object's fields. It is known only of built-in groups how the API server treats
    /// zero values.
    pub(super) fn of_object(id: &ObjectId) -> Self {
        match Self::is_built_in(&id.group) {
            true if id.group.is_empty() && id.kind == "Secret" => Self::SecretRoot,
            true => Self::Typed,
            false => Self::Preserved,
        }
    }

    /// Whether the kinds of a group are built into the API server, rather than defined by a CustomResourceDefinition.
    pub(super) fn is_built_in(group: &str) -> bool {
        !group.contains('.') || group.ends_with(".k8s.io")
    }

    /// Returns the semantics of a field of a mapping with these semantics.
    pub(super) fn field(self, key: &str) -> Self {
        match self {
            Self::Text | Self::Base64 | Self::Quantity => self,
            Self::SecretRoot if key == "data" => Self::Base64,
            _ if key == "binaryData" => Self::Base64,
            _ if TEXT_FIELDS.contains(&key) => Self::Text,
            Self::Typed | Self::SecretRoot if QUANTITY_FIELDS.contains(&key) => Self::Quantity,
            Self::PreservedResources if matches!(key, "limits" | "requests") => Self::Quantity,
            Self::Preserved | Self::PreservedResources if key == "resources" => {
                Self::PreservedResources
            }
            Self::PreservedResources => Self::Preserved,
            Self::SecretRoot => Self::Typed,
            _ => self,
        }
    }
}

/// Whether two scalars mean the same in a field with these semantics.
pub(super) fn is_equivalent(semantics: FieldSemantics, desired: &Value, live: &Value) -> bool {
    if desired == live {
        return true;
    }
    match (semantics, desired, live) {
        (_, Value::Number(desired), Value::Number(live)) => desired.as_f64() == live.as_f64(),
        (FieldSemantics::Base64, Value::String(desired), Value::String(live)) => {
            decode_data(desired).is_some_and(|desired| Some(desired) == decode_data(live))
        }
        (FieldSemantics::Quantity, desired, live) => Quantity::from_value(desired)
            .is_some_and(|desired| Some(desired) == Quantity::from_value(live)),
        _ => false,
    }
}

/// Whether the API server may drop a field with this value.
pub(super) fn is_dropped(semantics: FieldSemantics, desired: &Value) -> bool {
    is_unset(desired)
        || (semantics == FieldSemantics::Typed
            && match desired {
                Value::Bool(value) => !value,
                Value::Number(value) => value.as_f64() == Some(0.0),
                Value::String(value) => value.is_empty(),
                _ => false,
            })
}

/// Whether a value sets nothing: `null`, `{}`, `[]`, and mappings of nothing else.
pub(super) fn is_unset(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Object(fields) => fields.values().all(is_unset),
        Value::Array(entries) => entries.is_empty(),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn spellings_of_the_api_server_are_equivalent() {
        for (semantics, desired, live) in [
            (FieldSemantics::Typed, json!(1.0), json!(1)),
            (FieldSemantics::Quantity, json!("1000m"), json!("1")),
            (FieldSemantics::Quantity, json!(2), json!("2")),
            (FieldSemantics::Quantity, json!(0.5), json!("500m")),
            (
                FieldSemantics::Base64,
                json!("aHVu\ndGVy"),
                json!("aHVudGVy"),
            ),
        ] {
            assert!(
                is_equivalent(semantics, &desired, &live),
                "{desired} and {live}"
            );
        }
    }

    #[test]
    fn different_values_are_not_equivalent() {
        for (semantics, desired, live) in [
            (FieldSemantics::Typed, json!("1000m"), json!("1")),
            (FieldSemantics::Text, json!("1.0"), json!("1")),
            (FieldSemantics::Typed, json!("8080"), json!(8080)),
            (FieldSemantics::Typed, json!(true), json!("true")),
            (FieldSemantics::Text, json!("aHVudGVy\n"), json!("aHVudGVy")),
            (FieldSemantics::Quantity, json!("1Gi"), json!("1G")),
            (FieldSemantics::Base64, json!("?"), json!("!")),
            (FieldSemantics::Preserved, json!("1"), json!(1)),
        ] {
            assert!(
                !is_equivalent(semantics, &desired, &live),
                "{desired} and {live}"
            );
        }
    }

    #[test]
    fn quantities_are_recognized_by_their_path() {
        let at = |root: FieldSemantics, path: &[&str]| {
            path.iter()
                .fold(root, |semantics, key| semantics.field(key))
        };
        for path in [
            &["spec", "max"][..],
            &["spec", "limits", "cpu"],
            &["spec", "min"],
        ] {
            let semantics = at(FieldSemantics::Preserved, path);
            assert!(
                !is_equivalent(semantics, &json!("1"), &json!(1)),
                "{path:?}"
            );
        }
        for (root, path) in [
            (
                FieldSemantics::Preserved,
                &["spec", "resources", "limits", "cpu"][..],
            ),
            (FieldSemantics::Typed, &["spec", "limits", "max", "cpu"]),
            (FieldSemantics::Typed, &["spec", "capacity", "storage"]),
        ] {
            assert!(
                is_equivalent(at(root, path), &json!("1"), &json!(1)),
                "{path:?}"
            );
        }
        let default = at(
            FieldSemantics::Typed,
            &["spec", "versions", "schema", "default"],
        );
        assert!(!is_equivalent(default, &json!("1"), &json!(1)));
    }

    #[test]
    fn zero_values_are_dropped_only_where_the_api_server_does_so() {
        for desired in [json!(false), json!(0), json!("")] {
            assert!(is_dropped(FieldSemantics::Typed, &desired));
            assert!(!is_dropped(FieldSemantics::Preserved, &desired));
            assert!(!is_dropped(FieldSemantics::Text, &desired));
        }
        for desired in [json!(null), json!({}), json!([]), json!({"a": {"b": null}})] {
            assert!(is_dropped(FieldSemantics::Text, &desired));
        }
        assert!(!is_dropped(FieldSemantics::Typed, &json!(1)));
        assert!(!is_dropped(FieldSemantics::Typed, &json!([{}])));
    }

    #[test]
    fn only_built_in_groups_are_typed() {
        let id = |group: &str, kind: &str| ObjectId {
            group: group.to_owned(),
            kind: kind.to_owned(),
            namespace: None,
            name: "web".to_owned(),
        };
        let data = |kind| FieldSemantics::of_object(&id("", kind)).field("data");
        assert_eq!(
            (data("Secret"), data("ConfigMap")),
            (FieldSemantics::Base64, FieldSemantics::Text)
        );
        for (group, semantics) in [
            ("", FieldSemantics::Typed),
            ("apps", FieldSemantics::Typed),
            ("rbac.authorization.k8s.io", FieldSemantics::Typed),
            ("monitoring.coreos.com", FieldSemantics::Preserved),
        ] {
            assert_eq!(
                FieldSemantics::of_object(&id(group, "Web")),
                semantics,
                "{group}"
            );
        }
    }
}
