//! Where the test cluster's programs are.

use std::path::{Path, PathBuf};

/// A folder that holds the control plane, kubectl and both helms, as `setup::control_plane` builds it.
#[derive(Clone, Debug)]
pub struct Binaries(PathBuf);

impl Binaries {
    /// The programs in this folder.
    #[must_use]
    pub fn in_folder(folder: impl Into<PathBuf>) -> Self {
        Self(folder.into())
    }

    /// The folder.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.0
    }

    /// One program.
    #[must_use]
    pub fn program(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }

    /// kwok's own stages, copied out of its module.
    #[must_use]
    pub fn stages(&self) -> PathBuf {
        self.0.join("stages")
    }
}
