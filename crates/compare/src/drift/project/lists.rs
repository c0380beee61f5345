//! Lists: those whose entries have owners of their own, sets, and those that are one value.

use std::collections::HashMap;

use astern_manifest::merge_keys::{Pairing, entry_key, of_field, pairing};
use serde_json::Value;

use super::Spot;
use crate::drift::equivalence::FieldSemantics;
use crate::drift::managed_fields::{ListKind, Nodes};

/// How many pairs of entries of a list without keys are compared to find what was moved; beyond, position decides.
const SEARCHED_PAIRS: usize = 4096;

impl Spot<'_> {
    /// The live list as far as the revisions set it.
    pub(super) fn list(&self, said: &[Value], also: &[Value], live: &[Value]) -> Vec<Value> {
        let keys = match self.nodes.list() {
            Some(ListKind::ByValue) => return set(said, also, live),
            Some(ListKind::ByKey(keys)) => keys,
            // Nobody knows: Kubernetes' own lists are as they always are.
            None if self.semantics != FieldSemantics::Preserved => self.keys(said, live),
            _ => Vec::new(),
        };
        let own = index(&keys, said);
        match !keys.is_empty() && own.len() == said.len() {
            true => self.keyed(&keys, &own, (said, also, live)),
            false => self.whole_list(said, live),
        }
    }

    /// The keys by which Kubernetes tells the entries apart, where it does.
    fn keys(&self, said: &[Value], live: &[Value]) -> Vec<&'static str> {
        match pairing(self.field, said, live) {
            Pairing::Fields(keys) if of_field(self.field).contains(&keys) => keys.to_vec(),
            _ => Vec::new(),
        }
    }

    /// A list whose entries have owners of their own. The order is the revision's: the API server merges, and keeps none.
    fn keyed(
        &self,
        keys: &[&str],
        own: &HashMap<Vec<String>, &Value>,
        (said, also, live): (&[Value], &[Value], &[Value]),
    ) -> Vec<Value> {
        let (others, there) = (index(keys, also), index(keys, live));
        let key = |entry: &Value| entry_key(keys, entry);
        let beyond = also
            .iter()
            .filter_map(key)
            .filter(|key| !own.contains_key(key));
        let named = said.iter().filter_map(key).chain(beyond);
        let projected = named.filter_map(|key| {
            let live = there.get(&key)?;
            let spot = self.item(self.nodes.entry(keys, live));
            spot.value(
                own.get(&key).copied(),
                others.get(&key).copied(),
                Some(live),
            )
        });
        let mut projected: Vec<Value> = projected.collect();
        if self.whole {
            let is_new = |key: Vec<String>| !own.contains_key(&key) && !others.contains_key(&key);
            let new = live.iter().filter(|entry| key(entry).is_none_or(is_new));
            projected.extend(new.cloned());
        }
        projected
    }

    /// A list that is one value: each entry beside the one that it is, else beside the one at its place.
    fn whole_list(&self, said: &[Value], live: &[Value]) -> Vec<Value> {
        let mut matched: Vec<Option<Value>> = vec![None; live.len()];
        let beside = |said: &Value, live: &Value| {
            self.item(Nodes::default())
                .value(Some(said), None, Some(live))
        };
        let mut left = Vec::new();
        for (index, entry) in said.iter().enumerate() {
            let same = live
                .get(index)
                .and_then(|live| beside(entry, live))
                .filter(|projected| projected == entry);
            match same {
                Some(projected) => matched[index] = Some(projected),
                None => left.push(entry),
            }
        }
        let free = matched.iter().filter(|matched| matched.is_none()).count();
        if left.len() * free <= SEARCHED_PAIRS {
            left.retain(|entry| {
                let found = (0..live.len()).find(|at| {
                    matched[*at].is_none() && beside(entry, &live[*at]).as_ref() == Some(*entry)
                });
                if let Some(at) = found {
                    matched[at] = Some((*entry).clone());
                }
                found.is_none()
            });
        }
        let mut left = left.into_iter();
        let rest = matched.into_iter().zip(live).map(|(matched, live)| {
            matched
                .or_else(|| beside(left.next()?, live))
                .unwrap_or_else(|| live.clone())
        });
        rest.collect()
    }
}

/// The entries by their keys, of several with the same one the first; those without a key are left out.
fn index<'v>(keys: &[&str], list: &'v [Value]) -> HashMap<Vec<String>, &'v Value> {
    let mut index = HashMap::with_capacity(list.len());
    for entry in list {
        if let Some(key) = entry_key(keys, entry) {
            index.entry(key).or_insert(entry);
        }
    }
    index
}

/// A set: what is there of the entries that the revisions name.
fn set(said: &[Value], also: &[Value], live: &[Value]) -> Vec<Value> {
    let beyond = also.iter().filter(|entry| !said.contains(entry));
    let named = said.iter().chain(beyond);
    named
        .filter(|entry| live.contains(entry))
        .cloned()
        .collect()
}
