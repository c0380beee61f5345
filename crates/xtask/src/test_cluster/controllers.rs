//! The controllers and the scheduler, which make pods of Deployments and Jobs and give them a node.

use std::process::Command;

use super::access::Access;
use super::etcd;
use super::ports::Ports;
use super::user::User;

/// kube-controller-manager.
pub(super) fn manager(access: &Access, ports: &Ports) -> Command {
    let mut command = with_port(access, "kube-controller-manager", ports.manager);
    command
        .arg("--service-account-private-key-file")
        .arg(etcd::key(access));
    command
}

/// kube-scheduler.
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
