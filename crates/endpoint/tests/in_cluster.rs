//! Rollbacks in the cluster and their journal, also across a restart of the endpoint.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on should panic")]

mod support;

use std::pin::pin;
use std::time::Duration;

use astern_endpoint::journal::{JournalPolicy, JournalWriter};
use astern_protocol::RunLocation;
use axum::http::{Method, StatusCode};
use serde_json::{Value, json};

use support::api_server::FakeApiServer;
use support::fake_helm::{finish_helm, helm_invocation};
use support::in_cluster::{SHOP_TOKEN, pod, pod_with_journal};
use support::rollback_request;

const ACCOUNT: &str = "system:serviceaccount:shop:astern-rollback";

fn last(events: &[Value]) -> &Value {
    &events.last().unwrap()["what"]["outcome"]
}

#[tokio::test]
async fn helm_impersonates_the_namespaces_service_account_and_the_journal_has_it() {
    let api = FakeApiServer::new();
    let pod = pod(&api, 10);
    let mut body = rollback_request(1, "shop/shop", 3, 4);
    body["reason"] = json!("pods of 4 do not start");
    body["claimed_by"] = json!("jane");
    let (status, accepted) = pod.start_rollback(&body, SHOP_TOKEN).await;
    assert_eq!(status, StatusCode::ACCEPTED, "{accepted}");
    // The entry is written before helm ends.
    let id = format!("{:032}", 1);
    let begun = api.journal("shop")[&id].clone();
    assert_eq!(begun["rollback"]["reason"], "pods of 4 do not start");
    assert_eq!(begun["rollback"]["claimed_by"], "jane");
    assert_eq!(
        begun["by"],
        json!({ "user": ACCOUNT, "token_id": "JTI=shop" })
    );
    assert_eq!(
        (&begun["helm"], &begun["end"]),
        (&json!("v4.3.1"), &Value::Null)
    );
    assert_eq!(begun["run_by"]["place"], "cluster");

    api.record("shop/shop", 4, "superseded");
    api.record("shop/shop", 5, "deployed");
    finish_helm("shop", "exit 0");
    let events = pod.follow(1, 0, SHOP_TOKEN).await;
    assert_eq!(*last(&events), json!({ "result": "done", "revision": 5 }));
    let command = events[0]["what"]["command"].as_str().unwrap();
    assert!(
        command.ends_with(
            "--kubeconfig /nowhere/kubeconfig --kube-as-user=system:serviceaccount:shop:astern-rollback \
             -- shop 3"
        ),
        "{command}"
    );
    let (_, variables) = helm_invocation("shop");
    assert_eq!(variables, "GOMEMLIMIT HELM_DRIVER HOME PATH TMPDIR ");
    let ended = api.journal("shop")[&id].clone();
    assert_eq!(
        ended["end"]["outcome"],
        json!({ "result": "done", "revision": 5 })
    );
    let reasons: Vec<String> = api.events().into_iter().map(|(reason, _)| reason).collect();
    assert_eq!(reasons, ["RollbackBegun", "RolledBack"]);
    // Every request was sent as that service account.
    let requests = api.requests().into_iter();
    let other_users: Vec<_> = requests
        .filter(|request| request.impersonated.as_deref() != Some(ACCOUNT))
        .filter(|request| !request.path.ends_with("/tokenreviews"))
        .collect();
    assert_eq!(other_users, []);

    let (status, journal) = pod.get("/astern/v1/journal?release=shop", SHOP_TOKEN).await;
    assert_eq!(status, StatusCode::OK);
    assert_eq!(journal["entries"], json!([ended]));
    let (_, journal) = pod
        .get("/astern/v1/journal?release=other", SHOP_TOKEN)
        .await;
    assert_eq!(journal["entries"], json!([]));
}

