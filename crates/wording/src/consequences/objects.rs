//! Objects that are added or deleted, or that change without a further effect.

use astern_compare::{Change, ObjectChange, Severity, makes_pods};

use super::writer::ConsequenceWriter;
use crate::count::{count, verb};

impl ConsequenceWriter<'_> {
    /// Objects that are added, deleted or kept by policy.
    pub(super) fn added_and_removed(&mut self) {
        let objects = &self.comparison.objects;
        let with = |change| objects.iter().filter(move |object| object.change == change);
        let added = with(Change::Added).count();
        let (kept, deleted): (Vec<_>, Vec<_>) =
            with(Change::Removed).partition(|object| object.is_kept());
        let is = |number| verb(number, "is", "are");
        let mut parts = Vec::new();
        if added > 0 {
            parts.push(format!("{} {} added", count(added, "object"), is(added)));
        }
        if !deleted.is_empty() {
            let (number, is) = (count(deleted.len(), "object"), is(deleted.len()));
            let names = self.names(deleted.iter().map(|object| &object.id));
            parts.push(format!("{number} {is} deleted ({names})"));
        }
        if !kept.is_empty() {
            let names = self.names(kept.iter().map(|object| &object.id));
            parts.push(format!(
                "{names} {} no longer in the release and kept",
                is(kept.len())
            ));
        }
        if !parts.is_empty() {
            self.push(Severity::AddedOrRemoved, format!("{}.", parts.join(", ")));
        }
        let pods = |object: &&&ObjectChange| makes_pods(&object.id);
        let stopped: Vec<_> = deleted
            .iter()
            .filter(pods)
            .map(|object| &object.id)
            .collect();
        if !stopped.is_empty() {
            let names = self.names(stopped.into_iter());
            self.push(
                Severity::AddedOrRemoved,
                format!("The pods of {names} are deleted too."),
            );
        }
    }

    /// Volume claims that are deleted with their data.
    pub(super) fn lost_data(&mut self) {
        let objects = self.comparison.objects.iter();
        let claims: Vec<_> = objects
            .filter(|object| object.loses_data())
            .map(|object| &object.id)
            .collect();
        if !claims.is_empty() {
            let is = verb(claims.len(), "is", "are");
            let its = verb(claims.len(), "its", "their");
            let names = self.names(claims.into_iter());
            self.push(
                Severity::LosesData,
                format!(
                    "{names} {is} deleted, and {its} data too unless the reclaim policy of the volume is Retain."
                ),
            );
        }
    }

    /// Objects that change without a further effect.
    pub(super) fn in_place(&mut self) {
        let severities = self.comparison.severities();
        let number = |severity| {
            severities
                .iter()
                .filter(|other| **other == severity)
                .count()
        };
        for (severity, manner) in [
            (Severity::InPlace, "in place, without a restart"),
            (Severity::Labels, "in version labels only: no effect"),
        ] {
            let objects = number(severity);
            if objects > 0 {
                let verb = verb(objects, "changes", "change");
                self.push(
                    severity,
                    format!("{} {verb} {manner}.", count(objects, "object")),
                );
            }
        }
    }

    /// Fields that are written otherwise and are the same to Kubernetes.
    pub(super) fn written_otherwise(&mut self) {
        let objects = &self.comparison.written_otherwise;
        let fields: usize = objects.iter().map(|object| object.fields.len()).sum();
        if fields > 0 {
            let is = verb(fields, "is", "are");
            let names = self.names(objects.iter().map(|object| &object.id));
            self.push(
                Severity::Labels,
                format!(
                    "{} {is} written otherwise and {} the same to Kubernetes, no effect: {names}.",
                    count(fields, "field"),
                    verb(fields, "means", "mean"),
                ),
            );
        }
    }
}
