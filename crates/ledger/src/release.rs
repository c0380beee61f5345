//! The content of a release record: every field that Helm 3 and Helm 4 write.
//!
//! Source: Helm's `pkg/release/v1` and `pkg/chart/v2`. Fields that a later version adds are kept in
//! `unknown` and written back unchanged. `Debug` prints no content that may be a password: values, manifests, notes, files.

use std::fmt;

use serde::Serialize;
use serde_json::{Map, Value};

use crate::json_fields::{Fields, FromField, InvalidField, deserialize};
use crate::{Chart, HelmTime, Hook, Namespace, RecordPart, ReleaseName, Revision, Status};

/// One revision of a release.
#[derive(Clone, PartialEq, Serialize)]
pub struct Release {
    /// The name of the release.
    pub name: ReleaseName,
    /// Times, status and description.
    pub info: Info,
    /// The chart that was rendered.
    pub chart: Chart,
    /// The values that the user set; absent when none were.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub config: Option<Map<String, Value>>,
    /// The rendered objects except hooks, as YAML documents.
    pub manifest: String,
    /// The hooks.
    pub hooks: Vec<Hook>,
    /// The revision. Helm's field is `version`.
    #[serde(rename = "version")]
    pub revision: Revision,
    /// The namespace of the release.
    pub namespace: Namespace,
    /// How the objects were applied. Written by Helm 4 only; absent means [`ApplyMethod::ClientSide`].
    #[serde(skip_serializing_if = "Option::is_none")]
    pub apply_method: Option<ApplyMethod>,
    /// Fields that this version of Astern does not know.
    #[serde(flatten)]
    pub unknown: Map<String, Value>,
    /// The parts of the record that were not read because they hold too much. Here they are absent or empty.
    #[serde(skip)]
    pub left_out: Vec<RecordPart>,
}

impl FromField for Release {
    fn from_field(key: &'static str, value: Value) -> Result<Self, InvalidField> {
        let mut fields = Fields::new(key, value)?;
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
            unknown: fields.into_unknown(),
            left_out: Vec::new(),
        })
    }
}

/// Times, status and description of a revision.
#[derive(Clone, PartialEq, Serialize)]
pub struct Info {
    /// When the release was first installed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub first_deployed: Option<HelmTime>,
    /// When this revision was created.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_deployed: Option<HelmTime>,
    /// When the release was uninstalled.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub deleted: Option<HelmTime>,
    /// Helm's description, such as `Upgrade complete` or the error at which the operation ended.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// The status.
    pub status: Status,
    /// The rendered `NOTES.txt`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub notes: Option<String>,
    /// Live objects. Helm sets this for `helm status` only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub resources: Option<Value>,
    /// The revision that this one is a rollback to. Written by the newest versions only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rollback_revision: Option<u32>,
    /// Fields that this version of Astern does not know.
    #[serde(flatten)]
    pub unknown: Map<String, Value>,
}

impl FromField for Info {
    fn from_field(key: &'static str, value: Value) -> Result<Self, InvalidField> {
        let mut fields = Fields::new(key, value)?;
        Ok(Self {
            first_deployed: fields.take("first_deployed")?,
            last_deployed: fields.take("last_deployed")?,
            deleted: fields.take("deleted")?,
            description: fields.take("description")?,
            status: fields.take("status")?,
            notes: fields.take("notes")?,
            resources: fields.take("resources")?,
            rollback_revision: fields.take("rollback_revision")?,
            unknown: fields.into_unknown(),
        })
    }
}

/// How Helm applies the objects.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub enum ApplyMethod {
    /// Client-side: Helm computes a patch (three-way merge).
    #[serde(rename = "csa")]
    ClientSide,
    /// Server-side: the API server merges, by field managers.
    #[serde(rename = "ssa")]
    ServerSide,
    /// A method that a later version of Helm writes.
    #[serde(untagged)]
    Other(String),
}

impl FromField for ApplyMethod {
    fn from_field(key: &'static str, value: Value) -> Result<Self, InvalidField> {
        let word = String::from_field(key, value)?;
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
