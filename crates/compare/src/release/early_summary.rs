//! What can be said before a single object is compared.

use astern_ledger::Release;

use crate::{Classification, ComparisonBuilder};
use astern_masking::Masking;

/// The answer's sentence and advice where chart or values differ: the objects cannot change these.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EarlySummary {
    /// What kind of change this is.
    pub classification: Classification,
    /// As [`Comparison::sentence`](crate::Comparison::sentence) will say it.
    pub sentence: String,
    /// As [`Comparison::advice`](crate::Comparison::advice) will.
    pub advice: String,
}

impl EarlySummary {
    /// `None` where neither chart nor values differ: then the objects have to tell.
    #[must_use]
    pub fn of(from: &Release, to: &Release, masking: &Masking) -> Option<Self> {
        let comparison = ComparisonBuilder::new(from, to, masking).of_chart_and_values();
        match comparison.classification {
            Classification::None | Classification::Other => None,
            classification => Some(Self {
                classification,
                sentence: comparison.sentence(),
                advice: comparison.advice(),
            }),
        }
    }
}
