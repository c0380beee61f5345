//! The workloads of a release: which there are, and the request for the readiness of one.

use astern_ledger::{Namespace, Release};
use astern_manifest::Budget;
use serde_json::Value;

use crate::exchange::ask;
use crate::request::segment;
use crate::{
    Accept, ClusterError, PodTemplate, Readiness, Request, Right, Transport, Verb, WorkloadKind,
};

/// One workload of a release.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Workload {
    /// Its kind.
    pub kind: WorkloadKind,
    /// Its namespace.
    pub namespace: Namespace,
    /// Its name.
    pub name: String,
}

/// A workload in a revision's manifest.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RecordedWorkload {
    /// The workload.
    pub workload: Workload,
    /// Its pod template as recorded.
    pub template: PodTemplate,
    /// Whether Kubernetes removes it by itself.
    pub lifetime: Lifetime,
}

/// Whether Kubernetes removes a workload by itself.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Lifetime {
    /// It stays until somebody deletes it.
    Unlimited,
    /// A Job with `ttlSecondsAfterFinished`: it is removed so many seconds after its end.
    AfterEnd(u64),
}

impl Lifetime {
    fn of(kind: WorkloadKind, workload: &Value) -> Self {
        match workload["spec"]["ttlSecondsAfterFinished"].as_u64() {
            Some(seconds) if kind == WorkloadKind::Job => Self::AfterEnd(seconds),
            _ => Self::Unlimited,
        }
    }
}

/// The workloads in a revision's manifest.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct RecordedWorkloads {
    /// Each workload, in the manifest's order.
    pub workloads: Vec<RecordedWorkload>,
    /// The number of documents that could not be read, each of which could be a workload.
    pub unread: usize,
}

/// Reads the workloads in a revision's manifest.
pub fn recorded_workloads(release: &Release) -> RecordedWorkloads {
    let mut recorded = RecordedWorkloads::default();
    for object in astern_manifest::documents(&release.manifest, &Budget::for_release()) {
        let Ok(object) = object else {
            recorded.unread += 1;
            continue;
        };
        let Some(kind) = WorkloadKind::of(&object.id.group, &object.id.kind) else {
            continue;
        };
        let namespace = object.id.namespace.as_ref();
        let Ok(namespace) = namespace.map_or(Ok(release.namespace.clone()), |name| name.parse())
        else {
            recorded.unread += 1;
            continue;
        };
        recorded.workloads.push(RecordedWorkload {
            template: PodTemplate::of(&object.value),
            lifetime: Lifetime::of(kind, &object.value),
            workload: Workload {
                kind,
                namespace,
                name: object.id.name,
            },
        });
    }
    recorded
}

/// Reads the readiness of a workload. `None`: it does not exist, or not yet.
///
/// # Errors
/// [`ClusterError`] other than not found.
pub async fn workload<T: Transport>(
    transport: &T,
    workload: &Workload,
) -> Result<Option<Readiness>, ClusterError> {
    let found = read(transport, workload).await?;
    Ok(found.map(|(_, readiness)| readiness))
}

/// Reads a workload and its readiness. `None`: it does not exist, or not yet.
pub(crate) async fn read<T: Transport>(
    transport: &T,
    workload: &Workload,
) -> Result<Option<(Value, Readiness)>, ClusterError> {
    let (api, plural, resource) = workload.kind.resource();
    let (namespace, name) = (&workload.namespace, segment(&workload.name));
    let right = Right {
        verb: Verb::Get,
        resource: resource.into(),
        namespace: Some(namespace.clone()),
    };
    let path = format!("apis/{api}/namespaces/{namespace}/{plural}/{name}");
    let request = Request::get(path, Accept::Json).needing(right);
    match ask::<_, Value>(transport, &request).await {
        Ok(live) => {
            let readiness = Readiness::read(workload.kind, &live)?;
            Ok(Some((live, readiness)))
        }
        Err(ClusterError::NotFound(_)) => Ok(None),
        Err(error) => Err(error),
    }
}

#[cfg(test)]
mod tests {
    use astern_fixtures::Size;

    use super::*;

    #[test]
    fn documents_that_cannot_be_read_are_counted() {
        let mut release = astern_fixtures::release(Size { objects: 0 }, 1);
        release.manifest = [
            "apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\n",
            "apiVersion: apps/v1\nkind: Deployment\nmetadata: [\n",
            "apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\n  namespace: Not Valid\n",
            "apiVersion: v1\nkind: Service\nmetadata:\n  name: web\n",
        ]
        .join("---\n");
        let recorded = recorded_workloads(&release);
        let workloads = recorded.workloads.iter();
        let names: Vec<_> = workloads
            .map(|recorded| recorded.workload.name.as_str())
            .collect();
        assert_eq!((names, recorded.unread), (vec!["web"], 2));
    }

    #[test]
    fn only_a_job_is_removed_after_its_end() {
        let workload = serde_json::json!({ "spec": { "ttlSecondsAfterFinished": 2 } });
        let of = |kind| Lifetime::of(kind, &workload);
        assert_eq!(of(WorkloadKind::Job), Lifetime::AfterEnd(2));
        assert_eq!(of(WorkloadKind::Deployment), Lifetime::Unlimited);
        assert_eq!(
            Lifetime::of(WorkloadKind::Job, &Value::Null),
            Lifetime::Unlimited
        );
    }
}
