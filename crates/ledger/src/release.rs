//! What a release record holds: every key that Helm 3 and Helm 4 write.
//!
//! Source: Helm's `pkg/release/v1` and `pkg/chart/v2`. Keys that a later Helm adds land in
//! `unknown` and are written back as they came. `Debug` names things and never prints what may
//! hold a password: values, manifests, notes, files.

use std::fmt;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::{Chart, HelmTime, Hook, Namespace, ReleaseName, Revision, Status};

/// One revision of a release, whole.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct Release {
    /// The release's name.
    pub name: ReleaseName,
    /// When and how this revision came about.
    pub info: Info,
    /// The chart as it was rendered.
    pub chart: Chart,
    /// What the user set; absent when nothing was set.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub config: Option<Map<String, Value>>,
    /// Every rendered object but the hooks, as YAML documents.
    #[serde(default)]
    pub manifest: String,
    /// The hooks: objects that Helm applies around an operation.
    #[serde(default, deserialize_with = "null_is_empty")]
    pub hooks: Vec<Hook>,
    /// The number of this revision. Helm calls it the version.
    #[serde(rename = "version")]
    pub revision: Revision,
    /// The namespace that the release lives in.
    pub namespace: Namespace,
    /// Helm 4: how the objects were applied; absent means [`ApplyMethod::ClientSide`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub apply_method: Option<ApplyMethod>,
    /// Keys that this version of Astern does not know.
    #[serde(flatten)]
    pub unknown: Map<String, Value>,
}

/// When and how a revision came about.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct Info {
    /// When the release was first installed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first_deployed: Option<HelmTime>,
    /// When this revision was made.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_deployed: Option<HelmTime>,
    /// When it was uninstalled.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deleted: Option<HelmTime>,
    /// Helm's sentence about it, such as `Upgrade complete` or the error that ended it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// What became of it.
    pub status: Status,
    /// The rendered `NOTES.txt`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub notes: Option<String>,
    /// Live objects, which Helm fills in for `helm status` only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub resources: Option<Value>,
    /// Newest Helm: the revision that this one is a rollback to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rollback_revision: Option<u32>,
    /// Keys that this version of Astern does not know.
    #[serde(flatten)]
    pub unknown: Map<String, Value>,
}

/// How Helm sent the objects to the API server.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum ApplyMethod {
    /// Helm computes a patch (three-way merge).
    #[serde(rename = "csa")]
    ClientSide,
    /// The API server merges, with field managers.
    #[serde(rename = "ssa")]
    ServerSide,
    /// A word of a later Helm.
    #[serde(untagged)]
    Other(String),
}

/// Go writes an empty slice as `null`.
pub(crate) fn null_is_empty<'de, D, T>(deserializer: D) -> Result<Vec<T>, D::Error>
where
    D: serde::Deserializer<'de>,
    T: Deserialize<'de>,
{
    Ok(Option::deserialize(deserializer)?.unwrap_or_default())
}

impl fmt::Debug for Release {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Release")
            .field("name", &self.name)
            .field("namespace", &self.namespace)
            .field("revision", &self.revision)
            .field("info", &self.info)
            .field("chart", &self.chart)
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for Info {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Info")
            .field("status", &self.status)
            .field("last_deployed", &self.last_deployed)
            .finish_non_exhaustive()
    }
}
