//! The summary of a comparison before any object is compared.

use astern_compare::{Classification, compare_chart_and_values};
use astern_ledger::Release;
use astern_masking::Masking;

use crate::{comparison_advice, comparison_sentence};

/// The sentence and the advice of a comparison in which chart or values differ. The objects do not change these.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EarlySummary {
    /// The kind of change.
    pub classification: Classification,
    /// The sentence that [`comparison_sentence`] returns for the complete comparison.
    pub sentence: String,
    /// The advice that [`comparison_advice`] returns for the complete comparison.
    pub advice: String,
}

impl EarlySummary {
    /// Returns `None` where neither chart nor values differ: then the sentence depends on the objects.
    #[must_use]
    pub fn new(from: &Release, to: &Release, masking: &Masking) -> Option<Self> {
        let comparison = compare_chart_and_values(from, to, masking)?;
        Some(Self {
            classification: comparison.classification,
            sentence: comparison_sentence(&comparison),
            advice: comparison_advice(&comparison),
        })
    }
}
