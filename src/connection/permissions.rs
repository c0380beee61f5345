//! The person's name and permissions, as the API server reports them.

use std::sync::Arc;

use astern_cluster::{Permission, Right, authenticated_user, review_access};
use leptos::prelude::*;

use super::cluster::Cluster;
use super::query_state::{Answer, QueryState, ask};

/// Asks whether the person has a right, on the object called `name` where that is given.
pub fn check_permission(
    cluster: Arc<Cluster>,
    right: Right,
    name: Option<String>,
) -> RwSignal<QueryState<Permission>> {
    ask(Answer::MayChange, move || {
        let (cluster, right, name) = (cluster.clone(), right.clone(), name.clone());
        async move { review_access(&cluster.api, &right, name.as_deref()).await }
    })
}

/// Asks for the person's username.
pub fn fetch_username(cluster: Arc<Cluster>) -> RwSignal<QueryState<String>> {
    ask(Answer::MayChange, move || {
        let cluster = cluster.clone();
        async move { authenticated_user(&cluster.api).await }
    })
}
