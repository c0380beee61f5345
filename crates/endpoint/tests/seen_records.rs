//! Nothing starts when a record is not the one that the person saw, or when helm would take another for it.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on should panic")]

mod support;

use axum::http::StatusCode;
use serde_json::{Value, json};

use support::api_server::FakeApiServer;
use support::fake_helm::finish_helm;
use support::in_cluster::{Pod, SHOP_TOKEN, pod};
use support::rollback_request;

/// What revision 3 of `shop` holds, with another value of a key.
fn inside(key: &str, value: Value) -> Value {
    let mut json = json!({ "name": "shop", "version": 3, "namespace": "shop" });
    json[key] = value;
    json
}

async fn refusal(pod: &Pod, body: &Value) -> (StatusCode, String, String) {
    let (status, error) = pod.start_rollback(body, SHOP_TOKEN).await;
    assert!(pod.app.rollbacks.running().is_empty(), "{error}");
    let text = |key: &str| error[key].as_str().unwrap_or_default().to_owned();
    let (code, message) = (
        text("code"),
        format!("{} {}", text("message"), text("advice")),
    );
    (status, code, message)
}

#[tokio::test]
async fn a_record_that_was_written_or_replaced_after_the_page_was_opened_is_refused_by_name() {
    let api = FakeApiServer::new();
    let pod = pod(&api, 10);
    let seen = api.seen("shop/shop", 3, 4);
    let mut body = rollback_request(1, "shop/shop", 3, 4);
    body["seen"] = seen;
    let changes: [(&str, &dyn Fn()); 4] = [
        ("Revision 3 of shop was changed", &|| {
            api.record_inside("shop/shop", 3, &inside("manifest", json!("kind: Evil")));
        }),
        ("Revision 4 of shop was changed", &|| {
            api.record("shop/shop", 4, "superseded");
        }),
        ("Revision 3 of shop was replaced", &|| {
            api.replace_record("shop/shop", 3);
        }),
        ("Revision 4 of shop was replaced", &|| {
            api.replace_record("shop/shop", 4);
        }),
    ];
    for (expected, change) in changes {
        body["seen"] = api.seen("shop/shop", 3, 4);
        change();
        let (status, code, message) = refusal(&pod, &body).await;
        assert_eq!(
            (status, &*code),
            (StatusCode::CONFLICT, "record-changed"),
            "{message}"
        );
        assert!(message.starts_with(expected), "{message}");
        assert!(message.contains("after you opened this page"), "{message}");
    }
    assert!(api.journal("shop").is_empty());
    // Another record of the release may change.
    body["seen"] = api.seen("shop/shop", 3, 4);
    api.replace_record("shop/shop", 2);
    let (status, accepted) = pod.start_rollback(&body, SHOP_TOKEN).await;
    assert_eq!(status, StatusCode::ACCEPTED, "{accepted}");
    // The same request again is the same rollback, although helm has written the records since.
    api.record("shop/shop", 4, "superseded");
    let (status, accepted) = pod.start_rollback(&body, SHOP_TOKEN).await;
    assert_eq!(status, StatusCode::ACCEPTED, "{accepted}");
    let journal = api.journal("shop");
    assert_eq!(
        journal[&format!("{:032}", 1)]["rollback"]["seen"],
        body["seen"]
    );
    let again = support::in_cluster::pod(&api, 10);
    let (status, accepted) = again.start_rollback(&body, SHOP_TOKEN).await;
    assert_eq!(status, StatusCode::ACCEPTED, "{accepted}");
    finish_helm("shop", "exit 1");
    pod.follow(1, 0, SHOP_TOKEN).await;
}

