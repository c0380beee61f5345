//! Hooks as a release record keeps them.

use std::fmt;

use serde::Serialize;
use serde_json::{Map, Value};

use crate::HelmTime;
use crate::reading::{Fields, Read, Unread, deserialize};

/// An object that Helm applies around an operation.
#[derive(Clone, PartialEq, Serialize)]
pub struct Hook {
    /// The object's name.
    pub name: String,
    /// The object's kind.
    pub kind: String,
    /// The template that rendered it.
    pub path: String,
    /// The object, as YAML.
    pub manifest: String,
    /// When it runs, such as `pre-rollback`.
    pub events: Vec<String>,
    /// When it last ran, and what came of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_run: Option<HookRun>,
    /// Lower runs first.
    pub weight: i64,
    /// When Helm deletes the object again.
    pub delete_policies: Vec<String>,
    /// Newest Helm: when it prints the pods' logs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub output_log_policies: Option<Vec<String>>,
    /// Keys that this version of Astern does not know.
    #[serde(flatten)]
    pub unknown: Map<String, Value>,
}

impl Read for Hook {
    fn read(key: &'static str, value: Value) -> Result<Self, Unread> {
        let mut fields = Fields::of(key, value)?;
        Ok(Self {
            name: fields.take_or_default("name")?,
            kind: fields.take_or_default("kind")?,
            path: fields.take_or_default("path")?,
            manifest: fields.take_or_default("manifest")?,
            events: fields.take("events")?,
            last_run: fields.take("last_run")?,
            weight: fields.take_or_default("weight")?,
            delete_policies: fields.take("delete_policies")?,
            output_log_policies: fields.take("output_log_policies")?,
            unknown: fields.rest(),
        })
    }
}

/// One run of a hook.
#[derive(Clone, Default, PartialEq, Debug, Serialize)]
pub struct HookRun {
    /// When it began.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub started_at: Option<HelmTime>,
    /// When it ended.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub completed_at: Option<HelmTime>,
    /// `Unknown`, `Running`, `Succeeded` or `Failed`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub phase: Option<String>,
    /// Keys that this version of Astern does not know.
    #[serde(flatten)]
    pub unknown: Map<String, Value>,
}

impl Read for HookRun {
    fn read(key: &'static str, value: Value) -> Result<Self, Unread> {
        let mut fields = Fields::of(key, value)?;
        Ok(Self {
            started_at: fields.take("started_at")?,
            completed_at: fields.take("completed_at")?,
            phase: fields.take("phase")?,
            unknown: fields.rest(),
        })
    }
}

deserialize!(Hook, HookRun);

impl fmt::Debug for Hook {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Hook")
            .field("name", &self.name)
            .field("kind", &self.kind)
            .field("events", &self.events)
            .finish_non_exhaustive()
    }
}
