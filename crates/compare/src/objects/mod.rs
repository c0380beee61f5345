//! Kubernetes objects of two releases: paired by identity or as renamed, hooks apart, compared field by field.

mod compare;
pub(crate) mod hooks;
mod images;
pub(crate) mod noise;
pub(crate) mod renames;
mod search;

pub(crate) use compare::{ComparedObject, ObjectEffect, Pair, compare_pair, identity, pairs};
pub use compare::{FieldCount, ObjectChange, ObjectChanges, compare_objects};
pub use hooks::{
    HookChange, HookMove, HookToRun, LastRun, RollbackEvent, SkippedHooks, hooks_run_on_rollback,
    hooks_skipped_by_rollback,
};
pub use noise::{Noise, NoiseCount};
pub use search::SearchMatches;
