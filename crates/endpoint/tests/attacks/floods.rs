//! Too much, too slow, too many.

use std::convert::Infallible;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use astern_protocol::ErrorCode;
use axum::body::{Body, Bytes};
use axum::http::StatusCode;
use futures_util::future::join_all;
use futures_util::{StreamExt as _, stream};
use serde_json::Value;

use crate::support::api::Api;
use crate::support::helm::go;
use crate::support::in_cluster::{TOKEN, pod};
use crate::support::press;
use crate::{nothing_happened, refused};

#[tokio::test]
async fn a_body_of_10_mb_is_not_read_to_its_end() {
    let api = Api::new();
    let pod = pod(&api, 10);
    let sent = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&sent);
    let chunks = stream::iter(0..10_240).map(move |_| {
        counted.fetch_add(1024, Ordering::Relaxed);
        Ok::<_, Infallible>(Bytes::from(vec![b' '; 1024]))
    });
    let request = pod
        .page("POST", "/astern/v1/rollbacks", TOKEN)
        .header("content-type", "application/json")
        .body(Body::from_stream(chunks));
    let answer = pod.json(request.unwrap()).await;
    refused(&answer, StatusCode::PAYLOAD_TOO_LARGE, ErrorCode::TooLarge);
    let read = sent.load(Ordering::Relaxed);
    assert!(read < 64 * 1024, "{read}");
    nothing_happened(&pod, &api);
}

#[tokio::test(start_paused = true)]
async fn a_body_that_does_not_arrive_is_not_waited_for() {
    let api = Api::new();
    let pod = pod(&api, 10);
    let first = stream::iter([Ok::<_, Infallible>(Bytes::from("{"))]);
    let request = pod
        .page("POST", "/astern/v1/rollbacks", TOKEN)
        .header("content-type", "application/json")
        .body(Body::from_stream(first.chain(stream::pending())));
    let answer = pod.json(request.unwrap()).await;
    refused(&answer, StatusCode::REQUEST_TIMEOUT, ErrorCode::Invalid);
    nothing_happened(&pod, &api);
}

#[tokio::test]
async fn no_more_run_at_once_than_may() {
    let api = Api::new();
    let pod = pod(&api, 1);
    api.record("shop/one", 1, "superseded");
    api.record("shop/one", 2, "deployed");
    let answer = pod.press(&press(1, "shop/one", 1, 2), TOKEN).await;
    assert_eq!(answer.0, StatusCode::ACCEPTED, "{}", answer.1);
    let body = press(2, "shop/shop", 3, 4).to_string();
    let request = pod
        .page("POST", "/astern/v1/rollbacks", TOKEN)
        .header("content-type", "application/json")
        .body(Body::from(body));
    let answer = pod.answer(request.unwrap()).await;
    assert_eq!(answer.status(), StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(answer.headers()["retry-after"], "5");
    go("one", "exit 1");
    pod.follow(1, 0, TOKEN).await;
}

#[tokio::test]
async fn a_flood_of_tokens_reaches_the_api_server_16_at_a_time() {
    let api = Api::new();
    let pod = pod(&api, 10);
    let tries = (0..200).map(|_| pod.get("/astern/v1/journal", "shop.astern.forged"));
    let answers = join_all(tries).await;
    assert_eq!(count(&answers, StatusCode::UNAUTHORIZED), 200);
    assert_eq!(api.most_in_hand(), 16);
}

#[tokio::test(start_paused = true)]
async fn no_flood_of_tokens_waits_for_an_api_server_that_does_not_answer() {
    let api = Api::new();
    let pod = pod(&api, 10);
    api.fall_silent();
    let tries = (0..200).map(|_| pod.get("/astern/v1/journal", TOKEN));
    let answers = join_all(tries).await;
    assert_eq!(count(&answers, StatusCode::TOO_MANY_REQUESTS), 184);
    assert_eq!(count(&answers, StatusCode::SERVICE_UNAVAILABLE), 16);
    assert_eq!(api.asked().len(), 16);
}

fn count(answers: &[(StatusCode, Value)], code: StatusCode) -> usize {
    answers.iter().filter(|(status, _)| *status == code).count()
}

#[tokio::test]
async fn an_astern_that_is_ending_takes_nothing_on() {
    let api = Api::new();
    let pod = pod(&api, 10);
    pod.app.rollbacks.close();
    let answer = pod.press(&press(1, "shop/shop", 3, 4), TOKEN).await;
    refused(&answer, StatusCode::SERVICE_UNAVAILABLE, ErrorCode::Ending);
    assert!(api.journal("shop").is_empty());
}
