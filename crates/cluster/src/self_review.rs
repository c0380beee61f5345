//! SelfSubjectReview: the name of the current user.

use serde::Deserialize;

use crate::exchange::ask;
use crate::{ClusterError, Request, Transport};

/// The path of the review. The API server stores nothing.
pub const SELF_REVIEW_PATH: &str = "apis/authentication.k8s.io/v1/selfsubjectreviews";

#[derive(Deserialize)]
struct Review {
    status: Status,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Status {
    user_info: UserInfo,
}

#[derive(Deserialize)]
struct UserInfo {
    username: String,
}

/// Returns the name of the user of `transport`. Kubernetes serves this since 1.28.
///
/// # Errors
/// [`ClusterError`].
pub async fn authenticated_user<T: Transport>(transport: &T) -> Result<String, ClusterError> {
    let body = r#"{"apiVersion":"authentication.k8s.io/v1","kind":"SelfSubjectReview"}"#;
    let request = Request::review(SELF_REVIEW_PATH, body.to_owned());
    let Review { status } = ask(transport, &request).await?;
    Ok(status.user_info.username)
}
