//! The reasons for which the API server refuses a field or an object, in Kubernetes' words.

use std::fmt;

/// Why the API server refused a field or an object.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Reason {
    /// The field cannot be changed.
    Immutable,
    /// The value has another type.
    NotText,
    /// The value is no number.
    NotNumber,
    /// The value is no boolean.
    NotBoolean,
    /// The value is no mapping.
    NotMap,
    /// The value is no list.
    NotList,
    /// The value is of another type than the field.
    OtherType,
    /// The value is no base64.
    NotBase64,
    /// The value is no quantity.
    NotQuantity,
    /// The name is not one that Kubernetes takes.
    NotName,
    /// The key of a ConfigMap or Secret is not one that Kubernetes takes.
    NotKey,
    /// The label is not one that Kubernetes takes.
    NotLabel,
    /// The value does not match the pattern of the schema.
    OtherPattern,
    /// The value is outside the range that is allowed.
    OutOfRange,
    /// The value is too long.
    TooLong,
    /// There are too many items.
    TooMany,
    /// The field is required.
    Required,
    /// The value is not one of those that are supported.
    Unsupported,
    /// The value or the name exists twice.
    Duplicate,
    /// What the field refers to does not exist.
    NotFound,
    /// The field may not be set.
    Forbidden,
    /// The schema has no such field.
    UnknownField,
    /// The value is invalid for another reason.
    Invalid,
    /// Somebody else manages the field.
    Conflict,
    /// An admission webhook refused the object.
    WebhookDenied,
    /// An admission webhook could not be asked.
    WebhookFailed,
    /// An admission policy refused the object.
    PolicyDenied,
    /// The pod violates the security standard of the namespace.
    PodSecurity,
    /// The quota of the namespace is exceeded.
    QuotaExceeded,
    /// A right is missing.
    MissingRight,
    /// The cluster does not serve the kind.
    KindNotServed,
    /// The object exists already.
    AlreadyExists,
    /// The manifest is no valid YAML.
    NotYaml,
    /// The object is too large.
    TooLarge,
    /// The object could not be decoded.
    NotDecoded,
    /// A hook did not succeed.
    HookFailed,
    /// The time was up.
    TimedOut,
}

use Reason::{
    AlreadyExists, Conflict, Duplicate, Forbidden, HookFailed, Immutable, Invalid, KindNotServed,
    MissingRight, NotBase64, NotBoolean, NotDecoded, NotFound, NotKey, NotLabel, NotList, NotMap,
    NotName, NotNumber, NotQuantity, NotText, NotYaml, OtherPattern, OtherType, OutOfRange,
    PodSecurity, PolicyDenied, QuotaExceeded, Required, TimedOut, TooLarge, TooLong, TooMany,
    UnknownField, Unsupported, WebhookDenied, WebhookFailed,
};

/// What the messages of Kubernetes 1.36 say of a field, and the reason. The first that is found applies.
const OF_FIELDS: &[(&str, Reason)] = &[
    ("is immutable", Immutable),
    ("updates to statefulset spec", Immutable),
    ("may not be changed", Immutable),
    ("may not change once set", Immutable),
    ("expected string", NotText),
    ("of type string", NotText),
    ("must be of type string", NotText),
    ("expected numeric", NotNumber),
    ("of type int", NotNumber),
    ("must be of type integer", NotNumber),
    ("must be of type number", NotNumber),
    ("expected boolean", NotBoolean),
    ("of type bool", NotBoolean),
    ("must be of type boolean", NotBoolean),
    ("expected map", NotMap),
    ("of type map", NotMap),
    ("must be of type object", NotMap),
    ("expected list", NotList),
    ("of type []uint8", NotBase64),
    ("of type []", NotList),
    ("must be of type array", NotList),
    ("expected struct", OtherType),
    ("cannot unmarshal", OtherType),
    ("illegal base64 data", NotBase64),
    ("quantities must match", NotQuantity),
    ("unable to parse quantity", NotQuantity),
    ("valid config key", NotKey),
    ("valid label must", NotLabel),
    ("RFC 1123", NotName),
    ("RFC 1035", NotName),
    ("variable name must", NotName),
    ("name part must", NotName),
    ("should match", OtherPattern),
    ("should be less", OutOfRange),
    ("should be greater", OutOfRange),
    ("must be less", OutOfRange),
    ("must be greater", OutOfRange),
    ("must be between", OutOfRange),
    ("can not be less", OutOfRange),
    ("may not be longer", TooLong),
    ("should be at most", TooLong),
    ("must be no more than", TooLong),
    ("Too long", TooLong),
    ("Too many", TooMany),
    ("Required value", Required),
    ("is required", Required),
    ("Unsupported value", Unsupported),
    ("Duplicate value", Duplicate),
    ("Not found", NotFound),
    ("Forbidden", Forbidden),
    ("unknown field", UnknownField),
    ("field not declared in schema", UnknownField),
    ("Invalid value", Invalid),
];

