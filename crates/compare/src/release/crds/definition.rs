//! Compares the two sides of one CustomResourceDefinition.

use std::{collections::HashMap, sync::Arc};

use astern_manifest::Object;
use astern_masking::Masking;
use serde_json::Value;

use super::{CrdChange, CrdVersionChange, schema};
use crate::{Change, Side, Sides};

/// The kind of a definition.
pub(super) const KIND: &str = "CustomResourceDefinition";

/// A CustomResourceDefinition and the chart file that contains it.
pub(super) struct Definition<'a> {
    pub(super) file: &'a str,
    pub(super) object: Arc<Object>,
}

/// Whether an object is a CustomResourceDefinition.
pub(super) fn is_definition(object: &Object) -> bool {
    object.id.kind == KIND && object.id.group == "apiextensions.k8s.io"
}

impl CrdChange {
    /// Compares the two sides of a definition; `None` when they are the same.
    pub(super) fn between(
        definitions: Sides<Option<Definition<'_>>>,
        masking: &Masking,
    ) -> Option<Self> {
        let file = definitions
            .as_ref()
            .map(|side| side.as_ref().map(|definition| definition.file.to_owned()));
        let objects = definitions.map(|side| side.map(|definition| definition.object));
        let change = match (&objects.from, &objects.to) {
            (Some(from), Some(to)) if from.value == to.value => return None,
            (Some(_), Some(_)) => Change::Changed,
            (None, _) => Change::Added,
            (_, None) => Change::Removed,
        };
        let shown = objects.to.as_ref().or(objects.from.as_ref())?;
        let text = |value: Option<&Value>| value.and_then(Value::as_str).map(str::to_owned);
        let specs = objects
            .as_ref()
            .map(|object| object.as_ref().and_then(|object| object.value.get("spec")));
        let names = specs.map(|spec| spec.and_then(|spec| spec.get("names")));
        Some(Self {
            name: shown.id.name.clone(),
            group: text(shown.value.pointer("/spec/group")),
            kind: text(shown.value.pointer("/spec/names/kind")),
            change,
            file,
            scope: specs.map(|spec| text(spec.and_then(|spec| spec.get("scope")))),
            names_differ: change == Change::Changed && !names.are_equal(),
            versions: versions(&specs, masking),
            objects,
            masking: masking.clone(),
        })
    }
}

/// A version of a definition, on one side.
struct Version<'a> {
    name: &'a str,
    value: &'a Value,
    schema: Option<&'a Value>,
}

impl Version<'_> {
    fn flag(&self, name: &str) -> bool {
        self.value.get(name).and_then(Value::as_bool) == Some(true)
    }
}

fn versions(specs: &Sides<Option<&Value>>, masking: &Masking) -> Vec<CrdVersionChange> {
    let read = specs.map(|spec| spec.map(read_versions).unwrap_or_default());
    let mut old: HashMap<&str, &Version<'_>> = read
        .from
        .iter()
        .map(|version| (version.name, version))
        .collect();
    let mut versions: Vec<_> = read
        .to
        .iter()
        .map(|version| compare(old.remove(version.name), Some(version)))
        .collect();
    let gone = read
        .from
        .iter()
        .filter(|version| old.contains_key(version.name));
    versions.extend(gone.map(|version| compare(Some(version), None)));
    for field in versions
        .iter_mut()
        .flat_map(|version| &mut version.removed_fields)
    {
        let masked = masking.mask_name(field).into_inner().into_owned();
        *field = masked;
    }
    versions
}

/// Returns the versions of a definition. In `apiextensions.k8s.io/v1beta1` all versions may share one schema.
fn read_versions(spec: &Value) -> Vec<Version<'_>> {
    let common = spec.pointer("/validation/openAPIV3Schema");
    let versions = spec.get("versions").and_then(Value::as_array);
    versions
        .into_iter()
        .flatten()
        .filter_map(|value| {
            Some(Version {
                name: value.get("name")?.as_str()?,
                value,
                schema: value.pointer("/schema/openAPIV3Schema").or(common),
            })
        })
        .collect()
}

fn compare(from: Option<&Version<'_>>, to: Option<&Version<'_>>) -> CrdVersionChange {
    let sides = Sides { from, to };
    let flag = |name| sides.map(|version| version.map(|version| version.flag(name)));
    let storage = flag("storage");
    let (change, fields) = match (from, to) {
        (Some(from), Some(to)) => {
            let same = from.value == to.value && from.schema == to.schema;
            let fields = match (from.schema, to.schema) {
                (Some(from), Some(to)) if !same => schema::compare(from, to),
                _ => schema::Fields::default(),
            };
            ((!same).then_some(Change::Changed), fields)
        }
        (None, _) => (Some(Change::Added), schema::Fields::default()),
        (_, None) => (Some(Change::Removed), schema::Fields::default()),
    };
    CrdVersionChange {
        name: from.or(to).map_or("", |version| version.name).to_owned(),
        change,
        served: flag("served"),
        storage,
        removed_fields: fields.removed,
        added_fields: fields.added,
        storage_missing_on: match (storage.from, storage.to) {
            (Some(true), None) => Some(Side::To),
            (None, Some(true)) => Some(Side::From),
            _ => None,
        },
    }
}
