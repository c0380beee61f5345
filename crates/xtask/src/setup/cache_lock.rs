//! A lock on the cache, which all checkouts of this user share.

use std::fs::{File, TryLockError};

use super::SetupError;
use crate::paths::Paths;
use crate::step::print_line;

/// Holds the lock on the cache until it is dropped.
#[must_use]
pub(super) struct CacheLock(
    #[expect(dead_code, reason = "closing the file gives the lock back")] File,
);

/// Waits until no other run builds into the cache. Check again afterwards whether the tool exists.
pub(super) fn lock_cache(paths: &Paths) -> Result<CacheLock, SetupError> {
    std::fs::create_dir_all(&paths.cache).map_err(SetupError::file("making", &paths.cache))?;
    let path = paths.cache.join("building.lock");
    let file = File::create(&path).map_err(SetupError::file("opening", &path))?;
    match file.try_lock() {
        Ok(()) => {}
        Err(TryLockError::WouldBlock) => {
            print_line("Waiting for another cargo xtask, which builds tools into the same cache …");
            file.lock().map_err(SetupError::file("locking", &path))?;
        }
        Err(TryLockError::Error(source)) => {
            return Err(SetupError::file("locking", &path)(source));
        }
    }
    Ok(CacheLock(file))
}
