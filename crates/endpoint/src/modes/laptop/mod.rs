//! `astern`: the app on the user's machine, with the user's kubeconfig.
//!
//! Each context that is opened is one [`OpenCluster`]: nothing of it is shared with another.

mod open_cluster;
mod other_contexts;

use std::path::PathBuf;
use std::sync::Arc;

use self::open_cluster::OpenCluster;
use self::other_contexts::OtherContexts;
use super::loopback_server::LoopbackServer;
use super::{LoopbackOptions, startup};
use crate::backend::kubectl_proxy::KubectlOptions;
use crate::error::CommandError;
use crate::http::contexts::Contexts;
use crate::signals::interruptible;

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
    let (server, mut others) = interruptible(prepare(options)).await?;
    let rollbacks = others.rollbacks().clone();
    let ended = tokio::select! {
        ended = server.serve(&rollbacks) => ended,
        never = others.serve() => match never {},
    };
    others.end().await;
    ended
}

async fn prepare(options: LaptopOptions) -> Result<(LoopbackServer, OtherContexts), CommandError> {
    let listener = options.serve.listen().await?;
    let cluster = OpenCluster::open(options.kubectl, options.helm.clone()).await?;
    startup::print_helm(cluster.helm());
    let chosen = cluster.chosen().options.clone();
    let (contexts, requests) = Contexts::new(cluster.chosen());
    let context = chosen.context.clone();
    let mut others = OtherContexts::new(options.helm, chosen, Arc::clone(&contexts), requests);
    let server = others.server(cluster, listener, options.serve)?;
    if let Some(context) = context {
        contexts
            .opened_at_start(&context, server.context_page())
            .await;
    }
    Ok((server, others))
}
