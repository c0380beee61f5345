//! The wasm-bindgen program, whose version must equal that of the crate.

use std::path::PathBuf;

use super::SetupError;
use super::cargo_tool::{CargoTool, VersionCheck};
use crate::paths::Paths;

/// Returns the path of `wasm-bindgen`, in the version that `Cargo.lock` names.
///
/// # Errors
/// When `Cargo.lock` does not name a version, or the program is missing and cannot be built.
pub fn wasm_bindgen(paths: &Paths) -> Result<PathBuf, SetupError> {
    let path = paths.root.join("Cargo.lock");
    let lock = std::fs::read_to_string(&path).map_err(SetupError::file("reading", &path))?;
    let version = locked_version(&lock, "wasm-bindgen").ok_or_else(|| SetupError::Missing {
        tool: "The crate wasm-bindgen in Cargo.lock".to_owned(),
        purpose: "to know which version of its program builds the app",
        advice: "take Cargo.lock from version control (`git checkout Cargo.lock`)".to_owned(),
    })?;
    CargoTool {
        package: "wasm-bindgen-cli",
        program: "wasm-bindgen",
        folder: "wasm-bindgen",
        version,
        version_check: VersionCheck::VersionOption,
        features: &[],
        build_time: "3 minutes",
    }
    .find(paths)
}

/// Returns the version of a package in a `Cargo.lock`, where the `version` line follows the `name` line.
fn locked_version<'a>(lock: &'a str, package: &str) -> Option<&'a str> {
    let name = format!("name = \"{package}\"");
    let mut lines = lock.lines().skip_while(|line| *line != name);
    lines
        .nth(1)?
        .strip_prefix("version = \"")?
        .strip_suffix('"')
}

#[cfg(test)]
mod tests {
    use super::locked_version;

    #[test]
    fn the_version_is_that_of_the_exact_package() {
        let lock = "[[package]]\nname = \"wasm-bindgen-macro\"\nversion = \"1.0.0\"\n\n[[package]]\nname = \
                    \"wasm-bindgen\"\nversion = \"0.2.130\"\n";
        assert_eq!(locked_version(lock, "wasm-bindgen"), Some("0.2.130"));
        assert_eq!(locked_version(lock, "wasm"), None);
    }
}
