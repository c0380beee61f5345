//! A wrapper around helm that can pause before it begins to roll back and before it exits.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};

use crate::{Failure, HelmVersion, TestEnvironment};

/// A point at which helm pauses.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum PausePoint {
    /// Before it begins.
    Begin,
    /// After it has finished, before it exits.
    End,
}

/// A shell script that runs helm, in a folder with the files that control it.
#[derive(Debug)]
pub struct PausableHelm {
    folder: PathBuf,
}

impl PausableHelm {
    /// Writes the script into the folder `name` of the test cluster.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn around(
        environment: &TestEnvironment,
        helm: HelmVersion,
        name: &str,
    ) -> Result<Self, Failure> {
        let folder = environment.access.dir().join("paused").join(name);
        fs::create_dir_all(&folder)?;
        let real = environment.access.binaries().program(helm.program());
        let script = format!(
            "#!/bin/sh\n\
             pause_at() {{ if [ -e '{folder}'/$1 ]; then : > '{folder}'/$1.reached; fi; \
             while [ -e '{folder}'/$1 ]; do sleep 0.05; done; }}\n\
             if [ \"$1\" != rollback ]; then exec '{real}' \"$@\"; fi\n\
             pause_at begin\n'{real}' \"$@\"\nstatus=$?\npause_at end\nexit $status\n",
            folder = folder.display(),
            real = real.display(),
        );
        let helm = Self { folder };
        fs::write(helm.program(), script)?;
        fs::set_permissions(helm.program(), fs::Permissions::from_mode(0o755))?;
        Ok(helm)
    }

    /// Returns the path of the script.
    #[must_use]
    pub fn program(&self) -> PathBuf {
        self.folder.join("helm")
    }

    /// Makes it pause at that point from now on.
    ///
    /// # Errors
    /// When the folder cannot be written.
    pub fn pause_at(&self, point: PausePoint) -> Result<(), Failure> {
        Ok(fs::write(self.file(point), "")?)
    }

    /// Returns whether it is paused at that point.
    #[must_use]
    pub fn is_paused(&self, point: PausePoint) -> bool {
        self.reached(point).exists()
    }

    /// Lets it continue.
    ///
    /// # Errors
    /// When the folder cannot be written.
    pub fn resume(&self, point: PausePoint) -> Result<(), Failure> {
        fs::remove_file(self.file(point))?;
        Ok(fs::remove_file(self.reached(point))?)
    }

    fn file(&self, point: PausePoint) -> PathBuf {
        let name = match point {
            PausePoint::Begin => "begin",
            PausePoint::End => "end",
        };
        self.folder.join(name)
    }

    fn reached(&self, point: PausePoint) -> PathBuf {
        Path::with_extension(&self.file(point), "reached")
    }
}
