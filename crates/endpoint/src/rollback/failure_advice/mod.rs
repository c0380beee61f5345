//! What happened in a rollback that failed, and what to do now.
//!
//! `cause` finds the reason in helm's exit status and error, with the table in `known_errors`; `recorded_state` describes
//! the newest record; `explanation` joins the two.

mod cause;
mod explanation;
mod failure;
mod known_errors;
mod recorded_state;

pub(super) use explanation::{Explanation, explain};
pub(super) use failure::{Failure, HelmError};
