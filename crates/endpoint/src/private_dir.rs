//! A folder that only its owner can enter, gone when it is dropped.

use std::io;
use std::os::unix::fs::DirBuilderExt as _;
use std::path::{Path, PathBuf};

/// A path to a Unix socket may have about 100 bytes; where the system's folder for temporary
/// files leaves too little of that, `/tmp` is taken.
const LONGEST_PARENT: usize = 60;

/// The folder.
#[derive(Debug)]
pub struct PrivateDir(PathBuf);

impl PrivateDir {
    /// Makes it, with a name that nobody can guess.
    ///
    /// # Errors
    /// When it cannot be made.
    pub fn new() -> io::Result<Self> {
        let mut random = [0; 8];
        getrandom::fill(&mut random).map_err(|error| io::Error::other(error.to_string()))?;
        let name = format!("astern-{:016x}", u64::from_ne_bytes(random));
        let temporary = std::env::temp_dir();
        let parent = if temporary.as_os_str().len() > LONGEST_PARENT {
            PathBuf::from("/tmp")
        } else {
            temporary
        };
        let path = parent.join(name);
        // Not recursive: it fails when the folder is there already, whoever made it.
        std::fs::DirBuilder::new().mode(0o700).create(&path)?;
        Ok(Self(path))
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for PrivateDir {
    fn drop(&mut self) {
        // What cannot be removed now is an empty folder among temporary files.
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt as _;

    #[test]
    fn only_its_owner_can_enter_and_it_goes() {
        let dir = PrivateDir::new().unwrap();
        let path = dir.path().to_owned();
        let mode = std::fs::metadata(&path).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o700);
        std::fs::write(path.join("s"), "").unwrap();
        drop(dir);
        assert!(!path.exists());
    }
}
