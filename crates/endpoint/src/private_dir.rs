//! A temporary folder that only its owner can enter.

use std::io;
use std::os::unix::fs::DirBuilderExt as _;
use std::path::{Path, PathBuf};

/// The longest path of the parent folder. The path of a Unix socket may have about 100 bytes; where the system's folder for
/// temporary files leaves too little of that, `/tmp` is used.
const PARENT_LIMIT: usize = 60;

/// A temporary folder that only its owner can enter. It is removed when dropped.
#[derive(Debug)]
pub struct PrivateDir(PathBuf);

impl PrivateDir {
    /// Creates the folder, with a random name.
    ///
    /// # Errors
    /// When it cannot be created.
    pub fn new() -> io::Result<Self> {
        let mut random = [0; 8];
        getrandom::fill(&mut random).map_err(|error| io::Error::other(error.to_string()))?;
        let name = format!("astern-{:016x}", u64::from_ne_bytes(random));
        let temporary = std::env::temp_dir();
        let parent = if temporary.as_os_str().len() > PARENT_LIMIT {
            PathBuf::from("/tmp")
        } else {
            temporary
        };
        let path = parent.join(name);
        // Not recursive: this fails when the folder exists already, whoever created it.
        std::fs::DirBuilder::new().mode(0o700).create(&path)?;
        Ok(Self(path))
    }

    /// The path of the folder.
    pub fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for PrivateDir {
    fn drop(&mut self) {
        // A folder that cannot be removed is left among the temporary files.
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt as _;

    #[test]
    fn only_its_owner_can_enter_and_it_is_removed() {
        let dir = PrivateDir::new().unwrap();
        let path = dir.path().to_owned();
        let mode = std::fs::metadata(&path).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o700);
        std::fs::write(path.join("s"), "").unwrap();
        drop(dir);
        assert!(!path.exists());
    }
}
