//! What every mode serves.

use astern_protocol::Session;

use crate::http::Assets;
use crate::rollback::Rollbacks;

/// What the handlers work with, whoever may come in and whichever way.
#[derive(Debug)]
pub struct App {
    /// What the page is told about who serves it.
    pub session: Session,
    /// The rollbacks of this run.
    pub rollbacks: Rollbacks,
    /// The app's files.
    pub assets: Assets,
}
