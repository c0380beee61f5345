//! What an attacker may try against the endpoint in the cluster, each as a test of its own.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on should panic")]

mod support;

use std::time::Duration;

use astern_protocol::ErrorCode;
use axum::body::{Body, Bytes};
use axum::http::{Method, Request, StatusCode};
use futures_util::{StreamExt as _, stream};
use serde_json::{Value, json};

use support::api::{Api, Asked};
use support::helm::go;
use support::in_cluster::{Pod, TOKEN, pod};
use support::press;

/// Where only the holder of a token gets anything.
const GUARDED: [&str; 3] = [
    "/astern/v1/rollbacks/00000000000000000000000000000001",
    "/astern/v1/journal",
    "/astern/v1/journal?namespace=shop",
];

fn refused(answer: &(StatusCode, Value), status: StatusCode, code: ErrorCode) {
    let (given, body) = answer;
    let code = serde_json::to_value(code).unwrap();
    assert_eq!((*given, &body["code"]), (status, &code), "{body}");
    for told in ["message", "advice"] {
        let sentence = body[told].as_str().unwrap();
        assert!(sentence.ends_with('.'), "{told}: {sentence}");
    }
}

/// What was asked of the API server beyond reviewing tokens.
fn beyond_reviews(api: &Api) -> Vec<Asked> {
    let asked = api.asked().into_iter();
    asked
        .filter(|asked| !asked.path.ends_with("/tokenreviews"))
        .collect()
}

fn nothing_happened(pod: &Pod, api: &Api) {
    assert!(pod.app.rollbacks.running().is_empty());
    assert_eq!(beyond_reviews(api), []);
}

#[tokio::test]
async fn a_form_of_another_site_is_refused() {
    let api = Api::new();
    let pod = pod(&api, 10);
    let body = press(1, "shop/shop", 3, 4).to_string();
    // A form can send no header of its own, and only these kinds of body.
    for kind in [
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "text/plain",
    ] {
        let request = Request::post("/astern/v1/rollbacks")
            .header("host", "10.0.0.7:8443")
            .header("origin", "https://evil.example")
            .header("sec-fetch-site", "cross-site")
            .header("content-type", kind)
            .body(Body::from(body.clone()));
        let answer = pod.json(request.unwrap()).await;
        refused(&answer, StatusCode::FORBIDDEN, ErrorCode::Origin);
        // From an old browser that says nothing of where it comes from, even with a token.
        let request = Request::post("/astern/v1/rollbacks")
            .header("x-astern-token", TOKEN)
            .header("content-type", kind)
            .body(Body::from(body.clone()));
        let answer = pod.json(request.unwrap()).await;
        refused(
            &answer,
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            ErrorCode::Invalid,
        );
    }
    nothing_happened(&pod, &api);
}

#[tokio::test]
async fn a_script_of_another_site_is_refused_and_its_preflight_too() {
    let api = Api::new();
    let pod = pod(&api, 10);
    for (name, value) in [
        ("origin", "https://evil.example"),
        ("origin", "http://localhost.evil.example:8001"),
        ("origin", "null"),
        ("sec-fetch-site", "cross-site"),
        ("sec-fetch-site", "same-site"),
        ("sec-fetch-site", "none"),
    ] {
        for path in [GUARDED[0], "/astern/v1/session"] {
            let request = Request::get(path)
                .header("x-astern-token", TOKEN)
                .header(name, value);
            let answer = pod.json(request.body(Body::empty()).unwrap()).await;
            refused(&answer, StatusCode::FORBIDDEN, ErrorCode::Origin);
        }
    }
    let preflight = Request::options("/astern/v1/rollbacks")
        .header("origin", "https://evil.example")
        .header("access-control-request-method", "POST")
        .header(
            "access-control-request-headers",
            "x-astern-token,content-type",
        );
    let answer = pod.answer(preflight.body(Body::empty()).unwrap()).await;
    assert!(answer.status().is_client_error(), "{}", answer.status());
    let cors = |name: &axum::http::HeaderName| name.as_str().starts_with("access-control-");
    assert!(!answer.headers().keys().any(cors));
    nothing_happened(&pod, &api);
}

