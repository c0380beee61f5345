//! Reads the pod templates that the cluster still has of a workload, with their pods.

use astern_ledger::{Labels, Namespace, Timestamp};
use serde::Deserialize;
use serde_json::{Value, json};

use super::revision_workloads::ObservedMaker;
use super::template_spec::PodTemplateSpec;
use crate::exchange::ask;
use crate::object_meta::{ObjectMeta, null_is_empty};
use crate::pod::{Pod, PodCondition};
use crate::pod_problem::pod_problem;
use crate::pods::{labelled_pods, template_of};
use crate::{
    Accept, ClusterError, PodSelector, Request, Right, Transport, Verb, Workload, WorkloadKind,
};

/// A pod template that the cluster has, of a ReplicaSet or a ControllerRevision, or of the workload itself.
pub(super) struct SeenTemplate {
    pub template: PodTemplateSpec,
    pub pods: Vec<SeenPod>,
}

/// A pod of such a template.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum SeenPod {
    /// It is ready, since then where that is known.
    Ready(Option<Timestamp>),
    /// It is known to fail.
    Failing,
    /// It is not ready, since then where that is known, and nothing says why.
    NotReady(Option<Timestamp>),
}

#[derive(Deserialize)]
struct TemplateList {
    #[serde(default, deserialize_with = "null_is_empty")]
    items: Vec<TemplateOwner>,
}

/// A ReplicaSet, or a ControllerRevision.
#[derive(Deserialize)]
struct TemplateOwner {
    metadata: ObjectMeta,
    /// Of a ReplicaSet.
    #[serde(default)]
    spec: Value,
    #[serde(default)]
    status: TemplateOwnerStatus,
    /// Of a ControllerRevision: the part of the workload that it restores.
    #[serde(default)]
    data: Value,
}

#[derive(Deserialize, Default)]
struct TemplateOwnerStatus {
    #[serde(default, deserialize_with = "null_is_empty")]
    conditions: Vec<PodCondition>,
}

/// Returns the pod templates of a workload that the cluster has, with their pods that are not being deleted; none when they may
/// not be read.
///
/// # Errors
/// [`ClusterError`] of a read that failed otherwise.
pub(super) async fn seen_templates<T: Transport>(
    transport: &T,
    maker: &ObservedMaker,
) -> Result<Vec<SeenTemplate>, ClusterError> {
    let found = match (maker.workload.kind, &maker.selector) {
        (WorkloadKind::Job, _) => job(transport, maker).await,
        (_, Some(selector)) => of_controller(transport, maker, selector).await,
        (_, None) => Ok(Vec::new()),
    };
    match found {
        Err(ClusterError::Forbidden(_) | ClusterError::NotFound(_)) => Ok(Vec::new()),
        found => found,
    }
}

/// Reads the templates of a Deployment, StatefulSet or DaemonSet.
async fn of_controller<T: Transport>(
    transport: &T,
    maker: &ObservedMaker,
    selector: &PodSelector,
) -> Result<Vec<SeenTemplate>, ClusterError> {
    let workload = &maker.workload;
    let plural = match workload.kind {
        WorkloadKind::Deployment => "replicasets",
        _ => "controllerrevisions",
    };
    let request = list(&workload.namespace, plural)
        .query("labelSelector", selector.as_query())
        .query("resourceVersion", "0");
    let TemplateList { items } = ask(transport, &request).await?;
    let pods = labelled_pods(transport, &workload.namespace, selector).await?;
    let own = items
        .into_iter()
        .filter(|owner| is_owned_by(&owner.metadata, workload));
    Ok(own.map(|owner| owner.with_pods(&pods)).collect())
}

fn list(namespace: &Namespace, plural: &'static str) -> Request {
    let right = Right {
        verb: Verb::List,
        resource: format!("{plural}.apps").into(),
        namespace: Some(namespace.clone()),
    };
    let path = format!("apis/apps/v1/namespaces/{namespace}/{plural}");
    Request::get(path, Accept::Json).needing(right)
}

fn is_owned_by(metadata: &ObjectMeta, workload: &Workload) -> bool {
    let kind = workload.kind.to_string();
    let mut owners = metadata.owner_references.iter();
    owners.any(|owner| owner.kind == kind && owner.name == workload.name)
}

impl TemplateOwner {
    fn with_pods(self, pods: &[Pod]) -> SeenTemplate {
        let Self {
            metadata,
            spec,
            status,
            data,
        } = self;
        // The API server refuses its pods, so that there are none that could fail: a quota, an admission webhook.
        let mut conditions = status.conditions.iter();
        let is_refused =
            conditions.any(|condition| condition.kind == "ReplicaFailure" && condition.is_true());
        let refused = is_refused.then_some(SeenPod::Failing);
        let is_own = |pod: &&Pod| {
            pod.metadata.deletion_timestamp.is_none()
                && template_of(pod)
                    .is_some_and(|hash| is_template(&metadata.name, &metadata.labels, &hash))
        };
        let object = match data {
            Value::Null => json!({ "spec": spec }),
            data => data,
        };
        SeenTemplate {
            template: PodTemplateSpec::of(&object),
            pods: pods
                .iter()
                .filter(is_own)
                .map(seen_pod)
                .chain(refused)
                .collect(),
        }
    }
}

/// Returns whether a pod's label with a hash means this owner: a StatefulSet's pod has the name of its ControllerRevision.
fn is_template(name: &str, labels: &Labels, hash: &str) -> bool {
    let hashes = ["pod-template-hash", "controller-revision-hash"];
    let mut labelled = hashes.iter().filter_map(|label| labels.get(*label));
    name == hash || labelled.any(|label| label == hash)
}

fn seen_pod(pod: &Pod) -> SeenPod {
    if pod.is_ready() {
        let ready = pod.condition("Ready");
        return SeenPod::Ready(ready.and_then(|condition| condition.last_transition_time));
    }
    match pod_problem(pod) {
        Some(_) => SeenPod::Failing,
        None => {
            let ready = pod.condition("Ready");
            let since = ready.and_then(|condition| condition.last_transition_time);
            SeenPod::NotReady(since.or(pod.metadata.creation_timestamp))
        }
    }
}

/// Reads a Job: its template is immutable, so that it is that of the revision that made it.
async fn job<T: Transport>(
    transport: &T,
    maker: &ObservedMaker,
) -> Result<Vec<SeenTemplate>, ClusterError> {
    let Some((live, readiness)) = crate::workloads::read(transport, &maker.workload).await? else {
        return Ok(Vec::new());
    };
    let pod = match () {
        () if readiness.is_ready() => SeenPod::Ready(readiness.created),
        () if readiness.failure.is_some() => SeenPod::Failing,
        () => SeenPod::NotReady(None),
    };
    Ok(vec![SeenTemplate {
        template: PodTemplateSpec::of(&live),
        pods: vec![pod],
    }])
}
