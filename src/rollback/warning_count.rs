//! How many things speak against a rollback, for whoever asks a person to confirm it.

use std::time::Duration;

use leptos::prelude::*;

use crate::browser::{pause, spawn_while_shown};

/// How long the button waits for what speaks against it. An incident is no time to wait for a cluster that does not answer.
const PATIENCE: Duration = Duration::from_secs(10);

/// What is known of what speaks against it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Known {
    /// It is being worked out.
    NotYet,
    /// It could not be worked out in time.
    NotInTime,
    /// That many things do.
    Things(usize),
}

/// What the page that explains the rollback tells the form that starts it.
#[derive(Clone, Copy, Debug)]
pub struct Doubts(RwSignal<Known>);

impl Doubts {
    /// Lets the parts of this page tell each other.
    pub fn provide() -> Self {
        let doubts = Self(RwSignal::new(Known::NotYet));
        provide_context(doubts);
        spawn_while_shown(async move {
            pause(PATIENCE).await;
            if doubts.0.get_untracked() == Known::NotYet {
                doubts.0.set(Known::NotInTime);
            }
        });
        doubts
    }

    /// Says how many things speak against it; `None` while that is being worked out.
    pub fn say(self, things: Option<usize>) {
        if let Some(things) = things {
            self.0.set(Known::Things(things));
        }
    }

    /// What is known now.
    pub fn get(self) -> Known {
        self.0.get()
    }
}
