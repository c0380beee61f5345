//! What helm prints, without what can be a secret.
//!
//! helm and the API server quote the values that they refuse, in many forms; webhooks, policies and the pods of hooks write
//! what they like. So this is no list of what is secret, but of what is not: words of Kubernetes, of Helm and of English,
//! short numbers, and names at the places where messages name an object. All else is left out.

mod log_lines;
mod problem;
mod reason;
mod redaction;
mod sentences;
mod words;

pub use problem::Problem;
pub use reason::Reason;

use crate::masked::Masked;

/// Returns a line that helm printed, without what is not known to be harmless.
#[must_use]
pub fn mask_helm_line(line: &str) -> Masked<String> {
    Masked::new(log_lines::redact_line(line))
}

/// Returns helm's error without what is not known to be harmless, for those who may read the release.
#[must_use]
pub fn mask_helm_error(error: &str) -> Masked<String> {
    Masked::new(redaction::redact(error))
}

/// Returns what helm's error is about, for the places that more people can read than the release.
#[must_use]
pub fn problem_of_helm_error(error: &str) -> Problem {
    Problem::of_redacted(&redaction::redact(error))
}
