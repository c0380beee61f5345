//! What is in the cluster in the place of a revision's hooks.

use crate::fixtures::release;
use astern_compare::{Drift, ExpectedStateBuilder, HookAbsence, LiveResponse, Side};
use astern_ledger::{Release, Timestamp};
use astern_masking::Masking;
use serde_json::{Value, json};

/// A hook that ran at that minute of the day; the revisions below began at minute 10 times their number.
struct Hook<'a> {
    object: Value,
    events: &'a [&'a str],
    policies: &'a [&'a str],
    ran: Option<(u32, &'a str)>,
}

fn job(image: &str) -> Value {
    json!({"apiVersion": "batch/v1", "kind": "Job", "metadata": {"name": "migrate", "annotations": {"helm.sh/hook": "pre-upgrade"}},
           "spec": {"template": {"spec": {"containers": [{"name": "migrate", "image": image}]}}}})
}

fn ran(object: Value, minute: u32) -> Hook<'static> {
    Hook {
        object,
        events: &["pre-upgrade"],
        policies: &[],
        ran: Some((minute, "Succeeded")),
    }
}

fn minute(minute: u32) -> String {
    format!("2026-05-19T21:{minute:02}:00.5+02:00")
}

fn with(revision: u32, hooks: &[Hook<'_>]) -> Release {
    let mut release = release(revision, "1.0.0", json!({}), "");
    let hooks = hooks.iter().map(|hook| {
        let run = hook.ran.map(|(at, phase)| json!({"started_at": minute(at), "completed_at": minute(at), "phase": phase}));
        json!({"name": "h", "kind": "Job", "path": "web/templates/h.yaml", "manifest": astern_manifest::to_yaml(&hook.object),
               "events": hook.events, "weight": 0, "delete_policies": hook.policies, "last_run": run.unwrap_or(json!({"phase": ""}))})
    });
    release.hooks = serde_json::from_value(hooks.collect()).unwrap();
    let began: Timestamp = minute(10 * revision).parse().unwrap();
    release.info.last_deployed = Some(began.into());
    release
}

fn drift(release: &Release, deployed: Option<&Release>, live: Option<Value>) -> Drift {
    let expected = ExpectedStateBuilder::new(release, deployed).finish();
    let answer = |live: &Option<Value>| match live {
        Some(live) => LiveResponse::Found(live.clone()),
        None => LiveResponse::NotFound,
    };
    let answers = expected.objects().iter().map(|_| answer(&live)).collect();
    expected
        .compare(answers, Side::To, &Masking::new([7; 16]))
        .finish()
}

/// The job as the API server and its controller have it.
fn live(image: &str) -> Value {
    let mut live = job(image);
    live["metadata"]["uid"] = json!("1");
    live["spec"]["selector"] = json!({"matchLabels": {"batch.kubernetes.io/controller-uid": "1"}});
    live["spec"]["template"]["metadata"] = json!({"labels": {"job-name": "migrate"}});
    live["spec"]["template"]["spec"]["containers"][0]["imagePullPolicy"] = json!("Always");
    live["status"] = json!({"succeeded": 1});
    live
}

#[test]
fn a_hook_that_is_there_as_its_run_made_it_has_not_drifted() {
    let release = with(2, &[ran(job("web:2"), 20)]);
    let drift = drift(&release, None, Some(live("web:2")));
    assert!(drift.is_empty());
    assert_eq!((drift.unchanged_hooks, drift.hooks.len()), (1, 0));
    assert_eq!((drift.unchanged_objects, drift.unmanaged.len()), (0, 0));
    assert_eq!(drift.sentence(), "The cluster holds what revision 2 says.");
}

#[test]
fn a_hook_that_somebody_changed_after_its_run_has() {
    let mut edited = live("web:3");
    edited["metadata"]["managedFields"] = json!([{"manager": "kubectl-edit", "operation": "Update", "fieldsV1":
        {"f:spec": {"f:template": {"f:spec": {"f:containers": {"k:{\"name\":\"migrate\"}": {"f:image": {}}}}}}}}]);
    let drift = drift(&with(2, &[ran(job("web:2"), 20)]), None, Some(edited));
    assert!(!drift.is_empty());
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
        drift.sentence(),
        "In the cluster 1 hook differs from what revision 2 says."
    );
    assert_eq!(
        drift.advice(),
        [
            "A hook's object is deleted and made anew when Helm runs the hook next, and stays as it is until then."
        ]
    );
}

