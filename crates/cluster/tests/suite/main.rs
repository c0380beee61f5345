//! Tests of the Kubernetes requests of this crate against transports with prepared responses.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on should panic")]

mod access;
mod evidence;
mod installations;
mod live_objects;
mod readiness_problems;
mod records;
mod retries;
mod scripted_transport;
mod writes;
