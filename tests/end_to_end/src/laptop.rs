//! The endpoint on a laptop.

use std::ffi::OsString;
use std::path::Path;

use rustix::process::Pid;
use serde_json::Value;

use crate::plain_http::plain_request;
use crate::program::{children_of, process_name};
use crate::{
    Failure, HelmVersion, Program, Response, RollbackRequest, ServerInBetween, TestEnvironment,
    User,
};

/// A running `astern`. It is ended when this is dropped.
#[derive(Debug)]
pub struct LaptopEndpoint {
    program: Program,
    address: String,
}

impl LaptopEndpoint {
    /// Starts laptop mode with the rights of `user`, the test cluster's kubectl, and this version of helm.
    ///
    /// # Errors
    /// When it exits, or does not print its address in time.
    pub fn start(
        environment: &TestEnvironment,
        user: User,
        helm: HelmVersion,
    ) -> Result<Self, Failure> {
        Self::serve(&mut Self::laptop(environment, user, helm))
    }

    /// Starts it with the kubeconfig of a server in between.
    ///
    /// # Errors
    /// When it exits, or does not print its address in time.
    pub fn start_through(
        environment: &TestEnvironment,
        between: &ServerInBetween,
        helm: HelmVersion,
    ) -> Result<Self, Failure> {
        let helm = environment.access.binaries().program(helm.program());
        let kubeconfig = between.kubeconfig();
        let mut command = Self::laptop_of(environment, kubeconfig, &helm);
        Self::serve(command.arg("--no-open"))
    }

    /// Starts it with the option `--link`.
    ///
    /// # Errors
    /// When it exits, or does not print its address in time.
    pub fn start_at(
        environment: &TestEnvironment,
        user: User,
        helm: HelmVersion,
        link: &str,
    ) -> Result<Self, Failure> {
        Self::serve(Self::laptop(environment, user, helm).args(["--link", link]))
    }

    /// Starts it with these variables in its environment.
    ///
    /// # Errors
    /// When it exits, or does not print its address in time.
    pub fn start_with_variables(
        environment: &TestEnvironment,
        user: User,
        helm: HelmVersion,
        variables: &[(&str, &str)],
    ) -> Result<Self, Failure> {
        let mut command = Self::laptop(environment, user, helm);
        Self::serve(command.envs(variables.iter().copied()))
    }

    /// Starts it with a helm of the test.
    ///
    /// # Errors
    /// When it exits, or does not print its address in time.
    pub fn start_with(
        environment: &TestEnvironment,
        user: User,
        helm: &Path,
    ) -> Result<Self, Failure> {
        let mut command = Self::laptop_with(environment, user, helm);
        Self::serve(command.arg("--no-open"))
    }

    /// Starts it with a kubeconfig of the test, and with variables in its environment.
    ///
    /// # Errors
    /// When it exits, or does not print its address in time.
    pub fn start_as(
        environment: &TestEnvironment,
        kubeconfig: &Path,
        helm: HelmVersion,
        variables: &[(&str, &str)],
    ) -> Result<Self, Failure> {
        let helm = environment.access.binaries().program(helm.program());
        let mut command = Self::laptop_of(environment, kubeconfig, &helm);
        command.arg("--no-open").envs(variables.iter().copied());
        Self::serve(&mut command)
    }

    /// Starts it with the option `--link` so that it opens a browser, with the programs in the folder `openers`.
    ///
    /// # Errors
    /// When it exits, or does not print its address in time.
    pub fn start_opening(
        environment: &TestEnvironment,
        user: User,
        helm: HelmVersion,
        link: &str,
        openers: &Path,
    ) -> Result<Self, Failure> {
        let helm = environment.access.binaries().program(helm.program());
        let mut command = Self::laptop_with(environment, user, &helm);
        let mut path = OsString::from(openers);
        path.push(":");
        path.push(std::env::var_os("PATH").unwrap_or_default());
        command
            .args(["--link", link])
            .env("PATH", path)
            .env("DISPLAY", ":9")
            .env_remove("CI");
        Self::serve(&mut command)
    }

    fn laptop(
        environment: &TestEnvironment,
        user: User,
        helm: HelmVersion,
    ) -> std::process::Command {
        let helm = environment.access.binaries().program(helm.program());
        let mut command = Self::laptop_with(environment, user, &helm);
        command.arg("--no-open");
        command
    }

