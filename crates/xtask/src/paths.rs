//! Where things are kept on the developer's machine.

use std::path::{Path, PathBuf};

/// The folders that every command works with.
#[derive(Clone, Debug)]
pub struct Paths {
    /// The checkout: the workspace's root.
    pub root: PathBuf,
    /// What must outlive `cargo clean`: built tools, the running test cluster.
    pub cache: PathBuf,
}

impl Paths {
    /// The checkout that this crate stands in, and `$ASTERN_CACHE`, else `$XDG_CACHE_HOME/astern`, else
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

    /// The folder of a tool in exactly this version, as `cargo install --root` wants it.
    #[must_use]
    pub fn tool(&self, name: &str, version: &str) -> PathBuf {
        self.cache.join("tools").join(format!("{name}-{version}"))
    }

    /// Where the output of each step is kept.
    #[must_use]
    pub fn logs(&self) -> PathBuf {
        self.root.join("target/xtask")
    }

    /// The app as Trunk builds it.
    #[must_use]
    pub fn dist(&self) -> PathBuf {
        self.root.join("dist")
    }

    /// Where cargo builds.
    #[must_use]
    pub fn target(&self) -> PathBuf {
        std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| self.root.join("target"), PathBuf::from)
    }

    /// The endpoint as `cargo build` leaves it.
    #[must_use]
    pub fn endpoint(&self) -> PathBuf {
        self.target()
            .join("debug")
            .join(format!("astern{}", std::env::consts::EXE_SUFFIX))
    }
}
