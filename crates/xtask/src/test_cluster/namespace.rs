//! The network namespace of test clusters: its own loopback, with the addresses of all pods.

use std::ffi::OsStr;
use std::process::{Command, Stdio};

use super::TestClusterError;

/// Returns a command that runs `program` in a new network namespace, without root. The namespace has no network until
/// the program calls [`bring_up`]; it is removed when its last process ends.
#[must_use]
pub fn command(program: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new("unshare");
    command
        .args(["--map-root-user", "--net", "--"])
        .arg(program);
    command
}

/// Checks that this machine permits network namespaces and has the two programs for them.
///
/// # Errors
/// What is missing, and how to fix it.
pub fn check() -> Result<(), TestClusterError> {
    if !cfg!(target_os = "linux") {
        let advice = "run this command on Linux, in a virtual machine for example";
        return Err(TestClusterError::Unsupported {
            missing: "Linux (network namespaces)",
            advice,
        });
    }
    let is_installed = |program: &str| {
        Command::new(program)
            .arg("--version")
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status()
            .is_ok()
    };
    if !is_installed("unshare") {
        let advice =
            "install it with `apt-get install util-linux` or your system's package manager";
        return Err(TestClusterError::Unsupported {
            missing: "the program `unshare`",
            advice,
        });
    }
    if !is_installed("ip") {
        let advice = "install it with `apt-get install iproute2` or your system's package manager";
        return Err(TestClusterError::Unsupported {
            missing: "the program `ip`",
            advice,
        });
    }
    let permitted = command("true")
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
    if permitted.is_ok_and(|status| status.success()) {
        return Ok(());
    }
    Err(TestClusterError::Unsupported {
        missing: "a network namespace, and this system does not permit `unshare --map-root-user --net`",
        advice: "permit user namespaces (on Ubuntu `sudo sysctl kernel.apparmor_restrict_unprivileged_userns=0`; in a \
                 container the option `--privileged`)",
    })
}

/// Brings up loopback in the namespace of this process, and adds the addresses of the pods: kwok assigns them from a
/// subnet of 10.0.0.0/16, so the address of every pod is an address of this machine.
///
/// # Errors
/// When `ip` fails, as it does outside such a namespace.
pub fn bring_up() -> Result<(), TestClusterError> {
    for arguments in ["link set lo up", "address add 10.0.0.1/16 dev lo"] {
        let output = Command::new("ip")
            .args(arguments.split(' '))
            .stdin(Stdio::null())
            .output()
            .map_err(TestClusterError::io("starting ip"))?;
        if !output.status.success() {
            let stderr = String::from_utf8_lossy(&output.stderr).trim().to_owned();
            return Err(TestClusterError::Command {
                command: format!("ip {arguments}"),
                stderr,
            });
        }
    }
    Ok(())
}
