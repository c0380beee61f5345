//! Projects lists, as the API server merges them: by the keys of the entries, as sets, and as one value.

use std::collections::HashMap;

use astern_manifest::merge_keys::{Pairing, entry_key, of_field, pairing};
use serde_json::Value;

use super::FieldProjection;
use crate::drift::equivalence::FieldSemantics;
use crate::drift::managed_fields::{ListKind, ManagedNodes};

/// The limit on the pairs of entries that are compared to find moved entries of a list without keys. Above it, entries are
/// paired by position.
const MAX_COMPARED_PAIRS: usize = 4096;

impl FieldProjection<'_> {
    /// Projects a list.
    pub(super) fn list(&self, desired: &[Value], deployed: &[Value], live: &[Value]) -> Vec<Value> {
        let keys = match self.nodes.list() {
            Some(ListKind::ByValue) => return set(desired, deployed, live),
            Some(ListKind::ByKey(keys)) => keys,
            // No manager shows it: for built-in kinds, the keys are known.
            None if self.semantics != FieldSemantics::Preserved => self.keys(desired, live),
            _ => Vec::new(),
        };
        let own = index(&keys, desired);
        match !keys.is_empty() && own.len() == desired.len() {
            true => self.keyed(&keys, &own, (desired, deployed, live)),
            false => self.whole_list(desired, live),
        }
    }

    /// Returns the fields by which the API server identifies the entries; empty when there are none.
    fn keys(&self, desired: &[Value], live: &[Value]) -> Vec<&'static str> {
        match pairing(self.field, desired, live) {
            Pairing::Fields(keys) if of_field(self.field).contains(&keys) => keys.to_vec(),
            _ => Vec::new(),
        }
    }

    /// Projects a list whose entries have separate owners, in the order of the revision: the API server does not keep the
    /// order when it merges.
    fn keyed(
        &self,
        keys: &[&str],
        own: &HashMap<Vec<String>, &Value>,
        (desired, deployed, live): (&[Value], &[Value], &[Value]),
    ) -> Vec<Value> {
        let (deployed_entries, live_entries) = (index(keys, deployed), index(keys, live));
        let key = |entry: &Value| entry_key(keys, entry);
        let only_deployed = deployed
            .iter()
            .filter_map(key)
            .filter(|key| !own.contains_key(key));
        let keyed = desired.iter().filter_map(key).chain(only_deployed);
        let projected = keyed.filter_map(|key| {
            let live = live_entries.get(&key)?;
            let projection = self.item(self.nodes.entry(keys, live));
            projection.value(
                own.get(&key).copied(),
                deployed_entries.get(&key).copied(),
                Some(live),
            )
        });
        let mut projected: Vec<Value> = projected.collect();
        if self.whole {
            let is_new =
                |key: Vec<String>| !own.contains_key(&key) && !deployed_entries.contains_key(&key);
            let new = live.iter().filter(|entry| key(entry).is_none_or(is_new));
            projected.extend(new.cloned());
        }
        projected
    }

    /// Projects a list that is one value. An entry is paired with the live entry to which it is equivalent, and otherwise by
    /// position.
    fn whole_list(&self, desired: &[Value], live: &[Value]) -> Vec<Value> {
        let mut matched: Vec<Option<Value>> = vec![None; live.len()];
        let project = |desired: &Value, live: &Value| {
            self.item(ManagedNodes::default())
                .value(Some(desired), None, Some(live))
        };
        let mut unmatched = Vec::new();
        for (index, entry) in desired.iter().enumerate() {
            let same = live
                .get(index)
                .and_then(|live| project(entry, live))
                .filter(|projected| projected == entry);
            match same {
                Some(projected) => matched[index] = Some(projected),
                None => unmatched.push(entry),
            }
        }
        let free = matched.iter().filter(|matched| matched.is_none()).count();
        if unmatched.len() * free <= MAX_COMPARED_PAIRS {
            unmatched.retain(|entry| {
                let position = (0..live.len()).find(|at| {
                    matched[*at].is_none() && project(entry, &live[*at]).as_ref() == Some(*entry)
                });
                if let Some(at) = position {
                    matched[at] = Some((*entry).clone());
                }
                position.is_none()
            });
        }
        let mut unmatched = unmatched.into_iter();
        let rest = matched.into_iter().zip(live).map(|(matched, live)| {
            matched
                .or_else(|| project(unmatched.next()?, live))
                .unwrap_or_else(|| live.clone())
        });
        rest.collect()
    }
}

/// Returns the entries by their keys: of several with the same key the first, and none without a key.
fn index<'v>(keys: &[&str], list: &'v [Value]) -> HashMap<Vec<String>, &'v Value> {
    let mut index = HashMap::with_capacity(list.len());
    for entry in list {
        if let Some(key) = entry_key(keys, entry) {
            index.entry(key).or_insert(entry);
        }
    }
    index
}

/// Projects a set: returns the live entries that either revision contains.
fn set(desired: &[Value], deployed: &[Value], live: &[Value]) -> Vec<Value> {
    let only_deployed = deployed.iter().filter(|entry| !desired.contains(entry));
    let entries = desired.iter().chain(only_deployed);
    entries
        .filter(|entry| live.contains(entry))
        .cloned()
        .collect()
}
