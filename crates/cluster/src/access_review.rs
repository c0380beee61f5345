//! Asking the API server whether whoever asks may do something.

use serde::Deserialize;
use serde_json::json;

use crate::error::ask;
use crate::{ClusterError, Request, Right, Transport};

/// Where it is asked. Nothing is stored there.
pub const ACCESS_REVIEW_PATH: &str = "apis/authorization.k8s.io/v1/selfsubjectaccessreviews";

/// What the API server said.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Permission {
    /// They may.
    Granted,
    /// They may not.
    Refused {
        /// Why, where an authorizer gave a reason. RBAC gives none for a right that nobody granted.
        reason: Option<String>,
    },
}

#[derive(Deserialize)]
struct Review {
    status: Status,
}

#[derive(Deserialize)]
struct Status {
    allowed: bool,
    #[serde(default)]
    reason: String,
}

/// Asks whether whoever `transport` speaks for has that right; on the object called `name`, or on all of them.
///
/// # Errors
/// [`ClusterError`]: then nothing is known.
pub async fn may<T: Transport>(
    transport: &T,
    right: &Right,
    name: Option<&str>,
) -> Result<Permission, ClusterError> {
    let (resource, subresource) = right
        .resource
        .split_once('/')
        .unwrap_or((&right.resource, ""));
    let (resource, group) = resource.split_once('.').unwrap_or((resource, ""));
    let body = json!({
        "apiVersion": "authorization.k8s.io/v1",
        "kind": "SelfSubjectAccessReview",
        "spec": { "resourceAttributes": {
            "verb": right.verb.to_string(),
            "group": group,
            "resource": resource,
            "subresource": subresource,
            "namespace": right.namespace.as_ref().map(ToString::to_string).unwrap_or_default(),
            "name": name.unwrap_or_default(),
        } },
    });
    let request = Request::post(ACCESS_REVIEW_PATH, body.to_string());
    let Review { status } = ask(transport, &request).await?;
    Ok(match status.allowed {
        true => Permission::Granted,
        false => Permission::Refused {
            reason: Some(status.reason).filter(|reason| !reason.is_empty()),
        },
    })
}
