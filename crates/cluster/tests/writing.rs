//! Reviewing a token, and writing a ConfigMap and an event, over a transport that answers from a script.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on should panic")]

use std::cell::RefCell;
use std::collections::VecDeque;

use astern_cluster::{
    Answer, Body, ClusterError, ConfigMap, Driver, Event, EventKind, Method, Permission, Request,
    ReviewError, Right, Transport, TransportError, Verb, config_map, may, mint_token, review_token,
    who_am_i, write_config_map, write_event,
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

#[test]
fn a_right_is_asked_for_as_rbac_names_it() {
    let yes = json!({ "status": { "allowed": true } });
    let no = json!({ "status": { "allowed": false, "reason": "because" } });
    let script = Script::new([(201, yes), (201, no)]);
    let right = |resource: &'static str| Right {
        verb: Verb::Create,
        resource: resource.into(),
        namespace: Some(shop()),
    };
    let token = right("serviceaccounts/token");
    let answer = block_on(may(&script, &token, Some("astern-rollback")));
    assert_eq!(answer, Ok(Permission::Granted));
    let (method, target, body) = script.last();
    assert_eq!(method, Method::Post);
    assert_eq!(
        target,
        "apis/authorization.k8s.io/v1/selfsubjectaccessreviews"
    );
    assert_eq!(
        body["spec"]["resourceAttributes"],
        json!({ "verb": "create", "group": "", "resource": "serviceaccounts", "subresource": "token",
            "namespace": "shop", "name": "astern-rollback" })
    );
    let answer = block_on(may(&script, &right("deployments.apps"), None));
    let reason = Some("because".to_owned());
    assert_eq!(answer, Ok(Permission::Refused { reason }));
    let asked = &script.last().2["spec"]["resourceAttributes"];
    assert_eq!(
        (&asked["group"], &asked["resource"]),
        (&json!("apps"), &json!("deployments"))
    );
}

#[test]
fn an_answer_without_a_yes_is_none() {
    let script = Script::new([(201, json!({ "kind": "SelfSubjectAccessReview" }))]);
    let right = Right {
        verb: Verb::Create,
        resource: "secrets".into(),
        namespace: Some(shop()),
    };
    let answer = block_on(may(&script, &right, None));
    assert!(
        matches!(answer, Err(ClusterError::Malformed(_))),
        "{answer:?}"
    );
}

#[test]
fn who_asks_is_told_by_name() {
    let jane = json!({ "status": { "userInfo": { "username": "jane", "groups": ["sre"] } } });
    let script = Script::new([(201, jane)]);
    assert_eq!(block_on(who_am_i(&script)), Ok("jane".to_owned()));
    let target = "apis/authentication.k8s.io/v1/selfsubjectreviews";
    assert_eq!(script.last().1, target);
}

#[test]
fn a_minted_token_is_shown_to_nobody() {
    let answer = json!({ "spec": { "expirationSeconds": 3607 },
        "status": { "token": "h.u.nter2", "expirationTimestamp": "2026-11-22T03:04:05Z" } });
    let refused = json!({ "kind": "Status", "message": "no", "token": "h.u.nter2" });
    let script = Script::new([(201, answer), (403, refused)]);
    let mint = || {
        block_on(mint_token(
            &script,
            &shop(),
            "astern-rollback",
            "astern",
            600,
        ))
    };
    let minted = mint().unwrap();
    assert_eq!((minted.reveal(), minted.seconds()), ("h.u.nter2", 3607));
    assert!(!format!("{minted:?}").contains("nter2"), "{minted:?}");
    let (_, target, body) = script.last();
    assert_eq!(
        target,
        "api/v1/namespaces/shop/serviceaccounts/astern-rollback/token"
    );
    assert_eq!(
        body["spec"],
        json!({ "audiences": ["astern"], "expirationSeconds": 600 })
    );
    let error = mint().unwrap_err();
    assert_eq!(
        error.to_string(),
        "the right to create serviceaccounts/token in namespace shop is missing"
    );
}
