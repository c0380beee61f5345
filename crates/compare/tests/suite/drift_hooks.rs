//! Tests of the drift between the hooks of a revision and the live objects.

use crate::fixtures::{other, release};
use astern_compare::{
    Deployed, Drift, ExpectedStateBuilder, HookAbsence, LiveResponse, Side, Verdict,
};
use astern_ledger::{Release, Timestamp};
use astern_masking::Masking;
use serde_json::{Value, json};

/// A hook of a release. `last_run` is the minute and the phase of its last run. Revision N is deployed at minute 10 * N.
struct TestHook<'a> {
    object: Value,
    events: &'a [&'a str],
    policies: &'a [&'a str],
    last_run: Option<(u32, &'a str)>,
}

fn job(image: &str) -> Value {
    json!({"apiVersion": "batch/v1", "kind": "Job", "metadata": {"name": "migrate", "annotations": {"helm.sh/hook": "pre-upgrade"}},
           "spec": {"template": {"spec": {"containers": [{"name": "migrate", "image": image}]}}}})
}

/// Returns a pre-upgrade hook whose last run succeeded at a minute.
fn succeeded_hook(object: Value, minute: u32) -> TestHook<'static> {
    TestHook {
        object,
        events: &["pre-upgrade"],
        policies: &[],
        last_run: Some((minute, "Succeeded")),
    }
}

fn timestamp(minute: u32) -> String {
    format!("2026-05-19T21:{minute:02}:00.5+02:00")
}

