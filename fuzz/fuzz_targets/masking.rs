//! Gives arbitrary bytes to the masking of texts and objects.
#![no_main]

use libfuzzer_sys::fuzz_target;

#[path = "../../crates/compare/tests/any_bytes/targets.rs"]
#[allow(dead_code, reason = "each target calls one of the functions")]
mod targets;

fuzz_target!(|bytes: &[u8]| targets::masking(bytes));