/// On the way the Host is rewritten, so it is the Origin that betrays a rebound name. (`guards.rs` has the
/// laptop, where the Host is exact.)
#[tokio::test]
async fn a_name_that_was_rebound_to_loopback_is_refused_by_its_origin() {
    let api = Api::new();
    let pod = pod(&api, 10);
    let request = pod
        .page("POST", "/astern/v1/rollbacks", TOKEN)
        .header("content-type", "application/json");
    let mut request = request
        .body(Body::from(press(1, "shop/shop", 3, 4).to_string()))
        .unwrap();
    let rebound = "http://rebound.evil.example:8001".parse().unwrap();
    request.headers_mut().insert("origin", rebound);
    let answer = pod.json(request).await;
    refused(&answer, StatusCode::FORBIDDEN, ErrorCode::Origin);
    nothing_happened(&pod, &api);
}

#[tokio::test]
async fn a_token_that_the_api_server_does_not_vouch_for_opens_nothing() {
    let api = Api::new();
    let pod = pod(&api, 10);
    let body = press(1, "shop/shop", 3, 4);
    for token in [
        // Of another audience, the API server's own among them; over; made up.
        "shop.other.good",
        "shop.https://kubernetes.default.svc.good",
        "shop.astern.expired",
        "shop.astern.forged",
        "",
        "a",
        "Bearer shop.astern.good",
        "shop.astern.good ,shop.astern.good",
        &"a.b.".repeat(8000),
    ] {
        let answer = pod.press(&body, token).await;
        refused(&answer, StatusCode::UNAUTHORIZED, ErrorCode::Token);
        for path in GUARDED {
            let answer = pod.get(path, token).await;
            refused(&answer, StatusCode::UNAUTHORIZED, ErrorCode::Token);
            assert!(token.is_empty() || token == "a" || !answer.1.to_string().contains(token));
        }
    }
    let none = Request::get(GUARDED[0]).body(Body::empty()).unwrap();
    refused(
        &pod.json(none).await,
        StatusCode::UNAUTHORIZED,
        ErrorCode::Token,
    );
    let two = pod.page("GET", GUARDED[0], TOKEN);
    let two = two.header("x-astern-token", "search.astern.good");
    let answer = pod.json(two.body(Body::empty()).unwrap()).await;
    refused(&answer, StatusCode::UNAUTHORIZED, ErrorCode::Token);
    // What the service proxy would strip is no credential here either.
    let elsewhere = Request::get(GUARDED[0]).header("authorization", format!("Bearer {TOKEN}"));
    let answer = pod.json(elsewhere.body(Body::empty()).unwrap()).await;
    refused(&answer, StatusCode::UNAUTHORIZED, ErrorCode::Token);
    nothing_happened(&pod, &api);
}

#[tokio::test]
async fn a_token_of_one_namespace_opens_no_other() {
    let api = Api::new();
    let pod = pod(&api, 10);
    let other = "search.astern.good";
    let answer = pod.press(&press(1, "shop/shop", 3, 4), other).await;
    refused(&answer, StatusCode::FORBIDDEN, ErrorCode::Forbidden);
    for path in [
        "/astern/v1/journal?namespace=shop",
        "/astern/v1/rollbacks/00000000000000000000000000000001?namespace=shop",
    ] {
        let answer = pod.get(path, other).await;
        refused(&answer, StatusCode::FORBIDDEN, ErrorCode::Forbidden);
    }
    nothing_happened(&pod, &api);

    // Nor does it see one that runs there.
    let answer = pod.press(&press(2, "shop/sessions", 3, 4), TOKEN).await;
    assert_eq!(answer.0, StatusCode::ACCEPTED, "{}", answer.1);
    let path = format!("/astern/v1/rollbacks/{:032}", 2);
    let answer = pod.get(&path, other).await;
    refused(&answer, StatusCode::NOT_FOUND, ErrorCode::NotFound);
    go("sessions", "exit 1");
    pod.follow(2, 0, TOKEN).await;
}

#[tokio::test]
async fn a_token_of_another_account_in_the_namespace_rolls_nothing_back() {
    let api = Api::new();
    let pod = pod(&api, 10);
    for token in [
        "shop_default.astern.good",
        "shop_astern-rollback-2.astern.good",
    ] {
        let answer = pod.press(&press(1, "shop/shop", 3, 4), token).await;
        refused(&answer, StatusCode::FORBIDDEN, ErrorCode::Forbidden);
    }
    nothing_happened(&pod, &api);
}

