//! Astern as it is installed in the cluster, for a page that `kubectl proxy` serves alone.

use std::sync::Arc;

use astern_cluster::{Installation, Installations, find_installations};
use astern_protocol::Mode;
use futures_util::future::join_all;
use leptos::prelude::*;

use super::cluster::Cluster;
use super::endpoint::fetch_session_once;

/// Finds the installations that are proven and answer this person; [`Installations::None`] until all were asked. Those that do
/// not answer count as unproven.
pub fn find_installed(cluster: Arc<Cluster>) -> RwSignal<Installations> {
    let installed = RwSignal::new(Installations::None);
    crate::browser::spawn_while_shown(async move {
        let found = match find_installations(&cluster.api).await {
            Installations::Proven(proven) => answering(&cluster, proven).await,
            other => other,
        };
        installed.set(found);
    });
    installed
}

/// Keeps the installations whose endpoint answers. All are asked at once, and each once: one whose pod is away is no failure
/// that passes soon.
async fn answering(cluster: &Cluster, proven: Vec<Installation>) -> Installations {
    let asked = proven.into_iter().map(|installation| async move {
        let session = fetch_session_once(&cluster.api.below(&installation.path())).await;
        let session = session.ok().flatten()?;
        matches!(session.mode, Mode::InCluster(_)).then_some(installation)
    });
    let answering: Vec<Installation> = join_all(asked).await.into_iter().flatten().collect();
    match answering.is_empty() {
        true => Installations::Unproven,
        false => Installations::Proven(answering),
    }
}
