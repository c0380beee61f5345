//! The comparison of two releases: chart, values, notes and CRDs, its classification, and the provenance of fields.

mod builder;
mod cause;
mod chart;
mod classification;
mod comparison;
mod crds;
mod documents;
mod known_secrets;
mod notes;
mod provenance;
mod revision_number;
mod step;
mod unread_parts;
mod values;

pub use builder::{ComparisonBuilder, compare};
pub use cause::Cause;
pub use chart::{ChangeLog, ChangeNote, ChartChange, DependencyChange, Link};
pub use classification::Classification;
pub use comparison::Comparison;
pub use crds::{CrdChange, CrdVersionChange, Crds};
pub(crate) use documents::{Document, Source, release_documents};
pub use known_secrets::masked_description;
pub(crate) use known_secrets::{add_document, add_release};
pub use notes::NotesChange;
pub use provenance::Origin;
pub use step::Step;
pub use values::effective_values;
