//! The real helm, which can be held before it begins to roll back and after it has ended.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};

use crate::{Failure, HelmVersion, TestEnvironment};

/// When it is held.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Moment {
    /// It has not begun.
    Begin,
    /// It has done everything, and has not ended.
    End,
}

/// A program that runs helm, in a folder with what it is told.
#[derive(Debug)]
pub struct HeldHelm {
    folder: PathBuf,
}

impl HeldHelm {
    /// Lays the program into a folder `name` of the test cluster's.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn around(
        environment: &TestEnvironment,
        helm: HelmVersion,
        name: &str,
    ) -> Result<Self, Failure> {
        let folder = environment.access.dir().join("held").join(name);
        fs::create_dir_all(&folder)?;
        let real = environment.access.binaries().program(helm.program());
        let script = format!(
            "#!/bin/sh\n\
             held() {{ if [ -e '{folder}'/$1 ]; then : > '{folder}'/$1.reached; fi; \
             while [ -e '{folder}'/$1 ]; do sleep 0.05; done; }}\n\
             if [ \"$1\" != rollback ]; then exec '{real}' \"$@\"; fi\n\
             held begin\n'{real}' \"$@\"\nstatus=$?\nheld end\nexit $status\n",
            folder = folder.display(),
            real = real.display(),
        );
        let held = Self { folder };
        fs::write(held.program(), script)?;
        fs::set_permissions(held.program(), fs::Permissions::from_mode(0o755))?;
        Ok(held)
    }

    /// The program.
    #[must_use]
    pub fn program(&self) -> PathBuf {
        self.folder.join("helm")
    }

    /// Holds it from now on.
    ///
    /// # Errors
    /// When the folder cannot be written.
    pub fn hold(&self, moment: Moment) -> Result<(), Failure> {
        Ok(fs::write(self.file(moment), "")?)
    }

    /// Whether it is held now.
    #[must_use]
    pub fn is_held(&self, moment: Moment) -> bool {
        self.reached(moment).exists()
    }

    /// Lets it go on.
    ///
    /// # Errors
    /// When the folder cannot be written.
    pub fn let_go(&self, moment: Moment) -> Result<(), Failure> {
        fs::remove_file(self.file(moment))?;
        Ok(fs::remove_file(self.reached(moment))?)
    }

    fn file(&self, moment: Moment) -> PathBuf {
        let name = match moment {
            Moment::Begin => "begin",
            Moment::End => "end",
        };
        self.folder.join(name)
    }

    fn reached(&self, moment: Moment) -> PathBuf {
        Path::with_extension(&self.file(moment), "reached")
    }
}
