//! Mappings that are Kubernetes objects, by their `kind` and `apiVersion`: at the root of a document, in a list, in a custom
//! resource or in values.

use serde_json::{Map, Value};

/// The fields of a Secret that hold what is secret.
pub(crate) const DATA: &str = "data";
pub(crate) const STRING_DATA: &str = "stringData";

/// Returns whether a mapping is a Secret of the core API group. In values and templates `apiVersion` is often left out.
pub(crate) fn is_secret(fields: &Map<String, Value>) -> bool {
    has_kind(fields, "Secret")
        && match fields.get("apiVersion") {
            None | Some(Value::Null) => true,
            Some(version) => version
                .as_str()
                .is_some_and(|version| version.trim() == "v1"),
        }
}

/// Returns whether a mapping is a ConfigMap.
pub(crate) fn is_config_map(fields: &Map<String, Value>) -> bool {
    has_kind(fields, "ConfigMap")
}

/// Returns whether resources of a kind contain Secrets or templates of them, such as `SealedSecret`, `ExternalSecret` and
/// `SopsSecret`.
pub(crate) fn makes_secrets(kind: &str) -> bool {
    kind.contains("Secret") && kind != "SecretProviderClass"
}

/// Returns the `kind` of a mapping.
pub(crate) fn kind(fields: &Map<String, Value>) -> Option<&str> {
    fields.get("kind")?.as_str()
}

fn has_kind(fields: &Map<String, Value>, expected: &str) -> bool {
    kind(fields).is_some_and(|kind| kind.trim() == expected)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_secret_is_recognized_by_kind_and_version() {
        let is_secret = |value: Value| is_secret(value.as_object().unwrap());
        assert!(is_secret(json!({"kind": "Secret"})));
        assert!(is_secret(json!({"kind": "Secret", "apiVersion": "v1"})));
        assert!(!is_secret(
            json!({"kind": "Secret", "apiVersion": "x.io/v1"})
        ));
        assert!(!is_secret(json!({"kind": "SecretStore"})));
        assert!(!is_secret(json!({"kind": ["Secret"]})));
    }
}
