//! One value as it is shown.

use std::fmt;

use serde::{Serialize, Serializer, ser::SerializeStruct};
use serde_json::Value;

use crate::fingerprint::Fingerprint;

/// A value as it is shown. A secret inside a mapping or list is already a `(masked …)` string there.
#[derive(Debug, Clone, PartialEq)]
pub enum MaskedValue {
    /// The value, of its own type: `"8080"` and `8080` differ.
    Plain(Value),
    /// The fingerprint of a value that is secret as a whole.
    Secret(Fingerprint),
}

/// Serializes the value itself, and a secret as `{"masked": true, "fingerprint": "…"}`.
impl Serialize for MaskedValue {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Plain(value) => value.serialize(serializer),
            Self::Secret(fingerprint) => {
                let mut masked = serializer.serialize_struct("Masked", 2)?;
                masked.serialize_field("masked", &true)?;
                masked.serialize_field("fingerprint", &fingerprint.digits())?;
                masked.end()
            }
        }
    }
}

/// Writes the value as JSON, on one line, and a secret as its mask.
impl fmt::Display for MaskedValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Plain(value) => value.fmt(f),
            Self::Secret(fingerprint) => fingerprint.fmt(f),
        }
    }
}
