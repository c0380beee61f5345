//! The Rust target for WebAssembly.

use std::path::Path;
use std::process::Command;

use super::{SetupError, on_path};
use crate::paths::Paths;
use crate::step::Step;

const TARGET: &str = "wasm32-unknown-unknown";

/// Installs the WebAssembly target into the toolchain of this checkout unless it is there.
///
/// # Errors
/// When it is missing and rustup is missing or fails.
pub fn wasm_target(paths: &Paths) -> Result<(), SetupError> {
    let root = on_path::output(Path::new("rustc"), &["--print", "sysroot"]);
    if root.is_some_and(|root| Path::new(&root).join("lib/rustlib").join(TARGET).is_dir()) {
        return Ok(());
    }
    if on_path::find(&["rustup"]).is_none() {
        return Err(SetupError::Missing {
            tool: format!("The Rust target {TARGET}"),
            purpose: "to build the app",
            advice: "install Rust with rustup (https://rustup.rs), or your system's package of this target".to_owned(),
        });
    }
    let title = format!("Adding the Rust target {TARGET} (about 10 seconds the first time)");
    Step {
        title: &title,
        logs: &paths.logs(),
        name: "rustup",
    }
    .run(
        Command::new("rustup")
            .args(["target", "add", TARGET])
            .current_dir(&paths.root),
    )?;
    Ok(())
}
