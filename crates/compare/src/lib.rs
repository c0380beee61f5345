//! What two revisions of a release differ in: chart, values, objects and hooks, field by field.
//!
//! [`compare`] answers at once; [`Comparing`] does the same in steps, so that a page stays alive. Nothing secret leaves
//! this crate unmasked: see [`Shown`] and [`Masking`].

mod answer;
mod cause;
mod chart;
mod classification;
mod comparing;
mod comparison;
mod effects;
mod fields;
mod hooks;
mod masking;
mod noise;
mod objects;
mod path;
mod sequence;
mod sides;
mod text;
mod unreadable;

pub use cause::Cause;
pub use chart::ChartChange;
pub use classification::Classification;
pub use comparing::{Comparing, Step, compare};
pub use comparison::Comparison;
pub use effects::{
    Effects, Immutable, Later, Reader, Restart, RestartCause, Rule, Unnoticed, Way, When,
};
pub use fields::{FieldChange, changed_fields};
pub use hooks::HookChange;
pub use masking::{Fingerprint, Masking, Shown};
pub use noise::{Noise, NoiseCount};
pub use objects::{ObjectChange, ObjectChanges, compare_objects};
pub use path::{FieldPath, Segment};
pub use sides::{Change, Side, Sides};
pub use text::{Emphasis, Fold, Line, LineCount, LineTag, Piece, Row, Stretch, TextDiff, Unified};
pub use unreadable::{Part, Unreadable};