#[tokio::test]
async fn a_rollback_of_another_process_is_replayed_from_the_journal() {
    let api = FakeApiServer::new();
    api.record("shop/replayed", 1, "superseded");
    api.record("shop/replayed", 2, "deployed");
    let first = pod(&api, 10);
    first
        .start_rollback(&rollback_request(1, "shop/replayed", 1, 2), SHOP_TOKEN)
        .await;
    finish_helm(
        "replayed",
        "echo 'Error: release: already exists' >&2; exit 1",
    );
    let before = first.follow(1, 0, SHOP_TOKEN).await;
    let again = pod(&api, 10);
    let after = again.follow(1, 0, SHOP_TOKEN).await;
    assert_eq!(after.len(), 2);
    assert_eq!(after[0]["what"]["rollback"], before[0]["what"]["rollback"]);
    for part in ["result", "advice", "recorded"] {
        assert_eq!(last(&after)[part], last(&before)[part]);
    }
    // The journal has no words of helm.
    let message = last(&after)["message"].as_str().unwrap();
    assert!(!message.contains("helm said"), "{message}");
    // A follower that has read more events gets the last one under the number that it expects next.
    let rest = again.follow(1, 9, SHOP_TOKEN).await;
    assert_eq!((rest.len(), &rest[0]["seq"]), (1, &json!(9)));
}

/// Leaves the journal as a process does that is killed during a rollback, and returns the request.
async fn interrupt(api: &FakeApiServer, release: &'static str) -> Value {
    let path = format!("shop/{release}");
    api.record(&path, 1, "superseded");
    api.record(&path, 2, "deployed");
    let pod = pod(api, 10);
    let body = rollback_request(1, &path, 1, 2);
    assert_eq!(
        pod.start_rollback(&body, SHOP_TOKEN).await.0,
        StatusCode::ACCEPTED
    );
    body
}

#[tokio::test]
async fn a_rollback_that_a_restart_interrupted_is_reported_with_its_record_and_can_be_repeated() {
    let api = FakeApiServer::new();
    let body = interrupt(&api, "stuck").await;
    api.record("shop/stuck", 3, "pending-rollback");
    let again = pod(&api, 10);
    // The repeated request is the same rollback, and does not run a second time.
    assert_eq!(
        again.start_rollback(&body, SHOP_TOKEN).await.0,
        StatusCode::ACCEPTED
    );
    assert!(again.app.rollbacks.running().is_empty());
    let events = again.follow(1, 0, SHOP_TOKEN).await;
    let outcome = last(&events);
    assert_eq!(outcome["result"], "interrupted");
    assert_eq!(
        outcome["recorded"],
        json!({ "revision": 3, "status": "pending-rollback" })
    );
    let advice = outcome["advice"].as_str().unwrap();
    assert!(advice.contains("Roll back once more"), "{advice}");
    // The state is not final, so the journal gets no end.
    let id = format!("{:032}", 1);
    assert_eq!(api.journal("shop")[&id]["end"], Value::Null);

    // Another rollback resolves it: a new request, from the revision that is current now.
    let (status, accepted) = again
        .start_rollback(&rollback_request(2, "shop/stuck", 1, 3), SHOP_TOKEN)
        .await;
    assert_eq!(status, StatusCode::ACCEPTED, "{accepted}");
    api.record("shop/stuck", 4, "deployed");
    finish_helm("stuck", "exit 0");
    let events = again.follow(2, 0, SHOP_TOKEN).await;
    assert_eq!(*last(&events), json!({ "result": "done", "revision": 4 }));
}

/// The records of a release can take 60 MB of memory, and many pages can follow one rollback.
#[tokio::test]
async fn the_records_of_an_interrupted_rollback_are_read_for_one_follower_at_a_time() {
    let api = FakeApiServer::new();
    interrupt(&api, "followed").await;
    let lists = || {
        let requests = api.requests().into_iter();
        requests
            .filter(|request| request.path.ends_with("/secrets"))
            .count()
    };
    let before = lists();
    api.hang(Method::GET, "shop", "/secrets");
    let again = pod(&api, 10);
    {
        let followers = async {
            tokio::join!(
                again.follow(1, 0, SHOP_TOKEN),
                again.follow(1, 0, SHOP_TOKEN)
            )
        };
        let mut followers = pin!(followers);
        let both_are_asked = async {
            api.wait_until_hanging().await;
            for _ in 0..1000 {
                tokio::task::yield_now().await;
            }
        };
        tokio::select! {
            _ = &mut followers => panic!("the list of the records hangs"),
            () = both_are_asked => {}
        }
        assert_eq!(lists() - before, 1);
        api.release();
        let (one, other) = followers.await;
        assert_eq!(last(&one)["result"], last(&other)["result"]);
    }
    finish_helm("followed", "exit 0");
}

