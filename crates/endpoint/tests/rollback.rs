//! Rollbacks on a laptop, with a fake helm.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on should panic")]

mod support;

use std::path::PathBuf;
use std::time::Duration;

use astern_endpoint::rollback::{
    ClusterAccess, Engine, HelmProgram, InstalledHelm, MemoryLimit, find_helm,
};
use astern_protocol::Helm;
use axum::body::Body;
use axum::http::StatusCode;
use http_body_util::BodyExt as _;
use serde_json::{Value, json};

use support::fake_helm::{FAKE_HELM, finish_helm, helm_invocation};
use support::{
    TestEndpoint, endpoint_with_launch, rollback_request, sample_cluster, test_endpoint,
};

fn program(path: PathBuf) -> HelmProgram {
    let cluster_flags = vec!["--kube-context=sample".into()];
    HelmProgram {
        path,
        access: ClusterAccess::User { cluster_flags },
        memory: MemoryLimit::DEFAULT,
    }
}

fn helm() -> Engine {
    Engine::Helm(InstalledHelm {
        program: program(FAKE_HELM.clone()),
        version: "v4.3.1".to_owned(),
    })
}

#[tokio::test]
async fn helm_gets_its_operands_after_the_dashes_and_few_variables() {
    let endpoint = test_endpoint(helm());
    assert_eq!(
        endpoint
            .start_rollback(&rollback_request(1, "shop/sessions", 1, 2))
            .await
            .0,
        StatusCode::ACCEPTED
    );
    finish_helm(
        "sessions",
        "echo \"Error: release: already exists\" >&2; exit 1",
    );
    let events = endpoint.follow(1, 0).await;
    let (printed_arguments, variables) = helm_invocation("sessions");
    let arguments = "rollback --namespace shop --wait --timeout 5m --cleanup-on-fail --kube-context=sample -- sessions 1";
    assert_eq!(printed_arguments, arguments);
    assert_eq!(events[0]["what"]["command"], format!("helm {arguments}"));
    assert!(
        variables.contains("HELM_DRIVER") && !variables.contains("CARGO"),
        "{variables}"
    );
    let numbers: Vec<_> = events
        .iter()
        .map(|event| event["seq"].as_u64().unwrap())
        .collect();
    assert_eq!(numbers, (0..events.len() as u64).collect::<Vec<_>>());
    let outcome = &events.last().unwrap()["what"]["outcome"];
    assert_eq!(outcome["result"], "failed");
    assert_eq!(
        outcome["message"],
        "Another helm made the next revision at the same moment, so this one changed nothing. helm said: release: \
         already exists. No new revision was made, so nothing was applied; revision 2 is current."
    );
    assert_eq!(
        outcome["recorded"],
        json!({ "revision": 2, "status": "deployed" })
    );
}

#[tokio::test]
async fn exit_status_0_without_a_new_deployed_revision_is_no_success() {
    let endpoint = test_endpoint(helm());
    endpoint
        .start_rollback(&rollback_request(1, "search/suggestions", 1, 3))
        .await;
    finish_helm(
        "suggestions",
        "echo 'Rollback was a success! Happy Helming!'; exit 0",
    );
    let events = endpoint.follow(1, 0).await;
    assert_eq!(
        events.last().unwrap()["what"]["outcome"]["result"],
        "failed",
        "{events:?}"
    );
}

