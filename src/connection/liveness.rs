//! Whether what the page shows is up to date.

use astern_cluster::TemporaryFailure;
use astern_ledger::Timestamp;
use leptos::prelude::RwSignal;

/// Whether what the page shows is up to date.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Liveness {
    /// The page follows nothing.
    NotFollowed,
    /// The last read of the list was answered. Other reads may fail: see `FailingReads`.
    Live,
    /// The list is not followed since this time, because its reads fail. They are sent again.
    Failing {
        /// Since when.
        since: Timestamp,
        /// Why.
        failure: TemporaryFailure,
    },
}

/// The liveness that the top bar shows. Pages set it.
#[derive(Clone, Copy)]
pub struct LivenessSignal(pub RwSignal<Liveness>);
