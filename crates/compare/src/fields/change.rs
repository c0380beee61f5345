//! A field that differs, as it is shown: the last stage.

use astern_diff::{Change, FieldPath, Sides};
use astern_masking::{MaskedValue, Masking, ValueContext};
use serde::Serialize;
use serde_json::Value;

use super::masked::{MaskedField, masked_fields_of};
use crate::{Noise, Origin};

/// One field that differs. What was added or removed as a whole is one change at its topmost node.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct FieldChange {
    /// Where it stands.
    pub path: FieldPath,
    /// How it differs.
    pub change: Change,
    /// What it was; absent when it was added. For [`Change::Reordered`] the keys of the entries that both lists have.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<MaskedValue>,
    /// What it is; absent when it was removed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to: Option<MaskedValue>,
    /// Why it may be folded; absent when it means something.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub noise: Option<Noise>,
    /// Whether it is a text that says the same on both sides and is only written otherwise: a JSON or YAML document with
    /// other white space, comments or order of keys.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub only_formatting: bool,
    /// For a field of an object or hook, what moved as it did: it comes from one of these. For a value that the templates
    /// were given, whose it is. Empty where that is not known.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub provenance: Vec<Origin>,
}

/// Returns the fields in which two values differ, secrets under secret-looking names masked.
#[must_use]
pub fn changed_fields(from: &Value, to: &Value, masking: &Masking) -> Vec<FieldChange> {
    let fields = masked_fields_of(Sides { from, to }, ValueContext::General, masking);
    fields.into_iter().map(FieldChange::from).collect()
}

impl FieldChange {
    /// A value that the templates were given, and whose it is.
    pub(crate) fn from_origin(field: MaskedField, origin: Origin) -> Self {
        Self::new(field, None, vec![origin])
    }

    pub(super) fn new(field: MaskedField, noise: Option<Noise>, provenance: Vec<Origin>) -> Self {
        Self {
            path: field.path,
            change: field.change,
            from: field.from,
            to: field.to,
            noise,
            only_formatting: field.only_formatting,
            provenance,
        }
    }
}

/// A field of which nothing but its difference is known.
impl From<MaskedField> for FieldChange {
    fn from(field: MaskedField) -> Self {
        Self::new(field, None, Vec::new())
    }
}
