//! `astern serve`: the app in a pod of the cluster.
//!
//! The page's requests come through the user's own `kubectl proxy` and the API server's service proxy, so their sender
//! is not the user. A token identifies the user's rights instead: one that the page requested, with the user's rights,
//! for the service account [`astern_protocol::ACCOUNT`] in the release's namespace. The endpoint then acts as that
//! account. Astern's own account may review tokens and impersonate those accounts, and nothing else.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;

use astern_protocol::{Mode, RunLocation, Session, TokenParameters};
use tokio::net::TcpListener;

use super::running_rollbacks::RunningRollbacks;
use super::{shutdown, startup};
use crate::backend::service_account::{ServiceAccount, ServiceAccountClient, write_kubeconfig};
use crate::error::CommandError;
use crate::helm_settings::helm_settings;
use crate::http::routers::in_cluster::{InCluster, router};
use crate::http::{AppState, Assets, Certificate, ServerTransport, listen};
use crate::journal::{JournalPolicy, JournalWriter};
use crate::private_dir::PrivateDir;
use crate::rollback::{
    ClusterAccess, Engine, HelmProgram, MemoryLimit, Rollbacks, ServiceAccountAccess, find_helm,
};
use crate::signals::interruptible;
use crate::stderr;

/// The options of `astern serve`.
#[derive(Clone, Debug)]
pub struct InClusterOptions {
    /// `--listen`.
    pub listen: SocketAddr,
    /// `--helm`.
    pub helm: PathBuf,
    /// `--cluster-name`.
    pub cluster_name: Option<String>,
    /// `--tls-certificate` and `--tls-key`, or one that is made at the start.
    pub certificate: Certificate,
    /// `--service-account` and `--api-server`.
    pub service_account: ServiceAccount,
    /// `--at-once`.
    pub concurrent_rollbacks: usize,
}

/// Serves until a signal ends it.
///
/// # Errors
/// [`CommandError`] when it cannot start, or was ended in the middle of a rollback.
pub async fn run(options: InClusterOptions) -> Result<(), CommandError> {
    let Server {
        listener,
        transport,
        app,
        client,
        _dir,
    } = interruptible(prepare(options)).await?;
    let address = listener.local_addr().map_err(CommandError::Io)?;
    stderr::write_line(format_args!("Astern serves https on {address}."));
    let rollbacks = RunningRollbacks::of(Arc::clone(&app.rollbacks));
    let router = router(InCluster::new(app, client));
    shutdown::serve_until_ended(listener, transport, router, &rollbacks).await
}

/// Returns what each helm may take of the pod's memory, and prints a warning when that is little.
fn helm_memory(concurrent_rollbacks: usize) -> MemoryLimit {
    let limit = MemoryLimit::in_container(concurrent_rollbacks);
    if limit < MemoryLimit::RECOMMENDED {
        stderr::write_line(format_args!(
            "Each helm may take {} MiB of this pod's memory, which large releases exceed. Raise \
             `resources.limits.memory` in the values of astern's chart, or lower `rollback.atOnce`.",
            limit.mebibytes()
        ));
    }
    limit
}

/// A server that is ready to accept connections.
struct Server {
    listener: TcpListener,
    transport: ServerTransport,
    app: AppState,
    client: ServiceAccountClient,
    /// The folder of helm's kubeconfig, which is removed when serving ends.
    _dir: PrivateDir,
}

async fn prepare(options: InClusterOptions) -> Result<Server, CommandError> {
    let transport = ServerTransport::tls(&options.certificate)?;
    let listener = listen(options.listen).await?;
    let dir = PrivateDir::new().map_err(CommandError::Io)?;
    let kubeconfig = dir.path().join("kubeconfig");
    write_kubeconfig(&kubeconfig, &options.service_account).map_err(CommandError::Io)?;
    let client = ServiceAccountClient::new(&options.service_account)?;
    let access = ClusterAccess::ServiceAccount(ServiceAccountAccess {
        kubeconfig,
        home: dir.path().to_owned(),
    });
    let program = HelmProgram {
        path: options.helm,
        access,
        memory: helm_memory(options.concurrent_rollbacks),
    };
    let engine = find_helm(program).await.map(Engine::Helm);
    let journal = JournalPolicy::Required(JournalWriter::new(RunLocation::Cluster)?);
    let settings = helm_settings();
    let rollbacks = Rollbacks::new(engine, journal)
        .with_settings(settings)
        .at_most(options.concurrent_rollbacks);
    let helm = rollbacks.helm();
    startup::print_helm(&helm);
    let app = AppState {
        session: Session {
            mode: Mode::InCluster(TokenParameters::default()),
            cluster: options.cluster_name,
            namespace: None,
            helm,
            helm_flags: Vec::new(),
            helm_settings: settings,
            other_contexts: 0,
            kubeconfig_change: None,
        },
        connection: None,
        rollbacks: Arc::new(rollbacks),
        assets: Arc::new(Assets::default()),
    };
    Ok(Server {
        listener,
        transport,
        app,
        client,
        _dir: dir,
    })
}
