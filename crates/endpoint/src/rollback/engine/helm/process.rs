//! Running `helm rollback`: its output becomes events, its exit status the outcome.

use std::process::ExitStatus;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use astern_protocol::{EventKind, Outcome, Stream};
use tokio::process::Child;

use super::arguments::{arguments, shell_command};
use super::error_collector::ErrorCollector;
use super::memory_limit::limit_memory;
use super::output_lines::{LineBudget, read_lines};
use super::program::{HelmProgram, command};
use crate::backend::Cluster;
use crate::redact_output::redact_output;
use crate::rollback::Run;
use crate::rollback::helm_exit::HelmExit;
use crate::rollback::outcome;
use crate::rollback::preconditions::CheckedRequest;

/// How long output is read after helm has ended. A login plugin of it that still runs may hold the pipe open.
const OUTPUT_TIMEOUT: Duration = Duration::from_secs(2);

/// Runs `helm rollback` to its end, and returns the outcome.
pub(in crate::rollback::engine) async fn roll_back(
    program: &HelmProgram,
    cluster: &Cluster,
    run: &Run,
    checked: &CheckedRequest,
) -> Outcome {
    let flags = program.access.flags(&run.request().namespace);
    let arguments = arguments(run.request(), &flags);
    run.add(EventKind::Begun {
        rollback: run.request().clone(),
        command: shell_command(&arguments),
    });
    let errors = Mutex::new(ErrorCollector::default());
    let spawned = command(program, checked.driver).args(&arguments).spawn();
    let exit = match spawned {
        Ok(child) => {
            limit_memory(&child);
            follow_process(child, run, &errors).await
        }
        Err(error) => HelmExit::NotStarted(error.to_string()),
    };
    let errors = errors.into_inner().unwrap_or_else(PoisonError::into_inner);
    let reason = errors.reason().map(|reason| redact_output(&reason));
    outcome::determine(cluster, run.request(), checked, &exit, reason).await
}

/// Adds each line that the process prints to the events, and waits for its end.
async fn follow_process(mut child: Child, run: &Run, errors: &Mutex<ErrorCollector>) -> HelmExit {
    let budget = LineBudget::default();
    let (stdout, stderr) = (child.stdout.take(), child.stderr.take());
    let add_line = |stream, line: &str| {
        let line = redact_output(line).into_inner();
        run.add(EventKind::Printed { stream, line });
    };
    let output = async {
        let read_stdout = async {
            if let Some(stdout) = stdout {
                read_lines(stdout, &budget, |line| add_line(Stream::Out, &line)).await;
            }
        };
        let read_stderr = async {
            if let Some(stderr) = stderr {
                let add_error_line = |line: String| {
                    let mut errors = errors.lock().unwrap_or_else(PoisonError::into_inner);
                    errors.add_line(&line);
                    add_line(Stream::Err, &line);
                };
                read_lines(stderr, &budget, add_error_line).await;
            }
        };
        tokio::join!(read_stdout, read_stderr);
    };
    tokio::pin!(output);
    let status = tokio::select! {
        status = child.wait() => {
            let _ = tokio::time::timeout(OUTPUT_TIMEOUT, &mut output).await;
            status
        }
        () = &mut output => child.wait().await,
    };
    match status {
        Ok(status) => helm_exit(status),
        Err(error) => HelmExit::NotStarted(error.to_string()),
    }
}

fn helm_exit(status: ExitStatus) -> HelmExit {
    use std::os::unix::process::ExitStatusExt as _;
    match (status.code(), status.signal()) {
        (Some(0), _) => HelmExit::Success,
        (Some(code), _) => HelmExit::Code(code),
        (None, signal) => HelmExit::Signal(signal.unwrap_or_default()),
    }
}
