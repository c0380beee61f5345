//! The command line: parses the arguments and runs the command.

mod arguments;
mod assessment;
mod compare;
mod comparison_range;
mod grant;
mod history;
mod list;
mod mask_description;
mod release_path;
mod release_reader;
mod serve_arguments;
mod table;

use std::io;
use std::process::ExitCode;

use astern_cluster::ClusterError;
use astern_wording::failed_read_advice;
use clap::Parser as _;

use crate::error::CommandError;

use self::arguments::{Arguments, Command, RelayArguments, SuperviseArguments};
use self::grant::print_grant;
use crate::backend::helm_relay::relay;
use crate::backend::kubectl_proxy::supervise;
use crate::modes::{demo, in_cluster, laptop};
use crate::signals::interruptible;
use crate::stderr;

/// Runs `astern` with the process's arguments. Exit status 0, or 2 with a line that says why;
/// `compare --exit-code` has 1 for a difference.
pub fn main() -> ExitCode {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) if error.use_stderr() => {
            return report(&CommandError::Usage(in_one_line(&error)));
        }
        // `--help` and `--version`.
        Err(answer) => answer.exit(),
    };
    if let Some(option) = arguments.misplaced_option() {
        let message =
            format!("{option} is for serving and has to stand after `demo` or without a command");
        return report(&CommandError::Usage(message));
    }
    if let Some(option) = arguments.contradictory_option() {
        let message = format!("{option} is not for `serve`, which is in the cluster already");
        return report(&CommandError::Usage(message));
    }
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build();
    let result = match runtime {
        Ok(runtime) => runtime.block_on(run(arguments)),
        Err(error) => Err(CommandError::Io(error)),
    };
    match result {
        Ok(code) => code,
        Err(error) => report(&error),
    }
}

fn report(error: &CommandError) -> ExitCode {
    stderr::write_line(format_args!("astern: {error}"));
    match error.cluster_error() {
        Some(ClusterError::Forbidden(refusal)) => {
            print_grant("astern-read", std::slice::from_ref(refusal), None);
        }
        Some(error) => {
            if let Some(advice) = failed_read_advice(error) {
                stderr::write_line(advice);
            }
        }
        None => {}
    }
    ExitCode::from(2)
}

/// Joins the lines of clap's message that stand before the usage.
fn in_one_line(error: &clap::Error) -> String {
    let text = error.render().to_string();
    let lines: Vec<&str> = text
        .lines()
        .map(str::trim)
        .take_while(|line| !line.starts_with("Usage:") && !line.starts_with("For more"))
        .filter(|line| !line.is_empty())
        .collect();
    let line = lines.join(" ");
    line.strip_prefix("error: ").unwrap_or(&line).to_owned()
}

async fn run(arguments: Arguments) -> Result<ExitCode, CommandError> {
    let kubectl = arguments.kubectl.into();
    let success = |()| ExitCode::SUCCESS;
    match arguments.command {
        None => {
            let options = arguments.laptop.options(kubectl);
            laptop::run(options).await.map(success)
        }
        Some(Command::Demo(options)) => demo::run(options.into()).await.map(success),
        Some(Command::Serve(options)) => in_cluster::run(options.options()?).await.map(success),
        Some(Command::List(options)) => {
            let work = list::list(kubectl, options.namespace, options.output);
            interruptible(work).await.map(success)
        }
        Some(Command::History(options)) => {
            let work = history::history(kubectl, options.release.path()?, options.output);
            interruptible(work).await.map(success)
        }
        Some(Command::Compare(options)) => interruptible(compare::compare(kubectl, options)).await,
        Some(Command::Supervise(options)) => Ok(supervise_kubectl(options).await),
        Some(Command::Relay(options)) => Ok(relay_helm(options).await),
    }
}

/// Runs the supervisor of a `kubectl proxy` for reads.
async fn supervise_kubectl(arguments: SuperviseArguments) -> ExitCode {
    let Some((kubectl, rest)) = arguments.command.split_first() else {
        return ExitCode::SUCCESS;
    };
    exit_code(supervise(&arguments.socket, kubectl, rest).await)
}

/// Runs the relay of a helm.
async fn relay_helm(arguments: RelayArguments) -> ExitCode {
    let Some((kubectl, options)) = arguments.command.split_first() else {
        return ExitCode::SUCCESS;
    };
    exit_code(relay(kubectl, options).await)
}

/// Returns 0, or the number of the system's error for which kubectl cannot be run, which the astern that started this
/// process reports.
fn exit_code(result: io::Result<()>) -> ExitCode {
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let number = error.raw_os_error();
            ExitCode::from(
                number
                    .and_then(|number| u8::try_from(number).ok())
                    .unwrap_or(u8::MAX),
            )
        }
    }
}
