//! The real helm: where it is, and how it is run.

use std::io;
use std::path::PathBuf;
use std::process::Stdio;
use std::time::Duration;

use astern_ledger::Driver;
use astern_protocol::Helm;
use tokio::process::Command;

use self::helm::ClusterAccess;

pub(crate) mod helm;
pub(crate) mod simulated;

/// How long helm may take to say its version.
const VERSION_WAIT: Duration = Duration::from_secs(10);

/// What carries rollbacks out.
#[derive(Clone, Debug)]
pub enum Engine {
    /// The real helm.
    Helm {
        /// How it is run.
        program: Program,
        /// What it is, such as `v4.3.1`.
        version: String,
    },
    /// There is none.
    Missing {
        /// What was tried and what to do.
        message: String,
    },
    /// They are played on the sample.
    Played,
}

/// A helm, and how it reaches the cluster.
#[derive(Clone, Debug)]
pub struct Program {
    /// Where it is.
    pub helm: PathBuf,
    /// As whom.
    pub access: ClusterAccess,
}

/// Looks whether helm answers, and with which version.
pub async fn find(program: Program) -> (Helm, Engine) {
    match version(&program).await {
        Ok(version) => {
            let found = Helm::Found {
                version: version.clone(),
            };
            (found, Engine::Helm { program, version })
        }
        Err(why) => {
            let helm = program.helm.display();
            let message =
                format!("{helm} {why}. Install helm 3 or 4, or say where it is with --helm.");
            (
                Helm::Missing {
                    message: message.clone(),
                },
                Engine::Missing { message },
            )
        }
    }
}

async fn version(program: &Program) -> Result<String, String> {
    let mut command = bare(program, Driver::default());
    command.args(["version", "--template", "{{.Version}}"]);
    let output = match tokio::time::timeout(VERSION_WAIT, command.output()).await {
        Ok(Ok(output)) => output,
        Ok(Err(error)) if error.kind() == io::ErrorKind::NotFound => {
            return Err("is not there".to_owned());
        }
        Ok(Err(error)) => return Err(format!("cannot be run: {error}")),
        Err(_) => return Err("did not say its version within 10 seconds".to_owned()),
    };
    let version = String::from_utf8_lossy(&output.stdout).trim().to_owned();
    if output.status.success()
        && ["v3.", "v4."]
            .iter()
            .any(|major| version.starts_with(major))
    {
        return Ok(version);
    }
    let said = version.chars().take(60).collect::<String>();
    Err(format!(
        "is no helm 3 or 4: asked for its version, it said \"{said}\""
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
