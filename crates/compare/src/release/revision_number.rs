//! Whether the number of the revision, which a template writes, is all that differs.

use astern_ledger::Release;
use astern_masking::MaskedValue;
use serde_json::Value;

use crate::{Change, FieldChange, ObjectChange, Sides};

/// Returns whether each object differs only in the numbers of the two revisions: in its fields, or in its name.
pub(super) fn explains(releases: &Sides<&Release>, changes: &[&ObjectChange]) -> bool {
    let numbers = releases.map(|release| release.revision.to_string());
    let is_explained = |change: &&ObjectChange| match change.change {
        Change::Added => has_counterpart(
            change,
            changes,
            (&numbers.to, &numbers.from),
            Change::Removed,
        ),
        Change::Removed => {
            has_counterpart(change, changes, (&numbers.from, &numbers.to), Change::Added)
        }
        Change::Changed | Change::Reordered => {
            let mut fields = change.fields.iter();
            fields.all(|field| field.noise.is_some() || is_number(field, &numbers))
        }
    };
    !changes.is_empty() && changes.iter().all(is_explained)
}

/// Whether a field has the number of its revision on each side and is the same apart from it.
fn is_number(field: &FieldChange, numbers: &Sides<String>) -> bool {
    let text = |value: &Option<MaskedValue>| match value {
        Some(MaskedValue::Plain(Value::String(text))) => Some(text.clone()),
        Some(MaskedValue::Plain(value @ Value::Number(_))) => Some(value.to_string()),
        _ => None,
    };
    match (text(&field.from), text(&field.to)) {
        (Some(from), Some(to)) => renumbered(&from, &numbers.from, &numbers.to) == to,
        _ => false,
    }
}

/// Whether the other side has an object of this one's name with the other revision's number.
fn has_counterpart(
    change: &ObjectChange,
    changes: &[&ObjectChange],
    (own, other): (&str, &str),
    side: Change,
) -> bool {
    let name = renumbered(&change.id.name, own, other);
    name != change.id.name
        && changes.iter().any(|counterpart| {
            counterpart.change == side
                && counterpart.id.kind == change.id.kind
                && counterpart.id.name == name
        })
}

/// Returns a text with another number wherever this one stands by itself.
fn renumbered(text: &str, number: &str, other: &str) -> String {
    let mut renumbered = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find(|c: char| c.is_ascii_digit()) {
        let (before, digits) = rest.split_at(start);
        let end = digits
            .find(|c: char| !c.is_ascii_digit())
            .unwrap_or(digits.len());
        let (digits, after) = digits.split_at(end);
        renumbered.push_str(before);
        renumbered.push_str(if digits == number { other } else { digits });
        rest = after;
    }
    renumbered.push_str(rest);
    renumbered
}

#[cfg(test)]
mod tests {
    use super::renumbered;

    #[test]
    fn only_whole_numbers_are_replaced() {
        assert_eq!(renumbered("migrate-3", "3", "4"), "migrate-4");
        assert_eq!(renumbered("3.13 of 3", "3", "4"), "4.13 of 4");
        assert_eq!(renumbered("none", "3", "4"), "none");
    }
}