#[tokio::test]
async fn an_interrupted_rollback_that_helm_finished_gets_an_end_in_the_journal() {
    let api = FakeApiServer::new();
    interrupt(&api, "finished").await;
    api.record("shop/finished", 3, "deployed");
    let again = pod(&api, 10);
    let events = again.follow(1, 0, SHOP_TOKEN).await;
    assert_eq!(last(&events)["result"], "interrupted");
    let advice = last(&events)["advice"].as_str().unwrap();
    assert!(advice.starts_with("helm had finished."), "{advice}");
    let id = format!("{:032}", 1);
    assert_eq!(api.journal("shop")[&id]["end"]["outcome"], *last(&events));
    finish_helm("finished", "exit 0");
}

#[tokio::test]
async fn conflicting_writes_of_the_journal_are_repeated() {
    let api = FakeApiServer::new();
    api.record("shop/raced", 1, "superseded");
    api.record("shop/raced", 2, "deployed");
    let pod = pod(&api, 10);
    api.fail_next(Method::POST, "/configmaps", 409);
    let (status, accepted) = pod
        .start_rollback(&rollback_request(1, "shop/raced", 1, 2), SHOP_TOKEN)
        .await;
    assert_eq!(status, StatusCode::ACCEPTED, "{accepted}");
    api.fail_next(Method::PUT, "/astern-journal", 409);
    finish_helm("raced", "exit 1");
    pod.follow(1, 0, SHOP_TOKEN).await;
    let id = format!("{:032}", 1);
    assert_eq!(
        api.journal("shop")[&id]["end"]["outcome"]["result"],
        "failed"
    );
}

/// A press is not refused because one read before it was throttled, or a gateway failed it.
#[tokio::test]
async fn a_failed_read_before_the_press_is_sent_again() {
    let api = FakeApiServer::new();
    let pod = pod(&api, 10);
    for (number, (end, fault)) in [
        ("/secrets", 429),
        ("/secrets", 502),
        ("/astern-journal", 503),
        ("/astern-journal", 504),
    ]
    .into_iter()
    .enumerate()
    {
        let release = format!("throttled-{number}");
        let path = format!("shop/{release}");
        api.record(&path, 1, "superseded");
        api.record(&path, 2, "deployed");
        api.fail_next(Method::GET, end, fault);
        let id = u32::try_from(number).unwrap() + 1;
        let body = rollback_request(id, &path, 1, 2);
        let (status, accepted) = pod.start_rollback(&body, SHOP_TOKEN).await;
        assert_eq!(status, StatusCode::ACCEPTED, "{end} {fault}: {accepted}");
        finish_helm(&release, "exit 1");
        pod.follow(id, 0, SHOP_TOKEN).await;
    }
}

#[tokio::test]
async fn without_a_journal_nothing_is_rolled_back() {
    let api = FakeApiServer::new();
    let pod = pod(&api, 10);
    let body = rollback_request(1, "shop/shop", 3, 4);
    for (method, end, fault, times, status, code) in [
        (Method::GET, "/astern-journal", 403, 1, 403, "forbidden"),
        (Method::GET, "/astern-journal", 500, 1, 503, "journal"),
        (Method::GET, "/astern-journal", 502, 4, 503, "journal"),
        (Method::GET, "/astern-journal", 429, 10, 503, "journal"),
        (Method::POST, "/configmaps", 403, 1, 403, "forbidden"),
        (Method::POST, "/configmaps", 503, 1, 503, "journal"),
        (Method::GET, "/secrets", 503, 4, 503, "cluster"),
        (Method::GET, "/secrets", 429, 10, 503, "cluster"),
    ] {
        api.fail_times(method, end, fault, times);
        let (given, error) = pod.start_rollback(&body, SHOP_TOKEN).await;
        assert_eq!(
            (given.as_u16(), &error["code"]),
            (status, &json!(code)),
            "{error}"
        );
        assert!(
            error["message"]
                .as_str()
                .unwrap()
                .starts_with("Nothing was started")
        );
    }
    assert!(pod.app.rollbacks.running().is_empty());
    assert!(api.journal("shop").is_empty());
}

