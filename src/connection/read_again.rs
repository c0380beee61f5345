//! Reading again what could not be read, when somebody presses "Try again".

use leptos::prelude::*;

/// The press of a button "Try again". Whatever follows or asks the cluster tracks it, and begins anew what has failed.
#[derive(Clone, Copy, Debug)]
pub struct ReadAgain(RwSignal<()>);

impl ReadAgain {
    /// Provides it to all pages.
    pub fn provide() {
        provide_context(Self(RwSignal::new(())));
    }

    /// Returns the one that the app provides.
    pub fn use_context() -> Self {
        use_context().unwrap_or_else(|| Self(RwSignal::new(())))
    }

    /// Subscribes the effect that calls this to presses.
    pub fn track(self) {
        self.0.track();
    }

    /// Begins anew what has failed.
    pub fn press(self) {
        self.0.set(());
    }
}
