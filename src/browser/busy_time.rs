//! Computations that give the browser a turn now and then.

use super::clock::{now, yield_to_browser};

/// The time in milliseconds after which the browser gets a turn. It drops frames when it is kept busy for longer: a frame
/// takes 16 ms.
const BUSY_MS: i64 = 12;

/// How long a computation has kept the browser busy.
#[derive(Debug)]
pub struct BusyTime {
    since: i64,
}

impl BusyTime {
    /// Begins to measure.
    pub fn begin() -> Self {
        Self {
            since: now().as_millisecond(),
        }
    }

    /// Gives the browser a turn if it was kept busy for too long. Called after each step of a computation.
    pub async fn yield_if_long(&mut self) {
        if now().as_millisecond() - self.since >= BUSY_MS {
            yield_to_browser().await;
            *self = Self::begin();
        }
    }
}
