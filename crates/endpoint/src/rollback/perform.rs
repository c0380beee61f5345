//! Running `helm rollback` and listening to it.

use std::process::ExitStatus;
use std::sync::Mutex;
use std::time::Duration;

use astern_protocol::{Happening, Stream};
use tokio::process::Child;

use super::Run;
use super::check::Cleared;
use super::command::{arguments, as_typed};
use super::helm::{Program, bare};
use super::lines::{self, Budget};
use super::outcome::{self, Ending};
use crate::cluster::Cluster;

/// How long what helm printed may still come after it has ended: a login plugin of its that lives
/// on may hold the pipe open for good.
const LAST_WORDS: Duration = Duration::from_secs(2);

/// How much is kept of an error, in bytes.
const ERROR_LIMIT: usize = 4096;

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
