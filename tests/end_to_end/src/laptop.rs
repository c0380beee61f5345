//! The endpoint on a laptop.

use crate::{Failure, HelmVersion, Program, TestEnvironment, User};

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

    fn laptop(
        environment: &TestEnvironment,
        user: User,
        helm: HelmVersion,
    ) -> std::process::Command {
        let mut command = std::process::Command::new(&environment.astern);
        command
            .arg("--kubeconfig")
            .arg(environment.access.kubeconfig(user))
            .arg("--kubectl")
            .arg(environment.access.binaries().program("kubectl"))
            .arg("--helm")
            .arg(environment.access.binaries().program(helm.program()))
            .args(["--no-open", "--port", "0"])
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

    /// Returns everything that it has printed so far.
    #[must_use]
    pub fn output(&self) -> String {
        self.program.output()
    }
}
