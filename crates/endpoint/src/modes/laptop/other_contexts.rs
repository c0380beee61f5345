//! Opens the contexts that people choose on a page, and serves each at a port of its own.

use std::convert::Infallible;
use std::path::PathBuf;
use std::sync::Arc;

use tokio::net::TcpListener;
use tokio::sync::mpsc;
use tokio::task::JoinSet;

use super::open_cluster::OpenCluster;
use crate::backend::kubectl_proxy::{KubectlConnection, KubectlOptions, kubeconfig_change};
use crate::error::CommandError;
use crate::http::contexts::{Contexts, OpenContext, PageContexts};
use crate::http::listen_on_loopback;
use crate::modes::LoopbackOptions;
use crate::modes::loopback_server::LoopbackServer;
use crate::modes::running_rollbacks::RunningRollbacks;

/// The clusters that this process serves, and those that it is asked to open.
#[derive(Debug)]
pub(super) struct OtherContexts {
    helm: PathBuf,
    kubectl: KubectlOptions,
    contexts: Arc<Contexts>,
    requests: mpsc::Receiver<OpenContext>,
    rollbacks: RunningRollbacks,
    connections: Vec<Arc<KubectlConnection>>,
}

/// A context that was to be opened, and what came of it.
type Opened = (
    OpenContext,
    Result<(OpenCluster, TcpListener), CommandError>,
);

impl OtherContexts {
    /// Opens contexts on the messages of `requests`, with that helm.
    pub(super) fn new(
        helm: PathBuf,
        kubectl: KubectlOptions,
        contexts: Arc<Contexts>,
        requests: mpsc::Receiver<OpenContext>,
    ) -> Self {
        Self {
            helm,
            kubectl,
            contexts,
            requests,
            rollbacks: RunningRollbacks::default(),
            connections: Vec::new(),
        }
    }

    /// The rollbacks of all clusters that are served.
    pub(super) fn rollbacks(&self) -> &RunningRollbacks {
        &self.rollbacks
    }

    /// Prepares to serve a cluster at a listener's address. It is ended with this.
    ///
    /// # Errors
    /// When the system has no address or random numbers.
    pub(super) fn server(
        &mut self,
        cluster: OpenCluster,
        listener: TcpListener,
        options: LoopbackOptions,
    ) -> Result<LoopbackServer, CommandError> {
        let context = cluster.chosen().options.context.clone();
        let contexts = PageContexts::of(context, Arc::clone(&self.contexts));
        self.connections.push(Arc::clone(cluster.connection()));
        self.rollbacks
            .add(cluster.name(), Arc::clone(cluster.rollbacks()));
        let (app, cluster) = cluster.into_app(&contexts);
        LoopbackServer::new(listener, options, app, cluster, contexts)
    }

    /// Opens and serves contexts until it is dropped.
    pub(super) async fn serve(&mut self) -> Infallible {
        let mut opening = JoinSet::<Opened>::new();
        let mut served = JoinSet::<()>::new();
        loop {
            tokio::select! {
                Some(request) = self.requests.recv() => {
                    let options = KubectlOptions {
                        context: Some(request.destination().context.clone()),
                        ..self.kubectl.clone()
                    };
                    let helm = self.helm.clone();
                    opening.spawn(async move {
                        let opened = open(options, helm).await;
                        (request, opened)
                    });
                }
                Some(done) = opening.join_next() => {
                    let server = done.ok().and_then(|(request, opened)| self.answer(request, opened));
                    if let Some(server) = server {
                        served.spawn(server.serve_on_request());
                    }
                }
                else => std::future::pending().await,
            }
        }
    }

    /// Answers whoever asked for the context. Returns what is to be served.
    fn answer(
        &mut self,
        request: OpenContext,
        opened: Result<(OpenCluster, TcpListener), CommandError>,
    ) -> Option<LoopbackServer> {
        let server = opened.and_then(|(cluster, listener)| {
            let now = cluster.chosen().destination.as_ref();
            if let Some(change) = kubeconfig_change(Some(request.destination()), now) {
                return Err(CommandError::KubeconfigChanged(change));
            }
            self.server(cluster, listener, LoopbackOptions::on_request())
        });
        match server {
            Ok(server) => {
                request.opened(server.context_page());
                Some(server)
            }
            Err(error) => {
                request.failed(&error);
                None
            }
        }
    }

    /// Ends the connections to all clusters, and waits until their processes are gone.
    pub(super) async fn end(self) {
        for connection in self.connections {
            connection.end().await;
        }
    }
}

async fn open(
    options: KubectlOptions,
    helm: PathBuf,
) -> Result<(OpenCluster, TcpListener), CommandError> {
    // A port of its own, for which the system chooses the number.
    let listener = listen_on_loopback(Some(0)).await?;
    Ok((OpenCluster::open(options, helm).await?, listener))
}
