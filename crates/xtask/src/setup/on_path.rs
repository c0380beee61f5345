//! Programs on `PATH`.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// Returns the path of the first of these programs that is on `PATH`.
pub(super) fn find(names: &[&str]) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    let folders: Vec<PathBuf> = std::env::split_paths(&path).collect();
    names.iter().find_map(|name| {
        folders
            .iter()
            .map(|folder| folder.join(name))
            .find(|file| is_program(file))
    })
}

/// Runs a program and returns its standard output without surrounding white space; `None` if it cannot be run or fails.
pub(super) fn output(program: &Path, arguments: &[&str]) -> Option<String> {
    let result = Command::new(program)
        .args(arguments)
        .env_remove("NO_COLOR")
        .stdin(Stdio::null())
        .stderr(Stdio::null())
        .output()
        .ok()?;
    result
        .status
        .success()
        .then(|| String::from_utf8_lossy(&result.stdout).trim().to_owned())
}

fn is_program(file: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    std::fs::metadata(file)
        .is_ok_and(|data| data.is_file() && data.permissions().mode() & 0o111 != 0)
}
