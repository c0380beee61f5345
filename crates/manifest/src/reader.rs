//! Reads the objects of a manifest.

use std::{ops::Range, sync::Arc};

use astern_yaml::{Document, read};
use serde_json::Value;

use crate::{
    Budget, DocumentProblem, DuplicateKey, InvalidDocument, Manifest, Object, TextOrigin,
    stream::{Part, PartContent, Stream, YamlText, template},
    to_yaml,
    unstructured::{self, Objects, Unstructured},
};

/// Reads a manifest. Documents that cannot be read are in [`Manifest::invalid`].
///
/// Documents that are empty or contain only comments are skipped. An object with `items` is replaced by these, whatever
/// its kind.
#[must_use]
pub fn parse(text: &str) -> Manifest {
    let mut manifest = Manifest::default();
    for read in documents(text, &Budget::for_release()) {
        match read {
            Ok(object) => manifest.objects.push(object),
            Err(invalid) => manifest.invalid.push(invalid),
        }
    }
    manifest
}

/// Reads a manifest lazily, document by document, so that a page can render in between. See [`parse`].
///
/// What is read is taken from the budget, which all manifests of a release share.
pub fn documents<'a>(
    text: &'a str,
    budget: &Budget,
) -> impl Iterator<Item = Result<Object, InvalidDocument>> + use<'a> {
    let budget = budget.clone();
    Stream::new(text, &budget).flat_map(move |part| read_part(part, &budget))
}

/// Reads one document: usually one object, or the items of a list.
fn read_part(part: Part<'_>, budget: &Budget) -> Vec<Result<Object, InvalidDocument>> {
    let source = Source {
        text: part.text,
        template: template(part.text).map(str::to_owned),
        lines: part.lines,
    };
    let (value, duplicate_keys) = match part.content {
        PartContent::Json {
            value,
            duplicate_key,
        } => (value, duplicate_key.into_iter().collect()),
        PartContent::Yaml(yaml) => match read_yaml(&yaml, budget) {
            Ok(read) => read,
            Err(problem) => return vec![source.invalid(problem)],
        },
        PartContent::Unread(error) => return vec![source.invalid(error.into())],
        PartContent::AfterInvalidSeparator => {
            return vec![source.invalid(DocumentProblem::TextAfterSeparator)];
        }
    };
    match unstructured::objects(value) {
        Objects::None => Vec::new(),
        Objects::Invalid(problem) => vec![source.invalid(problem)],
        Objects::One(object) => vec![Ok(source.document(object, duplicate_keys))],
        Objects::Items(items) => items
            .into_iter()
            .map(|item| match item {
                Ok(item) => Ok(source.item(item)),
                Err(problem) => source.invalid(problem),
            })
            .collect(),
    }
}

fn read_yaml(
    yaml: &YamlText<'_>,
    budget: &Budget,
) -> Result<(Value, Vec<DuplicateKey>), DocumentProblem> {
    let Document {
        value,
        mut duplicate_keys,
        ..
    } = read(&yaml.text, budget).map_err(|error| error.map_line(yaml.lines_in_manifest()))?;
    if !duplicate_keys.is_empty() {
        let line_in_manifest = yaml.lines_in_manifest();
        for duplicate in &mut duplicate_keys {
            duplicate.line = line_in_manifest(duplicate.line);
        }
    }
    Ok((value, duplicate_keys))
}

/// The text of a document, its position and its template.
struct Source<'a> {
    text: &'a str,
    lines: Range<usize>,
    template: Option<String>,
}

impl Source<'_> {
    fn document(&self, object: Unstructured, duplicate_keys: Vec<DuplicateKey>) -> Object {
        let text = self.text.into();
        self.object(object, text, TextOrigin::Document, duplicate_keys)
    }

    fn item(&self, item: Unstructured) -> Object {
        let text = to_yaml(&item.value).into();
        self.object(item, text, TextOrigin::Serialized, Vec::new())
    }

    fn object(
        &self,
        object: Unstructured,
        text: Arc<str>,
        text_origin: TextOrigin,
        duplicate_keys: Vec<DuplicateKey>,
    ) -> Object {
        Object {
            id: object.id,
            api_version: object.api_version,
            text,
            text_origin,
            value: object.value,
            template: self.template.clone(),
            lines: self.lines.clone(),
            duplicate_keys,
        }
    }

    fn invalid(&self, problem: DocumentProblem) -> Result<Object, InvalidDocument> {
        Err(InvalidDocument {
            lines: self.lines.clone(),
            template: self.template.clone(),
            problem,
        })
    }
}
