//! A scalar with its style and tag, and what it is as a value and as a key.

use std::borrow::Cow;

use base64::{Engine, engine::general_purpose::STANDARD};
use saphyr_parser::{ScalarStyle, Tag};
use serde_json::Value;

use crate::{
    YamlError, number,
    scalar::{Scalar, resolve},
};

/// A scalar after its tag and style have had their say.
pub(super) enum Node<'a> {
    Resolved(Scalar<'a>),
    Binary(String),
}

/// Reads a scalar. Tags other than YAML's own leave it a string.
pub(super) fn node<'a>(
    text: &'a str,
    style: ScalarStyle,
    tag: Option<&Tag>,
    line: usize,
) -> Result<Node<'a>, YamlError> {
    let tag = match tag {
        None if style == ScalarStyle::Plain => return Ok(Node::Resolved(resolve(text))),
        None => return Ok(Node::Resolved(Scalar::Text(text))),
        Some(tag) if !tag.is_yaml_core_schema() => return Ok(Node::Resolved(Scalar::Text(text))),
        Some(tag) => tag,
    };
    let mismatch = || YamlError::Tag {
        line,
        tag: format!("!!{}", tag.suffix),
    };
    let scalar = match (tag.suffix.as_str(), resolve(text)) {
        ("binary", _) => return binary(text).map(Node::Binary).ok_or_else(mismatch),
        ("null", Scalar::Null) => Scalar::Null,
        ("bool", scalar @ Scalar::Bool(_)) => scalar,
        ("int", scalar @ (Scalar::Int(_) | Scalar::Unsigned(_))) => scalar,
        ("float", scalar @ Scalar::Float(_)) => scalar,
        ("float", Scalar::Int(int)) => Scalar::Float(int as f64),
        ("null" | "bool" | "int" | "float", _) => return Err(mismatch()),
        _ => Scalar::Text(text),
    };
    Ok(Node::Resolved(scalar))
}

/// `!!binary` is decoded, and what is not UTF-8 in it becomes U+FFFD, as Go's JSON encoder has it.
fn binary(text: &str) -> Option<String> {
    let text: String = text.chars().filter(|c| !matches!(c, '\n' | '\r')).collect();
    let bytes = STANDARD.decode(text).ok()?;
    Some(String::from_utf8_lossy(&bytes).into_owned())
}

impl Node<'_> {
    /// The JSON value.
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

    /// The string that `sigs.k8s.io/yaml` makes of a key; `None` where it makes none.
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

/// The key that an alias to this value makes.
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
