//! What the API server writes in another way than the revision, and is the same.

use astern_manifest::ObjectId;
use base64::{Engine as _, prelude::BASE64_STANDARD};
use serde_json::Value;

use super::quantity::nanos;

/// What is known of the values at a place, by the names on the way to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// Typed fields, of which the API server drops those with a zero value.
    Fields,
    /// Fields that are kept as they were written: those of a custom resource.
    Kept,
    /// The root of a Secret.
    Secret,
    /// Texts under names that somebody chose: labels, a ConfigMap's data.
    Texts,
    /// Bytes in base64.
    Bytes,
    /// Amounts such as `1Gi`.
    Amounts,
}

/// Fields whose values are texts by any name.
const TEXTS: [&str; 7] = [
    "annotations",
    "data",
    "labels",
    "matchLabels",
    "nodeSelector",
    "parameters",
    "stringData",
];

/// Fields that hold amounts, as `resource.Quantity` or by any name in them.
const AMOUNTS: [&str; 12] = [
    "averageValue",
    "capacity",
    "default",
    "defaultRequest",
    "divisor",
    "hard",
    "limits",
    "max",
    "min",
    "podFixed",
    "requests",
    "sizeLimit",
];

impl Place {
    /// The place of an object's fields. What the API server does with zero values is known of its own groups only.
    pub(super) fn of(id: &ObjectId) -> Self {
        match Self::is_of_kubernetes(&id.group) {
            true if id.group.is_empty() && id.kind == "Secret" => Self::Secret,
            true => Self::Fields,
            false => Self::Kept,
        }
    }

    /// Whether the API server has the kinds of a group built in, rather than from a definition that somebody installed.
    pub(super) fn is_of_kubernetes(group: &str) -> bool {
        !group.contains('.') || group.ends_with(".k8s.io")
    }

    /// The place of a mapping's field.
    pub(super) fn field(self, key: &str) -> Self {
        match self {
            Self::Texts | Self::Bytes | Self::Amounts => self,
            Self::Secret if key == "data" => Self::Bytes,
            _ if key == "binaryData" => Self::Bytes,
            _ if TEXTS.contains(&key) => Self::Texts,
            _ if AMOUNTS.contains(&key) => Self::Amounts,
            Self::Secret => Self::Fields,
            _ => self,
        }
    }
}

/// Whether two values that are no mappings or lists mean the same at that place.
pub(super) fn same(place: Place, said: &Value, live: &Value) -> bool {
    if said == live {
        return true;
    }
    match (place, said, live) {
        (_, Value::Number(said), Value::Number(live)) => said.as_f64() == live.as_f64(),
        (Place::Bytes, Value::String(said), Value::String(live)) => {
            bytes(said).is_some_and(|said| Some(said) == bytes(live))
        }
        (Place::Amounts, said, live) => amount(said).is_some_and(|said| Some(said) == amount(live)),
        _ => false,
    }
}

/// Whether a value that is not there is as good as one that says this.
pub(super) fn is_dropped(place: Place, said: &Value) -> bool {
    says_nothing(said)
        || (place == Place::Fields
            && match said {
                Value::Bool(said) => !said,
                Value::Number(said) => said.as_f64() == Some(0.0),
                Value::String(said) => said.is_empty(),
                _ => false,
            })
}

/// `null`, `{}`, `[]`, and mappings of nothing else: the revision leaves the field to others.
pub(super) fn says_nothing(said: &Value) -> bool {
    match said {
        Value::Null => true,
        Value::Object(fields) => fields.values().all(says_nothing),
        Value::Array(entries) => entries.is_empty(),
        _ => false,
    }
}

fn amount(value: &Value) -> Option<i128> {
    match value {
        Value::String(text) => nanos(text),
        Value::Number(number) => nanos(&number.to_string()),
        _ => None,
    }
}

/// Go's decoder passes over line breaks.
pub(super) fn bytes(text: &str) -> Option<Vec<u8>> {
    let text: Vec<u8> = text.bytes().filter(|b| !b.is_ascii_whitespace()).collect();
    BASE64_STANDARD.decode(text).ok()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn the_api_servers_way_of_writing_is_the_same() {
        for (place, said, live) in [
            (Place::Fields, json!(1.0), json!(1)),
            (Place::Amounts, json!("1000m"), json!("1")),
            (Place::Amounts, json!(2), json!("2")),
            (Place::Amounts, json!(0.5), json!("500m")),
            (Place::Bytes, json!("aHVu\ndGVy"), json!("aHVudGVy")),
        ] {
            assert!(same(place, &said, &live), "{said} and {live}");
        }
    }

    #[test]
    fn what_only_looks_alike_is_not() {
        for (place, said, live) in [
            (Place::Fields, json!("1000m"), json!("1")),
            (Place::Texts, json!("1.0"), json!("1")),
            (Place::Fields, json!("8080"), json!(8080)),
            (Place::Fields, json!(true), json!("true")),
            (Place::Texts, json!("aHVudGVy\n"), json!("aHVudGVy")),
            (Place::Amounts, json!("1Gi"), json!("1G")),
            (Place::Bytes, json!("?"), json!("!")),
        ] {
            assert!(!same(place, &said, &live), "{said} and {live}");
        }
    }

    #[test]
    fn zero_values_are_dropped_only_where_the_api_server_does_so() {
        for said in [json!(false), json!(0), json!("")] {
            assert!(is_dropped(Place::Fields, &said));
            assert!(!is_dropped(Place::Kept, &said));
            assert!(!is_dropped(Place::Texts, &said));
        }
        for said in [json!(null), json!({}), json!([]), json!({"a": {"b": null}})] {
            assert!(is_dropped(Place::Texts, &said));
        }
        assert!(!is_dropped(Place::Fields, &json!(1)));
        assert!(!is_dropped(Place::Fields, &json!([{}])));
    }

    #[test]
    fn only_the_api_servers_own_groups_are_known() {
        let id = |group: &str, kind: &str| ObjectId {
            group: group.to_owned(),
            kind: kind.to_owned(),
            namespace: None,
            name: "web".to_owned(),
        };
        let data = |kind| Place::of(&id("", kind)).field("data");
        assert_eq!(
            (data("Secret"), data("ConfigMap")),
            (Place::Bytes, Place::Texts)
        );
        for (group, place) in [
            ("", Place::Fields),
            ("apps", Place::Fields),
            ("rbac.authorization.k8s.io", Place::Fields),
            ("monitoring.coreos.com", Place::Kept),
        ] {
            assert_eq!(Place::of(&id(group, "Web")), place, "{group}");
        }
    }
}
