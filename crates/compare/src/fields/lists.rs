//! Which entries of two lists belong together.

use std::{collections::HashMap, ops::Range};

use astern_diff::{EntryKey, Interner, Run};
use astern_manifest::merge_keys::{Pairing, entry_key, pairing};
use serde_json::Value;

use crate::Segment;

/// Lists without keys are aligned by content where what differs between their common ends is no longer than this;
/// beyond, position decides, which takes time in proportion to the length only.
const ALIGNED_LIMIT: usize = 500;

/// Two lists laid side by side.
pub(super) struct Alignment {
    pairing: Pairing,
    /// Positions in the old list, ascending.
    pub(super) removed: Vec<usize>,
    /// Positions in the new list, ascending.
    pub(super) added: Vec<usize>,
    /// Old and new position of what is in both, ascending by the new one.
    pub(super) common: Vec<(usize, usize)>,
}

/// The keys of the entries that two lists share, in the order of each.
pub(super) struct Order {
    pub(super) from: Value,
    pub(super) to: Value,
}

/// Aligns two lists, given the name of the field that holds them.
pub(super) fn align(field: &str, old: &[Value], new: &[Value]) -> Alignment {
    let pairing = pairing(field, old, new);
    match pairing {
        Pairing::Fields(fields) => by_key(fields, old, new),
        Pairing::Position => by_content(old, new),
    }
}

impl Alignment {
    /// How an entry is called in a path.
    pub(super) fn segment(&self, entry: &Value, index: usize) -> Segment {
        let key = match self.pairing {
            Pairing::Fields(fields) => entry_key(fields, entry),
            Pairing::Position => None,
        };
        key.map_or(Segment::Index(index), |values| Segment::Entry {
            key: EntryKey { values },
            index,
        })
    }

    /// The two orders of the common entries, where they differ.
    pub(super) fn reordered(&self, new: &[Value]) -> Option<Order> {
        if self.common.is_sorted_by_key(|&(old, _)| old) {
            return None;
        }
        let Pairing::Fields(fields) = self.pairing else {
            return None;
        };
        let keys = |positions: &[(usize, usize)]| {
            positions
                .iter()
                .filter_map(|&(_, index)| entry_key(fields, &new[index]))
                .map(|values| Value::from(EntryKey { values }.to_string()))
                .collect()
        };
        let mut in_old_order = self.common.clone();
        astern_ledger::sort_by_key(&mut in_old_order, |&(old, _)| old);
        Some(Order {
            from: keys(&in_old_order),
            to: keys(&self.common),
        })
    }
}

fn by_key(fields: &'static [&'static str], old: &[Value], new: &[Value]) -> Alignment {
    let mut left: HashMap<Vec<String>, usize> = old
        .iter()
        .enumerate()
        .filter_map(|(index, entry)| Some((entry_key(fields, entry)?, index)))
        .collect();
    let mut alignment = Alignment::new(Pairing::Fields(fields));
    for (index, entry) in new.iter().enumerate() {
        match entry_key(fields, entry).and_then(|key| left.remove(&key)) {
            Some(old_index) => alignment.common.push((old_index, index)),
            None => alignment.added.push(index),
        }
    }
    alignment.removed = left.into_values().collect();
    astern_ledger::sort(&mut alignment.removed);
    alignment
}

/// Equal entries belong together; what stands between them is paired by position.
fn by_content(old: &[Value], new: &[Value]) -> Alignment {
    let head = old.iter().zip(new).take_while(|(a, b)| a == b).count();
    let tail = old[head..]
        .iter()
        .rev()
        .zip(new[head..].iter().rev())
        .take_while(|(a, b)| a == b)
        .count();
    let (old_end, new_end) = (old.len() - tail, new.len() - tail);
    let mut alignment = Alignment::new(Pairing::Position);
    alignment
        .common
        .extend((0..head).map(|index| (index, index)));
    if old_end.max(new_end) - head <= ALIGNED_LIMIT {
        alignment.add_aligned(head, &old[head..old_end], &new[head..new_end]);
    } else {
        alignment.add_between(head..old_end, head..new_end);
    }
    alignment
        .common
        .extend((0..tail).map(|index| (old_end + index, new_end + index)));
    alignment
}

impl Alignment {
    fn new(pairing: Pairing) -> Self {
        Self {
            pairing,
            removed: Vec::new(),
            added: Vec::new(),
            common: Vec::new(),
        }
    }

    fn add_aligned(&mut self, head: usize, old: &[Value], new: &[Value]) {
        let text = |entry: &Value| entry.to_string();
        let old: Vec<String> = old.iter().map(text).collect();
        let new: Vec<String> = new.iter().map(text).collect();
        let mut interner = Interner::default();
        let old: Vec<u32> = old.iter().map(|text| interner.intern(text)).collect();
        let new: Vec<u32> = new.iter().map(|text| interner.intern(text)).collect();
        let moved = |range: Range<usize>| range.start + head..range.end + head;
        for run in astern_diff::align(&old, &new) {
            match run {
                Run::Equal(old, new) => self.common.extend(moved(old).zip(moved(new))),
                Run::Replaced(old, new) => self.add_between(moved(old), moved(new)),
            }
        }
    }

    /// Two stretches with nothing in common: paired one by one, the longer one's rest added or removed.
    fn add_between(&mut self, old: Range<usize>, new: Range<usize>) {
        let paired = old.len().min(new.len());
        self.removed.extend(old.clone().skip(paired));
        self.added.extend(new.clone().skip(paired));
        self.common.extend(old.zip(new));
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn align_args(old: &Value, new: &Value) -> Alignment {
        align("args", old.as_array().unwrap(), new.as_array().unwrap())
    }

    #[test]
    fn an_inserted_argument_moves_the_others() {
        let alignment = align_args(&json!(["a", "b", "c"]), &json!(["a", "x", "b", "c"]));
        assert_eq!(alignment.added, [1]);
        assert!(alignment.removed.is_empty());
        assert_eq!(alignment.common, [(0, 0), (1, 2), (2, 3)]);
    }

    #[test]
    fn keyed_entries_are_found_wherever_they_stand() {
        let old = json!([{"name": "a"}, {"name": "b"}, {"name": "c"}]);
        let new = json!([{"name": "c"}, {"name": "a"}, {"name": "d"}]);
        let alignment = align(
            "containers",
            old.as_array().unwrap(),
            new.as_array().unwrap(),
        );
        assert_eq!(
            (alignment.removed.as_slice(), alignment.added.as_slice()),
            ([1].as_slice(), [2].as_slice())
        );
        let order = alignment.reordered(new.as_array().unwrap()).unwrap();
        assert_eq!(
            (order.from, order.to),
            (json!(["a", "c"]), json!(["c", "a"]))
        );
    }

    #[test]
    fn long_lists_are_paired_by_position() {
        let old: Vec<Value> = (0..10_000).map(Value::from).collect();
        let new: Vec<Value> = (10_000..20_001).map(Value::from).collect();
        let alignment = align("args", &old, &new);
        assert_eq!(alignment.common.len(), 10_000);
        assert_eq!(alignment.added, [10_000]);
    }
}
