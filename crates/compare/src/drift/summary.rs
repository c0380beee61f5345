//! Drift in words: the same ones in the browser and in a terminal.

use std::collections::BTreeMap;

use astern_ledger::ApplyMethod;

use super::{Drift, FieldManager, FieldManagerKind, FieldOwner, HookDrift, ObjectDrift};
use crate::{Change, Side, words::count};

impl Drift {
    /// How the hooks' objects are, those that are gone left out: `1 hook differs, 2 are as revision 10 says`.
    #[must_use]
    pub fn hooks_summary(&self) -> String {
        let differ = self.differing_hooks();
        let older = self.hooks.len() - differ;
        let hooks = if differ == 1 {
            "hook differs"
        } else {
            "hooks differ"
        };
        let is = |number: usize| if number == 1 { "is" } else { "are" };
        let mut said = format!("{differ} {hooks}");
        if older > 0 {
            let is = is(older);
            said += &format!(", {older} {is} of another revision's run");
        }
        let (same, is) = (self.unchanged_hooks, is(self.unchanged_hooks));
        said + &format!(", {same} {is} as revision {} says", self.revision)
    }

    /// What is so, in a sentence or two.
    #[must_use]
    pub fn sentence(&self) -> String {
        let revision = self.revision;
        let said = match self.differences() {
            None if self.unavailable.is_empty() && self.unreadable.is_empty() => {
                format!("The cluster holds what revision {revision} says.")
            }
            None if self.unchanged_objects + self.unchanged_hooks + self.hooks.len() == 0 => {
                format!("Nothing of revision {revision} could be compared with the cluster.")
            }
            None => format!("What could be read in the cluster is as revision {revision} says."),
            Some(_)
                if self.missing.len() > 1
                    && self.objects.is_empty()
                    && self.unchanged_objects == 0 =>
            {
                format!(
                    "None of the {} objects of revision {revision} is in the cluster.",
                    self.missing.len()
                )
            }
            Some(differences) => format!("In the cluster {differences}."),
        };
        let unavailable = count(self.unavailable.len(), "object");
        let unread = count(self.unreadable.len(), "document");
        match (self.unavailable.is_empty(), self.unreadable.is_empty()) {
            (true, true) => said,
            (false, true) => format!("{said} {unavailable} could not be read."),
            (true, false) => format!("{said} {unread} of the revision could not be read."),
            (false, false) => {
                format!("{said} {unavailable}, and {unread} of the revision, could not be read.")
            }
        }
    }

    /// `2 objects differ from what revision 10 says and 1 is missing`.
    fn differences(&self) -> Option<String> {
        let hooks = self.differing_hooks();
        let from = format!(" from what revision {} says", self.revision);
        let hooks = (hooks > 0).then(|| match hooks {
            1 => "1 hook differs".to_owned(),
            _ => format!("{hooks} hooks differ"),
        });
        let said = [
            (self.objects.len(), "differs", "differ"),
            (self.missing.len(), "is missing", "are missing"),
            (self.leftover.len(), "is left over", "are left over"),
        ];
        let mut said = said.into_iter().filter(|(number, ..)| *number > 0);
        let Some((number, one, many)) = said.next() else {
            return hooks.map(|hooks| hooks + &from);
        };
        let (objects, verb) = match number {
            1 => ("object", one),
            _ => ("objects", many),
        };
        let mut sentence = format!("{number} {objects} {verb}");
        if !self.objects.is_empty() {
            sentence.push_str(&from);
        }
        for (number, one, many) in said {
            let verb = if number == 1 { one } else { many };
            sentence.push_str(&format!(", {number} {verb}"));
        }
        if let Some(hooks) = hooks {
            sentence.push_str(&format!(", and {hooks}"));
        }
        Some(sentence)
    }

