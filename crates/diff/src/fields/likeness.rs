//! Pairs entries of two lists that nothing identifies, by how much they have in common.

use serde_json::{Map, Value};

/// The most scalars that are looked at to find which entries are alike. Where there are more, none are.
const MAX_COMPARED: usize = 200_000;

/// The share of two entries that is equal, in thousandths, from which on they are the same entry.
const ALIKE: u32 = 500;

/// Returns the positions of the entries that are alike, ascending on both sides: those that together have the most in common.
pub(super) fn pairs(old: &[Value], new: &[Value]) -> Vec<(usize, usize)> {
    let size = |list: &[Value]| list.iter().map(scalars).fold(0, usize::saturating_add);
    let compared = size(old)
        .saturating_mul(new.len())
        .saturating_add(size(new).saturating_mul(old.len()));
    if compared == 0 || compared > MAX_COMPARED {
        return Vec::new();
    }
    // `best[i][j]` is the most that the entries from `i` and from `j` on have in common.
    let columns = new.len() + 1;
    let mut shares = vec![0; old.len() * columns];
    let mut best = vec![0; (old.len() + 1) * columns];
    for (i, old) in old.iter().enumerate().rev() {
        for (j, new) in new.iter().enumerate().rev() {
            let share = Some(share(old, new))
                .filter(|share| *share >= ALIKE)
                .unwrap_or(0);
            let here = i * columns + j;
            let (down, right, both) = (here + columns, here + 1, here + columns + 1);
            shares[here] = share;
            best[here] = best[down].max(best[right]).max(best[both] + share);
        }
    }
    let (mut i, mut j) = (0, 0);
    let mut pairs = Vec::new();
    while i < old.len() && j < new.len() {
        let here = i * columns + j;
        if shares[here] > 0 && best[here] == best[here + columns + 1] + shares[here] {
            pairs.push((i, j));
            (i, j) = (i + 1, j + 1);
        } else if best[here] == best[here + columns] {
            i += 1;
        } else {
            j += 1;
        }
    }
    pairs
}

/// Returns the share of two entries that is equal, in thousandths: of two texts how much they begin and end alike, else how
/// many of their scalars are equal.
fn share(old: &Value, new: &Value) -> u32 {
    let (equal, all) = match (old, new) {
        (Value::String(old), Value::String(new)) => common_ends(old, new),
        _ => common_scalars(old, new),
    };
    u32::try_from(equal.saturating_mul(1000) / all.max(1)).unwrap_or(0)
}

/// Returns how many bytes two texts have in common at their ends, and how many the longer one has.
fn common_ends(old: &str, new: &str) -> (usize, usize) {
    let shorter = old.len().min(new.len());
    let equal = |(old, new): &(u8, u8)| old == new;
    let start = old.bytes().zip(new.bytes()).take_while(equal).count();
    let end = old
        .bytes()
        .rev()
        .zip(new.bytes().rev())
        .take_while(equal)
        .count();
    ((start + end).min(shorter), old.len().max(new.len()))
}

/// Returns how many scalars are equal and at the same place in two values, and how many places there are.
fn common_scalars(old: &Value, new: &Value) -> (usize, usize) {
    let add = |(equal, all): (usize, usize), (more_equal, more): (usize, usize)| {
        (equal + more_equal, all + more)
    };
    match (old, new) {
        (Value::Object(old), Value::Object(new)) => {
            let only_new = |old: &Map<String, Value>| {
                let only = new.iter().filter(|(key, _)| !old.contains_key(*key));
                only.map(|(_, value)| scalars(value)).sum::<usize>()
            };
            old.iter()
                .map(|(key, value)| match new.get(key) {
                    Some(other) => common_scalars(value, other),
                    None => (0, scalars(value)),
                })
                .fold((0, only_new(old)), add)
        }
        (Value::Array(old), Value::Array(new)) => {
            let shorter = old.len().min(new.len());
            let rest = old.iter().skip(shorter).chain(new.iter().skip(shorter));
            let rest = rest.map(scalars).sum();
            let common = old
                .iter()
                .zip(new)
                .map(|(old, new)| common_scalars(old, new));
            common.fold((0, rest), add)
        }
        _ if old == new => (1, 1),
        _ => (0, scalars(old).max(scalars(new))),
    }
}

/// Returns the number of scalars in a value; an empty list or mapping counts as one.
fn scalars(value: &Value) -> usize {
    match value {
        Value::Array(items) => items.iter().map(scalars).sum::<usize>().max(1),
        Value::Object(fields) => fields.values().map(scalars).sum::<usize>().max(1),
        _ => 1,
    }
}
