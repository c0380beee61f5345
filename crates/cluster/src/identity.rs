//! The identity of a cluster.

use std::fmt;

use astern_ledger::Namespace;
use serde::{Deserialize, Serialize};

use crate::exchange::ask;
use crate::object_meta::PartialObject;
use crate::{Accept, ClusterError, Request, Right, Transport, Verb};

/// The UID of the namespace `kube-system`: it is created with the cluster and never changes.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ClusterId(String);

impl ClusterId {
    /// Returns the UID.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns the first eight characters, displayed where the cluster has no name.
    pub fn short(&self) -> &str {
        self.0.get(..8).unwrap_or(&self.0)
    }
}

impl fmt::Display for ClusterId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Reads the identity of the cluster.
///
/// # Errors
/// [`ClusterError`], usually because the right to get namespaces is missing.
pub async fn cluster_id<T: Transport>(transport: &T) -> Result<ClusterId, ClusterError> {
    uid_of_namespace(transport, "kube-system")
        .await
        .map(ClusterId)
}

/// Reads the UID of a namespace.
///
/// # Errors
/// [`ClusterError`], usually because the right to get namespaces is missing.
pub async fn namespace_uid<T: Transport>(
    transport: &T,
    namespace: &Namespace,
) -> Result<String, ClusterError> {
    uid_of_namespace(transport, namespace.as_str()).await
}

async fn uid_of_namespace<T: Transport>(transport: &T, name: &str) -> Result<String, ClusterError> {
    let right = Right {
        verb: Verb::Get,
        resource: "namespaces".into(),
        namespace: None,
    };
    let request =
        Request::get(format!("api/v1/namespaces/{name}"), Accept::Metadata).needing(right);
    let object: PartialObject = ask(transport, &request).await?;
    if object.metadata.uid.is_empty() {
        return Err(ClusterError::Malformed(format!("{name} has no UID")));
    }
    Ok(object.metadata.uid)
}
