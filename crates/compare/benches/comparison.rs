//! How long it takes to decode and compare two revisions.
//!
//! `cargo bench -p astern-compare` measures a made-up pair of 2,000 objects and 100,000 lines. With `ASTERN_LEDGER` naming a
//! list of release Secrets (`kubectl get secrets -l owner=helm -o json`), its last two revisions as well.
#![allow(
    missing_docs,
    reason = "criterion's macros make public items without any"
)]
#![allow(clippy::unwrap_used, reason = "a benchmark may panic")]

use std::{env, fs, hint::black_box};

use astern_compare::compare;
use astern_fixtures::{Size, pair};
use astern_ledger::{Driver, Release, decode, encode};
use astern_masking::Masking;
use criterion::{Criterion, criterion_group, criterion_main};
use serde_json::Value;

fn measured(criterion: &mut Criterion, name: &str, records: &[String; 2]) {
    let masking = Masking::new([7; 16]);
    let read = |record: &String| decode(Driver::Secret, record).unwrap();
    let [from, to]: [Release; 2] = records.each_ref().map(read);
    let comparison = compare(&from, &to, &masking);
    let mut group = criterion.benchmark_group(name);
    group.sample_size(20);
    group.bench_function("decode both", |bencher| {
        bencher.iter(|| black_box(records.each_ref().map(read)));
    });
    group.bench_function("compare", |bencher| {
        bencher.iter(|| black_box(compare(&from, &to, &masking)));
    });
    group.bench_function("lines of every object", |bencher| {
        bencher.iter(|| {
            let diffs = comparison
                .objects
                .iter()
                .map(|object| object.text_diff(&masking));
            black_box(diffs.map(|diff| diff.rows().len()).sum::<usize>())
        });
    });
    group.finish();
}

fn fixtures(criterion: &mut Criterion) {
    let records = pair(Size::LARGE).map(|release| encode(Driver::Secret, &release).unwrap());
    measured(criterion, "made up", &records);
}

fn recorded(criterion: &mut Criterion) {
    let Some(path) = env::var_os("ASTERN_LEDGER") else {
        return;
    };
    let ledger: Value = serde_json::from_slice(&fs::read(path).unwrap()).unwrap();
    let mut secrets: Vec<(u64, String)> = ledger["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(record)
        .collect();
    secrets.sort();
    let newest = secrets.split_off(secrets.len() - 2);
    let records = newest
        .into_iter()
        .map(|(_, record)| record)
        .collect::<Vec<_>>();
    measured(criterion, "recorded", &records.try_into().unwrap());
}

fn record(secret: &Value) -> (u64, String) {
    let revision = secret["metadata"]["labels"]["version"].as_str().unwrap();
    let data = secret["data"]["release"].as_str().unwrap();
    (revision.parse().unwrap(), data.to_owned())
}

criterion_group!(benches, fixtures, recorded);
criterion_main!(benches);
