//! Turns a tree into a value: applies aliases, `<<` and tags (`decode.go`), and then the rules of JSON
//! (`convertToJSONableObject` of `sigs.k8s.io/yaml`).

use serde_json::Value;

use crate::{
    YamlError,
    budget::Allowance,
    document::{Document, DuplicateKey},
    mapping::{Decoded, Key, KeyType, Mapping},
    node::{Content, NodeId, ScalarNode, Tag, Tree},
    number,
    parser::DEPTH_LIMIT,
    scalar::{Scalar, resolve},
    tagged_scalar::{TaggedScalar, resolve_tagged, to_text},
};

/// The bytes that a copied node takes besides its text.
const NODE_SIZE: usize = 64;

/// What plain scalars become.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum PlainScalars {
    /// The value that Kubernetes reads.
    Resolved,
    /// That value where every reader of YAML has it and writes it so; else a string of what is written.
    AsWritten,
}

/// Returns the value of a tree. A text without a document is null.
///
/// # Errors
/// When go-yaml or JSON has no such value, or when the aliases stand for more than allowed.
pub(crate) fn decode(
    tree: Tree,
    scalars: PlainScalars,
    allowance: &mut Allowance,
) -> Result<Document, YamlError> {
    let (root, is_followed) = (tree.root, tree.is_followed);
    let mut decoder = Decoder {
        tree,
        scalars,
        allowance,
        // go-yaml counts the document as well.
        decoded: 1,
        decoded_in_aliases: 0,
        open_aliases: Vec::new(),
        depth: 0,
        duplicate_keys: Vec::new(),
    };
    let value = match root {
        None => Value::Null,
        Some(root) => {
            let Decoded { value, problem } = decoder.value(root)?;
            problem.map_or(Ok(value), Err)?
        }
    };
    Ok(Document {
        value,
        duplicate_keys: decoder.duplicate_keys,
        is_followed,
    })
}

struct Decoder<'a> {
    tree: Tree,
    scalars: PlainScalars,
    allowance: &'a mut Allowance,
    /// How many nodes go-yaml has decoded, each as often as aliases repeat it.
    decoded: usize,
    /// How many of them are in aliases.
    decoded_in_aliases: usize,
    /// The aliases that contain the current node.
    open_aliases: Vec<NodeId>,
    depth: usize,
    duplicate_keys: Vec<DuplicateKey>,
}

/// What the current node is, with what is needed to read it while the decoder changes.
enum Step {
    Scalar,
    List(Vec<NodeId>),
    Mapping(Vec<(NodeId, NodeId)>),
    Alias(NodeId),
}

