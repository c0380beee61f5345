//! What astern says, and how it ends, where there is no cluster to open.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on should panic")]

mod support;

use std::net::TcpListener;
use std::process::{Command, Stdio};

use serde_json::Value;
use support::fake_kubectl::{self, FakeKubectl, Server};

/// Not a test: the `kubectl proxy` of the tests below.
#[test]
fn kubectl_of_other_tests() {
    fake_kubectl::serve();
}

/// Runs astern, on the laptop and in the terminal, and checks that both end with that line and open nothing.
fn fails(kubectl: &FakeKubectl, expected: &str) {
    for arguments in [
        ["--no-open", "--port", "0"].as_slice(),
        ["history", "shop/shop"].as_slice(),
    ] {
        let output = Command::new(env!("CARGO_BIN_EXE_astern"))
            .args(arguments)
            .arg("--kubectl")
            .arg(kubectl.program())
            .env_remove("KUBERNETES_SERVICE_HOST")
            .stdin(Stdio::null())
            .output()
            .unwrap();
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2), "{arguments:?}: {said}");
        assert_eq!(said.lines().count(), 1, "{said}");
        assert!(said.contains(expected), "{arguments:?}: {said}");
        assert!(output.stdout.is_empty(), "{arguments:?}: {said}");
    }
}

#[test]
fn a_kubeconfig_that_leads_nowhere_opens_no_page() {
    let kubectl = Server::Sample.kubectl("kubectl_of_other_tests");
    let mut view = FakeKubectl::default_kubeconfig();
    view["current-context"] = "".into();
    kubectl.set_kubeconfig(&view);
    fails(
        &kubectl,
        "the kubeconfig has no current context; there are sample. Choose one: `astern --context sample`",
    );
    view["current-context"] = "sample".into();
    view["users"][0]["user"] = Value::Object(serde_json::Map::new());
    kubectl.set_kubeconfig(&view);
    fails(
        &kubectl,
        "you are not logged in: the kubeconfig has no credentials of the user",
    );
    view["contexts"] = Value::Null;
    view["current-context"] = "".into();
    kubectl.set_kubeconfig(&view);
    fails(
        &kubectl,
        "the kubeconfig has no context, so there is no cluster to open",
    );
}

#[test]
fn whoever_is_not_logged_in_is_told_so() {
    for (server, expected) in [
        (
            Server::LoginRejected,
            "the API server does not accept its credentials",
        ),
        (Server::TakesForAnonymous, "takes you for system:anonymous"),
        (
            Server::LoginFails,
            "its login plugin corp-login failed with exit code 1",
        ),
    ] {
        fails(&server.kubectl("kubectl_of_other_tests"), expected);
    }
}

#[test]
fn a_server_that_is_no_kubernetes_is_told_so() {
    let kubectl = Server::NotKubernetes.kubectl("kubectl_of_other_tests");
    let output = Command::new(env!("CARGO_BIN_EXE_astern"))
        .args(["--no-open", "--port", "0", "--kubectl"])
        .arg(kubectl.program())
        .stdin(Stdio::null())
        .output()
        .unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(2), "{said}");
    assert!(
        said.contains(
            "https://10.0.0.1, to which the kubeconfig leads, is no Kubernetes API server"
        ),
        "{said}"
    );
}

#[test]
fn a_port_that_is_in_use_is_named() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port().to_string();
    let output = Command::new(env!("CARGO_BIN_EXE_astern"))
        .args(["demo", "--no-open", "--port", &port])
        .stdin(Stdio::null())
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(2));
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(
        said.contains("cannot be used: another program uses it, perhaps another astern"),
        "{said}"
    );
}
