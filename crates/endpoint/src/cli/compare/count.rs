//! Numbers of things.

/// `no values`, `1 value`, `2 values`.
pub(super) fn count(number: usize, what: &str) -> String {
    match number {
        0 => format!("no {what}s"),
        1 => format!("1 {what}"),
        many => format!("{many} {what}s"),
    }
}

/// The verb that goes with a number of things.
pub(super) fn verb<'w>(number: usize, one: &'w str, other: &'w str) -> &'w str {
    match number {
        1 => one,
        _ => other,
    }
}
