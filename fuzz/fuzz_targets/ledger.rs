//! Decodes arbitrary bytes as a release record, in every layer of its encoding.
#![no_main]

use libfuzzer_sys::fuzz_target;

#[path = "../../crates/ledger/tests/any_bytes/exercise.rs"]
mod exercise;

fuzz_target!(|bytes: &[u8]| exercise::exercise(bytes));
