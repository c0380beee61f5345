//! The kubeconfig for a helm that reaches the cluster through a relay.

use std::io::{self, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};

use serde_json::json;

use super::RelayAddress;

/// The kubeconfig in a folder of a relay.
pub(super) fn path(folder: &Path) -> PathBuf {
    folder.join("kubeconfig")
}

/// Writes the kubeconfig: the address with its secret, and no credentials. Only its owner can read it.
pub(super) fn write(folder: &Path, address: &RelayAddress) -> io::Result<()> {
    let kubeconfig = json!({
        "apiVersion": "v1",
        "kind": "Config",
        "clusters": [{ "name": "kubectl", "cluster": { "server": address.url() } }],
        "users": [{ "name": "kubectl", "user": {} }],
        "contexts": [{ "name": "kubectl", "context": { "cluster": "kubectl", "user": "kubectl" } }],
        "current-context": "kubectl",
    });
    let mut file = std::fs::OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(path(folder))?;
    file.write_all(kubeconfig.to_string().as_bytes())
}
