//! Kubernetes objects of two releases: paired by identity or as renamed, hooks apart, compared field by field.

mod change;
mod compare;
pub(crate) mod hooks;
mod images;
pub(crate) mod noise;
mod noise_count;
mod pairing;
mod purpose;
pub(crate) mod renames;
mod search;

pub use change::{FieldCount, ObjectChange, ObjectChanges};
pub use compare::compare_objects;
pub(crate) use compare::{ComparedObject, ObjectEffect, PairComparison, compare_pair};
pub use hooks::{
    HookChange, HookMove, HookToRun, LastRun, PastHook, RollbackEvent, SkippedHooks,
    hooks_run_on_rollback, hooks_skipped_by_rollback, past_hooks,
};
pub(crate) use images::is_image_field;
pub use noise::Noise;
pub use noise_count::NoiseCount;
pub(crate) use pairing::{ObjectPair, identity, pair_objects};
pub use purpose::Purpose;
pub use search::SearchMatches;