/// A rollback copies the hooks of its target with their runs.
#[test]
fn what_is_of_another_revisions_run_is_no_drift() {
    let mut copied = ran(job("web:1"), 10);
    copied.events = &["pre-upgrade"];
    let drift = drift(&with(3, &[copied]), None, Some(live("web:2")));
    assert!(drift.is_empty());
    assert_eq!(drift.hooks[0].ran_for, None);
    assert_eq!(drift.sentence(), "The cluster holds what revision 3 says.");
    assert!(drift.advice().is_empty());
}

#[test]
fn beside_an_older_revision_the_deployed_ones_run_counts() {
    let older = with(1, &[ran(job("web:1"), 10)]);
    let deployed = with(2, &[ran(job("web:2"), 20)]);
    let found = drift(&older, Some(&deployed), Some(live("web:2")));
    assert_eq!(found.hooks[0].ran_for.map(u32::from), Some(2));
    assert!(!found.is_empty());
    // It had no cause to run it: what is there is of the older one's run.
    let idle = with(
        2,
        &[Hook {
            ran: None,
            ..ran(job("web:2"), 20)
        }],
    );
    let found = drift(&older, Some(&idle), Some(live("web:1")));
    assert_eq!((found.unchanged_hooks, found.hooks.len()), (1, 0));
}

#[test]
fn a_hook_that_is_gone_is_no_drift_and_it_is_said_why() {
    let mut short_lived = job("web:2");
    short_lived["spec"]["ttlSecondsAfterFinished"] = json!(60);
    let of = |object: &Value, policies, ran| Hook {
        object: object.clone(),
        events: &["post-install", "test"],
        policies,
        ran,
    };
    let ended = |phase| Some((20, phase));
    for (hook, expected) in [
        (
            of(&job("web:2"), &["hook-succeeded"], ended("Succeeded")),
            HookAbsence::ByPolicy {
                policy: "hook-succeeded",
            },
        ),
        (
            of(
                &job("web:2"),
                &["before-hook-creation", "hook-failed"],
                ended("Failed"),
            ),
            HookAbsence::ByPolicy {
                policy: "hook-failed",
            },
        ),
        (
            of(&job("web:2"), &["hook-failed"], ended("Succeeded")),
            HookAbsence::Unknown,
        ),
        (
            of(&short_lived, &[], ended("Succeeded")),
            HookAbsence::Expired { seconds: 60 },
        ),
        (
            of(&job("web:2"), &["hook-succeeded"], None),
            HookAbsence::NotRun {
                revision: 2.try_into().unwrap(),
                events: vec!["post-install".to_owned(), "test".to_owned()],
            },
        ),
    ] {
        let drift = drift(&with(2, &[hook]), None, None);
        assert!(drift.is_empty());
        assert_eq!(drift.absent_hooks[0].reason, expected);
        assert_eq!(drift.absent_hooks[0].object.to_string(), "Job/migrate");
        assert!(drift.missing.is_empty());
    }
}

#[test]
fn of_two_hooks_with_one_object_the_later_run_is_there() {
    let hooks = [
        ran(job("web:1"), 21),
        ran(job("web:2"), 22),
        ran(job("web:3"), 20),
    ];
    let drift = drift(&with(2, &hooks), None, Some(live("web:2")));
    assert_eq!((drift.unchanged_hooks, drift.hooks.len()), (1, 0));
}

#[test]
fn a_hook_that_may_not_be_read_is_neither() {
    let release = with(2, &[ran(job("web:2"), 20)]);
    let expected = ExpectedStateBuilder::new(&release, None).finish();
    let drift = expected
        .compare(Vec::new(), Side::To, &Masking::off())
        .finish();
    assert_eq!(drift.unavailable.len(), 1);
    assert_eq!(
        drift.sentence(),
        "Nothing of revision 2 could be compared with the cluster. 1 object could not be read."
    );
}

#[test]
fn hooks_are_summed_up_without_those_of_another_run() {
    let hook = |name: &str, ran| {
        let mut object = job("web:2");
        object["metadata"]["name"] = json!(name);
        Hook {
            object,
            events: &["pre-upgrade"],
            policies: &[],
            ran,
        }
    };
    let ended = Some((20, "Succeeded"));
    let hooks = [hook("a", ended), hook("b", None), hook("c", ended)];
    let release = with(2, &hooks);
    let expected = ExpectedStateBuilder::new(&release, None).finish();
    let answers = expected.objects().into_iter().map(|object| {
        let mut live = object.value.clone();
        if object.id.name != "c" {
            live["spec"]["template"]["spec"]["containers"][0]["image"] = json!("web:1");
        }
        LiveResponse::Found(live)
    });
    let answers = answers.collect();
    let drift = expected
        .compare(answers, Side::To, &Masking::off())
        .finish();
    assert_eq!(
        drift.hooks_summary(),
        "1 hook differs, 1 is of another revision's run, 1 is as revision 2 says"
    );
}
