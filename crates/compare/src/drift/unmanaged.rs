//! The fields that managers other than Helm added to an object.

use astern_diff::EntryKey;
use astern_manifest::{
    Object, ObjectId,
    merge_keys::{Pairing, entry_key, pairing},
};
use astern_masking::{MaskedValue, Masking, ValueContext};
use serde::Serialize;
use serde_json::{Map, Value};

use super::equivalence::is_unset;
use super::field_manager::{FieldManager, FieldManagerKind};
use super::managed_fields::{ManagedFieldsEntry, PathElement, is_entry, parse_path_element};
use crate::{FieldPath, Segment, fields::masked_path};

/// The fields that managers other than Helm added to one object.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct UnmanagedFields {
    /// The object.
    pub object: ObjectId,
    /// The fields. Of nested ones only the outermost is listed.
    pub fields: Vec<UnmanagedField>,
}

/// A field that the revision does not set and that another manager set.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct UnmanagedField {
    /// The path of the field.
    pub path: FieldPath,
    /// The value.
    pub value: MaskedValue,
    /// The manager.
    #[serde(flatten)]
    pub writer: FieldManager,
}

/// Returns the fields that neither the revision nor the deployed revision sets and that a manager other than Helm wrote;
/// `None` when there are none.
pub(super) fn unmanaged_fields(
    object: &Object,
    deployed: Option<&Value>,
    live: &Value,
    managers: &[ManagedFieldsEntry<'_>],
    masking: &Masking,
) -> Option<UnmanagedFields> {
    let mut fields = Vec::new();
    for manager in managers
        .iter()
        .filter(|manager| manager.writer.kind != FieldManagerKind::Helm)
    {
        let mut collector = UnmanagedFieldCollector {
            masking,
            writer: &manager.writer,
            path: FieldPath::default(),
            fields: &mut fields,
        };
        let desired = [Some(&object.value), deployed];
        collector.mapping(
            manager.fields,
            desired,
            live,
            ValueContext::of_object(&object.id),
        );
    }
    // Several managers may own the same field.
    astern_ledger::sort_by(&mut fields, |a: &UnmanagedField, b| a.path.cmp(&b.path));
    fields.dedup_by(|later, first| later.path == first.path);
    (!fields.is_empty()).then(|| UnmanagedFields {
        object: object.id.clone(),
        fields,
    })
}

/// The values of one field in the revision and in the deployed revision.
type DesiredValues<'a> = [Option<&'a Value>; 2];

fn is_set(desired: DesiredValues<'_>) -> bool {
    desired.into_iter().flatten().any(|value| !is_unset(value))
}

/// Visits the fields that one manager owns.
struct UnmanagedFieldCollector<'a> {
    masking: &'a Masking,
    writer: &'a FieldManager,
    path: FieldPath,
    fields: &'a mut Vec<UnmanagedField>,
}

impl UnmanagedFieldCollector<'_> {
    fn mapping(
        &mut self,
        owned: &Map<String, Value>,
        desired: DesiredValues<'_>,
        live: &Value,
        context: ValueContext,
    ) {
        for (name, below) in owned {
            match parse_path_element(name) {
                Some(PathElement::Field(field)) => self.field(field, below, desired, live, context),
                Some(PathElement::Entry(key)) => {
                    self.entry(|entry| is_entry(entry, &key), below, desired, live, context);
                }
                Some(PathElement::Value(value)) => {
                    self.entry(|entry| *entry == value, below, desired, live, context);
                }
                Some(PathElement::Itself) | None => {}
            }
        }
    }

    fn field(
        &mut self,
        field: &str,
        below: &Value,
        desired: DesiredValues<'_>,
        live: &Value,
        context: ValueContext,
    ) {
        let Some(fields) = live.as_object() else {
            return;
        };
        // The status is not part of the desired state.
        if self.path.segments().is_empty() && field == "status" {
            return;
        }
        let Some(value) = fields.get(field) else {
            return;
        };
        let context = context.of_field(field, fields);
        let desired = desired.map(|value| value?.get(field));
        self.within(Segment::Key(field.to_owned()), |collector| {
            collector.value(below, desired, value, context);
        });
    }

    fn entry(
        &mut self,
        matches: impl Fn(&Value) -> bool,
        below: &Value,
        desired: DesiredValues<'_>,
        live: &Value,
        context: ValueContext,
    ) {
        let Some(entries) = live.as_array() else {
            return;
        };
        let Some(index) = entries.iter().position(&matches) else {
            return;
        };
        let desired = desired.map(|value| value?.as_array()?.iter().find(|entry| matches(entry)));
        let field = self.path.field_name().unwrap_or_default();
        let segment = match key(field, entries, index) {
            Some(key) => Segment::Entry { key, index },
            None => Segment::Index(index),
        };
        let context = context.of_item(entries, index);
        self.within(segment, |collector| {
            collector.value(below, desired, &entries[index], context);
        });
    }

    /// Visits a field of which the manager owns the value or a part of it.
    fn value(
        &mut self,
        below: &Value,
        desired: DesiredValues<'_>,
        live: &Value,
        context: ValueContext,
    ) {
        let Some(owned) = below.as_object() else {
            return;
        };
        let owns_this = owned.is_empty() || owned.contains_key(".");
        if !is_set(desired) && owns_this {
            self.fields.push(UnmanagedField {
                path: masked_path(&self.path, self.masking),
                value: self.masking.mask_value(live, context),
                writer: self.writer.clone(),
            });
        } else {
            self.mapping(owned, desired, live, context);
        }
    }

    fn within(&mut self, segment: Segment, inner: impl FnOnce(&mut Self)) {
        self.path.push(segment);
        inner(self);
        self.path.pop();
    }
}

fn key(field: &str, entries: &[Value], index: usize) -> Option<EntryKey> {
    match pairing(field, entries, entries) {
        Pairing::Fields(keys) => entry_key(keys, &entries[index]).map(|values| EntryKey { values }),
        Pairing::Position => None,
    }
}
