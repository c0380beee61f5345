//! The session: the mode of the endpoint, the cluster and helm.

use astern_ledger::{Driver, HistoryLimit, Namespace};
use serde::{Deserialize, Serialize};

/// The session, which the endpoint returns when the page loads.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Session {
    /// How the endpoint runs.
    pub mode: Mode,
    /// The display name of the cluster: on a laptop the context of the kubeconfig, in the cluster the chart value
    /// `clusterName`. `None` if it is not set.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cluster: Option<String>,
    /// The namespace of the kubeconfig's context, where a person begins who may not list the whole cluster. `None` where there
    /// is no kubeconfig: in the cluster and in the demo.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub namespace: Option<Namespace>,
    /// The helm that runs rollbacks.
    pub helm: Helm,
    /// The flags with which a helm that is run manually reaches this cluster: `--kubeconfig` and `--kube-context`.
    #[serde(default)]
    pub helm_flags: Vec<String>,
    /// What the environment of the endpoint sets for helm.
    #[serde(default, skip_serializing_if = "HelmSettings::is_default")]
    pub helm_settings: HelmSettings,
    /// How many contexts the kubeconfig has besides the one of this page. 0 where there is no kubeconfig.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub other_contexts: usize,
    /// How the kubeconfig leads elsewhere now than when the endpoint started, as a sentence without a full stop.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kubeconfig_change: Option<String>,
}

fn is_zero(number: &usize) -> bool {
    *number == 0
}

/// The variables of helm that the endpoint takes from its own environment. Without an endpoint helm's defaults hold.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug, Serialize, Deserialize)]
#[serde(default)]
pub struct HelmSettings {
    /// `HELM_DRIVER`: where the person's helm looks for records.
    pub driver: Driver,
    /// `HELM_MAX_HISTORY`: how many revisions of a release helm keeps.
    pub max_history: HistoryLimit,
}

impl HelmSettings {
    fn is_default(&self) -> bool {
        *self == Self::default()
    }
}

/// How the endpoint runs, which determines the token that it accepts.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Mode {
    /// On the user's own machine, with the user's kubeconfig. Requests carry the launch token.
    Laptop,
    /// In the cluster. Requests carry a service account token that the page creates with the user's own rights.
    InCluster(TokenParameters),
    /// With embedded sample data and simulated rollbacks. Requests carry the launch token.
    Demo,
}

/// The parameters of a TokenRequest: `create` on `serviceaccounts/token`, in the namespace of the release.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct TokenParameters {
    /// The name of the service account, the same in every namespace.
    pub account: String,
    /// The audience of the token.
    pub audience: String,
    /// The requested lifetime in seconds. Kubernetes issues no token for less than 600.
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

/// The helm that was found when the endpoint started.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "kebab-case")]
pub enum Helm {
    /// A helm 3 or 4 was found.
    Found {
        /// The version, such as `v3.22.0`.
        version: String,
    },
    /// There is no helm 3 or 4, or it does not respond.
    Missing {
        /// What was tried, and what to do about it.
        message: String,
    },
    /// The demo simulates rollbacks without helm.
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
            namespace: None,
            helm: Helm::Found {
                version: "v4.3.1".to_owned(),
            },
            helm_flags: Vec::new(),
            helm_settings: HelmSettings::default(),
            other_contexts: 0,
            kubeconfig_change: None,
        };
        assert_eq!(
            serde_json::to_string(&session).unwrap(),
            r#"{"mode":{"kind":"in-cluster","account":"astern-rollback","audience":"astern","seconds":600},"helm":{"state":"found","version":"v4.3.1"},"helm_flags":[]}"#
        );
    }

    #[test]
    fn the_settings_of_helm_are_words_and_numbers() {
        let settings: HelmSettings =
            serde_json::from_str(r#"{"driver":"configmap","max_history":0}"#).unwrap();
        assert_eq!(settings.driver, Driver::ConfigMap);
        assert_eq!(settings.max_history, HistoryLimit::Unlimited);
        assert_eq!(
            serde_json::to_string(&HelmSettings::default()).unwrap(),
            r#"{"driver":"secret","max_history":10}"#
        );
    }
}
