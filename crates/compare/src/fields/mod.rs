//! Two values compared field by field.

mod lists;
mod resolve;

use serde::Serialize;
use serde_json::{Map, Value};

pub(crate) use resolve::resolve;

use crate::{Change, FieldPath, Format, Noise, Origin, Segment, Sides};
use astern_manifest::DocumentFormat;
use astern_masking::{MaskedValue, Masking, ValueContext};

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

/// The fields in which two values differ, secrets under secret-looking names masked.
#[must_use]
pub fn changed_fields(from: &Value, to: &Value, masking: &Masking) -> Vec<FieldChange> {
    in_context(from, to, ValueContext::General, masking)
}

/// As [`changed_fields`], for a value of which more is known.
pub(crate) fn in_context(
    from: &Value,
    to: &Value,
    context: ValueContext,
    masking: &Masking,
) -> Vec<FieldChange> {
    let mut walk = Walk {
        masking,
        path: FieldPath::default(),
        changes: Vec::new(),
    };
    walk.value(
        Spot {
            value: from,
            context,
        },
        Spot { value: to, context },
    );
    walk.changes
}

/// The fields that differ at and below a path, where a side may have nothing.
pub(crate) fn below(
    path: FieldPath,
    spots: Sides<Option<Spot<'_>>>,
    masking: &Masking,
) -> Vec<FieldChange> {
    let mut walk = Walk {
        masking,
        path,
        changes: Vec::new(),
    };
    match (spots.from, spots.to) {
        (Some(from), Some(to)) => walk.value(from, to),
        (None, None) => {}
        (from @ None, to) => walk.record(Change::Added, from, to),
        (from, to) => walk.record(Change::Removed, from, to),
    }
    walk.changes
}

/// A value and its context, which can differ between the sides: `value` is a secret when its neighbour `name` says so.
#[derive(Clone, Copy)]
pub(crate) struct Spot<'a> {
    pub(crate) value: &'a Value,
    pub(crate) context: ValueContext,
}

/// Within one list, changes come as removed, reordered, added, changed; so they can be applied one after the other.
struct Walk<'a> {
    masking: &'a Masking,
    path: FieldPath,
    changes: Vec<FieldChange>,
}

impl Walk<'_> {
    fn value(&mut self, from: Spot<'_>, to: Spot<'_>) {
        if from.value == to.value {
            return;
        }
        match (from.value, to.value) {
            (Value::Object(old), Value::Object(new)) => {
                self.mapping((old, from.context), (new, to.context))
            }
            (Value::Array(old), Value::Array(new)) => {
                self.list((old, from.context), (new, to.context))
            }
            (Value::String(old), Value::String(new))
                if self.embedded((old, from.context), (new, to.context)) => {}
            _ => self.record(Change::Changed, Some(from), Some(to)),
        }
    }

    /// Compares two texts as the documents that they hold, where both hold one of the same kind.
    fn embedded(&mut self, old: (&str, ValueContext), new: (&str, ValueContext)) -> bool {
        let Some((format, from)) = old.1.parse_document(old.0) else {
            return false;
        };
        let Some((new_format, to)) = new.1.parse_document(new.0) else {
            return false;
        };
        if format != new_format || from.is_object() != to.is_object() {
            return false;
        }
        if from == to {
            let show = |(text, context): (&str, ValueContext)| {
                self.masking.mask_value(&Value::from(text), context)
            };
            let change = FieldChange {
                only_formatting: true,
                ..self.change(Change::Changed, Some(show(old)), Some(show(new)))
            };
            self.changes.push(change);
            return true;
        }
        let spot = |value| Spot {
            value,
            context: ValueContext::General,
        };
        let format = match format {
            DocumentFormat::Json => Format::Json,
            DocumentFormat::Yaml => Format::Yaml,
        };
        self.within(Segment::Embedded(format), |walk| {
            walk.value(spot(&from), spot(&to));
        });
        true
    }

    fn mapping(
        &mut self,
        (old, old_context): (&Map<String, Value>, ValueContext),
        (new, new_context): (&Map<String, Value>, ValueContext),
    ) {
        for (key, value) in old {
            let from = Spot {
                value,
                context: old_context.of_field(key, old),
            };
            self.within(Segment::Key(key.clone()), |walk| match new.get(key) {
                Some(value) => walk.value(
                    from,
                    Spot {
                        value,
                        context: new_context.of_field(key, new),
                    },
                ),
                None => walk.record(Change::Removed, Some(from), None),
            });
        }
        for (key, value) in new.iter().filter(|(key, _)| !old.contains_key(*key)) {
            let to = Spot {
                value,
                context: new_context.of_field(key, new),
            };
            self.within(Segment::Key(key.clone()), |walk| {
                walk.record(Change::Added, None, Some(to))
            });
        }
    }

    fn list(
        &mut self,
        (old, old_context): (&[Value], ValueContext),
        (new, new_context): (&[Value], ValueContext),
    ) {
        let field = self.path.field_name().unwrap_or_default();
        let alignment = lists::align(field, old, new);
        let from = |index: usize| Spot {
            value: &old[index],
            context: old_context.of_item(old, index),
        };
        let to = |index: usize| Spot {
            value: &new[index],
            context: new_context.of_item(new, index),
        };
        for &index in &alignment.removed {
            self.within(alignment.segment(&old[index], index), |walk| {
                walk.record(Change::Removed, Some(from(index)), None);
            });
        }
        if let Some(order) = alignment.reordered(new) {
            let (from, to) = (MaskedValue::Plain(order.from), MaskedValue::Plain(order.to));
            let change = self.change(Change::Reordered, Some(from), Some(to));
            self.changes.push(change);
        }
        for &index in &alignment.added {
            self.within(alignment.segment(&new[index], index), |walk| {
                walk.record(Change::Added, None, Some(to(index)));
            });
        }
        for &(old_index, index) in &alignment.common {
            if old[old_index] != new[index] {
                self.within(alignment.segment(&new[index], index), |walk| {
                    walk.value(from(old_index), to(index));
                });
            }
        }
    }

    fn within(&mut self, segment: Segment, inner: impl FnOnce(&mut Self)) {
        self.path.push(segment);
        inner(self);
        self.path.pop();
    }

    fn record(&mut self, change: Change, from: Option<Spot<'_>>, to: Option<Spot<'_>>) {
        let show = |spot: Spot<'_>| self.masking.mask_value(spot.value, spot.context);
        let change = self.change(change, from.map(show), to.map(show));
        self.changes.push(change);
    }

    fn change(
        &self,
        change: Change,
        from: Option<MaskedValue>,
        to: Option<MaskedValue>,
    ) -> FieldChange {
        FieldChange {
            path: self.path.clone(),
            change,
            from,
            to,
            noise: None,
            only_formatting: false,
            provenance: Vec::new(),
        }
    }
}