impl Decoder<'_> {
    fn line(&self, id: NodeId) -> usize {
        self.tree.node(id).map_or(1, |node| node.line)
    }

    /// Counts a node and returns what it is. Its entries are taken out of the tree where nothing reads them again.
    fn enter(&mut self, id: NodeId) -> Result<Step, YamlError> {
        let has_aliases = self.tree.has_aliases;
        let is_aliased = !self.open_aliases.is_empty();
        self.decoded += 1;
        if is_aliased {
            self.decoded_in_aliases += 1;
        }
        let Some(node) = self.tree.node_mut(id) else {
            return Ok(Step::List(Vec::new()));
        };
        let line = node.line;
        let size = match &node.content {
            Content::Scalar(scalar) => scalar.text.len(),
            _ => 0,
        };
        let step = match &mut node.content {
            Content::Scalar(_) => Step::Scalar,
            Content::Alias(target) => Step::Alias(*target),
            Content::List(items) if has_aliases => Step::List(items.clone()),
            Content::List(items) => Step::List(std::mem::take(items)),
            Content::Mapping(entries) if has_aliases => Step::Mapping(entries.clone()),
            Content::Mapping(entries) => Step::Mapping(std::mem::take(entries)),
        };
        if is_excessive(self.decoded, self.decoded_in_aliases) {
            return Err(YamlError::ExcessiveAliasing { line });
        }
        if is_aliased {
            self.allowance.take_aliased(NODE_SIZE + size, line)?;
        }
        Ok(step)
    }

    fn value(&mut self, id: NodeId) -> Result<Decoded, YamlError> {
        match self.enter(id)? {
            Step::Scalar => self.scalar(id),
            Step::Alias(target) => self.in_alias(id, |decoder| decoder.value(target)),
            Step::List(items) => self.deeper(id, |decoder| {
                let mut values = Vec::with_capacity(items.len());
                let mut first_problem = None;
                for item in items {
                    let Decoded { value, problem } = decoder.value(item)?;
                    values.push(value);
                    first_problem = first_problem.or(problem);
                }
                Ok(Decoded {
                    value: Value::Array(values),
                    problem: first_problem,
                })
            }),
            Step::Mapping(entries) => {
                let mut mapping = Mapping::default();
                self.entries(id, entries, &mut mapping)?;
                Ok(mapping.finish())
            }
        }
    }

    /// Calls `read` inside of an alias.
    fn in_alias<T>(
        &mut self,
        alias: NodeId,
        read: impl FnOnce(&mut Self) -> Result<T, YamlError>,
    ) -> Result<T, YamlError> {
        if self.open_aliases.contains(&alias) {
            let line = self.line(alias);
            return Err(YamlError::RecursiveAlias { line });
        }
        self.open_aliases.push(alias);
        let result = read(self);
        self.open_aliases.pop();
        result
    }

    /// Calls `read` inside of a list or a mapping.
    fn deeper<T>(
        &mut self,
        id: NodeId,
        read: impl FnOnce(&mut Self) -> Result<T, YamlError>,
    ) -> Result<T, YamlError> {
        if self.depth >= DEPTH_LIMIT {
            let (line, limit) = (self.line(id), DEPTH_LIMIT);
            return Err(YamlError::TooDeep { line, limit });
        }
        self.depth += 1;
        let result = read(self);
        self.depth -= 1;
        result
    }

    /// Sets the entries of a mapping node.
    fn entries(
        &mut self,
        id: NodeId,
        entries: Vec<(NodeId, NodeId)>,
        mapping: &mut Mapping,
    ) -> Result<(), YamlError> {
        self.deeper(id, |decoder| {
            for (key_id, value_id) in entries {
                if decoder.is_merge_key(key_id) {
                    decoder.merge(value_id, mapping)?;
                    continue;
                }
                let line = decoder.line(key_id);
                let key = decoder.key(key_id)?;
                let value = decoder.value(value_id)?;
                mapping.set(key, value, line, &mut decoder.duplicate_keys);
            }
            Ok(())
        })
    }

    /// Returns whether a key is `<<`: plain, with the tag `!`, or with the tag `!!merge`.
    fn is_merge_key(&self, id: NodeId) -> bool {
        self.tree.node(id).is_some_and(|node| {
            matches!(
                &node.content,
                Content::Scalar(ScalarNode { text, tag: Tag::Implicit | Tag::NonSpecific | Tag::Merge })
                    if text == "<<"
            )
        })
    }

    /// Sets the entries of the value of `<<`. They replace those before `<<` and are replaced by those after it; in a list of
    /// mappings the earlier one wins.
    fn merge(&mut self, id: NodeId, mapping: &mut Mapping) -> Result<(), YamlError> {
        match self.tree.node(id).map(|node| &node.content) {
            Some(Content::List(items)) => {
                for item in items.clone().into_iter().rev() {
                    self.merge_mapping(item, mapping)?;
                }
                Ok(())
            }
            _ => self.merge_mapping(id, mapping),
        }
    }

    fn merge_mapping(&mut self, id: NodeId, mapping: &mut Mapping) -> Result<(), YamlError> {
        let line = self.line(id);
        match self.tree.node(id).map(|node| &node.content) {
            Some(Content::Mapping(_)) => {}
            Some(Content::Alias(target))
                if matches!(
                    self.tree.node(*target).map(|node| &node.content),
                    Some(Content::Mapping(_))
                ) => {}
            _ => return Err(YamlError::Merge { line }),
        }
        match self.enter(id)? {
            Step::Mapping(entries) => self.entries(id, entries, mapping),
            Step::Alias(target) => self.in_alias(id, |decoder| match decoder.enter(target)? {
                Step::Mapping(entries) => decoder.entries(target, entries, mapping),
                _ => Err(YamlError::Merge { line }),
            }),
            _ => Err(YamlError::Merge { line }),
        }
    }

    /// Takes the text of a scalar, or copies it where it may be read again.
    fn take_text(&mut self, id: NodeId) -> String {
        let has_aliases = self.tree.has_aliases;
        match self.tree.node_mut(id).map(|node| &mut node.content) {
            Some(Content::Scalar(scalar)) if has_aliases => scalar.text.clone(),
            Some(Content::Scalar(scalar)) => std::mem::take(&mut scalar.text),
            _ => String::new(),
        }
    }

    fn scalar(&mut self, id: NodeId) -> Result<Decoded, YamlError> {
        let line = self.line(id);
        if self.is_kept_as_written(id) {
            return Ok(Decoded::valid(Value::String(self.take_text(id))));
        }
        let value = match self.resolve(id)? {
            TaggedScalar::Binary(bytes) => Value::String(to_text(&bytes)),
            TaggedScalar::Resolved(scalar) => match scalar {
                Scalar::Null => Value::Null,
                Scalar::Bool(bool) => Value::Bool(bool),
                Scalar::Int(int) => Value::from(int),
                // Kubernetes reads a whole number that does not fit 64 bits with a sign as a float.
                Scalar::Unsigned(int) => Value::from(int as f64),
                Scalar::Float(float) => match number::from_float(float) {
                    Some(number) => Value::Number(number),
                    None => return Ok(Decoded::invalid(YamlError::NotFinite { line })),
                },
                Scalar::Text(_) => Value::String(self.take_text(id)),
            },
        };
        Ok(Decoded::valid(value))
    }

    /// Returns whether a scalar becomes a string of what is written.
    fn is_kept_as_written(&self, id: NodeId) -> bool {
        let is_ambiguous =
            |scalar: &ScalarNode| scalar.tag == Tag::Implicit && is_ambiguous(&scalar.text);
        self.scalars == PlainScalars::AsWritten
            && match self.tree.node(id).map(|node| &node.content) {
                Some(Content::Scalar(scalar)) => is_ambiguous(scalar),
                _ => false,
            }
    }

    /// Returns whether a key is a plain scalar that is kept as it is written.
    fn is_written_key(&self, id: NodeId) -> bool {
        self.scalars == PlainScalars::AsWritten
            && self.tree.node(id).is_some_and(|node| {
                matches!(
                    &node.content,
                    Content::Scalar(ScalarNode {
                        tag: Tag::Implicit,
                        ..
                    })
                )
            })
    }

    fn resolve(&self, id: NodeId) -> Result<TaggedScalar<'_>, YamlError> {
        let node = self.tree.node(id);
        match node.map(|node| (&node.content, node.line)) {
            Some((Content::Scalar(scalar), line)) => resolve_tagged(scalar, line),
            _ => Ok(TaggedScalar::Resolved(Scalar::Null)),
        }
    }

    fn key(&mut self, id: NodeId) -> Result<Key, YamlError> {
        match self.enter(id)? {
            Step::Scalar => {}
            Step::Alias(target) => return self.in_alias(id, |decoder| decoder.key(target)),
            Step::List(_) | Step::Mapping(_) => {
                let line = self.line(id);
                return Err(YamlError::Key { line });
            }
        }
        if self.is_written_key(id) {
            return Ok(Key::Text(self.take_text(id)));
        }
        let (name, type_) = match self.resolve(id)? {
            TaggedScalar::Binary(bytes) => match String::from_utf8(bytes) {
                Ok(text) => return Ok(Key::Text(text)),
                Err(error) => {
                    let bytes = error.into_bytes();
                    (to_text(&bytes), KeyType::Bytes(bytes))
                }
            },
            TaggedScalar::Resolved(scalar) => match scalar {
                Scalar::Null | Scalar::Unsigned(_) => return Ok(Key::Unsupported),
                // In a Go map it is the same key as 0, but not in JSON.
                Scalar::Float(float) if float == 0.0 && float.is_sign_negative() => {
                    return Ok(Key::Unsupported);
                }
                Scalar::Bool(bool) => (bool.to_string(), KeyType::Bool(bool)),
                Scalar::Int(int) => (int.to_string(), KeyType::Int(int)),
                Scalar::Float(float) => (number::float_key(float), KeyType::Float(float)),
                Scalar::Text(_) => return Ok(Key::Text(self.take_text(id))),
            },
        };
        Ok(Key::Typed { name, type_ })
    }
}

