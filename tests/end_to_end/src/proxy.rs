//! `kubectl proxy`, which serves the app and the API on one address.

use std::path::Path;

use crate::{Failure, Program, TestEnvironment, User};

/// A running `kubectl proxy`. It ends when this is dropped.
#[derive(Debug)]
pub struct Proxy {
    _program: Program,
    base: String,
}

impl Proxy {
    /// Serves the built app under `/astern/` and the API with the rights of `user`, on a free port.
    ///
    /// # Errors
    /// When kubectl ends, or does not say its address within a minute.
    pub fn start(environment: &TestEnvironment, user: User) -> Result<Self, Failure> {
        Self::serving(environment, user, &environment.dist)
    }

    /// The same with the app that is in another folder.
    ///
    /// # Errors
    /// When kubectl ends, or does not say its address within a minute.
    pub fn serving(
        environment: &TestEnvironment,
        user: User,
        dist: &Path,
    ) -> Result<Self, Failure> {
        let mut command = environment.access.command(user, "kubectl");
        command
            .args(["proxy", "--port=0", "--www-prefix=/astern/", "--www"])
            .arg(dist);
        let mut program = Program::start("kubectl proxy", &mut command)?;
        let address = program.wait_for_line(|line| {
            line.strip_prefix("Starting to serve on ")
                .map(str::to_owned)
        })?;
        Ok(Self {
            _program: program,
            base: format!("http://{address}"),
        })
    }

    /// `http://127.0.0.1:PORT`, without a slash at the end: the API's base.
    #[must_use]
    pub fn base(&self) -> &str {
        &self.base
    }

    /// The app's address at a route, such as `#/shop/shop/3..4`.
    #[must_use]
    pub fn app(&self, route: &str) -> String {
        format!("{}/astern/{route}", self.base)
    }
}
