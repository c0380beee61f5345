//! Raw connections: request smuggling, large heads, idle connections.

use std::collections::VecDeque;
use std::time::Duration;

use axum::http::StatusCode;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use crate::assert_no_effect;
use crate::support::api_server::FakeApiServer;
use crate::support::fake_helm::finish_helm;
use crate::support::in_cluster::{SHOP_TOKEN, pod};
use crate::support::rollback_request;
use crate::support::tls::{connect, exchange, serve_tls};

/// How long a test waits before it fails.
const TIMEOUT: Duration = Duration::from_secs(60);

const HEAD: &str =
    "Host: x\r\nX-Astern-Token: shop.astern.valid\r\nContent-Type: application/json\r\n";

fn answers(text: &str) -> usize {
    text.matches("HTTP/1.1 ").count()
}

/// Hides a second request in the body of the first, whose two lengths differ.
#[tokio::test]
async fn a_smuggled_request_is_not_read() {
    let api = FakeApiServer::new();
    let pod = pod(&api, 10);
    let address = serve_tls(pod.router.clone()).await;
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
        let answer = tokio::time::timeout(TIMEOUT, exchange(address, sent.as_bytes()));
        let answer = answer.await.unwrap();
        assert!(answers(&answer) <= 1, "{first:?}: {answer}");
        assert!(!answer.contains("\"entries\""), "{first:?}: {answer}");
    }
    assert_no_effect(&pod, &api);
}

#[tokio::test]
async fn a_head_that_is_too_large_is_refused() {
    let api = FakeApiServer::new();
    let pod = pod(&api, 10);
    let address = serve_tls(pod.router.clone()).await;
    let large = format!("GET / HTTP/1.1\r\nX: {}\r\n\r\n", "a".repeat(64 * 1024));
    let answer = tokio::time::timeout(TIMEOUT, exchange(address, large.as_bytes()));
    let answer = answer.await.unwrap();
    assert!(
        answer.is_empty() || answer.starts_with("HTTP/1.1 431"),
        "{answer}"
    );
}

#[tokio::test]
async fn plain_http_gets_no_response() {
    let api = FakeApiServer::new();
    let pod = pod(&api, 10);
    let address = serve_tls(pod.router.clone()).await;
    let mut stream = TcpStream::connect(address).await.unwrap();
    let request = b"GET /astern/v1/session HTTP/1.1\r\nHost: x\r\n\r\n";
    stream.write_all(request).await.unwrap();
    let mut answer = Vec::new();
    let read = stream.read_to_end(&mut answer);
    let _ = tokio::time::timeout(TIMEOUT, read).await.unwrap();
    assert!(!String::from_utf8_lossy(&answer).contains("HTTP"));
}

/// Some complete the TLS handshake and send half a head, the others send nothing.
#[tokio::test]
async fn a_thousand_idle_connections_block_no_other() {
    let api = FakeApiServer::new();
    let pod = pod(&api, 10);
    let address = serve_tls(pod.router.clone()).await;
    let mut silent = VecDeque::new();
    let mut slow = VecDeque::new();
    for number in 0..1000 {
        if number % 50 == 0 {
            let mut stream = connect(address).await;
            let half = b"GET /astern/v1/session HTTP/1.1\r\nHo";
            stream.write_all(half).await.unwrap();
            slow.push_back(stream);
        } else {
            silent.push_back(TcpStream::connect(address).await.unwrap());
        }
    }
    let request = b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n";
    let answer = tokio::time::timeout(TIMEOUT, exchange(address, request));
    let answer = answer.await.unwrap();
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    assert!(answer.ends_with("ok"), "{answer}");
}

/// Connections without a token do not displace one that sent a token.
#[tokio::test]
async fn a_flood_does_not_close_an_authenticated_connection() {
    let api = FakeApiServer::new();
    api.record("shop/flood", 1, "superseded");
    api.record("shop/flood", 2, "deployed");
    let pod = pod(&api, 10);
    let answer = pod
        .start_rollback(&rollback_request(1, "shop/flood", 1, 2), SHOP_TOKEN)
        .await;
    assert_eq!(answer.0, StatusCode::ACCEPTED, "{}", answer.1);
    let address = serve_tls(pod.router.clone()).await;
    let follow = format!("GET /astern/v1/rollbacks/{:032} HTTP/1.1\r\n{HEAD}\r\n", 1);
    let mut followed = connect(address).await;
    followed.write_all(follow.as_bytes()).await.unwrap();
    let mut first = [0; 15];
    followed.read_exact(&mut first).await.unwrap();
    assert_eq!(&first, b"HTTP/1.1 200 OK");
    let mut silent = Vec::new();
    for _ in 0..600 {
        silent.push(TcpStream::connect(address).await.unwrap());
    }
    let request = b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n";
    let answer = tokio::time::timeout(TIMEOUT, exchange(address, request));
    assert!(answer.await.unwrap().starts_with("HTTP/1.1 200"));
    finish_helm("flood", "exit 1");
    let mut rest = Vec::new();
    let read = followed.read_to_end(&mut rest);
    tokio::time::timeout(TIMEOUT, read).await.unwrap().unwrap();
    let events = String::from_utf8_lossy(&rest);
    assert!(events.contains("\"kind\":\"ended\""), "{events}");
}
