//! etcd, the storage of the API server.

use std::path::PathBuf;
use std::process::Command;

use super::access::Access;
use super::ports::Ports;

/// Returns the command of etcd: one member on loopback, without fsync, because its data is temporary.
pub(super) fn command(access: &Access, ports: &Ports) -> Command {
    let mut command = access.program("etcd");
    let client = format!("http://127.0.0.1:{}", ports.etcd);
    let peer = format!("https://127.0.0.1:{}", ports.etcd_peer);
    command
        .arg("--data-dir")
        .arg(data(access))
        .args([
            "--listen-client-urls",
            &client,
            "--advertise-client-urls",
            &client,
        ])
        .args([
            "--listen-peer-urls",
            &peer,
            "--initial-advertise-peer-urls",
            &peer,
        ])
        .args([
            "--initial-cluster",
            &format!("default={peer}"),
            "--peer-auto-tls",
        ])
        .args(["--unsafe-no-fsync", "--log-level", "error"]);
    command
}

/// Returns the path of the private key that etcd generates for its peer port, which is not used otherwise. It also
/// signs the service account tokens of the test cluster, so that no other tool is needed to generate a key.
pub(super) fn key(access: &Access) -> PathBuf {
    data(access).join("fixtures/peer/key.pem")
}

fn data(access: &Access) -> PathBuf {
    access.dir().join("etcd")
}
