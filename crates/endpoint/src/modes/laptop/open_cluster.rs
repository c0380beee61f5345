//! One cluster of the kubeconfig: kubectl's connection to it, the helm that reaches it, its rollbacks and its session.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use astern_cluster::{ClusterError, ServerVersion, cluster_id, server_version};
use astern_protocol::{Helm, Mode, RunLocation, Session};

use crate::backend::Cluster;
use crate::backend::kubectl_proxy::{ChosenCluster, KubectlConnection, KubectlOptions};
use crate::error::CommandError;
use crate::helm_settings::helm_settings;
use crate::http::contexts::PageContexts;
use crate::http::{AppState, Assets};
use crate::journal::{JournalPolicy, JournalWriter};
use crate::rollback::{ClusterAccess, Engine, HelmProgram, MemoryLimit, Rollbacks, find_helm};
use crate::stderr;

/// How long the cluster may take to report its version before the page is served without waiting for it.
const VERSION_TIMEOUT: Duration = Duration::from_secs(10);

/// A cluster, and everything that is its own.
#[derive(Debug)]
pub(super) struct OpenCluster {
    connection: Arc<KubectlConnection>,
    cluster: Cluster,
    /// Its name: the context, or the beginning of its UID.
    name: Option<String>,
    rollbacks: Arc<Rollbacks>,
    helm: Helm,
}

impl OpenCluster {
    /// Starts kubectl for the context of the options, looks for helm, and asks the cluster for its version.
    ///
    /// # Errors
    /// [`CommandError`]: the kubeconfig leads to no cluster, nobody is logged in, or the server is no API server.
    pub(super) async fn open(kubectl: KubectlOptions, helm: PathBuf) -> Result<Self, CommandError> {
        let connection = Arc::new(KubectlConnection::open(kubectl).await?);
        let cluster = Cluster::Kubectl(Arc::clone(&connection));
        let chosen = connection.chosen();
        let program = HelmProgram {
            memory: MemoryLimit::DEFAULT,
            path: helm,
            access: ClusterAccess::User(Box::new(chosen.clone())),
        };
        let (helm, version) =
            tokio::join!(find_helm(program), first_contact(&cluster, &connection));
        let version = version?;
        let journal = JournalPolicy::BestEffort(JournalWriter::new(RunLocation::Laptop)?);
        let rollbacks =
            Rollbacks::new(helm.map(Engine::Helm), journal).with_settings(helm_settings());
        let name = match &chosen.options.context {
            Some(context) => Some(context.clone()),
            None => short_cluster_id(&cluster).await,
        };
        print_cluster(name.as_deref().unwrap_or("(none)"), version);
        Ok(Self {
            helm: rollbacks.helm(),
            rollbacks: Arc::new(rollbacks),
            connection,
            cluster,
            name,
        })
    }

    /// What was chosen of the kubeconfig.
    pub(super) fn chosen(&self) -> &ChosenCluster {
        self.connection.chosen()
    }

    /// The connection, to end it.
    pub(super) fn connection(&self) -> &Arc<KubectlConnection> {
        &self.connection
    }

    /// The rollbacks.
    pub(super) fn rollbacks(&self) -> &Arc<Rollbacks> {
        &self.rollbacks
    }

    /// The name.
    pub(super) fn name(&self) -> Option<&str> {
        self.name.as_deref()
    }

    /// The helm that was found.
    pub(super) fn helm(&self) -> &Helm {
        &self.helm
    }

    /// Returns what is served of it, with the contexts that its page may open.
    pub(super) fn into_app(self, contexts: &PageContexts) -> (AppState, Cluster) {
        let chosen = self.connection.chosen();
        let flags = chosen.options.helm_flags();
        let flags = flags.iter().map(|flag| flag.to_string_lossy().into_owned());
        let app = AppState {
            session: Session {
                mode: Mode::Laptop,
                cluster: self.name,
                namespace: Some(chosen.namespace.clone()),
                helm: self.helm,
                helm_flags: flags.collect(),
                helm_settings: helm_settings(),
                other_contexts: contexts.others(),
                kubeconfig_change: None,
            },
            connection: Some(self.connection),
            rollbacks: self.rollbacks,
            assets: Arc::new(Assets::default()),
        };
        (app, self.cluster)
    }
}

/// Asks the cluster for its version, and returns the answer; `None` when there is none in time.
///
/// # Errors
/// When nobody is logged in, or when the server is no API server: a page could only say the same.
async fn first_contact(
    cluster: &Cluster,
    connection: &KubectlConnection,
) -> Result<Option<Result<ServerVersion, ClusterError>>, CommandError> {
    let version = tokio::time::timeout(VERSION_TIMEOUT, server_version(cluster)).await;
    if let Ok(Ok(_)) = version {
        connection.remember_cluster().await;
    }
    if let Some(failure) = connection.login_failure().await {
        return Err(CommandError::NotLoggedIn(failure));
    }
    let Ok(version) = version else {
        return Ok(None);
    };
    let chosen = connection.chosen();
    match (version, chosen.server()) {
        (Err(error @ (ClusterError::Malformed(_) | ClusterError::NotFound(_))), Some(server)) => {
            Err(CommandError::NotKubernetes {
                server: server.to_owned(),
                error: Box::new(error),
                contexts: chosen.context_names(),
            })
        }
        (version, _) => Ok(Some(version)),
    }
}

/// The name of a cluster for which the kubeconfig has no context, as in a pod.
async fn short_cluster_id(cluster: &Cluster) -> Option<String> {
    match tokio::time::timeout(VERSION_TIMEOUT, cluster_id(cluster)).await {
        Ok(Ok(id)) => Some(id.short().to_owned()),
        _ => None,
    }
}

/// Prints the version of the cluster, or why there is none. A cluster that does not respond yet is no reason to end: the
/// page says so too, and tries again.
fn print_cluster(context: &str, version: Option<Result<ServerVersion, ClusterError>>) {
    match version {
        Some(Ok(version)) => stderr::write_line(format_args!(
            "Context {context}: Kubernetes {}.",
            version.git_version
        )),
        Some(Err(error)) => stderr::write_line(format_args!("Context {context}: {error}.")),
        None => stderr::write_line(format_args!(
            "Context {context}: the cluster has not answered within 10 seconds."
        )),
    }
}