/// What the messages of Kubernetes and Helm say of an object as a whole.
const OF_OBJECTS: &[(&str, Reason)] = &[
    ("admission webhook", WebhookDenied),
    ("calling webhook", WebhookFailed),
    ("ValidatingAdmissionPolicy", PolicyDenied),
    ("violates PodSecurity", PodSecurity),
    ("exceeded quota", QuotaExceeded),
    ("is forbidden", MissingRight),
    ("cannot impersonate", MissingRight),
    ("no matches for kind", KindNotServed),
    ("could not find the requested resource", KindNotServed),
    ("Apply failed with", Conflict),
    ("conflict with", Conflict),
    ("conflicts with", Conflict),
    ("already exists", AlreadyExists),
    ("YAML", NotYaml),
    ("yaml:", NotYaml),
    ("Too long", TooLarge),
    ("too large", TooLarge),
    ("BackoffLimitExceeded", HookFailed),
    ("DeadlineExceeded", HookFailed),
    ("cannot be handled", NotDecoded),
    ("decoding", NotDecoded),
    ("unable to decode", NotDecoded),
    ("deadline exceeded", TimedOut),
    ("timed out", TimedOut),
];

impl Reason {
    /// Returns why a field was refused, from the part of a message that is about it.
    pub(super) fn of_field(message: &str) -> Option<Self> {
        find(OF_FIELDS, message)
    }

    /// Returns why an object was refused.
    pub(super) fn of_object(message: &str) -> Option<Self> {
        find(OF_OBJECTS, message)
    }
}

fn find(reasons: &[(&str, Reason)], message: &str) -> Option<Reason> {
    let mut found = reasons.iter().filter(|(words, _)| message.contains(words));
    found.next().map(|(_, reason)| *reason)
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Immutable => "field is immutable",
            NotText => "must be a string",
            NotNumber => "must be a number",
            NotBoolean => "must be a boolean",
            NotMap => "must be a map",
            NotList => "must be a list",
            OtherType => "is of another type than the field",
            NotBase64 => "must be base64",
            NotQuantity => "must be a quantity",
            NotName => "must be a name that Kubernetes allows",
            NotKey => "must be a valid config key",
            NotLabel => "must be a valid label",
            OtherPattern => "must match the pattern of the schema",
            OutOfRange => "is outside the range that is allowed",
            TooLong => "is too long",
            TooMany => "has too many items",
            Required => "is required",
            Unsupported => "is not one of the supported values",
            Duplicate => "is duplicated",
            NotFound => "refers to what does not exist",
            Forbidden => "is forbidden",
            UnknownField => "is an unknown field",
            Invalid => "is invalid",
            Conflict => "is managed by somebody else",
            WebhookDenied => "an admission webhook denied it",
            WebhookFailed => "an admission webhook could not be called",
            PolicyDenied => "an admission policy denied it",
            PodSecurity => "violates the Pod Security Standard of the namespace",
            QuotaExceeded => "exceeds the quota of the namespace",
            MissingRight => "is forbidden to this account",
            KindNotServed => "its kind is not served by the cluster",
            AlreadyExists => "already exists",
            NotYaml => "is not valid YAML",
            TooLarge => "is too large",
            NotDecoded => "could not be decoded",
            HookFailed => "the hook did not succeed",
            TimedOut => "timed out",
        })
    }
}
