//! Changes of hooks: objects, events, weights, delete policies and runs.

use crate::fixtures::{add_hook, change_lines, manifest, release};
use astern_compare::{
    Change, Classification, Comparison, HookMove, RollbackEvent, SkippedHooks, compare,
    hooks_run_on_rollback, hooks_skipped_by_rollback,
};
use astern_ledger::{Hook, Release};
use astern_masking::Masking;
use serde_json::{Value, json};

/// A Job with these annotations.
fn job(annotations: Value) -> Value {
    json!({"apiVersion": "batch/v1", "kind": "Job", "metadata": {"name": "migrate", "annotations": annotations},
           "spec": {"image": "a"}})
}

/// A release with these hooks.
fn release_with_hooks(hooks: &[Value]) -> Release {
    hooks
        .iter()
        .fold(release(1, "1.0.0", json!({}), ""), |release, hook| {
            add_hook(release, &astern_manifest::to_yaml(hook))
        })
}

/// Compares two releases with these hooks.
fn compare_hooks(from: &[Value], to: &[Value]) -> Comparison {
    compare(
        &release_with_hooks(from),
        &release_with_hooks(to),
        &Masking::new([7; 16]),
    )
}

#[test]
fn changed_settings_are_a_change_and_not_repeated_as_fields() {
    let comparison = compare_hooks(
        &[job(
            json!({"helm.sh/hook": "pre-upgrade", "helm.sh/hook-weight": "-5"}),
        )],
        &[job(
            json!({"helm.sh/hook": "pre-upgrade,pre-rollback", "helm.sh/hook-weight": "1",
                     "helm.sh/hook-delete-policy": "hook-succeeded"}),
        )],
    );
    assert_eq!(comparison.classification, Classification::Other);
    let hook = &comparison.hooks[0];
    assert!(hook.settings_differ() && hook.object.fields.is_empty() && !hook.object.noise_only);
    assert_eq!((hook.weight.from, hook.weight.to), (Some(-5), Some(1)));
    assert_eq!(hook.events.to, ["pre-upgrade", "pre-rollback"]);
    assert_eq!(hook.delete_policies.from, ["before-hook-creation"]);
    assert_eq!(hook.delete_policies.to, ["hook-succeeded"]);
}

#[test]
fn settings_that_helm_treats_alike_are_no_change() {
    let comparison = compare_hooks(
        &[job(json!({"helm.sh/hook": "pre-upgrade, pre-install"}))],
        &[job(
            json!({"helm.sh/hook": "pre-install,pre-upgrade", "helm.sh/hook-weight": "0",
                     "helm.sh/hook-delete-policy": "before-hook-creation"}),
        )],
    );
    assert_eq!((comparison.hooks.len(), comparison.unchanged_hooks), (0, 1));
    assert_eq!(comparison.classification, Classification::None);
}

#[test]
fn chart_labels_of_hooks_are_noise_unless_settings_change() {
    let hook = |chart: &str, weight: &str| {
        let mut hook = job(json!({"helm.sh/hook": "pre-upgrade", "helm.sh/hook-weight": weight}));
        hook["metadata"]["labels"] = json!({"helm.sh/chart": chart});
        hook
    };
    let comparison = compare_hooks(&[hook("web-1", "1")], &[hook("web-2", "1")]);
    assert!(comparison.hooks[0].object.noise_only);
    let comparison = compare_hooks(&[hook("web-1", "1")], &[hook("web-2", "2")]);
    assert!(!comparison.hooks[0].object.noise_only);
    assert_eq!(
        change_lines(&comparison.hooks[0].object.fields),
        ["Changed metadata.labels[\"helm.sh/chart\"]: \"web-1\" -> \"web-2\""]
    );
}

#[test]
fn hooks_with_the_same_name_are_paired_by_events() {
    let [before, after] = ["pre-upgrade", "post-upgrade"].map(|event| {
        let mut hook = job(json!({"helm.sh/hook": event}));
        hook["spec"]["args"] = json!([event]);
        hook
    });
    let comparison = compare_hooks(
        &[before.clone(), after.clone()],
        &[after.clone(), before.clone()],
    );
    assert_eq!((comparison.hooks.len(), comparison.unchanged_hooks), (0, 2));
    // The hook without a counterpart with the same events is removed.
    let comparison = compare_hooks(&[before, after.clone()], &[after]);
    assert_eq!(comparison.unchanged_hooks, 1);
    assert_eq!(comparison.hooks[0].object.change, Change::Removed);
    assert_eq!(comparison.hooks[0].shown_events(), ["pre-upgrade"]);
}

