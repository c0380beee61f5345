//! On the person's own machine, with their own kubeconfig: what `astern` alone does.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use astern_cluster::{ServerVersion, cluster_id, server_version};
use astern_protocol::{Address as Link, Ground, Helm, Mode, Session};
use tokio::net::TcpListener;

use super::{announcement, browser, shutdown};
use crate::backend::Cluster;
use crate::backend::kubectl_proxy::{KubectlOptions, KubectlProxy};
use crate::error::Failure;
use crate::http::App;
use crate::http::Assets;
use crate::http::guards::{Address, Launch, Token};
use crate::http::routers::loopback::{self, Loopback};
use crate::http::{self, ServerTransport};
use crate::journal::{JournalPolicy, JournalWriter};
use crate::rollback::{self, ClusterAccess, Engine, HelmProgram, Rollbacks};
use crate::signals::interruptible;
use crate::stderr;

/// How long the cluster may take to say its version before the page is served without waiting.
const FIRST_ANSWER: Duration = Duration::from_secs(10);

/// What `astern` was told.
#[derive(Clone, Debug)]
pub struct Laptop {
    /// Which cluster, as whom.
    pub access: KubectlOptions,
    /// `--port`.
    pub port: Option<u16>,
    /// Not `--no-open`.
    pub open: bool,
    /// `--link`.
    pub link: Option<Link>,
    /// `--helm`.
    pub helm: PathBuf,
}

/// Serves until a signal ends it.
///
/// # Errors
/// [`Failure`] when it cannot begin, or was ended in the middle of a rollback.
pub async fn laptop(options: Laptop) -> Result<(), Failure> {
    let Ready {
        listener,
        proxy,
        loopback,
        nonce,
    } = interruptible(prepare(options)).await?;
    let router = loopback::router(Arc::clone(&loopback));
    announcement::announce(&loopback, nonce.as_ref()).map_err(Failure::Io)?;
    let rollbacks = Some(&loopback.app.rollbacks);
    let all_over =
        shutdown::serve_until_ended(listener, ServerTransport::Plain, router, rollbacks).await;
    proxy.end().await;
    if all_over {
        Ok(())
    } else {
        Err(Failure::CutOff)
    }
}

/// Everything that serving needs.
struct Ready {
    listener: TcpListener,
    proxy: KubectlProxy,
    loopback: Arc<Loopback>,
    nonce: Option<Token>,
}

async fn prepare(options: Laptop) -> Result<Ready, Failure> {
    let listener = http::bind(options.port).await?;
    let access = options.access.with_current_context().await?;
    let proxy = KubectlProxy::start(&access).await?;
    let cluster = Cluster::Proxied(proxy.socket());
    let cluster_flags = access.helm_flags();
    let helm_flags = cluster_flags
        .iter()
        .map(|flag| flag.to_string_lossy().into_owned())
        .collect();
    let program = HelmProgram {
        path: options.helm,
        access: ClusterAccess::User { cluster_flags },
    };
    let (helm, answer) = tokio::join!(
        rollback::find_helm(program),
        tokio::time::timeout(FIRST_ANSWER, server_version(&cluster)),
    );
    let rollbacks = Rollbacks::new(
        helm.map(Engine::Helm),
        JournalPolicy::BestEffort(JournalWriter::new(Ground::Laptop)?),
    );
    let helm = rollbacks.helm();
    let name = match access.context {
        Some(context) => Some(context),
        None => name_without_context(&cluster).await,
    };
    greet(name.as_deref().unwrap_or("(none)"), &helm, answer.ok());
    let nonce = (options.open && browser::is_there())
        .then(Token::random)
        .transpose()?;
    let app = Arc::new(App {
        session: Session {
            mode: Mode::Laptop,
            cluster: name,
            helm,
            helm_flags,
        },
        rollbacks,
        assets: Assets::new(),
    });
    let loopback = Arc::new(Loopback {
        app,
        cluster: Arc::new(cluster),
        address: Address::new(listener.local_addr().map_err(Failure::Io)?.port()),
        token: Token::random()?,
        launch: nonce.clone().map_or_else(Launch::closed, Launch::once),
        opens_at: options.link,
    });
    Ok(Ready {
        listener,
        proxy,
        loopback,
        nonce,
    })
}

/// What a cluster is called for which the kubeconfig has no context, as in a pod.
async fn name_without_context(cluster: &Cluster) -> Option<String> {
    match tokio::time::timeout(FIRST_ANSWER, cluster_id(cluster)).await {
        Ok(Ok(id)) => Some(id.short().to_owned()),
        _ => None,
    }
}

/// Says on stderr what was found. A cluster that does not answer yet is no reason to end: the page
/// says so too, and tries again.
fn greet<E: std::fmt::Display>(
    context: &str,
    helm: &Helm,
    answer: Option<Result<ServerVersion, E>>,
) {
    match answer {
        Some(Ok(version)) => stderr::write_line(format_args!(
            "Context {context}: Kubernetes {}.",
            version.git_version
        )),
        Some(Err(error)) => stderr::write_line(format_args!("Context {context}: {error}.")),
        None => stderr::write_line(format_args!(
            "Context {context}: the cluster has not answered within 10 seconds."
        )),
    }
    match helm {
        Helm::Found { version } => {
            stderr::write_line(format_args!("Rollbacks are run by helm {version}."))
        }
        Helm::Missing { message } => {
            stderr::write_line(format_args!("Rollbacks cannot be run: {message}"))
        }
        Helm::Played => {}
    }
}