#[tokio::test]
async fn a_journal_that_cannot_be_changed_is_refused_with_what_to_do() {
    let api = FakeApiServer::new();
    let pod = pod(&api, 10);
    let body = rollback_request(1, "shop/shop", 3, 4);
    api.store_map(
        "shop",
        "astern-journal",
        json!({ "immutable": true, "data": { "a": "b" } }),
    );
    let (status, immutable) = pod.start_rollback(&body, SHOP_TOKEN).await;
    assert_eq!(status, StatusCode::SERVICE_UNAVAILABLE, "{immutable}");
    api.store_map("shop", "astern-journal", json!({ "data": { "a": "b" } }));
    api.fail_next(Method::PUT, "/astern-journal", 413);
    let (status, full) = pod.start_rollback(&body, SHOP_TOKEN).await;
    assert_eq!(status, StatusCode::SERVICE_UNAVAILABLE, "{full}");
    for (error, cause) in [(immutable, "`immutable: true`"), (full, "1 MiB")] {
        let message = error["message"].as_str().unwrap();
        assert!(
            message.starts_with("Nothing was started") && message.contains(cause),
            "{message}"
        );
        let advice = error["advice"].as_str().unwrap();
        let command = "`kubectl delete configmap astern-journal --namespace shop`";
        assert!(advice.contains(command), "{advice}");
    }
    assert!(pod.app.rollbacks.running().is_empty());
}

#[tokio::test]
async fn on_a_laptop_a_journal_that_cannot_be_changed_stops_no_rollback() {
    let api = FakeApiServer::new();
    two_revisions(&api, "shop/unwritten");
    let journal = JournalWriter::new(RunLocation::Laptop).unwrap();
    let pod = pod_with_journal(&api, 10, JournalPolicy::BestEffort(journal));
    api.store_map("shop", "astern-journal", json!({ "immutable": true }));
    let body = rollback_request(1, "shop/unwritten", 1, 2);
    let (status, accepted) = pod.start_rollback(&body, SHOP_TOKEN).await;
    assert_eq!(status, StatusCode::ACCEPTED, "{accepted}");
    api.record("shop/unwritten", 3, "deployed");
    finish_helm("unwritten", "exit 0");
    let events = pod.follow(1, 0, SHOP_TOKEN).await;
    assert_eq!(last(&events)["result"], "done");
    let warned = events
        .iter()
        .find(|event| event["what"]["kind"] == "warned");
    let message = warned.unwrap()["what"]["message"].as_str().unwrap();
    assert!(message.contains("`immutable: true`"), "{message}");
    assert!(message.contains("kubectl delete configmap"), "{message}");
}

/// What a person who may write ConfigMaps puts into the journal is counted on the page, and left out at the next rollback.
#[tokio::test]
async fn a_journal_full_of_other_keys_is_counted_and_survives_a_restart() {
    let api = FakeApiServer::new();
    two_revisions(&api, "shop/poisoned");
    let keys: serde_json::Map<String, Value> = (0..60_000)
        .map(|number| (format!("{number:05x}"), json!("")))
        .collect();
    api.store_map("shop", "astern-journal", json!({ "data": keys }));
    for _ in 0..2 {
        let restarted = pod(&api, 10);
        let (status, journal) = restarted.get("/astern/v1/journal", SHOP_TOKEN).await;
        assert_eq!(status, StatusCode::OK, "{journal}");
        assert_eq!(journal["unreadable"], 60_000);
    }
    let pod = pod(&api, 10);
    let body = rollback_request(1, "shop/poisoned", 1, 2);
    let (status, accepted) = pod.start_rollback(&body, SHOP_TOKEN).await;
    assert_eq!(status, StatusCode::ACCEPTED, "{accepted}");
    api.record("shop/poisoned", 3, "deployed");
    finish_helm("poisoned", "exit 0");
    assert_eq!(last(&pod.follow(1, 0, SHOP_TOKEN).await)["result"], "done");
    let (_, journal) = pod.get("/astern/v1/journal", SHOP_TOKEN).await;
    assert_eq!(journal["entries"].as_array().map(Vec::len), Some(1));
}

