//! The cache is shared by every checkout of this user: what one run builds in it, another waits for.

use std::fs::{File, TryLockError};

use super::SetupError;
use crate::places::Places;
use crate::step::say;

/// Nobody else builds into the cache for as long as this is held.
#[must_use]
pub(super) struct Alone(#[expect(dead_code, reason = "closing the file gives the lock back")] File);

/// Waits until no other run builds into the cache. What it has built meanwhile is there then.
pub(super) fn alone(places: &Places) -> Result<Alone, SetupError> {
    std::fs::create_dir_all(&places.cache).map_err(SetupError::file("making", &places.cache))?;
    let path = places.cache.join("building.lock");
    let file = File::create(&path).map_err(SetupError::file("opening", &path))?;
    match file.try_lock() {
        Ok(()) => {}
        Err(TryLockError::WouldBlock) => {
            say("Waiting for another cargo xtask, which builds tools into the same cache …");
            file.lock().map_err(SetupError::file("locking", &path))?;
        }
        Err(TryLockError::Error(source)) => {
            return Err(SetupError::file("locking", &path)(source));
        }
    }
    Ok(Alone(file))
}