#[test]
fn an_object_that_becomes_a_hook_is_reported_as_moved() {
    let hook = job(json!({"helm.sh/hook": "pre-upgrade"}));
    let mut object = job(json!({}));
    object["metadata"]["namespace"] = json!("shop");
    let without_hooks = release(1, "1.0.0", json!({}), &manifest(&[object]));
    let masking = Masking::new([7; 16]);
    let into = compare(
        &without_hooks,
        &release_with_hooks(std::slice::from_ref(&hook)),
        &masking,
    );
    assert_eq!(into.hooks[0].moved, Some(HookMove::IntoHooks));
    assert_eq!(into.objects[0].change, Change::Removed);
    let out = compare(
        &release_with_hooks(std::slice::from_ref(&hook)),
        &without_hooks,
        &masking,
    );
    assert_eq!(out.hooks[0].moved, Some(HookMove::OutOfHooks));
    assert_eq!(compare_hooks(&[], &[hook]).hooks[0].moved, None);
}

#[test]
fn the_last_run_is_reported_and_is_no_difference() {
    let release_with_run = |at: &str| {
        let mut release = release_with_hooks(&[job(json!({"helm.sh/hook": "pre-upgrade"}))]);
        release.hooks[0].last_run = serde_json::from_value(
            json!({"started_at": at, "completed_at": at, "phase": "Succeeded"}),
        )
        .unwrap();
        release
    };
    let masking = Masking::new([7; 16]);
    let comparison = compare(
        &release_with_run("2026-01-01T00:00:00Z"),
        &release_with_run("2026-01-02T00:00:00Z"),
        &masking,
    );
    assert_eq!(comparison.unchanged_hooks, 1);
    // Helm writes empty times for a hook that never ran.
    let mut changed = release_with_run("");
    changed.hooks[0].manifest = changed.hooks[0].manifest.replace("image: a", "image: b");
    let comparison = compare(
        &release_with_run("2026-01-01T00:00:00Z"),
        &changed,
        &masking,
    );
    let run = &comparison.hooks[0].last_run;
    assert_eq!(
        run.from.as_ref().unwrap().phase.as_deref(),
        Some("Succeeded")
    );
    assert_eq!(run.to, None);
}

#[test]
fn a_rollback_runs_the_hooks_of_its_target_in_helms_order() {
    let hook = |name: &str, weight: i64, events: &[&str]| -> Hook {
        serde_json::from_value(
            json!({"name": name, "kind": "Job", "weight": weight, "events": events}),
        )
        .unwrap()
    };
    let mut target = release(9, "1.0.0", json!({}), "");
    target.hooks = vec![
        hook("d", 0, &["post-rollback"]),
        hook("c", 5, &["pre-upgrade", "pre-rollback"]),
        hook("b", 0, &["pre-rollback", "post-rollback"]),
        hook("a", 0, &["pre-rollback"]),
        hook("e", -5, &["pre-upgrade"]),
    ];
    let (pre, post) = (RollbackEvent::PreRollback, RollbackEvent::PostRollback);
    let runs = hooks_run_on_rollback(&target);
    let order: Vec<_> = runs
        .iter()
        .map(|run| (run.event, run.name.as_str()))
        .collect();
    assert_eq!(
        order,
        [(pre, "a"), (pre, "b"), (pre, "c"), (post, "b"), (post, "d")]
    );
    let comparison = compare(
        &target,
        &release(10, "1.0.0", json!({}), ""),
        &Masking::new([7; 16]),
    );
    assert_eq!(comparison.rollback_hooks.from, runs);
    assert!(comparison.rollback_hooks.to.is_empty());
}

#[test]
fn hooks_that_a_rollback_skips_are_counted_by_events() {
    let hook = |name: &str, events: &str| {
        let mut hook = job(json!({"helm.sh/hook": events}));
        hook["metadata"]["name"] = json!(name);
        hook
    };
    let release = release_with_hooks(&[
        hook("a", "pre-install,pre-upgrade"),
        hook("b", "test"),
        hook("c", "pre-upgrade,post-rollback"),
        hook("d", "pre-install,pre-upgrade"),
    ]);
    let skipped = |events: &[&str], count| SkippedHooks {
        events: events.iter().map(|event| (*event).to_owned()).collect(),
        count,
    };
    assert_eq!(
        hooks_skipped_by_rollback(&release),
        [
            skipped(&["pre-install", "pre-upgrade"], 2),
            skipped(&["test"], 1)
        ]
    );
}
