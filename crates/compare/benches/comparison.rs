//! Measures how long it takes to decode and compare two revisions.
//!
//! `cargo bench -p astern-compare` measures a generated pair of releases with 2,000 objects and 100,000 lines. If
//! `ASTERN_LEDGER` is the path of a list of release Secrets (`kubectl get secrets -l owner=helm -o json`), the two newest
//! revisions of the list are measured as well.
#![allow(
    missing_docs,
    reason = "criterion's macros generate undocumented public items"
)]
#![allow(clippy::unwrap_used, reason = "a benchmark may panic")]

use std::{env, fs, hint::black_box};

use astern_compare::compare;
use astern_fixtures::{Size, pair};
use astern_ledger::{Driver, Record, Release, decode, encode};
use astern_masking::Masking;
use criterion::{Criterion, criterion_group, criterion_main};
use serde_json::Value;

/// Measures decoding and comparing two encoded releases.
fn benchmark_pair(criterion: &mut Criterion, name: &str, records: &[(Record, String); 2]) {
    let masking = Masking::new([7; 16]);
    let decode_record = |(record, data): &(Record, String)| decode(record, data).unwrap();
    let [from, to]: [Release; 2] = records.each_ref().map(decode_record);
    let comparison = compare(&from, &to, &masking);
    let mut group = criterion.benchmark_group(name);
    group.sample_size(20);
    group.bench_function("decode both", |bencher| {
        bencher.iter(|| black_box(records.each_ref().map(decode_record)));
    });
    group.bench_function("compare", |bencher| {
        bencher.iter(|| black_box(compare(&from, &to, &masking)));
    });
    group.bench_function("lines of every object", |bencher| {
        bencher.iter(|| {
            let diffs = comparison.objects.iter().map(|object| object.text_diff());
            black_box(diffs.map(|diff| diff.rows().len()).sum::<usize>())
        });
    });
    group.finish();
}

fn generated_releases(criterion: &mut Criterion) {
    let records = pair(Size::LARGE).map(|release| {
        let data = encode(Driver::Secret, &release).unwrap();
        (
            Record::expected(release.namespace, release.name, release.revision),
            data,
        )
    });
    benchmark_pair(criterion, "generated", &records);
}

fn recorded_releases(criterion: &mut Criterion) {
    let Some(path) = env::var_os("ASTERN_LEDGER") else {
        return;
    };
    let list: Value = serde_json::from_slice(&fs::read(path).unwrap()).unwrap();
    let mut secrets: Vec<(Record, String)> = list["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(record_and_data)
        .collect();
    secrets.sort_by_key(|(record, _)| record.revision);
    let newest = secrets.split_off(secrets.len() - 2);
    benchmark_pair(criterion, "recorded", &newest.try_into().unwrap());
}

/// Returns the revision and the encoded record of a release Secret.
fn record_and_data(secret: &Value) -> (Record, String) {
    let text = |pointer| secret.pointer(pointer).unwrap().as_str().unwrap();
    let record = Record::expected(
        text("/metadata/namespace").parse().unwrap(),
        text("/metadata/labels/name").parse().unwrap(),
        text("/metadata/labels/version").parse().unwrap(),
    );
    (record, text("/data/release").to_owned())
}

criterion_group!(benches, generated_releases, recorded_releases);
criterion_main!(benches);
