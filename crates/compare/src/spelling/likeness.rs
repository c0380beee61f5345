//! Whether two values are the same to Kubernetes.

use std::borrow::Cow;

use astern_manifest::{
    Quantity,
    merge_keys::{Pairing, entry_key, pairing},
};
use astern_masking::decode_data;
use serde_json::{Map, Value};

use super::{
    defaults::default_of,
    types::{Form, Type},
};
use crate::Sides;

/// How alike two values are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Likeness {
    /// They are written alike.
    Equal,
    /// They are written otherwise and are the same to Kubernetes.
    Same,
    /// They differ to Kubernetes. In some of them fields are nevertheless written otherwise and are the same.
    Different { holds_same: bool },
}

/// Joins the likeness of the parts of two values.
impl FromIterator<Likeness> for Likeness {
    fn from_iter<I: IntoIterator<Item = Likeness>>(parts: I) -> Self {
        let (mut differs, mut holds_same) = (false, false);
        for part in parts {
            match part {
                Self::Equal => {}
                Self::Same => holds_same = true,
                Self::Different { holds_same: below } => {
                    differs = true;
                    holds_same |= below;
                }
            }
        }
        match (differs, holds_same) {
            (true, holds_same) => Self::Different { holds_same },
            (false, true) => Self::Same,
            (false, false) => Self::Equal,
        }
    }
}

impl Likeness {
    const DIFFERENT: Self = Self::Different { holds_same: false };

    /// Returns how alike two values of a field are, where a side may have none. `name` is the name of the field, which tells
    /// how the entries of a list are paired.
    pub(super) fn of(form: Form, name: &str, values: Sides<Option<&Value>>) -> Self {
        match values.are_equal() {
            true => Self::Equal,
            false => Self::of_unequal(form, name, values),
        }
    }

    /// As [`Likeness::of`], of values that are not written alike.
    fn of_unequal(form: Form, name: &str, values: Sides<Option<&Value>>) -> Self {
        let Sides { from, to } = values.map(|value| meaning(form, value));
        let none = Map::new();
        match (form, from, to) {
            (Form::SetByServer, ..) | (_, None, None) => Self::Same,
            (
                Form::Struct(of) | Form::OptionalStruct(of),
                Some(Value::Object(from)),
                Some(Value::Object(to)),
            ) => Self::of_structs(of, Sides { from, to }),
            (Form::Struct(of), None, Some(Value::Object(to))) => {
                Self::of_structs(of, Sides { from: &none, to }).of_one_side()
            }
            (Form::Struct(of), Some(Value::Object(from)), None) => {
                Self::of_structs(of, Sides { from, to: &none }).of_one_side()
            }
            (Form::List(of), Some(Value::Array(from)), Some(Value::Array(to))) => {
                Self::of_lists(Form::OptionalStruct(of), name, Sides { from, to })
            }
            (Form::Map(entry), Some(Value::Object(from)), Some(Value::Object(to))) => {
                let form = |_: &str| entry.form();
                Self::of_mappings(form, Sides { from, to })
            }
            (Form::Custom, Some(Value::Object(from)), Some(Value::Object(to))) => {
                Self::of_mappings(custom_form, Sides { from, to })
            }
            (Form::Custom, Some(Value::Array(from)), Some(Value::Array(to))) => {
                Self::of_lists(Form::Custom, name, Sides { from, to })
            }
            (form, Some(from), Some(to)) if is_same_scalar(form, from, to) => Self::Same,
            _ => Self::DIFFERENT,
        }
    }

    /// Returns how alike a field of two structs is, with defaults filled in.
    pub(super) fn of_field(of: &Type, field: &str, structs: Sides<&Map<String, Value>>) -> Self {
        let values = structs.map(|fields| fields.get(field));
        if values.are_equal() {
            return Self::Equal;
        }
        let form = of.form(field);
        let is_set = |value: Option<&Value>| meaning(form, value).is_some();
        if is_set(values.from) && is_set(values.to) {
            return Self::of_unequal(form, field, values);
        }
        let filled = Sides {
            from: filled_in(of, field, form, structs.from),
            to: filled_in(of, field, form, structs.to),
        };
        let filled = filled.as_ref().map(Option::as_deref);
        match Self::of(form, field, filled) {
            Self::Equal => Self::Same,
            likeness => match values {
                Sides {
                    from: Some(_),
                    to: Some(_),
                } => likeness,
                _ => likeness.of_one_side(),
            },
        }
    }

    fn of_structs(of: &Type, structs: Sides<&Map<String, Value>>) -> Self {
        fields(structs)
            .map(|field| Self::of_field(of, field, structs))
            .collect()
    }

    fn of_mappings(form: impl Fn(&str) -> Form, mappings: Sides<&Map<String, Value>>) -> Self {
        fields(mappings)
            .map(|field| {
                let values = mappings.map(|fields| fields.get(field));
                match values {
                    Sides {
                        from: Some(_),
                        to: Some(_),
                    } => Self::of(form(field), field, values),
                    _ => Self::DIFFERENT,
                }
            })
            .collect()
    }

