//! The sentences about comparisons.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod comparison;
mod consequences;
mod fixtures;
mod unread;
mod what_a_rollback_does;
