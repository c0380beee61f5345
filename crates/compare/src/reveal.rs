//! Reveals one masked value of a comparison. Each call reveals a single value.

use astern_masking::{Mask, Masking, Revealed, ValueContext};
use serde_json::{Map, Value};
use std::borrow::Cow;

use crate::{
    Change, FieldChange, FieldPath, MaskedPath, ObjectChange, Segment, Side, Sides,
    fields::KubernetesRules,
};
use astern_diff::resolve;

impl ObjectChange {
    /// Returns the value of one of this object's changed fields on one side; `None` when that side has no such field, or when
    /// the field [is abridged](FieldChange::is_abridged).
    #[must_use]
    pub fn reveal(&self, field: &FieldChange, side: Side) -> Option<Revealed> {
        if field.is_abridged() {
            return None;
        }
        let value = |side| self.object(side).map(|object| &object.value);
        let sides = Sides {
            from: value(Side::From),
            to: value(Side::To),
        };
        let value = one_side(
            resolve::<KubernetesRules>(sides, field.source_path(), field.change),
            side,
        )?;
        Some(self.clear_text(value, field.source_path(), side))
    }

    /// Returns the value at a path on one side, such as one of [`ObjectChange::masked_paths`]. Indexes are those of that side.
    #[must_use]
    pub fn reveal_at(&self, path: &MaskedPath, side: Side) -> Option<Revealed> {
        let path = path.source();
        let value = Some(&self.object(side)?.value);
        let value = one_side(
            resolve::<KubernetesRules>(Sides::on(side, value, None), path, Change::Changed),
            side,
        )?;
        Some(self.clear_text(value, path, side))
    }

    /// Returns the paths of the masked values of one side, each of which [`ObjectChange::reveal_at`] reveals. For objects that
    /// were added or removed and so have no changed fields.
    #[must_use]
    pub fn masked_paths(&self, side: Side) -> Vec<MaskedPath> {
        let mut paths = Vec::new();
        if let Some(object) = self.object(side) {
            let context = ValueContext::of_object(&object.id);
            add_masked_paths(
                &mut paths,
                &mut FieldPath::default(),
                &object.value,
                context,
                self.masking(),
            );
        }
        paths
    }

    /// Returns the secret behind a mask that this object's fields or text show on one side; `None` when no secret has that
    /// mask.
    #[must_use]
    pub fn reveal_mask(&self, mask: Mask, side: Side) -> Option<Revealed> {
        self.masking().reveal_in_object(mask, self.object(side)?)
    }

    /// Reveals a value at a path. Values of a Secret's `data` are base64-encoded, at whatever depth the Secret is.
    fn clear_text(&self, value: Value, path: &FieldPath, side: Side) -> Revealed {
        let Some(object) = self.object(side) else {
            return Revealed::plain(value);
        };
        let root = (
            Cow::Borrowed(&object.value),
            ValueContext::of_object(&object.id),
        );
        match context_at(root, path.segments()) {
            Some(ValueContext::SecretData) => Revealed::decoded(value),
            _ => Revealed::plain(value),
        }
    }
}

/// Returns the context of the value at a path; `None` where the path leads nowhere.
fn context_at(
    (value, context): (Cow<'_, Value>, ValueContext),
    path: &[Segment],
) -> Option<ValueContext> {
    let Some((segment, rest)) = path.split_first() else {
        return Some(context);
    };
    match segment {
        Segment::Key(key) => {
            let fields = value.as_object()?;
            let below = Cow::Borrowed(fields.get(key)?);
            context_at((below, context.of_field(key, fields)), rest)
        }
        Segment::Index(index) | Segment::Entry { index, .. } => {
            let items = value.as_array()?;
            let below = Cow::Borrowed(items.get(*index)?);
            context_at((below, context.of_item(items, *index)), rest)
        }
        Segment::Embedded(_) => {
            let (_, document) = context.parse_document(value.as_str()?)?;
            context_at((Cow::Owned(document), ValueContext::General), rest)
        }
    }
}

/// Returns one side's value of a changed field of the values that the user set or of the chart's defaults, given both sides'
/// values. `None` when that side has no such field.
#[must_use]
pub fn reveal_value(
    values: Sides<Option<&Map<String, Value>>>,
    field: &FieldChange,
    side: Side,
) -> Option<Revealed> {
    if field.is_abridged() {
        return None;
    }
    let object = |map: Option<&Map<String, Value>>| map.cloned().map(Value::Object);
    let (from, to) = (object(values.from), object(values.to));
    let sides = Sides {
        from: from.as_ref(),
        to: to.as_ref(),
    };
    let value = one_side(
        resolve::<KubernetesRules>(sides, field.source_path(), field.change),
        side,
    )?;
    Some(Revealed::plain(value))
}

/// Returns the value of one side, and overwrites the other.
fn one_side(values: Sides<Option<Value>>, side: Side) -> Option<Value> {
    let (wanted, other) = match side {
        Side::From => (values.from, values.to),
        Side::To => (values.to, values.from),
    };
    drop(other.map(Revealed::plain));
    wanted
}

fn add_masked_paths(
    paths: &mut Vec<MaskedPath>,
    path: &mut FieldPath,
    value: &Value,
    context: ValueContext,
    masking: &Masking,
) {
    match value {
        Value::Object(entries) => {
            for (key, value) in entries {
                path.push(Segment::Key(key.clone()));
                add_masked_paths(paths, path, value, context.of_field(key, entries), masking);
                path.pop();
            }
        }
        Value::Array(items) => {
            for (index, value) in items.iter().enumerate() {
                path.push(Segment::Index(index));
                add_masked_paths(paths, path, value, context.of_item(items, index), masking);
                path.pop();
            }
        }
        leaf if masking.hides(leaf, context) => paths.push(MaskedPath::new(path, masking)),
        _ => {}
    }
}