#[tokio::test]
async fn a_request_that_is_replayed_is_one_rollback_and_with_another_body_none() {
    let api = Api::new();
    let pod = pod(&api, 10);
    let first = press(1, "shop/cache", 3, 4);
    for _ in 0..3 {
        let (status, accepted) = pod.press(&first, TOKEN).await;
        assert_eq!(status, StatusCode::ACCEPTED, "{accepted}");
    }
    for (field, other) in [
        ("target", json!(2)),
        ("release", json!("shop")),
        ("expected_current", json!(3)),
        ("reason", json!("another")),
        ("claimed_by", json!("mallory")),
    ] {
        let mut changed = first.clone();
        changed[field] = other;
        let answer = pod.press(&changed, TOKEN).await;
        refused(&answer, StatusCode::CONFLICT, ErrorCode::RequestIdReused);
    }
    assert_eq!(pod.app.rollbacks.running().len(), 1);
    go("cache", "exit 1");
    pod.follow(1, 0, TOKEN).await;
    assert_eq!(api.journal("shop").len(), 1);
    // After its end as well, and after the endpoint's.
    let again = support::in_cluster::pod(&api, 10);
    for pod in [&pod, &again] {
        assert_eq!(pod.press(&first, TOKEN).await.0, StatusCode::ACCEPTED);
        let mut changed = first.clone();
        changed["target"] = json!(2);
        let answer = pod.press(&changed, TOKEN).await;
        refused(&answer, StatusCode::CONFLICT, ErrorCode::RequestIdReused);
        assert!(pod.app.rollbacks.running().is_empty());
    }
}

#[tokio::test]
async fn headers_that_name_somebody_else_reach_nobody() {
    let api = Api::new();
    let pod = pod(&api, 10);
    let mut request = pod.page("GET", "/astern/v1/journal", TOKEN);
    for (name, value) in [
        ("impersonate-user", "system:admin"),
        ("impersonate-group", "system:masters"),
        ("impersonate-uid", "1"),
        ("impersonate-extra-scopes", "all"),
        ("x-remote-user", "admin"),
        ("x-remote-group", "system:masters"),
        ("authorization", "Bearer stolen"),
        ("cookie", "a=b"),
        ("x-forwarded-host", "evil.example"),
        ("x-http-method-override", "POST"),
    ] {
        request = request.header(name, value);
    }
    let (status, journal) = pod.json(request.body(Body::empty()).unwrap()).await;
    assert_eq!(status, StatusCode::OK, "{journal}");
    let asked = beyond_reviews(&api);
    assert_eq!(asked.len(), 1);
    let account = "system:serviceaccount:shop:astern-rollback";
    assert_eq!(asked[0].acted_as.as_deref(), Some(account));
    for asked in api.asked() {
        let allowed = ["accept", "content-type", "impersonate-user"];
        let strange = |name: &&String| !allowed.contains(&name.as_str());
        assert_eq!(asked.headers.iter().find(strange), None);
    }
}

#[tokio::test]
async fn names_and_revisions_that_are_none_are_refused_before_anything_is_asked() {
    let api = Api::new();
    let pod = pod(&api, 10);
    let good = press(1, "shop/shop", 3, 4);
    let mut attacks = Vec::new();
    let mut with = |field: &str, value: Value| {
        let mut body = good.clone();
        body[field] = value;
        attacks.push(body);
    };
    for name in [
        "--kube-apiserver=https://evil.example",
        "-h",
        "../kube-system/x",
        "a/../../b",
        "a%2fb",
        "a\u{0}b",
        "a b",
        "A",
        "",
        "shop\n--kubeconfig=/x",
        &"a".repeat(54),
    ] {
        with("release", json!(name));
        with("namespace", json!(name.replace("shop", "Shop") + "-"));
    }
    for revision in [
        json!(0),
        json!(-1),
        json!(2_147_483_648_u32),
        json!(4_294_967_296_u64),
        json!(3.5),
        json!("3"),
        json!("--force"),
        json!(null),
    ] {
        with("target", revision.clone());
        with("expected_current", revision);
    }
    for id in ["", "1", "../../x", &"g".repeat(32), &"a".repeat(33)] {
        with("request_id", json!(id));
    }
    with("options", json!({ "timeout_seconds": 0 }));
    with("options", json!({ "timeout_seconds": 3601 }));
    with("options", json!({ "timeout_seconds": -1 }));
    with("options", json!({ "force": true }));
    with("reason", json!("a\u{1b}[2Jb"));
    with("reason", json!("a".repeat(501)));
    with("claimed_by", json!("a\u{202e}b"));
    with("kubeconfig", json!("/etc/passwd"));
    attacks.extend([json!([]), json!("x"), json!(null), json!({})]);
    for body in attacks {
        let answer = pod.press(&body, TOKEN).await;
        refused(
            &answer,
            StatusCode::UNPROCESSABLE_ENTITY,
            ErrorCode::Invalid,
        );
    }
    nothing_happened(&pod, &api);
}

