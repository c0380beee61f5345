//! The session: the mode of the endpoint, the cluster and helm.

use serde::{Deserialize, Serialize};

/// The session that the endpoint returns when the page loads.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Session {
    /// How the endpoint runs.
    pub mode: Mode,
    /// The cluster's name as people know it: on a laptop the kubeconfig's context, in the cluster
    /// the chart's `clusterName`. None where nobody gave it one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cluster: Option<String>,
    /// The helm that a rollback would run.
    pub helm: Helm,
    /// What sends a helm that is run by hand to this cluster: `--kubeconfig` and `--kube-context`.
    #[serde(default)]
    pub helm_flags: Vec<String>,
}

/// How the endpoint runs, and so what opens it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Mode {
    /// On the person's own machine, with their own kubeconfig. The launch token opens it.
    Laptop,
    /// In the cluster. A token that the page mints with the person's own rights opens it.
    InCluster(TokenParameters),
    /// On an embedded sample: rollbacks are played, not run. The launch token opens it.
    Demo,
}

/// How a token is minted: `create` on the service account's `token`, in the release's namespace.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct TokenParameters {
    /// The service account, the same name in every namespace.
    pub account: String,
    /// What the token has to be for.
    pub audience: String,
    /// How long it has to be good for, in seconds: the least that Kubernetes gives.
    pub seconds: u32,
}

impl Default for TokenParameters {
    fn default() -> Self {
        Self {
            account: crate::ACCOUNT.to_owned(),
            audience: crate::AUDIENCE.to_owned(),
            seconds: 600,
        }
    }
}

/// The helm that was found at the start.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "kebab-case")]
pub enum Helm {
    /// It answers.
    Found {
        /// Such as `v3.22.0`.
        version: String,
    },
    /// There is none, or it does not answer.
    Missing {
        /// What was tried and what to do.
        message: String,
    },
    /// The demo has none and needs none.
    Simulated,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_session_in_the_cluster_says_how_to_mint() {
        let session = Session {
            mode: Mode::InCluster(TokenParameters::default()),
            cluster: None,
            helm: Helm::Found {
                version: "v4.3.1".to_owned(),
            },
            helm_flags: Vec::new(),
        };
        assert_eq!(
            serde_json::to_string(&session).unwrap(),
            r#"{"mode":{"kind":"in-cluster","account":"astern-rollback","audience":"astern","seconds":600},"helm":{"state":"found","version":"v4.3.1"},"helm_flags":[]}"#
        );
    }
}
