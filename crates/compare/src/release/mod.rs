//! The comparison of two releases: chart, values, notes and CRDs, what kind of change it is, and where it comes from.

mod builder;
mod cause;
mod chart;
mod classification;
mod comparison;
mod crds;
mod documents;
mod early_summary;
mod notes;
mod provenance;
mod step;
mod summary;
mod unreadable;
mod values;

pub use builder::{ComparisonBuilder, compare};
pub use cause::Cause;
pub use chart::{ChangeLog, ChangeNote, ChartChange, DependencyChange, Link};
pub use classification::Classification;
pub use comparison::Comparison;
pub use crds::{CrdChange, CrdVersionChange, Crds, UnreadableCrd};
pub(crate) use documents::{Document, Source, release_documents};
pub use early_summary::EarlySummary;
pub use notes::NotesChange;
pub use provenance::Origin;
pub use step::Step;
pub use unreadable::{ReleasePart, Unreadable};
pub use values::effective_values;
