//! What of an object stays the same when it is renamed.

use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash, Hasher};

use astern_manifest::Object;
use serde_json::Value;

use crate::Noise;

/// The leaves of an object's body: all but `apiVersion`, `kind` and `metadata`, and without version labels. A leaf is a
/// scalar and its path, lists' positions left out; of a text of several lines each line is one, wherever it stands.
pub(super) struct Body {
    /// In order.
    leaves: Vec<Leaf>,
}

/// A leaf's hash as it is, and with names left out: its object's own, and those of all that came or went on its side.
#[derive(Default, PartialEq, Eq, PartialOrd, Ord)]
struct Leaf {
    written: u64,
    nameless: u64,
}

/// Whether what a name brings with it makes two bodies differ.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Names {
    Count,
    DoNotCount,
}

/// What stands for a name.
const NAME: &str = "\0";

impl Body {
    pub(super) fn of(object: &Object, names: &HashSet<String>) -> Self {
        let mut walk = Walk {
            own: &object.id.name,
            names,
            leaves: Vec::new(),
        };
        let fields = object.value.as_object().into_iter().flatten();
        for (key, value) in
            fields.filter(|(key, _)| !matches!(key.as_str(), "apiVersion" | "kind" | "metadata"))
        {
            let place = walk.leaf(&Leaf::default(), key);
            walk.value(key, &place, value);
        }
        walk.leaves.sort_unstable();
        Self {
            leaves: walk.leaves,
        }
    }

    /// How many leaves there are.
    pub(super) fn len(&self) -> usize {
        self.leaves.len()
    }

    /// How much two bodies have in common, in percent; `None` when that is less than `least`. Two empty ones have all.
    pub(super) fn alike(&self, other: &Self, names: Names, least: usize) -> Option<usize> {
        let (one, two) = (self.len(), other.len());
        let percent = |common: usize| (200 * common).checked_div(one + two).unwrap_or(100);
        if percent(one.min(two)) < least {
            return None;
        }
        Some(percent(self.common(other, names))).filter(|alike| *alike >= least)
    }

    /// How many leaves both have as they are, and of the rest, without names.
    fn common(&self, other: &Self, names: Names) -> usize {
        let (mut left, mut right) = (Vec::new(), Vec::new());
        let same = merge(
            &self.leaves,
            &other.leaves,
            |leaf| leaf.written,
            |leaf| left.push(leaf.nameless),
            |leaf| right.push(leaf.nameless),
        );
        if names == Names::Count {
            return same;
        }
        left.sort_unstable();
        right.sort_unstable();
        same + merge(&left, &right, |hash| *hash, |_| (), |_| ())
    }
}

/// How many keys two lists in the order of their keys share; what is in one only goes to the last two.
fn merge<T>(
    one: &[T],
    two: &[T],
    key: impl Fn(&T) -> u64,
    mut only_one: impl FnMut(&T),
    mut only_two: impl FnMut(&T),
) -> usize {
    let (mut one, mut two) = (one.iter().peekable(), two.iter().peekable());
    let mut same = 0;
    loop {
        match (one.peek(), two.peek()) {
            (Some(a), Some(b)) if key(a) == key(b) => {
                same += 1;
                one.next();
                two.next();
            }
            (Some(a), Some(b)) if key(a) > key(b) => two.next().into_iter().for_each(&mut only_two),
            (Some(_), _) => one.next().into_iter().for_each(&mut only_one),
            (None, Some(_)) => two.next().into_iter().for_each(&mut only_two),
            (None, None) => return same,
        }
    }
}

struct Walk<'a> {
    own: &'a str,
    names: &'a HashSet<String>,
    leaves: Vec<Leaf>,
}

impl Walk<'_> {
    /// Takes the name of the mapping or list that a value is in, and where it stands.
    fn value(&mut self, field: &str, place: &Leaf, value: &Value) {
        match value {
            Value::Object(entries) if !entries.is_empty() => {
                for (key, value) in entries {
                    if Noise::of_key(field, key).is_none() {
                        self.value(key, &self.leaf(place, key), value);
                    }
                }
            }
            Value::Array(items) if !items.is_empty() => {
                items.iter().for_each(|item| self.value(field, place, item));
            }
            Value::String(text) if text.contains('\n') => {
                for line in text.lines().filter(|line| !line.trim().is_empty()) {
                    self.leaves.push(self.leaf(&Leaf::default(), line));
                }
            }
            Value::String(text) => self.leaves.push(self.leaf(place, text)),
            other => self.leaves.push(self.leaf(place, &other.to_string())),
        }
    }

    /// What a text is at a place.
    fn leaf(&self, place: &Leaf, text: &str) -> Leaf {
        let written = hash(place.written, text);
        let nameless = match self.names.contains(text) {
            true => hash(place.nameless, NAME),
            false if text.contains(self.own) => hash(place.nameless, &text.replace(self.own, NAME)),
            false => hash(place.nameless, text),
        };
        Leaf { written, nameless }
    }
}

fn hash(place: u64, text: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    place.hash(&mut hasher);
    text.hash(&mut hasher);
    hasher.finish()
}
