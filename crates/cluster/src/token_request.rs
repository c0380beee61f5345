//! TokenRequest: mints a token of a service account.

use std::fmt;

use astern_ledger::Namespace;
use serde::Deserialize;
use serde_json::json;

use crate::exchange::ask;
use crate::request::segment;
use crate::{ClusterError, Request, Right, Transport, Verb};

/// A token and its lifetime. `Debug` does not print the token.
#[derive(Clone, PartialEq, Eq)]
pub struct MintedToken {
    token: String,
    seconds: u64,
}

impl MintedToken {
    /// Returns the token, for the header of a request only.
    pub fn reveal(&self) -> &str {
        &self.token
    }

    /// Returns the lifetime in seconds. The API server may choose another one than was requested.
    pub fn seconds(&self) -> u64 {
        self.seconds
    }
}

impl fmt::Debug for MintedToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "MintedToken(…, {} s)", self.seconds)
    }
}

#[derive(Deserialize)]
struct TokenRequest {
    spec: Spec,
    status: Status,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Spec {
    expiration_seconds: u64,
}

#[derive(Deserialize)]
struct Status {
    token: String,
}

/// Returns the right to mint a token of a service account in a namespace.
pub fn minting_right(namespace: &Namespace) -> Right {
    Right {
        verb: Verb::Create,
        resource: "serviceaccounts/token".into(),
        namespace: Some(namespace.clone()),
    }
}

/// Mints a token of the service account `account` in `namespace`, for `audience`, valid for `seconds`.
///
/// # Errors
/// [`ClusterError`]; [`ClusterError::NotFound`] when the account does not exist. No error contains the token.
pub async fn mint_token<T: Transport>(
    transport: &T,
    namespace: &Namespace,
    account: &str,
    audience: &str,
    seconds: u32,
) -> Result<MintedToken, ClusterError> {
    let body = json!({
        "apiVersion": "authentication.k8s.io/v1",
        "kind": "TokenRequest",
        "spec": { "audiences": [audience], "expirationSeconds": seconds },
    });
    let path = format!(
        "api/v1/namespaces/{namespace}/serviceaccounts/{}/token",
        segment(account)
    );
    let request = Request::post(path, body.to_string()).needing(minting_right(namespace));
    let TokenRequest { spec, status } = ask(transport, &request).await?;
    Ok(MintedToken {
        token: status.token,
        seconds: spec.expiration_seconds,
    })
}
