//! Reveals one masked value of a comparison. Each call reveals a single value.

use astern_masking::{Mask, Masking, Revealed, ValueContext, is_secret_object};
use serde_json::{Map, Value};

use crate::{
    Change, FieldChange, FieldPath, ObjectChange, Segment, Side, Sides, fields::KubernetesRules,
};
use astern_diff::resolve;

impl ObjectChange {
    /// Returns the value of one of this object's changed fields on one side; `None` when that side has no such field.
    #[must_use]
    pub fn reveal(&self, field: &FieldChange, side: Side) -> Option<Revealed> {
        let value = |side| self.object(side).map(|object| &object.value);
        let sides = Sides {
            from: value(Side::From),
            to: value(Side::To),
        };
        let value = one_side(
            resolve::<KubernetesRules>(sides, &field.path, field.change),
            side,
        )?;
        Some(self.clear_text(value, &field.path, side))
    }

    /// Returns the value at a path on one side, such as one of [`ObjectChange::masked_paths`]. Indexes are those of that side.
    #[must_use]
    pub fn reveal_at(&self, path: &FieldPath, side: Side) -> Option<Revealed> {
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
    pub fn masked_paths(&self, side: Side, masking: &Masking) -> Vec<FieldPath> {
        let mut paths = Vec::new();
        if let Some(object) = self.object(side) {
            let context = ValueContext::of_object(&object.id);
            add_masked_paths(
                &mut paths,
                &mut FieldPath::default(),
                &object.value,
                context,
                masking,
            );
        }
        paths
    }

    /// Returns the secret behind a mask that this object's fields or text show on one side; `None` when no secret has that
    /// mask.
    #[must_use]
    pub fn reveal_mask(&self, mask: Mask, side: Side, masking: &Masking) -> Option<Revealed> {
        masking.reveal_in_object(mask, self.object(side)?)
    }

    /// Reveals a value at a path. Values of a Secret's `data` are base64-encoded.
    fn clear_text(&self, value: Value, path: &FieldPath, side: Side) -> Revealed {
        let in_data = matches!(path.segments(), [Segment::Key(data), _, ..] if data == "data");
        match self.object(side) {
            Some(object) if in_data && is_secret_object(&object.id) => Revealed::decoded(value),
            _ => Revealed::plain(value),
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
    let object = |map: Option<&Map<String, Value>>| map.cloned().map(Value::Object);
    let (from, to) = (object(values.from), object(values.to));
    let sides = Sides {
        from: from.as_ref(),
        to: to.as_ref(),
    };
    let value = one_side(
        resolve::<KubernetesRules>(sides, &field.path, field.change),
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
    paths: &mut Vec<FieldPath>,
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
        leaf if masking.hides(leaf, context) => paths.push(path.clone()),
        _ => {}
    }
}
