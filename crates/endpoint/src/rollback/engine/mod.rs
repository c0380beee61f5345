//! What carries out a rollback: the real helm, or a simulation of it on the sample cluster.

pub(crate) mod helm;
mod simulated;

use self::helm::InstalledHelm;
use super::Run;
use super::outcome::Ending;
use super::preconditions::CheckedRequest;
use crate::backend::Cluster;

/// What carries out rollbacks.
#[derive(Clone, Debug)]
pub enum Engine {
    /// The real helm.
    Helm(InstalledHelm),
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

    /// Carries out the rollback of a run, and returns how it ended.
    pub(super) async fn roll_back(
        &self,
        cluster: &Cluster,
        run: &Run,
        checked: &CheckedRequest,
    ) -> Ending {
        match self {
            Self::Helm(helm) => helm::roll_back(&helm.program, cluster, run, checked).await,
            Self::Simulated => simulated::roll_back(cluster, run, checked).await,
        }
    }
}