#[tokio::test]
async fn paths_with_tricks_in_them_lead_nowhere() {
    let api = Api::new();
    let pod = pod(&api, 10);
    for path in [
        "/astern/v1/rollbacks/../journal",
        "/astern/v1/rollbacks/..%2fjournal",
        "/astern/v1/rollbacks/%2e%2e/journal",
        "/astern/v1/rollbacks/%00",
        "//astern/v1/journal",
        "/astern/v1//journal",
        "/astern/v1/journal/",
        "/ASTERN/v1/journal",
        "/astern/v1/journal;x",
        "/../../../../etc/passwd",
        "/%2e%2e/%2e%2e/etc/passwd",
        "/..%5c..%5cCargo.toml",
        "/api/v1/secrets",
        "/apis/apps/v1/deployments",
        "/version",
        "/open/x",
        "/metrics",
        "/debug/pprof",
    ] {
        let request = Request::get(path).body(Body::empty()).unwrap();
        let (status, body) = pod.json(request).await;
        let told_nothing = matches!(status, StatusCode::NOT_FOUND | StatusCode::UNAUTHORIZED);
        assert!(told_nothing, "{path}: {status} {body}");
        assert!(body["code"].is_string(), "{path}: {body}");
    }
    for path in [
        "/astern/v1/journal?namespace=..%2Fkube-system",
        "/astern/v1/journal?namespace=",
        "/astern/v1/journal?release=a%2Fb",
        "/astern/v1/journal?namespace=shop&namespace=search",
        "/astern/v1/journal?x=1",
        "/astern/v1/rollbacks/00000000000000000000000000000001?from=-1",
        "/astern/v1/rollbacks/00000000000000000000000000000001?from=99999999999999999999",
    ] {
        let answer = pod.get(path, TOKEN).await;
        refused(
            &answer,
            StatusCode::UNPROCESSABLE_ENTITY,
            ErrorCode::Invalid,
        );
    }
    nothing_happened(&pod, &api);
}

#[tokio::test]
async fn nothing_changes_on_get_and_no_other_method_is_served() {
    let api = Api::new();
    let pod = pod(&api, 10);
    for path in [
        "/",
        "/healthz",
        "/astern/v1/session",
        GUARDED[0],
        GUARDED[1],
    ] {
        for method in ["PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "POST"] {
            let request = pod.page(method, path, TOKEN).body(Body::empty()).unwrap();
            let answer = pod.json(request).await;
            let (status, code) = (StatusCode::METHOD_NOT_ALLOWED, ErrorCode::Invalid);
            refused(&answer, status, code);
        }
    }
    let answer = pod.get("/astern/v1/rollbacks", TOKEN).await;
    let (status, code) = (StatusCode::METHOD_NOT_ALLOWED, ErrorCode::Invalid);
    refused(&answer, status, code);
    nothing_happened(&pod, &api);
}

#[tokio::test]
async fn a_body_of_10_mb_is_not_read_to_its_end() {
    let api = Api::new();
    let pod = pod(&api, 10);
    let sent = std::sync::Arc::new(std::sync::atomic::AtomicUsize::new(0));
    let counted = std::sync::Arc::clone(&sent);
    let chunks = stream::iter(0..10_240).map(move |_| {
        counted.fetch_add(1024, std::sync::atomic::Ordering::Relaxed);
        Ok::<_, std::convert::Infallible>(Bytes::from(vec![b' '; 1024]))
    });
    let request = pod
        .page("POST", "/astern/v1/rollbacks", TOKEN)
        .header("content-type", "application/json")
        .body(Body::from_stream(chunks));
    let answer = pod.json(request.unwrap()).await;
    refused(&answer, StatusCode::PAYLOAD_TOO_LARGE, ErrorCode::TooLarge);
    let read = sent.load(std::sync::atomic::Ordering::Relaxed);
    assert!(read < 64 * 1024, "{read}");
    nothing_happened(&pod, &api);
}

