//! SelfSubjectAccessReview: whether the current user has a right.

use serde::Deserialize;
use serde_json::json;

use crate::exchange::ask;
use crate::{ClusterError, Request, Right, Transport};

/// The path of the review. The API server stores nothing.
pub const ACCESS_REVIEW_PATH: &str = "apis/authorization.k8s.io/v1/selfsubjectaccessreviews";

/// The result of a review.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Permission {
    /// The user has the right.
    Granted,
    /// The user does not have the right.
    Refused {
        /// The reason, if an authorizer gave one. RBAC gives none for a right that is not granted.
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

/// Returns whether the user of `transport` has a right, on the object `name` or on all objects.
///
/// # Errors
/// [`ClusterError`] when the review fails.
pub async fn review_access<T: Transport>(
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
    let request = Request::review(ACCESS_REVIEW_PATH, body.to_string());
    let Review { status } = ask(transport, &request).await?;
    Ok(match status.allowed {
        true => Permission::Granted,
        false => Permission::Refused {
            reason: Some(status.reason).filter(|reason| !reason.is_empty()),
        },
    })
}
