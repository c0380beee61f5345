//! The changes of a comparison, as single fields.

use astern_compare::{Change, Comparison, FieldChange, FieldPath, ObjectChange, Segment, Side};
use astern_diff::EntryKey;
use astern_manifest::merge_keys::{Pairing, entry_key, pairing};
use astern_masking::MaskedValue;
use serde_json::Value;

use crate::{SuspectPart, SymptomOf};

/// The most fields that are read of one subtree that was added or removed.
const MAX_LEAVES: usize = 400;

/// One changed field without fields of its own, or an object that was added, removed or renamed.
pub(crate) struct Changed<'c> {
    /// The object that it is in.
    pub object: &'c ObjectChange,
    /// Whether that is a hook.
    pub part: SuspectPart,
    /// The difference of the comparison that it is part of; `None` for a whole object.
    pub field: Option<&'c FieldChange>,
    /// Its path; empty for a whole object.
    pub path: FieldPath,
    /// How it changed.
    pub change: Change,
    /// The old value.
    pub from: Option<MaskedValue>,
    /// The new value.
    pub to: Option<MaskedValue>,
}

impl Changed<'_> {
    /// Returns the old value as text, where it is a scalar that is not masked.
    pub(crate) fn old_text(&self) -> Option<String> {
        scalar(self.from.as_ref()?)
    }

    /// Returns the new value as text, where it is a scalar that is not masked.
    pub(crate) fn new_text(&self) -> Option<String> {
        scalar(self.to.as_ref()?)
    }

    /// Returns whether the new value is this text.
    pub(crate) fn is_now(&self, text: &str) -> bool {
        self.new_text().as_deref() == Some(text)
    }
}

fn scalar(value: &MaskedValue) -> Option<String> {
    match value {
        MaskedValue::Plain(Value::String(text)) => Some(text.clone()),
        MaskedValue::Plain(value @ (Value::Number(_) | Value::Bool(_))) => Some(value.to_string()),
        _ => None,
    }
}

/// Returns all changes that mean something. Of an object that was added, the fields are those that the failing object has; of
/// others only the object itself.
pub(crate) fn changes<'c>(comparison: &'c Comparison, failing: &[SymptomOf]) -> Vec<Changed<'c>> {
    let objects = comparison.objects.iter();
    let objects = objects.map(|object| (object, SuspectPart::Object));
    let hooks = comparison.hooks.iter();
    let hooks = hooks.map(|hook| (&hook.object, SuspectPart::Hook));
    let mut all = Vec::new();
    for (object, part) in objects.chain(hooks) {
        if object.change != Change::Changed || object.renamed_from.is_some() {
            all.push(Changed {
                object,
                part,
                field: None,
                path: FieldPath::default(),
                change: object.change,
                from: None,
                to: None,
            });
        }
        let means_something =
            |field: &&FieldChange| field.noise.is_none() && !field.only_formatting;
        for field in object.fields.iter().filter(means_something) {
            split(object, part, field, &mut all);
        }
        let is_new = object.change == Change::Added && object.renamed_from.is_none();
        if is_new
            && failing
                .iter()
                .any(|of| of.name() == object.id.name && is_of_kind(of, &object.id.kind))
            && let Some(whole) = object.object(Side::To)
        {
            let masked = comparison.masking().mask_object(whole);
            let mut leaves = Leaves::default();
            leaves.of(&FieldPath::default(), "", &masked);
            all.extend(leaves.found.into_iter().map(|(path, value)| Changed {
                object,
                part,
                field: None,
                path,
                change: Change::Added,
                from: None,
                to: Some(MaskedValue::Plain(value)),
            }));
        }
    }
    all
}

/// Returns whether what fails is of this kind.
pub(crate) fn is_of_kind(of: &SymptomOf, kind: &str) -> bool {
    match of {
        SymptomOf::Workload(workload) => workload.kind.to_string() == kind,
        SymptomOf::Hook(hook) => hook.kind == kind,
    }
}

/// Splits a field into those below it: a subtree that was added or removed is one difference at its root.
fn split<'c>(
    object: &'c ObjectChange,
    part: SuspectPart,
    field: &'c FieldChange,
    all: &mut Vec<Changed<'c>>,
) {
    let whole = |from: Option<MaskedValue>, to: Option<MaskedValue>, path: FieldPath| Changed {
        object,
        part,
        field: Some(field),
        path,
        change: field.change,
        from,
        to,
    };
    let subtree = match (field.change, &field.from, &field.to) {
        (Change::Added, _, Some(MaskedValue::Plain(value))) => Some((true, value)),
        (Change::Removed, Some(MaskedValue::Plain(value)), _) => Some((false, value)),
        _ => None,
    };
    match subtree {
        Some((added, value)) if value.is_object() || value.is_array() => {
            let mut leaves = Leaves::default();
            let name = field.path.field_name().unwrap_or_default().to_owned();
            leaves.of(&field.path, &name, value);
            all.extend(leaves.found.into_iter().map(|(path, value)| {
                let value = Some(MaskedValue::Plain(value));
                match added {
                    true => whole(None, value, path),
                    false => whole(value, None, path),
                }
            }));
        }
        _ => all.push(whole(
            field.from.clone(),
            field.to.clone(),
            field.path.clone(),
        )),
    }
}

/// The fields without fields of their own of a subtree.
#[derive(Default)]
struct Leaves {
    found: Vec<(FieldPath, Value)>,
}

impl Leaves {
    fn of(&mut self, path: &FieldPath, name: &str, value: &Value) {
        if self.found.len() >= MAX_LEAVES {
            return;
        }
        match value {
            Value::Object(fields) if !fields.is_empty() => {
                for (key, value) in fields {
                    let mut below = path.clone();
                    below.push(Segment::Key(key.clone()));
                    self.of(&below, key, value);
                }
            }
            Value::Array(items) if !items.is_empty() => {
                let keys = match pairing(name, &[], items) {
                    Pairing::Fields(fields) => Some(fields),
                    Pairing::Position => None,
                };
                for (index, item) in items.iter().enumerate() {
                    let key = keys.and_then(|fields| entry_key(fields, item));
                    let mut below = path.clone();
                    below.push(match key {
                        Some(values) => Segment::Entry {
                            key: EntryKey { values },
                            index,
                        },
                        None => Segment::Index(index),
                    });
                    self.of(&below, name, item);
                }
            }
            other => self.found.push((path.clone(), other.clone())),
        }
    }
}
