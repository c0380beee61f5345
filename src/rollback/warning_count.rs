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
pub struct WarningCountSignal {
    history: RwSignal<WarningCount>,
    refused: RwSignal<usize>,
}

impl WarningCountSignal {
    /// Provides the signal to the components of this page.
    pub fn provide() {
        let signal = Self {
            history: RwSignal::new(WarningCount::Pending),
            refused: RwSignal::new(0),
        };
        provide_context(signal);
        spawn_while_shown(async move {
            pause(TIMEOUT).await;
            if signal.history.get_untracked() == WarningCount::Pending {
                signal.history.set(WarningCount::TimedOut);
            }
        });
    }

    /// Sets the number of warnings from the history; `None` while they are being determined.
    pub fn set(self, count: Option<usize>) {
        if let Some(count) = count {
            self.history.set(WarningCount::Known(count));
        }
    }

    /// Sets the number of changes that Kubernetes is known to refuse, each of which is a warning.
    pub fn set_refused(self, count: usize) {
        self.refused.set(count);
    }

    /// Returns the number of warnings.
    pub fn get(self) -> WarningCount {
        match self.history.get() {
            WarningCount::Known(count) => WarningCount::Known(count + self.refused.get()),
            other => other,
        }
    }
}
