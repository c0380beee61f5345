//! How much a change weighs for somebody on call: the order in which to read.

use std::collections::HashMap;

use astern_manifest::ObjectId;

use crate::{Change, Comparison, Rule};

/// How much a change weighs, the most first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Weight {
    /// Kubernetes does not take it.
    Refused,
    /// The object is deleted and made anew.
    Replaced,
    /// Pods are replaced.
    Restarts,
    /// Pods change at another time.
    Later,
    /// Something goes on as before and nobody says so: pods with what they had read, a field that cannot be changed.
    Unnoticed,
    /// The object comes or goes.
    AddedOrRemoved,
    /// The object changes, and nothing more is known to follow.
    InPlace,
    /// Only version labels differ.
    Labels,
}

impl Comparison {
    /// How much each of [`Comparison::objects`] weighs, in the same order.
    #[must_use]
    pub fn weights(&self) -> Vec<Weight> {
        let effects = &self.effects;
        let mut known: HashMap<&ObjectId, Weight> = HashMap::new();
        let mut note = |id, weight: Weight| {
            known
                .entry(id)
                .and_modify(|known| *known = weight.min(*known))
                .or_insert(weight);
        };
        for fixed in &effects.immutable {
            let weight = match fixed.rule {
                Rule::Kept => Weight::Unnoticed,
                _ => Weight::Refused,
            };
            note(&fixed.object, weight);
        }
        effects
            .restarts
            .iter()
            .for_each(|restart| note(&restart.object, Weight::Restarts));
        effects
            .later
            .iter()
            .for_each(|later| note(&later.object, Weight::Later));
        effects
            .unnoticed
            .iter()
            .for_each(|unnoticed| note(&unnoticed.object, Weight::Unnoticed));
        self.objects
            .iter()
            .map(|object| match object.change {
                Change::Added | Change::Removed => Weight::AddedOrRemoved,
                _ if object.renamed_from.is_some() => Weight::Replaced,
                _ if object.noise_only => Weight::Labels,
                _ => known.get(&object.id).copied().unwrap_or(Weight::InPlace),
            })
            .collect()
    }
}
