#![doc = include_str!("../README.md")]

mod count;
mod crd_manual_steps;
mod grant;
mod last_known_good;
pub mod shell;
mod time;

pub use count::{count, count_or_no, differ, list, verb};
pub use crd_manual_steps::{CrdManualStep, crd_manual_steps};
pub use grant::{ExistingRole, bind_role_command, grant_commands};
pub use last_known_good::{already_rolled_back, no_candidate, reason_against, reason_for};
pub use time::{ago, clock, duration, short_time, utc_to_the_second};
