//! Running `helm rollback` and listening to it.

use std::process::ExitStatus;
use std::sync::Mutex;
use std::time::Duration;

use astern_protocol::{Happening, Outcome, Stream};
use tokio::process::Child;

use super::arguments::{arguments, as_typed};
use super::error_lines::Said;
use super::memory_limit::bound;
use super::output_lines::{self as lines, Budget};
use crate::backend::Cluster;
use crate::redact_output::redact_output;
use crate::rollback::Cleared;
use crate::rollback::Run;
use crate::rollback::engine::{Program, bare};
use crate::rollback::outcome::{self, Ending};

/// How long what helm printed may still come after it has ended: a login plugin of its that lives
/// on may hold the pipe open for good.
const LAST_WORDS: Duration = Duration::from_secs(2);

/// Runs it to its end, whatever becomes of who pressed the button, and says what came of it.
pub(crate) async fn roll_back(
    program: &Program,
    cluster: &Cluster,
    run: &Run,
    cleared: &Cleared,
) -> Outcome {
    let flags = program.access.flags(&run.request().namespace);
    let arguments = arguments(run.request(), &flags);
    run.add(Happening::Begun {
        rollback: run.request().clone(),
        command: as_typed(&arguments),
    });
    let said = Mutex::new(Said::default());
    let spawned = bare(program, cleared.driver).args(&arguments).spawn();
    let ending = match spawned {
        Ok(child) => {
            bound(&child);
            listen(child, run, &said).await
        }
        Err(error) => Ending::NotStarted(error.to_string()),
    };
    let reason = said.into_inner().unwrap_or_default().reason();
    let reason = reason.map(|reason| redact_output(&reason));
    outcome::judge(cluster, run.request(), cleared, &ending, reason).await
}

/// Turns what helm prints into events.
async fn listen(mut child: Child, run: &Run, said: &Mutex<Said>) -> Ending {
    let budget = Budget::default();
    let (out, err) = (child.stdout.take(), child.stderr.take());
    let print = |stream, line: String| {
        let line = redact_output(&line);
        run.add(Happening::Printed { stream, line });
    };
    let both = async {
        let out = async {
            if let Some(out) = out {
                lines::read(out, &budget, |line| print(Stream::Out, line)).await;
            }
        };
        let err = async {
            if let Some(err) = err {
                let hear = |line: String| {
                    if let Ok(mut said) = said.lock() {
                        said.hear(&line);
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

fn ending(status: ExitStatus) -> Ending {
    use std::os::unix::process::ExitStatusExt as _;
    match (status.code(), status.signal()) {
        (Some(0), _) => Ending::Success,
        (Some(code), _) => Ending::Exit(code),
        (None, signal) => Ending::Signal(signal.unwrap_or_default()),
    }
}
