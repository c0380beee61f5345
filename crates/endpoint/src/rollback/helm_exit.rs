//! How a helm process ended.

/// How a helm process ended.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum HelmExit {
    /// With exit status 0.
    Success,
    /// With another exit status.
    Code(i32),
    /// By a signal.
    Signal(i32),
    /// The process could not be started, for this reason.
    NotStarted(String),
}
