//! Whether the kubeconfig was changed since astern was started.

use std::sync::Arc;
use std::time::Duration;

use astern_protocol::Mode;
use leptos::prelude::*;

use super::cluster::Cluster;
use super::endpoint::{Endpoint, fetch_session_once};
use crate::browser::{pause, spawn_while_shown, use_tab_shown};

/// How often the endpoint is asked while the tab is visible.
const INTERVAL: Duration = Duration::from_secs(10);

/// Returns how the kubeconfig leads elsewhere now than when astern was started, without a full stop; as it changes.
pub fn follow_kubeconfig(cluster: Arc<Cluster>) -> ReadSignal<Option<String>> {
    let (change, set_change) = signal(None);
    let shown = use_tab_shown();
    Effect::new(move |_| {
        let cluster = cluster.clone();
        if !shown.get() {
            return;
        }
        spawn_while_shown(async move {
            let Endpoint::Serves { session, transport } = &cluster.endpoint else {
                return;
            };
            if session.mode != Mode::Laptop {
                return;
            }
            set_change.set(session.kubeconfig_change.clone());
            loop {
                pause(INTERVAL).await;
                // Where astern does not answer, other reads say so.
                if let Ok(Some(session)) = fetch_session_once(transport).await
                    && change.get_untracked() != session.kubeconfig_change
                {
                    set_change.set(session.kubeconfig_change);
                }
            }
        });
    });
    change
}
