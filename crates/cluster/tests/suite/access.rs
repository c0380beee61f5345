//! Token reviews, access reviews, minted tokens and refused impersonation.

use crate::scripted_transport::ScriptedTransport;
use astern_cluster::{
    ClusterError, Method, Permission, ReviewError, Right, Verb, authenticated_user, config_map,
    mint_token, review_access, review_token,
};
use astern_ledger::Namespace;
use pollster::block_on;
use serde_json::json;

fn shop() -> Namespace {
    "shop".parse().unwrap()
}

#[test]
fn a_token_is_accepted_only_if_the_api_server_confirms_the_audience() {
    let user = json!({ "username": "system:serviceaccount:shop:astern-rollback", "extra": {
        "authentication.kubernetes.io/credential-id": ["JTI=7"] } });
    let accepted =
        json!({ "status": { "authenticated": true, "user": user, "audiences": ["astern"] } });
    let transport = ScriptedTransport::new([(201, accepted)]);
    let identity = block_on(review_token(&transport, "a.b.c", "astern")).unwrap();
    assert_eq!(identity.user, "system:serviceaccount:shop:astern-rollback");
    assert_eq!(identity.token_id.as_deref(), Some("JTI=7"));
    let (method, target, body) = transport.last_request();
    assert_eq!(method, Method::Post);
    assert_eq!(target, "apis/authentication.k8s.io/v1/tokenreviews");
    assert_eq!(
        body["spec"],
        json!({ "token": "a.b.c", "audiences": ["astern"] })
    );

    for rejected in [
        json!({ "status": { "error": "expired" } }),
        json!({ "status": { "authenticated": false, "user": user, "audiences": ["astern"] } }),
        json!({ "status": { "authenticated": true, "user": user, "audiences": ["other"] } }),
        // An authenticator that does not support audiences.
        json!({ "status": { "authenticated": true, "user": user } }),
        json!({ "status": { "authenticated": true, "audiences": ["astern"] } }),
        json!({ "status": { "authenticated": true, "user": {}, "audiences": ["astern"] } }),
        json!({ "status": { "authenticated": true, "user": { "username": "" }, "audiences": ["astern"] } }),
        json!({ "status": { "authenticated": true, "user": user, "audiences": [] } }),
        json!({ "status": { "authenticated": true, "user": user, "audiences": [""] } }),
        json!({}),
    ] {
        let transport = ScriptedTransport::new([(201, rejected.clone())]);
        let result = block_on(review_token(&transport, "a.b.c", "astern"));
        assert_eq!(result, Err(ReviewError::Rejected), "{rejected}");
    }
    let forbidden = json!({ "kind": "Status", "message": "no" });
    let transport = ScriptedTransport::new([(403, forbidden)]);
    let error = block_on(review_token(&transport, "a.b.c", "astern")).unwrap_err();
    assert_eq!(
        error.to_string(),
        "the right to create tokenreviews.authentication.k8s.io in all namespaces is missing"
    );
}

#[test]
fn refused_impersonation_is_distinguished_from_other_refusals() {
    let message = r#"serviceaccounts "astern-rollback" is forbidden: User "system:serviceaccount:astern:astern" cannot impersonate resource "serviceaccounts" in API group "" in the namespace "shop""#;
    let transport =
        ScriptedTransport::new([(403, json!({ "kind": "Status", "message": message }))]);
    let error = block_on(config_map(&transport, &shop(), "j")).unwrap_err();
    assert!(error.is_impersonation_refused(), "{error}");
    let other = json!({ "kind": "Status", "message": "configmaps is forbidden" });
    let transport = ScriptedTransport::new([(403, other)]);
    let error: ClusterError = block_on(config_map(&transport, &shop(), "j")).unwrap_err();
    assert!(!error.is_impersonation_refused(), "{error}");
}

#[test]
fn an_access_review_names_the_right_as_rbac_does() {
    let allowed = json!({ "status": { "allowed": true } });
    let denied = json!({ "status": { "allowed": false, "reason": "because" } });
    let transport = ScriptedTransport::new([(201, allowed), (201, denied)]);
    let create_right = |resource: &'static str| Right {
        verb: Verb::Create,
        resource: resource.into(),
        namespace: Some(shop()),
    };
    let token_right = create_right("serviceaccounts/token");
    let permission = block_on(review_access(
        &transport,
        &token_right,
        Some("astern-rollback"),
    ));
    assert_eq!(permission, Ok(Permission::Granted));
    let (method, target, body) = transport.last_request();
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
    let permission = block_on(review_access(
        &transport,
        &create_right("deployments.apps"),
        None,
    ));
    let reason = Some("because".to_owned());
    assert_eq!(permission, Ok(Permission::Refused { reason }));
    let attributes = &transport.last_request().2["spec"]["resourceAttributes"];
    assert_eq!(
        (&attributes["group"], &attributes["resource"]),
        (&json!("apps"), &json!("deployments"))
    );
}

#[test]
fn an_access_review_without_a_status_is_malformed() {
    let transport = ScriptedTransport::new([(201, json!({ "kind": "SelfSubjectAccessReview" }))]);
    let right = Right {
        verb: Verb::Create,
        resource: "secrets".into(),
        namespace: Some(shop()),
    };
    let permission = block_on(review_access(&transport, &right, None));
    assert!(
        matches!(permission, Err(ClusterError::Malformed(_))),
        "{permission:?}"
    );
}

#[test]
fn a_self_subject_review_returns_the_user_name() {
    let jane = json!({ "status": { "userInfo": { "username": "jane", "groups": ["sre"] } } });
    let transport = ScriptedTransport::new([(201, jane)]);
    assert_eq!(
        block_on(authenticated_user(&transport)),
        Ok("jane".to_owned())
    );
    let target = "apis/authentication.k8s.io/v1/selfsubjectreviews";
    assert_eq!(transport.last_request().1, target);
}

#[test]
fn debug_output_of_a_minted_token_omits_the_token() {
    let response = json!({ "spec": { "expirationSeconds": 3607 },
        "status": { "token": "h.u.nter2", "expirationTimestamp": "2026-11-22T03:04:05Z" } });
    let refused = json!({ "kind": "Status", "message": "no", "token": "h.u.nter2" });
    let transport = ScriptedTransport::new([(201, response), (403, refused)]);
    let mint = || {
        block_on(mint_token(
            &transport,
            &shop(),
            "astern-rollback",
            "astern",
            600,
        ))
    };
    let minted = mint().unwrap();
    assert_eq!((minted.reveal(), minted.seconds()), ("h.u.nter2", 3607));
    assert!(!format!("{minted:?}").contains("nter2"), "{minted:?}");
    let (_, target, body) = transport.last_request();
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
