//! Programs that a container runtime cannot start, as runc reports it.

use crate::words::{after, has_any, quoted_after};

/// Why a container cannot be started.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum StartTrouble {
    /// The program does not exist.
    NotFound {
        /// The program.
        program: String,
    },
    /// The program may not be executed.
    NotExecutable {
        /// The program.
        program: String,
    },
    /// The working directory does not exist or may not be entered.
    WorkingDirectory {
        /// The directory.
        path: String,
    },
    /// Another reason of the container runtime.
    Other,
}

/// Reads why a runtime cannot start a program: `exec: "serve": executable file not found in $PATH`.
pub(super) fn start_trouble(message: &str) -> Option<StartTrouble> {
    if let Some(rest) = after(message, "chdir to cwd (") {
        let path = rest.split("\")").next().unwrap_or(rest);
        return Some(StartTrouble::WorkingDirectory {
            path: path.trim_matches(['"', '\\']).to_owned(),
        });
    }
    // The runtime quotes the program, Docker escapes the quotes.
    let message = message.replace("\\\"", "\"");
    let exec = quoted_after(&message, "exec: ");
    let stat = || {
        let rest = after(&message, "stat ")?;
        rest.split(": ").next()
    };
    let program = exec.or_else(stat)?.to_owned();
    match () {
        () if has_any(&message, &["executable file not found", "no such file"]) => {
            Some(StartTrouble::NotFound { program })
        }
        () if has_any(
            &message,
            &["permission denied", "exec format error", "is a directory"],
        ) =>
        {
            Some(StartTrouble::NotExecutable { program })
        }
        () => Some(StartTrouble::Other),
    }
}
