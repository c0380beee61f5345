//! What cannot be changed in place, and what is deleted and made anew.

use std::collections::HashMap;

use astern_manifest::ObjectId;

use super::{ConsequenceWriter, NAMED, Severity};
use crate::impact::effects::makes_pods;
use crate::{Change, ImmutableChange, ImmutableRule};

impl ConsequenceWriter<'_> {
    pub(super) fn immutable(&mut self) {
        let all = &self.comparison.effects.immutable;
        let (kept, refused): (Vec<_>, Vec<_>) = all
            .iter()
            .partition(|fixed| fixed.rule == ImmutableRule::Kept);
        for ImmutableChange {
            object,
            field,
            rule,
        } in refused.iter().take(NAMED)
        {
            let name = self.name(object);
            let what = match rule {
                ImmutableRule::MarkedImmutable => {
                    "cannot be changed in place: the object says `immutable: true`, and Helm fails there"
                }
                ImmutableRule::Shrinks => {
                    "cannot be made smaller: Kubernetes refuses it, and Helm fails there"
                }
                _ => "cannot be changed in place: Kubernetes refuses it, and Helm fails there",
            };
            self.say(Severity::Refused, format!("{name}: {field} {what}."));
        }
        self.say_more(
            Severity::Refused,
            refused.len(),
            "field",
            "cannot be changed in place",
        );
        for ImmutableChange { object, field, .. } in kept.iter().take(NAMED) {
            let name = self.name(object);
            self.say(
                Severity::NotApplied,
                format!("{name}: {field} cannot be changed in place: it stays as it is, and Helm does not say so."),
            );
        }
        self.say_more(
            Severity::NotApplied,
            kept.len(),
            "field",
            "stay as they are",
        );
    }

    /// Kubernetes knows no renaming. What loses data comes first.
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
        for (old, new) in all.iter().take(NAMED) {
            let what = match new.kind.as_str() {
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
            self.say(
                Severity::Replaced,
                format!("{old} is renamed to {new}: {what}."),
            );
        }
        self.say_more(
            Severity::Replaced,
            all.len(),
            "object",
            "are renamed: each is deleted and made anew",
        );
    }

    /// The same kind and name in another group: Kubernetes has one object, and Helm takes it for two.
    pub(super) fn regrouped(&mut self) {
        let of = |change| {
            let objects = self.comparison.objects.iter();
            objects.filter(move |object| object.change == change)
        };
        let key = |id: &'_ ObjectId| (id.kind.clone(), id.name.clone(), id.namespace.clone());
        let added: HashMap<_, _> = of(Change::Added)
            .map(|object| (key(&object.id), object))
            .collect();
        let moves: Vec<String> = of(Change::Removed)
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
        let all = moves.len();
        for sentence in moves.into_iter().take(NAMED) {
            self.say(Severity::Replaced, sentence);
        }
        self.say_more(Severity::Replaced, all, "object", "move to another group");
    }
}
