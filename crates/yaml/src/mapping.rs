//! A mapping while it is read: a Go map, whose keys keep their types, and then a JSON object.

use std::collections::HashMap;

use serde_json::{Map, Value};

use crate::{YamlError, document::DuplicateKey};

/// The most duplicate keys of a document that are reported.
const DUPLICATES_LIMIT: usize = 100;

/// A value, and what makes it no JSON. go-yaml reads such a value; it is an error unless a later key replaces it.
pub(crate) struct Decoded {
    pub(crate) value: Value,
    pub(crate) problem: Option<YamlError>,
}

impl Decoded {
    pub(crate) fn valid(value: Value) -> Self {
        Self {
            value,
            problem: None,
        }
    }

    pub(crate) fn invalid(problem: YamlError) -> Self {
        Self {
            value: Value::Null,
            problem: Some(problem),
        }
    }
}

/// The key of an entry.
pub(crate) enum Key {
    Text(String),
    /// A key that JSON has under this name.
    Typed {
        name: String,
        type_: KeyType,
    },
    /// A key that JSON cannot have.
    Unsupported,
}

/// What a key that is no text is in Go.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum KeyType {
    Bool(bool),
    Int(i64),
    Float(f64),
    Bytes(Vec<u8>),
}

/// A mapping that has not ended.
#[derive(Default)]
pub(crate) struct Mapping {
    entries: Map<String, Value>,
    /// The problems of values, by their keys.
    problems: HashMap<String, YamlError>,
    /// A problem of keys, which no later entry removes.
    key_problem: Option<YamlError>,
    /// The types of the keys that are no texts.
    types: HashMap<String, KeyType>,
}

impl Mapping {
    /// Sets an entry, whose key stands on this line. An entry with the same key is replaced, and added to the duplicates.
    pub(crate) fn set(
        &mut self,
        key: Key,
        value: Decoded,
        line: usize,
        duplicates: &mut Vec<DuplicateKey>,
    ) {
        let (name, type_) = match key {
            Key::Text(name) => (name, None),
            Key::Typed { name, type_ } => (name, Some(type_)),
            Key::Unsupported => {
                self.key_problem.get_or_insert(YamlError::Key { line });
                return;
            }
        };
        if self.entries.contains_key(&name) {
            if self.types.get(&name) != type_.as_ref() {
                self.key_problem
                    .get_or_insert(YamlError::AmbiguousKey { line });
            }
            self.problems.remove(&name);
            if duplicates.len() < DUPLICATES_LIMIT {
                let key = name.clone();
                duplicates.push(DuplicateKey { key, line });
            }
        }
        if let Some(type_) = type_ {
            self.types.insert(name.clone(), type_);
        }
        if let Some(problem) = value.problem {
            self.problems.insert(name.clone(), problem);
        }
        self.entries.insert(name, value.value);
    }

    /// Returns the object.
    pub(crate) fn finish(self) -> Decoded {
        let value_problem = || self.problems.into_values().min_by_key(YamlError::line);
        Decoded {
            problem: self.key_problem.or_else(value_problem),
            value: Value::Object(self.entries),
        }
    }
}
