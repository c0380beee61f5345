//! Reads a record's JSON field by field, and keeps the fields that are not known.
//!
//! It replaces derived `Deserialize` with flattened unknown keys, which serde generates for every combination of type and
//! format. That saves 6,400 bytes of gzip in the first load of the app; see "Size decisions" in `ARCHITECTURE.md`.

use serde_json::{Map, Value};

use crate::{Namespace, ReleaseName, Revision, Status};

/// A field is missing or of another type. Holds the key only: the value may be a password.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("the field {0:?} is missing or of another type")]
pub struct InvalidField(pub &'static str);

/// A type that is read from the value of a field.
pub(crate) trait FromField: Sized {
    /// Returns the value of an absent field; `None` when the field is required.
    fn absent() -> Option<Self> {
        None
    }

    /// Reads the value of the field `key`.
    fn from_field(key: &'static str, value: Value) -> Result<Self, InvalidField>;
}

/// The fields of an object that have not been read yet.
pub(crate) struct Fields(Map<String, Value>);

impl Fields {
    /// Takes the object that is the value of the field `key`.
    pub(crate) fn new(key: &'static str, value: Value) -> Result<Self, InvalidField> {
        match value {
            Value::Object(map) => Ok(Self(map)),
            _ => Err(InvalidField(key)),
        }
    }

    /// Removes and reads a field.
    pub(crate) fn take<T: FromField>(&mut self, key: &'static str) -> Result<T, InvalidField> {
        match self.0.shift_remove(key) {
            Some(value) => T::from_field(key, value),
            None => T::absent().ok_or(InvalidField(key)),
        }
    }

    /// Removes and reads a field whose absence means the default, as `null` does: Go leaves a field of such a value as it
    /// was.
    pub(crate) fn take_or_default<T: FromField + Default>(
        &mut self,
        key: &'static str,
    ) -> Result<T, InvalidField> {
        match self.0.shift_remove(key) {
            None | Some(Value::Null) => Ok(T::default()),
            Some(value) => T::from_field(key, value),
        }
    }

    /// Returns the remaining fields: those that this version of Astern does not know.
    pub(crate) fn into_unknown(self) -> Map<String, Value> {
        self.0
    }
}

impl<T: FromField> FromField for Option<T> {
    fn absent() -> Option<Self> {
        Some(None)
    }

    fn from_field(key: &'static str, value: Value) -> Result<Self, InvalidField> {
        match value {
            Value::Null => Ok(None),
            value => T::from_field(key, value).map(Some),
        }
    }
}

/// `null` is an empty list: Go writes a nil slice so.
impl<T: FromField> FromField for Vec<T> {
    fn absent() -> Option<Self> {
        Some(Self::new())
    }

    fn from_field(key: &'static str, value: Value) -> Result<Self, InvalidField> {
        match value {
            Value::Null => Ok(Self::new()),
            Value::Array(list) => list
                .into_iter()
                .map(|item| T::from_field(key, item))
                .collect(),
            _ => Err(InvalidField(key)),
        }
    }
}

impl FromField for String {
    fn from_field(key: &'static str, value: Value) -> Result<Self, InvalidField> {
        match value {
            Value::String(text) => Ok(text),
            _ => Err(InvalidField(key)),
        }
    }
}

impl FromField for bool {
    fn from_field(key: &'static str, value: Value) -> Result<Self, InvalidField> {
        value.as_bool().ok_or(InvalidField(key))
    }
}

impl FromField for i64 {
    fn from_field(key: &'static str, value: Value) -> Result<Self, InvalidField> {
        value.as_i64().ok_or(InvalidField(key))
    }
}

impl FromField for u32 {
    fn from_field(key: &'static str, value: Value) -> Result<Self, InvalidField> {
        let number = value.as_u64().and_then(|number| number.try_into().ok());
        number.ok_or(InvalidField(key))
    }
}

impl FromField for Value {
    fn from_field(_: &'static str, value: Value) -> Result<Self, InvalidField> {
        Ok(value)
    }
}

impl FromField for Map<String, Value> {
    fn from_field(key: &'static str, value: Value) -> Result<Self, InvalidField> {
        Fields::new(key, value).map(Fields::into_unknown)
    }
}

/// Implements [`FromField`] for types that convert from a string.
macro_rules! from_text {
    ($($of:ty),*) => {$(
        impl $crate::json_fields::FromField for $of {
            fn from_field(key: &'static str, value: Value) -> Result<Self, $crate::json_fields::InvalidField> {
                let text = String::from_field(key, value)?;
                text.try_into().map_err(|_| $crate::json_fields::InvalidField(key))
            }
        }
    )*};
}

/// Implements serde's `Deserialize` for types that implement [`FromField`].
macro_rules! deserialize {
    ($($of:ty),*) => {$(
        impl<'de> serde::Deserialize<'de> for $of {
            fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                let value = serde_json::Value::deserialize(from)?;
                $crate::json_fields::FromField::from_field("", value).map_err(serde::de::Error::custom)
            }
        }
    )*};
}

pub(crate) use deserialize;

from_text!(Namespace, ReleaseName, Status);

impl FromField for Revision {
    fn from_field(key: &'static str, value: Value) -> Result<Self, InvalidField> {
        u32::from_field(key, value)?
            .try_into()
            .map_err(|_| InvalidField(key))
    }
}
