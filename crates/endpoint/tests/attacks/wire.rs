//! What goes over the transport: smuggled requests, large heads, connections without end.

use std::collections::VecDeque;
use std::time::Duration;

use axum::http::StatusCode;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use crate::nothing_happened;
use crate::support::api::Api;
use crate::support::helm::go;
use crate::support::in_cluster::{TOKEN, pod};
use crate::support::press;
use crate::support::tls::{connect, exchange, serving};

/// Only so that a test which waits for nothing fails instead of hanging.
const PATIENCE: Duration = Duration::from_secs(60);

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
    stream.write_all(request).await.unwrap();
    let mut answer = Vec::new();
    let read = stream.read_to_end(&mut answer);
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
            stream.write_all(half).await.unwrap();
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
    followed.write_all(follow.as_bytes()).await.unwrap();
    let mut first = [0; 15];
    followed.read_exact(&mut first).await.unwrap();
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
    let read = followed.read_to_end(&mut rest);
    tokio::time::timeout(PATIENCE, read).await.unwrap().unwrap();
    let told = String::from_utf8_lossy(&rest);
    assert!(told.contains("\"kind\":\"ended\""), "{told}");
}
