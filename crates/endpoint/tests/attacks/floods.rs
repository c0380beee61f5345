//! Large bodies, slow bodies, and many requests at once.

use std::convert::Infallible;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use astern_protocol::ErrorCode;
use axum::body::{Body, Bytes};
use axum::http::StatusCode;
use futures_util::future::join_all;
use futures_util::{StreamExt as _, stream};
use serde_json::Value;

use crate::support::api_server::FakeApiServer;
use crate::support::fake_helm::finish_helm;
use crate::support::in_cluster::{SHOP_TOKEN, pod};
use crate::support::rollback_request;
use crate::{assert_no_effect, assert_refused};

#[tokio::test]
async fn a_body_of_10_mb_is_not_read_to_its_end() {
    let api = FakeApiServer::new();
    let pod = pod(&api, 10);
    let sent = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&sent);
    let chunks = stream::iter(0..10_240).map(move |_| {
        counted.fetch_add(1024, Ordering::Relaxed);
        Ok::<_, Infallible>(Bytes::from(vec![b' '; 1024]))
    });
    let request = pod
        .request("POST", "/astern/v1/rollbacks", SHOP_TOKEN)
        .header("content-type", "application/json")
        .body(Body::from_stream(chunks));
    let answer = pod.json(request.unwrap()).await;
    assert_refused(&answer, StatusCode::PAYLOAD_TOO_LARGE, ErrorCode::TooLarge);
    let read = sent.load(Ordering::Relaxed);
    assert!(read < 64 * 1024, "{read}");
    assert_no_effect(&pod, &api);
}

#[tokio::test(start_paused = true)]
async fn a_body_that_does_not_arrive_times_out() {
    let api = FakeApiServer::new();
    let pod = pod(&api, 10);
    let first = stream::iter([Ok::<_, Infallible>(Bytes::from("{"))]);
    let request = pod
        .request("POST", "/astern/v1/rollbacks", SHOP_TOKEN)
        .header("content-type", "application/json")
        .body(Body::from_stream(first.chain(stream::pending())));
    let answer = pod.json(request.unwrap()).await;
    assert_refused(&answer, StatusCode::REQUEST_TIMEOUT, ErrorCode::Invalid);
    assert_no_effect(&pod, &api);
}

#[tokio::test]
async fn no_more_rollbacks_run_at_once_than_the_limit() {
    let api = FakeApiServer::new();
    let pod = pod(&api, 1);
    api.record("shop/one", 1, "superseded");
    api.record("shop/one", 2, "deployed");
    let answer = pod
        .start_rollback(&rollback_request(1, "shop/one", 1, 2), SHOP_TOKEN)
        .await;
    assert_eq!(answer.0, StatusCode::ACCEPTED, "{}", answer.1);
    let body = rollback_request(2, "shop/shop", 3, 4).to_string();
    let request = pod
        .request("POST", "/astern/v1/rollbacks", SHOP_TOKEN)
        .header("content-type", "application/json")
        .body(Body::from(body));
    let answer = pod.answer(request.unwrap()).await;
    assert_eq!(answer.status(), StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(answer.headers()["retry-after"], "5");
    finish_helm("one", "exit 1");
    pod.follow(1, 0, SHOP_TOKEN).await;
}

#[tokio::test]
async fn a_flood_of_tokens_reaches_the_api_server_16_at_a_time() {
    let api = FakeApiServer::new();
    let pod = pod(&api, 10);
    let tries = (0..200).map(|_| pod.get("/astern/v1/journal", "shop.astern.forged"));
    let answers = join_all(tries).await;
    assert_eq!(count(&answers, StatusCode::UNAUTHORIZED), 200);
    assert_eq!(api.max_in_flight(), 16);
}

#[tokio::test(start_paused = true)]
async fn a_flood_of_tokens_is_refused_while_the_api_server_does_not_respond() {
    let api = FakeApiServer::new();
    let pod = pod(&api, 10);
    api.stop_responding();
    let tries = (0..200).map(|_| pod.get("/astern/v1/journal", SHOP_TOKEN));
    let answers = join_all(tries).await;
    assert_eq!(count(&answers, StatusCode::TOO_MANY_REQUESTS), 184);
    assert_eq!(count(&answers, StatusCode::SERVICE_UNAVAILABLE), 16);
    assert_eq!(api.requests().len(), 16);
}

fn count(answers: &[(StatusCode, Value)], code: StatusCode) -> usize {
    answers.iter().filter(|(status, _)| *status == code).count()
}

#[tokio::test]
async fn a_process_that_is_ending_starts_nothing() {
    let api = FakeApiServer::new();
    let pod = pod(&api, 10);
    pod.app.rollbacks.close();
    let answer = pod
        .start_rollback(&rollback_request(1, "shop/shop", 3, 4), SHOP_TOKEN)
        .await;
    assert_refused(&answer, StatusCode::SERVICE_UNAVAILABLE, ErrorCode::Ending);
    assert!(api.journal("shop").is_empty());
}
