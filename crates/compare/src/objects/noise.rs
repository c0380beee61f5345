//! The rules for noise: fields that change with every chart version and have no meaning of their own.
//!
//! Measured on ten revisions of kube-prometheus-stack: between two versions of it only the labels
//! `app.kubernetes.io/version`, `chart` and `helm.sh/chart` differ, and no annotations; a version bump changes nothing else in
//! four of five objects. Only labels and annotations of an object or of its pods are noise, never selectors.

use std::collections::BTreeSet;
use std::fmt;

use astern_manifest::{Object, ObjectId};
use serde::Serialize;
use serde_json::Value;

use crate::{FieldPath, Segment};

/// Why a field is noise.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Noise {
    /// The chart's name and version: the label `helm.sh/chart`, or its predecessor `chart`.
    ChartLabel,
    /// The version of the application: the label `app.kubernetes.io/version`.
    VersionLabel,
    /// A hash of a configuration that is an object of its own: an annotation `checksum/…`.
    Checksum,
}

/// The labels that are noise.
const NOISE_LABELS: [(&str, Noise); 3] = [
    ("app.kubernetes.io/version", Noise::VersionLabel),
    ("chart", Noise::ChartLabel),
    ("helm.sh/chart", Noise::ChartLabel),
];

/// `chart label`, `version label` or `configuration checksum`.
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
    /// Returns why a field is noise, given its path in its object, and its value where it was added or removed.
    pub(crate) fn of(path: &FieldPath, whole: Option<&Value>) -> Option<Self> {
        match path.segments() {
            [
                path @ ..,
                Segment::Key(metadata),
                Segment::Key(labels),
                Segment::Key(key),
            ] if metadata == "metadata" && is_object_or_pods(path) => Self::of_key(labels, key),
            [path @ .., Segment::Key(metadata), Segment::Key(labels)]
                if metadata == "metadata" && is_object_or_pods(path) =>
            {
                Self::of_all(labels, whole?)
            }
            _ => None,
        }
    }

    /// Returns why a label or annotation is noise, given the name of its mapping.
    pub(crate) fn of_key(mapping: &str, key: &str) -> Option<Self> {
        match (mapping, key) {
            ("labels", key) => NOISE_LABELS
                .iter()
                .find(|(label, _)| *label == key)
                .map(|(_, noise)| *noise),
            ("annotations", key) if key.starts_with("checksum/") => Some(Self::Checksum),
            _ => None,
        }
    }

    /// Returns why labels or annotations that were added or removed as a whole are noise: all of them have to be.
    fn of_all(mapping: &str, entries: &Value) -> Option<Self> {
        let mut rules = entries
            .as_object()?
            .keys()
            .map(|key| Self::of_key(mapping, key));
        let first = rules.next()??;
        rules.all(|rule| rule.is_some()).then_some(first)
    }
}

/// Whether this is the path of the object itself, or of the template of its pods. The labels of a StatefulSet's claim
/// templates are immutable, so a change of them is not noise.
fn is_object_or_pods(path: &[Segment]) -> bool {
    path
        .iter()
        .all(|segment| matches!(segment, Segment::Key(key) if matches!(key.as_str(), "spec" | "template" | "jobTemplate")))
}

/// The chart and version labels by which objects of the release select pods or Services.
#[derive(Default)]
pub(crate) struct SelectedLabels(BTreeSet<&'static str>);

impl SelectedLabels {
    /// Collects the labels that these objects select by.
    pub(crate) fn of<'a>(objects: impl Iterator<Item = &'a Object>) -> Self {
        let selectors = objects.flat_map(|object| {
            ["/spec/selector", "/spec/podSelector"]
                .into_iter()
                .filter_map(|pointer| object.value.pointer(pointer))
        });
        let labels = selectors.flat_map(|selector| {
            NOISE_LABELS
                .into_iter()
                .map(|(label, _)| label)
                .filter(|label| selects_by(selector, label))
        });
        Self(labels.collect())
    }

    /// Whether a field is a label by which its object, a Service, or its pods are selected.
    pub(crate) fn contains(&self, object: &ObjectId, field: &FieldPath) -> bool {
        match field.segments() {
            [path @ .., Segment::Key(key)] => {
                self.0.contains(key.as_str()) && (path.len() > 2 || object.kind == "Service")
            }
            _ => false,
        }
    }
}

fn selects_by(selector: &Value, label: &str) -> bool {
    let has_label = |labels: &Value| labels.get(label).is_some();
    has_label(selector)
        || selector.get("matchLabels").is_some_and(has_label)
        || selector
            .get("matchExpressions")
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
            .any(|expression| expression.get("key").and_then(Value::as_str) == Some(label))
}