/// The page gets helm's words without what they quote; the journal, the Event and the log only object, field and reason.
#[tokio::test]
async fn a_secret_that_helm_quotes_is_neither_in_the_stream_nor_in_the_journal() {
    let api = FakeApiServer::new();
    two_revisions(&api, "shop/quoted");
    let pod = pod(&api, 10);
    let body = rollback_request(1, "shop/quoted", 1, 2);
    pod.start_rollback(&body, SHOP_TOKEN).await;
    api.record("shop/quoted", 3, "failed");
    finish_helm(
        "quoted",
        r#"echo 'hunter2 of a hook'; echo 'Error: cannot patch "db" with kind Secret: Secret "db" is invalid: type: Invalid value: "hunter2": field is immutable' >&2; exit 1"#,
    );
    let events = pod.follow(1, 0, SHOP_TOKEN).await;
    let message = last(&events)["message"].as_str().unwrap();
    let said = "helm said: cannot patch \"db\" with kind Secret: Secret \"db\" is invalid: type: Invalid value: \"…\": field is \
                immutable.";
    assert!(message.contains(said), "{message}");
    let (_, journal) = pod.get("/astern/v1/journal", SHOP_TOKEN).await;
    let recorded = journal["entries"][0]["end"]["outcome"]["message"]
        .as_str()
        .unwrap();
    assert!(
        recorded.contains(" Reason: Secret db: type: field is immutable. "),
        "{recorded}"
    );
    assert!(!recorded.contains("helm said"), "{recorded}");
    for written in [
        json!(events).to_string(),
        journal.to_string(),
        format!("{:?}", api.events()),
    ] {
        assert!(!written.contains("hunter2"), "{written}");
    }
}

#[tokio::test]
async fn a_rollback_whose_end_cannot_be_written_to_the_journal_has_not_failed() {
    let api = FakeApiServer::new();
    api.record("shop/unended", 1, "superseded");
    api.record("shop/unended", 2, "deployed");
    let pod = pod(&api, 10);
    pod.start_rollback(&rollback_request(1, "shop/unended", 1, 2), SHOP_TOKEN)
        .await;
    api.record("shop/unended", 3, "deployed");
    api.fail_next(Method::PUT, "/astern-journal", 403);
    finish_helm("unended", "exit 0");
    let events = pod.follow(1, 0, SHOP_TOKEN).await;
    assert_eq!(last(&events)["result"], "done");
    let warned = &events[events.len() - 2]["what"];
    assert_eq!(warned["kind"], "warned");
    let message = warned["message"].as_str().unwrap();
    assert!(message.contains("is not in the journal"), "{message}");
}

/// How long a test waits before it fails.
const TIMEOUT: Duration = Duration::from_secs(20);

/// Records a release of its own, so that no other test of this binary ends its helm.
fn two_revisions(api: &FakeApiServer, release: &str) {
    api.record(release, 1, "superseded");
    api.record(release, 2, "deployed");
}

#[tokio::test]
async fn a_request_is_admitted_while_the_api_server_hangs_in_another_namespace() {
    for (method, end) in [
        (Method::GET, "/secrets"),
        (Method::GET, "/astern-journal"),
        (Method::POST, "/configmaps"),
    ] {
        let api = FakeApiServer::new();
        two_revisions(&api, "shop/hanging");
        two_revisions(&api, "search/admitted");
        let pod = pod(&api, 10);
        api.hang(method.clone(), "shop", end);
        let hanging = rollback_request(1, "shop/hanging", 1, 2);
        let mut hanging = pin!(pod.start_rollback(&hanging, SHOP_TOKEN));
        let request = rollback_request(2, "search/admitted", 1, 2);
        let admitted = async {
            api.wait_until_hanging().await;
            tokio::time::timeout(TIMEOUT, pod.start_rollback(&request, "search.astern.valid")).await
        };
        let answer = tokio::select! {
            answer = admitted => answer.expect("the request waits for one in another namespace"),
            answer = &mut hanging => panic!("{method} {end} does not hang: {answer:?}"),
        };
        assert_eq!(
            answer.0,
            StatusCode::ACCEPTED,
            "{method} {end}: {}",
            answer.1
        );
        api.release();
        let (status, accepted) = hanging.await;
        assert_eq!(status, StatusCode::ACCEPTED, "{accepted}");
        assert_eq!(pod.app.rollbacks.running().len(), 2);
    }
}

