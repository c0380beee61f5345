//! The real helm: where it is, and how it is run.

use std::io;
use std::path::PathBuf;
use std::process::Stdio;
use std::time::Duration;

use astern_ledger::Driver;
use tokio::process::Command;

use self::helm::ClusterAccess;

pub(crate) mod helm;
pub(crate) mod simulated;

/// How long helm may take to say its version.
const VERSION_TIMEOUT: Duration = Duration::from_secs(10);

/// What carries rollbacks out.
#[derive(Clone, Debug)]
pub enum Engine {
    /// The real helm.
    Helm {
        /// How it is run.
        program: Program,
        /// Its version, such as `v4.3.1`.
        version: String,
    },
    /// A simulation on the sample cluster.
    Played,
}

impl Engine {
    /// Returns the version of helm, or an empty string for the simulation.
    pub(super) fn version(&self) -> &str {
        match self {
            Self::Helm { version, .. } => version,
            Self::Played => "",
        }
    }
}

/// A helm, and how it reaches the cluster.
#[derive(Clone, Debug)]
pub struct Program {
    /// Where it is.
    pub helm: PathBuf,
    /// As whom.
    pub access: ClusterAccess,
}

/// There is no helm that can run rollbacks.
#[derive(Debug, thiserror::Error)]
#[error("{} {source}. Install helm 3 or 4, or say where it is with --helm.", helm.display())]
pub struct HelmUnavailable {
    /// The program that was tried.
    helm: PathBuf,
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
/// When the program is no helm 3 or 4, or does not answer.
pub async fn find_helm(program: Program) -> Result<Engine, HelmUnavailable> {
    match version(&program).await {
        Ok(version) => Ok(Engine::Helm { program, version }),
        Err(source) => Err(HelmUnavailable {
            helm: program.helm,
            source,
        }),
    }
}

async fn version(program: &Program) -> Result<String, VersionError> {
    let mut command = bare(program, Driver::default());
    command.args(["version", "--template", "{{.Version}}"]);
    let output = match tokio::time::timeout(VERSION_TIMEOUT, command.output()).await {
        Ok(Ok(output)) => output,
        Ok(Err(error)) if error.kind() == io::ErrorKind::NotFound => {
            return Err(VersionError::NotFound);
        }
        Ok(Err(error)) => return Err(VersionError::Spawn(error)),
        Err(_) => return Err(VersionError::Timeout),
    };
    let version = String::from_utf8_lossy(&output.stdout).trim().to_owned();
    if output.status.success()
        && ["v3.", "v4."]
            .iter()
            .any(|major| version.starts_with(major))
    {
        return Ok(version);
    }
    Err(VersionError::Unsupported(
        version.chars().take(60).collect(),
    ))
}

/// helm without arguments: no shell, no input, a scrubbed environment, a process group of its own
/// so that Ctrl-C in the terminal does not reach it, and no life beyond astern's.
pub(crate) fn bare(program: &Program, driver: Driver) -> Command {
    let mut command = Command::new(&program.helm);
    command
        .env_clear()
        .envs(program.access.environment(std::env::vars_os(), driver))
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .process_group(0)
        .kill_on_drop(true);
    command
}
