//! `cargo xtask build`: the program that is installed, with the app inside.

use std::ffi::OsStr;
use std::path::PathBuf;

use crate::paths::Paths;
use crate::run;
use crate::setup::SetupError;
use crate::step::{Step, cargo};

/// Builds the app and, around it, the small program, for this machine or for `target`. Says where it is.
///
/// # Errors
/// When a tool is missing, or something does not build.
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
