//! The summary of a comparison before any object is compared.

use astern_compare::{Classification, ComparisonBuilder};

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
    pub fn of(comparing: &mut ComparisonBuilder<'_>) -> Option<Self> {
        let comparison = comparing.chart_and_values()?;
        Some(Self {
            classification: comparison.classification,
            sentence: comparison_sentence(&comparison),
            advice: comparison_advice(&comparison),
        })
    }
}