    fn laptop_with(
        environment: &TestEnvironment,
        user: User,
        helm: &Path,
    ) -> std::process::Command {
        Self::laptop_of(environment, &environment.access.kubeconfig(user), helm)
    }

    fn laptop_of(
        environment: &TestEnvironment,
        kubeconfig: &Path,
        helm: &Path,
    ) -> std::process::Command {
        let mut command = std::process::Command::new(&environment.astern);
        command
            .arg("--kubeconfig")
            .arg(kubeconfig)
            .arg("--kubectl")
            .arg(environment.access.binaries().program("kubectl"))
            .arg("--helm")
            .arg(helm)
            .args(["--port", "0"])
            // helm caches the kinds that a cluster serves in HOME for hours, and the next test cluster has the same
            // address.
            .env("HOME", environment.access.dir().join("home"));
        command
    }

    /// Starts the demo.
    ///
    /// # Errors
    /// When it exits, or does not print its address in time.
    pub fn demo(environment: &TestEnvironment) -> Result<Self, Failure> {
        let mut command = std::process::Command::new(&environment.astern);
        Self::serve(command.args(["demo", "--no-open", "--port", "0"]))
    }

    fn serve(command: &mut std::process::Command) -> Result<Self, Failure> {
        let mut program = Program::start("astern", command)?;
        let address = program.wait_for_line(|line| {
            let from = line.find("http://")?;
            line[from..].split_whitespace().next().map(str::to_owned)
        })?;
        Ok(Self { program, address })
    }

    /// Returns the address that it printed, with the launch token in the fragment.
    #[must_use]
    pub fn address(&self) -> &str {
        &self.address
    }

    /// Returns its port and the launch token.
    ///
    /// # Errors
    /// When the address has another form.
    pub fn port_and_token(&self) -> Result<(u16, &str), Failure> {
        let read = || {
            let (origin, token) = self.address.split_once("/#token=")?;
            let port = origin.rsplit(':').next()?.parse().ok()?;
            Some((port, token))
        };
        read().ok_or_else(|| Failure::new("the address that astern printed has no token"))
    }

    /// Sends a request to roll back, as the page does.
    ///
    /// # Errors
    /// When there is no response.
    pub fn start_rollback(&self, request: &RollbackRequest) -> Result<Response, Failure> {
        self.send("POST", "/astern/v1/rollbacks", &request.body())
    }

    /// Waits for the end of a rollback, and returns its outcome.
    ///
    /// # Errors
    /// When there is no such rollback, or the stream breaks off.
    pub fn outcome(&self, request: &RollbackRequest) -> Result<Value, Failure> {
        let path = format!("/astern/v1/rollbacks/{}?from=0", request.id);
        let body = self.send("GET", &path, "")?.body()?;
        let last = body.lines().last().unwrap_or_default();
        let event: Value = serde_json::from_str(last)?;
        Ok(event["what"]["outcome"].clone())
    }

    /// Reads an object of the cluster, as the page does.
    ///
    /// # Errors
    /// When there is no response.
    pub fn read(&self, path: &str) -> Result<Response, Failure> {
        self.send("GET", path, "")
    }

    fn send(&self, method: &str, path: &str, body: &str) -> Result<Response, Failure> {
        let (port, token) = self.port_and_token()?;
        let host = format!("127.0.0.1:{port}");
        let origin = format!("http://{host}");
        let headers = [
            ("Host", host.as_str()),
            ("Origin", &origin),
            ("Sec-Fetch-Site", "same-origin"),
            ("Content-Type", "application/json"),
            ("X-Astern-Token", token),
        ];
        plain_request(port, method, path, &headers, body)
    }

    /// Returns the processes of kubectl that it or one of its processes has started and that run.
    #[must_use]
    pub fn kubectl_processes(&self) -> Vec<Pid> {
        let children = self.program.children();
        let all = children.iter().flat_map(|child| children_of(*child));
        all.chain(children.iter().copied())
            .filter(|process| process_name(*process).as_deref() == Some("kubectl"))
            .collect()
    }

    /// Kills it with SIGKILL, so that it cannot clean up.
    ///
    /// # Errors
    /// When it cannot be killed.
    pub fn kill(&mut self) -> Result<(), Failure> {
        self.program.kill()
    }

    /// Returns everything that it has printed so far.
    #[must_use]
    pub fn output(&self) -> String {
        self.program.output()
    }
}
