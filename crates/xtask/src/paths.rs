//! The paths on the developer's machine.

use std::path::{Path, PathBuf};

/// The folders that the commands use.
#[derive(Clone, Debug)]
pub struct Paths {
    /// The root of the checkout, which is the workspace root.
    pub root: PathBuf,
    /// The folder for files that must survive `cargo clean`: built tools, the running test cluster.
    pub cache: PathBuf,
}

impl Paths {
    /// Returns the checkout that contains this crate, and `$ASTERN_CACHE`, else `$XDG_CACHE_HOME/astern`, else
    /// `~/.cache/astern`.
    #[must_use]
    pub fn find() -> Self {
        let here = Path::new(env!("CARGO_MANIFEST_DIR"));
        let root = here.ancestors().nth(2).unwrap_or(here).to_path_buf();
        let folder = |name: &str| {
            std::env::var_os(name)
                .filter(|value| !value.is_empty())
                .map(PathBuf::from)
        };
        let cache = folder("ASTERN_CACHE")
            .or_else(|| folder("XDG_CACHE_HOME").map(|base| base.join("astern")))
            .or_else(|| folder("HOME").map(|home| home.join(".cache/astern")))
            .unwrap_or_else(|| root.join("target/astern-cache"));
        Self { root, cache }
    }

    /// Returns the folder of one version of a tool, in the layout of `cargo install --root`.
    #[must_use]
    pub fn tool(&self, name: &str, version: &str) -> PathBuf {
        self.cache.join("tools").join(format!("{name}-{version}"))
    }

    /// Returns the folder for the output of each step.
    #[must_use]
    pub fn logs(&self) -> PathBuf {
        self.root.join("target/xtask")
    }

    /// Returns the folder of the app that Trunk built.
    #[must_use]
    pub fn dist(&self) -> PathBuf {
        self.root.join("dist")
    }

    /// Returns cargo's target folder.
    #[must_use]
    pub fn target(&self) -> PathBuf {
        std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| self.root.join("target"), PathBuf::from)
    }

    /// Returns the path of the debug build of the endpoint.
    #[must_use]
    pub fn endpoint(&self) -> PathBuf {
        self.target()
            .join("debug")
            .join(format!("astern{}", std::env::consts::EXE_SUFFIX))
    }
}
