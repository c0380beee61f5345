//! Tools that come as crates.

use std::path::{Path, PathBuf};
use std::process::Command;

use super::cache_lock::lock_cache;
use super::{SetupError, on_path};
use crate::paths::Paths;
use crate::step::Step;

/// A program from a crate, in exactly one version.
pub(super) struct CargoTool<'a> {
    /// The crate.
    pub(super) package: &'a str,
    /// The program.
    pub(super) program: &'a str,
    /// The folder's name in the cache, without version.
    pub(super) folder: &'a str,
    /// The version.
    pub(super) version: &'a str,
    /// How its version is known.
    pub(super) version_check: VersionCheck,
    /// How to build it quickly: a tool that runs for a second needs no optimising.
    pub(super) features: &'a [&'a str],
    /// How long that takes.
    pub(super) build_time: &'a str,
}

/// How one knows which version of a program one has.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum VersionCheck {
    /// It answers `--version`.
    VersionOption,
    /// It has no answer to that: only the one in the cache, in its version's folder, is taken.
    CacheFolder,
}

impl CargoTool<'_> {
    /// The program: from `PATH`, from the cache, prebuilt by `cargo binstall` where that is installed, else built.
    pub(super) fn find(&self, paths: &Paths) -> Result<PathBuf, SetupError> {
        let root = paths.tool(self.folder, self.version);
        let cached = root.join("bin").join(self.program);
        let found = on_path::find(&[self.program])
            .filter(|_| self.version_check == VersionCheck::VersionOption)
            .into_iter()
            .chain([cached.clone()]);
        if let Some(program) = found.into_iter().find(|program| self.is_usable(program)) {
            return Ok(program);
        }
        let _lock = lock_cache(paths)?;
        if self.is_usable(&cached) {
            return Ok(cached);
        }
        if !self.fetch(paths, &root) || !self.is_usable(&cached) {
            self.build(paths, &root)?;
        }
        Ok(cached)
    }

    /// Whether the program is of this version; where it answers, as `trunk 0.21.14` or `wasm-bindgen 0.2.100 (…)`.
    fn is_usable(&self, program: &Path) -> bool {
        match self.version_check {
            VersionCheck::VersionOption => on_path::output(program, &["--version"])
                .is_some_and(|output| output.split(' ').any(|word| word == self.version)),
            VersionCheck::CacheFolder => on_path::output(program, &["--help"]).is_some(),
        }
    }

    fn fetch(&self, paths: &Paths, root: &Path) -> bool {
        if on_path::find(&["cargo-binstall"]).is_none() {
            return false;
        }
        let title = format!(
            "Fetching {} {} with cargo binstall (about 20 seconds)",
            self.program, self.version
        );
        let step = Step {
            title: &title,
            logs: &paths.logs(),
            name: &format!("binstall-{}", self.program),
        };
        let mut command = Command::new("cargo");
        command
            .args([
                "binstall",
                "--no-confirm",
                "--disable-strategies",
                "compile",
                "--root",
            ])
            .arg(root)
            .arg(format!("{}@{}", self.package, self.version));
        // When there is nothing prebuilt for this machine, building it is next.
        step.watch(&mut command)
            .is_ok_and(|ended| ended.status.success())
    }

    fn build(&self, paths: &Paths, root: &Path) -> Result<(), SetupError> {
        let title = format!(
            "Building {} {} (about {} the first time)",
            self.program, self.version, self.build_time
        );
        let step = Step {
            title: &title,
            logs: &paths.logs(),
            name: &format!("install-{}", self.program),
        };
        // cargo moves the program to its place only when it is whole.
        let mut command = Command::new("cargo");
        command
            .args(["install", "--locked", "--debug"])
            .args(self.features)
            .arg("--root")
            .arg(root)
            .arg(format!("{}@{}", self.package, self.version))
            .current_dir(&paths.root);
        step.run(&mut command)?;
        Ok(())
    }
}
