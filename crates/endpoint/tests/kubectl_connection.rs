//! The page's connection: kubectl is started again after a login failed, and never leads to another cluster.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on should panic")]

mod support;

use std::sync::Arc;
use std::time::{Duration, Instant};

use astern_cluster::{ClusterError, ServerVersion, server_version};
use astern_endpoint::backend::Cluster;
use astern_endpoint::backend::kubectl_proxy::KubectlConnection;

use support::fake_kubectl::{self, FakeKubectl, Server};

/// Not a test: the `kubectl proxy` of the tests below.
#[test]
fn kubectl_of_other_tests() {
    fake_kubectl::serve();
}

async fn open(server: Server) -> (FakeKubectl, Arc<KubectlConnection>, Cluster) {
    let kubectl = server.kubectl("kubectl_of_other_tests");
    let connection = KubectlConnection::open(kubectl.options()).await.unwrap();
    let connection = Arc::new(connection);
    let cluster = Cluster::Kubectl(Arc::clone(&connection));
    (kubectl, connection, cluster)
}

/// Asks until the answer is another one than before, as somebody does who presses "Try again".
async fn ask_again(
    cluster: &Cluster,
    is_same: impl Fn(&Result<ServerVersion, ClusterError>) -> bool,
) -> Result<ServerVersion, ClusterError> {
    let deadline = Instant::now() + Duration::from_secs(60);
    loop {
        let answer = server_version(cluster).await;
        if !is_same(&answer) {
            return answer;
        }
        assert!(Instant::now() < deadline, "{answer:?}");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

#[tokio::test]
async fn whoever_logged_in_again_reads_again() {
    for failing in [Server::LoginRejected, Server::LoginFails] {
        let (kubectl, _connection, cluster) = open(failing).await;
        let error = server_version(&cluster).await.unwrap_err();
        let is_login = match failing {
            Server::LoginRejected => matches!(error, ClusterError::Unauthorized(_)),
            _ => error.to_string().contains("login plugin corp-login failed"),
        };
        assert!(is_login, "{error:?}");
        kubectl.lead_to(Server::Sample);
        let version = ask_again(&cluster, Result::is_err).await.unwrap();
        assert!(!version.git_version.is_empty());
    }
}

#[tokio::test]
async fn a_login_to_another_cluster_is_refused() {
    // Somebody logs in again, and gets a kubeconfig of another cluster.
    let (kubectl, connection, cluster) = open(Server::LoginRejected).await;
    assert!(server_version(&cluster).await.is_err());
    let mut view: serde_json::Value = FakeKubectl::default_kubeconfig();
    view["clusters"][0]["cluster"]["server"] = "https://10.0.0.2".into();
    kubectl.set_kubeconfig(&view);
    kubectl.lead_to(Server::OtherCluster);
    let rejected = |answer: &Result<_, _>| matches!(answer, Err(ClusterError::Unauthorized(_)));
    let error = ask_again(&cluster, rejected).await.unwrap_err();
    assert!(
        error.to_string().contains(
            "The kubeconfig was changed: it leads to https://10.0.0.2 as user jo now, and led to https://10.0.0.1"
        ),
        "{error}"
    );
    connection.end().await;
}

#[cfg(target_os = "linux")]
#[tokio::test]
async fn a_kubectl_that_ended_is_started_again_and_recognised() {
    let (kubectl, connection, cluster) = open(Server::Sample).await;
    connection.remember_cluster().await;
    kill_proxies_of(&kubectl);
    ask_again(&cluster, Result::is_err).await.unwrap();
    // The server has the same address, and is another cluster by its UID.
    kubectl.lead_to(Server::OtherCluster);
    kill_proxies_of(&kubectl);
    let error = ask_again(&cluster, Result::is_ok).await.unwrap_err();
    let error = match error.to_string().contains("another cluster") {
        true => error,
        // The request that the killed kubectl had.
        false => server_version(&cluster).await.unwrap_err(),
    };
    assert!(
        error.to_string().contains("is another cluster now"),
        "{error}"
    );
}

/// Kills every `kubectl proxy` of a kubectl.
#[cfg(target_os = "linux")]
fn kill_proxies_of(kubectl: &FakeKubectl) {
    let variable = format!(
        "ASTERN_TEST_KUBECTL_PROGRAM={}",
        kubectl.program().display()
    );
    for process in std::fs::read_dir("/proc").unwrap().flatten() {
        let environment = std::fs::read(process.path().join("environ")).unwrap_or_default();
        let is_own = environment
            .split(|byte| *byte == 0)
            .any(|entry| entry == variable.as_bytes());
        if is_own {
            let pid = process.file_name();
            let mut kill = std::process::Command::new("kill");
            assert!(kill.arg("-KILL").arg(pid).status().unwrap().success());
        }
    }
}
