//! A field that differs, with its noise and its provenance: the last stage.

use astern_diff::{Change, FieldPath, Format, Segment, Sides};
use astern_manifest::is_ambiguous;
use astern_masking::{MaskedValue, Masking, ValueContext};
use serde::Serialize;
use serde_json::Value;

use super::{
    masked::{MaskedField, masked_fields_of},
    masked_path::MaskedPath,
    text_lines::TextLines,
};
use crate::{Noise, Origin, budget::Budget};

/// One field that differs. A subtree that was added or removed is one change at its root.
///
/// A changed field without values is [abridged](Self::is_abridged).
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct FieldChange {
    /// Its path.
    pub path: FieldPath,
    #[serde(skip)]
    masked_path: MaskedPath,
    /// How it differs.
    pub change: Change,
    /// The old value; absent when it was added. For [`Change::Reordered`] the keys of the entries that both lists have.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<MaskedValue>,
    /// The new value; absent when it was removed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to: Option<MaskedValue>,
    /// The lines that differ, with their neighbours, where both values are texts and one has several lines.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lines: Option<TextLines>,
    /// Why it is noise and may be folded; absent when it is not noise.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub noise: Option<Noise>,
    /// Whether it is a JSON or YAML document in a string that differs only in white space, comments or order of keys.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub only_formatting: bool,
    /// The possible origins. For a field of an object or hook, the values that changed in the same way, one of which the
    /// template rendered; for an effective value, whether the user or the chart sets it. Empty if unknown.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub provenance: Vec<Origin>,
}

/// Returns the fields in which two values differ, with the values of secret-looking names masked.
#[must_use]
pub fn changed_fields(from: &Value, to: &Value, masking: &Masking) -> Vec<FieldChange> {
    let budget = Budget::default();
    let fields = masked_fields_of(Sides { from, to }, ValueContext::General, masking, &budget);
    fields.into_iter().map(FieldChange::from).collect()
}

impl FieldChange {
    /// Whether it stands for all that differs at and below its path, of which there was too much to list.
    #[must_use]
    pub fn is_abridged(&self) -> bool {
        self.change == Change::Changed && self.from.is_none() && self.to.is_none()
    }

    /// Whether one of its values with this text is a plain scalar of YAML that a text holds, and is kept as it is written
    /// because readers of YAML read it differently: `3.10`.
    #[must_use]
    pub fn is_plain_scalar(&self, text: &str) -> bool {
        let mut steps = self.path.segments().iter().rev();
        let document = steps.find_map(|step| match step {
            Segment::Embedded(format) => Some(*format),
            _ => None,
        });
        document == Some(Format::Yaml) && is_ambiguous(text)
    }

    /// Makes an effective value with its origin.
    pub(crate) fn from_origin(field: MaskedField, origin: Origin) -> Self {
        Self::new(field, None, vec![origin])
    }

    /// Returns the path as it is, where a known secret is masked in [`FieldChange::path`]. It must not be shown.
    pub(crate) fn source_path(&self) -> &FieldPath {
        self.masked_path.source()
    }

    pub(super) fn new(field: MaskedField, noise: Option<Noise>, provenance: Vec<Origin>) -> Self {
        let lines = match field.only_formatting {
            true => None,
            false => TextLines::between(field.from.as_ref(), field.to.as_ref()),
        };
        Self {
            path: field.path.shown().clone(),
            masked_path: field.path,
            lines,
            change: field.change,
            from: field.from,
            to: field.to,
            noise,
            only_formatting: field.only_formatting,
            provenance,
        }
    }
}

/// Makes a field without noise and origins.
impl From<MaskedField> for FieldChange {
    fn from(field: MaskedField) -> Self {
        Self::new(field, None, Vec::new())
    }
}
