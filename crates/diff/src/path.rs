//! The path of a field in an object.

use std::fmt;

use serde::{Serialize, Serializer};

/// The format of a document in a string.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Format {
    /// JSON.
    Json,
    /// YAML.
    Yaml,
}

/// The identity of a list's entry: the values of its key fields.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EntryKey {
    /// The key fields' values in order, as text: `["8080", "TCP"]`.
    pub values: Vec<String>,
}

/// The values joined by `/`, such as `api` or `8080/TCP`.
impl fmt::Display for EntryKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.values.join("/"))
    }
}

/// A step of a path.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Segment {
    /// A mapping's key.
    Key(String),
    /// A list's entry by position: on the side to arrive at, or, for a removed entry, on the side to start from.
    Index(usize),
    /// A list's entry by its merge key.
    Entry {
        /// Its identity in the list.
        key: EntryKey,
        /// Its position, on the same side as for [`Segment::Index`].
        index: usize,
    },
    /// The root of the document that the string holds.
    Embedded(Format),
}

/// A path from an object's root to a field, such as `spec.template.spec.containers[api].image`, or into a document that a
/// string of the object holds: `data["datasource.yaml"] › datasources[Prometheus].jsonData.timeInterval`.
///
/// Keys with characters other than letters, digits, `-` and `_` are quoted: `metadata.annotations["helm.sh/chart"]`.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FieldPath {
    segments: Vec<Segment>,
}

impl FieldPath {
    /// Returns the steps from the root.
    #[must_use]
    pub fn segments(&self) -> &[Segment] {
        &self.segments
    }

    /// Returns the name of the innermost field, without list entries: `ports` for `spec.ports[80/TCP]`.
    #[must_use]
    pub fn field_name(&self) -> Option<&str> {
        self.segments
            .iter()
            .rev()
            .find_map(|segment| match segment {
                Segment::Key(key) => Some(key.as_str()),
                Segment::Index(_) | Segment::Entry { .. } | Segment::Embedded(_) => None,
            })
    }

    /// Returns the path in the innermost embedded document; the whole path if the field is in no such document.
    #[must_use]
    pub fn within_document(&self) -> Self {
        let is_document = |segment: &Segment| matches!(segment, Segment::Embedded(_));
        let start = self.segments.iter().rposition(is_document);
        Self {
            segments: self.segments[start.map_or(0, |start| start + 1)..].to_vec(),
        }
    }

    /// Returns the first steps of the path, or the whole path where it has no more.
    #[must_use]
    pub fn ancestor(&self, length: usize) -> Self {
        Self {
            segments: self.segments[..length.min(self.segments.len())].to_vec(),
        }
    }

    /// Returns about how many bytes the path takes up.
    #[must_use]
    pub fn size(&self) -> usize {
        let text = |segment: &Segment| match segment {
            Segment::Key(key) => key.len(),
            Segment::Entry { key, .. } => key.values.iter().map(|value| value.len() + 24).sum(),
            Segment::Index(_) | Segment::Embedded(_) => 0,
        };
        let steps = self.segments.iter();
        steps.map(|step| size_of::<Segment>() + text(step)).sum()
    }

    /// Makes a path of mappings' keys.
    pub fn from_keys<'a>(keys: impl Iterator<Item = &'a str>) -> Self {
        Self {
            segments: keys.map(|key| Segment::Key(key.to_owned())).collect(),
        }
    }

    /// Adds an innermost step.
    pub fn push(&mut self, segment: Segment) {
        self.segments.push(segment);
    }

    /// Removes the innermost step.
    pub fn pop(&mut self) {
        self.segments.pop();
    }

    /// Returns whether one of the two paths equals the other or is below it.
    #[must_use]
    pub fn overlaps(&self, other: &Self) -> bool {
        let (own, other) = (self.segments(), other.segments());
        let common = own.len().min(other.len());
        own[..common] == other[..common]
    }
}

impl fmt::Display for FieldPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut at_root = true;
        for segment in &self.segments {
            match segment {
                Segment::Key(key) if !is_word(key) => write!(f, "[{}]", Quoted(key))?,
                Segment::Key(key) if at_root => f.write_str(key)?,
                Segment::Key(key) => write!(f, ".{key}")?,
                Segment::Index(index) => write!(f, "[{index}]")?,
                Segment::Entry { key, .. } => {
                    let key = key.to_string();
                    if needs_quotes(&key) {
                        write!(f, "[{}]", Quoted(&key))?;
                    } else {
                        write!(f, "[{key}]")?;
                    }
                }
                Segment::Embedded(_) => f.write_str(" › ")?,
            }
            at_root = matches!(segment, Segment::Embedded(_));
        }
        Ok(())
    }
}

impl Serialize for FieldPath {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

fn is_word(key: &str) -> bool {
    !key.is_empty()
        && key
            .chars()
            .all(|c| c.is_alphanumeric() || matches!(c, '-' | '_'))
}

/// Returns whether an entry's key looks like a position, or contains a character that cannot stand in brackets.
fn needs_quotes(key: &str) -> bool {
    key.chars().all(|c| c.is_ascii_digit())
        || key.contains(['[', ']', '"', ' '])
        || key.chars().any(char::is_control)
}

/// A text in double quotes, with the escapes of JSON.
struct Quoted<'a>(&'a str);

impl fmt::Display for Quoted<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        serde_json::Value::from(self.0).fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn path(segments: Vec<Segment>) -> String {
        FieldPath { segments }.to_string()
    }

    fn key(key: &str) -> Segment {
        Segment::Key(key.to_owned())
    }

    fn entry(values: &[&str]) -> Segment {
        let values = values.iter().map(|value| (*value).to_owned()).collect();
        Segment::Entry {
            key: EntryKey { values },
            index: 0,
        }
    }

    #[test]
    fn a_path_within_a_document_begins_at_its_root() {
        let segments = vec![key("data"), Segment::Embedded(Format::Json), key("title")];
        let path = FieldPath { segments };
        assert_eq!(path.within_document().to_string(), "title");
        let path = FieldPath::from_keys(["spec", "replicas"].into_iter());
        assert_eq!(path.within_document(), path);
    }

    #[test]
    fn keys_with_special_characters_are_quoted() {
        assert_eq!(
            path(vec![
                key("spec"),
                key("containers"),
                entry(&["api"]),
                key("image")
            ]),
            "spec.containers[api].image"
        );
        assert_eq!(
            path(vec![
                key("metadata"),
                key("annotations"),
                key("helm.sh/chart")
            ]),
            "metadata.annotations[\"helm.sh/chart\"]"
        );
        assert_eq!(
            path(vec![key("a.b"), key("args"), Segment::Index(2)]),
            "[\"a.b\"].args[2]"
        );
        assert_eq!(
            path(vec![key("ports"), entry(&["8080", "TCP"])]),
            "ports[8080/TCP]"
        );
        assert_eq!(
            path(vec![
                key("data"),
                key("a.yaml"),
                Segment::Embedded(Format::Yaml),
                key("jobs"),
                entry(&["api"])
            ]),
            "data[\"a.yaml\"] › jobs[api]"
        );
        assert_eq!(path(vec![key("env"), entry(&["0"])]), "env[\"0\"]");
        assert_eq!(
            path(vec![key("env"), entry(&["a]\"b"])]),
            "env[\"a]\\\"b\"]"
        );
    }
}
