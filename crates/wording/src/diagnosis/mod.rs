//! Sentences about why a revision does not run, and which change explains it.

mod cause;
mod field;
mod headline;
mod others;
mod trouble;

pub use cause::{ProvenanceNote, certainty, provenance_note, suspect_reason, suspect_title};
pub use headline::{PodCounts, comparison_headline, diagnosis_headline, nothing_matches, way_out};
pub use others::{OtherChanges, other_changes};
pub use trouble::{trouble_heading, who_has_it};
