//! Values three ways: what the user set, what the chart sets by itself, and what comes of both.

mod count;
mod defaults;
mod effective;

use astern_ledger::Release;
use serde_json::{Map, Value};

pub(crate) use defaults::{DefaultChanges, changed_defaults};
pub use effective::effective_values;

use crate::{
    FieldChange, Sides, changed_fields,
    fields::{MaskedField, masked_fields_of},
};
use astern_masking::{Masking, ValueContext};

/// What the user set. Values that were never set and an empty mapping are the same.
pub(crate) fn changed_values(releases: &Sides<&Release>, masking: &Masking) -> Vec<FieldChange> {
    let value =
        |config: Option<&Map<String, Value>>| Value::Object(config.cloned().unwrap_or_default());
    let Sides { from, to } = releases.map(|release| value(release.config.as_ref()));
    changed_fields(&from, &to, masking)
}

/// What the templates were given.
pub(crate) fn changed_effective(releases: &Sides<&Release>, masking: &Masking) -> Vec<MaskedField> {
    let values = releases.map(|release| Value::Object(effective_values(release)));
    masked_fields_of(values.as_ref(), ValueContext::General, masking)
}
