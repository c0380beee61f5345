//! A token that a test can revoke.

use std::sync::atomic::{AtomicU32, Ordering};

use crate::{Failure, TestEnvironment, eventually};

/// A service account token that is bound to a Secret and is revoked by deleting it. API servers do not issue tokens
/// that expire within less than ten minutes.
#[derive(Debug)]
pub struct RevocableToken {
    namespace: String,
    secret: String,
    audience: Option<&'static str>,
    token: String,
}

impl RevocableToken {
    /// Mints a token of `account`: the endpoint's own for the API server, or the one that rolls back for Astern.
    ///
    /// # Errors
    /// When kubectl fails.
    pub fn mint(
        environment: &TestEnvironment,
        namespace: &str,
        account: &str,
    ) -> Result<Self, Failure> {
        static NUMBER: AtomicU32 = AtomicU32::new(1);
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let secret = format!("token-{number}");
        let in_namespace = ["--namespace", namespace];
        let kubectl = |arguments: &[&str]| {
            environment
                .access
                .kubectl(arguments.iter().copied().chain(in_namespace))
        };
        kubectl(&["create", "secret", "generic", &secret])?;
        let bound = [
            "--bound-object-kind",
            "Secret",
            "--bound-object-name",
            &secret,
        ];
        let audience = audience(account);
        let flag = audience.map(|audience| format!("--audience={audience}"));
        let mint = ["create", "token", account];
        let arguments: Vec<&str> = mint
            .into_iter()
            .chain(bound)
            .chain(flag.as_deref())
            .collect();
        let token = kubectl(&arguments)?.trim().to_owned();
        Ok(Self {
            namespace: namespace.to_owned(),
            secret,
            audience,
            token,
        })
    }

    /// Returns the token.
    #[must_use]
    pub fn reveal(&self) -> &str {
        &self.token
    }

    /// Revokes the token, and waits until the API server has dropped it from its cache.
    ///
    /// # Errors
    /// When kubectl fails, or the deadline passes.
    pub fn revoke(self, environment: &TestEnvironment) -> Result<(), Failure> {
        let arguments = [
            "delete",
            "secret",
            &self.secret,
            "--namespace",
            &self.namespace,
        ];
        environment.access.kubectl(arguments)?;
        let review = serde_json::json!({
            "apiVersion": "authentication.k8s.io/v1",
            "kind": "TokenReview",
            "spec": { "token": self.token, "audiences": self.audience.as_slice() },
        });
        // The API server caches reviews of tokens for ten seconds.
        eventually("the end of a token", || {
            let reviewed = environment.access.create(&review.to_string())?;
            let reviewed: serde_json::Value = serde_json::from_str(&reviewed)?;
            Ok((reviewed["status"]["authenticated"] != true).then_some(()))
        })
    }
}

/// Returns the audience of the account's tokens: Astern, or `None` for the API server.
fn audience(account: &str) -> Option<&'static str> {
    (account == "astern-rollback").then_some("astern")
}
