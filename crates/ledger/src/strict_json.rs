//! Reads the JSON of a record, and refuses one that Helm would read otherwise than it looks.

use std::cell::Cell;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::map::Entry;
use serde_json::{Map, Number, Value};

use crate::DecodeError;
use crate::record_shape::{NotByHelm, Shape};

/// Parses JSON that Helm reads into a shape.
///
/// # Errors
/// [`DecodeError::Json`] and [`DecodeError::NotByHelm`].
pub(crate) fn parse(json: &[u8], shape: &'static Shape) -> Result<Value, DecodeError> {
    let fault = Cell::new(None);
    let mut deserializer = serde_json::Deserializer::from_slice(json);
    let reader = Reader {
        shape,
        fault: &fault,
    };
    let value = reader.deserialize(&mut deserializer);
    let value = value.and_then(|value| deserializer.end().map(|()| value));
    value.map_err(|error| match fault.get() {
        Some(fault) => DecodeError::NotByHelm(fault),
        None => error.into(),
    })
}

/// Reads one value. `serde_json` cannot carry an error of another type, so a fault is left in the cell.
#[derive(Clone, Copy)]
struct Reader<'a> {
    shape: &'static Shape,
    fault: &'a Cell<Option<NotByHelm>>,
}

impl Reader<'_> {
    fn of(self, shape: &'static Shape) -> Self {
        Self { shape, ..self }
    }

    fn refuse<E: serde::de::Error>(self, fault: NotByHelm) -> E {
        self.fault.set(Some(fault));
        E::custom("")
    }
}

impl<'de> DeserializeSeed<'de> for Reader<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<Value, D::Error> {
        from.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Reader<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(Value::Number(value.into()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(Value::Number(value.into()))
    }

    fn visit_f64<E: serde::de::Error>(self, value: f64) -> Result<Value, E> {
        Number::from_f64(value)
            .map(Value::Number)
            .ok_or_else(|| E::custom("a number without a value"))
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(Value::String(value.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let mut list = Vec::new();
        let item_reader = self.of(self.shape.item());
        while let Some(item) = items.next_element_seed(item_reader)? {
            list.push(item);
        }
        Ok(Value::Array(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Value, A::Error> {
        let mut object = Map::new();
        while let Some(key) = entries.next_key::<String>()? {
            let shape = self.shape.field(&key).map_err(|fault| self.refuse(fault))?;
            match object.entry(key) {
                Entry::Vacant(entry) => {
                    entry.insert(entries.next_value_seed(self.of(shape))?);
                }
                Entry::Occupied(entry) => {
                    return Err(self.refuse(self.shape.key_twice(entry.key())));
                }
            }
        }
        Ok(Value::Object(object))
    }
}
