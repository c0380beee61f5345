//! The node and the storage class of the test cluster, both simulated by kwok.

use super::TestClusterError;
use super::access::Access;

/// Enough capacity for everything that the tests install.
pub(super) const MANIFEST: &str = r#"
apiVersion: v1
kind: Node
metadata:
  name: node-1
  labels: {kubernetes.io/os: linux, kubernetes.io/hostname: node-1}
  annotations: {kwok.x-k8s.io/node: fake}
status:
  allocatable: {cpu: "64", memory: 256Gi, pods: "1000"}
  capacity: {cpu: "64", memory: 256Gi, pods: "1000"}
---
apiVersion: storage.k8s.io/v1
kind: StorageClass
metadata:
  name: kwok-volume
  annotations: {storageclass.kubernetes.io/is-default-class: "true"}
provisioner: kwok.x-k8s.io/volume
"#;

/// Returns whether the node is ready.
pub(super) fn is_ready(access: &Access) -> Result<bool, TestClusterError> {
    let path = r#"jsonpath={.status.conditions[?(@.type=="Ready")].status}"#;
    Ok(access
        .kubectl(["get", "node", "node-1", "--output", path])
        .is_ok_and(|status| status == "True"))
}
