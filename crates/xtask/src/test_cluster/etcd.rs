//! etcd, where the API server keeps everything.

use std::path::PathBuf;
use std::process::Command;

use super::access::Access;
use super::ports::Ports;

/// One member, on loopback, that writes without waiting for the disk: its data is thrown away.
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

/// The private key that etcd makes for its peer port, which no peer will ever call. It also signs the test cluster's service
/// account tokens, so that no other tool is needed to make a key.
pub(super) fn key(access: &Access) -> PathBuf {
    data(access).join("fixtures/peer/key.pem")
}

fn data(access: &Access) -> PathBuf {
    access.dir().join("etcd")
}
