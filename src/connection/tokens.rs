//! Tokens for the endpoint in the cluster: created with the person's own rights and kept in memory only.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use astern_cluster::{ClusterError, MintedToken, mint_token};
use astern_ledger::{Namespace, Timestamp};
use astern_protocol::TokenParameters;

use crate::browser::{BrowserTransport, now};

/// How many seconds before its expiry a token is no longer used: a request takes a while.
const EXPIRY_MARGIN: i64 = 60;

/// The tokens that were created since the page was opened, one for each namespace.
#[derive(Debug, Default)]
pub struct TokenCache(Mutex<HashMap<Namespace, CachedToken>>);

#[derive(Debug)]
struct CachedToken {
    token: MintedToken,
    usable_until: Timestamp,
}

impl TokenCache {
    /// Returns a token of the account in that namespace: the cached one while it is usable, else a new one.
    ///
    /// # Errors
    /// What the API server answered to the request for a token.
    pub async fn get(
        &self,
        api: &BrowserTransport,
        namespace: &Namespace,
        minting: &TokenParameters,
    ) -> Result<MintedToken, ClusterError> {
        if let Some(token) = self.cached(namespace, now()) {
            return Ok(token);
        }
        let (account, audience) = (&minting.account, &minting.audience);
        let token = mint_token(api, namespace, account, audience, minting.seconds).await?;
        self.insert(namespace.clone(), token.clone(), now());
        Ok(token)
    }

    /// Removes the token of a namespace, which the endpoint refused.
    pub fn remove(&self, namespace: &Namespace) {
        let mut tokens = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        tokens.remove(namespace);
    }

    fn cached(&self, namespace: &Namespace, now: Timestamp) -> Option<MintedToken> {
        let tokens = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let cached = tokens.get(namespace)?;
        (now < cached.usable_until).then(|| cached.token.clone())
    }

    fn insert(&self, namespace: Namespace, token: MintedToken, now: Timestamp) {
        let seconds = i64::try_from(token.seconds()).unwrap_or(i64::MAX);
        let usable_until = now.plus_seconds(seconds - EXPIRY_MARGIN);
        let mut tokens = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        tokens.insert(
            namespace,
            CachedToken {
                token,
                usable_until,
            },
        );
    }
}
