//! One value as it is, for a person who asked to see it. Every call is one deliberate act on one value.

use std::hint::black_box;

use astern_manifest::{Object, to_yaml};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use serde_json::{Map, Value};

use crate::{
    Change, FieldChange, FieldPath, Mask, Masking, ObjectChange, Segment, Side, Sides,
    fields::resolve, masking::Zone,
};

/// A value in clear. There is no `Debug`, no `Serialize` and no `Clone`, so that it ends where it is shown.
pub enum Revealed {
    /// A text. What stands base64-encoded in a Secret's `data` is decoded.
    Text(ClearText),
    /// What a Secret's `data` holds is no text: so many bytes.
    Bytes(usize),
}

/// A text in clear, overwritten when it is dropped.
pub struct ClearText(String);

impl ClearText {
    /// The text, to be shown and to be kept nowhere.
    #[must_use]
    pub fn in_clear(&self) -> &str {
        &self.0
    }
}

impl Drop for ClearText {
    fn drop(&mut self) {
        let mut bytes = std::mem::take(&mut self.0).into_bytes();
        bytes.fill(0);
        black_box(&bytes);
    }
}

impl ObjectChange {
    /// The value of one of this object's changed fields, on one side; `None` when it is not there.
    #[must_use]
    pub fn reveal(&self, field: &FieldChange, side: Side) -> Option<Revealed> {
        let value = |side| self.object(side).map(|object| &object.value);
        let sides = Sides {
            from: value(Side::From),
            to: value(Side::To),
        };
        let found = one_side(resolve(sides, &field.path, field.change), side)?;
        Some(clear(&found, self.is_encoded(&field.path, side)))
    }

    /// The value at a place on one side, such as one of [`ObjectChange::masked_places`]; positions in lists count there.
    #[must_use]
    pub fn reveal_at(&self, path: &FieldPath, side: Side) -> Option<Revealed> {
        let value = Some(&self.object(side)?.value);
        let found = one_side(
            resolve(Sides::on(side, value, None), path, Change::Changed),
            side,
        )?;
        Some(clear(&found, self.is_encoded(path, side)))
    }

    /// Where on one side something is masked: what a person can ask to see of an object that was added or removed.
    #[must_use]
    pub fn masked_places(&self, side: Side, masking: &Masking) -> Vec<FieldPath> {
        let mut places = Vec::new();
        if let Some(object) = self.object(side) {
            let zone = Zone::of(&object.id);
            add_masked(
                &mut places,
                &mut FieldPath::default(),
                &object.value,
                zone,
                masking,
            );
        }
        places
    }

    /// The secret under a mask that this object's fields or text show on one side; `None` when no secret is under it.
    #[must_use]
    pub fn reveal_under(&self, mask: Mask, side: Side, masking: &Masking) -> Option<Revealed> {
        let object = self.object(side)?;
        let encoded = is_secret(object)
            .then(|| object.value.get("data"))
            .flatten();
        let encoded = encoded.and_then(|data| masking.under(mask, data, Zone::Secret));
        if let Some(found) = encoded {
            return Some(clear(&found, true));
        }
        let found = masking.under(mask, &object.value, Zone::of(&object.id))?;
        Some(clear(&found, false))
    }

    /// Whether a value is in a Secret's `data`, where values are base64-encoded.
    fn is_encoded(&self, path: &FieldPath, side: Side) -> bool {
        self.object(side).is_some_and(is_secret)
            && matches!(path.segments(), [Segment::Key(data), _, ..] if data == "data")
    }
}

fn is_secret(object: &Object) -> bool {
    object.id.group.is_empty() && object.id.kind == "Secret"
}

/// The secret under a mask in settings, as [`Masking::mask_values`] shows them; `None` when no secret is under it.
#[must_use]
pub fn reveal_under(
    mask: Mask,
    settings: &Map<String, Value>,
    masking: &Masking,
) -> Option<Revealed> {
    let settings = Value::Object(settings.clone());
    let found = masking.under(mask, &settings, Zone::Open)?;
    Some(clear(&found, false))
}

/// The secret under a mask in a text, as [`Masking::mask_text`] shows it; `None` when no secret is under it.
#[must_use]
pub fn reveal_under_in_text(mask: Mask, text: &str, masking: &Masking) -> Option<Revealed> {
    let found = masking.under_in_text(mask, text)?;
    Some(Revealed::Text(ClearText(found.to_owned())))
}

/// The value of a changed setting, on one side, given the settings of both: what the user set, or the chart's defaults.
/// `None` when it is not there.
#[must_use]
pub fn reveal_setting(
    settings: Sides<Option<&Map<String, Value>>>,
    field: &FieldChange,
    side: Side,
) -> Option<Revealed> {
    let value = |map: Option<&Map<String, Value>>| map.cloned().map(Value::Object);
    let (from, to) = (value(settings.from), value(settings.to));
    let sides = Sides {
        from: from.as_ref(),
        to: to.as_ref(),
    };
    let found = one_side(resolve(sides, &field.path, field.change), side)?;
    Some(clear(&found, false))
}

fn one_side(found: Sides<Option<Value>>, side: Side) -> Option<Value> {
    match side {
        Side::From => found.from,
        Side::To => found.to,
    }
}

fn clear(value: &Value, is_encoded: bool) -> Revealed {
    let text = |text: String| Revealed::Text(ClearText(text));
    match value {
        Value::String(encoded) if is_encoded => match STANDARD.decode(encoded.trim()) {
            Ok(bytes) => match String::from_utf8(bytes) {
                Ok(decoded) if is_readable(&decoded) => text(decoded),
                Ok(decoded) => Revealed::Bytes(decoded.len()),
                Err(error) => Revealed::Bytes(error.as_bytes().len()),
            },
            Err(_) => text(encoded.clone()),
        },
        Value::String(plain) => text(plain.clone()),
        other => text(to_yaml(other).trim_end().to_owned()),
    }
}

fn is_readable(text: &str) -> bool {
    text.chars()
        .all(|c| !c.is_control() || matches!(c, '\n' | '\r' | '\t'))
}

fn add_masked(
    places: &mut Vec<FieldPath>,
    path: &mut FieldPath,
    value: &Value,
    zone: Zone,
    masking: &Masking,
) {
    match value {
        Value::Object(entries) => {
            for (key, value) in entries {
                path.push(Segment::Key(key.clone()));
                add_masked(places, path, value, zone.field(key, entries), masking);
                path.pop();
            }
        }
        Value::Array(items) => {
            for (index, value) in items.iter().enumerate() {
                path.push(Segment::Index(index));
                add_masked(places, path, value, zone.item(items, index), masking);
                path.pop();
            }
        }
        leaf if masking.masks(leaf, zone) => places.push(path.clone()),
        _ => {}
    }
}
