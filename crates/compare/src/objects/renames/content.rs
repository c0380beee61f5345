//! The similarity of two objects, apart from what identifies them.

use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash, Hasher};

use astern_manifest::Object;
use serde_json::Value;

use crate::Noise;

/// The leaves of an object: of all fields but `apiVersion`, `kind` and `metadata`, and without version labels.
///
/// A leaf is a scalar with its path, without positions in lists. Of a text of several lines each line is a leaf without a
/// path.
pub(super) struct ObjectContent {
    /// Sorted.
    leaves: Vec<Leaf>,
}

/// The hashes of a leaf, or of a path while leaves are collected.
#[derive(Default, PartialEq, Eq, PartialOrd, Ord)]
struct Leaf {
    /// The hash with names.
    exact: u64,
    /// The hash with a placeholder for the object's own name and for the names of all unpaired objects of its side.
    nameless: u64,
}

/// Whether leaves count as equal that differ only in object names.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum NameComparison {
    Exact,
    Ignored,
}

/// The placeholder for a name.
const NAME_PLACEHOLDER: &str = "\0";

impl ObjectContent {
    /// Collects the leaves of an object. `names` are the names of all unpaired objects of its side.
    pub(super) fn new(object: &Object, names: &HashSet<String>) -> Self {
        let mut collector = LeafCollector {
            own_name: &object.id.name,
            names,
            leaves: Vec::new(),
        };
        let fields = object.value.as_object().into_iter().flatten();
        for (key, value) in
            fields.filter(|(key, _)| !matches!(key.as_str(), "apiVersion" | "kind" | "metadata"))
        {
            let path = collector.leaf(&Leaf::default(), key);
            collector.add_value(key, &path, value);
        }
        collector.leaves.sort_unstable();
        Self {
            leaves: collector.leaves,
        }
    }

    /// Returns the number of leaves.
    pub(super) fn len(&self) -> usize {
        self.leaves.len()
    }

    /// Returns how much two objects have in common, in percent; `None` when that is less than `minimum`. Two objects
    /// without leaves have everything in common.
    pub(super) fn similarity(
        &self,
        other: &Self,
        names: NameComparison,
        minimum: usize,
    ) -> Option<usize> {
        let (one, two) = (self.len(), other.len());
        let percent = |common: usize| (200 * common).checked_div(one + two).unwrap_or(100);
        if percent(one.min(two)) < minimum {
            return None;
        }
        Some(percent(self.count_common(other, names))).filter(|percent| *percent >= minimum)
    }

    /// Counts the leaves that both have: the equal ones, and unless names are compared exactly, those of the rest that are
    /// equal without names.
    fn count_common(&self, other: &Self, names: NameComparison) -> usize {
        let (mut only_self, mut only_other) = (Vec::new(), Vec::new());
        let equal = count_equal(
            &self.leaves,
            &other.leaves,
            |leaf| leaf.exact,
            |leaf| only_self.push(leaf.nameless),
            |leaf| only_other.push(leaf.nameless),
        );
        if names == NameComparison::Exact {
            return equal;
        }
        only_self.sort_unstable();
        only_other.sort_unstable();
        equal + count_equal(&only_self, &only_other, |hash| *hash, |_| (), |_| ())
    }
}

/// Counts the keys that two lists share, both sorted by key. Calls `only_one` and `only_two` for items of one list only.
fn count_equal<T>(
    one: &[T],
    two: &[T],
    key: impl Fn(&T) -> u64,
    mut only_one: impl FnMut(&T),
    mut only_two: impl FnMut(&T),
) -> usize {
    let (mut one, mut two) = (one.iter().peekable(), two.iter().peekable());
    let mut equal = 0;
    loop {
        match (one.peek(), two.peek()) {
            (Some(a), Some(b)) if key(a) == key(b) => {
                equal += 1;
                one.next();
                two.next();
            }
            (Some(a), Some(b)) if key(a) > key(b) => two.next().into_iter().for_each(&mut only_two),
            (Some(_), _) => one.next().into_iter().for_each(&mut only_one),
            (None, Some(_)) => two.next().into_iter().for_each(&mut only_two),
            (None, None) => return equal,
        }
    }
}

/// Collects the leaves of one object.
struct LeafCollector<'a> {
    own_name: &'a str,
    names: &'a HashSet<String>,
    leaves: Vec<Leaf>,
}

impl LeafCollector<'_> {
    /// Adds the leaves of a value, given the name of the field that it is in, and the hashes of its path.
    fn add_value(&mut self, field: &str, path: &Leaf, value: &Value) {
        match value {
            Value::Object(entries) if !entries.is_empty() => {
                for (key, value) in entries {
                    if Noise::of_key(field, key).is_none() {
                        self.add_value(key, &self.leaf(path, key), value);
                    }
                }
            }
            Value::Array(items) if !items.is_empty() => {
                items
                    .iter()
                    .for_each(|item| self.add_value(field, path, item));
            }
            Value::String(text) if text.contains('\n') => {
                for line in text.lines().filter(|line| !line.trim().is_empty()) {
                    self.leaves.push(self.leaf(&Leaf::default(), line));
                }
            }
            Value::String(text) => self.leaves.push(self.leaf(path, text)),
            other => self.leaves.push(self.leaf(path, &other.to_string())),
        }
    }

    /// Returns the hashes of a text below a path.
    fn leaf(&self, path: &Leaf, text: &str) -> Leaf {
        let exact = hash(path.exact, text);
        let nameless = match self.names.contains(text) {
            true => hash(path.nameless, NAME_PLACEHOLDER),
            false if text.contains(self.own_name) => hash(
                path.nameless,
                &text.replace(self.own_name, NAME_PLACEHOLDER),
            ),
            false => hash(path.nameless, text),
        };
        Leaf { exact, nameless }
    }
}

fn hash(path: u64, text: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    path.hash(&mut hasher);
    text.hash(&mut hasher);
    hasher.finish()
}
