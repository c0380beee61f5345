//! `cargo xtask run`: builds the app and the endpoint, and runs them.

use std::convert::Infallible;
use std::ffi::OsString;
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::Command;

use crate::paths::Paths;
use crate::setup::{self, SetupError};
use crate::step::{Step, print_line};

/// The cluster to show: the sample cluster unless a kubeconfig or a context is given.
#[derive(Clone, Debug, Default)]
pub struct Mode {
    /// A kubeconfig file.
    pub kubeconfig: Option<OsString>,
    /// A context of the kubeconfig.
    pub context: Option<OsString>,
    /// The port on loopback; with `None` the endpoint chooses one.
    pub port: Option<OsString>,
}

/// The reason why Astern could not be run.
#[derive(Debug, thiserror::Error)]
pub enum RunError {
    /// A required tool is missing.
    #[error(transparent)]
    Setup(#[from] SetupError),
    /// The endpoint could not be started.
    #[error("{} could not be started: {source}", program.display())]
    Start {
        /// The path of the endpoint.
        program: std::path::PathBuf,
        /// The error of the operating system.
        #[source]
        source: std::io::Error,
    },
}

/// Sets up the tools, builds everything, and replaces this process with the endpoint.
///
/// # Errors
/// When a tool is missing, a build fails, or the endpoint cannot be started.
pub fn run(paths: &Paths, mode: &Mode) -> Result<Infallible, RunError> {
    app(paths)?;
    endpoint(paths)?;
    let program = paths.endpoint();
    let mut command = Command::new(&program);
    let laptop = mode.kubeconfig.is_some() || mode.context.is_some();
    if !laptop {
        print_line("The sample cluster: `cargo xtask run --context NAME` opens one of your own.");
        command.arg("demo");
    }
    let options = [
        ("--kubeconfig", &mode.kubeconfig),
        ("--context", &mode.context),
        ("--port", &mode.port),
    ];
    for (option, value) in options {
        if let Some(value) = value {
            command.arg(option).arg(value);
        }
    }
    // Replace this process, so that signals to it reach the endpoint.
    let source = command.exec();
    Err(RunError::Start { program, source })
}

/// Builds the app into `dist`.
///
/// # Errors
/// When a tool is missing, or the app does not build.
pub fn app(paths: &Paths) -> Result<(), SetupError> {
    setup::wasm_target(paths)?;
    let trunk = setup::trunk(paths)?;
    let wasm_bindgen = setup::wasm_bindgen(paths)?;
    let mut command = Command::new(&trunk);
    command
        .args(["build", "--release"])
        .current_dir(&paths.root)
        // Trunk downloads wasm-bindgen unless it finds the right version on PATH.
        .env("PATH", path_starting_with(wasm_bindgen.parent()))
        // Trunk 0.21 rejects `NO_COLOR=1` as an invalid option.
        .env_remove("NO_COLOR")
        // A backtrace of Trunk adds nothing to a compiler error.
        .env("RUST_BACKTRACE", "0");
    let title = "Building the app (about 3 minutes the first time)";
    Step {
        title,
        logs: &paths.logs(),
        name: "trunk",
    }
    .run(&mut command)?;
    Ok(())
}

/// Builds the endpoint.
///
/// # Errors
/// When it does not build.
pub fn endpoint(paths: &Paths) -> Result<(), SetupError> {
    let mut command = Command::new("cargo");
    command
        .args(["build", "--package", "astern"])
        .current_dir(&paths.root);
    let title = "Building the endpoint (about 2 minutes the first time)";
    Step {
        title,
        logs: &paths.logs(),
        name: "endpoint",
    }
    .run(&mut command)?;
    Ok(())
}

fn path_starting_with(folder: Option<&Path>) -> OsString {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let folders = folder
        .map(Path::to_path_buf)
        .into_iter()
        .chain(std::env::split_paths(&path));
    std::env::join_paths(folders).unwrap_or(path)
}
