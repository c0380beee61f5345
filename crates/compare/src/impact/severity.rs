//! The severity of a change for an on-call engineer, which is the order of the report.

use std::collections::HashMap;

use astern_manifest::ObjectId;

use crate::{Change, Comparison, ImmutableRule};

/// The severity of a change, the highest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Kubernetes rejects the change.
    Refused,
    /// A volume claim is deleted, and its data with it.
    LosesData,
    /// All pods of a workload are taken away while the workload stays.
    Stops,
    /// The object is deleted and recreated.
    Replaced,
    /// What a hook did on the way up is not undone.
    NotUndone,
    /// Pods are replaced.
    Restarts,
    /// Pods are replaced by another controller than their own, where it runs.
    RestartedByOther,
    /// Pods change later.
    Deferred,
    /// The change has no effect and no error is reported: pods keep the configuration that they read, a field keeps its
    /// value.
    NotApplied,
    /// The object is added or removed.
    AddedOrRemoved,
    /// The object changes in place without another known effect.
    InPlace,
    /// Only version labels differ.
    Labels,
}

impl Comparison {
    /// Returns the severity of each of [`Comparison::objects`], in the same order.
    #[must_use]
    pub fn severities(&self) -> Vec<Severity> {
        let effects = &self.effects;
        let mut highest: HashMap<&ObjectId, Severity> = HashMap::new();
        let mut note = |id, severity: Severity| {
            highest
                .entry(id)
                .and_modify(|other| *other = severity.min(*other))
                .or_insert(severity);
        };
        for change in &effects.immutable {
            let severity = match change.rule {
                ImmutableRule::Kept => Severity::NotApplied,
                _ => Severity::Refused,
            };
            note(&change.object, severity);
        }
        effects
            .restarts
            .iter()
            .for_each(|restart| note(&restart.object, Severity::Restarts));
        effects
            .stopped
            .iter()
            .for_each(|stopped| note(&stopped.object, Severity::Stops));
        effects
            .reloaded
            .iter()
            .for_each(|reloaded| note(&reloaded.config, Severity::RestartedByOther));
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
                Change::Removed if object.loses_data() => Severity::LosesData,
                Change::Added | Change::Removed => Severity::AddedOrRemoved,
                _ if object.renamed_from.is_some() => Severity::Replaced,
                _ if object.noise_only => Severity::Labels,
                _ => highest
                    .get(&object.id)
                    .copied()
                    .unwrap_or(Severity::InPlace),
            })
            .collect()
    }
}
