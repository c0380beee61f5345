//! The command line.

mod arguments;
mod color;
mod compare;
mod comparison_range;
mod grant;
mod history;
mod release_path;
mod release_reader;
mod serve_arguments;
mod stdout;
mod table;

use std::process::ExitCode;

use clap::Parser as _;

use crate::error::Failure;

use self::arguments::{Arguments, Command};
use self::grant::tell_grant;
use crate::modes::{demo, in_cluster, laptop};
use crate::signals::interruptible;
use crate::stderr;

/// Runs `astern` with the process's arguments. Exit status 0, or 2 with a line that says why;
/// `compare --exit-code` has 1 for a difference.
pub fn main() -> ExitCode {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) if error.use_stderr() => return failed(&Failure::Usage(in_one_line(&error))),
        // `--help` and `--version`.
        Err(answer) => answer.exit(),
    };
    if let Some(option) = arguments.misplaced() {
        let said =
            format!("{option} is for serving and has to stand after `demo` or without a command");
        return failed(&Failure::Usage(said));
    }
    if let Some(option) = arguments.contradictory() {
        let said = format!("{option} is not for `serve`, which is in the cluster already");
        return failed(&Failure::Usage(said));
    }
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build();
    let result = match runtime {
        Ok(runtime) => runtime.block_on(run(arguments)),
        Err(error) => Err(Failure::Io(error)),
    };
    match result {
        Ok(code) => code,
        Err(failure) => failed(&failure),
    }
}

fn failed(failure: &Failure) -> ExitCode {
    stderr::write_line(format_args!("astern: {failure}"));
    if let Some(refusal) = failure.refusal() {
        tell_grant("astern-read", std::slice::from_ref(refusal));
    }
    ExitCode::from(2)
}

/// What clap says before it explains the usage.
fn in_one_line(error: &clap::Error) -> String {
    let said = error.render().to_string();
    let lines: Vec<&str> = said
        .lines()
        .map(str::trim)
        .take_while(|line| !line.starts_with("Usage:") && !line.starts_with("For more"))
        .filter(|line| !line.is_empty())
        .collect();
    let line = lines.join(" ");
    line.strip_prefix("error: ").unwrap_or(&line).to_owned()
}

async fn run(arguments: Arguments) -> Result<ExitCode, Failure> {
    let access = arguments.access.into();
    let done = |()| ExitCode::SUCCESS;
    match arguments.command {
        None => {
            let laptop = laptop::laptop(arguments.laptop.laptop(access));
            laptop.await.map(done)
        }
        Some(Command::Demo(options)) => demo::demo(options.into()).await.map(done),
        Some(Command::Serve(options)) => in_cluster::in_cluster(options.options()?).await.map(done),
        Some(Command::History(options)) => {
            let work = history::history(access, options.release, options.output);
            interruptible(work).await.map(done)
        }
        Some(Command::Compare(options)) => interruptible(compare::compare(access, options)).await,
    }
}
