//! Compares a hook's two sides: its object, and its events, weight and delete policies.

use astern_ledger::{HelmTime, Hook};
use astern_manifest::ObjectId;
use astern_masking::Masking;
use serde::Serialize;

use super::pairing::{HookMove, HookPair};
use crate::{
    Change, FieldChange, FieldPath, ObjectChange, Segment, Sides, WrittenOtherwise,
    budget::Budget,
    fields::ClassifiedField,
    objects::{ObjectEffect, compare_pair},
};

/// The annotations from which Helm reads a hook's events, weight and delete policies.
const ANNOTATIONS: [&str; 3] = [
    "helm.sh/hook",
    "helm.sh/hook-weight",
    "helm.sh/hook-delete-policy",
];

/// The delete policy that Helm uses and records when a hook has none. Source: `execHook`.
pub(crate) const DEFAULT_POLICY: &str = "before-hook-creation";

/// One hook that differs.
#[derive(Debug, Clone, Serialize)]
pub struct HookChange {
    /// The hook's object and its differences. The annotations for events, weight and delete policies are not among its
    /// fields.
    #[serde(flatten)]
    pub object: ObjectChange,
    /// The events at which it runs, such as `pre-rollback`; empty on a side that does not have it.
    pub events: Sides<Vec<String>>,
    /// The weight: lower runs first.
    pub weight: Sides<Option<i64>>,
    /// When Helm deletes the object; empty on a side that does not have it.
    pub delete_policies: Sides<Vec<String>>,
    /// The last run, as recorded on each side. It does not count as a difference.
    pub last_run: Sides<Option<LastRun>>,
    /// Set when the same object is an ordinary object on the other side.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub moved: Option<HookMove>,
}

/// One run of a hook.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LastRun {
    /// When it started.
    pub started: Option<HelmTime>,
    /// When it completed.
    pub completed: Option<HelmTime>,
    /// `Unknown`, `Running`, `Succeeded` or `Failed`.
    pub phase: Option<String>,
}

/// Compares the two sides of a hook; `None` when nothing differs. What of its object is only written otherwise is given to
/// `written_otherwise`.
pub(crate) fn compare_hook(
    hook: HookPair<'_>,
    masking: &Masking,
    budget: &Budget,
    field_change: impl Fn(&ObjectId, ClassifiedField) -> FieldChange,
    written_otherwise: &mut Vec<WrittenOtherwise>,
) -> Option<HookChange> {
    let HookPair { sides, moved } = hook;
    let hooks = Sides {
        from: sides.from.as_ref().map(|hook| hook.hook),
        to: sides.to.as_ref().map(|hook| hook.hook),
    };
    let objects = sides.map(|hook| hook.map(|hook| hook.object));
    let compared = compare_pair(objects, masking, budget);
    written_otherwise.extend(compared.written_otherwise);
    let mut object = compared.changed?;
    object
        .fields
        .retain(|field| !is_annotation(field.field.path.source()));
    let object = object.into_change(ObjectEffect::None, field_change);
    let mut change = HookChange {
        object,
        events: hooks.map(|hook| hook.map(|hook| hook.events.clone()).unwrap_or_default()),
        weight: hooks.map(|hook| hook.map(|hook| hook.weight)),
        delete_policies: hooks.map(|hook| hook.map(delete_policies).unwrap_or_default()),
        last_run: hooks.map(|hook| hook.and_then(last_run)),
        moved,
    };
    change.object.noise_only &= !change.settings_differ();
    change.differs().then_some(change)
}

impl HookChange {
    /// Whether events, weight or delete policies differ. The order of events and policies does not count.
    #[must_use]
    pub fn settings_differ(&self) -> bool {
        let sorted = |words: &Vec<String>| {
            let mut words = words.clone();
            astern_ledger::sort(&mut words);
            words
        };
        !self.weight.are_equal()
            || !self.events.as_ref().map(sorted).are_equal()
            || !self.delete_policies.as_ref().map(sorted).are_equal()
    }

    /// Returns the events on the `to` side, or, for a removed hook, on the `from` side.
    #[must_use]
    pub fn shown_events(&self) -> &[String] {
        match self.object.change {
            Change::Removed => &self.events.from,
            _ => &self.events.to,
        }
    }

    fn differs(&self) -> bool {
        self.object.change != Change::Changed
            || !self.object.fields.is_empty()
            || self.settings_differ()
    }
}

fn is_annotation(field: &FieldPath) -> bool {
    match field.segments() {
        [
            Segment::Key(metadata),
            Segment::Key(annotations),
            Segment::Key(name),
        ] => {
            metadata == "metadata"
                && annotations == "annotations"
                && ANNOTATIONS.contains(&name.as_str())
        }
        _ => false,
    }
}

/// Returns the delete policies of a hook, or Helm's default.
pub(crate) fn delete_policies(hook: &Hook) -> Vec<String> {
    match hook.delete_policies.as_slice() {
        [] => vec![DEFAULT_POLICY.to_owned()],
        policies => policies.to_vec(),
    }
}

/// Returns the last run of a hook. For a hook that never ran, Helm records a run without times.
fn last_run(hook: &Hook) -> Option<LastRun> {
    let run = hook.last_run.as_ref()?;
    let non_zero = |time: &Option<HelmTime>| time.clone().filter(|time| time.timestamp().is_some());
    let run = LastRun {
        started: non_zero(&run.started_at),
        completed: non_zero(&run.completed_at),
        phase: run.phase.clone().filter(|phase| !phase.is_empty()),
    };
    (run.started.is_some() || run.completed.is_some()).then_some(run)
}
