//! The endpoint on a laptop.

use crate::{Failure, HelmVersion, Program, Surroundings, User};

/// A running `astern`. It ends when this is dropped.
#[derive(Debug)]
pub struct Astern {
    program: Program,
    address: String,
}

impl Astern {
    /// Laptop mode, with the rights of `user`, with the bed's kubectl and this helm.
    ///
    /// # Errors
    /// When it ends, or does not print its address within a minute.
    pub fn start(road: &Surroundings, user: User, helm: HelmVersion) -> Result<Self, Failure> {
        Self::serve(&mut Self::laptop(road, user, helm))
    }

    /// The same, to open at a link that somebody copied.
    ///
    /// # Errors
    /// When it ends, or does not print its address within a minute.
    pub fn start_at(
        road: &Surroundings,
        user: User,
        helm: HelmVersion,
        link: &str,
    ) -> Result<Self, Failure> {
        Self::serve(Self::laptop(road, user, helm).args(["--link", link]))
    }

    fn laptop(road: &Surroundings, user: User, helm: HelmVersion) -> std::process::Command {
        let mut command = std::process::Command::new(&road.astern);
        command
            .arg("--kubeconfig")
            .arg(road.access.kubeconfig(user))
            .arg("--kubectl")
            .arg(road.access.binaries().program("kubectl"))
            .arg("--helm")
            .arg(road.access.binaries().program(helm.program()))
            .args(["--no-open", "--port", "0"])
            // There helm keeps for hours which kinds a cluster serves, and the next bed has the same address.
            .env("HOME", road.access.dir().join("home"));
        command
    }

    /// The demo.
    ///
    /// # Errors
    /// When it ends, or does not print its address within a minute.
    pub fn demo(road: &Surroundings) -> Result<Self, Failure> {
        let mut command = std::process::Command::new(&road.astern);
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

    /// The address that it printed, with the launch token in its fragment.
    #[must_use]
    pub fn address(&self) -> &str {
        &self.address
    }

    /// Its port, and the launch token.
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

    /// Everything that it has printed so far.
    #[must_use]
    pub fn output(&self) -> String {
        self.program.output()
    }
}
