//! Who the person is, and what they may do, as the API server says.

use std::sync::Arc;

use astern_cluster::{ClusterError, Permission, Right, may, who_am_i};
use leptos::prelude::*;

use super::Cluster;
use crate::browser::spawn_while_shown;

/// The answer to a question to the API server.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Asked<T> {
    /// There is none yet.
    Waiting,
    /// This one.
    Told(T),
    /// It did not say.
    Unasked(ClusterError),
}

impl<T> From<Result<T, ClusterError>> for Asked<T> {
    fn from(answer: Result<T, ClusterError>) -> Self {
        match answer {
            Ok(told) => Self::Told(told),
            Err(error) => Self::Unasked(error),
        }
    }
}

/// Asks whether the person has a right, on the object called `name` where that is given.
pub fn ask_may(
    cluster: Arc<Cluster>,
    right: Right,
    name: Option<String>,
) -> RwSignal<Asked<Permission>> {
    let asked = RwSignal::new(Asked::Waiting);
    spawn_while_shown(async move {
        asked.set(may(&cluster.api, &right, name.as_deref()).await.into());
    });
    asked
}

/// Asks who the person is.
pub fn ask_who(cluster: Arc<Cluster>) -> RwSignal<Asked<String>> {
    let asked = RwSignal::new(Asked::Waiting);
    spawn_while_shown(async move {
        asked.set(who_am_i(&cluster.api).await.into());
    });
    asked
}
