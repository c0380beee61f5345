//! What changes with every chart version and means nothing by itself: the one list of it.
//!
//! Measured on ten revisions of kube-prometheus-stack: `app.kubernetes.io/version`, `chart` and `helm.sh/chart` are all the
//! labels and annotations that ever differ between two versions of it; on a version bump they are the only change in four
//! of five objects. Only labels and annotations of an object or of its pods count, never what selects by them.

use std::fmt;

use astern_manifest::{Object, ObjectId};
use serde::Serialize;
use serde_json::Value;

use crate::{FieldPath, Segment};

/// Why a field is noise.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Noise {
    /// The chart's name and version: the label `helm.sh/chart`, or `chart` as charts wrote it before.
    ChartLabel,
    /// The version of what the chart installs: the label `app.kubernetes.io/version`.
    VersionLabel,
    /// A hash of a configuration that is compared by itself: an annotation `checksum/…`.
    Checksum,
}

/// What a person reads in its place: `version label`, `configuration checksum`.
impl fmt::Display for Noise {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::ChartLabel => "chart label",
            Self::VersionLabel => "version label",
            Self::Checksum => "configuration checksum",
        })
    }
}

impl Noise {
    /// Whether a field is noise, given its path in its object, and its value where it came or went as a whole.
    pub(crate) fn of(path: &FieldPath, whole: Option<&Value>) -> Option<Self> {
        match path.segments() {
            [
                place @ ..,
                Segment::Key(metadata),
                Segment::Key(labels),
                Segment::Key(key),
            ] if metadata == "metadata" && is_of_pods(place) => Self::of_key(labels, key),
            [place @ .., Segment::Key(metadata), Segment::Key(labels)]
                if metadata == "metadata" && is_of_pods(place) =>
            {
                Self::of_all(labels, whole?)
            }
            _ => None,
        }
    }

    /// The rule for one label or annotation.
    pub(crate) fn of_key(mapping: &str, key: &str) -> Option<Self> {
        match (mapping, key) {
            ("labels", "helm.sh/chart" | "chart") => Some(Self::ChartLabel),
            ("labels", "app.kubernetes.io/version") => Some(Self::VersionLabel),
            ("annotations", key) if key.starts_with("checksum/") => Some(Self::Checksum),
            _ => None,
        }
    }

    /// The rule for labels or annotations that came or went as a whole, when all of them are noise.
    fn of_all(mapping: &str, entries: &Value) -> Option<Self> {
        let mut rules = entries
            .as_object()?
            .keys()
            .map(|key| Self::of_key(mapping, key));
        let first = rules.next()??;
        rules.all(|rule| rule.is_some()).then_some(first)
    }
}

/// Whether what stands here has labels of its own that only describe it: the object, or the template of its pods. The
/// labels of a StatefulSet's claims cannot be changed, which is more than noise.
fn is_of_pods(place: &[Segment]) -> bool {
    place
        .iter()
        .all(|segment| matches!(segment, Segment::Key(key) if matches!(key.as_str(), "spec" | "template" | "jobTemplate")))
}

/// The version labels by which something in the release selects pods or Services.
#[derive(Default)]
pub(crate) struct SelectedLabels(Vec<&'static str>);

/// The labels of which [`Noise::of_key`] has a rule.
const LABELS: [&str; 3] = ["app.kubernetes.io/version", "chart", "helm.sh/chart"];

impl SelectedLabels {
    /// Collects the labels that these objects select by.
    pub(crate) fn of<'a>(objects: impl Iterator<Item = &'a Object>) -> Self {
        let selectors = objects.flat_map(|object| {
            ["/spec/selector", "/spec/podSelector"]
                .into_iter()
                .filter_map(|pointer| object.value.pointer(pointer))
        });
        let labels = selectors.flat_map(|selector| {
            LABELS
                .into_iter()
                .filter(|label| selects_by(selector, label))
        });
        Self(labels.collect())
    }

    /// Whether a field is a label by which its object or its pods are selected: of pods, or of a Service.
    pub(crate) fn contains(&self, object: &ObjectId, field: &FieldPath) -> bool {
        match field.segments() {
            [place @ .., Segment::Key(key)] => {
                self.0.contains(&key.as_str()) && (place.len() > 2 || object.kind == "Service")
            }
            _ => false,
        }
    }
}

fn selects_by(selector: &Value, label: &str) -> bool {
    let names = |labels: &Value| labels.get(label).is_some();
    names(selector)
        || selector.get("matchLabels").is_some_and(names)
        || selector
            .get("matchExpressions")
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
            .any(|expression| expression.get("key").and_then(Value::as_str) == Some(label))
}
