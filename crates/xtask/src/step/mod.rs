//! Runs commands as steps with a title, progress on the terminal, and a log file.

mod progress;
mod terminal;

use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus, Stdio};
use std::sync::Arc;
use std::time::Instant;

use progress::{Output, ProgressTicker, copy_lines, format_seconds};

use crate::paths::Paths;

pub use terminal::{print_line, report_error, show_tail};

/// A command to run: its output goes to a log file, its title and progress to the terminal.
#[derive(Debug)]
pub struct Step<'a> {
    /// The title, with the duration if the step takes long: `Building kwok (about 1 minute the first time)`.
    pub title: &'a str,
    /// The folder of log files.
    pub logs: &'a Path,
    /// The name of the log file, without extension.
    pub name: &'a str,
}

/// A step that has exited, with any exit status.
#[derive(Debug)]
pub struct CompletedStep {
    /// The exit status.
    pub status: ExitStatus,
    /// The log file with standard output and standard error, interleaved.
    pub log: PathBuf,
}

/// The reason why a step failed.
#[derive(Debug, thiserror::Error)]
pub enum StepError {
    /// The program could not be started.
    #[error("{title}: {program} could not be started")]
    Start {
        /// The step's title.
        title: String,
        /// The name of the program.
        program: String,
        /// The error of the operating system.
        #[source]
        source: io::Error,
    },
    /// The log file could not be written.
    #[error("{title}: the log {} could not be written", path.display())]
    Log {
        /// The step's title.
        title: String,
        /// The log file.
        path: PathBuf,
        /// The error of the operating system.
        #[source]
        source: io::Error,
    },
    /// The command exited with a status other than 0; the end of its output has been shown.
    #[error("{title}: failed ({status}); all of its output is in {}", log.display())]
    Failed {
        /// The step's title.
        title: String,
        /// The exit status.
        status: ExitStatus,
        /// The log file.
        log: PathBuf,
    },
}

impl Step<'_> {
    /// Runs the command and shows the end of its output if it fails.
    ///
    /// # Errors
    /// When the command cannot be started, its log cannot be written, or it exits with a status other than 0.
    pub fn run(&self, command: &mut Command) -> Result<(), StepError> {
        let completed = self.watch(command)?;
        if completed.status.success() {
            return Ok(());
        }
        show_tail(&completed.log);
        Err(StepError::Failed {
            title: self.title.to_owned(),
            status: completed.status,
            log: completed.log,
        })
    }

    /// Runs the command and reports only its duration; the caller interprets the output.
    ///
    /// # Errors
    /// When the command cannot be started or its log cannot be written.
    pub fn watch(&self, command: &mut Command) -> Result<CompletedStep, StepError> {
        let log = self.logs.join(format!("{}.log", self.name));
        let file = std::fs::create_dir_all(self.logs)
            .and_then(|()| File::create(&log))
            .map_err(|source| StepError::Log {
                title: self.title.to_owned(),
                path: log.clone(),
                source,
            })?;
        let output = Output::to(file);
        let started = Instant::now();
        let mut child = command
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .map_err(|source| self.start_error(command, source))?;
        let copiers = [
            child
                .stdout
                .take()
                .map(|pipe| copy_lines(pipe, Arc::clone(&output))),
            child
                .stderr
                .take()
                .map(|pipe| copy_lines(pipe, Arc::clone(&output))),
        ];
        let ticker = ProgressTicker::start(self.title.to_owned(), started, Arc::clone(&output));
        let status = child
            .wait()
            .map_err(|source| self.start_error(command, source));
        for copier in copiers.into_iter().flatten() {
            // The thread returns nothing.
            let _ = copier.join();
        }
        ticker.stop();
        let status = status?;
        let outcome = if status.success() { "done" } else { "failed" };
        print_line(&format!(
            "{} … {outcome} in {}",
            self.title,
            format_seconds(started.elapsed())
        ));
        Ok(CompletedStep { status, log })
    }

    fn start_error(&self, command: &Command, source: io::Error) -> StepError {
        let program = command.get_program().to_string_lossy().into_owned();
        StepError::Start {
            title: self.title.to_owned(),
            program,
            source,
        }
    }
}

/// Returns a cargo command that runs in the checkout.
pub fn cargo(paths: &Paths, arguments: &[&str]) -> Command {
    let mut command = Command::new("cargo");
    command.args(arguments).current_dir(&paths.root);
    command
}
