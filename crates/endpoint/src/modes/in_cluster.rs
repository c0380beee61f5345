//! In the cluster: what `astern serve` does.
//!
//! The page reaches it through the person's own `kubectl proxy` and the API server's service proxy, so
//! who sends a request says nothing about who asks. A token does: one that the page minted with the
//! person's own rights, of the account [`astern_protocol::ACCOUNT`] in the release's namespace. What is
//! done then is done as that account. Astern's own account may review tokens and act as those accounts,
//! and nothing else.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;

use astern_protocol::{Ground, Helm, Minting, Mode, Session};
use tokio::net::TcpListener;

use super::shutdown;
use crate::backend::service_account::{ServiceAccount, ServiceAccountClient, write_kubeconfig};
use crate::error::Failure;
use crate::http::App;
use crate::http::Assets;
use crate::http::routers::in_cluster::{InCluster, router};
use crate::http::{self, Certificate, ServerTransport};
use crate::journal::{JournalPolicy, JournalWriter};
use crate::private_dir::PrivateDir;
use crate::rollback::{self, ClusterAccess, Engine, HelmProgram, Rollbacks};
use crate::signals::interruptible;
use crate::stderr;

/// What `astern serve` was told.
#[derive(Clone, Debug)]
pub struct Options {
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
    pub at_once: usize,
}

/// Serves until a signal ends it.
///
/// # Errors
/// [`Failure`] when it cannot begin, or was ended in the middle of a rollback.
pub async fn in_cluster(options: Options) -> Result<(), Failure> {
    let Ready {
        listener,
        transport,
        in_cluster,
        _dir,
    } = interruptible(prepare(options)).await?;
    let address = listener.local_addr().map_err(Failure::Io)?;
    stderr::write_line(format_args!("Astern serves https on {address}."));
    let rollbacks = Some(&in_cluster.app.rollbacks);
    let router = router(Arc::clone(&in_cluster));
    match shutdown::serve_until_ended(listener, transport, router, rollbacks).await {
        true => Ok(()),
        false => Err(Failure::CutOff),
    }
}

/// Everything that serving needs.
struct Ready {
    listener: TcpListener,
    transport: ServerTransport,
    in_cluster: Arc<InCluster>,
    /// Where helm's kubeconfig is; it goes when serving ends.
    _dir: PrivateDir,
}

async fn prepare(options: Options) -> Result<Ready, Failure> {
    let transport = ServerTransport::tls(&options.certificate)?;
    let listener = http::listen(options.listen).await?;
    let dir = PrivateDir::new().map_err(Failure::Io)?;
    let kubeconfig = dir.path().join("kubeconfig");
    write_kubeconfig(&kubeconfig, &options.service_account).map_err(Failure::Io)?;
    let account = ServiceAccountClient::new(&options.service_account)?;
    let access = ClusterAccess::ServiceAccount {
        kubeconfig,
        home: dir.path().to_owned(),
    };
    let program = HelmProgram {
        path: options.helm,
        access,
    };
    let engine = rollback::find_helm(program).await.map(Engine::Helm);
    let journal = JournalPolicy::Required(JournalWriter::new(Ground::Cluster)?);
    let rollbacks = Rollbacks::new(engine, journal).at_most(options.at_once);
    let helm = rollbacks.helm();
    greet(&helm);
    let app = Arc::new(App {
        session: Session {
            mode: Mode::InCluster(Minting::default()),
            cluster: options.cluster_name,
            helm,
            helm_flags: Vec::new(),
        },
        rollbacks,
        assets: Assets::new(),
    });
    Ok(Ready {
        listener,
        transport,
        in_cluster: Arc::new(InCluster::new(app, account)),
        _dir: dir,
    })
}

fn greet(helm: &Helm) {
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
