//! A token that a test can end before its time.

use std::sync::atomic::{AtomicU32, Ordering};

use crate::{Failure, TestEnvironment, eventually};

/// A service account's token that is bound to a Secret, so that it ends with that. No API server mints one that lives for
/// less than ten minutes.
#[derive(Debug)]
pub struct RevocableToken {
    namespace: String,
    secret: String,
    audience: Option<&'static str>,
    token: String,
}

impl RevocableToken {
    /// Mints one of `account`: of Astern's own for the API server, of the one that rolls back for Astern.
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

    /// The token.
    #[must_use]
    pub fn reveal(&self) -> &str {
        &self.token
    }

    /// Ends it, and waits until the API server has forgotten that it was good.
    ///
    /// # Errors
    /// When kubectl fails, or a minute passes.
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
        // For ten seconds the API server remembers what it last said to the same question.
        eventually("the end of a token", || {
            let reviewed = environment.access.create(&review.to_string())?;
            let reviewed: serde_json::Value = serde_json::from_str(&reviewed)?;
            Ok((reviewed["status"]["authenticated"] != true).then_some(()))
        })
    }
}

/// For whom the account's tokens are: Astern, or the API server.
fn audience(account: &str) -> Option<&'static str> {
    (account == "astern-rollback").then_some("astern")
}
