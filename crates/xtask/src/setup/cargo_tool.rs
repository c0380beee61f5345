//! Tools that are published as crates.

use std::path::{Path, PathBuf};
use std::process::Command;

use super::cache_lock::lock_cache;
use super::{SetupError, on_path};
use crate::paths::Paths;
use crate::step::Step;

/// A program of a crate, in one exact version.
pub(super) struct CargoTool<'a> {
    /// The name of the crate.
    pub(super) package: &'a str,
    /// The name of the program.
    pub(super) program: &'a str,
    /// The name of the folder in the cache, without the version.
    pub(super) folder: &'a str,
    /// The version.
    pub(super) version: &'a str,
    /// How to check the version of the program.
    pub(super) version_check: VersionCheck,
    /// Cargo features that make it quick to build; the tools run for a second, so they are not optimised.
    pub(super) features: &'a [&'a str],
    /// How long the build takes.
    pub(super) build_time: &'a str,
}

/// How to check the version of a program.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum VersionCheck {
    /// It supports `--version`.
    VersionOption,
    /// It does not support `--version`: only the program in the versioned folder of the cache is used.
    CacheFolder,
}

impl CargoTool<'_> {
    /// Returns the path of the program: from `PATH`, from the cache, downloaded by `cargo binstall` where that is
    /// installed, else built.
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

    /// Returns whether the program has the right version. Output of `--version` looks like `trunk 0.21.14` or
    /// `wasm-bindgen 0.2.100 (…)`.
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
        // If there is no prebuilt program for this machine, the caller builds it.
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
        // `cargo install` moves the program into place only when it is complete.
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
