//! Fields that differ, with their values masked: the first stage after the comparison. From here on there are no secrets.

use astern_diff::{
    Change, Difference, EntryKey, FieldDifference, FieldPath, Sides, ValueAt, compare_fields,
};
use astern_masking::{MaskedValue, Masking, ValueContext};
use serde_json::Value;
use std::collections::BTreeMap;

use super::{masked_path::MaskedPath, rules::KubernetesRules, size::size};
use crate::budget::Budget;

/// The most fields that stand for those that are over the budget, in one comparison of two values. Beyond it the root does.
const MAX_ABRIDGED: usize = 100;

/// A field that differs, with its values masked. A changed field without values stands for all that differs at and below it:
/// there was too much to list.
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
    budget: &Budget,
) -> Vec<MaskedField> {
    let values = values.map(|value| Some(ValueAt { value, context }));
    masked_fields(FieldPath::default(), values, masking, budget)
}

/// Returns the fields that differ at and below a path, where a side may have no value. Of fields that are over the budget,
/// only the outermost ones are returned, without values.
pub(crate) fn masked_fields(
    path: FieldPath,
    values: Sides<Option<ValueAt<'_, ValueContext>>>,
    masking: &Masking,
    budget: &Budget,
) -> Vec<MaskedField> {
    let depth = path.segments().len() + 1;
    let mut fields = Vec::new();
    let mut abridged = Abridged::default();
    compare_fields::<KubernetesRules>(path, values, &mut |difference| {
        if budget.fields.spend(cost(&difference), 1) {
            fields.push(MaskedField::new(difference, masking));
        } else {
            abridged.add(&difference, depth);
        }
    });
    fields.extend(
        abridged
            .paths
            .into_values()
            .map(|path| MaskedField::abridged(path, masking)),
    );
    fields
}

/// Returns about how many bytes a field takes up in the result.
fn cost(field: &FieldDifference<'_, ValueContext>) -> usize {
    let values = match &field.difference {
        Difference::Added(only) | Difference::Removed(only) => size(only.value),
        Difference::Changed(Sides { from, to }) | Difference::Reformatted(Sides { from, to }) => {
            size(from.value).saturating_add(size(to.value))
        }
        Difference::Reordered(Sides { from, to }) => {
            let keys = from.iter().chain(to).flat_map(|key| &key.values);
            keys.map(String::len).sum()
        }
    };
    values.saturating_add(field.path.size())
}

/// The outermost fields at or below which something is over the budget.
#[derive(Default)]
struct Abridged {
    /// The numbers of the fields below the compared values, and their paths; only that of the values themselves where there
    /// are more than [`MAX_ABRIDGED`].
    paths: BTreeMap<usize, FieldPath>,
}

impl Abridged {
    /// Adds the field that a difference is in, given the number of steps to it.
    fn add(&mut self, difference: &FieldDifference<'_, ValueContext>, depth: usize) {
        let whole = 0;
        if self.paths.contains_key(&whole) || self.paths.contains_key(&difference.outermost) {
            return;
        }
        if self.paths.len() < MAX_ABRIDGED {
            let field = difference.path.ancestor(depth);
            self.paths.insert(difference.outermost, field);
        } else {
            self.paths = BTreeMap::from([(whole, difference.path.ancestor(depth - 1))]);
        }
    }
}

impl MaskedField {
    /// Makes a field that stands for all that differs at and below it.
    pub(crate) fn abridged(path: FieldPath, masking: &Masking) -> Self {
        Self {
            path: MaskedPath::new(&path, masking),
            change: Change::Changed,
            from: None,
            to: None,
            only_formatting: false,
        }
    }

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
