//! wasm-split-cli, which splits the app into one file per page.

use std::path::PathBuf;

use super::SetupError;
use super::cargo_tool::{CargoTool, VersionCheck};
use crate::paths::Paths;

/// The version that understands the output of the crate wasm_split_helpers in `Cargo.lock`.
const VERSION: &str = "0.2.4";

/// Returns the path of `wasm-split-cli`.
///
/// # Errors
/// When it is missing and cannot be built.
pub fn wasm_split(paths: &Paths) -> Result<PathBuf, SetupError> {
    CargoTool {
        package: "wasm_split_cli_support",
        program: "wasm-split-cli",
        folder: "wasm-split-cli",
        version: VERSION,
        version_check: VersionCheck::CacheFolder,
        features: &["--features", "build-binary"],
        build_time: "1 minute",
    }
    .find(paths)
}