    /// What to know before anything is done about it, a sentence each; nothing where nothing differs.
    #[must_use]
    pub fn advice(&self) -> Vec<String> {
        let mut said: Vec<String> = self.written_by().into_iter().collect();
        let scaled = self.objects.iter().filter(|drift| {
            let mut writers = drift.writers.iter();
            writers.any(|field| field.writer.kind == FieldManagerKind::Autoscaler)
        });
        said.extend(scaled.map(|drift| {
            format!(
                "An autoscaler sets spec.replicas of {}: leave replicas out of its values, or each upgrade and rollback \
                 sets them back for a while.",
                drift.object.id
            )
        }));
        said.extend(self.way_back());
        said.extend(self.hooks_renewed());
        said
    }

    /// What Helm makes of hooks that differ, where their policy is its default.
    fn hooks_renewed(&self) -> Option<String> {
        let is_recreated =
            |hook: &&HookDrift| hook.ran_for.is_some() && hook.is_deleted_before_next_run();
        self.hooks.iter().find(is_recreated).map(|_| {
            "A hook's object is deleted and made anew when Helm runs the hook next, and stays as it is until then."
                .to_owned()
        })
    }

    /// What a rollback makes of it. Measured with helm 3.22 and 4.3.
    fn way_back(&self) -> Option<String> {
        self.changes().next()?;
        let revision = self.revision;
        let is_others = |field: &&FieldOwner| field.writer.kind != FieldManagerKind::Helm;
        let others = self
            .objects
            .iter()
            .flat_map(|drift| &drift.writers)
            .filter(is_others)
            .count();
        if self.apply_method == Some(ApplyMethod::ServerSide) && others > 0 {
            let fields = if others == 1 { "field" } else { "fields" };
            return Some(format!(
                "A rollback to revision {revision} fails at what others wrote, {others} {fields}: Helm applied it on the \
                 server's side and does not overwrite them unless it is told --force-conflicts."
            ));
        }
        let mut said =
            format!("A rollback to revision {revision} sets this to what that revision says");
        if self.apply_method != Some(ApplyMethod::ServerSide) {
            let adds = |drift: &ObjectDrift| self.others_added(drift);
            if self.objects.iter().any(adds) {
                said.push_str(", and leaves what others added");
            }
            if self.objects.iter().any(ObjectDrift::is_custom_resource) {
                said.push_str(
                    "; in custom resources helm looks at its own two revisions only, and what is the same in both stays as \
                     it is in the cluster",
                );
            }
        }
        said.push('.');
        Some(said)
    }

    /// Whether somebody other than helm put something into the fields that the revision sets.
    fn others_added(&self, drift: &ObjectDrift) -> bool {
        let only_live = match self.live_side {
            Side::From => Change::Removed,
            Side::To => Change::Added,
        };
        drift.object.fields.iter().any(|field| {
            let writer = drift
                .writers
                .iter()
                .find(|writer| writer.path == field.path);
            field.change == only_live
                && writer.is_some_and(|writer| writer.writer.kind != FieldManagerKind::Helm)
        })
    }

    /// `What differs was written by kubectl-edit (2 fields, last at …)`.
    fn written_by(&self) -> Option<String> {
        let mut writers: BTreeMap<&str, (usize, Option<&FieldManager>)> = BTreeMap::new();
        let fields = self.objects.iter().flat_map(|drift| &drift.writers);
        for field in fields.filter(|field| field.writer.kind != FieldManagerKind::Helm) {
            let (number, last) = writers.entry(&field.writer.manager).or_default();
            *number += 1;
            *last = last
                .iter()
                .copied()
                .chain([&field.writer])
                .max_by_key(|writer| writer.time);
        }
        let said: Vec<String> = writers
            .into_iter()
            .filter_map(|(_, (number, last))| {
                let fields = if number == 1 { "field" } else { "fields" };
                last.map(|last| format!("{number} {fields} by {last}"))
            })
            .collect();
        (!said.is_empty()).then(|| format!("Last written: {}.", said.join("; ")))
    }
}
