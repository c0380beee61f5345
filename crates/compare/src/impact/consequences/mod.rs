//! What a comparison means for what runs, in short sentences, what weighs most first.

mod pods;
mod replacements;
mod severity;

use std::fmt;

use astern_manifest::ObjectId;

pub use severity::Severity;

use crate::impact::effects::makes_pods;
use crate::words::{count, list};
use crate::{Change, Comparison, ObjectChange, Side};

/// Objects that are named in a sentence; the others are counted.
const NAMED: usize = 3;

/// Something that follows from the change. `Display` gives the sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Consequence {
    /// How much it weighs.
    pub severity: Severity,
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
        let mut told = ConsequenceWriter {
            comparison: self,
            consequences: Vec::new(),
        };
        told.immutable();
        told.renamed();
        told.regrouped();
        told.restarts();
        told.deferred();
        told.stale_configuration();
        told.added_and_removed();
        told.in_place();
        astern_ledger::sort_by_key(&mut told.consequences, |consequence| consequence.severity);
        told.consequences
    }
}

struct ConsequenceWriter<'a> {
    comparison: &'a Comparison,
    consequences: Vec<Consequence>,
}

impl ConsequenceWriter<'_> {
    fn say(&mut self, severity: Severity, sentence: String) {
        self.consequences.push(Consequence { severity, sentence });
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
    fn say_more(&mut self, severity: Severity, all: usize, what: &str, follows: &str) {
        if all > NAMED {
            let more = all - NAMED;
            let plural = if more == 1 { "" } else { "s" };
            self.say(severity, format!("{more} more {what}{plural} {follows}."));
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
            self.say(Severity::AddedOrRemoved, format!("{}.", parts.join(", ")));
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
                Severity::AddedOrRemoved,
                format!("The pods of {names} are deleted too."),
            );
        }
    }

    fn in_place(&mut self) {
        let severities = self.comparison.severities();
        let number = |weight| severities.iter().filter(|other| **other == weight).count();
        for (weight, what) in [
            (Severity::InPlace, "in place, without a restart"),
            (
                Severity::Labels,
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
