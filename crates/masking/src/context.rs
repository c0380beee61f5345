//! Where in an object a value stands, as far as that says whether it is a secret.

use astern_manifest::{DocumentFormat, ObjectId};
use serde_json::{Map, Value};

use crate::names::{is_locator, is_method, looks_secret, says_auth};
use crate::text::Reading;

/// `kubectl apply` keeps the whole object in this annotation, a Secret's data included.
const LAST_APPLIED: &str = "kubectl.kubernetes.io/last-applied-configuration";

/// What is known about the place of a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ValueContext {
    /// Nothing yet: names decide.
    General,
    /// The root of a Secret.
    SecretObject,
    /// The root of a ConfigMap.
    ConfigMapObject,
    /// The texts of a ConfigMap, each under the name of a file.
    ConfigMapData,
    /// A text whose name says that it is a YAML document.
    YamlText,
    /// A schema: `password` is a property's name there, and its description is no password.
    Schema,
    /// Prose, in which `password: …` is no password, but `https://user:password@host` has one.
    Prose,
    /// Below a name that looks secret: strings and numbers are secrets unless their own name says where one is.
    UnderSecretName,
    /// A secret by its own name or by Kubernetes' rules: nothing in it is shown.
    Secret,
}

impl ValueContext {
    /// The context of a whole object.
    pub fn of_object(id: &ObjectId) -> Self {
        match (id.group.as_str(), id.kind.as_str()) {
            ("", "Secret") => Self::SecretObject,
            ("", "ConfigMap") => Self::ConfigMapObject,
            ("apiextensions.k8s.io", "CustomResourceDefinition") => Self::Schema,
            _ => Self::General,
        }
    }

    /// The context of a mapping's field, given its neighbours.
    pub fn of_field(self, key: &str, neighbours: &Map<String, Value>) -> Self {
        match self {
            Self::Secret | Self::Schema => self,
            Self::ConfigMapObject if key == "data" => Self::ConfigMapData,
            Self::SecretObject if matches!(key, "data" | "stringData") => Self::Secret,
            _ if key == LAST_APPLIED => Self::Secret,
            Self::UnderSecretName if is_locator(key) => Self::General,
            Self::UnderSecretName
                if key == "key"
                    && ["name", "path"]
                        .iter()
                        .any(|field| neighbours.contains_key(*field)) =>
            {
                Self::General
            }
            Self::UnderSecretName => Self::UnderSecretName,
            _ if key == "value" && has_secret_name(neighbours) => Self::Secret,
            _ if says_auth(key) && neighbours.get(key).is_some_and(proves) => Self::Secret,
            _ if looks_secret(key) => Self::UnderSecretName,
            Self::ConfigMapData if key.ends_with(".yaml") || key.ends_with(".yml") => {
                Self::YamlText
            }
            _ if matches!(key, "description" | "summary" | "expr") => Self::Prose,
            _ => Self::General,
        }
    }

    /// The context of a list's entry. What follows `--password` in a list of arguments is a password.
    pub fn of_item(self, items: &[Value], index: usize) -> Self {
        let before = index
            .checked_sub(1)
            .and_then(|before| items.get(before))
            .and_then(Value::as_str);
        match (self, before) {
            (Self::General, Some(flag))
                if is_flag(flag)
                    && (looks_secret(flag)
                        || says_auth(flag) && items.get(index).is_some_and(proves)) =>
            {
                Self::Secret
            }
            _ => self,
        }
    }

    /// Whether this very value is a secret. Mappings and lists are looked into instead.
    pub fn hides(self, value: &Value) -> bool {
        match (self, value) {
            (_, Value::Array(_) | Value::Object(_)) => false,
            (Self::Secret, _) => true,
            (Self::UnderSecretName, Value::String(_) | Value::Number(_)) => true,
            _ => false,
        }
    }

    /// How secrets are looked for within a text, if at all.
    pub fn reading(self) -> Option<Reading> {
        match self {
            Self::General
            | Self::SecretObject
            | Self::ConfigMapObject
            | Self::ConfigMapData
            | Self::YamlText => Some(Reading::Anything),
            Self::Prose => Some(Reading::Prose),
            Self::Schema | Self::UnderSecretName | Self::Secret => None,
        }
    }

    /// Parses a string that is a whole document, and tells its format; `None` where a string stays a string.
    ///
    /// JSON is recognized anywhere. YAML is recognized in a ConfigMap's `data`, under a key that ends in `.yaml` or `.yml`:
    /// elsewhere a string that could be YAML is often something else, such as `key: value` properties.
    #[must_use]
    pub fn parse_document(self, text: &str) -> Option<(DocumentFormat, Value)> {
        let formats: &[DocumentFormat] = match self {
            Self::General => &[DocumentFormat::Json],
            Self::YamlText => &[DocumentFormat::Json, DocumentFormat::Yaml],
            _ => &[],
        };
        formats
            .iter()
            .find_map(|format| Some((*format, format.parse_whole(text)?)))
    }
}

/// `{name: DB_PASSWORD, value: …}`, an environment variable or something of that shape.
fn has_secret_name(neighbours: &Map<String, Value>) -> bool {
    let value_proves = || neighbours.get("value").is_some_and(proves);
    ["name", "key"]
        .iter()
        .filter_map(|field| neighbours.get(*field)?.as_str())
        .any(|name| looks_secret(name) || (says_auth(name) && value_proves()))
}

/// Whether what stands beside a name such as `auth` proves who somebody is, and does not only say how.
fn proves(value: &Value) -> bool {
    match value {
        Value::String(text) => !is_method(text),
        Value::Number(_) => true,
        _ => false,
    }
}

/// Whether an argument is a flag whose value is the next one.
fn is_flag(argument: &str) -> bool {
    argument.starts_with('-') && !argument.contains(['=', ' '])
}
