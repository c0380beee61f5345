//! `astern`: the app on the user's machine, with the user's kubeconfig.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use astern_cluster::{ClusterError, ServerVersion, cluster_id, server_version};
use astern_protocol::{Mode, RunLocation, Session};

use super::loopback_server::LoopbackServer;
use super::{LoopbackOptions, startup};
use crate::backend::Cluster;
use crate::backend::kubectl_proxy::{KubectlConnection, KubectlOptions};
use crate::error::CommandError;
use crate::helm_settings::helm_settings;
use crate::http::{AppState, Assets};
use crate::journal::{JournalPolicy, JournalWriter};
use crate::rollback::{ClusterAccess, Engine, HelmProgram, MemoryLimit, Rollbacks, find_helm};
use crate::signals::interruptible;
use crate::stderr;

/// How long the cluster may take to report its version before the page is served without waiting for it.
const VERSION_TIMEOUT: Duration = Duration::from_secs(10);

/// The options of `astern` without a command.
#[derive(Clone, Debug)]
pub struct LaptopOptions {
    /// The cluster, and the user of it.
    pub kubectl: KubectlOptions,
    /// Where the app is served.
    pub serve: LoopbackOptions,
    /// `--helm`.
    pub helm: PathBuf,
}

/// Serves until a signal ends it.
///
/// # Errors
/// [`CommandError`] when it cannot start, or was ended in the middle of a rollback.
pub async fn run(options: LaptopOptions) -> Result<(), CommandError> {
    let (server, connection) = interruptible(prepare(options)).await?;
    let rollbacks = server.rollbacks();
    let ended = server.serve(Some(&rollbacks)).await;
    connection.end().await;
    ended
}

async fn prepare(
    options: LaptopOptions,
) -> Result<(LoopbackServer, Arc<KubectlConnection>), CommandError> {
    let listener = options.serve.listen().await?;
    let connection = Arc::new(KubectlConnection::open(options.kubectl).await?);
    let cluster = Cluster::Kubectl(Arc::clone(&connection));
    let chosen = connection.chosen();
    let program = HelmProgram {
        memory: MemoryLimit::DEFAULT,
        path: options.helm,
        access: ClusterAccess::User(Box::new(chosen.clone())),
    };
    let (helm, version) = tokio::join!(find_helm(program), first_contact(&cluster, &connection),);
    let version = version?;
    let journal = JournalPolicy::BestEffort(JournalWriter::new(RunLocation::Laptop)?);
    let settings = helm_settings();
    let rollbacks = Rollbacks::new(helm.map(Engine::Helm), journal).with_settings(settings);
    let helm = rollbacks.helm();
    let name = match &chosen.options.context {
        Some(context) => Some(context.clone()),
        None => short_cluster_id(&cluster).await,
    };
    print_cluster(name.as_deref().unwrap_or("(none)"), version);
    startup::print_helm(&helm);
    let flags = chosen.options.helm_flags();
    let app = AppState {
        session: Session {
            mode: Mode::Laptop,
            cluster: name,
            namespace: Some(chosen.namespace.clone()),
            helm,
            helm_flags: flags
                .iter()
                .map(|flag| flag.to_string_lossy().into_owned())
                .collect(),
            helm_settings: settings,
        },
        rollbacks: Arc::new(rollbacks),
        assets: Arc::new(Assets::default()),
    };
    let server = LoopbackServer::new(listener, options.serve, app, cluster)?;
    Ok((server, connection))
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
                contexts: chosen.contexts.clone(),
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
