//! Fields that differ, with their values masked: the first stage after the comparison. From here on there are no secrets.

use astern_diff::{
    Change, Difference, EntryKey, FieldDifference, FieldPath, Sides, ValueAt, compare_fields,
};
use astern_masking::{MaskedValue, Masking, ValueContext};
use serde_json::Value;

use super::{masked_path::MaskedPath, rules::KubernetesRules};

/// A field that differs, with its values masked.
pub(crate) struct MaskedField {
    pub(crate) path: MaskedPath,
    pub(crate) change: Change,
    pub(crate) from: Option<MaskedValue>,
    pub(crate) to: Option<MaskedValue>,
    /// Whether it is a document in a string of which only the formatting differs.
    pub(crate) only_formatting: bool,
}

/// Returns the fields in which two whole values differ, whose roots have the same context.
pub(crate) fn masked_fields_of(
    values: Sides<&Value>,
    context: ValueContext,
    masking: &Masking,
) -> Vec<MaskedField> {
    let values = values.map(|value| Some(ValueAt { value, context }));
    masked_fields(FieldPath::default(), values, masking)
}

/// Returns the fields that differ at and below a path, where a side may have no value.
pub(crate) fn masked_fields(
    path: FieldPath,
    values: Sides<Option<ValueAt<'_, ValueContext>>>,
    masking: &Masking,
) -> Vec<MaskedField> {
    let mut fields = Vec::new();
    compare_fields::<KubernetesRules>(path, values, &mut |difference| {
        fields.push(MaskedField::new(difference, masking));
    });
    fields
}

impl MaskedField {
    fn new(field: FieldDifference<'_, ValueContext>, masking: &Masking) -> Self {
        let mask = |at: ValueAt<'_, ValueContext>| Some(masking.mask_value(at.value, at.context));
        let (change, from, to) = match &field.difference {
            Difference::Added(to) => (Change::Added, None, mask(*to)),
            Difference::Removed(from) => (Change::Removed, mask(*from), None),
            Difference::Changed(Sides { from, to })
            | Difference::Reformatted(Sides { from, to }) => {
                (Change::Changed, mask(*from), mask(*to))
            }
            Difference::Reordered(Sides { from, to }) => {
                let keys = |keys| Some(key_list(keys, masking));
                (Change::Reordered, keys(from), keys(to))
            }
        };
        Self {
            path: MaskedPath::new(field.path, masking),
            change,
            from,
            to,
            only_formatting: matches!(field.difference, Difference::Reformatted(_)),
        }
    }
}

fn key_list(keys: &[EntryKey], masking: &Masking) -> MaskedValue {
    MaskedValue::Plain(
        keys.iter()
            .map(|key| Value::from(masking.mask_name(&key.to_string()).into_inner()))
            .collect(),
    )
}
