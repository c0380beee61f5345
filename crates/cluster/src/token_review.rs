//! Asking the API server whose token this is.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::json;

use crate::error::ask;
use crate::{ClusterError, Request, Right, Transport, Verb};

/// Where a token's own id stands among what an authenticator adds (Kubernetes 1.32 and newer).
const CREDENTIAL_ID: &str = "authentication.kubernetes.io/credential-id";

/// Whose token it is.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Identity {
    /// Such as `system:serviceaccount:NAMESPACE:NAME`.
    pub user: String,
    /// The token's own id, such as `JTI=…`.
    pub token_id: Option<String>,
}

/// Why that is not known.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum ReviewError {
    /// The API server did not say.
    #[error(transparent)]
    Cluster(#[from] ClusterError),
    /// It is no token of this cluster, is over, or is for another audience.
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

/// Asks whose token it is, and whether it is for `audience`.
///
/// # Errors
/// [`ReviewError`]. Neither holds the token, nor what the API server said about its content.
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
    let request = Request::post(path, body.to_string()).needing(right);
    let TokenReview { status } = ask(transport, &request).await?;
    // An authenticator that knows nothing of audiences vouches for any token and names none of them.
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
