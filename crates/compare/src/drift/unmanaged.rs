//! What others than helm added to an object.

use astern_diff::EntryKey;
use astern_manifest::{
    Object,
    merge_keys::{Pairing, entry_key, pairing},
};
use serde_json::{Map, Value};

use super::equivalence::is_unset;
use super::managed_fields::{Manager, Step, is_entry, step};
use super::{FieldManager, FieldManagerKind, UnmanagedField, UnmanagedFields};
use crate::{FieldPath, Segment};
use astern_masking::{Masking, ValueContext};

/// The fields that the revision (and `also`, the deployed one's object) does not set and that somebody other than helm
/// wrote; `None` when there are none.
pub(super) fn unmanaged(
    object: &Object,
    also: Option<&Value>,
    live: &Value,
    managers: &[Manager<'_>],
    masking: &Masking,
) -> Option<UnmanagedFields> {
    let mut fields = Vec::new();
    for manager in managers
        .iter()
        .filter(|manager| manager.writer.kind != FieldManagerKind::Helm)
    {
        let mut walk = Walk {
            masking,
            writer: &manager.writer,
            path: FieldPath::default(),
            found: &mut fields,
        };
        let said = [Some(&object.value), also];
        walk.mapping(
            manager.fields,
            said,
            live,
            ValueContext::of_object(&object.id),
        );
    }
    // Two may own the same field.
    astern_ledger::sort_by(&mut fields, |a: &UnmanagedField, b| a.path.cmp(&b.path));
    fields.dedup_by(|later, first| later.path == first.path);
    (!fields.is_empty()).then(|| UnmanagedFields {
        object: object.id.clone(),
        fields,
    })
}

/// What the revisions say at a place.
type Said<'a> = [Option<&'a Value>; 2];

fn is_said(said: Said<'_>) -> bool {
    said.into_iter().flatten().any(|said| !is_unset(said))
}

struct Walk<'a> {
    masking: &'a Masking,
    writer: &'a FieldManager,
    path: FieldPath,
    found: &'a mut Vec<UnmanagedField>,
}

impl Walk<'_> {
    fn mapping(
        &mut self,
        owned: &Map<String, Value>,
        said: Said<'_>,
        live: &Value,
        context: ValueContext,
    ) {
        for (name, below) in owned {
            match step(name) {
                Some(Step::Field(field)) => self.field(field, below, said, live, context),
                Some(Step::Entry(key)) => {
                    self.entry(|entry| is_entry(entry, &key), below, said, live, context);
                }
                Some(Step::Value(value)) => {
                    self.entry(|entry| *entry == value, below, said, live, context);
                }
                Some(Step::Own) | None => {}
            }
        }
    }

    fn field(
        &mut self,
        field: &str,
        below: &Value,
        said: Said<'_>,
        live: &Value,
        context: ValueContext,
    ) {
        let Some(fields) = live.as_object() else {
            return;
        };
        // The status is no part of what is wanted, whoever writes it.
        if self.path.segments().is_empty() && field == "status" {
            return;
        }
        let Some(value) = fields.get(field) else {
            return;
        };
        let context = context.of_field(field, fields);
        let said = said.map(|said| said?.get(field));
        self.within(Segment::Key(field.to_owned()), |walk| {
            walk.value(below, said, value, context);
        });
    }

    fn entry(
        &mut self,
        is_it: impl Fn(&Value) -> bool,
        below: &Value,
        said: Said<'_>,
        live: &Value,
        context: ValueContext,
    ) {
        let Some(entries) = live.as_array() else {
            return;
        };
        let Some(index) = entries.iter().position(&is_it) else {
            return;
        };
        let said = said.map(|said| said?.as_array()?.iter().find(|entry| is_it(entry)));
        let field = self.path.field_name().unwrap_or_default();
        let segment = match key(field, entries, index) {
            Some(key) => Segment::Entry { key, index },
            None => Segment::Index(index),
        };
        let context = context.of_item(entries, index);
        self.within(segment, |walk| {
            walk.value(below, said, &entries[index], context)
        });
    }

    /// Somebody owns something at or below this place.
    fn value(&mut self, below: &Value, said: Said<'_>, live: &Value, context: ValueContext) {
        let Some(owned) = below.as_object() else {
            return;
        };
        let owns_this = owned.is_empty() || owned.contains_key(".");
        if !is_said(said) && owns_this {
            self.found.push(UnmanagedField {
                path: self.path.clone(),
                value: self.masking.mask_value(live, context),
                writer: self.writer.clone(),
            });
        } else {
            self.mapping(owned, said, live, context);
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
