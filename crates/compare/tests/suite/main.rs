//! Tests of the public API of this crate, one module per topic.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod apply_changes;
mod causes;
mod chart;
mod comparison;
mod crds;
mod drift;
mod drift_hooks;
mod embedded;
mod fixtures;
mod hooks;
mod images;
mod immutable;
mod json;
mod known_secrets;
mod masking;
mod measured;
mod noise;
mod patch;
mod properties;
mod provenance;
mod renames;
mod repeated_keys;
mod restarts;
mod reveal;
mod search;
mod stale_configuration;
mod too_much;
mod values;
mod written_otherwise;
