//! What two revisions of a release differ in: chart, values, objects and hooks, field by field.
//!
//! [`compare`] answers at once; [`Comparing`] does the same in steps, so that a page stays alive. Nothing secret leaves
//! this crate unmasked: see `astern_masking`.

mod drift;
mod fields;
mod impact;
mod object_text;
mod objects;
mod patch;
mod release;
mod reveal;
mod words;

pub use astern_diff::{
    Change, Emphasis, FieldPath, Fold, Format, Line, LineCount, LineTag, Piece, Row, Segment, Side,
    Sides, Stretch, TextDiff, Unified,
};
pub use drift::{
    AddedField, Drift, Drifting, Expected, Expecting, FieldWriter, Gone, HookDrift, HookGone, Live,
    ObjectDrift, Unasked, Unmanaged, Writer, WriterKind,
};
pub use fields::{FieldChange, changed_fields};
pub use impact::{
    Consequence, Effects, Immutable, Later, Reader, Restart, RestartCause, Rule, Unnoticed, Way,
    Weight, When,
};
pub use objects::{
    FieldCount, Found, HookChange, HookToRun, HooksAt, LastRun, Moved, Noise, NoiseCount,
    ObjectChange, ObjectChanges, RollbackEvent, compare_objects, hooks_left_by_rollback,
    hooks_run_on_rollback,
};
pub use patch::{Patch, patch};
pub use release::{
    Cause, ChangeLog, ChangeNote, ChartChange, Classification, Comparing, Comparison, CrdChange,
    CrdCure, CrdVersionChange, Crds, DependencyChange, FirstAnswer, Link, NotesChange, Origin,
    Part, Step, Unreadable, UnreadableCrd, compare, effective_values,
};
pub use reveal::reveal_setting;
