//! The objects of a revision that helm waits for besides the workloads, and their states in the cluster.

use astern_ledger::Release;
use astern_manifest::{Budget, Object, ObjectId};

use super::rules::unmet;
use super::unmet::Unmet;
use super::waiter::HelmWaiter;
use crate::live::{LiveObject, locate, read_object};
use crate::{Request, Transport, Unavailable, WorkloadKind};

/// An object of a revision that helm waits for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct WaitedObject {
    /// The object.
    pub id: ObjectId,
    /// Its state.
    pub state: WaitedState,
}

/// The state of an object that helm waits for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum WaitedState {
    /// helm does not wait for it, or no longer.
    Met,
    /// helm waits for it.
    Unmet(Unmet),
    /// It could not be read.
    Unread(Unavailable),
}

/// The objects of a revision that helm may wait for, without the workloads and without kinds that have no status.
#[derive(Clone, Debug)]
pub struct WaitedObjects {
    waiter: HelmWaiter,
    objects: Vec<(ObjectId, Result<Request, Unavailable>)>,
}

impl WaitedObjects {
    /// Finds them in a revision's manifest, and where the cluster serves each. Documents that cannot be read are left out: helm
    /// applies nothing of a manifest that has one.
    pub async fn find<T: Transport>(transport: &T, release: &Release, waiter: HelmWaiter) -> Self {
        let objects = waited_objects(release, waiter);
        let requests = {
            let objects: Vec<&Object> = objects.iter().collect();
            locate(transport, &release.namespace, &objects).await
        };
        let ids = objects.into_iter().map(|object| object.id);
        Self {
            waiter,
            objects: ids.zip(requests).collect(),
        }
    }

    /// Returns how many there are.
    pub fn len(&self) -> usize {
        self.objects.len()
    }

    /// Returns whether there are none.
    pub fn is_empty(&self) -> bool {
        self.objects.is_empty()
    }

    /// Reads the state of one of them; `None` when there are not so many.
    pub async fn read<T: Transport>(&self, transport: &T, index: usize) -> Option<WaitedObject> {
        let (id, request) = self.objects.get(index)?;
        let state = match read_object(transport, request.clone()).await {
            LiveObject::Present(live) => match unmet(self.waiter, &live) {
                Some(unmet) => WaitedState::Unmet(unmet),
                None => WaitedState::Met,
            },
            LiveObject::Missing => WaitedState::Unmet(Unmet::Absent),
            LiveObject::Unavailable(reason) => WaitedState::Unread(reason),
        };
        let id = id.clone();
        Some(WaitedObject { id, state })
    }
}

fn waited_objects(release: &Release, waiter: HelmWaiter) -> Vec<Object> {
    let objects = astern_manifest::documents(&release.manifest, &Budget::for_release());
    objects
        .flatten()
        .filter(|object| is_waited_for(&object.id, waiter))
        .collect()
}

fn is_waited_for(id: &ObjectId, waiter: HelmWaiter) -> bool {
    let (group, kind) = (id.group.as_str(), id.kind.as_str());
    if WorkloadKind::of(group, kind).is_some() {
        return false;
    }
    match waiter {
        HelmWaiter::ReadyChecker => matches!(
            (group, kind),
            (
                "",
                "Pod" | "PersistentVolumeClaim" | "Service" | "ReplicationController"
            ) | ("apps" | "extensions", "ReplicaSet")
                | ("apiextensions.k8s.io", "CustomResourceDefinition")
        ),
        HelmWaiter::Kstatus => !matches!(
            (group, kind),
            (
                "",
                "ConfigMap" | "Secret" | "ServiceAccount" | "LimitRange" | "Endpoints"
            ) | (
                "rbac.authorization.k8s.io" | "scheduling.k8s.io" | "storage.k8s.io",
                _
            ) | (
                "admissionregistration.k8s.io" | "node.k8s.io" | "coordination.k8s.io",
                _
            )
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn helm_4_waits_for_custom_resources_and_helm_3_does_not() {
        let manifest = [
            ("apps/v1", "Deployment"),
            ("v1", "Secret"),
            ("v1", "Service"),
            ("v1", "PersistentVolumeClaim"),
            ("policy/v1", "PodDisruptionBudget"),
            ("rbac.authorization.k8s.io/v1", "Role"),
            ("delivery.example.com/v1", "Canary"),
        ];
        let mut release = astern_fixtures::release(astern_fixtures::Size { objects: 0 }, 1);
        release.manifest = manifest
            .map(|(version, kind)| {
                format!("---\napiVersion: {version}\nkind: {kind}\nmetadata:\n  name: shop\n")
            })
            .concat();
        let kinds = |waiter| -> Vec<String> {
            let objects = waited_objects(&release, waiter);
            objects.into_iter().map(|object| object.id.kind).collect()
        };
        assert_eq!(
            kinds(HelmWaiter::ReadyChecker),
            ["Service", "PersistentVolumeClaim"]
        );
        assert_eq!(
            kinds(HelmWaiter::Kstatus),
            [
                "Service",
                "PersistentVolumeClaim",
                "PodDisruptionBudget",
                "Canary"
            ]
        );
    }
}
