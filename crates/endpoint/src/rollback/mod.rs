//! Rolling back: the ledger is asked, the real helm runs, and the ledger is asked again.

mod advice;
mod check;
mod command;
mod environment;
mod follow;
mod helm;
mod interrupted;
mod lines;
mod memory;
mod opening;
mod outcome;
mod past;
mod perform;
mod reach;
mod registry;
mod run;
mod said;
mod start;
mod task;

pub use helm::{Engine, Program, find};
pub use reach::Reach;
pub use registry::Rollbacks;
pub use run::Run;

pub(crate) use check::{Cleared, impersonation};
pub(crate) use command::command_line;
pub(crate) use follow::follow;
pub(crate) use interrupted::interrupted;
pub(crate) use outcome::{Ending, judge};
pub(crate) use reach::account;
pub(crate) use start::start;
