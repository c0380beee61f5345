//! Builds a JSON value from the events of the YAML parser.

use saphyr_parser::{Event, Parser, ScalarStyle, Tag};
use serde_json::{Map, Value};

use super::anchors::Anchors;
use super::scalar_node::{self, ScalarNode};
use super::unterminated_line::UnterminatedLine;
use crate::{YamlError, raw_document::split_documents};

/// The deepest nesting that is read. Real objects stay below 60; the stack of a browser tab is small.
const DEPTH_LIMIT: usize = 200;

/// A key that occurs twice in a mapping. Kubernetes uses the last one, unless it validates strictly.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DuplicateKey {
    /// The key.
    pub key: String,
    /// The line of the second occurrence, from 1.
    pub line: usize,
}

/// Reads one YAML document, such as a values file. An empty text is `null`; further documents are ignored, as
/// `sigs.k8s.io/yaml` does.
///
/// # Errors
/// When Kubernetes could not read the text, or when nesting or aliases exceed a limit.
pub fn value(text: &str) -> Result<Value, YamlError> {
    document(text).map(|document| document.value)
}

/// Reads a text that is exactly one YAML document. `None` when it cannot be read, has duplicate keys, or contains further
/// documents.
#[must_use]
pub fn only_document(text: &str) -> Option<Value> {
    let mut documents = split_documents(text)
        .into_iter()
        .filter(|document| !is_blank(document.text) || document.after_separator.is_some());
    let only = documents
        .next()
        .filter(|only| only.after_separator.is_none())?;
    if documents.next().is_some() {
        return None;
    }
    let read = document(only.text).ok()?;
    read.duplicate_keys.is_empty().then_some(read.value)
}

/// Returns whether a document contains only comments and blank lines.
fn is_blank(text: &str) -> bool {
    text.lines()
        .map(str::trim)
        .all(|line| line.is_empty() || line.starts_with('#'))
}

/// A document and its duplicate keys.
pub(crate) struct Document {
    pub(crate) value: Value,
    pub(crate) duplicate_keys: Vec<DuplicateKey>,
}

/// Reads the first document of a text.
pub(crate) fn document(text: &str) -> Result<Document, YamlError> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut builder = Builder::default();
    let unterminated = UnterminatedLine::of(text);
    for event in Parser::new_from_str(text) {
        let (event, span) = event.map_err(|error| YamlError::Syntax {
            line: error.marker().line(),
            column: error.marker().col() + 1,
            reason: error.info().to_owned(),
        })?;
        let event = match (event, &unterminated) {
            (Event::Scalar(text, style, anchor, tag), Some(unterminated)) => {
                let text = unterminated.trim(text, style, span.end.index());
                Event::Scalar(text, style, anchor, tag)
            }
            (event, _) => event,
        };
        if builder.take(event, span.start.line())? == Progress::Complete {
            break;
        }
    }
    Ok(Document {
        value: builder.root,
        duplicate_keys: builder.duplicate_keys,
    })
}

#[derive(PartialEq)]
enum Progress {
    More,
    Complete,
}

/// A mapping or list that has not ended.
struct OpenCollection {
    anchor: usize,
    collection: Collection,
}

enum Collection {
    List(Vec<Value>),
    Mapping {
        entries: Map<String, Value>,
        key: Option<Key>,
    },
}

enum Key {
    Name { name: String, line: usize },
    Merge,
}

#[derive(Default)]
struct Builder {
    open: Vec<OpenCollection>,
    anchors: Anchors,
    root: Value,
    duplicate_keys: Vec<DuplicateKey>,
}

impl Builder {
    fn take(&mut self, event: Event<'_>, line: usize) -> Result<Progress, YamlError> {
        match event {
            Event::Scalar(text, style, anchor, tag) => {
                let node = scalar_node::resolve_node(&text, style, tag.as_deref(), line)?;
                if anchor != 0 {
                    self.anchors.insert(anchor, node.to_value(line)?);
                }
                let is_merge_key = is_merge_key(&text, style, tag.as_deref());
                self.add_scalar(node, is_merge_key, line)?;
            }
            Event::SequenceStart(anchor, _) => {
                self.open(anchor, Collection::List(Vec::new()), line)?;
            }
            Event::MappingStart(anchor, _) => {
                let entries = Map::new();
                self.open(anchor, Collection::Mapping { entries, key: None }, line)?;
            }
            Event::SequenceEnd | Event::MappingEnd => self.close(line)?,
            Event::Alias(anchor) => self.add_alias(anchor, line)?,
            Event::DocumentEnd | Event::StreamEnd => return Ok(Progress::Complete),
            Event::Nothing | Event::StreamStart | Event::DocumentStart(_) => {}
        }
        Ok(Progress::More)
    }

