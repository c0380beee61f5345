//! Matches the entries of two lists.

use std::{collections::HashMap, ops::Range};

use serde_json::Value;

use super::{likeness, rules::FieldRules};
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
            self.add_unlike((&old[head..old_end], &new[head..new_end]), (head, head));
        }
        self.common
            .extend((0..tail).map(|index| (old_end + index, new_end + index)));
    }

    fn add_aligned(&mut self, head: usize, old: &[Value], new: &[Value]) {
        let texts = |entries: &[Value]| entries.iter().map(Value::to_string).collect::<Vec<_>>();
        let (old_texts, new_texts) = (texts(old), texts(new));
        let mut interner = Interner::default();
        let old_numbers: Vec<u32> = old_texts.iter().map(|text| interner.intern(text)).collect();
        let new_numbers: Vec<u32> = new_texts.iter().map(|text| interner.intern(text)).collect();
        let shifted = |range: Range<usize>| range.start + head..range.end + head;
        for run in sequence::align(&old_numbers, &new_numbers) {
            match run {
                Run::Equal(old, new) => self.common.extend(shifted(old).zip(shifted(new))),
                Run::Replaced(old_run, new_run) => {
                    let at = (old_run.start + head, new_run.start + head);
                    self.add_replaced(&old[old_run], &new[new_run], at);
                }
            }
        }
    }

    /// Pairs two runs that have no equal entries: those that are alike, and what is left between these one by one.
    fn add_replaced(&mut self, old: &[Value], new: &[Value], (old_at, new_at): (usize, usize)) {
        let (mut old_start, mut new_start) = (0, 0);
        let alike = likeness::pairs(old, new);
        for (old_index, new_index) in alike.into_iter().chain([(old.len(), new.len())]) {
            let gap = (&old[old_start..old_index], &new[new_start..new_index]);
            self.add_unlike(gap, (old_at + old_start, new_at + new_start));
            if old_index < old.len() && new_index < new.len() {
                self.common.push((old_at + old_index, new_at + new_index));
            }
            (old_start, new_start) = (old_index + 1, new_index + 1);
        }
    }

    /// Pairs entries that are not alike one by one; the longer side's rest is added or removed. Mappings are paired only where
    /// both sides have as many: of one entry more than before, nothing tells which one it is.
    fn add_unlike(&mut self, (old, new): (&[Value], &[Value]), (old_at, new_at): (usize, usize)) {
        let are_mappings = old.iter().chain(new).all(Value::is_object);
        let paired = match old.len() == new.len()
            || !are_mappings
            || old.len().max(new.len()) > ALIGNED_LIMIT
        {
            true => old.len().min(new.len()),
            false => 0,
        };
        self.removed.extend(old_at + paired..old_at + old.len());
        self.added.extend(new_at + paired..new_at + new.len());
        self.common
            .extend((old_at..old_at + paired).zip(new_at..new_at + paired));
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
    fn an_entry_before_a_changed_one_is_added() {
        for (old, new) in [
            (
                json!([{"expr": "up", "for": "5m", "severity": "page"}]),
                json!([
                    {"expr": "slow", "for": "15m", "severity": "ticket"},
                    {"expr": "up", "for": "30m", "severity": "page"},
                ]),
            ),
            (
                json!(["--retention=15d"]),
                json!(["--log-level=debug", "--retention=30d"]),
            ),
        ] {
            let alignment = align("unnamed", &old, &new);
            assert_eq!(alignment.added, [0], "{new}");
            assert_eq!(alignment.common, [(0, 1)], "{new}");
            assert!(alignment.removed.is_empty());
            let back = align("unnamed", &new, &old);
            assert_eq!(
                (back.removed.as_slice(), back.common.as_slice()),
                ([0].as_slice(), [(1, 0)].as_slice())
            );
        }
    }

    #[test]
    fn entries_that_are_not_alike_are_paired_only_where_there_are_as_many() {
        let (one, two) = (json!([{"a": 1}]), json!([{"b": 1}, {"c": 1}]));
        let alignment = align("unnamed", &one, &two);
        assert_eq!(alignment.removed, [0]);
        assert_eq!(alignment.added, [0, 1]);
        assert_eq!(align("unnamed", &one, &json!([{"a": 2}])).common, [(0, 0)]);
        assert_eq!(
            align("args", &json!(["a", "b"]), &json!(["c"])).common,
            [(0, 0)]
        );
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
