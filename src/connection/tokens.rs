//! Tokens that open the endpoint in the cluster: minted with the person's own rights, kept in memory and nowhere else.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use astern_cluster::{ClusterError, Minted, mint_token};
use astern_ledger::{Namespace, Timestamp};
use astern_protocol::Minting;

use crate::browser::{BrowserTransport, now};

/// How long before its end a token is not used any more, in seconds: a request takes a while.
const MARGIN: i64 = 60;

/// The tokens that were minted since the page was opened, one for each namespace.
#[derive(Debug, Default)]
pub struct Tokens(Mutex<HashMap<Namespace, Kept>>);

#[derive(Debug)]
struct Kept {
    token: Minted,
    until: Timestamp,
}

impl Tokens {
    /// A token of the account in that namespace: one that is good for a while yet, else a new one.
    ///
    /// # Errors
    /// What the API server said to minting one.
    pub async fn get(
        &self,
        api: &BrowserTransport,
        namespace: &Namespace,
        minting: &Minting,
    ) -> Result<Minted, ClusterError> {
        if let Some(token) = self.known(namespace, now()) {
            return Ok(token);
        }
        let (account, audience) = (&minting.account, &minting.audience);
        let token = mint_token(api, namespace, account, audience, minting.seconds).await?;
        self.keep(namespace.clone(), token.clone(), now());
        Ok(token)
    }

    /// Forgets the token of a namespace, which was refused.
    pub fn forget(&self, namespace: &Namespace) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.remove(namespace);
    }

    fn known(&self, namespace: &Namespace, now: Timestamp) -> Option<Minted> {
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let kept = kept.get(namespace)?;
        (now < kept.until).then(|| kept.token.clone())
    }

    fn keep(&self, namespace: Namespace, token: Minted, now: Timestamp) {
        let seconds = i64::try_from(token.seconds()).unwrap_or(i64::MAX);
        let until = now.plus_seconds(seconds - MARGIN);
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.insert(namespace, Kept { token, until });
    }
}
