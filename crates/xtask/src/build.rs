//! `cargo xtask build`: builds the program for release, with the app embedded.

use std::ffi::OsStr;
use std::path::PathBuf;

use crate::paths::Paths;
use crate::run;
use crate::setup::SetupError;
use crate::step::{Step, cargo};

/// Builds the app and the release binary that embeds it, for this machine or for `target`. Returns its path.
///
/// # Errors
/// When a tool is missing, or a build fails.
pub fn build(paths: &Paths, target: Option<&OsStr>) -> Result<PathBuf, SetupError> {
    run::app(paths)?;
    let mut command = cargo(paths, &["build", "--release", "--package", "astern"]);
    let mut folder = paths.target();
    if let Some(target) = target {
        command.arg("--target").arg(target);
        folder.push(target);
    }
    Step {
        title: "Building the endpoint for release (about 5 minutes the first time)",
        logs: &paths.logs(),
        name: "release",
    }
    .run(&mut command)?;
    Ok(folder
        .join("release")
        .join(format!("astern{}", std::env::consts::EXE_SUFFIX)))
}
