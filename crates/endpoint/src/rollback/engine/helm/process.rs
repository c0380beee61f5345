//! Running `helm rollback`: its output becomes events, its exit status the outcome.

use std::process::ExitStatus;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use astern_masking::helm_output::mask_helm_line;
use astern_protocol::{EventKind, Stream};
use tokio::process::Child;

use super::arguments::{arguments, shell_command};
use super::cluster_access::OpenAccess;
use super::error_collector::ErrorCollector;
use super::output_lines::{Admission, LIMIT_NOTE, OutputBudget, OutputLine, read_lines};
use super::program::{HelmProgram, command};
use crate::backend::Cluster;
use crate::backend::helm_relay::RelayAddress;
use crate::rollback::Run;
use crate::rollback::failure_advice::HelmError;
use crate::rollback::helm_exit::HelmExit;
use crate::rollback::outcome::{self, Ending};
use crate::rollback::preconditions::CheckedRequest;

/// How long output is read after helm has ended. A login plugin of it that still runs may hold the pipe open.
const OUTPUT_TIMEOUT: Duration = Duration::from_secs(2);

/// Runs `helm rollback` to its end, and returns how it ended.
pub(in crate::rollback::engine) async fn roll_back(
    program: &HelmProgram,
    access: OpenAccess,
    cluster: &Cluster,
    run: &Run,
    checked: &CheckedRequest,
) -> Ending {
    let (request, namespace) = (run.request(), &run.request().namespace);
    let max_history = Some(checked.max_history);
    run.add(EventKind::Begun {
        rollback: request.clone(),
        command: shell_command(&arguments(
            request,
            max_history,
            &access.shown_flags(namespace),
        )),
    });
    let errors = Mutex::new(ErrorCollector::default());
    let relay = access.relay().cloned();
    let environment = access.environment(std::env::vars_os(), checked.driver);
    let arguments = arguments(request, max_history, &access.flags(namespace));
    let spawned = command(program, environment)
        .args(arguments)
        .stdin(access.stdin())
        .spawn();
    let exit = match spawned {
        Ok(child) => {
            program.memory.apply(&child);
            follow_process(child, relay.as_ref(), run, &errors).await
        }
        Err(error) => HelmExit::NotStarted(error.to_string()),
    };
    let errors = errors.into_inner().unwrap_or_else(PoisonError::into_inner);
    let reason = errors.reason().map(|reason| HelmError::new(&reason));
    outcome::determine(cluster, run.request(), checked, &exit, reason.as_ref()).await
}

/// Adds each line that the process prints to the events, and waits for its end.
async fn follow_process(
    mut child: Child,
    relay: Option<&RelayAddress>,
    run: &Run,
    errors: &Mutex<ErrorCollector>,
) -> HelmExit {
    let budget = OutputBudget::default();
    let (stdout, stderr) = (child.stdout.take(), child.stderr.take());
    let add_line = |stream, line: &OutputLine| {
        let kept = match budget.admit(&line.text) {
            // What is not kept is not redacted either.
            Admission::Kept => format!("{}{}", mask_helm_line(&line.text), line.cut_note()),
            Admission::LimitReached => LIMIT_NOTE.to_owned(),
            Admission::Dropped => return,
        };
        run.add(EventKind::Printed { stream, line: kept });
    };
    let without_address = |mut line: OutputLine| {
        if let Some(relay) = relay {
            line.text = relay.remove_from(&line.text);
        }
        line
    };
    let output = async {
        let read_stdout = async {
            if let Some(stdout) = stdout {
                read_lines(stdout, |line| add_line(Stream::Out, &without_address(line))).await;
            }
        };
        let read_stderr = async {
            if let Some(stderr) = stderr {
                let add_error_line = |line: OutputLine| {
                    let line = without_address(line);
                    let mut errors = errors.lock().unwrap_or_else(PoisonError::into_inner);
                    errors.add_line(&line.text);
                    add_line(Stream::Err, &line);
                };
                read_lines(stderr, add_error_line).await;
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
