//! The types of the built-in kinds, as the API server decodes them.
//!
//! `types.txt` is made by the Go program in `tests/api-types` from `k8s.io/api`. Each line is a type and its fields. A field
//! that is not written is a scalar or a list of scalars. The others are written as
//!
//! | form | Go type |
//! | --- | --- |
//! | `field=Type` | a struct: empty and absent are the same |
//! | `field=*Type` | a pointer to a struct: empty and absent differ |
//! | `field=*` | a pointer to a scalar: zero and absent differ |
//! | `field=q`, `field=*q` | a quantity, and a pointer to one |
//! | `field=b` | bytes, written in base64 |
//! | `field=[]Type` | a list of structs |
//! | `field={}`, `{}q`, `{}b`, `{}Type` | a map of scalars, of quantities, of bytes, of structs |
//! | `field=-` | set by the API server, whatever is written |

use std::{collections::HashMap, sync::OnceLock};

use serde_json::Value;

const TYPES: &str = include_str!("types.txt");
const DEFAULTS: &str = include_str!("defaults.txt");

/// How values of a field are compared.
#[derive(Debug, Clone, Copy)]
pub(super) enum Form {
    /// A scalar or a list of scalars, whose zero value is the same as none.
    Scalar,
    /// A scalar whose zero value is not the same as none.
    OptionalScalar,
    /// A quantity, of which zero is the same as none.
    Quantity,
    /// A quantity, of which zero is not the same as none.
    OptionalQuantity,
    /// Bytes in base64.
    Bytes,
    /// A struct, of which an empty one is the same as none.
    Struct(&'static Type),
    /// A struct, of which an empty one is not the same as none.
    OptionalStruct(&'static Type),
    /// A list of structs.
    List(&'static Type),
    /// A map. Its entries are compared as these forms.
    Map(MapEntry),
    /// A value that the API server stores as it is written: a field of a custom resource.
    Custom,
    /// A field that the API server sets itself.
    SetByServer,
}

/// How the entries of a map are compared.
#[derive(Debug, Clone, Copy)]
pub(super) enum MapEntry {
    Scalar,
    Quantity,
    Bytes,
    Struct(&'static Type),
}

impl MapEntry {
    /// Returns how an entry is compared. An entry that is there is never the same as none.
    pub(super) fn form(self) -> Form {
        match self {
            Self::Scalar => Form::OptionalScalar,
            Self::Quantity => Form::OptionalQuantity,
            Self::Bytes => Form::Bytes,
            Self::Struct(of) => Form::OptionalStruct(of),
        }
    }
}

/// A type: the forms and the defaults of its fields.
#[derive(Debug)]
pub(super) struct Type {
    pub(super) name: &'static str,
    /// The fields as `types.txt` writes them.
    fields: HashMap<&'static str, &'static str>,
    defaults: HashMap<&'static str, Value>,
}

impl Type {
    /// Returns the type of a kind; `None` for a kind that is not built in, or not in this version.
    pub(super) fn of_kind(api_version: &str, kind: &str) -> Option<&'static Self> {
        types().get(format!("{api_version}/{kind}").as_str())
    }

    /// Returns the type of a name in the table.
    pub(super) fn named(name: &str) -> Option<&'static Self> {
        types().get(name)
    }

    /// Returns how a field is compared.
    pub(super) fn form(&self, field: &str) -> Form {
        self.fields
            .get(field)
            .map_or(Form::Scalar, |written| form(written))
    }

    /// Returns the default that does not depend on other fields.
    pub(super) fn default(&self, field: &str) -> Option<&Value> {
        self.defaults.get(field)
    }
}

fn form(written: &'static str) -> Form {
    let of =
        |name: &str, form: fn(&'static Type) -> Form| Type::named(name).map_or(Form::Custom, form);
    match written {
        "-" => Form::SetByServer,
        "*" => Form::OptionalScalar,
        "q" => Form::Quantity,
        "*q" => Form::OptionalQuantity,
        "b" => Form::Bytes,
        "{}" => Form::Map(MapEntry::Scalar),
        "{}q" => Form::Map(MapEntry::Quantity),
        "{}b" => Form::Map(MapEntry::Bytes),
        _ => match (
            written.strip_prefix('*'),
            written.strip_prefix("[]"),
            written.strip_prefix("{}"),
        ) {
            (Some(name), ..) => of(name, Form::OptionalStruct),
            (_, Some(name), _) => of(name, Form::List),
            (.., Some(name)) => of(name, |entry| Form::Map(MapEntry::Struct(entry))),
            _ => of(written, Form::Struct),
        },
    }
}

fn types() -> &'static HashMap<&'static str, Type> {
    static READ: OnceLock<HashMap<&'static str, Type>> = OnceLock::new();
    READ.get_or_init(|| {
        let mut types: HashMap<&'static str, Type> = TYPES.lines().filter_map(read_type).collect();
        for (name, field, default) in DEFAULTS.lines().filter_map(read_default) {
            if let Some(of) = types.get_mut(name) {
                of.defaults.insert(field, default);
            }
        }
        types
    })
}

fn read_type(line: &'static str) -> Option<(&'static str, Type)> {
    let (name, fields) = line.split_once(':')?;
    let fields = fields
        .split_whitespace()
        .filter_map(|field| field.split_once('='));
    let read = Type {
        name,
        fields: fields.collect(),
        defaults: HashMap::new(),
    };
    Some((name, read))
}

/// Reads `Container.terminationMessagePath "/dev/termination-log"`. Lines that begin with `#` are comments.
fn read_default(line: &'static str) -> Option<(&'static str, &'static str, Value)> {
    let (field, default) = line.split_once(' ').filter(|_| !line.starts_with('#'))?;
    let (name, field) = field.rsplit_once('.')?;
    Some((name, field, serde_json::from_str(default).ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_type_that_is_named_is_in_the_table() {
        for (name, of) in types() {
            for (field, written) in &of.fields {
                let is_custom = matches!(form(written), Form::Custom);
                assert!(!is_custom, "{name}.{field}={written}");
            }
        }
        assert!(Type::of_kind("apps/v1", "Deployment").is_some());
        assert!(Type::of_kind("apps/v2", "Deployment").is_none());
    }

    #[test]
    fn every_default_is_of_a_type_in_the_table() {
        for line in DEFAULTS
            .lines()
            .filter(|line| !line.is_empty() && !line.starts_with('#'))
        {
            let (name, field, _) = read_default(line).unwrap_or_else(|| panic!("{line}"));
            assert!(types().contains_key(name), "{name}.{field}");
        }
    }
}
