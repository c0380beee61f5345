//! `GET astern/v1/journal?namespace=N&release=R`: the rollbacks that are kept, newest first.

use std::sync::Arc;

use astern_ledger::{Namespace, ReleaseName};
use astern_protocol::{ErrorCode, Journal};
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use axum::{Extension, Json};
use serde::Deserialize;

use crate::http::App;
use crate::journal::unread;
use crate::principal::Principal;
use crate::refusal::Refusal;

/// Which ones.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Asked {
    namespace: Option<Namespace>,
    release: Option<ReleaseName>,
}

/// Reads the journal with the rights of whom is acted for.
pub(crate) async fn look_up(
    State(app): State<Arc<App>>,
    Extension(principal): Extension<Principal>,
    asked: Result<Query<Asked>, QueryRejection>,
) -> Result<Json<Journal>, Refusal> {
    let Query(Asked { namespace, release }) = asked.map_err(|error| Refusal::query(&error))?;
    let namespace = principal.namespace(namespace)?.ok_or_else(|| {
        Refusal::new(
            ErrorCode::Invalid,
            "This request does not say in which namespace.",
            "Add ?namespace= to it.",
        )
    })?;
    let Some(keeper) = app.rollbacks.keeping().keeper() else {
        return Ok(Json(Journal {
            namespace,
            entries: Vec::new(),
            unreadable: Vec::new(),
        }));
    };
    let book = keeper.read(&principal.cluster, &namespace).await;
    let book = book.map_err(|error| unread(&error))?;
    let mut journal = book.journal();
    if let Some(release) = release {
        journal
            .entries
            .retain(|entry| entry.rollback.release == release);
    }
    Ok(Json(journal))
}
