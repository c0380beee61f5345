//! What a comparison means for what runs, in short sentences, what weighs most first.

mod weight;

use std::collections::HashMap;
use std::fmt;

use astern_manifest::ObjectId;

pub use weight::Weight;

use crate::effects::makes_pods;
use crate::words::{count, list};
use crate::{
    Change, Comparison, Immutable, ObjectChange, Restart, RestartCause, Rule, Side, Unnoticed, Way,
    When,
};

/// Objects that are named in a sentence; the others are counted.
const NAMED: usize = 3;

/// Something that follows from the change. `Display` gives the sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Consequence {
    /// How much it weighs.
    pub weight: Weight,
    sentence: String,
}

impl fmt::Display for Consequence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.sentence)
    }
}

impl Comparison {
    /// What follows from going from the one revision to the other, what weighs most first. Empty when no object differs.
    #[must_use]
    pub fn consequences(&self) -> Vec<Consequence> {
        let mut told = Telling {
            comparison: self,
            consequences: Vec::new(),
        };
        told.immutable();
        told.renamed();
        told.regrouped();
        told.restarts();
        told.later();
        told.unnoticed();
        told.added_and_removed();
        told.in_place();
        astern_ledger::sort_by_key(&mut told.consequences, |consequence| consequence.weight);
        told.consequences
    }
}

struct Telling<'a> {
    comparison: &'a Comparison,
    consequences: Vec<Consequence>,
}

