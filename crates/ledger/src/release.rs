//! What a release record holds: every key that Helm 3 and Helm 4 write.
//!
//! Source: Helm's `pkg/release/v1` and `pkg/chart/v2`. Keys that a later Helm adds land in
//! `unknown` and are written back as they came. `Debug` names things and never prints what may
//! hold a password: values, manifests, notes, files.

use std::fmt;

use serde::Serialize;
use serde_json::{Map, Value};

use crate::reading::{Fields, Read, Unread, deserialize};
use crate::{Chart, HelmTime, Hook, Namespace, ReleaseName, Revision, Status};

/// One revision of a release, whole.
#[derive(Clone, PartialEq, Serialize)]
pub struct Release {
    /// The release's name.
    pub name: ReleaseName,
    /// When and how this revision came about.
    pub info: Info,
    /// The chart as it was rendered.
    pub chart: Chart,
    /// What the user set; absent when nothing was set.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub config: Option<Map<String, Value>>,
    /// Every rendered object but the hooks, as YAML documents.
    pub manifest: String,
    /// The hooks: objects that Helm applies around an operation.
    pub hooks: Vec<Hook>,
    /// The number of this revision. Helm calls it the version.
    #[serde(rename = "version")]
    pub revision: Revision,
    /// The namespace that the release lives in.
    pub namespace: Namespace,
    /// Helm 4: how the objects were applied; absent means [`ApplyMethod::ClientSide`].
    #[serde(skip_serializing_if = "Option::is_none")]
    pub apply_method: Option<ApplyMethod>,
    /// Keys that this version of Astern does not know.
    #[serde(flatten)]
    pub unknown: Map<String, Value>,
}

impl Read for Release {
    fn read(key: &'static str, value: Value) -> Result<Self, Unread> {
        let mut fields = Fields::of(key, value)?;
        Ok(Self {
            name: fields.take("name")?,
            info: fields.take("info")?,
            chart: fields.take("chart")?,
            config: fields.take("config")?,
            manifest: fields.take_or_default("manifest")?,
            hooks: fields.take("hooks")?,
            revision: fields.take("version")?,
            namespace: fields.take("namespace")?,
            apply_method: fields.take("apply_method")?,
            unknown: fields.rest(),
        })
    }
}

/// When and how a revision came about.
#[derive(Clone, PartialEq, Serialize)]
pub struct Info {
    /// When the release was first installed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub first_deployed: Option<HelmTime>,
    /// When this revision was made.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_deployed: Option<HelmTime>,
    /// When it was uninstalled.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub deleted: Option<HelmTime>,
    /// Helm's sentence about it, such as `Upgrade complete` or the error that ended it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// What became of it.
    pub status: Status,
    /// The rendered `NOTES.txt`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub notes: Option<String>,
    /// Live objects, which Helm fills in for `helm status` only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub resources: Option<Value>,
    /// Newest Helm: the revision that this one is a rollback to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rollback_revision: Option<u32>,
    /// Keys that this version of Astern does not know.
    #[serde(flatten)]
    pub unknown: Map<String, Value>,
}

impl Read for Info {
    fn read(key: &'static str, value: Value) -> Result<Self, Unread> {
        let mut fields = Fields::of(key, value)?;
        Ok(Self {
            first_deployed: fields.take("first_deployed")?,
            last_deployed: fields.take("last_deployed")?,
            deleted: fields.take("deleted")?,
            description: fields.take("description")?,
            status: fields.take("status")?,
            notes: fields.take("notes")?,
            resources: fields.take("resources")?,
            rollback_revision: fields.take("rollback_revision")?,
            unknown: fields.rest(),
        })
    }
}

/// How Helm sent the objects to the API server.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
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

impl Read for ApplyMethod {
    fn read(key: &'static str, value: Value) -> Result<Self, Unread> {
        let word = String::read(key, value)?;
        Ok(match word.as_str() {
            "csa" => Self::ClientSide,
            "ssa" => Self::ServerSide,
            _ => Self::Other(word),
        })
    }
}

deserialize!(Release, Info);

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
