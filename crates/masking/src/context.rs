//! The context of a value in an object or in values, as far as it decides whether the value is a secret.

use astern_manifest::{DocumentFormat, ObjectId};
use serde_json::{Map, Value};

use crate::{
    kinds::{self, DATA, STRING_DATA},
    names::{
        is_auth_method, is_auth_name, is_credential_header, is_locator_name, is_part_of_reference,
        is_reference_beside, is_secret_name,
    },
    text::{CommandProgram, TextKind, is_no_secret, is_private_member, is_secret_argument},
};

/// The annotation in which `kubectl apply` keeps the whole object, including a Secret's data.
const LAST_APPLIED: &str = "kubectl.kubernetes.io/last-applied-configuration";

/// What is known about a value from the object that it is in and from the names above and beside it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ValueContext {
    /// Nothing yet: the value's own name decides.
    General,
    /// The root of a Secret.
    SecretObject,
    /// In a resource that makes Secrets, such as an `ExternalSecret`: `data` and `stringData` at any depth are those of a Secret.
    SecretResource,
    /// The root of a ConfigMap.
    ConfigMapObject,
    /// The `data` of a ConfigMap: texts under file names.
    ConfigMapData,
    /// A text of a ConfigMap whose name ends in `.yaml` or `.yml`.
    YamlText,
    /// A schema. `password` is the name of a property there, and its description is no password.
    Schema,
    /// Prose. `password: …` is no password there, but `https://user:password@host` contains one.
    Prose,
    /// A container's `args`, of which `command` says the program.
    ArgumentsOf(CommandProgram),
    /// Below a secret name: strings and numbers are secrets unless their own name only says where a secret is.
    UnderSecretName,
    /// A secret by its own name or by the rules of Kubernetes. Nothing in it is shown.
    Secret,
    /// The `data` of a Secret: a secret in base64.
    SecretData,
}

impl ValueContext {
    /// Returns the context of a whole object.
    #[must_use]
    pub fn of_object(id: &ObjectId) -> Self {
        match (id.group.as_str(), id.kind.as_str()) {
            ("", "Secret") => Self::SecretObject,
            ("", "ConfigMap") => Self::ConfigMapObject,
            ("apiextensions.k8s.io", "CustomResourceDefinition") => Self::Schema,
            (_, kind) if kinds::makes_secrets(kind) => Self::SecretResource,
            _ => Self::General,
        }
    }

    /// Returns the context of a field of a mapping, given all fields of the mapping.
    #[must_use]
    pub fn of_field(self, key: &str, siblings: &Map<String, Value>) -> Self {
        match self {
            Self::Secret | Self::SecretData => self,
            _ if matches!(key, DATA | STRING_DATA) => self.of_data(key, siblings),
            Self::Schema => self,
            _ if key == LAST_APPLIED => Self::Secret,
            Self::UnderSecretName if is_locator_name(key) => Self::General,
            Self::UnderSecretName if is_part_of_reference(key, siblings) => Self::General,
            Self::UnderSecretName => Self::UnderSecretName,
            // `externalSecretSpec` of a ClusterExternalSecret is the `spec` of what it makes.
            Self::SecretResource if key.ends_with("SecretSpec") => Self::SecretResource,
            _ if key == "value" && has_secret_name(siblings) => Self::UnderSecretName,
            _ if is_auth_name(key) && siblings.get(key).is_some_and(is_credential) => Self::Secret,
            _ if is_private_member(key) && siblings.contains_key("kty") => Self::Secret,
            _ if is_secret_name(key) && !is_reference_beside(key, siblings) => {
                Self::UnderSecretName
            }
            Self::ConfigMapData if key.ends_with(".yaml") || key.ends_with(".yml") => {
                Self::YamlText
            }
            _ if matches!(key, "description" | "summary" | "expr") => Self::Prose,
            _ if key == "spec" && kinds::kind(siblings).is_some_and(kinds::makes_secrets) => {
                Self::SecretResource
            }
            Self::SecretResource => Self::SecretResource,
            _ => program_beside(key, siblings).map_or(Self::General, Self::ArgumentsOf),
        }
    }

    /// Returns the context of a field named `data` or `stringData`.
    fn of_data(self, key: &str, siblings: &Map<String, Value>) -> Self {
        let is_mapping = siblings.get(key).is_some_and(Value::is_object);
        match self {
            Self::SecretObject if key == DATA => Self::SecretData,
            Self::SecretObject => Self::Secret,
            Self::ConfigMapObject if key == DATA => Self::ConfigMapData,
            _ if kinds::is_secret(siblings) && key == DATA => Self::SecretData,
            _ if kinds::is_secret(siblings) => Self::Secret,
            // The `data` of an ExternalSecret is a list of what to fetch from where.
            Self::SecretResource if is_mapping => Self::Secret,
            Self::Schema | Self::UnderSecretName | Self::SecretResource => self,
            _ if key == DATA && kinds::is_config_map(siblings) => Self::ConfigMapData,
            _ => Self::General,
        }
    }

