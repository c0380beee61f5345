//! The objects of a document, as helm gets them: `UnstructuredJSONScheme` of apimachinery, and the flattening of lists and
//! the check of metadata of cli-runtime (`visitor.go`, `metadata_decoder.go`).

use serde_json::{Map, Value};

use crate::{DocumentProblem, ObjectId, identity::group};

/// An object with its identity.
#[derive(Debug)]
pub(crate) struct Unstructured {
    pub(crate) id: ObjectId,
    pub(crate) api_version: String,
    /// The object; always a mapping.
    pub(crate) value: Value,
}

/// The objects of a document.
#[derive(Debug)]
pub(crate) enum Objects {
    /// The document is empty.
    None,
    /// The document is no object.
    Invalid(DocumentProblem),
    /// The document is an object.
    One(Unstructured),
    /// The document has `items`. It is a list, whatever its kind, and not applied itself.
    Items(Vec<Result<Unstructured, DocumentProblem>>),
}

/// Returns the objects of a document with this value.
pub(crate) fn objects(document: Value) -> Objects {
    let fields = match document {
        Value::Null => return Objects::None,
        Value::Object(fields) => fields,
        _ => return Objects::Invalid(DocumentProblem::NotAMapping),
    };
    if fields.contains_key("items") {
        return items(fields).map_or_else(Objects::Invalid, Objects::Items);
    }
    check_metadata(&fields)
        .and_then(|()| identify(fields))
        .map_or_else(Objects::Invalid, Objects::One)
}

/// Returns the items of a list. Those without kind and version have those of the list.
fn items(
    mut list: Map<String, Value>,
) -> Result<Vec<Result<Unstructured, DocumentProblem>>, DocumentProblem> {
    let items = match list.get_mut("items").map(Value::take) {
        Some(Value::Array(items)) => items,
        Some(Value::Null) => Vec::new(),
        _ => return Err(DocumentProblem::WrongType { field: "items" }),
    };
    let kind = required(&list, "kind")?;
    check_metadata(&list)?;
    let item_kind = kind.strip_suffix("List").unwrap_or(&kind);
    let api_version = text(list.get("apiVersion")).unwrap_or_default();
    check_version(&api_version)?;
    let item = |item| {
        let mut fields = match item {
            Value::Object(fields) => fields,
            Value::Null => Map::new(),
            _ => return Err(DocumentProblem::NotAMapping),
        };
        if text(fields.get("kind")).is_none() && text(fields.get("apiVersion")).is_none() {
            fields.insert("kind".to_owned(), item_kind.into());
            fields.insert("apiVersion".to_owned(), api_version.as_str().into());
        }
        if fields.get("items").is_some_and(Value::is_array) {
            return Err(DocumentProblem::NestedList);
        }
        identify(fields)
    };
    Ok(items.into_iter().map(item).collect())
}

/// Checks that the metadata can be read as Kubernetes' `ObjectMeta`, as far as charts write it.
fn check_metadata(fields: &Map<String, Value>) -> Result<(), DocumentProblem> {
    let wrong = |field| DocumentProblem::WrongType { field };
    if fields
        .get("apiVersion")
        .is_some_and(|value| !is_text(value))
    {
        return Err(wrong("apiVersion"));
    }
    let metadata = match fields.get("metadata") {
        None | Some(Value::Null) => return Ok(()),
        Some(Value::Object(metadata)) => metadata,
        Some(_) => return Err(wrong("metadata")),
    };
    for (path, is_valid) in METADATA {
        let field = path.strip_prefix("metadata.").unwrap_or(path);
        if metadata.get(field).is_some_and(|value| !is_valid(value)) {
            return Err(wrong(path));
        }
    }
    Ok(())
}

/// Tells whether Go reads a value into a field.
type IsValid = fn(&Value) -> bool;

/// The paths of the fields of `ObjectMeta`.
const METADATA: [(&str, IsValid); 15] = [
    ("metadata.name", is_text),
    ("metadata.generateName", is_text),
    ("metadata.namespace", is_text),
    ("metadata.selfLink", is_text),
    ("metadata.uid", is_text),
    ("metadata.resourceVersion", is_text),
    ("metadata.generation", is_integer),
    ("metadata.creationTimestamp", is_time),
    ("metadata.deletionTimestamp", is_time),
    ("metadata.deletionGracePeriodSeconds", is_integer),
    ("metadata.labels", are_texts_by_name),
    ("metadata.annotations", are_texts_by_name),
    ("metadata.ownerReferences", are_objects),
    ("metadata.finalizers", are_texts),
    ("metadata.managedFields", are_objects),
];

fn is_text(value: &Value) -> bool {
    matches!(value, Value::Null | Value::String(_))
}

fn is_integer(value: &Value) -> bool {
    value.is_null() || value.is_i64()
}

fn is_time(value: &Value) -> bool {
    match value {
        Value::Null => true,
        // A time is never shorter than `2006-01-02T15:04:05Z`.
        Value::String(text) => text.len() >= 20 && text.contains('T'),
        _ => false,
    }
}

fn are_texts_by_name(value: &Value) -> bool {
    match value {
        Value::Object(entries) => entries.values().all(is_text),
        other => other.is_null(),
    }
}

fn are_texts(value: &Value) -> bool {
    match value {
        Value::Array(items) => items.iter().all(is_text),
        other => other.is_null(),
    }
}

fn are_objects(value: &Value) -> bool {
    match value {
        Value::Array(items) => items.iter().all(|item| item.is_null() || item.is_object()),
        other => other.is_null(),
    }
}

/// Returns a text that is not empty.
fn text(value: Option<&Value>) -> Option<String> {
    value
        .and_then(Value::as_str)
        .filter(|text| !text.is_empty())
        .map(str::to_owned)
}

fn required(fields: &Map<String, Value>, field: &'static str) -> Result<String, DocumentProblem> {
    text(fields.get(field)).ok_or(DocumentProblem::Field { field })
}

/// Checks that a version has at most one slash (`ParseGroupVersion`).
fn check_version(api_version: &str) -> Result<(), DocumentProblem> {
    match api_version.matches('/').count() {
        0 | 1 => Ok(()),
        _ => Err(DocumentProblem::Field {
            field: "apiVersion",
        }),
    }
}

fn identify(fields: Map<String, Value>) -> Result<Unstructured, DocumentProblem> {
    let api_version = required(&fields, "apiVersion")?;
    check_version(&api_version)?;
    let kind = required(&fields, "kind")?;
    let metadata = |field| {
        fields
            .get("metadata")
            .and_then(|metadata| metadata.get(field))
    };
    let name = match (metadata("name"), text(metadata("generateName"))) {
        (None | Some(Value::Null), Some(prefix)) => format!("{prefix}*"),
        (name, _) => text(name).ok_or(DocumentProblem::Field {
            field: "metadata.name",
        })?,
    };
    let id = ObjectId {
        group: group(&api_version).to_owned(),
        kind,
        namespace: text(metadata("namespace")),
        name,
    };
    Ok(Unstructured {
        id,
        api_version,
        value: Value::Object(fields),
    })
}
