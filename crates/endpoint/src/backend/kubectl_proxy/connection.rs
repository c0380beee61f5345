//! The connection to a cluster through `kubectl proxy`, which is started again when that can help.

use std::sync::OnceLock;
use std::time::Duration;

use astern_cluster::{ClusterId, cluster_id};
use axum::body::Bytes;
use axum::http::{Request, Response, StatusCode};
use http_body_util::Full;
use hyper::body::Incoming;
use tokio::net::UnixStream;
use tokio::sync::Mutex;
use tokio::time::Instant;

use super::kubeconfig_watch::KubeconfigWatch;
use super::login::{FailedLogin, LoginFailure};
use super::options::ChosenCluster;
use super::unix_socket::send_over;
use super::{KubectlOptions, KubectlProxy, ProxyError};
use crate::backend::BackendError;

/// The shortest time between two starts, since a page asks several things at once.
const RESTART_INTERVAL: Duration = Duration::from_secs(1);

/// How long the cluster may take to say which one it is.
const ID_TIMEOUT: Duration = Duration::from_secs(10);

/// A connection to one cluster for as long as astern runs.
///
/// kubectl reads the kubeconfig once. When the login has failed, the next request starts it again, with what the kubeconfig
/// says then: somebody may have logged in meanwhile. It never leads to another cluster than before.
#[derive(Debug)]
pub struct KubectlConnection {
    chosen: ChosenCluster,
    kubeconfig: KubeconfigWatch,
    cluster: OnceLock<ClusterId>,
    running: Mutex<Running>,
}

#[derive(Debug)]
struct Running {
    /// `None` when the connection was ended.
    proxy: Option<KubectlProxy>,
    started: Instant,
    login_failure: Option<LoginFailure>,
    /// Why it could not be started again. The one that still runs is not used then.
    not_started_again: Option<String>,
}

impl KubectlConnection {
    /// Reads the kubeconfig and starts `kubectl proxy`.
    ///
    /// # Errors
    /// [`ProxyError`], most often that the kubeconfig leads to no cluster.
    pub async fn open(options: KubectlOptions) -> Result<Self, ProxyError> {
        let kubeconfig = KubeconfigWatch::begin(options.kubeconfig.as_deref());
        let chosen = options.choose().await?;
        let proxy = KubectlProxy::start(&chosen.options).await?;
        Ok(Self {
            chosen,
            kubeconfig,
            cluster: OnceLock::new(),
            running: Mutex::new(Running {
                proxy: Some(proxy),
                started: Instant::now(),
                login_failure: None,
                not_started_again: None,
            }),
        })
    }

    /// The cluster that was chosen when the connection was opened.
    pub fn chosen(&self) -> &ChosenCluster {
        &self.chosen
    }

    /// Returns how the kubeconfig leads elsewhere now than when the connection was opened, in words and without a full stop.
    pub(crate) async fn kubeconfig_change(&self) -> Option<String> {
        self.kubeconfig.change(&self.chosen).await
    }

    /// Asks the cluster which one it is, to recognise it when kubectl is started again. Whoever may not read that is led only
    /// to the same server again.
    pub async fn remember_cluster(&self) {
        let socket = match &self.running.lock().await.proxy {
            Some(proxy) => proxy.socket(),
            None => return,
        };
        match tokio::time::timeout(ID_TIMEOUT, cluster_id(&socket)).await {
            Ok(Ok(id)) => {
                // A second answer is the same one.
                let _ = self.cluster.set(id);
            }
            Ok(Err(error)) => {
                if let Some(failure) = LoginFailure::of_cluster_error(&error) {
                    self.running.lock().await.login_failure = Some(failure);
                }
            }
            Err(_) => {}
        }
    }

    /// Why the last request was not answered, if the login failed.
    pub(crate) async fn login_failure(&self) -> Option<FailedLogin> {
        let failure = self.running.lock().await.login_failure.clone();
        failure.map(|failure| self.failed_login(failure))
    }

