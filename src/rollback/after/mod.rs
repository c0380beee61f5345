//! After the press: what is seen of a rollback from outside of helm, to its end and what to do then.

mod answer;
mod ending;
mod follow;
mod hooks;
mod phase_list;
mod phases;
mod pressed;
mod printed;
mod progress;

pub use progress::ProgressPage;
