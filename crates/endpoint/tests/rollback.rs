//! Rollbacks on a laptop, with a fake helm.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on should panic")]

mod support;
#[path = "support/wait.rs"]
mod wait;

use std::path::{Path, PathBuf};
use std::sync::LazyLock;
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
use support::fake_kubectl::{self, FakeKubectl, Server};
use wait::wait_until;

use support::{
    TestEndpoint, endpoint_with_launch, rollback_request, sample_cluster, test_endpoint,
};

/// Not a test: the `kubectl proxy` of the tests below.
#[test]
fn kubectl_of_other_tests() {
    fake_kubectl::serve();
}

/// A kubectl for all tests that need none of their own.
static KUBECTL: LazyLock<FakeKubectl> =
    LazyLock::new(|| Server::Sample.kubectl("kubectl_of_other_tests"));

async fn program(path: PathBuf, kubectl: &FakeKubectl) -> HelmProgram {
    HelmProgram {
        path,
        access: ClusterAccess::User(Box::new(kubectl.options().choose().await.unwrap())),
        memory: MemoryLimit::DEFAULT,
    }
}

async fn helm() -> Engine {
    helm_through(&KUBECTL).await
}

async fn helm_through(kubectl: &FakeKubectl) -> Engine {
    Engine::Helm(InstalledHelm {
        program: program(FAKE_HELM.clone(), kubectl).await,
        version: "v4.3.1".to_owned(),
    })
}

#[tokio::test]
async fn helm_gets_its_operands_after_the_dashes_and_few_variables() {
    let endpoint = test_endpoint(helm().await);
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
    let before = "rollback --namespace shop --wait --timeout 5m --cleanup-on-fail --history-max 10";
    // What a person runs for the same has the context, and helm a kubeconfig that leads through kubectl.
    assert_eq!(
        events[0]["what"]["command"],
        format!("helm {before} --kube-context=sample -- sessions 1")
    );
    let kubeconfig = printed_arguments
        .strip_prefix(&format!("{before} --kubeconfig "))
        .and_then(|rest| rest.strip_suffix(" -- sessions 1"));
    let folder = Path::new(kubeconfig.unwrap()).parent().unwrap();
    wait_until("the end of the relay", || !folder.exists());
    for name in variables.split_whitespace() {
        let is_known = ["HELM_DRIVER", "KUBECACHEDIR", "GOMEMLIMIT", "OLDPWD"].contains(&name);
        let is_of_any_program = [
            "HOME", "LANG", "LOGNAME", "PATH", "SHELL", "TMPDIR", "TZ", "USER",
        ]
        .contains(&name)
            || ["LC_", "XDG_"]
                .iter()
                .any(|prefix| name.starts_with(prefix));
        assert!(is_known || is_of_any_program, "{variables}");
    }
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
    let endpoint = test_endpoint(helm().await);
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
    let endpoint = test_endpoint(helm().await);
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
    let endpoint = test_endpoint(helm().await);
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
    let missing = find_helm(program("/nowhere/helm".into(), &KUBECTL).await)
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
    let echo = find_helm(program("/bin/echo".into(), &KUBECTL).await).await;
    assert_eq!(
        echo.unwrap_err().to_string(),
        "/bin/echo is no helm 3 or 4: asked for its version, it said \"version --template {{.Version}}\". Install helm 3 \
         or 4, or say where it is with --helm."
    );
    let found = find_helm(program(FAKE_HELM.clone(), &KUBECTL).await)
        .await
        .unwrap();
    assert_eq!(found.version, "v4.3.1");
}

/// The error and its status when helm's connection leads to a server.
async fn started_through(server: Server) -> (StatusCode, Value) {
    let kubectl = server.kubectl("kubectl_of_other_tests");
    let endpoint = test_endpoint(helm_through(&kubectl).await);
    let request = rollback_request(1, "shop/shop", 3, 4);
    let (status, error) = endpoint.start_rollback(&request).await;
    assert_eq!(
        endpoint.app.rollbacks.running().len(),
        usize::from(status == StatusCode::ACCEPTED)
    );
    (status, error)
}

#[tokio::test]
async fn nothing_starts_when_helm_would_reach_another_cluster() {
    let (status, error) = started_through(Server::OtherCluster).await;
    assert_eq!(
        (status, &error["code"]),
        (StatusCode::CONFLICT, &json!("other-cluster"))
    );
    let message = error["message"].as_str().unwrap();
    assert!(
        message.starts_with(
            "The kubeconfig now leads to another cluster than the one on this page: there the namespace kube-system has \
             the UID other-"
        ),
        "{message}"
    );
    let (status, error) = started_through(Server::OtherWithoutNamespaces).await;
    assert_eq!(status, StatusCode::CONFLICT, "{error}");
    let message = error["message"].as_str().unwrap();
    assert!(message.contains("the current record of shop"), "{message}");
}

#[tokio::test]
async fn whoever_may_read_no_namespace_is_known_by_the_record() {
    let (status, error) = started_through(Server::WithoutNamespaces).await;
    assert_eq!(status, StatusCode::ACCEPTED, "{error}");
}

#[tokio::test]
async fn nothing_starts_when_the_login_of_helms_kubectl_fails() {
    let (status, error) = started_through(Server::LoginFails).await;
    assert_eq!(
        (status, &error["code"]),
        (StatusCode::SERVICE_UNAVAILABLE, &json!("cluster"))
    );
    let message = error["message"].as_str().unwrap();
    assert!(
        message.contains("login plugin corp-login failed with exit code 1"),
        "{message}"
    );
}

#[tokio::test]
async fn a_kubeconfig_that_was_changed_is_said() {
    let kubectl = Server::OtherCluster.kubectl("kubectl_of_other_tests");
    let endpoint = test_endpoint(helm_through(&kubectl).await);
    let mut view = FakeKubectl::default_kubeconfig();
    view["clusters"][0]["cluster"]["server"] = "https://10.0.0.2".into();
    kubectl.set_kubeconfig(&view);
    let change = "The kubeconfig was changed: it leads to https://10.0.0.2 as user jo now, and led to https://10.0.0.1 as user \
        jo when astern was started.";
    let request = rollback_request(1, "shop/shop", 3, 4);
    let (status, error) = endpoint.start_rollback(&request).await;
    assert_eq!(status, StatusCode::CONFLICT, "{error}");
    let message = error["message"].as_str().unwrap();
    assert!(message.contains(change), "{message}");
    // The same cluster at another address.
    kubectl.lead_to(Server::Sample);
    let request = rollback_request(3, "search/suggestions", 1, 3);
    let (status, error) = endpoint.start_rollback(&request).await;
    assert_eq!(status, StatusCode::ACCEPTED, "{error}");
    let mut follower = follower(&endpoint, 3).await;
    let warned = tokio::time::timeout(Duration::from_secs(20), follower.frame()).await;
    let line = warned.unwrap().unwrap().unwrap().into_data().unwrap();
    let warned: Value = serde_json::from_slice(&line).unwrap();
    assert_eq!(warned["what"]["kind"], "warned");
    let message = warned["what"]["message"].as_str().unwrap();
    assert!(message.starts_with(change), "{message}");
}
