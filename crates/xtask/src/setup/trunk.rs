//! Trunk, which builds the app.

use std::path::PathBuf;

use super::SetupError;
use super::cargo_tool::{CargoTool, VersionCheck};
use crate::paths::Paths;

/// The newest version that builds with this project's Rust.
const VERSION: &str = "0.21.14";

/// Returns the path of `trunk`.
///
/// # Errors
/// When it is missing and cannot be built.
pub fn trunk(paths: &Paths) -> Result<PathBuf, SetupError> {
    CargoTool {
        package: "trunk",
        program: "trunk",
        folder: "trunk",
        version: VERSION,
        version_check: VersionCheck::VersionOption,
        features: &["--no-default-features", "--features", "rustls"],
        build_time: "3 minutes",
    }
    .find(paths)
}
