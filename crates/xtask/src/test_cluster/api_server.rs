//! The API server.

use std::path::PathBuf;
use std::process::Command;

use super::access::Access;
use super::audit;
use super::ports::Ports;
use super::tokens::Tokens;
use super::{TestClusterError, etcd};

/// Returns the command of the API server: with RBAC, users from a token file, and an audit log of every request.
pub(super) fn command(access: &Access, ports: &Ports) -> Result<Command, TestClusterError> {
    let dir = access.dir();
    let policy = dir.join("audit-policy.yaml");
    std::fs::write(&policy, audit::POLICY).map_err(TestClusterError::io(format!(
        "writing {}",
        policy.display()
    )))?;
    let mut command = access.program("kube-apiserver");
    command
        .args([
            "--etcd-servers",
            &format!("http://127.0.0.1:{}", ports.etcd),
        ])
        .args([
            "--secure-port",
            &ports.api.to_string(),
            "--bind-address",
            "127.0.0.1",
        ])
        // A loopback address may not be advertised; the namespace has this address too.
        .args([
            "--advertise-address",
            "10.0.0.1",
            "--endpoint-reconciler-type",
            "none",
        ])
        .arg("--cert-dir")
        .arg(certificates(access))
        .args(["--authorization-mode", "RBAC", "--token-auth-file"])
        .arg(Tokens::file(dir))
        .args([
            "--service-account-issuer",
            "https://kubernetes.default.svc",
            "--service-account-key-file",
        ])
        .arg(etcd::key(access))
        .arg("--service-account-signing-key-file")
        .arg(etcd::key(access))
        .args([
            "--service-cluster-ip-range",
            "10.96.0.0/16",
            "--allow-privileged",
        ])
        .arg("--audit-policy-file")
        .arg(policy)
        .arg("--audit-log-path")
        .arg(audit::file(dir));
    Ok(command)
}

/// Returns the path of the certificate that the API server generates, followed by its issuer.
pub(super) fn certificate(access: &Access) -> PathBuf {
    certificates(access).join("apiserver.crt")
}

/// Returns whether the file of the certificate is complete: it contains two certificates.
pub(super) fn certificate_is_whole(access: &Access) -> Result<bool, TestClusterError> {
    let path = certificate(access);
    let text = std::fs::read_to_string(&path)
        .map_err(TestClusterError::io(format!("reading {}", path.display())))?;
    Ok(text.matches("-----END CERTIFICATE-----").count() == 2)
}

/// Returns whether the API server is ready.
pub(super) fn is_ready(access: &Access) -> Result<bool, TestClusterError> {
    Ok(access.kubectl(["get", "--raw", "/readyz"]).is_ok())
}

fn certificates(access: &Access) -> PathBuf {
    access.dir().join("certificates")
}