    fn open(
        &mut self,
        anchor: usize,
        collection: Collection,
        line: usize,
    ) -> Result<(), YamlError> {
        if self.expects_key() {
            return Err(YamlError::Key { line });
        }
        if self.open.len() >= DEPTH_LIMIT {
            return Err(YamlError::TooDeep {
                line,
                limit: DEPTH_LIMIT,
            });
        }
        self.open.push(OpenCollection { anchor, collection });
        Ok(())
    }

    fn close(&mut self, line: usize) -> Result<(), YamlError> {
        let Some(closed) = self.open.pop() else {
            return Ok(());
        };
        let value = match closed.collection {
            Collection::List(items) => Value::Array(items),
            Collection::Mapping { entries, .. } => Value::Object(entries),
        };
        if closed.anchor != 0 {
            self.anchors.insert(closed.anchor, value.clone());
        }
        self.add(value, line)
    }

    fn expects_key(&self) -> bool {
        matches!(
            self.open.last().map(|open| &open.collection),
            Some(Collection::Mapping { key: None, .. })
        )
    }

    fn add_scalar(
        &mut self,
        node: ScalarNode<'_>,
        is_merge_key: bool,
        line: usize,
    ) -> Result<(), YamlError> {
        if !self.expects_key() {
            return self.add(node.to_value(line)?, line);
        }
        let key = if is_merge_key {
            Key::Merge
        } else {
            let name = node.to_key().ok_or(YamlError::Key { line })?;
            Key::Name { name, line }
        };
        self.set_key(key);
        Ok(())
    }

    fn add_alias(&mut self, anchor: usize, line: usize) -> Result<(), YamlError> {
        let value = self.anchors.expand(anchor, line)?;
        if self.expects_key() {
            let name = scalar_node::value_key(&value).ok_or(YamlError::Key { line })?;
            self.set_key(Key::Name { name, line });
            return Ok(());
        }
        if self.expects_merged_value() && !value.is_object() {
            return Err(YamlError::Merge { line });
        }
        self.add(value, line)
    }

    fn set_key(&mut self, new: Key) {
        if let Some(OpenCollection {
            collection: Collection::Mapping { key, .. },
            ..
        }) = self.open.last_mut()
        {
            *key = Some(new);
        }
    }

    fn expects_merged_value(&self) -> bool {
        matches!(
            self.open.last().map(|open| &open.collection),
            Some(Collection::Mapping {
                key: Some(Key::Merge),
                ..
            })
        )
    }

    /// Adds a complete value to the innermost open collection, or makes it the root.
    fn add(&mut self, value: Value, line: usize) -> Result<(), YamlError> {
        match self.open.last_mut().map(|open| &mut open.collection) {
            None => self.root = value,
            Some(Collection::List(items)) => items.push(value),
            Some(Collection::Mapping { entries, key }) => match key.take() {
                Some(Key::Merge) => merge(entries, value, line)?,
                Some(Key::Name { name, line }) => {
                    if entries.contains_key(&name) {
                        self.duplicate_keys.push(DuplicateKey {
                            key: name.clone(),
                            line,
                        });
                    }
                    entries.insert(name, value);
                }
                None => return Err(YamlError::Key { line }),
            },
        }
        Ok(())
    }
}

/// Returns whether a scalar in the position of a key is the merge key: plain `<<`, or `<<` with the tag `!!merge`.
fn is_merge_key(text: &str, style: ScalarStyle, tag: Option<&Tag>) -> bool {
    let is_marked = match tag {
        None => style == ScalarStyle::Plain,
        Some(tag) => tag.is_yaml_core_schema() && tag.suffix == "merge",
    };
    text == "<<" && is_marked
}

/// Merges the value of `<<` into the entries. go-yaml v2 sets merged keys immediately, so they override keys before `<<` and
/// are overridden by keys after it. In a list of mappings the earlier one wins.
fn merge(entries: &mut Map<String, Value>, value: Value, line: usize) -> Result<(), YamlError> {
    match value {
        Value::Object(merged) => entries.extend(merged),
        Value::Array(list) => {
            for item in list.into_iter().rev() {
                let Value::Object(merged) = item else {
                    return Err(YamlError::Merge { line });
                };
                entries.extend(merged);
            }
        }
        _ => return Err(YamlError::Merge { line }),
    }
    Ok(())
}
