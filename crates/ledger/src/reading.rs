//! Reading a record's JSON key by key.
//!
//! Derived, the same reading was 45 kB of the app: serde makes it anew for every combination of type and format, and keys
//! that are kept although they are not known double it.

use serde_json::{Map, Value};

use crate::{Namespace, ReleaseName, Revision, Status};

/// The key whose value is missing or of another type. The value is not kept: it may be a password.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("the field {0:?} is missing or of another type")]
pub struct Unread(pub &'static str);

/// What can be read from a JSON value.
pub(crate) trait Read: Sized {
    /// What it is when its key is absent; `None` when it must not be.
    fn absent() -> Option<Self> {
        None
    }

    /// Reads the value that stands under a key.
    fn read(key: &'static str, value: Value) -> Result<Self, Unread>;
}

/// The keys of an object that have not been read yet.
pub(crate) struct Fields(Map<String, Value>);

impl Fields {
    /// The keys of the object that stands under a key.
    pub(crate) fn of(key: &'static str, value: Value) -> Result<Self, Unread> {
        match value {
            Value::Object(map) => Ok(Self(map)),
            _ => Err(Unread(key)),
        }
    }

    /// Reads the value under a key.
    pub(crate) fn take<T: Read>(&mut self, key: &'static str) -> Result<T, Unread> {
        match self.0.shift_remove(key) {
            Some(value) => T::read(key, value),
            None => T::absent().ok_or(Unread(key)),
        }
    }

    /// The same, for a key that Go writes always and that an absent one is the default of.
    pub(crate) fn take_or_default<T: Read + Default>(
        &mut self,
        key: &'static str,
    ) -> Result<T, Unread> {
        match self.0.shift_remove(key) {
            Some(value) => T::read(key, value),
            None => Ok(T::default()),
        }
    }

    /// What is left: keys that this version of Astern does not know.
    pub(crate) fn rest(self) -> Map<String, Value> {
        self.0
    }
}

impl<T: Read> Read for Option<T> {
    fn absent() -> Option<Self> {
        Some(None)
    }

    fn read(key: &'static str, value: Value) -> Result<Self, Unread> {
        match value {
            Value::Null => Ok(None),
            value => T::read(key, value).map(Some),
        }
    }
}

/// Go writes an empty slice as `null`.
impl<T: Read> Read for Vec<T> {
    fn absent() -> Option<Self> {
        Some(Self::new())
    }

    fn read(key: &'static str, value: Value) -> Result<Self, Unread> {
        match value {
            Value::Null => Ok(Self::new()),
            Value::Array(list) => list.into_iter().map(|item| T::read(key, item)).collect(),
            _ => Err(Unread(key)),
        }
    }
}

impl Read for String {
    fn read(key: &'static str, value: Value) -> Result<Self, Unread> {
        match value {
            Value::String(text) => Ok(text),
            _ => Err(Unread(key)),
        }
    }
}

impl Read for bool {
    fn read(key: &'static str, value: Value) -> Result<Self, Unread> {
        value.as_bool().ok_or(Unread(key))
    }
}

impl Read for i64 {
    fn read(key: &'static str, value: Value) -> Result<Self, Unread> {
        value.as_i64().ok_or(Unread(key))
    }
}

impl Read for u32 {
    fn read(key: &'static str, value: Value) -> Result<Self, Unread> {
        let number = value.as_u64().and_then(|number| number.try_into().ok());
        number.ok_or(Unread(key))
    }
}

impl Read for Value {
    fn read(_: &'static str, value: Value) -> Result<Self, Unread> {
        Ok(value)
    }
}

impl Read for Map<String, Value> {
    fn read(key: &'static str, value: Value) -> Result<Self, Unread> {
        Fields::of(key, value).map(Fields::rest)
    }
}

/// Reads the types that are made from text.
macro_rules! from_text {
    ($($of:ty),*) => {$(
        impl $crate::reading::Read for $of {
            fn read(key: &'static str, value: Value) -> Result<Self, $crate::reading::Unread> {
                let text = String::read(key, value)?;
                text.try_into().map_err(|_| $crate::reading::Unread(key))
            }
        }
    )*};
}

/// Lets serde read what is read key by key.
macro_rules! deserialize {
    ($($of:ty),*) => {$(
        impl<'de> serde::Deserialize<'de> for $of {
            fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                let value = serde_json::Value::deserialize(from)?;
                $crate::reading::Read::read("", value).map_err(serde::de::Error::custom)
            }
        }
    )*};
}

pub(crate) use deserialize;

from_text!(Namespace, ReleaseName, Status);

impl Read for Revision {
    fn read(key: &'static str, value: Value) -> Result<Self, Unread> {
        u32::read(key, value)?.try_into().map_err(|_| Unread(key))
    }
}
