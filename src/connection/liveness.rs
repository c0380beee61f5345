//! Whether what the page shows is up to date.

use astern_ledger::Timestamp;
use leptos::prelude::RwSignal;

/// Whether what the page shows is up to date.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Liveness {
    /// The page follows nothing.
    NotFollowed,
    /// The last request was answered.
    Live,
    /// The cluster has not answered since this time.
    Unreachable(Timestamp),
}

/// The liveness that the top bar shows. Pages set it.
#[derive(Clone, Copy)]
pub struct LivenessSignal(pub RwSignal<Liveness>);
