//! The helm program: where it is, whether it can be used, and how a process of it is started.

use std::ffi::OsString;
use std::io;
use std::path::PathBuf;
use std::process::Stdio;
use std::time::Duration;

use tokio::process::Command;

use super::ClusterAccess;
use super::memory_limit::MemoryLimit;

/// How long `helm version` may take.
const VERSION_TIMEOUT: Duration = Duration::from_secs(10);

/// A helm program, and how it reaches the cluster.
#[derive(Clone, Debug)]
pub struct HelmProgram {
    /// The path of the program, or its name in `PATH`.
    pub path: PathBuf,
    /// How it reaches the cluster, and as whom.
    pub access: ClusterAccess,
    /// The memory that each process of it may take.
    pub memory: MemoryLimit,
}

/// A helm program that can be used.
#[derive(Clone, Debug)]
pub struct InstalledHelm {
    /// The program.
    pub program: HelmProgram,
    /// Its version, such as `v4.3.1`.
    pub version: String,
}

/// There is no helm that can run rollbacks.
#[derive(Debug, thiserror::Error)]
#[error("{} {source}. Install helm 3 or 4, or say where it is with --helm.", path.display())]
pub struct HelmUnavailable {
    /// The program that was tried.
    path: PathBuf,
    /// Why it cannot be used.
    source: VersionError,
}

/// Why a program did not tell the version of a usable helm.
#[derive(Debug, thiserror::Error)]
pub enum VersionError {
    /// The file does not exist.
    #[error("is not there")]
    NotFound,
    /// The program could not be started.
    #[error("cannot be run: {0}")]
    Spawn(#[source] io::Error),
    /// The program did not end in time.
    #[error("did not say its version within {} seconds", VERSION_TIMEOUT.as_secs())]
    Timeout,
    /// The program printed something else.
    #[error("is no helm 3 or 4: asked for its version, it said \"{0}\"")]
    Unsupported(String),
}

/// Asks the program for its version.
///
/// # Errors
/// [`HelmUnavailable`] when the program is not a helm 3 or 4, or does not respond.
pub async fn find_helm(program: HelmProgram) -> Result<InstalledHelm, HelmUnavailable> {
    match version(&program).await {
        Ok(version) => Ok(InstalledHelm { program, version }),
        Err(source) => Err(HelmUnavailable {
            path: program.path,
            source,
        }),
    }
}

async fn version(program: &HelmProgram) -> Result<String, VersionError> {
    let mut command = command(program, program.access.environment(std::env::vars_os()));
    command
        .args(["version", "--template", "{{.Version}}"])
        .stdin(Stdio::null());
    let output = match tokio::time::timeout(VERSION_TIMEOUT, command.output()).await {
        Ok(Ok(output)) => output,
        Ok(Err(error)) if error.kind() == io::ErrorKind::NotFound => {
            return Err(VersionError::NotFound);
        }
        Ok(Err(error)) => return Err(VersionError::Spawn(error)),
        Err(_) => return Err(VersionError::Timeout),
    };
    let version = String::from_utf8_lossy(&output.stdout).trim().to_owned();
    let is_supported = ["v3.", "v4."]
        .iter()
        .any(|major| version.starts_with(major));
    if output.status.success() && is_supported {
        return Ok(version);
    }
    Err(VersionError::Unsupported(
        version.chars().take(60).collect(),
    ))
}

/// Returns a helm command without arguments, with that environment. It has no shell. It has a process group of its own, so
/// that Ctrl-C in the terminal does not reach it, and is killed when it is dropped.
pub(super) fn command(program: &HelmProgram, environment: Vec<(OsString, OsString)>) -> Command {
    let mut command = Command::new(&program.path);
    command
        .env_clear()
        .envs(environment)
        .envs([program.memory.variable()])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .process_group(0)
        .kill_on_drop(true);
    command
}
