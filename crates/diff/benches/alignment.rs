//! Measures the alignment of sequences and texts that are hard to align.
//!
//! Run it with `cargo bench -p astern-diff`.
#![allow(
    missing_docs,
    reason = "criterion's macros generate undocumented public items"
)]

use std::hint::black_box;

use astern_diff::{TextDiff, align};
use criterion::{Criterion, criterion_group, criterion_main};

/// Returns pseudo-random numbers below `limit`, the same in each run.
fn random_numbers(count: u32, limit: u32, seed: u32) -> Vec<u32> {
    let mut state = seed;
    let next = |_| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 16) % limit
    };
    (0..count).map(next).collect()
}

fn sequences(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("sequences");
    group.sample_size(10);
    let block: Vec<u32> = (0..10_000).collect();
    let moved: Vec<u32> = block[5_000..]
        .iter()
        .chain(&block[..5_000])
        .copied()
        .collect();
    let periodic = |period: u32| (0..10_000).map(|n| n * 7919 % period).collect::<Vec<u32>>();
    let reversed: Vec<u32> = block.iter().rev().copied().collect();
    for (name, old, new) in [
        (
            "two kinds of items",
            random_numbers(10_000, 2, 1),
            random_numbers(10_000, 2, 2),
        ),
        (
            "fifty kinds of items",
            random_numbers(10_000, 50, 1),
            random_numbers(10_000, 50, 2),
        ),
        (
            "a thousand kinds of items",
            random_numbers(10_000, 1_000, 1),
            random_numbers(10_000, 1_000, 2),
        ),
        ("two periods", periodic(251), periodic(257)),
        ("halves exchanged", block.clone(), moved),
        ("reversed", block.clone(), reversed),
        (
            "nothing in common",
            block.clone(),
            (10_000..20_000).collect(),
        ),
        (
            "short against long",
            random_numbers(500, 50, 1),
            random_numbers(19_500, 50, 2),
        ),
        (
            "sixty kinds, 1,000 items",
            random_numbers(1_000, 60, 1),
            random_numbers(1_000, 60, 2),
        ),
    ] {
        group.bench_function(name, |bencher| {
            bencher.iter(|| black_box(align(&old, &new)))
        });
    }
    group.finish();
}

fn texts(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("texts");
    group.sample_size(10);
    let text = |numbers: Vec<u32>| -> String {
        numbers
            .iter()
            .map(|number| format!("line {number}\n"))
            .collect()
    };
    for (name, old, new) in [
        (
            "60,000 lines of 7 kinds",
            random_numbers(60_000, 7, 1),
            random_numbers(60_000, 7, 2),
        ),
        (
            "60,000 lines of 1,000 kinds",
            random_numbers(60_000, 1_000, 1),
            random_numbers(60_000, 1_000, 2),
        ),
    ] {
        let (old, new) = (text(old), text(new));
        group.bench_function(name, |bencher| {
            bencher.iter(|| black_box(TextDiff::new(old.as_str().into(), new.as_str().into())));
        });
    }
    group.finish();
}

criterion_group!(benches, sequences, texts);
criterion_main!(benches);
