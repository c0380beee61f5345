//! Compares two revisions of a release: chart, values, objects and hooks, field by field. Compares a revision with the cluster.
//!
//! [`compare`] returns the whole comparison; [`ComparisonBuilder`] makes it in steps, so that a page keeps responding. Secrets are
//! masked in everything that this crate returns: see `astern_masking`.

mod budget;
mod drift;
mod fields;
mod impact;
mod object_text;
mod objects;
mod patch;
mod release;
mod reveal;
mod spelling;
mod unread;
mod verdict;

// The types of `astern-diff` in the fields and signatures of this crate.
pub use astern_diff::{Change, FieldPath, Segment, Side, Sides, TextDiff};
pub use budget::TooMuch;
pub use drift::{
    AbsentHook, Deployed, Drift, DriftComparison, ExpectedState, ExpectedStateBuilder,
    FieldManager, FieldManagerKind, FieldOwner, HookAbsence, HookDrift, LiveResponse, ObjectDrift,
    UnavailableObject, UnmanagedField, UnmanagedFields,
};
pub use fields::{FieldChange, MaskedPath, TextLine, TextLineKind, TextLines, changed_fields};
pub use impact::{
    ConfigKind, ConfigReader, DeferredChange, DeferredUntil, Effects, GroupKey, ImmutableChange,
    ImmutableRule, ObjectGroup, ObjectOrder, PodRead, ReadMethod, ReloadedWorkload, Reloader,
    RepeatedKey, Restart, RestartCause, Severity, StaleConfiguration, StoppedBy, StoppedWorkload,
    makes_pods, pod_reads,
};
pub use objects::{
    FieldCount, HookChange, HookMove, HookToRun, LastRun, Noise, NoiseCount, ObjectChange,
    ObjectChanges, PastHook, Purpose, RollbackEvent, SearchMatches, SkippedHooks, compare_objects,
    hooks_run_on_rollback, hooks_skipped_by_rollback, past_hooks,
};
pub use patch::{Patch, patch};
pub use release::{
    Cause, ChangeLog, ChangeNote, ChartChange, Classification, Comparison, ComparisonBuilder,
    CrdChange, CrdVersionChange, Crds, DependencyChange, Link, NotesChange, Origin, Step, compare,
    effective_values, masked_description,
};
pub use reveal::reveal_value;
pub use spelling::{WrittenOtherwise, is_same_to_kubernetes};
pub use unread::{DocumentPlace, Unread, UnreadPiece, UnreadReason};
pub use verdict::Verdict;
