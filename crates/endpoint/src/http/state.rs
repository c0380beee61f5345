//! The state that the routers of every mode share.

use std::sync::Arc;

use astern_protocol::Session;
use axum::extract::FromRef;

use crate::backend::kubectl_proxy::KubectlConnection;
use crate::http::Assets;
use crate::rollback::Rollbacks;

/// The state that the routers of every mode share. Handlers extract the part that they use.
#[derive(Clone, Debug)]
pub struct AppState {
    /// What the page is told about the endpoint that serves it.
    pub session: Session,
    /// The connection whose kubeconfig may be changed; `None` where there is none, as in the cluster.
    pub connection: Option<Arc<KubectlConnection>>,
    /// The rollbacks of this run.
    pub rollbacks: Arc<Rollbacks>,
    /// The app's files.
    pub assets: Arc<Assets>,
}

impl FromRef<AppState> for Arc<Rollbacks> {
    fn from_ref(state: &AppState) -> Self {
        Self::clone(&state.rollbacks)
    }
}

impl FromRef<AppState> for Arc<Assets> {
    fn from_ref(state: &AppState) -> Self {
        Self::clone(&state.assets)
    }
}
