//! The request carries a token that the API server vouches for, of the account that rolls back.

use std::sync::Arc;
use std::time::Duration;

use astern_cluster::{ClusterError, Identity, ReviewError, review_token};
use astern_ledger::Namespace;
use astern_protocol::{ACCOUNT, AUDIENCE, ErrorCode, Reviewed, TOKEN_HEADER};
use axum::extract::{Request, State};
use axum::http::HeaderMap;
use axum::middleware::Next;
use axum::response::Response;

use crate::backend::Cluster;
use crate::http::limits::mark_authenticated;
use crate::http::routers::in_cluster::InCluster;
use crate::principal::Principal;
use crate::refusal::Refusal;
use crate::rollback::service_account_username;

/// How long a review may take.
const WAIT: Duration = Duration::from_secs(10);

/// How long a request may wait for its review to begin. Fifty people who press and follow at once are no flood: they
/// are through in less than a second.
const TURN: Duration = Duration::from_secs(5);

/// The longest token that is reviewed. Kubernetes' own have about 1,000 bytes.
const LONGEST: usize = 8 * 1024;

/// Lets through whoever holds such a token, as the account that it is of.
pub(crate) async fn review(
    State(in_cluster): State<Arc<InCluster>>,
    mut request: Request,
    next: Next,
) -> Result<Response, Refusal> {
    let token = token(request.headers())?;
    let Ok(Ok(place)) = tokio::time::timeout(TURN, in_cluster.reviews.acquire()).await else {
        return Err(Refusal::new(
            ErrorCode::TooMany,
            "As many tokens are being reviewed as may be at once, and none was done within 5 seconds.",
            "Try again in a moment.",
        ));
    };
    let asked = review_token(in_cluster.own.as_ref(), token, AUDIENCE);
    let identity = match tokio::time::timeout(WAIT, asked).await {
        Ok(Ok(identity)) => identity,
        Ok(Err(ReviewError::Rejected)) => return Err(rejected()),
        Ok(Err(ReviewError::Cluster(error))) => return Err(unasked(&error)),
        Err(_) => return Err(late()),
    };
    drop(place);
    let user = identity.user.clone();
    let principal = in_cluster.principal(identity)?;
    mark_authenticated(&request, &user);
    request.extensions_mut().insert(principal);
    Ok(next.run(request).await)
}

/// The one token that the request carries.
fn token(headers: &HeaderMap) -> Result<&str, Refusal> {
    let mut given = headers.get_all(TOKEN_HEADER).iter();
    let (token, more) = (given.next(), given.next());
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

/// Three parts of base64url: whatever else is sent is no business of the API server's.
fn is_token(text: &str) -> bool {
    let is_part = |part: &str| {
        !part.is_empty()
            && part
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
    };
    text.len() <= LONGEST && text.split('.').count() == 3 && text.split('.').all(is_part)
}

impl InCluster {
    /// Whom that identity may act as.
    fn principal(&self, identity: Identity) -> Result<Principal, Refusal> {
        let Identity { user, token_id } = identity;
        let other = || {
            Refusal::new(
                ErrorCode::Forbidden,
                format!(
                    "This token is of {user}; only one of a namespace's account {ACCOUNT} rolls back."
                ),
                format!("Mint one for the service account {ACCOUNT} in the release's namespace."),
            )
        };
        let namespace = namespace(&user).ok_or_else(other)?;
        let cluster = self.own_account().impersonating(&user).ok_or_else(other)?;
        let cluster = Arc::new(Cluster::Direct(cluster));
        Ok(Principal::service_account(
            cluster,
            namespace,
            Reviewed { user, token_id },
        ))
    }
}

/// The namespace whose account that is, if it is the one that rolls back.
fn namespace(user: &str) -> Option<Namespace> {
    let rest = user.strip_prefix("system:serviceaccount:")?;
    let namespace: Namespace = rest.split(':').next()?.parse().ok()?;
    (service_account_username(&namespace) == user).then_some(namespace)
}

fn rejected() -> Refusal {
    Refusal::new(
        ErrorCode::Token,
        "The API server does not vouch for this token: it is over, for another audience, or no token of this \
         cluster.",
        "Mint a new one: reload the page and press again.",
    )
}

fn unasked(error: &ClusterError) -> Refusal {
    let advice = match error {
        ClusterError::Forbidden(_) | ClusterError::Unauthorized(_) => {
            "Upgrade astern's chart: it grants astern's own account the right to review tokens."
        }
        _ => "Try again when the API server answers.",
    };
    let message = format!("The token cannot be reviewed: {error}.");
    Refusal::new(ErrorCode::Cluster, message, advice)
}

fn late() -> Refusal {
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
    fn only_the_one_account_has_a_namespace() {
        let shop = namespace("system:serviceaccount:shop:astern-rollback");
        assert_eq!(shop, Some("shop".parse().unwrap()));
        for other in [
            "system:serviceaccount:shop:default",
            "system:serviceaccount:shop:astern-rollback:x",
            "system:serviceaccount::astern-rollback",
            "system:serviceaccount:Shop:astern-rollback",
            "system:serviceaccount:shop/astern-rollback",
            "shop:astern-rollback",
            "astern-rollback",
            "system:admin",
            "",
        ] {
            assert_eq!(namespace(other), None, "{other}");
        }
    }

    #[test]
    fn only_what_can_be_a_token_is_reviewed() {
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
