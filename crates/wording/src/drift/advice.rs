//! What to know before acting on drift.

use std::collections::BTreeMap;

use astern_compare::{
    Change, Drift, FieldManager, FieldManagerKind, FieldOwner, HookDrift, ObjectDrift, Side,
};
use astern_ledger::ApplyMethod;

use super::field_manager::field_manager;

/// Returns what to know before acting on drift, one sentence each; empty when nothing differs.
#[must_use]
pub fn drift_advice(drift: &Drift) -> Vec<String> {
    let mut advice: Vec<String> = last_written(drift).into_iter().collect();
    let scaled = drift.objects.iter().filter(|drift| {
        let mut writers = drift.writers.iter();
        writers.any(|field| field.writer.kind == FieldManagerKind::Autoscaler)
    });
    advice.extend(scaled.map(|drift| {
        format!(
            "An autoscaler sets spec.replicas of {}: leave replicas out of its values, or each upgrade and rollback \
             sets them back for a while.",
            drift.object.id
        )
    }));
    advice.extend(rollback_effect(drift));
    advice.extend(hooks_recreated(drift));
    advice
}

/// Returns what Helm does with hooks that differ and have the default delete policy.
fn hooks_recreated(drift: &Drift) -> Option<String> {
    let is_recreated =
        |hook: &&HookDrift| hook.ran_for.is_some() && hook.is_deleted_before_next_run();
    drift.hooks.iter().find(is_recreated).map(|_| {
        "A hook's object is deleted and made anew when Helm runs the hook next, and stays as it is until then."
            .to_owned()
    })
}

/// Returns the effect of a rollback on the differences. Measured with helm 3.22 and 4.3.
fn rollback_effect(drift: &Drift) -> Option<String> {
    drift.changes().next()?;
    let revision = drift.revision;
    let is_others = |field: &&FieldOwner| field.writer.kind != FieldManagerKind::Helm;
    let others = drift
        .objects
        .iter()
        .flat_map(|drift| &drift.writers)
        .filter(is_others)
        .count();
    if drift.apply_method == Some(ApplyMethod::ServerSide) && others > 0 {
        let fields = if others == 1 { "field" } else { "fields" };
        return Some(format!(
            "A rollback to revision {revision} fails at what others wrote, {others} {fields}: Helm applied it on the \
             server's side and does not overwrite them unless it is told --force-conflicts."
        ));
    }
    let mut sentence =
        format!("A rollback to revision {revision} sets this to what that revision says");
    if drift.apply_method != Some(ApplyMethod::ServerSide) {
        let adds = |object: &ObjectDrift| others_added(drift.live_side, object);
        if drift.objects.iter().any(adds) {
            sentence.push_str(", and leaves what others added");
        }
        if drift.objects.iter().any(ObjectDrift::is_custom_resource) {
            sentence.push_str(
                "; in custom resources helm looks at its own two revisions only, and what is the same in both stays as \
                 it is in the cluster",
            );
        }
    }
    sentence.push('.');
    Some(sentence)
}

/// Whether a manager other than Helm added something to the fields that the revision sets.
fn others_added(live_side: Side, object: &ObjectDrift) -> bool {
    let only_live = match live_side {
        Side::From => Change::Removed,
        Side::To => Change::Added,
    };
    object.object.fields.iter().any(|field| {
        let writer = object
            .writers
            .iter()
            .find(|writer| writer.path == field.path);
        field.change == only_live
            && writer.is_some_and(|writer| writer.writer.kind != FieldManagerKind::Helm)
    })
}

/// Returns the managers of the fields that differ: `Last written: 2 fields by kubectl-edit at 2026-11-22T19:42:09Z.`
fn last_written(drift: &Drift) -> Option<String> {
    let mut writers: BTreeMap<&str, (usize, Option<&FieldManager>)> = BTreeMap::new();
    let fields = drift.objects.iter().flat_map(|drift| &drift.writers);
    for field in fields.filter(|field| field.writer.kind != FieldManagerKind::Helm) {
        let (number, last) = writers.entry(&field.writer.manager).or_default();
        *number += 1;
        *last = last
            .iter()
            .copied()
            .chain([&field.writer])
            .max_by_key(|writer| writer.time);
    }
    let counts: Vec<String> = writers
        .into_iter()
        .filter_map(|(_, (number, last))| {
            let fields = if number == 1 { "field" } else { "fields" };
            last.map(|last| format!("{number} {fields} by {}", field_manager(last)))
        })
        .collect();
    (!counts.is_empty()).then(|| format!("Last written: {}.", counts.join("; ")))
}
