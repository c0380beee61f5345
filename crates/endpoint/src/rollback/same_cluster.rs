//! Whether helm reaches the cluster that the page shows.
//!
//! The page's connection was made when astern started; helm's is made for each rollback, from what the kubeconfig says then.
//! UIDs are random and never used twice, so the same UID of the same object shows the same cluster.

use std::time::Duration;

use astern_cluster::{ClusterError, FindError, cluster_id, find_release, namespace_uid};
use astern_ledger::Driver;
use astern_protocol::{ErrorCode, StartRollback};

use super::engine::ReadyEngine;
use crate::backend::Cluster;
use crate::refusal::Refusal;

/// How long both connections may take together. A login plugin may ask a person for something meanwhile.
const TIMEOUT: Duration = Duration::from_secs(30);

/// An object whose UID shows which cluster it is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum IdentifyingObject {
    /// The namespace `kube-system`.
    KubeSystem,
    /// The namespace of the release, for those who may not read `kube-system`.
    Namespace,
    /// The current record of the release, for those who may read no namespace.
    CurrentRecord,
}

impl IdentifyingObject {
    const ALL: [Self; 3] = [Self::KubeSystem, Self::Namespace, Self::CurrentRecord];

    /// Returns the object in words.
    fn name(self, request: &StartRollback) -> String {
        match self {
            Self::KubeSystem => "the namespace kube-system".to_owned(),
            Self::Namespace => format!("the namespace {}", request.namespace),
            Self::CurrentRecord => format!("the current record of {}", request.release),
        }
    }

    /// Reads the UID.
    async fn uid(
        self,
        cluster: &Cluster,
        driver: Driver,
        request: &StartRollback,
    ) -> Result<String, ClusterError> {
        let (namespace, release) = (&request.namespace, &request.release);
        match self {
            Self::KubeSystem => cluster_id(cluster).await.map(|id| id.as_str().to_owned()),
            Self::Namespace => namespace_uid(cluster, namespace).await,
            Self::CurrentRecord => match find_release(cluster, driver, namespace, release).await {
                Ok(found) => Ok(found.history.current().version.uid.clone()),
                Err(FindError::Cluster(error)) => Err(error),
                Err(error) => Err(ClusterError::NotFound(error.to_string())),
            },
        }
    }
}

/// Refuses a rollback whose helm would reach another cluster than the page's, or of which that cannot be told. A helm without
/// a relay reaches the cluster as the page does. `driver` is the storage driver that records are looked for in first.
///
/// # Errors
/// The refusal, which says what tells the two clusters apart.
pub(super) async fn check(
    page: &Cluster,
    engine: &ReadyEngine,
    driver: Driver,
    request: &StartRollback,
) -> Result<(), Refusal> {
    let Some(relay) = engine.relay() else {
        return Ok(());
    };
    let helm = Cluster::Relayed(relay.clone());
    match tokio::time::timeout(TIMEOUT, compare(page, &helm, driver, request)).await {
        Ok(Ok(())) => Ok(()),
        Ok(Err(Difference::Other(difference))) => Err(other_cluster(&difference, engine.change())),
        Ok(Err(Difference::Unknown(reason))) => Err(not_asked(page, &reason)),
        Err(_) => Err(not_asked(
            page,
            "it did not answer within 30 seconds. A login plugin may wait for you, in your browser or the terminal of astern",
        )),
    }
}

/// Why the two are not known to be the same.
enum Difference {
    /// They are not, by this.
    Other(String),
    /// It cannot be told, for this reason.
    Unknown(String),
}

async fn compare(
    page: &Cluster,
    helm: &Cluster,
    driver: Driver,
    request: &StartRollback,
) -> Result<(), Difference> {
    for object in IdentifyingObject::ALL {
        let uids = tokio::join!(
            object.uid(page, driver, request),
            object.uid(helm, driver, request)
        );
        match uids {
            (Ok(page), Ok(helm)) if page == helm => return Ok(()),
            (Ok(page), Ok(helm)) => {
                let name = object.name(request);
                return Err(Difference::Other(format!(
                    "there {name} has the UID {helm}, here {page}"
                )));
            }
            (Ok(_), Err(ClusterError::NotFound(_))) => {
                return Err(Difference::Other(format!(
                    "there is no {}",
                    object.name(request).trim_start_matches("the ")
                )));
            }
            (Err(ClusterError::Forbidden(_) | ClusterError::NotFound(_)), _)
            | (_, Err(ClusterError::Forbidden(_))) => {}
            (Err(error), _) | (_, Err(error)) => {
                return Err(Difference::Unknown(error.to_string()));
            }
        }
    }
    Err(Difference::Unknown(
        "neither a namespace nor the release's records can be read".to_owned(),
    ))
}

fn other_cluster(difference: &str, change: Option<&str>) -> Refusal {
    let change = change.map_or_else(String::new, |change| format!(" {change}."));
    Refusal::new(
        ErrorCode::OtherCluster,
        format!(
            "The kubeconfig now leads to another cluster than the one on this page: {difference}.{change} Nothing was started."
        ),
        "Start astern again to work on that cluster, or lead the kubeconfig back to this one and press again.",
    )
}

fn not_asked(page: &Cluster, reason: &str) -> Refusal {
    Refusal::new(
        ErrorCode::Cluster,
        format!(
            "Nothing was started, because it cannot be told which cluster helm would reach: {reason}."
        ),
        format!(
            "See whether `{}` answers in a terminal; log in again where it asks for that, and press again.",
            page.kubectl_command(&["version"])
        ),
    )
}
