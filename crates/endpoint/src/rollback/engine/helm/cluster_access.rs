//! How helm reaches the cluster, and as whom.

use std::ffi::OsString;
use std::path::PathBuf;

use astern_ledger::{Driver, Namespace};

use super::environment;
use crate::backend::service_account::rollback_user;

/// How helm reaches the cluster, and as whom.
#[derive(Clone, Debug)]
pub enum ClusterAccess {
    /// As the user, with the kubeconfig that their kubectl uses.
    User {
        /// `--kubeconfig` and `--kube-context`.
        cluster_flags: Vec<OsString>,
    },
    /// As the service account of the release's namespace, which astern's own account impersonates.
    ServiceAccount {
        /// A kubeconfig that refers to the token as a file, and holds no secret itself.
        kubeconfig: PathBuf,
        /// The directory of helm's cache.
        home: PathBuf,
    },
}

impl ClusterAccess {
    /// Returns the flags about the cluster for a rollback in a namespace.
    pub(super) fn flags(&self, namespace: &Namespace) -> Vec<OsString> {
        match self {
            Self::User { cluster_flags } => cluster_flags.clone(),
            Self::ServiceAccount { kubeconfig, .. } => vec![
                "--kubeconfig".into(),
                kubeconfig.into(),
                format!("--kube-as-user={}", rollback_user(namespace)).into(),
            ],
        }
    }

    /// Returns the environment of helm, from the variables of this process.
    pub(super) fn environment(
        &self,
        variables: impl Iterator<Item = (OsString, OsString)>,
        driver: Driver,
    ) -> Vec<(OsString, OsString)> {
        match self {
            Self::User { .. } => environment::filtered(variables, driver),
            // In the cluster there are no login plugins and no proxies.
            Self::ServiceAccount { home, .. } => {
                let path = variables.filter(|(name, _)| name == "PATH");
                let mut kept = environment::filtered(path, driver);
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
    fn in_the_cluster_helm_impersonates_the_namespaces_account_and_has_few_variables() {
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
