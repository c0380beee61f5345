//! Comparisons from outside, by topic.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod answer;
mod applying;
mod comparison;
mod consequences;
mod immutable;
mod json;
mod made_up;
mod masking;
mod noise;
mod properties;
mod restarts;
mod unnoticed;
