//! The objects of a revision that make pods, as its manifest records them.

use std::fmt;

use astern_ledger::Release;
use astern_manifest::{Budget, InvalidDocument, Object};
use serde_json::Value;

use super::template_spec::PodTemplateSpec;
use crate::pods::NewestTemplate;
use crate::{PodSelector, Workload, WorkloadKind};

/// The objects of a revision that make pods.
#[derive(Clone, PartialEq, Default, Debug)]
pub struct RevisionWorkloads(pub(super) Vec<PodMaker>);

/// An object that makes pods.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct PodMaker {
    /// Its kind, namespace and name.
    pub key: [String; 3],
    /// Whether it asks for pods.
    pub asks_for: AsksFor,
    /// How its pods are found, if it is of a kind whose pods are looked at.
    pub observed: Option<ObservedMaker>,
    /// Its pod template.
    pub template: PodTemplateSpec,
}

/// How the pods of an object are found.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct ObservedMaker {
    pub workload: Workload,
    pub selector: Option<PodSelector>,
}

/// Whether an object asks for pods.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum AsksFor {
    Pods,
    /// `replicas: 0`, or `suspend: true`.
    NoPods,
}

impl PodMaker {
    fn of(object: &Object, release: &Release) -> Option<Self> {
        let spec = &object.value["spec"];
        let replicas = spec["replicas"].as_u64();
        let is_suspended = spec["suspend"] == Value::Bool(true);
        let (group, kind) = (object.id.group.as_str(), object.id.kind.as_str());
        let asks_for_none = match (group, kind) {
            ("apps", "Deployment" | "StatefulSet" | "ReplicaSet") => replicas == Some(0),
            ("", "ReplicationController") => replicas == Some(0),
            ("batch", "CronJob" | "Job") => is_suspended,
            ("apps", "DaemonSet") | ("", "Pod") => false,
            // A custom resource with replicas, such as a Rollout of Argo, stands for the pods that its operator makes.
            (group, _) if group.contains('.') && replicas.is_some() => replicas == Some(0),
            _ => return None,
        };
        let namespace = object.id.namespace.as_deref();
        let namespace = namespace.unwrap_or(release.namespace.as_str());
        let observed = || {
            Some(ObservedMaker {
                workload: Workload {
                    kind: WorkloadKind::of(group, kind)?,
                    namespace: namespace.parse().ok()?,
                    name: object.id.name.clone(),
                },
                selector: PodSelector::new(&spec["selector"], NewestTemplate::OfNewestPod),
            })
        };
        Some(Self {
            key: [kind, namespace, &object.id.name].map(str::to_owned),
            asks_for: match asks_for_none {
                true => AsksFor::NoPods,
                false => AsksFor::Pods,
            },
            observed: observed(),
            template: PodTemplateSpec::of(&object.value),
        })
    }

    /// Returns its kind and name: `Deployment/web`.
    pub(super) fn name(&self) -> String {
        let [kind, _, name] = &self.key;
        format!("{kind}/{name}")
    }
}

impl RevisionWorkloads {
    /// Returns whether the revision has the same workload with the same template.
    pub(super) fn has_template_of(&self, other: &PodMaker) -> bool {
        let mut makers = self.0.iter();
        makers.any(|maker| maker.key == other.key && maker.template.is_that_of(&other.template))
    }

    /// Returns whether the object of this key asks for pods; `None` where the revision has none.
    pub(super) fn asks_for(&self, key: &[String; 3]) -> Option<AsksFor> {
        let maker = self.0.iter().find(|maker| maker.key == *key)?;
        Some(maker.asks_for)
    }
}

/// Reads the objects of a revision that make pods, one document of its manifest per step.
pub struct WorkloadReader<'a> {
    release: &'a Release,
    documents: Box<dyn Iterator<Item = Result<Object, InvalidDocument>> + 'a>,
    found: RevisionWorkloads,
}

impl fmt::Debug for WorkloadReader<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "WorkloadReader({} found)", self.found.0.len())
    }
}

impl<'a> WorkloadReader<'a> {
    /// Creates a reader of a revision.
    pub fn new(release: &'a Release) -> Self {
        Self {
            release,
            documents: Box::new(astern_manifest::documents(
                &release.manifest,
                &Budget::for_release(),
            )),
            found: RevisionWorkloads::default(),
        }
    }

    /// Reads one document. Returns whether there may be more. One that cannot be read is passed over: nothing is known of it.
    pub fn step(&mut self) -> bool {
        let Some(document) = self.documents.next() else {
            return false;
        };
        let object = document.ok();
        let maker = object.and_then(|object| PodMaker::of(&object, self.release));
        self.found.0.extend(maker);
        true
    }

    /// Reads the remaining documents and returns what was found.
    pub fn finish(mut self) -> RevisionWorkloads {
        while self.step() {}
        self.found
    }
}

#[cfg(test)]
pub(super) fn read(manifest: &str) -> RevisionWorkloads {
    let mut release = astern_fixtures::release(astern_fixtures::Size { objects: 0 }, 1);
    release.manifest = manifest.to_owned();
    WorkloadReader::new(&release).finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_asks_for_no_pods_is_known_by_its_kind() {
        for (head, spec, expected) in [
            (
                "apps/v1, kind: Deployment",
                "replicas: 0",
                Some(AsksFor::NoPods),
            ),
            (
                "apps/v1, kind: Deployment",
                "paused: true",
                Some(AsksFor::Pods),
            ),
            (
                "apps/v1, kind: StatefulSet",
                "replicas: 2",
                Some(AsksFor::Pods),
            ),
            (
                "apps/v1, kind: DaemonSet",
                "replicas: 0",
                Some(AsksFor::Pods),
            ),
            (
                "batch/v1, kind: CronJob",
                "suspend: true",
                Some(AsksFor::NoPods),
            ),
            ("batch/v1, kind: Job", "suspend: false", Some(AsksFor::Pods)),
            (
                "argoproj.io/v1alpha1, kind: Rollout",
                "replicas: 0",
                Some(AsksFor::NoPods),
            ),
            (
                "argoproj.io/v1alpha1, kind: Application",
                "project: a",
                None,
            ),
            ("v1, kind: Service", "replicas: 0", None),
        ] {
            let found = read(&format!(
                "{{apiVersion: {head}, metadata: {{name: a}}, spec: {{{spec}}}}}\n"
            ));
            let asks_for = found.0.first().map(|maker| maker.asks_for);
            assert_eq!(asks_for, expected, "{head}: {spec}");
        }
    }
}
