//! Rewrites a value in the spelling of another.

use serde_json::{Map, Value};

use super::{
    likeness::{Likeness, custom_form, fields, pairs},
    types::{Form, Type},
};
use crate::Sides;

/// Returns the old value of a field with everything in the spelling of the new one that is the same to Kubernetes; `None`
/// where the old side has no such field then.
pub(super) fn respelled_value(
    form: Form,
    name: &str,
    values: Sides<Option<&Value>>,
) -> Option<Value> {
    let likeness = Likeness::of(form, name, values);
    respelled(likeness, form, name, values)
}

fn respelled(
    likeness: Likeness,
    form: Form,
    name: &str,
    values: Sides<Option<&Value>>,
) -> Option<Value> {
    match (likeness, form, values.from, values.to) {
        (Likeness::Same, ..) => values.to.cloned(),
        (
            Likeness::Different { holds_same: true },
            form,
            Some(Value::Object(from)),
            Some(Value::Object(to)),
        ) => Some(Value::Object(respelled_mapping(form, Sides { from, to }))),
        (
            Likeness::Different { holds_same: true },
            form,
            Some(Value::Array(from)),
            Some(Value::Array(to)),
        ) => Some(Value::Array(respelled_list(form, name, Sides { from, to }))),
        _ => values.from.cloned(),
    }
}

fn respelled_mapping(form: Form, mappings: Sides<&Map<String, Value>>) -> Map<String, Value> {
    let field = |field: &str| match form {
        Form::Struct(of) | Form::OptionalStruct(of) => respelled_field(of, field, mappings),
        Form::Map(entry) => respelled_value(
            entry.form(),
            field,
            mappings.map(|fields| fields.get(field)),
        ),
        _ => respelled_value(
            custom_form(field),
            field,
            mappings.map(|fields| fields.get(field)),
        ),
    };
    fields(mappings)
        .filter_map(|name| Some((name.to_owned(), field(name)?)))
        .collect()
}

/// Returns the old value of a field of a struct in the spelling of the new one.
fn respelled_field(of: &Type, field: &str, structs: Sides<&Map<String, Value>>) -> Option<Value> {
    let likeness = Likeness::of_field(of, field, structs);
    let values = structs.map(|fields| fields.get(field));
    respelled(likeness, of.form(field), field, values)
}

fn respelled_list(form: Form, name: &str, lists: Sides<&Vec<Value>>) -> Vec<Value> {
    let form = match form {
        Form::List(of) => Form::OptionalStruct(of),
        form => form,
    };
    let mut respelled = lists.from.clone();
    for (from, to) in pairs(name, lists) {
        let values = Sides {
            from: lists.from.get(from),
            to: lists.to.get(to),
        };
        if let (Some(entry), Some(value)) =
            (respelled.get_mut(from), respelled_value(form, name, values))
        {
            *entry = value;
        }
    }
    respelled
}
