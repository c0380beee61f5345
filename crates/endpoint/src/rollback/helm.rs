//! The real helm: finding it, and running `helm rollback`.

use std::ffi::OsString;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{ExitStatus, Stdio};
use std::sync::Mutex;
use std::time::Duration;

use astern_ledger::Driver;
use astern_protocol::{Happening, Helm, StartRollback, Stream};
use tokio::process::{Child, Command};

use super::check::Cleared;
use super::lines::{self, Budget};
use super::outcome::{self, Ending};
use super::{Run, environment};
use crate::cluster::Cluster;

/// How long helm may take to say its version.
const VERSION_WAIT: Duration = Duration::from_secs(10);

/// How long what helm printed may still come after it has ended: a login plugin of its that lives
/// on may hold the pipe open for good.
const LAST_WORDS: Duration = Duration::from_secs(2);

/// How much is kept of an error, in bytes.
const ERROR_LIMIT: usize = 4096;

/// What carries rollbacks out.
#[derive(Clone, Debug)]
pub enum Engine {
    /// The real helm.
    Helm(Program),
    /// There is none.
    Missing {
        /// What was tried and what to do.
        message: String,
    },
    /// They are played on the sample.
    Played,
}

/// A helm, and what it is told about the cluster.
#[derive(Clone, Debug)]
pub struct Program {
    /// Where it is.
    pub helm: PathBuf,
    /// `--kubeconfig` and `--kube-context`, as kubectl got them.
    pub cluster_flags: Vec<OsString>,
}

/// Looks whether helm answers, and with which version.
pub async fn find(program: Program) -> (Helm, Engine) {
    match version(&program.helm).await {
        Ok(version) => (Helm::Found { version }, Engine::Helm(program)),
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

async fn version(helm: &Path) -> Result<String, String> {
    let mut command = bare(helm, Driver::default());
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
fn bare(helm: &Path, driver: Driver) -> Command {
    let mut command = Command::new(helm);
    command
        .env_clear()
        .envs(environment::scrubbed(std::env::vars_os(), driver))
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .process_group(0)
        .kill_on_drop(true);
    command
}

/// The arguments. Nothing after `--` is read as a flag, whatever it looks like.
fn arguments(request: &StartRollback, cluster_flags: &[OsString]) -> Vec<OsString> {
    let mut arguments: Vec<OsString> = vec!["rollback".into()];
    arguments.extend(["--namespace".into(), request.namespace.as_str().into()]);
    arguments.extend(request.options.flags().into_iter().map(OsString::from));
    arguments.extend(cluster_flags.iter().cloned());
    arguments.push("--".into());
    arguments.push(request.release.as_str().into());
    arguments.push(request.target.to_string().into());
    arguments
}

/// The command line, as one could type it.
fn as_typed(arguments: &[OsString]) -> String {
    let quoted = |word: &OsString| {
        let word = word.to_string_lossy();
        let plain = |c: char| c.is_ascii_alphanumeric() || "-_./=:@,+".contains(c);
        if !word.is_empty() && word.chars().all(plain) {
            word.into_owned()
        } else {
            format!("'{}'", word.replace('\'', r"'\''"))
        }
    };
    let words: Vec<String> = arguments.iter().map(quoted).collect();
    format!("helm {}", words.join(" "))
}

/// The command line on whatever cluster is the current one.
pub(crate) fn command_line(request: &StartRollback) -> String {
    as_typed(&arguments(request, &[]))
}

/// Runs it to its end, whatever becomes of who pressed the button.
pub(crate) async fn roll_back(program: &Program, cluster: &Cluster, run: &Run, cleared: &Cleared) {
    let arguments = arguments(run.request(), &program.cluster_flags);
    run.add(Happening::Begun {
        rollback: run.request().clone(),
        command: as_typed(&arguments),
    });
    let error = Mutex::new(None);
    let spawned = bare(&program.helm, cleared.driver).args(&arguments).spawn();
    let ending = match spawned {
        Ok(child) => listen(child, run, &error).await,
        Err(error) => Ending::NotStarted(error.to_string()),
    };
    let error = error.into_inner().unwrap_or_default();
    let outcome = outcome::judge(cluster, run.request(), cleared, &ending, error).await;
    run.add(Happening::Ended { outcome });
}

/// Turns what helm prints into events.
async fn listen(mut child: Child, run: &Run, error: &Mutex<Option<String>>) -> Ending {
    let budget = Budget::default();
    let (out, err) = (child.stdout.take(), child.stderr.take());
    let print = |stream, line| run.add(Happening::Printed { stream, line });
    let both = async {
        let out = async {
            if let Some(out) = out {
                lines::read(out, &budget, |line| print(Stream::Out, line)).await;
            }
        };
        let err = async {
            if let Some(err) = err {
                let hear = |line: String| {
                    if let Ok(mut error) = error.lock() {
                        note_error(&mut error, &line);
                    }
                    print(Stream::Err, line);
                };
                lines::read(err, &budget, hear).await;
            }
        };
        tokio::join!(out, err);
    };
    tokio::pin!(both);
    let status = tokio::select! {
        status = child.wait() => {
            let _ = tokio::time::timeout(LAST_WORDS, &mut both).await;
            status
        }
        () = &mut both => child.wait().await,
    };
    match status {
        Ok(status) => ending(status),
        Err(error) => Ending::NotStarted(error.to_string()),
    }
}

/// Keeps what helm prints from its last `Error:` on; Helm 4's errors have several lines.
fn note_error(error: &mut Option<String>, line: &str) {
    match error {
        _ if line.starts_with("Error:") => *error = Some(line.to_owned()),
        Some(error) if error.len() < ERROR_LIMIT => {
            error.push_str("; ");
            error.push_str(line);
        }
        _ => {}
    }
}

fn ending(status: ExitStatus) -> Ending {
    use std::os::unix::process::ExitStatusExt as _;
    match (status.code(), status.signal()) {
        (Some(0), _) => Ending::Success,
        (Some(code), _) => Ending::Exit(code),
        (None, signal) => Ending::Signal(signal.unwrap_or_default()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn operands_stand_after_the_dashes() {
        let request: StartRollback = serde_json::from_str(
            r#"{"request_id":"00000000000000000000000000000001","namespace":"shop","release":"shop",
            "target":3,"expected_current":4}"#,
        )
        .unwrap();
        let flags = ["--kube-context=my cluster's".into()];
        assert_eq!(
            as_typed(&arguments(&request, &flags)),
            r"helm rollback --namespace shop --wait --timeout 5m --cleanup-on-fail '--kube-context=my cluster'\''s' -- shop 3"
        );
    }
}
