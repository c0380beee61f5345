//! Resolves a scalar by its style and tag, to a value or to a mapping key.

use std::borrow::Cow;

use base64::{Engine, engine::general_purpose::STANDARD};
use saphyr_parser::{ScalarStyle, Tag};
use serde_json::Value;

use crate::{
    YamlError, number,
    scalar::{Scalar, resolve},
};

/// A scalar, resolved by its tag and style.
pub(super) enum ScalarNode<'a> {
    Resolved(Scalar<'a>),
    Binary(String),
}

/// Resolves a scalar. With a tag that is not of YAML's core schema it is a string.
pub(super) fn resolve_node<'a>(
    text: &'a str,
    style: ScalarStyle,
    tag: Option<&Tag>,
    line: usize,
) -> Result<ScalarNode<'a>, YamlError> {
    let tag = match tag {
        None if style == ScalarStyle::Plain => return Ok(ScalarNode::Resolved(resolve(text))),
        None => return Ok(ScalarNode::Resolved(Scalar::Text(text))),
        Some(tag) if !tag.is_yaml_core_schema() => {
            return Ok(ScalarNode::Resolved(Scalar::Text(text)));
        }
        Some(tag) => tag,
    };
    let mismatch = || YamlError::Tag {
        line,
        tag: format!("!!{}", tag.suffix),
    };
    let scalar = match (tag.suffix.as_str(), resolve(text)) {
        ("binary", _) => return binary(text).map(ScalarNode::Binary).ok_or_else(mismatch),
        ("null", Scalar::Null) => Scalar::Null,
        ("bool", scalar @ Scalar::Bool(_)) => scalar,
        ("int", scalar @ (Scalar::Int(_) | Scalar::Unsigned(_))) => scalar,
        ("float", scalar @ Scalar::Float(_)) => scalar,
        ("float", Scalar::Int(int)) => Scalar::Float(int as f64),
        ("null" | "bool" | "int" | "float", _) => return Err(mismatch()),
        _ => Scalar::Text(text),
    };
    Ok(ScalarNode::Resolved(scalar))
}

/// Decodes `!!binary`. Invalid UTF-8 becomes U+FFFD, as in Go's JSON encoder.
fn binary(text: &str) -> Option<String> {
    let text: String = text.chars().filter(|c| !matches!(c, '\n' | '\r')).collect();
    let bytes = STANDARD.decode(text).ok()?;
    Some(String::from_utf8_lossy(&bytes).into_owned())
}

impl ScalarNode<'_> {
    /// Returns the JSON value.
    pub(super) fn to_value(&self, line: usize) -> Result<Value, YamlError> {
        Ok(match self {
            Self::Binary(text) => Value::from(text.as_str()),
            Self::Resolved(scalar) => match *scalar {
                Scalar::Null => Value::Null,
                Scalar::Bool(bool) => Value::from(bool),
                Scalar::Int(int) => Value::from(int),
                Scalar::Unsigned(int) => Value::from(int),
                Scalar::Float(float) => {
                    Value::Number(number::from_float(float).ok_or(YamlError::NotFinite { line })?)
                }
                Scalar::Text(text) => Value::from(text),
            },
        })
    }

    /// Returns the string that `sigs.k8s.io/yaml` uses for this key; `None` where it refuses the key.
    pub(super) fn to_key(&self) -> Option<String> {
        let key: Cow<'_, str> = match self {
            Self::Binary(text) => Cow::Borrowed(text),
            Self::Resolved(scalar) => match *scalar {
                Scalar::Null | Scalar::Unsigned(_) => return None,
                Scalar::Bool(bool) => Cow::Borrowed(if bool { "true" } else { "false" }),
                Scalar::Int(int) => Cow::Owned(int.to_string()),
                Scalar::Float(float) => Cow::Owned(number::float_key(float)),
                Scalar::Text(text) => Cow::Borrowed(text),
            },
        };
        Some(key.into_owned())
    }
}

/// Returns the key of an alias to this value, used as a mapping key.
pub(super) fn value_key(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Bool(bool) => Some(bool.to_string()),
        Value::Number(number) => match (number.as_i64(), number.as_f64()) {
            (Some(int), _) => Some(int.to_string()),
            (None, Some(float)) if number.is_f64() => Some(number::float_key(float)),
            _ => None,
        },
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}
