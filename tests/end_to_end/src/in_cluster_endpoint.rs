//! The endpoint in the cluster: `astern serve` in the place of the container of the chart's pod.

use std::path::{Path, PathBuf};
use std::process::Command;

use rustix::process::{Pid, Signal, kill_process_group};

use crate::{Chart, Failure, HelmVersion, Program, RevocableToken, TestEnvironment};

/// A running `astern serve` on the address of the chart's pod, with the service account of the chart. It is ended when
/// this is dropped.
#[derive(Debug)]
pub struct InClusterEndpoint<'a> {
    chart: &'a Chart<'a>,
    helm: PathBuf,
    api_server: String,
    address: String,
    account: PathBuf,
    token: RevocableToken,
    program: Program,
}

impl<'a> InClusterEndpoint<'a> {
    /// Starts it with a version of helm, which may differ from the one that installed the chart.
    ///
    /// # Errors
    /// When the chart has no pod, or the program exits or does not print its address in time.
    pub fn start(chart: &'a Chart<'a>, helm: HelmVersion) -> Result<Self, Failure> {
        let helm = chart.environment.access.binaries().program(helm.program());
        Self::start_with(chart, helm, api_server(chart.environment)?)
    }

    /// Starts it with another program as helm, or another address of the API server.
    ///
    /// # Errors
    /// When the chart has no pod, or the program exits or does not print its address in time.
    pub fn start_with(
        chart: &'a Chart<'a>,
        helm: PathBuf,
        api_server: String,
    ) -> Result<Self, Failure> {
        let address = format!("{}:8443", chart.pod_address()?);
        let (account, token) = write_service_account(chart)?;
        let program = serve(chart, &helm, &api_server, &address, &account)?;
        Ok(Self {
            chart,
            helm,
            api_server,
            address,
            account,
            token,
            program,
        })
    }

    /// Kills it as a power failure of the node would, and starts it again as the kubelet would.
    ///
    /// # Errors
    /// When it cannot be killed or started.
    pub fn kill_and_start_again(&mut self) -> Result<(), Failure> {
        self.kill()?;
        self.start_again()
    }

    /// Kills it together with the helm processes that it runs.
    ///
    /// # Errors
    /// When it cannot be killed.
    pub fn kill(&mut self) -> Result<(), Failure> {
        // All processes of a container end with its first.
        let helm_processes = self.program.children();
        self.program.kill()?;
        kill(&helm_processes)
    }

    /// Starts it again after it was killed.
    ///
    /// # Errors
    /// When it cannot be started.
    pub fn start_again(&mut self) -> Result<(), Failure> {
        self.program = serve(
            self.chart,
            &self.helm,
            &self.api_server,
            &self.address,
            &self.account,
        )?;
        Ok(())
    }

    /// Kills the helm process that it runs.
    ///
    /// # Errors
    /// When it runs none.
    pub fn kill_helm(&self) -> Result<(), Failure> {
        let helm_processes = self.program.children();
        if helm_processes.is_empty() {
            return Err(Failure::new("astern runs no helm"));
        }
        kill(&helm_processes)
    }

    /// Replaces the token of its account, as the kubelet does, and revokes the previous one at once.
    ///
    /// # Errors
    /// When kubectl fails, or the API server still accepts the previous token at the deadline.
    pub fn renew_token(&mut self) -> Result<(), Failure> {
        let environment = self.chart.environment;
        let next = RevocableToken::mint(environment, self.chart.namespace, "astern")?;
        std::fs::write(self.account.join("token"), next.reveal())?;
        std::mem::replace(&mut self.token, next).revoke(environment)
    }

    /// Sends SIGTERM, as the kubelet does before it kills.
    ///
    /// # Errors
    /// When it has exited.
    pub fn terminate(&self) -> Result<(), Failure> {
        self.program.terminate()
    }

    /// Waits until it has exited, and returns whether its exit status was 0.
    ///
    /// # Errors
    /// When the deadline passes.
    pub fn wait_for_end(&mut self) -> Result<bool, Failure> {
        self.program.wait_for_end()
    }

    /// Returns the size of its resident set in KiB, see proc(5).
    ///
    /// # Errors
    /// When it has exited.
    pub fn memory(&self) -> Result<u64, Failure> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.program.id()))?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
        let resident = line.and_then(|rest| rest.trim().strip_suffix(" kB")?.parse().ok());
        resident.ok_or_else(|| Failure::new("a process without memory"))
    }

    /// Returns everything that it has printed since its last start.
    #[must_use]
    pub fn output(&self) -> String {
        self.program.output()
    }
}

/// Kills child processes with all of their descendants: each child leads a process group.
fn kill(children: &[Pid]) -> Result<(), Failure> {
    for child in children {
        kill_process_group(*child, Signal::KILL)?;
    }
    Ok(())
}

fn serve(
    chart: &Chart<'_>,
    helm: &Path,
    api_server: &str,
    address: &str,
    account: &Path,
) -> Result<Program, Failure> {
    let mut command = Command::new(&chart.environment.astern);
    command
        .args(["serve", "--listen", address, "--api-server", api_server])
        .args(["--cluster-name", "test-cluster"])
        .arg("--helm")
        .arg(helm)
        .arg("--service-account")
        .arg(account);
    let mut program = Program::start("astern serve", &mut command)?;
    program.wait_for_line(|line| line.contains(address).then_some(()))?;
    Ok(program)
}

/// Writes the folder that the kubelet would mount for the chart's service account.
fn write_service_account(chart: &Chart<'_>) -> Result<(PathBuf, RevocableToken), Failure> {
    let access = &chart.environment.access;
    let folder = access.dir().join("accounts").join(chart.namespace);
    std::fs::create_dir_all(&folder)?;
    let in_namespace = ["--namespace", chart.namespace];
    let authority = ["get", "configmap", "kube-root-ca.crt"];
    let path = ["--output", r"jsonpath={.data.ca\.crt}"];
    let authority = access.kubectl(authority.into_iter().chain(path).chain(in_namespace))?;
    let token = RevocableToken::mint(chart.environment, chart.namespace, "astern")?;
    std::fs::write(folder.join("token"), token.reveal())?;
    std::fs::write(folder.join("ca.crt"), authority)?;
    std::fs::write(folder.join("namespace"), chart.namespace)?;
    Ok((folder, token))
}

/// Returns the address of the API server from the kubeconfig.
///
/// # Errors
/// When kubectl fails.
pub fn api_server(environment: &TestEnvironment) -> Result<String, Failure> {
    let path = "jsonpath={.clusters[0].cluster.server}";
    let arguments = ["config", "view", "--minify", "--output", path];
    Ok(environment.access.kubectl(arguments)?)
}
