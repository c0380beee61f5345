//! kwok, which simulates the kubelet according to its stages: pods become ready, complete, fail and are deleted, and
//! claims get volumes.

use std::path::{Path, PathBuf};
use std::process::Command;

use super::TestClusterError;
use super::access::Access;
use super::ports::Ports;
use super::user::User;

/// The stages from kwok's own module that the test cluster uses, as paths in its folder `kustomize/stage`.
pub const STAGES: [&str; 9] = [
    "node/fast/node-initialize.yaml",
    "node/heartbeat-with-lease/node-heartbeat-with-lease.yaml",
    "pod/fast/pod-ready.yaml",
    "pod/fast/pod-complete.yaml",
    "pod/fast/pod-delete.yaml",
    "volume/fast/pv-bind.yaml",
    "volume/fast/pv-delete.yaml",
    "volume/fast/pvc-provision.yaml",
    "volume/fast/pvc-delete.yaml",
];

/// Returns the command of kwok, with its own stages and those of the project.
pub(super) fn command(
    access: &Access,
    ports: &Ports,
    subnet: u8,
    project_stages: &Path,
) -> Result<Command, TestClusterError> {
    let mut command = access.program("kwok");
    command
        .arg("--kubeconfig")
        .arg(access.kubeconfig(User::Admin))
        .args([
            "--manage-all-nodes=true",
            "--node-lease-duration-seconds",
            "40",
        ])
        .args(["--cidr", &format!("10.0.{subnet}.1/24")])
        .args(["--server-address", &format!("127.0.0.1:{}", ports.kwok)]);
    for folder in [access.binaries().stages(), project_stages.to_path_buf()] {
        for stage in yaml_files(&folder)? {
            command.arg("--config").arg(stage);
        }
    }
    Ok(command)
}

fn yaml_files(folder: &Path) -> Result<Vec<PathBuf>, TestClusterError> {
    let entries = std::fs::read_dir(folder).map_err(TestClusterError::io(format!(
        "reading {}",
        folder.display()
    )))?;
    let mut files: Vec<PathBuf> = entries
        .filter_map(|entry| entry.ok().map(|entry| entry.path()))
        .filter(|path| path.extension().is_some_and(|ending| ending == "yaml"))
        .collect();
    files.sort();
    Ok(files)
}
