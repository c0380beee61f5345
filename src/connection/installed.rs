//! Astern as it is installed in the cluster, for a page that `kubectl proxy` serves alone.

use std::sync::Arc;

use astern_cluster::{AsternService, astern_services};
use astern_protocol::Mode;
use leptos::prelude::*;

use super::cluster::Cluster;
use super::endpoint::fetch_session;

/// Finds the installs of Astern that answer this person, in the order of their namespaces; empty until one has answered.
pub fn find_installed(cluster: Arc<Cluster>) -> RwSignal<Vec<AsternService>> {
    let answering = RwSignal::new(Vec::new());
    crate::browser::spawn_while_shown(async move {
        for install in astern_services(&cluster.api).await {
            let session = fetch_session(&cluster.api.below(&install.path())).await;
            if session.is_some_and(|session| matches!(session.mode, Mode::InCluster(_))) {
                answering.update(|answering| answering.push(install));
            }
        }
    });
    answering
}
