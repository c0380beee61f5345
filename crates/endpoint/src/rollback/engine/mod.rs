//! What carries out a rollback: the real helm, or a simulation of it on the sample cluster.

pub(crate) mod helm;
mod simulated;

use self::helm::{HelmProgram, InstalledHelm, OpenAccess};
use super::Run;
use super::outcome::Ending;
use super::preconditions::CheckedRequest;
use crate::backend::Cluster;
use crate::backend::helm_relay::RelayAddress;
use crate::backend::kubectl_proxy::ProxyError;

/// What carries out rollbacks.
#[derive(Clone, Debug)]
pub enum Engine {
    /// The real helm.
    Helm(InstalledHelm),
    /// A simulation on the sample cluster.
    Simulated,
}

/// What carries out one rollback.
#[derive(Debug)]
pub(super) enum ReadyEngine {
    /// The real helm, and its access to the cluster.
    Helm(Box<(HelmProgram, OpenAccess)>),
    /// A simulation on the sample cluster.
    Simulated,
}

impl Engine {
    /// Returns the version of helm, or an empty string for the simulation.
    pub(super) fn version(&self) -> &str {
        match self {
            Self::Helm(helm) => &helm.version,
            Self::Simulated => "",
        }
    }

    /// Opens the access to the cluster for one rollback.
    ///
    /// # Errors
    /// [`ProxyError`] when kubectl does not run.
    pub(super) async fn open(&self) -> Result<ReadyEngine, ProxyError> {
        Ok(match self {
            Self::Helm(helm) => {
                let access = helm.program.access.open().await?;
                ReadyEngine::Helm(Box::new((helm.program.clone(), access)))
            }
            Self::Simulated => ReadyEngine::Simulated,
        })
    }
}

impl ReadyEngine {
    /// Returns the address of the relay, if helm reaches the cluster through one.
    pub(super) fn relay(&self) -> Option<&RelayAddress> {
        match self {
            Self::Helm(helm) => helm.1.relay(),
            Self::Simulated => None,
        }
    }

    /// Returns how the kubeconfig leads elsewhere than when astern was started, in words.
    pub(super) fn change(&self) -> Option<&str> {
        match self {
            Self::Helm(helm) => helm.1.change(),
            Self::Simulated => None,
        }
    }

    /// Carries out the rollback of a run, and returns how it ended.
    pub(super) async fn roll_back(
        self,
        cluster: &Cluster,
        run: &Run,
        checked: &CheckedRequest,
    ) -> Ending {
        match self {
            Self::Helm(helm) => {
                let (program, access) = *helm;
                helm::roll_back(&program, access, cluster, run, checked).await
            }
            Self::Simulated => simulated::roll_back(cluster, run, checked).await,
        }
    }
}
