//! Waiting for what another process does.

use std::time::{Duration, Instant};

/// Waits until something is true.
///
/// Panics when it is not after a minute.
pub fn wait_until(what: &str, mut is_true: impl FnMut() -> bool) {
    let deadline = Instant::now() + Duration::from_secs(60);
    while !is_true() {
        assert!(Instant::now() < deadline, "{what} did not come");
        std::thread::sleep(Duration::from_millis(10));
    }
}
