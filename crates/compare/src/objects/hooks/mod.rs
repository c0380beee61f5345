//! Hooks: paired and compared, and which of them a rollback runs.

mod change;
mod pairing;
mod past;
mod rollback;

pub(crate) use change::{DEFAULT_POLICY, compare_hook, delete_policies};
pub use change::{HookChange, LastRun};
pub use pairing::HookMove;
pub(crate) use pairing::{HookObject, HookPair, hook_pairs};
pub use past::{PastHook, past_hooks};
pub use rollback::{
    HookToRun, RollbackEvent, SkippedHooks, hooks_run_on_rollback, hooks_skipped_by_rollback,
};
