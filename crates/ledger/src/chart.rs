//! A chart as a release record keeps it.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::Serialize;
use serde_json::{Map, Value};

use crate::HelmTime;
use crate::reading::{Fields, Read, Unread, deserialize};

/// A chart as the record keeps it. Subcharts are not kept: only what they rendered is.
#[derive(Clone, Default, PartialEq, Serialize)]
pub struct Chart {
    /// `Chart.yaml`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub metadata: Option<ChartMetadata>,
    /// `Chart.lock`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lock: Option<Value>,
    /// The templates as they were before rendering.
    pub templates: Vec<ChartFile>,
    /// `values.yaml`: the defaults, subcharts' defaults merged in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub values: Option<Map<String, Value>>,
    /// `values.schema.json`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub schema: Option<FileData>,
    /// Every other file; the root chart's `crds/` are among them.
    pub files: Vec<ChartFile>,
    /// Helm 4: when the schema was written.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub schemamodtime: Option<HelmTime>,
    /// Helm 4: when the chart was written.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub modtime: Option<HelmTime>,
    /// Keys that this version of Astern does not know.
    #[serde(flatten)]
    pub unknown: Map<String, Value>,
}

impl Read for Chart {
    fn read(key: &'static str, value: Value) -> Result<Self, Unread> {
        let mut fields = Fields::of(key, value)?;
        Ok(Self {
            metadata: fields.take("metadata")?,
            lock: fields.take("lock")?,
            templates: fields.take("templates")?,
            values: fields.take("values")?,
            schema: fields.take("schema")?,
            files: fields.take("files")?,
            schemamodtime: fields.take("schemamodtime")?,
            modtime: fields.take("modtime")?,
            unknown: fields.rest(),
        })
    }
}

/// One file of a chart.
#[derive(Clone, PartialEq, Serialize)]
pub struct ChartFile {
    /// Its path inside the chart.
    pub name: String,
    /// Its bytes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub data: Option<FileData>,
    /// Helm 4: when it was written.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub modtime: Option<HelmTime>,
    /// Keys that this version of Astern does not know.
    #[serde(flatten)]
    pub unknown: Map<String, Value>,
}

impl Read for ChartFile {
    fn read(key: &'static str, value: Value) -> Result<Self, Unread> {
        let mut fields = Fields::of(key, value)?;
        Ok(Self {
            name: fields.take("name")?,
            data: fields.take("data")?,
            modtime: fields.take("modtime")?,
            unknown: fields.rest(),
        })
    }
}

/// The bytes of a file, base64-encoded as Go's JSON has them and decoded when asked for.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct FileData(String);

impl Read for FileData {
    fn read(key: &'static str, value: Value) -> Result<Self, Unread> {
        String::read(key, value).map(Self)
    }
}

impl FileData {
    /// The bytes, or `None` when the text is no base64.
    pub fn bytes(&self) -> Option<Vec<u8>> {
        STANDARD.decode(&self.0).ok()
    }
}

/// `Chart.yaml`, as the record keeps it.
#[derive(Clone, Default, PartialEq, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ChartMetadata {
    /// The chart's name.
    pub name: String,
    /// The chart's own version.
    pub version: String,
    /// The version of what the chart installs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub app_version: Option<String>,
    /// The range of Kubernetes versions that the chart is for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kube_version: Option<String>,
    /// `v1` or `v2`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub api_version: Option<String>,
    /// `application` or `library`.
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    pub chart_type: Option<String>,
    /// One sentence.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// The project's page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub home: Option<String>,
    /// The picture's address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub icon: Option<String>,
    /// Where the sources are.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sources: Option<Vec<String>>,
    /// Words to find it by.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub keywords: Option<Vec<String>>,
    /// Who keeps it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub maintainers: Option<Vec<Maintainer>>,
    /// Among them `artifacthub.io/changes`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub annotations: Option<Map<String, Value>>,
    /// The subcharts that were enabled.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dependencies: Option<Vec<Dependency>>,
    /// The value that enables this chart as a subchart.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub condition: Option<String>,
    /// Tags that enable this chart as a subchart.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tags: Option<String>,
    /// Whether its keepers have given it up.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub deprecated: Option<bool>,
    /// Keys that this version of Astern does not know.
    #[serde(flatten)]
    pub unknown: Map<String, Value>,
}

impl Read for ChartMetadata {
    fn read(key: &'static str, value: Value) -> Result<Self, Unread> {
        let mut fields = Fields::of(key, value)?;
        Ok(Self {
            name: fields.take_or_default("name")?,
            version: fields.take_or_default("version")?,
            app_version: fields.take("appVersion")?,
            kube_version: fields.take("kubeVersion")?,
            api_version: fields.take("apiVersion")?,
            chart_type: fields.take("type")?,
            description: fields.take("description")?,
            home: fields.take("home")?,
            icon: fields.take("icon")?,
            sources: fields.take("sources")?,
            keywords: fields.take("keywords")?,
            maintainers: fields.take("maintainers")?,
            annotations: fields.take("annotations")?,
            dependencies: fields.take("dependencies")?,
            condition: fields.take("condition")?,
            tags: fields.take("tags")?,
            deprecated: fields.take("deprecated")?,
            unknown: fields.rest(),
        })
    }
}

/// Who keeps a chart.
#[derive(Clone, Default, PartialEq, Debug, Serialize)]
pub struct Maintainer {
    /// Their name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Keys other than the name.
    #[serde(flatten)]
    pub unknown: Map<String, Value>,
}

impl Read for Maintainer {
    fn read(key: &'static str, value: Value) -> Result<Self, Unread> {
        let mut fields = Fields::of(key, value)?;
        Ok(Self {
            name: fields.take("name")?,
            unknown: fields.rest(),
        })
    }
}

/// A subchart.
#[derive(Clone, Default, PartialEq, Debug, Serialize)]
pub struct Dependency {
    /// Its name.
    pub name: String,
    /// Its version, or the range asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub version: Option<String>,
    /// `repository`, `condition`, `tags`, `enabled`, `import-values`, `alias` and later keys.
    #[serde(flatten)]
    pub unknown: Map<String, Value>,
}

impl Read for Dependency {
    fn read(key: &'static str, value: Value) -> Result<Self, Unread> {
        let mut fields = Fields::of(key, value)?;
        Ok(Self {
            name: fields.take_or_default("name")?,
            version: fields.take("version")?,
            unknown: fields.rest(),
        })
    }
}

deserialize!(Chart, ChartFile, ChartMetadata, Maintainer, Dependency);

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
