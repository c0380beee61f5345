//! Builds the program that reads manifests as helm does, from the Go module in `tests/reference-reader`.

use std::path::PathBuf;
use std::process::Command;

use sha2::{Digest, Sha256};

use super::cache_lock::lock_cache;
use super::{SetupError, on_path};
use crate::paths::Paths;
use crate::step::Step;

/// Returns the program, after building it if the cache does not contain it.
///
/// # Errors
/// When Go is missing, or the build fails.
pub fn reference_reader(paths: &Paths) -> Result<PathBuf, SetupError> {
    let module = paths.root.join("tests/reference-reader");
    let mut hash = Sha256::new();
    for name in ["go.mod", "go.sum", "main.go"] {
        let path = module.join(name);
        hash.update(std::fs::read(&path).map_err(SetupError::file("reading", &path))?);
    }
    let key: String = hash
        .finalize()
        .iter()
        .take(8)
        .map(|byte| format!("{byte:02x}"))
        .collect();
    let folder = paths.cache.join("reference-reader").join(key);
    let program = folder.join("reference-reader");
    if program.exists() {
        return Ok(program);
    }
    if on_path::find(&["go"]).is_none() {
        return Err(SetupError::Missing {
            tool: "Go 1.26 or newer".to_owned(),
            purpose: "to build the program that reads manifests as helm does, which tests compare with",
            advice: "install it from https://go.dev/dl/ so that `go` is on PATH".to_owned(),
        });
    }
    let _lock = lock_cache(paths)?;
    std::fs::create_dir_all(&folder).map_err(SetupError::file("making", &folder))?;
    let temporary = folder.join("reference-reader.building");
    let mut command = Command::new("go");
    command
        .args(["build", "-trimpath", "-ldflags", "-s -w", "-o"])
        .arg(&temporary)
        .arg(".")
        .current_dir(&module)
        .env("CGO_ENABLED", "0");
    Step {
        title: "Building the reading of manifests by helm from Go modules (about 1 minute the first time)",
        logs: &paths.logs(),
        name: "build-reference-reader",
    }
    .run(&mut command)?;
    std::fs::rename(&temporary, &program).map_err(SetupError::file("renaming to", &program))?;
    Ok(program)
}
