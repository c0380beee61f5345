//! Compares values: user-set values, the chart's defaults, and the effective values.

mod count;
mod defaults;
mod effective;

use astern_ledger::Release;
use serde_json::{Map, Value};

pub(crate) use defaults::{DefaultChanges, changed_defaults};
pub use effective::effective_values;

use crate::{
    FieldChange, Sides,
    budget::Budget,
    fields::{MaskedField, masked_fields_of},
};
use astern_masking::{Masking, ValueContext};

/// Compares the user-set values. No values and an empty mapping are equal.
pub(crate) fn changed_values(
    releases: &Sides<&Release>,
    masking: &Masking,
    budget: &Budget,
) -> Vec<FieldChange> {
    let value =
        |config: Option<&Map<String, Value>>| Value::Object(config.cloned().unwrap_or_default());
    let values = releases.map(|release| value(release.config.as_ref()));
    let fields = masked_fields_of(values.as_ref(), ValueContext::General, masking, budget);
    fields.into_iter().map(FieldChange::from).collect()
}

/// Compares the effective values.
pub(crate) fn changed_effective(
    releases: &Sides<&Release>,
    masking: &Masking,
    budget: &Budget,
) -> Vec<MaskedField> {
    let values = releases.map(|release| Value::Object(effective_values(release)));
    masked_fields_of(values.as_ref(), ValueContext::General, masking, budget)
}
