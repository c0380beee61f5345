//! The command line.

mod arguments;
mod compare;
mod failure;
mod history;
mod output;
mod reading;
mod release_path;
mod table;

use std::process::ExitCode;

use clap::Parser as _;

pub use failure::Failure;

use self::arguments::{Arguments, Command};
use crate::signals::interruptible;
use crate::tell::tell;
use crate::{demo, laptop};

/// Runs `astern` with the process's arguments. Exit status 0, or 2 with one line that says why.
pub fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build();
    let result = match runtime {
        Ok(runtime) => runtime.block_on(run(arguments)),
        Err(error) => Err(Failure::Io(error)),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            tell(format_args!("astern: {failure}"));
            ExitCode::from(2)
        }
    }
}

async fn run(arguments: Arguments) -> Result<(), Failure> {
    match arguments.command {
        None => laptop::laptop(arguments.laptop.into()).await,
        Some(Command::Demo(options)) => demo::demo(options.into()).await,
        Some(Command::History(options)) => {
            let work = history::history(options.access.into(), options.release, options.output);
            interruptible(work).await
        }
        Some(Command::Compare(options)) => {
            let (access, span) = (options.access.into(), options.revisions);
            let work = compare::compare(access, options.release, span, options.output);
            interruptible(work).await
        }
    }
}
