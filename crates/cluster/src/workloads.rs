//! The workloads of a release: which there are, and the request for the readiness of one.

use astern_ledger::{Namespace, Release};
use astern_manifest::Budget;
use serde_json::Value;

use crate::error::ask;
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

/// Returns the workloads in a revision's manifest, in its order. Documents that cannot be read are left out: helm
/// refuses them.
pub fn workloads_of(release: &Release) -> Vec<Workload> {
    let recorded = recorded_workloads(release);
    recorded.into_iter().map(|(workload, _)| workload).collect()
}

/// Returns the workloads in a revision's manifest, each with its pod template as recorded.
pub fn recorded_workloads(release: &Release) -> Vec<(Workload, PodTemplate)> {
    astern_manifest::documents(&release.manifest, &Budget::for_release())
        .flatten()
        .filter_map(|object| {
            let kind = WorkloadKind::of(&object.id.group, &object.id.kind)?;
            let namespace = match object.id.namespace {
                Some(namespace) => namespace.parse().ok()?,
                None => release.namespace.clone(),
            };
            let template = PodTemplate::of(&object.value);
            let workload = Workload {
                kind,
                namespace,
                name: object.id.name,
            };
            Some((workload, template))
        })
        .collect()
}

/// Reads the readiness of a workload. `None`: it does not exist, or not yet.
///
/// # Errors
/// [`ClusterError`] other than not found.
pub async fn workload<T: Transport>(
    transport: &T,
    workload: &Workload,
) -> Result<Option<Readiness>, ClusterError> {
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
        Ok(live) => Readiness::read(workload.kind, &live).map(Some),
        Err(ClusterError::NotFound(_)) => Ok(None),
        Err(error) => Err(error),
    }
}
