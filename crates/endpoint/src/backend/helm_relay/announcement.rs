//! What the relay tells the astern that started it, over a pipe.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use super::RelayAddress;

/// The line of JSON that a relay writes when it is ready. No command line holds any of it.
#[derive(Serialize, Deserialize)]
pub(super) struct Announcement {
    /// Where the relay listens.
    pub(super) address: RelayAddress,
    /// The folder of this one helm, which the relay removes at its end.
    pub(super) folder: PathBuf,
}
