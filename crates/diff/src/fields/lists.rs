//! Matches the entries of two lists.

use std::{collections::HashMap, ops::Range};

use serde_json::Value;

use super::rules::FieldRules;
use crate::{
    path::{EntryKey, Segment},
    sequence::{self, Interner, Run},
    sides::Sides,
};

/// Lists without keys are aligned by content where what differs between their common ends is no longer than this;
/// beyond, position decides, which takes time in proportion to the length only.
const ALIGNED_LIMIT: usize = 500;

/// Two lists side by side.
pub(super) struct ListAlignment {
    /// The fields that identify the entries; `None` where entries are matched by content and position.
    key_fields: Option<&'static [&'static str]>,
    /// Positions in the old list, ascending.
    pub(super) removed: Vec<usize>,
    /// Positions in the new list, ascending.
    pub(super) added: Vec<usize>,
    /// Old and new position of the entries that both lists have, ascending by the new one.
    pub(super) common: Vec<(usize, usize)>,
}

impl ListAlignment {
    /// Aligns two lists, given the name of the field that holds them.
    pub(super) fn new<R: FieldRules>(field: &str, old: &[Value], new: &[Value]) -> Self {
        let mut alignment = Self {
            key_fields: R::key_fields(field, old, new),
            removed: Vec::new(),
            added: Vec::new(),
            common: Vec::new(),
        };
        match alignment.key_fields {
            Some(fields) => alignment.align_by_key::<R>(fields, old, new),
            None => alignment.align_by_content(old, new),
        }
        alignment
    }

    /// Returns the step of a path to an entry.
    pub(super) fn segment<R: FieldRules>(&self, entry: &Value, index: usize) -> Segment {
        self.key_fields
            .and_then(|fields| R::entry_key(fields, entry))
            .map_or(Segment::Index(index), |key| Segment::Entry { key, index })
    }

    /// Returns the keys of the common entries in the order of each list, where the orders differ.
    pub(super) fn orders<R: FieldRules>(
        &self,
        old_length: usize,
        new: &[Value],
    ) -> Option<Sides<Vec<EntryKey>>> {
        let fields = self.key_fields?;
        if self.common.is_sorted_by_key(|&(old, _)| old) {
            return None;
        }
        let key = |index: usize| R::entry_key(fields, &new[index]);
        let mut in_old_order = vec![None; old_length];
        for &(old, new) in &self.common {
            in_old_order[old] = Some(new);
        }
        Some(Sides {
            from: in_old_order.into_iter().flatten().filter_map(key).collect(),
            to: self
                .common
                .iter()
                .filter_map(|&(_, new)| key(new))
                .collect(),
        })
    }

    fn align_by_key<R: FieldRules>(&mut self, fields: &[&str], old: &[Value], new: &[Value]) {
        let mut unmatched: HashMap<EntryKey, usize> = HashMap::with_capacity(old.len());
        for (index, entry) in old.iter().enumerate() {
            if let Some(key) = R::entry_key(fields, entry) {
                unmatched.insert(key, index);
            }
        }
        let mut is_matched = vec![false; old.len()];
        for (index, entry) in new.iter().enumerate() {
            match R::entry_key(fields, entry).and_then(|key| unmatched.remove(&key)) {
                Some(old_index) => {
                    is_matched[old_index] = true;
                    self.common.push((old_index, index));
                }
                None => self.added.push(index),
            }
        }
        self.removed
            .extend((0..old.len()).filter(|&index| !is_matched[index]));
    }

    /// Matches equal entries, and pairs those between them by position.
    fn align_by_content(&mut self, old: &[Value], new: &[Value]) {
        let head = old.iter().zip(new).take_while(|(a, b)| a == b).count();
        let tail = old[head..]
            .iter()
            .rev()
            .zip(new[head..].iter().rev())
            .take_while(|(a, b)| a == b)
            .count();
        let (old_end, new_end) = (old.len() - tail, new.len() - tail);
        self.common.extend((0..head).map(|index| (index, index)));
        if old_end.max(new_end) - head <= ALIGNED_LIMIT {
            self.add_aligned(head, &old[head..old_end], &new[head..new_end]);
        } else {
            self.add_replaced(head..old_end, head..new_end);
        }
        self.common
            .extend((0..tail).map(|index| (old_end + index, new_end + index)));
    }

    fn add_aligned(&mut self, head: usize, old: &[Value], new: &[Value]) {
        let texts = |entries: &[Value]| entries.iter().map(Value::to_string).collect::<Vec<_>>();
        let (old, new) = (texts(old), texts(new));
        let mut interner = Interner::default();
        let old: Vec<u32> = old.iter().map(|text| interner.intern(text)).collect();
        let new: Vec<u32> = new.iter().map(|text| interner.intern(text)).collect();
        let shifted = |range: Range<usize>| range.start + head..range.end + head;
        for run in sequence::align(&old, &new) {
            match run {
                Run::Equal(old, new) => self.common.extend(shifted(old).zip(shifted(new))),
                Run::Replaced(old, new) => self.add_replaced(shifted(old), shifted(new)),
            }
        }
    }

    /// Pairs two runs with nothing in common one by one; the longer one's rest is added or removed.
    fn add_replaced(&mut self, old: Range<usize>, new: Range<usize>) {
        let paired = old.len().min(new.len());
        self.removed.extend(old.clone().skip(paired));
        self.added.extend(new.clone().skip(paired));
        self.common.extend(old.zip(new));
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{super::test_rules::TestRules, *};

    fn align(field: &str, old: &Value, new: &Value) -> ListAlignment {
        ListAlignment::new::<TestRules>(field, old.as_array().unwrap(), new.as_array().unwrap())
    }

    #[test]
    fn entries_after_an_inserted_one_are_matched() {
        let alignment = align(
            "args",
            &json!(["a", "b", "c"]),
            &json!(["a", "x", "b", "c"]),
        );
        assert_eq!(alignment.added, [1]);
        assert!(alignment.removed.is_empty());
        assert_eq!(alignment.common, [(0, 0), (1, 2), (2, 3)]);
    }

    #[test]
    fn entries_with_keys_are_matched_at_any_position() {
        let old = json!([{"name": "a"}, {"name": "b"}, {"name": "c"}]);
        let new = json!([{"name": "c"}, {"name": "a"}, {"name": "d"}]);
        let alignment = align("containers", &old, &new);
        assert_eq!(
            (alignment.removed.as_slice(), alignment.added.as_slice()),
            ([1].as_slice(), [2].as_slice())
        );
        let orders = alignment
            .orders::<TestRules>(3, new.as_array().unwrap())
            .unwrap();
        let names = |keys: Vec<EntryKey>| keys.iter().map(EntryKey::to_string).collect::<Vec<_>>();
        assert_eq!(names(orders.from), ["a", "c"]);
        assert_eq!(names(orders.to), ["c", "a"]);
    }

    #[test]
    fn long_lists_are_paired_by_position() {
        let old: Vec<Value> = (0..10_000).map(Value::from).collect();
        let new: Vec<Value> = (10_000..20_001).map(Value::from).collect();
        let alignment = align("args", &old.into(), &new.into());
        assert_eq!(alignment.common.len(), 10_000);
        assert_eq!(alignment.added, [10_000]);
    }
}
