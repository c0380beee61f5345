//! Reads the packages of the workspace from `cargo metadata`.

use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

/// A package of the workspace.
pub(crate) struct Package {
    pub(crate) name: String,
    /// The folder of its `Cargo.toml`.
    pub(crate) folder: PathBuf,
    /// The root files of its library and binaries, without tests, examples and benchmarks.
    pub(crate) roots: Vec<PathBuf>,
    /// Its dependencies within the workspace, without dev-dependencies.
    pub(crate) dependencies: Vec<String>,
}

/// Returns all packages of the workspace.
pub(crate) fn workspace() -> Vec<Package> {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--no-deps", "--format-version", "1"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .expect("cargo runs");
    let metadata: Value = serde_json::from_slice(&output.stdout).expect("cargo metadata is JSON");
    list(&metadata["packages"]).map(package).collect()
}

fn package(metadata: &Value) -> Package {
    let manifest = PathBuf::from(text(&metadata["manifest_path"]));
    let roots = list(&metadata["targets"]).filter(|target| {
        let kinds = list(&target["kind"]);
        kinds.map(text).any(|kind| kind == "lib" || kind == "bin")
    });
    // A path dependency is a package of the workspace.
    let dependencies = list(&metadata["dependencies"])
        .filter(|dependency| dependency["kind"] != "dev" && dependency["path"].is_string());
    Package {
        name: text(&metadata["name"]),
        folder: manifest.parent().unwrap_or(Path::new("")).to_path_buf(),
        roots: roots
            .map(|target| PathBuf::from(text(&target["src_path"])))
            .collect(),
        dependencies: dependencies
            .map(|dependency| text(&dependency["name"]))
            .collect(),
    }
}

fn list(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}
