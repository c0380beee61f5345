//! The programs of the test cluster.

use std::path::{Path, PathBuf};

/// The folder of the control plane, kubectl and both versions of helm, as `setup::control_plane` builds it.
#[derive(Clone, Debug)]
pub struct Binaries(PathBuf);

impl Binaries {
    /// Returns the programs in this folder.
    #[must_use]
    pub fn in_folder(folder: impl Into<PathBuf>) -> Self {
        Self(folder.into())
    }

    /// Returns the folder.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.0
    }

    /// Returns the path of a program.
    #[must_use]
    pub fn program(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }

    /// Returns the folder of kwok's own stages, copied from its module.
    #[must_use]
    pub fn stages(&self) -> PathBuf {
        self.0.join("stages")
    }
}
