//! The number of warnings about a rollback, which the preview counts and the form asks a confirmation for.

use std::time::Duration;

use leptos::prelude::*;

use crate::browser::{pause, spawn_while_shown};

/// How long the button waits for the warnings. A cluster that does not answer must not block a rollback during an incident.
const TIMEOUT: Duration = Duration::from_secs(10);

/// How many warnings there are about a rollback.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum WarningCount {
    /// They are being determined.
    Pending,
    /// They could not be determined in time.
    TimedOut,
    /// This many.
    Known(usize),
}

/// Passes the number of warnings from the preview to the form.
#[derive(Clone, Copy, Debug)]
pub struct WarningCountSignal(RwSignal<WarningCount>);

impl WarningCountSignal {
    /// Provides the signal to the components of this page.
    pub fn provide() {
        let signal = Self(RwSignal::new(WarningCount::Pending));
        provide_context(signal);
        spawn_while_shown(async move {
            pause(TIMEOUT).await;
            if signal.0.get_untracked() == WarningCount::Pending {
                signal.0.set(WarningCount::TimedOut);
            }
        });
    }

    /// Sets the number of warnings; `None` while they are being determined.
    pub fn set(self, count: Option<usize>) {
        if let Some(count) = count {
            self.0.set(WarningCount::Known(count));
        }
    }

    /// Returns the number of warnings.
    pub fn get(self) -> WarningCount {
        self.0.get()
    }
}
