//! The chart in a release record.

use std::fmt;

use serde::Serialize;
use serde_json::{Map, Value};

use crate::json_fields::{Fields, FromField, InvalidField, deserialize};
use crate::{HelmTime, go_base64};

/// The chart of a revision. Helm does not store subcharts, only the objects that they rendered.
#[derive(Clone, Default, PartialEq, Serialize)]
pub struct Chart {
    /// `Chart.yaml`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub metadata: Option<ChartMetadata>,
    /// `Chart.lock`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lock: Option<Value>,
    /// The templates, not rendered.
    pub templates: Vec<ChartFile>,
    /// `values.yaml`: the default values, with those of subcharts merged in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub values: Option<Map<String, Value>>,
    /// `values.schema.json`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub schema: Option<FileData>,
    /// Every other file, including `crds/` of the root chart.
    pub files: Vec<ChartFile>,
    /// The modification time of the schema. Written by Helm 4 only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub schemamodtime: Option<HelmTime>,
    /// The modification time of the chart. Written by Helm 4 only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub modtime: Option<HelmTime>,
    /// Fields that this version of Astern does not know.
    #[serde(flatten)]
    pub unknown: Map<String, Value>,
}

impl FromField for Chart {
    fn from_field(key: &'static str, value: Value) -> Result<Self, InvalidField> {
        let mut fields = Fields::new(key, value)?;
        Ok(Self {
            metadata: fields.take("metadata")?,
            lock: fields.take("lock")?,
            templates: fields.take("templates")?,
            values: fields.take("values")?,
            schema: fields.take("schema")?,
            files: fields.take("files")?,
            schemamodtime: fields.take("schemamodtime")?,
            modtime: fields.take("modtime")?,
            unknown: fields.into_unknown(),
        })
    }
}

/// One file of a chart.
#[derive(Clone, PartialEq, Serialize)]
pub struct ChartFile {
    /// The path in the chart.
    pub name: String,
    /// The content.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub data: Option<FileData>,
    /// The modification time. Written by Helm 4 only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub modtime: Option<HelmTime>,
    /// Fields that this version of Astern does not know.
    #[serde(flatten)]
    pub unknown: Map<String, Value>,
}

impl FromField for ChartFile {
    fn from_field(key: &'static str, value: Value) -> Result<Self, InvalidField> {
        let mut fields = Fields::new(key, value)?;
        Ok(Self {
            name: fields.take("name")?,
            data: fields.take("data")?,
            modtime: fields.take("modtime")?,
            unknown: fields.into_unknown(),
        })
    }
}

/// The content of a file in base64, as Go's JSON encodes bytes. Decoded on demand.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct FileData(String);

impl FromField for FileData {
    fn from_field(key: &'static str, value: Value) -> Result<Self, InvalidField> {
        let text = String::from_field(key, value)?;
        // Helm does not read a record with a file that is not base64.
        match go_base64::decode(text.as_bytes()) {
            Some(_) => Ok(Self(text)),
            None => Err(InvalidField(key)),
        }
    }
}

impl FileData {
    /// Returns the bytes; `None` when the text is not base64, which does not happen in a decoded release.
    pub fn bytes(&self) -> Option<Vec<u8>> {
        go_base64::decode(self.0.as_bytes())
    }
}

/// The content of `Chart.yaml`.
#[derive(Clone, Default, PartialEq, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ChartMetadata {
    /// The chart's name.
    pub name: String,
    /// The chart's own version.
    pub version: String,
    /// The version of the application that the chart installs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub app_version: Option<String>,
    /// The range of supported Kubernetes versions.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kube_version: Option<String>,
    /// `v1` or `v2`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub api_version: Option<String>,
    /// `application` or `library`.
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    pub chart_type: Option<String>,
    /// A one-sentence description.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// The URL of the project.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub home: Option<String>,
    /// The URL of an icon.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub icon: Option<String>,
    /// The URLs of the source code.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sources: Option<Vec<String>>,
    /// Keywords.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub keywords: Option<Vec<String>>,
    /// The maintainers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub maintainers: Option<Vec<Maintainer>>,
    /// The annotations, such as `artifacthub.io/changes`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub annotations: Option<Map<String, Value>>,
    /// The subcharts that were enabled.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dependencies: Option<Vec<Dependency>>,
    /// The path of the value that enables this chart as a subchart.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub condition: Option<String>,
    /// Tags that enable this chart as a subchart.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tags: Option<String>,
    /// Whether the chart is deprecated.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub deprecated: Option<bool>,
    /// Fields that this version of Astern does not know.
    #[serde(flatten)]
    pub unknown: Map<String, Value>,
}

impl FromField for ChartMetadata {
    fn from_field(key: &'static str, value: Value) -> Result<Self, InvalidField> {
        let mut fields = Fields::new(key, value)?;
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
            unknown: fields.into_unknown(),
        })
    }
}

/// A maintainer of a chart.
#[derive(Clone, Default, PartialEq, Debug, Serialize)]
pub struct Maintainer {
    /// The name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The other fields.
    #[serde(flatten)]
    pub unknown: Map<String, Value>,
}

impl FromField for Maintainer {
    fn from_field(key: &'static str, value: Value) -> Result<Self, InvalidField> {
        let mut fields = Fields::new(key, value)?;
        Ok(Self {
            name: fields.take("name")?,
            unknown: fields.into_unknown(),
        })
    }
}

/// A dependency: a subchart.
#[derive(Clone, Default, PartialEq, Debug, Serialize)]
pub struct Dependency {
    /// The name.
    pub name: String,
    /// The version, or the range that is requested.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub version: Option<String>,
    /// `repository`, `condition`, `tags`, `enabled`, `import-values`, `alias` and later fields.
    #[serde(flatten)]
    pub unknown: Map<String, Value>,
}

impl FromField for Dependency {
    fn from_field(key: &'static str, value: Value) -> Result<Self, InvalidField> {
        let mut fields = Fields::new(key, value)?;
        Ok(Self {
            name: fields.take_or_default("name")?,
            version: fields.take("version")?,
            unknown: fields.into_unknown(),
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
