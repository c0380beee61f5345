//! The relay between helm and its `kubectl proxy`: who gets through, what is passed on, and when it ends.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on should panic")]

mod support;
#[path = "support/wait.rs"]
mod wait;

use std::fs;
use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::Command;

use astern_cluster::{ClusterError, cluster_id};
use astern_endpoint::backend::Cluster;
use astern_endpoint::backend::helm_relay::HelmConnection;

use support::fake_kubectl::{self, FakeKubectl, Server};
use support::sample_cluster;
use wait::wait_until;

/// Not a test: the `kubectl proxy` of the tests below.
#[test]
fn kubectl_of_other_tests() {
    fake_kubectl::serve();
}

/// Returns a connection, and the kubectl that is in use as long as it is.
async fn connect(server: Server) -> (HelmConnection, FakeKubectl) {
    let kubectl = server.kubectl("kubectl_of_other_tests");
    let connection = HelmConnection::start(&kubectl.options()).await.unwrap();
    (connection, kubectl)
}

/// Returns the server of the kubeconfig: port and secret path.
fn server(connection: &HelmConnection) -> (u16, String) {
    let text = fs::read_to_string(connection.kubeconfig()).unwrap();
    let kubeconfig: serde_json::Value = serde_json::from_str(&text).unwrap();
    let server = kubeconfig["clusters"][0]["cluster"]["server"].as_str();
    let rest = server.unwrap().strip_prefix("http://127.0.0.1:").unwrap();
    let (port, secret) = rest.split_once('/').unwrap();
    (port.parse().unwrap(), secret.to_owned())
}

/// Sends a request and returns the response as text.
fn exchange(port: u16, request: &str) -> String {
    let mut stream = TcpStream::connect(("127.0.0.1", port)).unwrap();
    stream.write_all(request.as_bytes()).unwrap();
    let mut response = String::new();
    stream.read_to_string(&mut response).unwrap();
    response
}

fn get(port: u16, path: &str) -> String {
    let head = "HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: application/json\r\nConnection: close";
    exchange(port, &format!("GET {path} {head}\r\n\r\n"))
}

#[tokio::test]
async fn it_leads_to_the_cluster_of_kubectl() {
    let (connection, _kubectl) = connect(Server::Sample).await;
    let relayed = Cluster::Relayed(connection.address().clone());
    assert_eq!(
        cluster_id(&relayed).await.unwrap(),
        cluster_id(&sample_cluster()).await.unwrap()
    );
}

#[tokio::test]
async fn only_the_kubeconfig_of_the_user_opens_it() {
    let (connection, _kubectl) = connect(Server::Sample).await;
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    let kubeconfig = connection.kubeconfig();
    assert_eq!(mode(&kubeconfig), 0o600);
    assert_eq!(mode(kubeconfig.parent().unwrap()), 0o700);
    let (port, secret) = server(&connection);
    assert!(get(port, &format!("/{secret}/version")).starts_with("HTTP/1.1 200"));
    for path in ["/version", "/", "/api/v1/namespaces", "//version"] {
        assert!(get(port, path).starts_with("HTTP/1.1 404"), "{path}");
    }
    for process in fs::read_dir("/proc").unwrap().flatten() {
        let arguments = fs::read(process.path().join("cmdline")).unwrap_or_default();
        assert!(!String::from_utf8_lossy(&arguments).contains(&secret));
    }
}

#[tokio::test]
async fn it_ends_with_the_process_that_has_its_standard_input() {
    let (connection, _kubectl) = connect(Server::Sample).await;
    let folder = connection.kubeconfig().parent().unwrap().to_owned();
    let (port, _) = server(&connection);
    let mut helm = Command::new("sh")
        // Its input is at its end at once; then it waits.
        .args(["-c", "cat && exec sleep 600"])
        .stdin(connection.stdin())
        .spawn()
        .unwrap();
    assert!(get(port, "/").starts_with("HTTP/1.1 404"));
    assert!(folder.exists());
    helm.kill().unwrap();
    helm.wait().unwrap();
    wait_until("the end of the relay", || {
        !folder.exists() && TcpStream::connect(("127.0.0.1", port)).is_err()
    });
}

#[tokio::test]
async fn it_ends_when_no_helm_is_started() {
    let (connection, _kubectl) = connect(Server::Sample).await;
    let folder = connection.kubeconfig().parent().unwrap().to_owned();
    drop(connection);
    wait_until("the end of the relay", || !folder.exists());
}

#[cfg(target_os = "linux")]
#[tokio::test]
async fn a_kubectl_that_is_killed_is_started_again() {
    let (connection, _kubectl) = connect(Server::Sample).await;
    let (port, secret) = server(&connection);
    let socket = connection.kubeconfig().with_file_name("s");
    let variable = format!("ASTERN_TEST_KUBECTL_SOCKET={}", socket.display());
    let kubectl = || {
        fs::read_dir("/proc").unwrap().flatten().find(|process| {
            let environment = fs::read(process.path().join("environ")).unwrap_or_default();
            environment
                .split(|byte| *byte == 0)
                .any(|entry| entry == variable.as_bytes())
        })
    };
    let pid = kubectl().unwrap().file_name();
    assert!(
        Command::new("kill")
            .arg("-KILL")
            .arg(&pid)
            .status()
            .unwrap()
            .success()
    );
    // A request waits until kubectl listens again; one that the killed kubectl still took is to be sent again.
    let asking = tokio::task::spawn_blocking(move || {
        wait_until("the new kubectl", || {
            let response = get(port, &format!("/{secret}/version"));
            assert!(
                response.starts_with("HTTP/1.1 200") || response.starts_with("HTTP/1.1 503"),
                "{response}"
            );
            response.starts_with("HTTP/1.1 200")
        });
    });
    asking.await.unwrap();
    wait_until("the new kubectl", || {
        kubectl().is_some_and(|process| process.file_name() != pid)
    });
}

#[tokio::test]
async fn a_read_without_an_answer_is_to_be_sent_again() {
    let (connection, _kubectl) = connect(Server::Unreachable).await;
    let (port, secret) = server(&connection);
    let response = get(port, &format!("/{secret}/version")).to_lowercase();
    assert!(response.starts_with("http/1.1 503"), "{response}");
    assert!(response.contains("retry-after: 1\r\n"), "{response}");
    assert!(response.contains("connection refused"), "{response}");
}

/// Each further read would run the login plugin again.
#[tokio::test]
async fn a_login_that_failed_is_not_tried_again() {
    let (connection, _kubectl) = connect(Server::LoginFails).await;
    let relayed = Cluster::Relayed(connection.address().clone());
    let error = cluster_id(&relayed).await.unwrap_err();
    assert!(
        matches!(&error, ClusterError::Unauthorized(message) if message.contains("login plugin corp-login failed")),
        "{error:?}"
    );
}

#[tokio::test]
async fn a_proxy_in_between_that_refuses_a_large_record_is_named_with_the_size() {
    let (connection, _kubectl) = connect(Server::BehindSmallProxy).await;
    let (port, secret) = server(&connection);
    let body = "x".repeat(243_100);
    let response = exchange(
        port,
        &format!(
            "POST /{secret}/api/v1/namespaces/shop/secrets HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\
             Content-Length: {}\r\n\r\n{body}",
            body.len()
        ),
    );
    assert!(response.starts_with("HTTP/1.1 413"), "{response}");
    assert!(
        response.contains("refuses a request of 244 kB"),
        "{response}"
    );
}
