//! Hooks as a release record keeps them.

use std::fmt;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::HelmTime;
use crate::release::null_is_empty;

/// An object that Helm applies around an operation.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct Hook {
    /// The object's name.
    #[serde(default)]
    pub name: String,
    /// The object's kind.
    #[serde(default)]
    pub kind: String,
    /// The template that rendered it.
    #[serde(default)]
    pub path: String,
    /// The object, as YAML.
    #[serde(default)]
    pub manifest: String,
    /// When it runs, such as `pre-rollback`.
    #[serde(default, deserialize_with = "null_is_empty")]
    pub events: Vec<String>,
    /// When it last ran, and what came of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_run: Option<HookRun>,
    /// Lower runs first.
    #[serde(default)]
    pub weight: i64,
    /// When Helm deletes the object again.
    #[serde(default, deserialize_with = "null_is_empty")]
    pub delete_policies: Vec<String>,
    /// Newest Helm: when it prints the pods' logs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub output_log_policies: Option<Vec<String>>,
    /// Keys that this version of Astern does not know.
    #[serde(flatten)]
    pub unknown: Map<String, Value>,
}

/// One run of a hook.
#[derive(Clone, Default, PartialEq, Debug, Serialize, Deserialize)]
pub struct HookRun {
    /// When it began.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub started_at: Option<HelmTime>,
    /// When it ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub completed_at: Option<HelmTime>,
    /// `Unknown`, `Running`, `Succeeded` or `Failed`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phase: Option<String>,
    /// Keys that this version of Astern does not know.
    #[serde(flatten)]
    pub unknown: Map<String, Value>,
}

impl fmt::Debug for Hook {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Hook")
            .field("name", &self.name)
            .field("kind", &self.kind)
            .field("events", &self.events)
            .finish_non_exhaustive()
    }
}