#[tokio::test]
async fn the_end_of_a_rollback_is_written_while_the_journal_of_another_namespace_hangs() {
    let api = FakeApiServer::new();
    two_revisions(&api, "search/ended");
    let pod = pod(&api, 10);
    let token = "search.astern.valid";
    let answer = pod
        .start_rollback(&rollback_request(2, "search/ended", 1, 2), token)
        .await;
    assert_eq!(answer.0, StatusCode::ACCEPTED, "{}", answer.1);
    api.hang(Method::POST, "shop", "/configmaps");
    let hanging = rollback_request(1, "shop/shop", 3, 4);
    let hanging = pod.start_rollback(&hanging, SHOP_TOKEN);
    let ended = async {
        api.wait_until_hanging().await;
        finish_helm("ended", "exit 1");
        tokio::time::timeout(TIMEOUT, pod.follow(2, 0, token)).await
    };
    tokio::select! {
        events = ended => assert_eq!(last(&events.unwrap())["result"], "failed"),
        answer = hanging => panic!("the journal does not hang: {answer:?}"),
    }
}

#[tokio::test]
async fn requests_that_are_being_admitted_count_against_the_limit_of_their_namespace() {
    let api = FakeApiServer::new();
    two_revisions(&api, "shop/first");
    two_revisions(&api, "shop/second");
    let pod = pod(&api, 2);
    api.hang(Method::POST, "shop", "/configmaps");
    let hanging = rollback_request(1, "shop/first", 1, 2);
    let mut hanging = pin!(pod.start_rollback(&hanging, SHOP_TOKEN));
    let request = rollback_request(2, "shop/second", 1, 2);
    let second = async {
        api.wait_until_hanging().await;
        pod.start_rollback(&request, SHOP_TOKEN).await
    };
    let (status, error) = tokio::select! {
        answer = second => answer,
        answer = &mut hanging => panic!("the journal does not hang: {answer:?}"),
    };
    assert_eq!(
        (status, &error["code"]),
        (StatusCode::TOO_MANY_REQUESTS, &json!("too-many"))
    );
    api.release();
    assert_eq!(hanging.await.0, StatusCode::ACCEPTED);
    assert_eq!(api.journal("shop").len(), 1);
}

#[tokio::test]
async fn a_request_that_is_given_up_while_it_hangs_frees_its_release() {
    let api = FakeApiServer::new();
    two_revisions(&api, "shop/given-up");
    let pod = pod(&api, 2);
    api.hang(Method::GET, "shop", "/secrets");
    let body = rollback_request(1, "shop/given-up", 1, 2);
    tokio::select! {
        () = api.wait_until_hanging() => {}
        answer = pod.start_rollback(&body, SHOP_TOKEN) => panic!("the ledger does not hang: {answer:?}"),
    }
    api.release();
    let body = rollback_request(2, "shop/given-up", 1, 2);
    let answer = tokio::time::timeout(TIMEOUT, pod.start_rollback(&body, SHOP_TOKEN));
    let (status, accepted) = answer.await.unwrap();
    assert_eq!(status, StatusCode::ACCEPTED, "{accepted}");
}

#[tokio::test]
async fn the_same_request_twice_at_once_is_one_rollback() {
    let api = FakeApiServer::new();
    two_revisions(&api, "shop/twice");
    let pod = pod(&api, 10);
    let body = rollback_request(1, "shop/twice", 1, 2);
    let (first, second) = tokio::join!(
        pod.start_rollback(&body, SHOP_TOKEN),
        pod.start_rollback(&body, SHOP_TOKEN)
    );
    assert_eq!(first.0, StatusCode::ACCEPTED, "{}", first.1);
    assert_eq!(first, second);
    assert_eq!(pod.app.rollbacks.running().len(), 1);
    assert_eq!(api.journal("shop").len(), 1);
}

