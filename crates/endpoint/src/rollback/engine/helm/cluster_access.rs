//! How helm reaches the cluster, and as whom.

use std::ffi::OsString;
use std::path::PathBuf;

use astern_ledger::{Driver, Namespace};

use super::environment;

/// How helm reaches the cluster, and as whom.
#[derive(Clone, Debug)]
pub enum ClusterAccess {
    /// As the person, with what their own kubectl uses.
    User {
        /// `--kubeconfig` and `--kube-context`, as kubectl got them.
        cluster_flags: Vec<OsString>,
    },
    /// As the service account of the release's namespace, which astern's own account may act as.
    ServiceAccount {
        /// A kubeconfig that names files and holds no secret itself.
        kubeconfig: PathBuf,
        /// Where helm may keep what it remembers of the cluster.
        home: PathBuf,
    },
}

/// The service account that rollbacks in a namespace run as, as the API server names it.
pub(crate) fn account(namespace: &Namespace) -> String {
    format!(
        "system:serviceaccount:{namespace}:{}",
        astern_protocol::ACCOUNT
    )
}

impl ClusterAccess {
    /// What helm is told about the cluster for a rollback in that namespace.
    pub(crate) fn flags(&self, namespace: &Namespace) -> Vec<OsString> {
        match self {
            Self::User { cluster_flags } => cluster_flags.clone(),
            Self::ServiceAccount { kubeconfig, .. } => vec![
                "--kubeconfig".into(),
                kubeconfig.into(),
                format!("--kube-as-user={}", account(namespace)).into(),
            ],
        }
    }

    /// What helm may see of these variables.
    pub(crate) fn environment(
        &self,
        variables: impl Iterator<Item = (OsString, OsString)>,
        driver: Driver,
    ) -> Vec<(OsString, OsString)> {
        match self {
            Self::User { .. } => environment::scrubbed(variables, driver),
            // In the cluster nobody logs in and nothing is between: where programs are is enough.
            Self::ServiceAccount { home, .. } => {
                let path = variables.filter(|(name, _)| name == "PATH");
                let mut kept = environment::scrubbed(path, driver);
                kept.push(("HOME".into(), home.into()));
                kept.push(("TMPDIR".into(), home.into()));
                kept
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn in_the_cluster_helm_acts_as_the_namespaces_account_and_sees_next_to_nothing() {
        let access = ClusterAccess::ServiceAccount {
            kubeconfig: "/t/kubeconfig".into(),
            home: "/t".into(),
        };
        let flags = access.flags(&"shop".parse().unwrap());
        assert_eq!(
            flags,
            [
                "--kubeconfig",
                "/t/kubeconfig",
                "--kube-as-user=system:serviceaccount:shop:astern-rollback"
            ]
        );
        let given = ["PATH", "HOME", "KUBECONFIG", "HTTPS_PROXY", "HELM_DRIVER"];
        let given = given.map(|name| (name.into(), "/x".into()));
        let kept = access.environment(given.into_iter(), Driver::Secret);
        let kept: Vec<String> = kept
            .iter()
            .map(|(name, value)| format!("{}={}", name.display(), value.display()))
            .collect();
        assert_eq!(
            kept,
            ["PATH=/x", "HELM_DRIVER=secret", "HOME=/t", "TMPDIR=/t"]
        );
    }
}
