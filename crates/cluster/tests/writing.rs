//! Reviewing a token, and writing a ConfigMap and an event, over a transport that answers from a script.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on should panic")]

use std::cell::RefCell;
use std::collections::VecDeque;

use astern_cluster::{
    Answer, Body, ClusterError, ConfigMap, Driver, Event, EventKind, Method, Request, ReviewError,
    Transport, TransportError, config_map, review_token, write_config_map, write_event,
};
use astern_ledger::{Namespace, Timestamp};
use pollster::block_on;
use serde_json::{Value, json};

/// Answers requests in order, and keeps them.
struct Script {
    answers: RefCell<VecDeque<(u16, Value)>>,
    asked: RefCell<Vec<Request>>,
}

impl Script {
    fn new(answers: impl IntoIterator<Item = (u16, Value)>) -> Self {
        Self {
            answers: RefCell::new(answers.into_iter().collect()),
            asked: RefCell::default(),
        }
    }

    /// The last request: its method, target and body.
    fn last(&self) -> (Method, String, Value) {
        let asked = self.asked.borrow();
        let request = asked.last().unwrap();
        let body = request.body.as_ref().unwrap().as_str();
        let body = serde_json::from_str(body).unwrap();
        (request.method, request.target.clone(), body)
    }
}

impl Transport for Script {
    type Body = Whole;

    async fn send(&self, request: &Request) -> Result<Answer<Whole>, TransportError> {
        self.asked.borrow_mut().push(request.clone());
        let (status, json) = self.answers.borrow_mut().pop_front().unwrap();
        let body = Whole(Some(json.to_string().into_bytes()));
        Ok(Answer { status, body })
    }
}

struct Whole(Option<Vec<u8>>);

impl Body for Whole {
    async fn chunk(&mut self) -> Result<Option<Vec<u8>>, TransportError> {
        Ok(self.0.take())
    }
}

fn shop() -> Namespace {
    "shop".parse().unwrap()
}

#[test]
fn a_token_is_one_of_ours_only_when_the_api_server_names_the_audience() {
    let user = json!({ "username": "system:serviceaccount:shop:astern-rollback", "extra": {
        "authentication.kubernetes.io/credential-id": ["JTI=7"] } });
    let good =
        json!({ "status": { "authenticated": true, "user": user, "audiences": ["astern"] } });
    let script = Script::new([(201, good)]);
    let identity = block_on(review_token(&script, "a.b.c", "astern")).unwrap();
    assert_eq!(identity.user, "system:serviceaccount:shop:astern-rollback");
    assert_eq!(identity.token_id.as_deref(), Some("JTI=7"));
    let (method, target, body) = script.last();
    assert_eq!(method, Method::Post);
    assert_eq!(target, "apis/authentication.k8s.io/v1/tokenreviews");
    assert_eq!(
        body["spec"],
        json!({ "token": "a.b.c", "audiences": ["astern"] })
    );

    for bad in [
        json!({ "status": { "error": "expired" } }),
        json!({ "status": { "authenticated": false, "user": user, "audiences": ["astern"] } }),
        json!({ "status": { "authenticated": true, "user": user, "audiences": ["other"] } }),
        // An authenticator that knows nothing of audiences.
        json!({ "status": { "authenticated": true, "user": user } }),
        json!({ "status": { "authenticated": true, "audiences": ["astern"] } }),
        json!({}),
    ] {
        let script = Script::new([(201, bad.clone())]);
        let answer = block_on(review_token(&script, "a.b.c", "astern"));
        assert_eq!(answer, Err(ReviewError::Rejected), "{bad}");
    }
    let forbidden = json!({ "kind": "Status", "message": "no" });
    let script = Script::new([(403, forbidden)]);
    let error = block_on(review_token(&script, "a.b.c", "astern")).unwrap_err();
    assert_eq!(
        error.to_string(),
        "the right to create tokenreviews.authentication.k8s.io in all namespaces is missing"
    );
}

#[test]
fn a_config_map_is_made_once_and_then_replaced_by_its_version() {
    let missing = json!({ "kind": "Status", "message": "not found" });
    let script = Script::new([(404, missing)]);
    assert_eq!(block_on(config_map(&script, &shop(), "j")).unwrap(), None);

    let mut map = ConfigMap::new(&shop(), "j", ("a", "b"));
    map.set("k", "v".to_owned());
    let made = json!({ "metadata": { "name": "j", "resourceVersion": "7" }, "data": { "k": "v" } });
    let conflict = json!({ "kind": "Status", "message": "the object has been modified" });
    let script = Script::new([(201, made), (409, conflict)]);
    let map = block_on(write_config_map(&script, &shop(), &map)).unwrap();
    let (method, target, body) = script.last();
    assert_eq!(method, Method::Post);
    assert_eq!(target, "api/v1/namespaces/shop/configmaps");
    assert_eq!(body["metadata"]["labels"], json!({ "a": "b" }));

    let error = block_on(write_config_map(&script, &shop(), &map)).unwrap_err();
    assert!(error.is_conflict(), "{error}");
    let (method, target, body) = script.last();
    assert_eq!(method, Method::Put);
    assert_eq!(target, "api/v1/namespaces/shop/configmaps/j");
    assert_eq!(body["metadata"]["resourceVersion"], "7");
}

#[test]
fn an_event_is_about_the_record_and_counts_whole_seconds() {
    let script = Script::new([(201, json!({}))]);
    let event = Event {
        namespace: shop(),
        driver: Driver::Secret,
        record: "sh.helm.release.v1.shop.v4".to_owned(),
        kind: EventKind::Warning,
        reason: "RollbackFailed",
        message: "Not rolled back.".to_owned(),
        at: Timestamp::from_millisecond(1_700_000_000_123),
    };
    block_on(write_event(&script, &event)).unwrap();
    let (_, target, body) = script.last();
    assert_eq!(target, "api/v1/namespaces/shop/events");
    assert_eq!(body["involvedObject"]["kind"], "Secret");
    assert_eq!(body["type"], "Warning");
    assert_eq!(body["lastTimestamp"], "2023-11-14T22:13:20Z");
}

#[test]
fn a_missing_right_to_act_as_another_is_told_from_other_refusals() {
    let message = r#"serviceaccounts "astern-rollback" is forbidden: User "system:serviceaccount:astern:astern" cannot impersonate resource "serviceaccounts" in API group "" in the namespace "shop""#;
    let script = Script::new([(403, json!({ "kind": "Status", "message": message }))]);
    let error = block_on(config_map(&script, &shop(), "j")).unwrap_err();
    assert!(error.is_impersonation_refused(), "{error}");
    let other = json!({ "kind": "Status", "message": "configmaps is forbidden" });
    let script = Script::new([(403, other)]);
    let error: ClusterError = block_on(config_map(&script, &shop(), "j")).unwrap_err();
    assert!(!error.is_impersonation_refused(), "{error}");
}