impl Telling<'_> {
    fn say(&mut self, weight: Weight, sentence: String) {
        self.consequences.push(Consequence { weight, sentence });
    }

    /// The release's own namespace is left out.
    fn name(&self, id: &ObjectId) -> String {
        let mut id = id.clone();
        id.namespace = id
            .namespace
            .filter(|namespace| namespace != self.comparison.namespace.as_str());
        id.to_string()
    }

    fn names<'b>(&self, ids: impl ExactSizeIterator<Item = &'b ObjectId>) -> String {
        list(ids.map(|id| self.name(id)), NAMED)
    }

    /// Counts what is not said one by one.
    fn say_more(&mut self, weight: Weight, all: usize, what: &str, follows: &str) {
        if all > NAMED {
            let more = all - NAMED;
            let plural = if more == 1 { "" } else { "s" };
            self.say(weight, format!("{more} more {what}{plural} {follows}."));
        }
    }

    fn immutable(&mut self) {
        let all = &self.comparison.effects.immutable;
        let (kept, refused): (Vec<_>, Vec<_>) =
            all.iter().partition(|fixed| fixed.rule == Rule::Kept);
        for Immutable {
            object,
            field,
            rule,
        } in refused.iter().take(NAMED)
        {
            let name = self.name(object);
            let what = match rule {
                Rule::MarkedImmutable => {
                    "cannot be changed in place: the object says `immutable: true`, and Helm fails there"
                }
                Rule::Shrinks => {
                    "cannot be made smaller: Kubernetes refuses it, and Helm fails there"
                }
                _ => "cannot be changed in place: Kubernetes refuses it, and Helm fails there",
            };
            self.say(Weight::Refused, format!("{name}: {field} {what}."));
        }
        self.say_more(
            Weight::Refused,
            refused.len(),
            "field",
            "cannot be changed in place",
        );
        for Immutable { object, field, .. } in kept.iter().take(NAMED) {
            let name = self.name(object);
            self.say(
                Weight::Unnoticed,
                format!("{name}: {field} cannot be changed in place: it stays as it is, and Helm does not say so."),
            );
        }
        self.say_more(Weight::Unnoticed, kept.len(), "field", "stay as they are");
    }

    /// Kubernetes knows no renaming. What loses data comes first.
    fn renamed(&mut self) {
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
                Weight::Replaced,
                format!("{old} is renamed to {new}: {what}."),
            );
        }
        self.say_more(
            Weight::Replaced,
            all.len(),
            "object",
            "are renamed: each is deleted and made anew",
        );
    }

    /// The same kind and name in another group: Kubernetes has one object, and Helm takes it for two.
    fn regrouped(&mut self) {
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
            self.say(Weight::Replaced, sentence);
        }
        self.say_more(Weight::Replaced, all, "object", "move to another group");
    }

    fn restarts(&mut self) {
        let restarts = &self.comparison.effects.restarts;
        if restarts.is_empty() {
            return;
        }
        let pods: u64 = restarts.iter().filter_map(|restart| restart.pods).sum();
        let pods = count(usize::try_from(pods).unwrap_or(usize::MAX), "pod");
        let uncounted = restarts
            .iter()
            .filter(|restart| restart.pods.is_none())
            .count();
        let pods = match uncounted {
            0 => format!(" ({pods})"),
            all if all == restarts.len() => String::new(),
            _ => format!(" ({pods}; how many more, an autoscaler or the nodes decide)"),
        };
        let verb = if restarts.len() == 1 {
            "restarts"
        } else {
            "restart"
        };
        self.say(
            Weight::Restarts,
            format!(
                "{} {verb}{pods}: {}.",
                count(restarts.len(), "workload"),
                self.names(restarts.iter().map(|restart| &restart.object))
            ),
        );
        let labelled: Vec<&Restart> = restarts
            .iter()
            .filter(|restart| restart.by == RestartCause::VersionLabel)
            .collect();
        if !labelled.is_empty() {
            let verb = if labelled.len() == 1 {
                "restarts"
            } else {
                "restart"
            };
            let names = self.names(labelled.iter().map(|restart| &restart.object));
            self.say(
                Weight::Restarts,
                format!("{names} {verb} although only a version label differs in the pods."),
            );
        }
    }

    fn later(&mut self) {
        let all = &self.comparison.effects.later;
        for later in all.iter().take(NAMED) {
            let name = self.name(&later.object);
            let when = match later.when {
                When::OnDelete => "when somebody deletes its pods: its update strategy is OnDelete",
                When::Resumed => "when its rollout is resumed: it is paused",
                When::PartitionLowered => {
                    "when its partition is lowered: that holds back every pod"
                }
                When::Replaced => "for new pods: it leaves those that run as they are",
                When::NextRun => "with its next run",
            };
            self.say(Weight::Later, format!("{name} changes {when}."));
        }
        self.say_more(
            Weight::Later,
            all.len(),
            "workload",
            "change at another time",
        );
    }

    fn unnoticed(&mut self) {
        let all = &self.comparison.effects.unnoticed;
        if all.len() > NAMED {
            self.say(
                Weight::Unnoticed,
                format!(
                    "{} change without their pods noticing: {}.",
                    count(all.len(), "configuration"),
                    self.names(all.iter().map(|unnoticed| &unnoticed.object))
                ),
            );
            return;
        }
        for Unnoticed { object, readers } in all {
            let lag = match readers.iter().map(|reader| reader.way).max() {
                Some(Way::Environment | Way::SubPath) => {
                    "they keep what they have until they restart"
                }
                _ => "their files change within about a minute, and they may not read them again",
            };
            self.say(
                Weight::Unnoticed,
                format!(
                    "{} changes, and the pods of {} do not restart: {lag}.",
                    self.name(object),
                    self.names(readers.iter().map(|reader| &reader.workload))
                ),
            );
        }
    }

    fn added_and_removed(&mut self) {
        let objects = &self.comparison.objects;
        let with = |change| objects.iter().filter(move |object| object.change == change);
        let added = with(Change::Added).count();
        let (kept, deleted): (Vec<_>, Vec<_>) =
            with(Change::Removed).partition(|object| is_kept(object));
        let is = |number: usize| if number == 1 { "is" } else { "are" };
        let mut parts = Vec::new();
        if added > 0 {
            parts.push(format!("{} {} added", count(added, "object"), is(added)));
        }
        if !deleted.is_empty() {
            let (number, verb) = (count(deleted.len(), "object"), is(deleted.len()));
            let names = self.names(deleted.iter().map(|object| &object.id));
            parts.push(format!("{number} {verb} deleted ({names})"));
        }
        if !kept.is_empty() {
            let names = self.names(kept.iter().map(|object| &object.id));
            parts.push(format!(
                "{names} {} no longer in the release and kept",
                is(kept.len())
            ));
        }
        if !parts.is_empty() {
            self.say(Weight::AddedOrRemoved, format!("{}.", parts.join(", ")));
        }
        let pods = |object: &&&ObjectChange| makes_pods(&object.id);
        let stopped: Vec<_> = deleted
            .iter()
            .filter(pods)
            .map(|object| &object.id)
            .collect();
        if !stopped.is_empty() {
            let names = self.names(stopped.into_iter());
            self.say(
                Weight::AddedOrRemoved,
                format!("The pods of {names} are deleted too."),
            );
        }
    }

    fn in_place(&mut self) {
        let weights = self.comparison.weights();
        let number = |weight| weights.iter().filter(|other| **other == weight).count();
        for (weight, what) in [
            (Weight::InPlace, "in place, without a restart"),
            (
                Weight::Labels,
                "in version labels only, and nothing follows from that",
            ),
        ] {
            let objects = number(weight);
            if objects > 0 {
                let verb = if objects == 1 { "changes" } else { "change" };
                self.say(
                    weight,
                    format!("{} {verb} {what}.", count(objects, "object")),
                );
            }
        }
    }
}

/// Whether Helm leaves an object alone that is no longer in the release.
fn is_kept(object: &ObjectChange) -> bool {
    object
        .object(Side::From)
        .and_then(|object| {
            object
                .value
                .get("metadata")?
                .get("annotations")?
                .get("helm.sh/resource-policy")
        })
        .and_then(serde_json::Value::as_str)
        .is_some_and(|policy| policy.trim().eq_ignore_ascii_case("keep"))
}
