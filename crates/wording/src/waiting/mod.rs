//! What a rollout or helm waits for, and what to do about it.

mod after_wait;
mod older_pods;
mod readiness_problem;
mod unmet;

pub use after_wait::AfterWait;
pub use older_pods::{kept_pods, older_pods};
pub use readiness_problem::{ProblemExplanation, explain_problem, not_replaced_sentence};
pub use unmet::{kind_and_name, unmet_sentence};
