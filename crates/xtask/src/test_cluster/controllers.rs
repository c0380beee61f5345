//! The controller manager, which creates pods of Deployments and Jobs, and the scheduler, which assigns them to the
//! node.

use std::process::Command;

use super::access::Access;
use super::etcd;
use super::ports::Ports;
use super::user::User;

/// Returns the command of kube-controller-manager.
pub(super) fn manager(access: &Access, ports: &Ports) -> Command {
    let mut command = with_port(access, "kube-controller-manager", ports.manager);
    command
        .arg("--service-account-private-key-file")
        .arg(etcd::key(access));
    command
}

/// Returns the command of kube-scheduler.
pub(super) fn scheduler(access: &Access, ports: &Ports) -> Command {
    with_port(access, "kube-scheduler", ports.scheduler)
}

fn with_port(access: &Access, program: &str, port: u16) -> Command {
    let mut command = access.program(program);
    command
        .arg("--kubeconfig")
        .arg(access.kubeconfig(User::Admin))
        .args([
            "--leader-elect=false",
            "--bind-address",
            "127.0.0.1",
            "--secure-port",
            &port.to_string(),
        ])
        .arg("--cert-dir")
        .arg(access.dir().join(format!("{program}-certificates")));
    command
}