#[tokio::test]
async fn a_request_that_waits_for_one_that_is_refused_is_admitted() {
    let api = FakeApiServer::new();
    two_revisions(&api, "shop/waits");
    let pod = pod(&api, 10);
    api.fail_next(Method::POST, "/configmaps", 503);
    let (first, second) = (
        rollback_request(1, "shop/waits", 1, 2),
        rollback_request(2, "shop/waits", 1, 2),
    );
    let (first, second) = tokio::join!(
        pod.start_rollback(&first, SHOP_TOKEN),
        pod.start_rollback(&second, SHOP_TOKEN)
    );
    let mut statuses = [first.0, second.0];
    statuses.sort();
    assert_eq!(
        statuses,
        [StatusCode::ACCEPTED, StatusCode::SERVICE_UNAVAILABLE]
    );
    assert_eq!(pod.app.rollbacks.running().len(), 1);
}

#[tokio::test]
async fn two_people_at_once_are_one_rollback_and_one_refusal() {
    let api = FakeApiServer::new();
    api.record("shop/both", 1, "superseded");
    api.record("shop/both", 2, "deployed");
    let pod = pod(&api, 10);
    let (first_body, second_body) = (
        rollback_request(1, "shop/both", 1, 2),
        rollback_request(2, "shop/both", 1, 2),
    );
    let (first, second) = tokio::join!(
        pod.start_rollback(&first_body, SHOP_TOKEN),
        pod.start_rollback(&second_body, SHOP_TOKEN)
    );
    let mut answers = [(1, first), (2, second)];
    answers.sort_by_key(|(_, (status, _))| *status);
    let [(taken_on, (accepted, _)), (_, (refused, error))] = answers;
    assert_eq!(accepted, StatusCode::ACCEPTED);
    assert_eq!(
        (refused, &error["code"]),
        (StatusCode::CONFLICT, &json!("already-running"))
    );
    finish_helm("both", "exit 1");
    pod.follow(taken_on, 0, SHOP_TOKEN).await;
    assert_eq!(api.journal("shop").len(), 1);
}

/// Whoever may write ConfigMaps in the namespace can write anything into the journal. What cannot be read is counted, the rest is
/// shown, and rollbacks go on, also after a restart.
#[tokio::test]
async fn a_poisoned_journal_survives_no_restart() {
    let api = FakeApiServer::new();
    let deep = "[".repeat(100_000);
    let id = |number: u32| format!("{number:032}");
    let poison = json!({
        id(91): "", id(92): "null", id(93): deep, id(94): "{\"rollback\":{}}",
        id(95): "\u{0}\u{202e}", id(96): "{\"rollback\":{\"target\":1e999}}",
        "no-id": "{}", "..": "{}",
    });
    api.set_journal("shop", &poison);
    let unreadable = poison.as_object().unwrap().len();
    for (number, release) in [(1, "poisoned-1"), (2, "poisoned-2")] {
        let path = format!("shop/{release}");
        api.record(&path, 1, "superseded");
        api.record(&path, 2, "deployed");
        // Each is another process.
        let pod = pod(&api, 10);
        let journal = "/astern/v1/journal?namespace=shop";
        let (status, shown) = pod.get(journal, SHOP_TOKEN).await;
        assert_eq!(status, StatusCode::OK, "{shown}");
        assert_eq!(shown["unreadable"], unreadable);
        let request = rollback_request(number, &path, 1, 2);
        let (status, accepted) = pod.start_rollback(&request, SHOP_TOKEN).await;
        assert_eq!(status, StatusCode::ACCEPTED, "{accepted}");
        finish_helm(release, "exit 1");
        pod.follow(number, 0, SHOP_TOKEN).await;
        let (_, shown) = pod.get(journal, SHOP_TOKEN).await;
        assert_eq!(shown["entries"].as_array().unwrap().len(), number as usize);
        // An id whose entry cannot be read is no rollback that may start again.
        let again = rollback_request(91, &path, 1, 2);
        let (status, _) = pod.start_rollback(&again, SHOP_TOKEN).await;
        assert_ne!(status, StatusCode::ACCEPTED);
    }
}
