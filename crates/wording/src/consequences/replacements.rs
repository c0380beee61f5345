//! Fields that cannot be changed in place, and objects that are deleted and recreated.

use std::collections::HashMap;

use astern_compare::{
    Change, ImmutableChange, ImmutableRule, RepeatedKey, Severity, Sides, makes_pods,
};
use astern_manifest::ObjectId;

use super::writer::{ConsequenceWriter, MAX_NAMED};

impl ConsequenceWriter<'_> {
    /// Changes of immutable fields.
    pub(super) fn immutable(&mut self) {
        let all = &self.comparison.effects.immutable;
        let (kept, refused): (Vec<_>, Vec<_>) = all
            .iter()
            .partition(|change| change.rule == ImmutableRule::Kept);
        for ImmutableChange {
            object,
            field,
            rule,
        } in refused.iter().take(MAX_NAMED)
        {
            let name = self.name(object);
            let consequence = match rule {
                ImmutableRule::MarkedImmutable => {
                    "cannot be changed in place: the object says `immutable: true`, and Helm fails there"
                }
                ImmutableRule::Shrinks => {
                    "cannot be made smaller: Kubernetes refuses it, and Helm fails there"
                }
                _ => "cannot be changed in place: Kubernetes refuses it, and Helm fails there",
            };
            self.push(Severity::Refused, format!("{name}: {field} {consequence}."));
        }
        self.push_remaining(
            Severity::Refused,
            refused.len(),
            "field",
            "cannot be changed in place",
        );
        for ImmutableChange { object, field, .. } in kept.iter().take(MAX_NAMED) {
            let name = self.name(object);
            self.push(
                Severity::NotApplied,
                format!("{name}: {field} cannot be changed in place: it stays as it is, and Helm does not say so."),
            );
        }
        self.push_remaining(
            Severity::NotApplied,
            kept.len(),
            "field",
            "stay as they are",
        );
    }

    /// Keys that occur more than once in a list. What an apply makes of it depends on the way that helm applies.
    pub(super) fn repeated_keys(&mut self) {
        let all = &self.comparison.effects.repeated_keys;
        let Sides { from, to } = self.comparison.revisions;
        for RepeatedKey {
            object,
            field,
            key,
            times,
        } in all.iter().take(MAX_NAMED)
        {
            let name = self.name(object);
            let (revision, consequence) = match times.to {
                1 => (
                    from,
                    format!(
                        "helm 3 removes every {key} with the one that is taken out, so revision {to} runs without it \
                         (client-side apply); helm 4 keeps the one that is left"
                    ),
                ),
                _ => (
                    to,
                    "helm 4 refuses it (server-side apply: duplicate entries for key); helm 3 takes it, and the \
                     last one counts"
                        .to_owned(),
                ),
            };
            let times = match times.from.max(times.to) {
                2 => "twice".to_owned(),
                times => format!("{times} times"),
            };
            self.push(
                Severity::Refused,
                format!("{name}: {field} has {key} {times} in revision {revision}: {consequence}."),
            );
        }
        self.push_remaining(
            Severity::Refused,
            all.len(),
            "key",
            "occur more than once in a list",
        );
    }

    /// Renamed objects, which Kubernetes deletes and recreates. Those that lose data are first.
    pub(super) fn renamed(&mut self) {
        let mut all: Vec<(&ObjectId, &ObjectId)> = self
            .comparison
            .objects
            .iter()
            .filter_map(|object| Some((object.renamed_from.as_ref()?, &object.id)))
            .collect();
        astern_ledger::sort_by_key(&mut all, |(_, new)| match new.kind.as_str() {
            "PersistentVolumeClaim" => 0,
            "StatefulSet" => 1,
            _ if makes_pods(new) => 2,
            _ => 3,
        });
        for (old, new) in all.iter().take(MAX_NAMED) {
            let consequence = match new.kind.as_str() {
                "PersistentVolumeClaim" => {
                    "a new and empty claim is made, and the old one is deleted with its data"
                }
                "StatefulSet" => {
                    "its pods are deleted and made anew, with new and empty claims of their own"
                }
                "Secret" | "ConfigMap" => {
                    "the new one holds what the chart writes into it, and the old one is deleted"
                }
                "Service" => "the old name is no longer answered",
                _ if makes_pods(new) => "its pods are deleted and made anew under the new name",
                _ => "the old one is deleted and a new one is made",
            };
            let (old, new) = (self.name(old), self.name(new));
            self.push(
                Severity::Replaced,
                format!("{old} is renamed to {new}: {consequence}."),
            );
        }
        self.push_remaining(
            Severity::Replaced,
            all.len(),
            "object",
            "are renamed: each is deleted and made anew",
        );
    }

    /// Objects with the same kind and name in another API group: one object in Kubernetes, two objects in Helm.
    pub(super) fn regrouped(&mut self) {
        let objects = |change| {
            let objects = self.comparison.objects.iter();
            objects.filter(move |object| object.change == change)
        };
        let key = |id: &'_ ObjectId| (id.kind.clone(), id.name.clone(), id.namespace.clone());
        let added: HashMap<_, _> = objects(Change::Added)
            .map(|object| (key(&object.id), object))
            .collect();
        let moves: Vec<String> = objects(Change::Removed)
            .filter_map(|old| {
                let new = added.get(&key(&old.id))?;
                let (from, to) = (old.api_version.from.as_ref()?, new.api_version.to.as_ref()?);
                let name = self.name(&old.id);
                Some(format!(
                    "{name} moves from {from} to {to}: Helm takes it for another object, and may delete it \
                     after it has updated it."
                ))
            })
            .collect();
        let total = moves.len();
        for sentence in moves.into_iter().take(MAX_NAMED) {
            self.push(Severity::Replaced, sentence);
        }
        self.push_remaining(Severity::Replaced, total, "object", "move to another group");
    }
}
