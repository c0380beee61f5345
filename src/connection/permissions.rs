//! The person's name and permissions, as the API server reports them.

use std::sync::Arc;

use astern_cluster::{Permission, Right, authenticated_user, review_access};
use leptos::prelude::*;

use super::cluster::Cluster;
use super::query_state::QueryState;
use crate::browser::spawn_while_shown;

/// Asks whether the person has a right, on the object called `name` where that is given.
pub fn check_permission(
    cluster: Arc<Cluster>,
    right: Right,
    name: Option<String>,
) -> RwSignal<QueryState<Permission>> {
    let state = RwSignal::new(QueryState::Pending);
    spawn_while_shown(async move {
        state.set(
            review_access(&cluster.api, &right, name.as_deref())
                .await
                .into(),
        );
    });
    state
}

/// Asks for the person's username.
pub fn fetch_username(cluster: Arc<Cluster>) -> RwSignal<QueryState<String>> {
    let state = RwSignal::new(QueryState::Pending);
    spawn_while_shown(async move {
        state.set(authenticated_user(&cluster.api).await.into());
    });
    state
}