/// Returns a release with the hooks and no other objects.
fn release_with_hooks(revision: u32, hooks: &[TestHook<'_>]) -> Release {
    let mut release = release(revision, "1.0.0", json!({}), "");
    let hooks = hooks.iter().map(|hook| {
        let run = hook.last_run.map(|(at, phase)| json!({"started_at": timestamp(at), "completed_at": timestamp(at), "phase": phase}));
        json!({"name": "h", "kind": "Job", "path": "web/templates/h.yaml", "manifest": astern_manifest::to_yaml(&hook.object),
               "events": hook.events, "weight": 0, "delete_policies": hook.policies, "last_run": run.unwrap_or(json!({"phase": ""}))})
    });
    release.hooks = serde_json::from_value(hooks.collect()).unwrap();
    let last_deployed: Timestamp = timestamp(10 * revision).parse().unwrap();
    release.info.last_deployed = Some(last_deployed.into());
    release
}

/// Compares each hook of a release with the same live object.
fn hook_drift(release: &Release, deployed: Option<&Release>, live: Option<Value>) -> Drift {
    let expected = ExpectedStateBuilder::new(release, other(deployed)).finish();
    let response = |live: &Option<Value>| match live {
        Some(live) => LiveResponse::Found(live.clone()),
        None => LiveResponse::NotFound,
    };
    let responses = expected.objects().iter().map(|_| response(&live)).collect();
    expected
        .compare(responses, Side::To, &Masking::new([7; 16]))
        .finish()
}

/// Returns the Job of [`job`] with the fields that the API server and the Job controller add.
fn live_job(image: &str) -> Value {
    let mut live = job(image);
    live["metadata"]["uid"] = json!("1");
    live["spec"]["selector"] = json!({"matchLabels": {"batch.kubernetes.io/controller-uid": "1"}});
    live["spec"]["template"]["metadata"] = json!({"labels": {"job-name": "migrate"}});
    live["spec"]["template"]["spec"]["containers"][0]["imagePullPolicy"] = json!("Always");
    live["status"] = json!({"succeeded": 1});
    live
}

#[test]
fn a_hook_object_as_created_by_its_run_has_not_drifted() {
    let release = release_with_hooks(2, &[succeeded_hook(job("web:2"), 20)]);
    let drift = hook_drift(&release, None, Some(live_job("web:2")));
    assert_eq!(drift.verdict, Verdict::Identical);
    assert_eq!((drift.unchanged_hooks, drift.hooks.len()), (1, 0));
    assert_eq!((drift.unchanged_objects, drift.unmanaged.len()), (0, 0));
    assert_eq!(
        astern_wording::drift_sentence(&drift),
        "The cluster matches revision 2."
    );
}

#[test]
fn a_hook_object_that_was_edited_after_its_run_has_drifted() {
    let mut edited = live_job("web:3");
    edited["metadata"]["managedFields"] = json!([{"manager": "kubectl-edit", "operation": "Update", "fieldsV1":
        {"f:spec": {"f:template": {"f:spec": {"f:containers": {"k:{\"name\":\"migrate\"}": {"f:image": {}}}}}}}}]);
    let drift = hook_drift(
        &release_with_hooks(2, &[succeeded_hook(job("web:2"), 20)]),
        None,
        Some(edited),
    );
    assert_eq!(drift.verdict, Verdict::Differs);
    let [hook] = drift.hooks.as_slice() else {
        panic!("{drift:?}");
    };
    assert_eq!(hook.ran_for.map(u32::from), Some(2));
    assert_eq!(hook.delete_policies, ["before-hook-creation"]);
    assert_eq!(
        hook.drift.object.fields[0].path.to_string(),
        "spec.template.spec.containers[migrate].image"
    );
    assert_eq!(hook.drift.writers[0].writer.manager, "kubectl-edit");
    assert_eq!(
        astern_wording::drift_sentence(&drift),
        "In the cluster 1 hook differs from what revision 2 says."
    );
    assert_eq!(
        astern_wording::drift_advice(&drift),
        [
            "A hook's object is deleted and made anew when Helm runs the hook next, and stays as it is until then."
        ]
    );
}

/// A rollback copies the hooks of its target, including `last_run`, so revision 3 contains a run of revision 1.
#[test]
fn a_hook_object_of_another_revisions_run_is_no_drift() {
    let mut copied = succeeded_hook(job("web:1"), 10);
    copied.events = &["pre-upgrade"];
    let drift = hook_drift(
        &release_with_hooks(3, &[copied]),
        None,
        Some(live_job("web:2")),
    );
    assert_eq!(drift.verdict, Verdict::Identical);
    assert_eq!(drift.hooks[0].ran_for, None);
    assert_eq!(
        astern_wording::drift_sentence(&drift),
        "The cluster matches revision 3."
    );
    assert!(astern_wording::drift_advice(&drift).is_empty());
}

#[test]
fn for_an_older_revision_the_last_run_of_the_deployed_revision_is_used() {
    let older = release_with_hooks(1, &[succeeded_hook(job("web:1"), 10)]);
    let deployed = release_with_hooks(2, &[succeeded_hook(job("web:2"), 20)]);
    let drift = hook_drift(&older, Some(&deployed), Some(live_job("web:2")));
    assert_eq!(drift.hooks[0].ran_for.map(u32::from), Some(2));
    assert_eq!(drift.verdict, Verdict::Differs);
    // If the deployed revision did not run the hook, the live object is from the run of the older revision.
    let not_run = release_with_hooks(
        2,
        &[TestHook {
            last_run: None,
            ..succeeded_hook(job("web:2"), 20)
        }],
    );
    let drift = hook_drift(&older, Some(&not_run), Some(live_job("web:1")));
    assert_eq!((drift.unchanged_hooks, drift.hooks.len()), (1, 0));
}

#[test]
fn an_absent_hook_object_is_no_drift_and_has_a_reason() {
    let mut job_with_ttl = job("web:2");
    job_with_ttl["spec"]["ttlSecondsAfterFinished"] = json!(60);
    let hook = |object: &Value, policies, last_run| TestHook {
        object: object.clone(),
        events: &["post-install", "test"],
        policies,
        last_run,
    };
    let run_with_phase = |phase| Some((20, phase));
    for (hook, expected) in [
        (
            hook(
                &job("web:2"),
                &["hook-succeeded"],
                run_with_phase("Succeeded"),
            ),
            HookAbsence::ByPolicy {
                policy: "hook-succeeded",
            },
        ),
        (
            hook(
                &job("web:2"),
                &["before-hook-creation", "hook-failed"],
                run_with_phase("Failed"),
            ),
            HookAbsence::ByPolicy {
                policy: "hook-failed",
            },
        ),
        (
            hook(&job("web:2"), &["hook-failed"], run_with_phase("Succeeded")),
            HookAbsence::Unknown,
        ),
        (
            hook(&job_with_ttl, &[], run_with_phase("Succeeded")),
            HookAbsence::Expired { seconds: 60 },
        ),
        (
            hook(&job("web:2"), &["hook-succeeded"], None),
            HookAbsence::NotRun {
                revision: 2.try_into().unwrap(),
                events: vec!["post-install".to_owned(), "test".to_owned()],
            },
        ),
    ] {
        let drift = hook_drift(&release_with_hooks(2, &[hook]), None, None);
        assert_eq!(drift.verdict, Verdict::Identical);
        assert_eq!(drift.absent_hooks[0].reason, expected);
        assert_eq!(drift.absent_hooks[0].object.to_string(), "Job/migrate");
        assert!(drift.missing.is_empty());
    }
}

#[test]
fn of_hooks_with_the_same_object_the_latest_run_is_used() {
    let hooks = [
        succeeded_hook(job("web:1"), 21),
        succeeded_hook(job("web:2"), 22),
        succeeded_hook(job("web:3"), 20),
    ];
    let drift = hook_drift(
        &release_with_hooks(2, &hooks),
        None,
        Some(live_job("web:2")),
    );
    assert_eq!((drift.unchanged_hooks, drift.hooks.len()), (1, 0));
}

#[test]
fn an_unavailable_hook_object_is_neither_unchanged_nor_changed() {
    let release = release_with_hooks(2, &[succeeded_hook(job("web:2"), 20)]);
    let expected = ExpectedStateBuilder::new(&release, Deployed::Same).finish();
    let drift = expected
        .compare(Vec::new(), Side::To, &Masking::off())
        .finish();
    assert_eq!(drift.unavailable.len(), 1);
    assert_eq!(
        astern_wording::drift_sentence(&drift),
        "Nothing of revision 2 could be compared with the cluster."
    );
}

#[test]
fn the_hooks_summary_counts_objects_of_other_runs_separately() {
    let hook = |name: &str, last_run| {
        let mut object = job("web:2");
        object["metadata"]["name"] = json!(name);
        TestHook {
            object,
            events: &["pre-upgrade"],
            policies: &[],
            last_run,
        }
    };
    let succeeded = Some((20, "Succeeded"));
    let hooks = [hook("a", succeeded), hook("b", None), hook("c", succeeded)];
    let release = release_with_hooks(2, &hooks);
    let expected = ExpectedStateBuilder::new(&release, Deployed::Same).finish();
    let responses = expected.objects().into_iter().map(|object| {
        let mut live = object.value.clone();
        if object.id.name != "c" {
            live["spec"]["template"]["spec"]["containers"][0]["image"] = json!("web:1");
        }
        LiveResponse::Found(live)
    });
    let responses = responses.collect();
    let drift = expected
        .compare(responses, Side::To, &Masking::off())
        .finish();
    assert_eq!(
        astern_wording::drift_hooks_summary(&drift),
        "1 hook differs, 1 is of another revision's run, 1 is as revision 2 says"
    );
}
