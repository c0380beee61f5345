//! Drift: the differences between the objects of a revision and those in the cluster.
//!
//! Only the fields that the revision sets are compared, so the defaults of the API server are no drift. Fields that other
//! managers added (a label, a container, an autoscaler's `replicas`) are listed separately, with their manager.

mod comparison;
mod deployed;
mod equivalence;
mod expected;
mod field_manager;
mod hooks;
mod live_response;
mod managed_fields;
mod object_drift;
mod project;
mod result;
mod string_data;
mod unmanaged;

pub use comparison::DriftComparison;
pub use deployed::Deployed;
pub use expected::{ExpectedState, ExpectedStateBuilder};
pub use field_manager::{FieldManager, FieldManagerKind};
pub use hooks::{AbsentHook, HookAbsence, HookDrift};
pub use live_response::LiveResponse;
pub use object_drift::{FieldOwner, ObjectDrift};
pub use result::{Drift, UnavailableObject};
pub use unmanaged::{UnmanagedField, UnmanagedFields};