    fn of_lists(form: Form, name: &str, lists: Sides<&Vec<Value>>) -> Self {
        let pairs = pairs(name, lists);
        let in_order = pairs
            .iter()
            .enumerate()
            .all(|(index, pair)| *pair == (index, index));
        let is_complete = pairs.len() == lists.from.len() && pairs.len() == lists.to.len();
        let order = match in_order && is_complete {
            true => Self::Equal,
            false => Self::DIFFERENT,
        };
        let entries = pairs.into_iter().map(|(from, to)| {
            let entries = Sides {
                from: lists.from.get(from),
                to: lists.to.get(to),
            };
            Self::of(form, name, entries)
        });
        entries.chain([order]).collect()
    }

    /// Returns the likeness of a value that is written on one side only: it is one field, so it is the same or not.
    fn of_one_side(self) -> Self {
        match self {
            Self::Equal | Self::Same => Self::Same,
            Self::Different { .. } => Self::DIFFERENT,
        }
    }
}

/// Returns how a field of a custom resource is compared: `resources` is the type of a container's, wherever it stands, as in
/// every operator that makes pods.
pub(super) fn custom_form(field: &str) -> Form {
    match (field, Type::named("ResourceRequirements")) {
        ("resources", Some(resources)) => Form::OptionalStruct(resources),
        _ => Form::Custom,
    }
}

/// Returns the fields of both sides, each once.
pub(super) fn fields(mappings: Sides<&Map<String, Value>>) -> impl Iterator<Item = &str> {
    let added = mappings
        .to
        .keys()
        .filter(move |key| !mappings.from.contains_key(*key));
    mappings.from.keys().chain(added).map(String::as_str)
}

/// Returns the positions of the entries that two lists share: by their keys, or else, where nothing identifies them, by
/// position in what both lists have before and after the entries that one of them has more.
pub(super) fn pairs(name: &str, lists: Sides<&Vec<Value>>) -> Vec<(usize, usize)> {
    let Sides { from, to } = lists;
    match pairing(name, from, to) {
        Pairing::Fields(keys) => {
            let positions: std::collections::HashMap<_, _> = from
                .iter()
                .enumerate()
                .filter_map(|(index, entry)| Some((entry_key(keys, entry)?, index)))
                .collect();
            let entries = to.iter().enumerate();
            entries
                .filter_map(|(index, entry)| {
                    Some((*positions.get(&entry_key(keys, entry)?)?, index))
                })
                .collect()
        }
        Pairing::Position if from.len() == to.len() => {
            (0..to.len()).map(|index| (index, index)).collect()
        }
        Pairing::Position => Vec::new(),
    }
}

/// Returns a value, or `None` where it is the same as none.
fn meaning(form: Form, value: Option<&Value>) -> Option<&Value> {
    let value = value?;
    let is_none = match form {
        Form::Custom => false,
        Form::OptionalScalar
        | Form::OptionalQuantity
        | Form::OptionalStruct(_)
        | Form::Struct(_) => value.is_null(),
        Form::Quantity => {
            value.is_null() || Quantity::from_value(value) == Quantity::from_value(&0.into())
        }
        Form::Scalar | Form::Bytes | Form::List(_) | Form::Map(_) | Form::SetByServer => {
            is_zero(value)
        }
    };
    (!is_none).then_some(value)
}

/// Returns the value of a field of a struct, or its default.
fn filled_in<'v>(
    of: &'v Type,
    field: &str,
    form: Form,
    fields: &'v Map<String, Value>,
) -> Option<Cow<'v, Value>> {
    match meaning(form, fields.get(field)) {
        Some(value) => Some(Cow::Borrowed(value)),
        None => default_of(of, field, fields),
    }
}

/// Whether this is the zero value of its type.
fn is_zero(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Bool(value) => !value,
        Value::Number(value) => value.as_f64() == Some(0.0),
        Value::String(value) => value.is_empty(),
        Value::Array(items) => items.is_empty(),
        Value::Object(fields) => fields.is_empty(),
    }
}

fn is_same_scalar(form: Form, from: &Value, to: &Value) -> bool {
    match (form, from, to) {
        (Form::Quantity | Form::OptionalQuantity, from, to) => {
            Quantity::from_value(from).is_some_and(|from| Some(from) == Quantity::from_value(to))
        }
        // Base64 of the same bytes, however it is wrapped over lines.
        (Form::Bytes, Value::String(from), Value::String(to)) => {
            decode_data(from).is_some_and(|from| Some(from) == decode_data(to))
        }
        // `1.0` and `1`, which Kubernetes reads from YAML as the same number.
        (_, Value::Number(from), Value::Number(to)) => from.as_f64() == to.as_f64(),
        _ => false,
    }
}