/// Returns whether readers of YAML read a plain scalar as different values, or write its value otherwise, such as `NO` and
/// `3.10`. Of null and of `true` and `false`, all versions of YAML have several spellings.
#[must_use]
pub fn is_ambiguous(text: &str) -> bool {
    match resolve(text) {
        Scalar::Text(_) | Scalar::Null => false,
        Scalar::Bool(_) => !["true", "false"]
            .iter()
            .any(|word| word.eq_ignore_ascii_case(text)),
        Scalar::Int(int) => int.to_string() != text,
        Scalar::Unsigned(_) => true,
        Scalar::Float(float) => {
            number::from_float(float).is_none_or(|number| number.to_string() != text)
        }
    }
}

/// Returns whether go-yaml refuses a document as an attack: more than 99 % of what it decodes is in aliases, or less where
/// it is much.
fn is_excessive(decoded: usize, in_aliases: usize) -> bool {
    const LOW: f64 = 400_000.0;
    const HIGH: f64 = 4_000_000.0;
    if in_aliases <= 100 || decoded <= 1000 {
        return false;
    }
    let allowed = match decoded as f64 {
        decoded if decoded <= LOW => 0.99,
        decoded if decoded >= HIGH => 0.10,
        decoded => 0.99 - 0.89 * ((decoded - LOW) / (HIGH - LOW)),
    };
    in_aliases as f64 / decoded as f64 > allowed
}
