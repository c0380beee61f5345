//! The errors of a test cluster, and the logs of one that did not start.

use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// The reason why a test cluster did not start, or an operation on it failed.
#[derive(Debug, thiserror::Error)]
pub enum TestClusterError {
    /// An operation on a file or a process failed.
    #[error("{what}: {source}")]
    Io {
        /// The operation.
        what: String,
        /// The error of the operating system.
        #[source]
        source: io::Error,
    },
    /// A server exited unexpectedly.
    #[error("{name} ended by itself; the last line of {}: {last}", log.display())]
    ServerExited {
        /// The name of the server.
        name: &'static str,
        /// The log file.
        log: PathBuf,
        /// The last line of the log.
        last: String,
    },
    /// A condition was not met in time.
    #[error("{what} did not come within {} seconds; the logs are in {}", waited.as_secs(), logs.display())]
    Timeout {
        /// The condition.
        what: String,
        /// How long it was waited for.
        waited: Duration,
        /// The folder of the servers' logs.
        logs: PathBuf,
    },
    /// A command on the test cluster failed.
    #[error("{command} failed: {stderr}")]
    Command {
        /// The command.
        command: String,
        /// Its standard error.
        stderr: String,
    },
    /// This machine does not support the test cluster.
    #[error("the test cluster needs {missing}: {advice}")]
    Unsupported {
        /// What is missing.
        missing: &'static str,
        /// How to fix it.
        advice: &'static str,
    },
}

impl TestClusterError {
    /// Returns a function for `map_err` that adds the operation.
    pub fn io(what: impl Into<String>) -> impl FnOnce(io::Error) -> Self {
        let what = what.into();
        move |source| Self::Io { what, source }
    }
}

/// Copies the logs to a folder beside that of the test cluster, which is about to be removed, and returns the path.
pub(super) fn keep_logs(dir: &Path) -> PathBuf {
    let kept = dir.with_extension("logs");
    let copy = || -> io::Result<()> {
        std::fs::create_dir_all(&kept)?;
        for entry in std::fs::read_dir(dir)? {
            let path = entry?.path();
            if let (Some("log"), Some(name)) =
                (path.extension().and_then(|e| e.to_str()), path.file_name())
            {
                std::fs::copy(&path, kept.join(name))?;
            }
        }
        Ok(())
    };
    match copy() {
        Ok(()) => kept,
        Err(_) => dir.to_path_buf(),
    }
}
