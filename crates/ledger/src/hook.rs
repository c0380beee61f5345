//! The hooks in a release record.

use std::fmt;

use serde::Serialize;
use serde_json::{Map, Value};

use crate::HelmTime;
use crate::json_fields::{Fields, FromField, InvalidField, deserialize};

/// A hook: an object that Helm creates before or after an operation.
#[derive(Clone, PartialEq, Serialize)]
pub struct Hook {
    /// The object's name.
    pub name: String,
    /// The object's kind.
    pub kind: String,
    /// The path of the template that rendered it.
    pub path: String,
    /// The object, as YAML.
    pub manifest: String,
    /// The events at which it runs, such as `pre-rollback`.
    pub events: Vec<String>,
    /// Its last execution.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_run: Option<HookExecution>,
    /// The weight. Hooks of one event run in ascending order.
    pub weight: i64,
    /// When Helm deletes the object, such as `before-hook-creation`.
    pub delete_policies: Vec<String>,
    /// When Helm prints the logs of the pods. Written by the newest versions only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub output_log_policies: Option<Vec<String>>,
    /// Fields that this version of Astern does not know.
    #[serde(flatten)]
    pub unknown: Map<String, Value>,
}

impl FromField for Hook {
    fn from_field(key: &'static str, value: Value) -> Result<Self, InvalidField> {
        let mut fields = Fields::new(key, value)?;
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
            unknown: fields.into_unknown(),
        })
    }
}

/// The last execution of a hook. Source: `HookExecution` in `pkg/release/v1/hook.go`.
#[derive(Clone, Default, PartialEq, Debug, Serialize)]
pub struct HookExecution {
    /// When it started.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub started_at: Option<HelmTime>,
    /// When it ended.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub completed_at: Option<HelmTime>,
    /// `Unknown`, `Running`, `Succeeded` or `Failed`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub phase: Option<String>,
    /// Fields that this version of Astern does not know.
    #[serde(flatten)]
    pub unknown: Map<String, Value>,
}

impl FromField for HookExecution {
    fn from_field(key: &'static str, value: Value) -> Result<Self, InvalidField> {
        let mut fields = Fields::new(key, value)?;
        Ok(Self {
            started_at: fields.take("started_at")?,
            completed_at: fields.take("completed_at")?,
            phase: fields.take("phase")?,
            unknown: fields.into_unknown(),
        })
    }
}

deserialize!(Hook, HookExecution);

impl fmt::Debug for Hook {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Hook")
            .field("name", &self.name)
            .field("kind", &self.kind)
            .field("events", &self.events)
            .finish_non_exhaustive()
    }
}
