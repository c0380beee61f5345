//! The request carries a token that the API server has reviewed, of the service account that rolls back.

use std::sync::Arc;
use std::time::Duration;

use astern_cluster::{ClusterError, Identity, ReviewError, review_token};
use astern_protocol::{ACCOUNT, AUDIENCE, ErrorCode, ReviewedIdentity, TOKEN_HEADER};
use axum::extract::{Request, State};
use axum::http::HeaderMap;
use axum::middleware::Next;
use axum::response::Response;
use tokio::sync::Semaphore;

use crate::backend::Cluster;
use crate::backend::service_account::{ServiceAccountClient, rollback_namespace};
use crate::http::limits::mark_authenticated;
use crate::principal::Principal;
use crate::refusal::Refusal;

/// How many tokens are reviewed at once. Each review is a request to the API server that any client can cause.
const CONCURRENT_REVIEWS: usize = 16;

/// How long a review may take.
const REVIEW_TIMEOUT: Duration = Duration::from_secs(10);

/// How long a request may wait for its review to start. Fifty users who start and follow rollbacks at once are reviewed
/// in less than a second.
const QUEUE_TIMEOUT: Duration = Duration::from_secs(5);

/// The longest token that is reviewed. Kubernetes' own have about 1,000 bytes.
const TOKEN_LIMIT: usize = 8 * 1024;

/// Reviews tokens as astern's own service account, which may only do that and impersonate the accounts that roll back.
#[derive(Debug)]
pub(crate) struct TokenReviewer {
    client: ServiceAccountClient,
    cluster: Cluster,
    permits: Semaphore,
}

impl TokenReviewer {
    /// Reviews tokens with that client.
    pub(crate) fn new(client: ServiceAccountClient) -> Self {
        Self {
            cluster: Cluster::Direct(client.clone()),
            client,
            permits: Semaphore::new(CONCURRENT_REVIEWS),
        }
    }

    /// Asks the API server whose token it is.
    async fn review(&self, token: &str) -> Result<Identity, Refusal> {
        let Ok(Ok(_permit)) = tokio::time::timeout(QUEUE_TIMEOUT, self.permits.acquire()).await
        else {
            return Err(Refusal::new(
                ErrorCode::TooMany,
                "As many tokens are being reviewed as may be at once, and none was done within 5 seconds.",
                "Try again in a moment.",
            ));
        };
        let review = review_token(&self.cluster, token, AUDIENCE);
        match tokio::time::timeout(REVIEW_TIMEOUT, review).await {
            Ok(Ok(identity)) => Ok(identity),
            Ok(Err(ReviewError::Rejected)) => Err(rejected()),
            Ok(Err(ReviewError::Cluster(error))) => Err(review_failed(&error)),
            Err(_) => Err(timed_out()),
        }
    }

    /// The principal of that identity: it impersonates the same service account.
    fn principal(&self, identity: Identity) -> Result<Principal, Refusal> {
        let Identity { user, token_id } = identity;
        let other_account = || {
            Refusal::new(
                ErrorCode::Forbidden,
                format!(
                    "This token is of {user}; only one of a namespace's account {ACCOUNT} rolls back."
                ),
                format!("Mint one for the service account {ACCOUNT} in the release's namespace."),
            )
        };
        let namespace = rollback_namespace(&user).ok_or_else(other_account)?;
        let client = self.client.impersonating(&user).ok_or_else(other_account)?;
        let cluster = Arc::new(Cluster::Direct(client));
        let identity = ReviewedIdentity { user, token_id };
        Ok(Principal::service_account(cluster, namespace, identity))
    }
}

/// Lets requests with such a token pass, as the service account that the token is of.
pub(crate) async fn require_reviewed_token(
    State(reviewer): State<Arc<TokenReviewer>>,
    mut request: Request,
    next: Next,
) -> Result<Response, Refusal> {
    let token = token(request.headers())?;
    let identity = reviewer.review(token).await?;
    let user = identity.user.clone();
    let principal = reviewer.principal(identity)?;
    mark_authenticated(&request, &user);
    request.extensions_mut().insert(principal);
    Ok(next.run(request).await)
}

/// Returns the only token that the request carries.
fn token(headers: &HeaderMap) -> Result<&str, Refusal> {
    let mut values = headers.get_all(TOKEN_HEADER).iter();
    let (token, more) = (values.next(), values.next());
    let Some(token) = token else {
        return Err(Refusal::new(
            ErrorCode::Token,
            "This request carries no token.",
            format!(
                "Mint one for the service account {ACCOUNT} and the audience {AUDIENCE}, as the page does."
            ),
        ));
    };
    let token = token.to_str().ok().filter(|token| is_token(token));
    match (token, more) {
        (Some(token), None) => Ok(token),
        _ => Err(rejected()),
    }
}

/// Whether it has the form of a JSON Web Token: three parts of base64url. Nothing else is sent to the API server.
fn is_token(text: &str) -> bool {
    let is_part = |part: &str| {
        !part.is_empty()
            && part
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
    };
    text.len() <= TOKEN_LIMIT && text.split('.').count() == 3 && text.split('.').all(is_part)
}

fn rejected() -> Refusal {
    Refusal::new(
        ErrorCode::Token,
        "The API server does not vouch for this token: it is over, for another audience, or no token of this \
         cluster.",
        "Mint a new one: reload the page and press again.",
    )
}

fn review_failed(error: &ClusterError) -> Refusal {
    let advice = match error {
        ClusterError::Forbidden(_) | ClusterError::Unauthorized(_) => {
            "Upgrade astern's chart: it grants astern's own account the right to review tokens."
        }
        _ => "Try again when the API server answers.",
    };
    let message = format!("The token cannot be reviewed: {error}.");
    Refusal::new(ErrorCode::Cluster, message, advice)
}

fn timed_out() -> Refusal {
    Refusal::new(
        ErrorCode::Cluster,
        "The token cannot be reviewed: the API server did not answer within 10 seconds.",
        "Try again when the API server answers.",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_json_web_tokens_are_reviewed() {
        assert!(is_token("ey.A-z_0.9"));
        for other in [
            "",
            "a.b",
            "a.b.c.d",
            "a..c",
            "a.b c.d",
            "a.b.c\"",
            &"a.b.".repeat(9000),
        ] {
            assert!(!is_token(other), "{other}");
        }
    }
}
