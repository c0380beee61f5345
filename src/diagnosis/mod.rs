//! Why pods are not ready, and which change explains it: shown on the pages of a release.

mod answer;
mod follow;
mod logs;
mod place;
mod section;
mod suspects;
mod symptoms;

pub use answer::ComparisonDiagnosis;
pub use follow::{DiagnosisState, Sides, follow_diagnosis};
pub use section::DiagnosisSection;
pub use symptoms::pod_counts;
