//! `cargo xtask split`: splits the built app into one file per page. Trunk calls it, as `Trunk.toml` says, after it has
//! built the app and before it writes `dist`.
//!
//! Trunk has built the app as one file. This command takes the output of cargo, with names and relocations, splits it,
//! binds the main part to JavaScript again, and names each part by the hash of its content.

mod error;
mod file_names;
mod sections;
mod staging_folder;

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::paths::Paths;
use crate::setup;
use crate::step::Step;
use file_names::{APP, LOADER};
use sections::{Malformed, has_relocations, without_custom_sections};
use staging_folder::{App, Part, StagingFolder};

pub use error::SplitError;

/// Splits the app that Trunk is building.
///
/// # Errors
/// When Trunk is not running, a tool is missing, or the app cannot be split.
pub fn split(paths: &Paths) -> Result<(), SplitError> {
    let folder = std::env::var_os("TRUNK_STAGING_DIR").ok_or(SplitError::NotByTrunk)?;
    let staged = StagingFolder::find(Path::new(&folder))?;
    let built_wasm = built_wasm(paths)?;
    let wasm = read(&built_wasm)?;
    if !has_relocations(&wasm).map_err(malformed(&built_wasm))? {
        return Err(SplitError::NoRelocations(built_wasm));
    }
    let parts = paths.root.join("target/split");
    let bound = parts.join("bound");
    if parts.exists() {
        std::fs::remove_dir_all(&parts).map_err(SplitError::file("emptying", &parts))?;
    }
    std::fs::create_dir_all(&bound).map_err(SplitError::file("making", &bound))?;
    split_wasm(paths, &built_wasm, &parts)?;
    bind(paths, &parts.join(format!("{APP}.wasm")), &bound)?;
    let app = App {
        glue: text(&bound.join(format!("{APP}.js")))?,
        main: read_stripped(&bound.join(format!("{APP}_bg.wasm")))?,
        loader: text(&parts.join(LOADER))?,
        parts: lazy_parts(&parts)?,
    };
    staged.replace_app(app)
}

/// Returns the path of cargo's output. Trunk builds a release with the cargo profile `wasm`, as `index.html` says.
fn built_wasm(paths: &Paths) -> Result<PathBuf, SplitError> {
    let profile = match std::env::var("TRUNK_PROFILE").as_deref() {
        Ok("debug") => "debug",
        _ => "wasm",
    };
    let target = paths.target();
    let file = format!("wasm32-unknown-unknown/{profile}/{APP}.wasm");
    Ok(target.join(file))
}

fn split_wasm(paths: &Paths, wasm: &Path, parts: &Path) -> Result<(), SplitError> {
    let mut command = Command::new(setup::wasm_split(paths)?);
    command
        .arg(wasm)
        .arg(parts)
        .args(["--target", "web", "--out-name", APP]);
    let title = "Splitting the app";
    Ok(Step {
        title,
        logs: &paths.logs(),
        name: "split",
    }
    .run(&mut command)?)
}

fn bind(paths: &Paths, main: &Path, to: &Path) -> Result<(), SplitError> {
    let mut command = Command::new(setup::wasm_bindgen(paths)?);
    command
        .args(["--target", "web", "--no-typescript"])
        // The parts link against the unmangled export names of the main part.
        .args(["--keep-lld-exports", "--no-demangle"])
        .args(["--out-name", APP, "--out-dir"])
        .arg(to)
        .arg(main);
    let title = "Binding the app's main part";
    Ok(Step {
        title,
        logs: &paths.logs(),
        name: "bind",
    }
    .run(&mut command)?)
}

/// Reads all parts but the main one, sorted by name.
fn lazy_parts(folder: &Path) -> Result<Vec<Part>, SplitError> {
    let listing = || SplitError::file("listing", folder);
    let mut parts = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(listing())? {
        let path = entry.map_err(listing())?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        if name.ends_with(".wasm") && name != format!("{APP}.wasm") {
            parts.push(Part {
                name: name.into_owned(),
                bytes: read_stripped(&path)?,
            });
        }
    }
    parts.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(parts)
}

fn read_stripped(path: &Path) -> Result<Vec<u8>, SplitError> {
    without_custom_sections(&read(path)?).map_err(malformed(path))
}

fn malformed(path: &Path) -> impl FnOnce(Malformed) -> SplitError {
    let path = path.to_path_buf();
    move |source| SplitError::Malformed { path, source }
}

fn read(path: &Path) -> Result<Vec<u8>, SplitError> {
    std::fs::read(path).map_err(SplitError::file("reading", path))
}

fn text(path: &Path) -> Result<String, SplitError> {
    std::fs::read_to_string(path).map_err(SplitError::file("reading", path))
}
