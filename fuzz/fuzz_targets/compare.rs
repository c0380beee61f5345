//! Compares arbitrary bytes as two revisions, and renders the result in every way.
#![no_main]

use libfuzzer_sys::fuzz_target;

#[path = "../../crates/compare/tests/any_bytes/exercise.rs"]
mod exercise;

fuzz_target!(|bytes: &[u8]| exercise::exercise(bytes));
