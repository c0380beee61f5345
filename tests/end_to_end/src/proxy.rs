//! `kubectl proxy`, which serves the app and the API on the same origin.

use std::path::Path;

use crate::{Failure, Program, TestEnvironment, User};

/// A running `kubectl proxy`. It is ended when this is dropped.
#[derive(Debug)]
pub struct Proxy {
    program: Program,
    base: String,
}

impl Proxy {
    /// Serves the built app under `/astern/` and the API with the rights of `user`, on a free port.
    ///
    /// # Errors
    /// When kubectl exits, or does not print its address in time.
    pub fn start(environment: &TestEnvironment, user: User) -> Result<Self, Failure> {
        Self::serving(environment, user, &environment.dist)
    }

    /// Serves the app of another folder.
    ///
    /// # Errors
    /// When kubectl exits, or does not print its address in time.
    pub fn serving(
        environment: &TestEnvironment,
        user: User,
        dist: &Path,
    ) -> Result<Self, Failure> {
        Self::serving_at(environment, user, dist, "0")
    }

    fn serving_at(
        environment: &TestEnvironment,
        user: User,
        dist: &Path,
        port: &str,
    ) -> Result<Self, Failure> {
        let mut command = environment.access.command(user, "kubectl");
        command
            .args(["proxy", "--www-prefix=/astern/", "--port", port, "--www"])
            .arg(dist);
        let mut program = Program::start("kubectl proxy", &mut command)?;
        let address = program.wait_for_line(|line| {
            line.strip_prefix("Starting to serve on ")
                .map(str::to_owned)
        })?;
        let base = format!("http://{address}");
        Ok(Self { program, base })
    }

    /// Kills it, runs `meanwhile`, and starts another one on the same port, with the built app.
    ///
    /// # Errors
    /// When `meanwhile` fails, kubectl exits, or does not print its address in time.
    pub fn restart(
        self,
        environment: &TestEnvironment,
        user: User,
        meanwhile: impl FnOnce() -> Result<(), Failure>,
    ) -> Result<Self, Failure> {
        let Self { program, base } = self;
        drop(program);
        meanwhile()?;
        let port = base.rsplit(':').next().unwrap_or_default();
        Self::serving_at(environment, user, &environment.dist, port)
    }

    /// Returns `http://127.0.0.1:PORT`, the base of the API, without a trailing slash.
    #[must_use]
    pub fn base(&self) -> &str {
        &self.base
    }

    /// Returns the address of the app at a route, such as `#/shop/shop/3..4`.
    #[must_use]
    pub fn app(&self, route: &str) -> String {
        format!("{}/astern/{route}", self.base)
    }
}