/// Whoever decides without the page, as with `helm rollback`, names no records; the journal says so.
#[tokio::test]
async fn a_request_that_names_no_records_is_journaled_as_such() {
    let api = FakeApiServer::new();
    let pod = pod(&api, 10);
    let body = rollback_request(1, "shop/sessions", 3, 4);
    let (status, accepted) = pod.start_rollback(&body, SHOP_TOKEN).await;
    assert_eq!(status, StatusCode::ACCEPTED, "{accepted}");
    let entry = api.journal("shop")[&format!("{:032}", 1)].clone();
    assert!(entry["rollback"].as_object().unwrap().contains_key("seen"));
    assert_eq!(entry["rollback"]["seen"], Value::Null);
    finish_helm("sessions", "exit 1");
    pod.follow(1, 0, SHOP_TOKEN).await;
}

#[tokio::test]
async fn a_target_that_holds_another_revision_is_refused_by_name() {
    for (json, expected) in [
        (inside("version", json!(2)), "inside it is revision 2"),
        (
            inside("name", json!("other")),
            "a record of the release other",
        ),
        (
            inside("namespace", json!("prod")),
            "a record of the namespace prod",
        ),
        (
            inside("Manifest", json!("kind: Evil")),
            "a key that Helm takes for \"manifest\"",
        ),
        (json!([]), "the record is not a release"),
    ] {
        let api = FakeApiServer::new();
        api.record_inside("shop/shop", 3, &json);
        let (status, code, message) =
            refusal(&pod(&api, 10), &rollback_request(1, "shop/shop", 3, 4)).await;
        assert_eq!(
            (status, &*code),
            (StatusCode::UNPROCESSABLE_ENTITY, "invalid"),
            "{message}"
        );
        assert!(message.contains("sh.helm.release.v1.shop.v3"), "{message}");
        assert!(message.contains(expected), "{message}");
    }
    let api = FakeApiServer::new();
    api.record_inside(
        "shop/cache",
        3,
        &json!({ "name": "cache", "version": 3, "namespace": "" }),
    );
    let body = rollback_request(1, "shop/cache", 3, 4);
    let (status, accepted) = pod(&api, 10).start_rollback(&body, SHOP_TOKEN).await;
    assert_eq!(
        status,
        StatusCode::ACCEPTED,
        "an empty namespace is the Secret's: {accepted}"
    );
}

/// Helm's current revision is the highest inside an object with the release's labels, whatever its name.
#[tokio::test]
async fn an_object_that_helm_would_take_for_the_current_revision_is_refused_by_name() {
    let evil = r#"{"name":"shop","version":99}"#;
    for (revision, object, json, expected) in [
        (
            2,
            None,
            evil,
            "helm would take sh.helm.release.v1.shop.v2 for the current revision",
        ),
        (
            9,
            Some("notes"),
            evil,
            "helm would take notes for the current revision",
        ),
        (
            9,
            Some("notes"),
            r#"{"version":4}"#,
            "inside it is revision 4",
        ),
        (
            9,
            Some("notes"),
            r#"{"version":1,"Version":99}"#,
            "takes for \"version\"",
        ),
        (9, Some("notes"), "{} {}", "cannot be read"),
    ] {
        let api = FakeApiServer::new();
        match object {
            Some(object) => api.record_elsewhere("shop/shop", revision, object, json),
            None => api.record_inside("shop/shop", revision, &serde_json::from_str(json).unwrap()),
        }
        let (status, code, message) =
            refusal(&pod(&api, 10), &rollback_request(1, "shop/shop", 3, 4)).await;
        assert_eq!(
            (status, &*code),
            (StatusCode::UNPROCESSABLE_ENTITY, "invalid"),
            "{message}"
        );
        assert!(message.contains(expected), "{message}");
    }
    // A copy of an old record, and one that helm cannot read either, change nothing.
    let api = FakeApiServer::new();
    api.record_elsewhere("shop/kept", 9, "copy", r#"{"version":3}"#);
    api.record_elsewhere("shop/kept", 8, "cut", r#"{"version":99"#);
    api.record("shop/kept", 3, "superseded");
    api.record("shop/kept", 4, "deployed");
    let body = rollback_request(1, "shop/kept", 3, 4);
    let (status, accepted) = pod(&api, 10).start_rollback(&body, SHOP_TOKEN).await;
    assert_eq!(status, StatusCode::ACCEPTED, "{accepted}");
}
