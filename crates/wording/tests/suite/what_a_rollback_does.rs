//! What a rollback does besides changing fields: it stops workloads, deletes data, leaves what hooks did, is refused.

use astern_compare::{Deployed, ExpectedStateBuilder, LiveResponse, Severity, Side, compare};
use astern_masking::Masking;
use astern_wording::{
    consequences, live_restarts_sentence, live_rollback_sentence, refused_changes,
};
use serde_json::{Value, json};

use crate::fixtures::{compared, object, release, set_field};

fn deployment(name: &str, replicas: u64) -> Value {
    let container = json!({"name": "api", "image": "api:1",
        "envFrom": [{"configMapRef": {"name": "settings"}}]});
    let template = json!({"spec": {"containers": [container]}});
    object(
        "apps/v1",
        "Deployment",
        name,
        json!({"replicas": replicas, "template": template}),
    )
}

fn settings(value: &str) -> Value {
    json!({"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "settings"}, "data": {"a": value}})
}

/// The most severe consequence.
fn first(from: &[Value], to: &[Value]) -> (Severity, String) {
    let found = consequences(&compared(from, to))
        .into_iter()
        .next()
        .unwrap();
    (found.severity, found.sentence)
}

#[test]
fn pods_that_go_away_come_before_everything_that_works() {
    let cron = |suspend: bool| object("batch/v1", "CronJob", "report", json!({"suspend": suspend}));
    assert_eq!(
        first(&[deployment("api", 2)], &[deployment("api", 0)]),
        (
            Severity::Stops,
            "Deployment/api is scaled to zero: all 2 pods go away.".to_owned()
        )
    );
    assert_eq!(
        first(&[cron(false)], &[cron(true)]).1,
        "CronJob/report is suspended: it starts no pods any more."
    );
}

#[test]
fn a_claim_that_is_deleted_takes_its_data_along() {
    let claim = object("v1", "PersistentVolumeClaim", "data", json!({}));
    let lost = (
        Severity::LosesData,
        "PersistentVolumeClaim/data is deleted, and its data too unless the reclaim policy of the volume is Retain."
            .to_owned(),
    );
    assert_eq!(first(&[claim], &[]), lost);
}

#[test]
fn reloader_restarts_what_helm_does_not() {
    let asking =
        |annotations: Value| set_field(deployment("api", 2), "/metadata/annotations", annotations);
    let auto = asking(json!({"reloader.stakater.com/auto": "true"}));
    assert_eq!(
        first(&[settings("1"), auto.clone()], &[settings("2"), auto]),
        (
            Severity::RestartedByOther,
            "ConfigMap/settings changes, and Deployment/api asks Reloader to restart it: where Reloader runs, 2 pods restart."
                .to_owned()
        )
    );
    let plain = asking(json!({"reloader.stakater.com/auto": "false"}));
    let (severity, _) = first(&[settings("1"), plain.clone()], &[settings("2"), plain]);
    assert_eq!(severity, Severity::NotApplied);
    // An autoscaler decides how many pods there are.
    let auto = asking(json!({"configmap.reloader.stakater.com/reload": "settings"}));
    let target = json!({"scaleTargetRef": {"kind": "Deployment", "name": "api"}, "maxReplicas": 9});
    let autoscaler = object("autoscaling/v2", "HorizontalPodAutoscaler", "api", target);
    let (_, sentence) = first(
        &[settings("1"), auto.clone(), autoscaler.clone()],
        &[settings("2"), auto, autoscaler],
    );
    assert!(
        sentence.ends_with("where Reloader runs, its pods restart."),
        "{sentence}"
    );
}

#[test]
fn a_hook_that_ran_on_the_way_up_is_not_undone() {
    let hook = |manifest: &str, began: &str| {
        json!([{ "name": "shop-migrate", "kind": "Job", "path": "t", "manifest": manifest, "events": ["pre-upgrade"],
            "last_run": { "started_at": began, "completed_at": began, "phase": "Succeeded" } }])
    };
    let (mut old, mut new) = (release(3, &[]), release(4, &[]));
    let job = |image: &str| {
        format!(
            "apiVersion: batch/v1\nkind: Job\nmetadata: {{name: shop-migrate, labels: {{v: '{image}'}}}}\n"
        )
    };
    new.hooks = serde_json::from_value(hook(&job("2"), "2026-05-20T17:14:03.5+02:00")).unwrap();
    old.hooks = serde_json::from_value(hook(&job("1"), "2026-05-01T10:00:00Z")).unwrap();
    let masking = Masking::new([1; 16]);
    let back = consequences(&compare(&new, &old, &masking));
    let sentence = "Hook shop-migrate (Job) ran at 2026-05-20 15:14:03 UTC, not undone: does 1.0.0 work with what it did?";
    assert_eq!(back[0].sentence, sentence);
    assert!(
        consequences(&compare(&old, &new, &masking)).is_empty(),
        "on the way up it is no news"
    );
    // The same hook ran for both revisions.
    old.hooks = new.hooks.clone();
    assert!(consequences(&compare(&new, &old, &masking)).is_empty());
}

#[test]
fn a_refused_change_has_a_way_out() {
    let labelled = |label: &str| {
        let selector = json!({"matchLabels": {"app": label}});
        set_field(deployment("shop-web", 1), "/spec/selector", selector)
    };
    let refused = refused_changes(&compared(&[labelled("a")], &[labelled("b")]));
    assert_eq!(
        refused[0].what,
        "spec.selector of Deployment/shop-web cannot be changed."
    );
    assert_eq!(
        refused[0].command.as_deref(),
        Some("kubectl delete deployment shop-web --namespace shop --cascade=orphan")
    );
    let role = |name: &str| {
        json!({"apiVersion": "rbac.authorization.k8s.io/v1", "kind": "RoleBinding", "metadata": {"name": "a"},
            "roleRef": {"kind": "Role", "name": name}})
    };
    let refused = refused_changes(&compared(&[role("a")], &[role("b")]));
    assert_eq!(
        refused[0].command.as_deref(),
        Some("kubectl delete rolebinding.rbac.authorization.k8s.io a --namespace shop")
    );
    assert!(refused_changes(&compared(&[labelled("a")], &[labelled("a")])).is_empty());
}

/// Says what a rollback to a revision with these objects changes of these live ones; `None` where one is missing.
fn said(objects: &[Value], live: Vec<Option<Value>>) -> (String, Option<String>) {
    let release = release(1, objects);
    let expected = ExpectedStateBuilder::new(&release, Deployed::Same).finish();
    let live = live
        .into_iter()
        .map(|live| live.map_or(LiveResponse::NotFound, LiveResponse::Found));
    let drift = expected
        .compare(live.collect(), Side::From, &Masking::new([1; 16]))
        .finish();
    (
        live_rollback_sentence(&drift),
        live_restarts_sentence(&drift),
    )
}

#[test]
fn nothing_changes_only_when_every_object_is_as_in_the_revision() {
    let (api, config) = (deployment("api", 2), settings("1"));
    let objects = [api.clone(), config.clone()];
    assert_eq!(
        said(&objects, vec![Some(api.clone()), Some(config.clone())]),
        (
            "Nothing changes: every object is already as in revision 1.".to_owned(),
            None
        )
    );
    let mut newer = api.clone();
    newer["spec"]["template"]["spec"]["containers"][0]["image"] = json!("api:2");
    assert_eq!(
        said(&objects, vec![Some(newer), None]),
        (
            "1 object changes back, 1 is made.".to_owned(),
            Some("The pods of Deployment/api restart.".to_owned())
        )
    );
    assert_eq!(
        said(&objects, vec![Some(api), None]).0,
        "1 object is made; 1 is already as in revision 1."
    );
    assert_eq!(
        said(&objects, vec![None, None]).0,
        "2 objects of revision 1 are made: the cluster has none of them."
    );
}

#[test]
fn what_could_not_be_asked_is_not_said_to_stay() {
    let release = release(1, &[settings("1")]);
    let expected = ExpectedStateBuilder::new(&release, Deployed::Same).finish();
    let live = vec![LiveResponse::Unavailable("forbidden".to_owned())];
    let drift = expected
        .compare(live, Side::From, &Masking::new([1; 16]))
        .finish();
    assert_eq!(
        live_rollback_sentence(&drift),
        "What a rollback to revision 1 changes is not known: 1 object could not be read from the cluster."
    );
}