    /// Returns the context of an item of a list. What follows `--password` in a list of arguments is a password.
    #[must_use]
    pub fn of_item(self, items: &[Value], index: usize) -> Self {
        let before = index
            .checked_sub(1)
            .and_then(|before| items.get(before))
            .and_then(Value::as_str);
        let (program, context) = match self {
            Self::ArgumentsOf(program) => (Some(program), Self::General),
            Self::General | Self::SecretResource => (None, self),
            _ => return self,
        };
        match before {
            Some(flag)
                if is_flag(flag)
                    && (is_secret_name(flag)
                        || is_auth_name(flag) && items.get(index).is_some_and(is_credential)) =>
            {
                Self::UnderSecretName
            }
            _ if is_secret_argument(program, items, index) => Self::Secret,
            _ => context,
        }
    }

    /// Returns whether a value as a whole is a secret. Of mappings and lists, only the items are.
    pub(crate) fn is_secret(self, value: &Value) -> bool {
        match (self, value) {
            (_, Value::Array(_) | Value::Object(_)) => false,
            (_, Value::String(text)) => self.is_secret_text(text),
            (Self::Secret | Self::SecretData, _) => true,
            (Self::UnderSecretName, Value::Number(_)) => true,
            _ => false,
        }
    }

    /// Returns whether a string as a whole is a secret.
    pub(crate) fn is_secret_text(self, text: &str) -> bool {
        match self {
            Self::Secret | Self::SecretData => true,
            Self::UnderSecretName => !is_no_secret(text),
            _ => false,
        }
    }

    /// Returns how a string is searched for secrets; `None` when it is not.
    pub(crate) fn text_kind(self) -> Option<TextKind> {
        match self {
            Self::General
            | Self::ArgumentsOf(_)
            | Self::SecretObject
            | Self::SecretResource
            | Self::ConfigMapObject
            | Self::ConfigMapData
            | Self::YamlText => Some(TextKind::Configuration),
            Self::Prose => Some(TextKind::Prose),
            Self::Schema | Self::UnderSecretName | Self::Secret | Self::SecretData => None,
        }
    }

    /// Parses a string that is a whole document, and tells its format; `None` where a string stays a string.
    ///
    /// JSON is recognized anywhere. YAML is recognized in a ConfigMap's `data`, under a key that ends in `.yaml` or `.yml`:
    /// elsewhere a string that could be YAML is often something else, such as `key: value` properties.
    #[must_use]
    pub fn parse_document(self, text: &str) -> Option<(DocumentFormat, Value)> {
        let formats: &[DocumentFormat] = match self {
            Self::General | Self::ArgumentsOf(_) | Self::SecretResource => &[DocumentFormat::Json],
            Self::YamlText => &[DocumentFormat::Json, DocumentFormat::Yaml],
            _ => &[],
        };
        formats
            .iter()
            .find_map(|format| Some((*format, format.parse_whole(text)?)))
    }
}

/// Returns the program of a container's `args`: the one that `command` beside it runs.
fn program_beside(key: &str, siblings: &Map<String, Value>) -> Option<CommandProgram> {
    let command = (key == "args").then(|| siblings.get("command"))??;
    CommandProgram::of(command.as_array()?)
}

/// Returns whether the `value` of `{name: DB_PASSWORD, value: …}`, an environment variable or the like, is a secret.
fn has_secret_name(siblings: &Map<String, Value>) -> bool {
    let is_credential_value = || siblings.get("value").is_some_and(is_credential);
    ["name", "key"]
        .iter()
        .filter_map(|field| siblings.get(*field)?.as_str())
        .any(|name| {
            is_secret_name(name)
                || is_credential_header(name)
                || (is_auth_name(name) && is_credential_value())
        })
}

/// Returns whether the value beside a name such as `auth` is a credential, and not the name of a method.
fn is_credential(value: &Value) -> bool {
    match value {
        Value::String(text) => !is_auth_method(text),
        Value::Number(_) => true,
        _ => false,
    }
}

/// Returns whether an argument is a flag whose value is the next argument.
fn is_flag(argument: &str) -> bool {
    argument.starts_with('-') && !argument.contains(['=', ' '])
}

/// Returns whether an object is a Secret of the core API group.
#[must_use]
pub fn is_secret_object(id: &ObjectId) -> bool {
    id.group.is_empty() && id.kind == "Secret"
}
