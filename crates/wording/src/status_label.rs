//! The status in a record's labels, where helm reads another one.

use astern_ledger::Status;

/// Returns a sentence about the label, when it says another status than the payload, which is the one that helm reads.
#[must_use]
pub fn label_contradicts(label: &Status, payload: &Status) -> Option<String> {
    (label != payload).then(|| {
        format!("The label of its record says “{label}”; helm reads “{payload}”, which is inside.")
    })
}