#[tokio::test]
async fn a_repeated_request_is_one_rollback_and_a_release_has_one_at_a_time() {
    let endpoint = test_endpoint(helm());
    let first = rollback_request(1, "shop/shop", 3, 4);
    assert_eq!(
        endpoint.start_rollback(&first).await.0,
        StatusCode::ACCEPTED
    );
    let (status, accepted) = endpoint.start_rollback(&first).await;
    assert_eq!(
        (status, accepted),
        (
            StatusCode::ACCEPTED,
            json!({ "request_id": first["request_id"] })
        )
    );
    let (status, error) = endpoint
        .start_rollback(&rollback_request(1, "shop/shop", 2, 4))
        .await;
    assert_eq!(
        (status, &error["code"]),
        (StatusCode::CONFLICT, &json!("request-id-reused"))
    );
    let (status, error) = endpoint
        .start_rollback(&rollback_request(2, "shop/shop", 2, 4))
        .await;
    assert_eq!(
        (status, &error["code"]),
        (StatusCode::CONFLICT, &json!("already-running"))
    );
    assert_eq!(endpoint.app.rollbacks.running().len(), 1);

    let mut follower = follower(&endpoint, 1).await;
    let begun = tokio::time::timeout(Duration::from_secs(20), follower.frame()).await;
    let line = begun.unwrap().unwrap().unwrap().into_data().unwrap();
    let begun: Value = serde_json::from_slice(&line).unwrap();
    assert_eq!(begun["what"]["kind"], "begun");
    // A closed connection does not end the rollback.
    drop(follower);
    finish_helm("shop", "echo applied; exit 1");
    let events = endpoint.follow(1, 2).await;
    assert_eq!(events[0]["seq"], 2);
    assert_eq!(events.last().unwrap()["what"]["kind"], "ended");
    assert!(endpoint.app.rollbacks.running().is_empty());
    assert_eq!(
        endpoint.start_rollback(&first).await.0,
        StatusCode::ACCEPTED,
        "the same press after its end"
    );
}

async fn follower(endpoint: &TestEndpoint, id: u32) -> Body {
    let path = format!("/astern/v1/rollbacks/{id:032}");
    let request = endpoint.request("GET", &path).body(Body::empty()).unwrap();
    endpoint.answer(request).await.into_body()
}

#[tokio::test]
async fn nothing_starts_when_the_records_differ_from_what_the_page_showed() {
    let endpoint = test_endpoint(helm());
    let (status, error) = endpoint
        .start_rollback(&rollback_request(1, "shop/shop", 3, 3))
        .await;
    assert_eq!(
        (status, &error["code"]),
        (StatusCode::CONFLICT, &json!("current-moved"))
    );
    assert_eq!(
        error["message"],
        "The current revision of shop is 4 (deployed) now; the page showed 3."
    );
    for unknown in [
        rollback_request(2, "shop/shop", 9, 4),
        rollback_request(3, "shop/none", 1, 1),
        rollback_request(4, "none/shop", 3, 4),
    ] {
        let (status, error) = endpoint.start_rollback(&unknown).await;
        assert_eq!(
            (status, &error["code"]),
            (StatusCode::UNPROCESSABLE_ENTITY, &json!("invalid")),
            "{unknown}"
        );
    }
    let mut slow = rollback_request(5, "shop/shop", 3, 4);
    slow["options"] = json!({ "timeout_seconds": 3601 });
    assert_eq!(
        endpoint.start_rollback(&slow).await.0,
        StatusCode::UNPROCESSABLE_ENTITY
    );
    assert!(endpoint.app.rollbacks.running().is_empty());
}

#[tokio::test]
async fn without_helm_the_response_says_what_to_do() {
    let missing = find_helm(program("/nowhere/helm".into()))
        .await
        .map(Engine::Helm);
    let endpoint = endpoint_with_launch(sample_cluster(), missing, None);
    let message =
        "/nowhere/helm is not there. Install helm 3 or 4, or say where it is with --helm.";
    assert_eq!(
        endpoint.app.rollbacks.helm(),
        Helm::Missing {
            message: message.to_owned()
        }
    );
    let (status, error) = endpoint
        .start_rollback(&rollback_request(1, "shop/shop", 3, 4))
        .await;
    assert_eq!(
        (status, &error["code"]),
        (StatusCode::SERVICE_UNAVAILABLE, &json!("no-helm"))
    );
    assert_eq!(error["message"], message);
    let echo = find_helm(program("/bin/echo".into())).await;
    assert_eq!(
        echo.unwrap_err().to_string(),
        "/bin/echo is no helm 3 or 4: asked for its version, it said \"version --template {{.Version}}\". Install helm 3 \
         or 4, or say where it is with --helm."
    );
    let found = find_helm(program(FAKE_HELM.clone())).await.unwrap();
    assert_eq!(found.version, "v4.3.1");
}
