//! Drift of hooks: the objects of a revision's hooks, compared with those in the cluster.
//!
//! Helm creates a hook's object when it runs the hook, at the events of that operation. The object exists until its delete
//! policy, its own time to live or a person deletes it (`execHook` and `deleteHookByPolicy` in Helm's
//! `pkg/action/hooks.go`). So a hook's object that does not exist is no drift, and one that this revision's operation did
//! not run is the object of an earlier operation.

mod absence;
mod expected;
mod hook_drift;

pub use absence::{AbsentHook, HookAbsence};
pub(super) use expected::{ExpectedHook, ReadHook, expected_hooks};
pub use hook_drift::HookDrift;
