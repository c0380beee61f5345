//! Why there is no test cluster, and what is kept of one that did not start.

use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// Why there is no test cluster, or why it did not do what it was asked.
#[derive(Debug, thiserror::Error)]
pub enum TestClusterError {
    /// A file or a process could not be dealt with.
    #[error("{what}: {source}")]
    Io {
        /// What was being done.
        what: String,
        /// What the system said.
        #[source]
        source: io::Error,
    },
    /// One of the servers ended by itself.
    #[error("{name} ended by itself; the last line of {}: {last}", log.display())]
    ServerExited {
        /// Which one.
        name: &'static str,
        /// Its output.
        log: PathBuf,
        /// The last line of it.
        last: String,
    },
    /// Something did not come in time.
    #[error("{what} did not come within {} seconds; the logs are in {}", waited.as_secs(), logs.display())]
    Timeout {
        /// What was waited for.
        what: String,
        /// For how long.
        waited: Duration,
        /// Where the servers' logs are.
        logs: PathBuf,
    },
    /// A command against the test cluster failed.
    #[error("{command} failed: {stderr}")]
    Command {
        /// The command.
        command: String,
        /// What it said.
        stderr: String,
    },
    /// This machine does not let the test cluster have a network namespace.
    #[error("the test cluster needs {missing}: {advice}")]
    Unsupported {
        /// What is missing.
        missing: &'static str,
        /// What to do about it.
        advice: &'static str,
    },
}

impl TestClusterError {
    /// For `map_err`: what was being done when the system said no.
    pub fn io(what: impl Into<String>) -> impl FnOnce(io::Error) -> Self {
        let what = what.into();
        move |source| Self::Io { what, source }
    }
}

/// Copies the logs beside the test cluster's folder, which is about to be removed, and says where they are.
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
