//! TokenReview: the identity of a token.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::json;

use crate::exchange::ask;
use crate::{ClusterError, Request, Right, Transport, Verb};

/// The key of the token's id in `extra`. Since Kubernetes 1.32.
const CREDENTIAL_ID: &str = "authentication.kubernetes.io/credential-id";

/// The identity of a token.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Identity {
    /// Such as `system:serviceaccount:NAMESPACE:NAME`.
    pub user: String,
    /// The id of the token, such as `JTI=…`.
    pub token_id: Option<String>,
}

/// Why a token has no identity.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum ReviewError {
    /// The review failed.
    #[error(transparent)]
    Cluster(#[from] ClusterError),
    /// The token is not of this cluster, has expired, or is for another audience.
    #[error("the API server does not vouch for it")]
    Rejected,
}

#[derive(Deserialize)]
struct TokenReview {
    #[serde(default)]
    status: Status,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Status {
    authenticated: bool,
    user: User,
    audiences: Option<Vec<String>>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct User {
    username: String,
    extra: Option<BTreeMap<String, Vec<String>>>,
}

/// Returns the identity of a token that is valid for `audience`.
///
/// # Errors
/// [`ReviewError`]. It contains neither the token nor the API server's message about it.
pub async fn review_token<T: Transport>(
    transport: &T,
    token: &str,
    audience: &str,
) -> Result<Identity, ReviewError> {
    let body = json!({
        "apiVersion": "authentication.k8s.io/v1",
        "kind": "TokenReview",
        "spec": { "token": token, "audiences": [audience] },
    });
    let right = Right {
        verb: Verb::Create,
        resource: "tokenreviews.authentication.k8s.io".into(),
        namespace: None,
    };
    let path = "apis/authentication.k8s.io/v1/tokenreviews";
    // Not sent again after a failure: whoever sends the token has no rights yet and can do that.
    let request = Request::post(path, body.to_string()).needing(right);
    let TokenReview { status } = ask(transport, &request).await?;
    // An authenticator that does not support audiences authenticates any token and returns no audiences.
    let is_for_us = status.audiences.iter().flatten().any(|a| a == audience);
    if !status.authenticated || !is_for_us || status.user.username.is_empty() {
        return Err(ReviewError::Rejected);
    }
    let extra = status.user.extra.unwrap_or_default();
    Ok(Identity {
        user: status.user.username,
        token_id: extra
            .get(CREDENTIAL_ID)
            .and_then(|ids| ids.first())
            .cloned(),
    })
}
