//! Asking the API server who it takes whoever asks for.

use serde::Deserialize;

use crate::error::ask;
use crate::{ClusterError, Request, Transport};

/// Where it is asked. Nothing is stored there.
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

/// The name of whoever `transport` speaks for. Kubernetes answers this since 1.28.
///
/// # Errors
/// [`ClusterError`].
pub async fn who_am_i<T: Transport>(transport: &T) -> Result<String, ClusterError> {
    let body = r#"{"apiVersion":"authentication.k8s.io/v1","kind":"SelfSubjectReview"}"#;
    let request = Request::post(SELF_REVIEW_PATH, body.to_owned());
    let Review { status } = ask(transport, &request).await?;
    Ok(status.user_info.username)
}