#[tokio::test(start_paused = true)]
async fn a_body_that_does_not_arrive_is_not_waited_for() {
    let api = Api::new();
    let pod = pod(&api, 10);
    let first = stream::iter([Ok::<_, std::convert::Infallible>(Bytes::from("{"))]);
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
async fn a_flood_of_tokens_is_not_passed_on_to_the_api_server() {
    let api = Api::new();
    let pod = std::sync::Arc::new(pod(&api, 10));
    // All at once: each waits for its review, and no more than 16 do at a time.
    let tries = (0..200).map(|_| pod.get("/astern/v1/journal", "shop.astern.forged"));
    let answers = futures_util::future::join_all(tries).await;
    let refused = |code: StatusCode| answers.iter().filter(|(status, _)| *status == code).count();
    let (reviewed, sent_away) = (
        refused(StatusCode::UNAUTHORIZED),
        refused(StatusCode::TOO_MANY_REQUESTS),
    );
    assert_eq!(reviewed + sent_away, 200);
    assert_eq!(reviewed, api.asked().len());
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

#[tokio::test]
async fn an_api_server_that_does_not_answer_opens_nothing() {
    let api = Api::new();
    let pod = pod(&api, 10);
    for status in [500, 503, 403, 401, 404] {
        api.fail_next(Method::POST, "/tokenreviews", status);
        let answer = pod.press(&press(1, "shop/shop", 3, 4), TOKEN).await;
        refused(&answer, StatusCode::SERVICE_UNAVAILABLE, ErrorCode::Cluster);
    }
    nothing_happened(&pod, &api);
}

#[tokio::test]
async fn what_everybody_is_told_holds_nothing_of_the_cluster() {
    let api = Api::new();
    let pod = pod(&api, 10);
    let health = Request::get("/healthz").header("host", "10.0.0.7:8443");
    let answer = pod.answer(health.body(Body::empty()).unwrap()).await;
    assert_eq!(answer.status(), StatusCode::OK);
    let session = Request::get("/astern/v1/session").body(Body::empty());
    let (status, session) = pod.json(session.unwrap()).await;
    assert_eq!(status, StatusCode::OK);
    let told = json!({ "mode": { "kind": "in-cluster", "account": "astern-rollback", "audience": "astern",
        "seconds": 600 }, "cluster": "prod", "helm": { "state": "found", "version": "v4.3.1" },
        "helm_flags": [] });
    assert_eq!(session, told);
    let page = Request::get("/").body(Body::empty()).unwrap();
    let answer = pod.answer(page).await;
    let policy = answer.headers()["content-security-policy"]
        .to_str()
        .unwrap();
    assert!(policy.contains("frame-ancestors 'none'"), "{policy}");
    assert_eq!(api.asked(), []);
}

/// Only so that a test which waits for nothing fails instead of hanging.
const PATIENCE: Duration = Duration::from_secs(60);

mod on_the_wire {
    use super::*;
    use std::collections::VecDeque;

    use support::tls::{connect, exchange, serving};
    use tokio::net::TcpStream;

    const HEAD: &str =
        "Host: x\r\nX-Astern-Token: shop.astern.good\r\nContent-Type: application/json\r\n";

    fn answers(text: &str) -> usize {
        text.matches("HTTP/1.1 ").count()
    }

    /// A second request that hides in the body of a first one: of two lengths one lies.
    #[tokio::test]
    async fn a_request_that_is_smuggled_in_is_never_read() {
        let api = Api::new();
        let pod = pod(&api, 10);
        let address = serving(pod.router.clone()).await;
        let hidden = format!("GET /astern/v1/journal HTTP/1.1\r\n{HEAD}\r\n");
        let length = hidden.len();
        for first in [
            format!("Content-Length: {length}\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
            format!("Transfer-Encoding: chunked\r\nContent-Length: {length}\r\n\r\n0\r\n\r\n"),
            "Content-Length: 0\r\nContent-Length: 5\r\n\r\n".to_owned(),
            "Transfer-Encoding: identity\r\n\r\n".to_owned(),
            "Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n".to_owned(),
            "Transfer-Encoding : chunked\r\nContent-Length: 0\r\n\r\n".to_owned(),
            "Content-Length: +0\r\n\r\n".to_owned(),
            "Content-Length: 0\r\n\r\n".to_owned(),
            "X: y\r\n Content-Length: 0\r\n\r\n".to_owned(),
        ] {
            let sent = format!("POST /astern/v1/rollbacks HTTP/1.1\r\n{HEAD}{first}{hidden}");
            let answer = tokio::time::timeout(PATIENCE, exchange(address, sent.as_bytes()));
            let answer = answer.await.unwrap();
            assert!(answers(&answer) <= 1, "{first:?}: {answer}");
            assert!(!answer.contains("\"entries\""), "{first:?}: {answer}");
        }
        nothing_happened(&pod, &api);
    }

    #[tokio::test]
    async fn a_head_that_is_too_large_is_refused() {
        let api = Api::new();
        let pod = pod(&api, 10);
        let address = serving(pod.router.clone()).await;
        let large = format!("GET / HTTP/1.1\r\nX: {}\r\n\r\n", "a".repeat(64 * 1024));
        let answer = tokio::time::timeout(PATIENCE, exchange(address, large.as_bytes()));
        let answer = answer.await.unwrap();
        assert!(
            answer.is_empty() || answer.starts_with("HTTP/1.1 431"),
            "{answer}"
        );
    }

    #[tokio::test]
    async fn plain_http_is_not_answered() {
        let api = Api::new();
        let pod = pod(&api, 10);
        let address = serving(pod.router.clone()).await;
        let mut stream = TcpStream::connect(address).await.unwrap();
        let request = b"GET /astern/v1/session HTTP/1.1\r\nHost: x\r\n\r\n";
        tokio::io::AsyncWriteExt::write_all(&mut stream, request)
            .await
            .unwrap();
        let mut answer = Vec::new();
        let read = tokio::io::AsyncReadExt::read_to_end(&mut stream, &mut answer);
        let _ = tokio::time::timeout(PATIENCE, read).await.unwrap();
        assert!(!String::from_utf8_lossy(&answer).contains("HTTP"));
    }

    /// Half of them agree on TLS and send half a head, the others do not even begin.
    #[tokio::test]
    async fn a_thousand_silent_connections_keep_nobody_out() {
        let api = Api::new();
        let pod = pod(&api, 10);
        let address = serving(pod.router.clone()).await;
        let mut silent = VecDeque::new();
        let mut slow = VecDeque::new();
        for number in 0..1000 {
            if number % 50 == 0 {
                let mut stream = connect(address).await;
                let half = b"GET /astern/v1/session HTTP/1.1\r\nHo";
                tokio::io::AsyncWriteExt::write_all(&mut stream, half)
                    .await
                    .unwrap();
                slow.push_back(stream);
            } else {
                silent.push_back(TcpStream::connect(address).await.unwrap());
            }
        }
        let request = b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n";
        let answer = tokio::time::timeout(PATIENCE, exchange(address, request));
        let answer = answer.await.unwrap();
        assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
        assert!(answer.ends_with("ok"), "{answer}");
    }

    /// Whoever has shown a token is not pushed out by those who have not.
    #[tokio::test]
    async fn a_flood_does_not_end_what_somebody_follows() {
        let api = Api::new();
        api.record("shop/flood", 1, "superseded");
        api.record("shop/flood", 2, "deployed");
        let pod = pod(&api, 10);
        let answer = pod.press(&press(1, "shop/flood", 1, 2), TOKEN).await;
        assert_eq!(answer.0, StatusCode::ACCEPTED, "{}", answer.1);
        let address = serving(pod.router.clone()).await;
        let follow = format!("GET /astern/v1/rollbacks/{:032} HTTP/1.1\r\n{HEAD}\r\n", 1);
        let mut followed = connect(address).await;
        tokio::io::AsyncWriteExt::write_all(&mut followed, follow.as_bytes())
            .await
            .unwrap();
        let mut first = [0; 15];
        tokio::io::AsyncReadExt::read_exact(&mut followed, &mut first)
            .await
            .unwrap();
        assert_eq!(&first, b"HTTP/1.1 200 OK");
        let mut silent = Vec::new();
        for _ in 0..600 {
            silent.push(TcpStream::connect(address).await.unwrap());
        }
        let request = b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n";
        let answer = tokio::time::timeout(PATIENCE, exchange(address, request));
        assert!(answer.await.unwrap().starts_with("HTTP/1.1 200"));
        go("flood", "exit 1");
        let mut rest = Vec::new();
        let read = tokio::io::AsyncReadExt::read_to_end(&mut followed, &mut rest);
        tokio::time::timeout(PATIENCE, read).await.unwrap().unwrap();
        let told = String::from_utf8_lossy(&rest);
        assert!(told.contains("\"kind\":\"ended\""), "{told}");
    }
}
