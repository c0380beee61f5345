//! The Astern that is installed in the cluster, for a page that `kubectl proxy` serves alone.

use std::sync::Arc;

use astern_cluster::{Installed, installed};
use astern_protocol::Mode;
use leptos::prelude::*;

use super::Cluster;
use super::connect::session;

/// Where Astern answers whoever looks, in the order of the namespaces; nothing until that is known.
pub fn find_installed(cluster: Arc<Cluster>) -> RwSignal<Vec<Installed>> {
    let answering = RwSignal::new(Vec::new());
    crate::browser::spawn_while_shown(async move {
        for one in installed(&cluster.api).await {
            let told = session(&cluster.api.below(&one.path())).await;
            if told.is_some_and(|told| matches!(told.mode, Mode::InCluster(_))) {
                answering.update(|answering| answering.push(one));
            }
        }
    });
    answering
}
