//! Measures how long it takes, and how much memory, to decode, compare and write down each pair of hostile records.
//!
//! `cargo bench -p astern-compare --bench hostile`; with `-- WORD` only the cases whose names contain the word. The goal for
//! records that Kubernetes can store is 2 seconds, and 256 MiB beyond the size of the decompressed records.
#![allow(clippy::unwrap_used, reason = "a benchmark may panic")]

use std::{env, time::Instant};

use astern_compare::{Comparison, compare};
use astern_fixtures::{HOSTILE_CASES, HostileCase, hostile_record, stored};
use astern_ledger::{DecodeError, Release, decode};
use astern_masking::Masking;
use peak_alloc::PeakAlloc;

#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;

fn main() {
    let word = env::args()
        .skip(1)
        .find(|argument| !argument.starts_with('-'));
    println!("| case | stored | decompressed | seconds | peak MiB | result |");
    println!("| --- | --- | --- | --- | --- | --- |");
    for case in HOSTILE_CASES {
        if word
            .as_ref()
            .is_none_or(|word| case.name.contains(word.as_str()))
        {
            measure(case);
        }
    }
}

fn measure(case: &HostileCase) {
    let json = case.records(case.size);
    let inflated: usize = json.iter().map(String::len).sum();
    let records = json.map(|record| stored(&record));
    // Without the layer of base64 that the API adds.
    let size = records.iter().map(String::len).max().unwrap_or_default() * 3 / 4;
    let before = MEMORY.current_usage();
    MEMORY.reset_peak_usage();
    let start = Instant::now();
    let result = read_and_compare(&records);
    let seconds = start.elapsed().as_secs_f64();
    let peak = MEMORY.peak_usage().saturating_sub(before) >> 20;
    let result = match result {
        Ok(comparison) => format!("{:?}", comparison.too_much),
        Err(error) => error.to_string(),
    };
    let inflated = inflated >> 10;
    println!(
        "| {} | {size} B | {inflated} KiB | {seconds:.2} | {peak} | {result} |",
        case.name
    );
}

/// Does what a person sees at least: the comparison, as JSON.
fn read_and_compare(records: &[String; 2]) -> Result<Comparison, DecodeError> {
    let masking = Masking::new([7; 16]);
    let read = |revision| decode(&hostile_record(revision), &records[revision as usize - 1]);
    let [from, to]: [Release; 2] = [read(1)?, read(2)?];
    let comparison = compare(&from, &to, &masking);
    serde_json::to_writer(std::io::sink(), &comparison).unwrap();
    Ok(comparison)
}
