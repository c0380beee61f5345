//! How much a change weighs for somebody on call: the order in which to read.

use std::collections::HashMap;

use astern_manifest::ObjectId;

use crate::{Change, Comparison, ImmutableRule};

/// How much a change weighs, the most first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Kubernetes does not take it.
    Refused,
    /// The object is deleted and made anew.
    Replaced,
    /// Pods are replaced.
    Restarts,
    /// Pods change at another time.
    Deferred,
    /// Something goes on as before and nobody says so: pods with what they had read, a field that cannot be changed.
    NotApplied,
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
    pub fn severities(&self) -> Vec<Severity> {
        let effects = &self.effects;
        let mut known: HashMap<&ObjectId, Severity> = HashMap::new();
        let mut note = |id, severity: Severity| {
            known
                .entry(id)
                .and_modify(|known| *known = severity.min(*known))
                .or_insert(severity);
        };
        for fixed in &effects.immutable {
            let severity = match fixed.rule {
                ImmutableRule::Kept => Severity::NotApplied,
                _ => Severity::Refused,
            };
            note(&fixed.object, severity);
        }
        effects
            .restarts
            .iter()
            .for_each(|restart| note(&restart.object, Severity::Restarts));
        effects
            .deferred
            .iter()
            .for_each(|change| note(&change.object, Severity::Deferred));
        effects
            .stale_configuration
            .iter()
            .for_each(|stale| note(&stale.object, Severity::NotApplied));
        self.objects
            .iter()
            .map(|object| match object.change {
                Change::Added | Change::Removed => Severity::AddedOrRemoved,
                _ if object.renamed_from.is_some() => Severity::Replaced,
                _ if object.noise_only => Severity::Labels,
                _ => known.get(&object.id).copied().unwrap_or(Severity::InPlace),
            })
            .collect()
    }
}
