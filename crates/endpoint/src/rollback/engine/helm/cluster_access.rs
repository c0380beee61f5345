//! How helm reaches the cluster, and as whom.

use std::ffi::OsString;
use std::path::PathBuf;
use std::process::Stdio;

use astern_ledger::{Driver, Namespace};

use super::environment;
use crate::backend::helm_relay::{HelmConnection, RelayAddress};
use crate::backend::kubectl_proxy::{ChosenCluster, ProxyError};
use crate::backend::service_account::rollback_user;

/// How helm reaches the cluster, and as whom.
#[derive(Clone, Debug)]
pub enum ClusterAccess {
    /// As the user, through the connection of their kubectl.
    User(Box<ChosenCluster>),
    /// As the service account of the release's namespace, which astern's own account impersonates.
    ServiceAccount(ServiceAccountAccess),
}

/// What helm is given in the cluster.
#[derive(Clone, Debug)]
pub struct ServiceAccountAccess {
    /// A kubeconfig that refers to the token as a file, and holds no secret itself.
    pub kubeconfig: PathBuf,
    /// The directory of helm's cache.
    pub home: PathBuf,
}

/// The access of one helm through a connection of its own.
#[derive(Debug)]
pub(in crate::rollback) struct RelayedAccess {
    connection: HelmConnection,
    /// The flags with which a person reaches the same cluster.
    shown_flags: Vec<OsString>,
    /// How the kubeconfig leads elsewhere than when astern was started, in words.
    change: Option<String>,
}

/// The access of one helm.
#[derive(Debug)]
pub(in crate::rollback) enum OpenAccess {
    /// Through a connection of its own.
    Relayed(RelayedAccess),
    /// As a service account.
    ServiceAccount(ServiceAccountAccess),
}

impl ClusterAccess {
    /// Opens the access for one helm.
    ///
    /// # Errors
    /// [`ProxyError`] when kubectl does not run.
    pub(in crate::rollback::engine) async fn open(&self) -> Result<OpenAccess, ProxyError> {
        Ok(match self {
            Self::User(chosen) => {
                let options = &chosen.options;
                let now = options.clone().choose();
                let (now, connection) = tokio::join!(now, HelmConnection::start(options));
                OpenAccess::Relayed(RelayedAccess {
                    // Why the kubeconfig leads nowhere is said before what kubectl makes of that.
                    change: chosen.change(&now?),
                    connection: connection?,
                    shown_flags: options.helm_flags(),
                })
            }
            Self::ServiceAccount(access) => OpenAccess::ServiceAccount(access.clone()),
        })
    }

    /// Returns the environment of a helm that reaches no cluster, from the variables of this process.
    pub(super) fn environment(
        &self,
        variables: impl Iterator<Item = (OsString, OsString)>,
    ) -> Vec<(OsString, OsString)> {
        match self {
            Self::User(_) => environment::of_user(variables),
            Self::ServiceAccount(access) => environment::in_cluster(variables, &access.home),
        }
    }
}

impl OpenAccess {
    /// Returns the flags about the cluster that helm gets for a rollback in a namespace.
    pub(super) fn flags(&self, namespace: &Namespace) -> Vec<OsString> {
        match self {
            Self::Relayed(access) => {
                vec!["--kubeconfig".into(), access.connection.kubeconfig().into()]
            }
            Self::ServiceAccount(access) => vec![
                "--kubeconfig".into(),
                access.kubeconfig.clone().into(),
                format!("--kube-as-user={}", rollback_user(namespace)).into(),
            ],
        }
    }

    /// Returns the flags with which a person's helm does the same.
    pub(super) fn shown_flags(&self, namespace: &Namespace) -> Vec<OsString> {
        match self {
            Self::Relayed(access) => access.shown_flags.clone(),
            Self::ServiceAccount(_) => self.flags(namespace),
        }
    }

    /// Returns the environment of helm, from the variables of this process.
    pub(super) fn environment(
        &self,
        variables: impl Iterator<Item = (OsString, OsString)>,
        driver: Driver,
    ) -> Vec<(OsString, OsString)> {
        let mut environment = match self {
            Self::Relayed(access) => {
                let mut environment = environment::of_user(variables);
                // The relay's address is used once: the kinds that the cluster serves are kept with it.
                environment.push(("KUBECACHEDIR".into(), access.connection.cache().into()));
                environment
            }
            Self::ServiceAccount(access) => environment::in_cluster(variables, &access.home),
        };
        // helm has to look for the records where they were found.
        environment.push(("HELM_DRIVER".into(), driver.kind().into()));
        environment
    }

    /// Returns the address of the relay, if helm reaches the cluster through one.
    pub(in crate::rollback) fn relay(&self) -> Option<&RelayAddress> {
        match self {
            Self::Relayed(access) => Some(access.connection.address()),
            Self::ServiceAccount(_) => None,
        }
    }

    /// Returns how the kubeconfig leads elsewhere than when astern was started, in words.
    pub(in crate::rollback) fn change(&self) -> Option<&str> {
        match self {
            Self::Relayed(access) => access.change.as_deref(),
            Self::ServiceAccount(_) => None,
        }
    }

    /// Returns the standard input of helm, which is empty.
    pub(super) fn stdin(self) -> Stdio {
        match self {
            Self::Relayed(access) => access.connection.stdin(),
            Self::ServiceAccount(_) => Stdio::null(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn in_the_cluster_helm_impersonates_the_namespaces_account_and_has_few_variables() {
        let access = OpenAccess::ServiceAccount(ServiceAccountAccess {
            kubeconfig: "/t/kubeconfig".into(),
            home: "/t".into(),
        });
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
            ["PATH=/x", "HOME=/t", "TMPDIR=/t", "HELM_DRIVER=secret"]
        );
    }
}
