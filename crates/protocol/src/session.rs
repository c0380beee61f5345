//! Who serves the page, and with what.

use serde::{Deserialize, Serialize};

/// What the endpoint tells the page at its start.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Session {
    /// How the endpoint runs.
    pub mode: Mode,
    /// The cluster's name as people know it: on a laptop the kubeconfig's context.
    pub cluster: String,
    /// The helm that a rollback would run.
    pub helm: Helm,
    /// What sends a helm that is run by hand to this cluster: `--kubeconfig` and `--kube-context`.
    #[serde(default)]
    pub helm_flags: Vec<String>,
}

/// How the endpoint runs.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Mode {
    /// On the person's own machine, with their own kubeconfig.
    Laptop,
    /// On an embedded sample: rollbacks are played, not run.
    Demo,
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
    Played,
}