    fn failed_login(&self, failure: LoginFailure) -> FailedLogin {
        FailedLogin::new(failure, &self.chosen.options)
    }

    /// Sends a request over a connection of its own.
    ///
    /// # Errors
    /// [`BackendError`] when there is no response of an API server.
    pub(in crate::backend) async fn send(
        &self,
        request: Request<Full<Bytes>>,
    ) -> Result<Response<Incoming>, BackendError> {
        let (stream, started) = self.connect().await?;
        let result = send_over(stream, request).await;
        let failure = match &result {
            Ok(response) if response.status() == StatusCode::UNAUTHORIZED => {
                Some(LoginFailure::Rejected)
            }
            Err(BackendError::Login(failure)) => Some(failure.clone()),
            _ => None,
        };
        let Some(failure) = failure else {
            return result;
        };
        let mut running = self.running.lock().await;
        // Not of a kubectl that was started since.
        if running.started == started {
            running.login_failure = Some(failure.clone());
        }
        // A login that the API server rejects is its response.
        result.map_err(|_| BackendError::NotLoggedIn(self.failed_login(failure)))
    }

    /// Connects, to a kubectl that is started again before when its login has failed or when it has ended. Returns when it was
    /// started as well.
    async fn connect(&self) -> Result<(UnixStream, Instant), BackendError> {
        let mut running = self.running.lock().await;
        let is_failing = running.login_failure.is_some() || running.not_started_again.is_some();
        if is_failing && running.started.elapsed() >= RESTART_INTERVAL {
            self.restart(&mut running).await?;
        } else if let Some(reason) = &running.not_started_again {
            return Err(BackendError::NotStartedAgain(reason.clone()));
        }
        let connected = running.connect().await;
        if connected.is_err() && running.proxy.is_some() {
            self.restart(&mut running).await?;
            return Ok((running.connect().await?, running.started));
        }
        Ok((connected?, running.started))
    }

    async fn restart(&self, running: &mut Running) -> Result<(), BackendError> {
        let started = self.start_again().await;
        // Also a failure is not repeated for each of several requests.
        running.started = Instant::now();
        match started {
            Ok(proxy) => {
                running.proxy = Some(proxy);
                running.login_failure = None;
                running.not_started_again = None;
                Ok(())
            }
            Err(reason) => {
                running.not_started_again = Some(reason.clone());
                Err(BackendError::NotStartedAgain(reason))
            }
        }
    }

    /// Starts a kubectl that leads to the same cluster.
    async fn start_again(&self) -> Result<KubectlProxy, String> {
        let not_started = |error: ProxyError| error.to_string();
        let options = &self.chosen.options;
        let now = options.clone().choose().await.map_err(not_started)?;
        let proxy = KubectlProxy::start(options).await.map_err(not_started)?;
        let change = self.chosen.change(&now);
        let is_same = match (self.cluster.get(), proxy.cluster_id().await) {
            (Some(known), Some(id)) => *known == id,
            _ => now.server() == self.chosen.server(),
        };
        if is_same {
            return Ok(proxy);
        }
        proxy.end().await;
        let change = change.unwrap_or_else(|| {
            "The server of the kubeconfig is another cluster now than when astern was started"
                .to_owned()
        });
        Err(format!("{change}. Start astern again to open that cluster"))
    }

    /// Ends kubectl and waits until it is gone.
    pub async fn end(&self) {
        let proxy = self.running.lock().await.proxy.take();
        if let Some(proxy) = proxy {
            proxy.end().await;
        }
    }
}

impl Running {
    async fn connect(&self) -> Result<UnixStream, BackendError> {
        match &self.proxy {
            Some(proxy) => proxy.socket().connect().await,
            None => Err(BackendError::Unreachable(
                "astern is about to end".to_owned(),
            )),
        }
    }
}
