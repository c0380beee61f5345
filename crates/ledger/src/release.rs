//! What a release record holds: every key that Helm 3 and Helm 4 write.
//!
//! Source: Helm's `pkg/release/v1` and `pkg/chart/v2`. Keys that a later Helm adds land in
//! `unknown` and are written back as they came. `Debug` names things and never prints what may
//! hold a password: values, manifests, notes, files.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::{HelmTime, Namespace, ReleaseName, Revision, Status};

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

/// A chart as the record keeps it. Subcharts are not kept: only what they rendered is.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Chart {
    /// `Chart.yaml`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub metadata: Option<ChartMetadata>,
    /// `Chart.lock`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lock: Option<Value>,
    /// The templates as they were before rendering.
    #[serde(default, deserialize_with = "null_is_empty")]
    pub templates: Vec<ChartFile>,
    /// `values.yaml`: the defaults, subcharts' defaults merged in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub values: Option<Map<String, Value>>,
    /// `values.schema.json`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub schema: Option<FileData>,
    /// Every other file; the root chart's `crds/` are among them.
    #[serde(default, deserialize_with = "null_is_empty")]
    pub files: Vec<ChartFile>,
    /// Helm 4: when the schema was written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub schemamodtime: Option<HelmTime>,
    /// Helm 4: when the chart was written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub modtime: Option<HelmTime>,
    /// Keys that this version of Astern does not know.
    #[serde(flatten)]
    pub unknown: Map<String, Value>,
}

/// One file of a chart.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct ChartFile {
    /// Its path inside the chart.
    pub name: String,
    /// Its bytes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub data: Option<FileData>,
    /// Helm 4: when it was written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub modtime: Option<HelmTime>,
    /// Keys that this version of Astern does not know.
    #[serde(flatten)]
    pub unknown: Map<String, Value>,
}

/// The bytes of a file, base64-encoded as Go's JSON has them and decoded when asked for.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct FileData(String);

impl FileData {
    /// The bytes, or `None` when the text is no base64.
    pub fn bytes(&self) -> Option<Vec<u8>> {
        STANDARD.decode(&self.0).ok()
    }
}

/// `Chart.yaml`, as the record keeps it.
#[derive(Clone, Default, PartialEq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ChartMetadata {
    /// The chart's name.
    #[serde(default)]
    pub name: String,
    /// The chart's own version.
    #[serde(default)]
    pub version: String,
    /// The version of what the chart installs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub app_version: Option<String>,
    /// The range of Kubernetes versions that the chart is for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kube_version: Option<String>,
    /// `v1` or `v2`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub api_version: Option<String>,
    /// `application` or `library`.
    #[serde(default, rename = "type", skip_serializing_if = "Option::is_none")]
    pub chart_type: Option<String>,
    /// One sentence.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// The project's page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub home: Option<String>,
    /// The picture's address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub icon: Option<String>,
    /// Where the sources are.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sources: Option<Vec<String>>,
    /// Words to find it by.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub keywords: Option<Vec<String>>,
    /// Who keeps it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub maintainers: Option<Vec<Maintainer>>,
    /// Among them `artifacthub.io/changes`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub annotations: Option<Map<String, Value>>,
    /// The subcharts that were enabled.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dependencies: Option<Vec<Dependency>>,
    /// The value that enables this chart as a subchart.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub condition: Option<String>,
    /// Tags that enable this chart as a subchart.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tags: Option<String>,
    /// Whether its keepers have given it up.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deprecated: Option<bool>,
    /// Keys that this version of Astern does not know.
    #[serde(flatten)]
    pub unknown: Map<String, Value>,
}

/// Who keeps a chart.
#[derive(Clone, Default, PartialEq, Debug, Serialize, Deserialize)]
pub struct Maintainer {
    /// Their name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Keys other than the name.
    #[serde(flatten)]
    pub unknown: Map<String, Value>,
}

/// A subchart.
#[derive(Clone, Default, PartialEq, Debug, Serialize, Deserialize)]
pub struct Dependency {
    /// Its name.
    #[serde(default)]
    pub name: String,
    /// Its version, or the range asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<String>,
    /// `repository`, `condition`, `tags`, `enabled`, `import-values`, `alias` and later keys.
    #[serde(flatten)]
    pub unknown: Map<String, Value>,
}

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

/// Go writes an empty slice as `null`.
fn null_is_empty<'de, D, T>(deserializer: D) -> Result<Vec<T>, D::Error>
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

impl fmt::Debug for Chart {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let metadata = self.metadata.as_ref();
        f.debug_struct("Chart")
            .field("name", &metadata.map(|m| &m.name))
            .field("version", &metadata.map(|m| &m.version))
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for ChartFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ChartFile")
            .field("name", &self.name)
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for FileData {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "FileData({} base64 characters)", self.0.len())
    }
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
