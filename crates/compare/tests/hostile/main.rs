//! Records that are made to cost much are read and compared within a bounded amount of memory, or refused by name.
//!
//! Only one test, because it measures the memory of the whole process.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

use astern_compare::{Comparison, compare, patch};
use astern_fixtures::{HOSTILE_CASES, hostile_record, stored};
use astern_ledger::{DecodeError, Release, decode};
use astern_masking::Masking;
use peak_alloc::PeakAlloc;

#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;

/// The most bytes beyond those of the decompressed records.
const LIMIT: usize = 256 << 20;

/// The part of the size of each case: in an unoptimised build the whole takes minutes.
const PART: usize = 128;

#[test]
fn hostile_records_take_a_bounded_amount_of_memory() {
    for case in HOSTILE_CASES {
        let json = case.records(case.size / PART);
        let inflated: usize = json.iter().map(String::len).sum();
        let records = json.map(|record| stored(&record));
        let before = MEMORY.current_usage();
        MEMORY.reset_peak_usage();
        let result = read_and_compare(&records);
        let peak = MEMORY.peak_usage().saturating_sub(before);
        assert!(
            peak <= LIMIT + inflated,
            "{}: {} MiB for {} MiB of JSON",
            case.name,
            peak >> 20,
            inflated >> 20
        );
        drop(result);
    }
}

/// Reads and compares two records and writes the comparison in both forms of the terminal.
fn read_and_compare(records: &[String; 2]) -> Result<Comparison, DecodeError> {
    let masking = Masking::new([7; 16]);
    let read = |revision| decode(&hostile_record(revision), &records[revision as usize - 1]);
    let [from, to]: [Release; 2] = [read(1)?, read(2)?];
    let comparison = compare(&from, &to, &masking);
    serde_json::to_writer(std::io::sink(), &comparison).unwrap();
    drop(patch(&comparison.objects, 3).to_string());
    Ok(comparison)
}
