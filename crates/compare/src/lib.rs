//! What two revisions of a release differ in: chart, values, objects and hooks, field by field.
//!
//! [`compare`] answers at once; [`Comparing`] does the same in steps, so that a page stays alive. Nothing secret leaves
//! this crate unmasked: see `astern_masking`.

mod answer;
mod cause;
mod chart;
mod classification;
mod comes_from;
mod comparing;
mod comparison;
mod consequences;
mod crds;
mod documents;
mod drift;
mod effects;
mod fields;
mod first_answer;
mod hooks;
mod images;
mod noise;
mod notes;
mod objects;
mod patch;
mod path;
mod renames;
mod reveal;
mod search;
mod sequence;
mod sides;
mod text;
mod unreadable;
mod values;
mod words;

pub use cause::Cause;
pub use chart::{ChangeLog, ChangeNote, ChartChange, DependencyChange, Link};
pub use classification::Classification;
pub use comes_from::Origin;
pub use comparing::{Comparing, Step, compare};
pub use comparison::Comparison;
pub use consequences::{Consequence, Weight};
pub use crds::{CrdChange, CrdCure, CrdVersionChange, Crds, UnreadableCrd};
pub use drift::{
    AddedField, Drift, Drifting, Expected, Expecting, FieldWriter, Gone, HookDrift, HookGone, Live,
    ObjectDrift, Unasked, Unmanaged, Writer, WriterKind,
};
pub use effects::{
    Effects, Immutable, Later, Reader, Restart, RestartCause, Rule, Unnoticed, Way, When,
};
pub use fields::{FieldChange, changed_fields};
pub use first_answer::FirstAnswer;
pub use hooks::{
    HookChange, HookToRun, HooksAt, LastRun, Moved, RollbackEvent, hooks_left_by_rollback,
    hooks_run_on_rollback,
};
pub use noise::{Noise, NoiseCount};
pub use notes::NotesChange;
pub use objects::{FieldCount, ObjectChange, ObjectChanges, compare_objects};
pub use patch::{Patch, patch};
pub use path::{FieldPath, Segment};
pub use reveal::reveal_setting;
pub use search::Found;
pub use sides::{Change, Side, Sides};
pub use text::{Emphasis, Fold, Line, LineCount, LineTag, Piece, Row, Stretch, TextDiff, Unified};
pub use unreadable::{Part, Unreadable};
pub use values::effective_values;
