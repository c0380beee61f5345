//! Astern as it is installed in the cluster, for a page that `kubectl proxy` serves alone.

use std::sync::Arc;

use astern_cluster::{Installation, Installations, find_installations};
use astern_protocol::Mode;
use leptos::prelude::*;

use super::cluster::Cluster;
use super::endpoint::fetch_session;

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

/// Keeps the installations whose endpoint answers.
async fn answering(cluster: &Cluster, proven: Vec<Installation>) -> Installations {
    let mut answering = Vec::new();
    for installation in proven {
        let session = fetch_session(&cluster.api.below(&installation.path())).await;
        let session = session.ok().flatten();
        if session.is_some_and(|session| matches!(session.mode, Mode::InCluster(_))) {
            answering.push(installation);
        }
    }
    match answering.is_empty() {
        true => Installations::Unproven,
        false => Installations::Proven(answering),
    }
}
