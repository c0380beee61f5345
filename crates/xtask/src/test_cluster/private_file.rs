//! Files that only their owner can read.

use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use super::TestClusterError;

/// Writes a file that only its owner can read.
pub(super) fn write_private(path: &Path, text: &str) -> Result<(), TestClusterError> {
    use std::io::Write;
    std::fs::OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(true)
        .mode(0o600)
        .open(path)
        .and_then(|mut file| file.write_all(text.as_bytes()))
        .map_err(TestClusterError::io(format!("writing {}", path.display())))
}
