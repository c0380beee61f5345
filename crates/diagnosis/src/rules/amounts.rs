//! Amounts of resources on both sides of a change.

use std::cmp::Ordering;

use astern_manifest::Quantity;

use crate::changed::Changed;

/// Returns whether an amount is greater or less than before. One that was not there counts as less than any.
pub(crate) fn order(change: &Changed<'_>) -> Option<Ordering> {
    let amount = |text: Option<String>| text.map(|text| text.parse::<Quantity>());
    match (amount(change.old_text()), amount(change.new_text())) {
        (Some(Ok(from)), Some(Ok(to))) => Some(to.cmp(&from)),
        (None, Some(Ok(_))) => Some(Ordering::Greater),
        (Some(Ok(_)), None) => Some(Ordering::Less),
        _ => None,
    }
}
