//! Where a change is, as seen from the pods that fail.

use astern_compare::{ConfigKind, FieldPath, Segment};

use crate::changed::{Changed, is_of_kind};
use crate::scene::Scene;
use crate::{SuspectPart, SymptomOf};

/// The place of a change as seen from the pods that fail. The steps of a path are the keys of mappings and of list entries; an
/// entry without a key is `#`.
pub(crate) enum Place<'a> {
    /// A field of a container of the pods.
    Container {
        /// The name of the container.
        name: &'a str,
        /// The path below the container.
        path: Vec<&'a str>,
    },
    /// A field of the pods' specification, outside of its containers.
    Pod(Vec<&'a str>),
    /// The labels or annotations of the pods.
    PodMetadata(Vec<&'a str>),
    /// A field of the workload itself, such as its replicas.
    Workload(Vec<&'a str>),
    /// A part of a ConfigMap or Secret that the pods read.
    Read(Vec<&'a str>),
    /// Anything else.
    Elsewhere(Vec<&'a str>),
}

impl<'a> Place<'a> {
    /// Returns the place of a change.
    pub(crate) fn of(change: &'a Changed<'_>, scene: &Scene<'_>) -> Self {
        let path = steps(&change.path);
        if is_of(change, scene.of) {
            return Self::within_workload(path, change.object.id.kind == "Pod");
        }
        let id = &change.object.id;
        if let Some(kind) = ConfigKind::of(id)
            && reads(scene, kind, &id.name, &path)
        {
            return Self::Read(path);
        }
        Self::Elsewhere(path)
    }

    fn within_workload(path: Vec<&'a str>, is_pod: bool) -> Self {
        let template = match path.as_slice() {
            ["spec", "template", rest @ ..]
            | ["spec", "jobTemplate", "spec", "template", rest @ ..] => rest,
            // A hook can be a pod.
            whole if is_pod => whole,
            _ => return Self::Workload(path),
        };
        match template {
            ["metadata", rest @ ..] => Self::PodMetadata(rest.to_vec()),
            ["spec", "containers" | "initContainers", name, rest @ ..] => Self::Container {
                name,
                path: rest.to_vec(),
            },
            ["spec", rest @ ..] => Self::Pod(rest.to_vec()),
            _ => Self::Workload(path),
        }
    }

    /// Returns the path in a container, whose name is this where one is given.
    pub(crate) fn in_container(&self, wanted: Option<&str>) -> Option<&[&'a str]> {
        match self {
            Self::Container { name, path } if wanted.is_none_or(|wanted| wanted == *name) => {
                Some(path)
            }
            _ => None,
        }
    }
}

/// Returns whether a change is one of the object that fails.
fn is_of(change: &Changed<'_>, of: &SymptomOf) -> bool {
    let part = match of {
        SymptomOf::Workload(_) => SuspectPart::Object,
        SymptomOf::Hook(_) => SuspectPart::Hook,
    };
    let id = &change.object.id;
    change.part == part && id.name == of.name() && is_of_kind(of, &id.kind)
}

/// Returns whether the pods read this part of a ConfigMap or Secret.
fn reads(scene: &Scene<'_>, kind: ConfigKind, name: &str, path: &[&str]) -> bool {
    let key = match path {
        ["data" | "binaryData" | "stringData", key, ..] => Some(*key),
        _ => None,
    };
    scene.reads.iter().any(|read| {
        let is_key = match (&read.key, key) {
            (Some(read), Some(changed)) => read == changed,
            _ => true,
        };
        read.kind == kind && read.name == name && is_key
    })
}

/// Returns the steps of a path.
pub(crate) fn steps(path: &FieldPath) -> Vec<&str> {
    let steps = path.segments().iter().filter_map(|segment| match segment {
        Segment::Key(key) => Some(key.as_str()),
        Segment::Entry { key, .. } => Some(key.values.first().map_or("#", String::as_str)),
        Segment::Index(_) => Some("#"),
        Segment::Embedded(_) => None,
    });
    steps.collect()
}
